// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { h, icon, set } from './kit.js';
import { backdrop, draw } from './art.js';

const minus = 'M6 12h12';
const plus = 'M12 6v12M6 12h12';

export function lineView(cart, show) {
  const picture = h('span', { class: 'picture' });
  const name = h('p', { class: 'name' });
  const price = h('p', { class: 'price' });
  const quantity = h('span', { class: 'quantity' });
  let item = {};
  let drawn = '';
  const step = (by, path) => h('button', {
    class: 'step', type: 'button', onclick: () => cart.change(item.id, item.quantity + by),
  }, icon(path, 16));
  const less = step(-1, minus);
  const more = step(1, plus);

  return {
    node: h('li', { class: 'line' }, picture, h('div', { class: 'about' }, name, price),
      h('div', { class: 'stepper', role: 'group' }, less, quantity, more)),
    update(next) {
      item = next;
      const art = `${item.art} ${item.tone}`;
      if (art !== drawn)
        picture.replaceChildren(draw(item.art, item.tone));
      drawn = art;
      picture.style.setProperty('--tone', backdrop(item.tone));
      set(name, 'text', item.name);
      set(price, 'text', show(item.price * item.quantity));
      set(quantity, 'text', item.quantity);
      set(less, 'aria-label', item.quantity === 1 ? `Remove ${item.name}` : `One ${item.name} less`);
      set(more, 'aria-label', `One ${item.name} more`);
      more.disabled = item.quantity >= 99;
    },
  };
}
