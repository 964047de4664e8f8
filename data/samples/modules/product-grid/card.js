// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, h, icon, money, number, say, set, text } from './kit.js';
import { backdrop, draw, kinds, tones } from './art.js';

const plus = 'M12 5v14M5 12h14';
let sequence = 0;

/** What the other modules learn of a product; the sequence tells two equal choices apart. */
function detail(product, currency) {
  return {
    id: text(product.id, text(product.name)),
    name: text(product.name),
    price: number(product.price, 0),
    currency,
    art: choice(product.art, kinds),
    tone: choice(product.tone, Object.keys(tones)),
    sequence: `${Date.now()}-${++sequence}`,
  };
}

function parts() {
  return {
    picture: h('span', { class: 'picture' }),
    badge: h('span', { class: 'badge' }),
    name: h('span', { class: 'name' }),
    note: h('span', { class: 'note' }),
    price: h('span', { class: 'price' }),
    before: h('s', { class: 'before' }),
    now: h('span'),
  };
}

function fill(part, product, look, locale) {
  set(part.name, 'text', text(product.name));
  say(part.note, text(product.note, text(product.category)));
  say(part.badge, product.available === false ? 'Sold out' : text(product.badge));
  say(part.now, number(product.price, null) === null ? '' : money(product.price, look.currency, locale));
  say(part.before, number(product.compareAt, 0) > number(product.price, 0)
    ? money(product.compareAt, look.currency, locale) : '');
  part.price.hidden = !look.prices;
}

export function cardView(host, look) {
  const part = parts();
  let product = {};
  let drawn = '';
  part.price.append(part.now, part.before);
  const choose = h('button', {
    class: 'choose', type: 'button',
    onclick: () => host.emit('product:selected', detail(product, look().currency)),
  }, part.picture, part.badge, h('span', { class: 'facts' }, h('span', { class: 'about' }, part.name, part.note), part.price));
  const add = h('button', {
    class: 'add', type: 'button',
    onclick: () => host.emit('cart:add', { ...detail(product, look().currency), quantity: 1 }),
  }, icon(plus, 20));

  return {
    node: h('li', { class: 'item' }, choose, add),
    update(next) {
      product = next;
      const art = `${product.art} ${product.tone}`;
      if (art !== drawn)
        part.picture.replaceChildren(draw(product.art, product.tone));
      drawn = art;
      part.picture.style.setProperty('--tone', backdrop(product.tone));
      fill(part, product, look(), host.locale);
      set(add, 'aria-label', `${look().addLabel}: ${text(product.name)}`);
      set(add, 'title', look().addLabel);
      add.hidden = !look().add || product.available === false;
      set(choose, 'data-gone', product.available === false);
    },
  };
}
