// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, h, icon, present, records, say, set, text } from './kit.js';
import { css } from './style.js';

const back = 'M14.5 6l-6 6 6 6';
const on = 'M9.5 6l6 6-6 6';
const sample = [{ quote: 'Words of someone who uses what you make.', author: 'A happy customer' }];

const initials = name => name.split(/\s+/).filter(Boolean).map(part => part[0]).slice(0, 2).join('').toUpperCase();

export async function mount(container, config, host) {
  const quote = h('p', { class: 'quote' });
  const face = h('span', { 'class': 'face', 'aria-hidden': 'true' });
  const author = h('span', { class: 'author' });
  const role = h('span', { class: 'role' });
  const place = h('span', { class: 'place' });
  const turn = (by, name, path) => h('button', { 'class': 'turn', 'type': 'button', 'aria-label': name, 'onclick': () => go(by) }, icon(path));
  const turns = h('div', { class: 'turns' }, place, turn(-1, 'Previous quote', back), turn(1, 'Next quote', on));
  const block = h('figure', { class: 'sheet' }, h('blockquote', { 'aria-live': 'polite' }, quote),
    h('figcaption', { class: 'foot' }, face, h('span', { class: 'who' }, author, role), turns));
  const root = h('section', { class: 'inlay-testimonial' }, block);
  let quotes = [];
  let at = 0;

  function render() {
    at = quotes.length ? (at + quotes.length) % quotes.length : 0;
    const shown = quotes[at] ?? sample[0];
    const words = text(shown.quote);
    set(quote, 'text', words);
    set(quote, 'data-long', words.length > 190);
    say(author, text(shown.author));
    say(role, text(shown.role));
    say(face, initials(text(shown.author)));
    set(place, 'text', `${at + 1} / ${quotes.length}`);
    turns.hidden = quotes.length < 2;
  }
  function go(by) {
    at += by;
    render();
  }

  const handle = present(container, css, root, settings => {
    quotes = records(settings.quotes, sample).filter(one => text(one.quote)).slice(0, 12);
    set(root, 'aria-label', text(settings.label, 'What people say'));
    set(block, 'data-look', choice(settings.look, ['tinted', 'card', 'plain']));
    set(block, 'data-align', choice(settings.align, ['start', 'center']));
    render();
  });
  handle.update(config, host.props);
  return handle;
}
