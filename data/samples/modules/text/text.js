// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { address, anchor, choice, h, icon, keyed, number, present, record, records, say, set, text } from './kit.js';
import { css } from './style.js';

const symbols = {
  leaf: 'M5 19c0-9 5-14 15-14 0 10-5 14-12 14M5 21c1-5 4-8 9-10',
  truck: 'M3 6h11v10H3zM14 10h4l3 3v3h-7M7.5 18.500a2 2 0 1 0 0-.1M17.5 18.500a2 2 0 1 0 0-.1',
  repair: 'M14.5 6.500a4 4 0 0 1 5-1l-3 3 1.5 1.5 3-3a4 4 0 0 1-5.5 5L8 19.500a2 2 0 0 1-3-3l7.5-7.5',
  heart: 'M12 20C5 15 3 11.5 3 8.500A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 9 1.500C21 11.5 19 15 12 20z',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2',
  spark: 'M12 3c.8 5.6 3.4 8.2 9 9-5.6.8-8.2 3.4-9 9-.8-5.6-3.4-8.2-9-9 5.6-.8 8.2-3.4 9-9z',
};

function paragraphView() {
  const node = h('p');
  return { node, update: words => set(node, 'text', words) };
}

function pointView() {
  const symbol = h('span', { class: 'symbol' });
  const title = h('h3', { class: 'point-title' });
  const words = h('p', { class: 'point-text' });
  let drawn = '';
  return {
    node: h('li', { class: 'point' }, symbol, h('div', null, title, words)),
    update(point) {
      const name = Object.hasOwn(symbols, point.icon) ? point.icon : '';
      if (name !== drawn)
        symbol.replaceChildren(...(name ? [icon(symbols[name], 22)] : []));
      drawn = name;
      symbol.hidden = !name;
      say(title, text(point.title));
      say(words, text(point.text));
    },
  };
}

export async function mount(container, config, host) {
  const eyebrow = h('p', { class: 'eyebrow' });
  const title = h('h2', { class: 'heading' });
  const body = h('div', { class: 'body' });
  const link = anchor(host, { class: 'more' });
  const points = h('ul', { class: 'points' });
  const words = h('div', { class: 'words' }, h('div', { class: 'titles' }, eyebrow, title), h('div', { class: 'prose' }, body, link));
  const sheet = h('div', { class: 'sheet' }, words, points);
  const root = h('section', { class: 'inlay-text' }, sheet);

  const handle = present(container, css, root, settings => {
    const more = record(settings.link);
    say(eyebrow, text(settings.eyebrow));
    say(title, text(settings.title));
    const paragraphs = text(settings.body).split(/\n\s*\n/).map(part => part.trim()).filter(Boolean);
    keyed(body, paragraphs, (_, at) => at, paragraphView);
    say(link, text(more.label));
    set(link, 'href', address(more.href) ?? '#');
    const items = records(settings.points).slice(0, 12);
    keyed(points, items, (_, at) => at, pointView);
    points.hidden = items.length === 0;
    words.hidden = eyebrow.hidden && title.hidden && paragraphs.length === 0 && link.hidden;
    points.style.setProperty('--columns', String(Math.round(number(settings.columns, Math.min(4, items.length || 1), 1, 4))));
    set(sheet, 'data-layout', choice(settings.layout, ['stacked', 'split', 'center']));
    set(sheet, 'data-size', choice(settings.size, ['medium', 'large']));
  });
  handle.update(config, host.props);
  return handle;
}
