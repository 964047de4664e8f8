// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { flag, h, keyed, number, present, s, say, set, text } from './kit.js';
import { css } from './style.js';
import { read } from './data.js';
import { donut, frame, plot } from './plot.js';

function keyView() {
  const swatch = h('span', { class: 'swatch' });
  const name = h('span', { class: 'key-name' });
  const value = h('span', { class: 'key-value' });
  return {
    node: h('li', { class: 'key' }, swatch, name, value),
    update(item) {
      set(swatch, 'class', `swatch ${item.paint}`);
      set(name, 'text', item.name);
      say(value, item.value);
    },
  };
}

/** The same numbers as a table, for those who cannot see the drawing. */
function spoken(table, { series, labels, format }) {
  const row = (tag, cells) => h('tr', null, ...cells.map(cell => h(tag, { text: cell })));
  table.replaceChildren(row('th', ['', ...series.map(one => one.name)]),
    ...labels.map((label, at) => row('td', [label, ...series.map(one => (one.values[at] ?? null) === null ? '' : format(one.values[at]))])));
}

function colors(root, series) {
  for (let at = 0; at < 6; at++) {
    const { color } = series[at] ?? {};
    const valid = typeof color === 'string' && /^#[0-9a-f]{3,8}$/i.test(color);
    root.style.setProperty(`--s${at}`, valid ? color : '');
  }
}

/** Follows the pointer and the arrow keys over the steps and tells of each. */
function cursor(stage, tip, draw, choose) {
  let at = -1;
  const show = next => {
    at = next;
    draw(at);
    tip.hidden = at < 0;
  };
  stage.addEventListener('pointermove', event => show(draw.nearest(event.clientX - stage.getBoundingClientRect().left)));
  stage.addEventListener('pointerleave', () => show(-1));
  stage.addEventListener('blur', () => show(-1));
  stage.addEventListener('click', () => at >= 0 && choose(at));
  stage.addEventListener('keydown', event => {
    const last = draw.count() - 1;
    const next = { ArrowRight: Math.min(last, at + 1), ArrowLeft: Math.max(0, at - 1), Home: 0, End: last, Escape: -1 }[event.key];
    if (event.key === 'Enter' && at >= 0)
      choose(at);
    if (next === undefined || last < 0)
      return;
    event.preventDefault();
    show(next);
  });
  return { hide: () => show(-1) };
}

export async function mount(container, config, host) {
  const title = h('h3', { class: 'heading' });
  const subtitle = h('p', { class: 'sub' });
  const keys = h('ul', { class: 'keys' });
  const picture = s('svg', { 'aria-hidden': 'true' });
  const tip = h('div', { class: 'tip', hidden: true });
  const table = h('table');
  const stage = h('div', { class: 'stage', tabindex: '0', role: 'group' }, picture, tip, h('div', { class: 'hush', 'aria-live': 'polite' }));
  const live = stage.lastChild;
  const root = h('section', { class: 'inlay-chart' }, h('figure', { class: 'card plate' },
    h('figcaption', { class: 'head' }, h('div', null, title, subtitle), keys), stage, h('div', { class: 'hush' }, table)));
  let data = read({}, {}, host.locale);
  let place = null;

  function paint() {
    const { width, height } = stage.getBoundingClientRect();
    if (width < 1 || height < 1)
      return;
    set(picture, 'width', width);
    set(picture, 'height', height);
    set(picture, 'viewBox', `0 0 ${width} ${height}`);
    if (data.kind === 'donut') {
      const size = Math.min(width, height);
      const ring = donut(data, size);
      set(ring, 'transform', `translate(${width / 2} ${height / 2})`);
      const sum = (data.series[0]?.values ?? []).reduce((all, value) => all + Math.max(0, value ?? 0), 0);
      picture.replaceChildren(ring, s('text', { 'class': 'sum', 'x': width / 2, 'y': height / 2 + 8, 'text-anchor': 'middle', 'text': data.format(sum) }));
      place = null;
    } else {
      place = frame(data, width, height);
      picture.replaceChildren(...plot(data, place), s('g', { class: 'mark' }));
    }
  }

  const point = at => {
    if (place === null || at < 0) {
      picture.querySelector('.mark')?.replaceChildren();
      return;
    }
    const said = data.series.filter(one => (one.values[at] ?? null) !== null);
    picture.querySelector('.mark').replaceChildren(
      s('line', { class: 'hair', x1: place.x(at), x2: place.x(at), y1: 10, y2: place.height - 28 }),
      ...(data.kind === 'bar' ? [] : said.map(one => s('circle', { class: `dot ${one.paint}`, cx: place.x(at), cy: place.y(one.values[at]), r: 4.5 }))));
    tip.replaceChildren(h('strong', { text: data.labels[at] }), ...said.map(one => h('span', { class: 'row' },
      h('span', { class: `swatch ${one.paint}` }), h('span', { text: one.name }), h('span', { class: 'key-value', text: data.format(one.values[at]) }))));
    const share = place.x(at) / place.width;
    tip.style.insetInlineStart = `${place.x(at)}px`;
    tip.style.translate = share > 0.5 ? 'calc(-100% - 14px)' : '14px';
    set(live, 'text', `${data.labels[at]}: ${said.map(one => `${one.name} ${data.format(one.values[at])}`).join(', ')}`);
  };
  point.nearest = x => (place === null ? -1 : data.labels.reduce((best, _, at) =>
    (best < 0 || Math.abs(place.x(at) - x) < Math.abs(place.x(best) - x) ? at : best), -1));
  point.count = () => (place === null ? 0 : data.labels.length);
  const pointer = cursor(stage, tip, point, at => host.emit('point:selected', {
    index: at, label: data.labels[at], values: Object.fromEntries(data.series.map(one => [one.name, one.values[at] ?? null])),
  }));

  const observer = new ResizeObserver(() => {
    pointer.hide();
    paint();
  });
  const handle = present(container, css, root, (settings, props) => {
    data = read(settings, props, host.locale);
    say(title, text(settings.title, 'Chart'));
    say(subtitle, text(settings.subtitle));
    set(stage, 'aria-label', `${text(settings.title, 'Chart')}, arrow keys read the values`);
    stage.style.setProperty('--tall', `${number(settings.height, 260, 120, 640)}px`);
    set(root, 'data-kind', data.kind);
    colors(root, data.series);
    const parts = data.kind === 'donut'
      ? data.labels.map((name, at) => ({ name, paint: `c${at % 6}`, value: data.format(data.series[0]?.values[at] ?? 0) }))
      : data.series.map(one => ({ name: one.name, paint: one.paint }));
    keyed(keys, parts, (_, at) => at, keyView);
    keys.hidden = !flag(settings.showLegend, true) || parts.length < 2;
    spoken(table, data);
    pointer.hide();
    paint();
  }, [() => observer.disconnect(), host.onContext(() => handle.refresh())]);
  handle.update(config, host.props);
  observer.observe(stage);
  return handle;
}
