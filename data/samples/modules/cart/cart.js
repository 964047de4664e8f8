// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { address, flag, h, icon, keyed, money, number, present, records, say, set, text } from './kit.js';
import { css } from './style.js';
import { lineView } from './line.js';
import { basket, join } from './basket.js';

const bag = 'M6 8h12l1 12H5zM9 8V7a3 3 0 0 1 6 0v1';

function progressView() {
  const words = h('p', { class: 'words' });
  const bar = h('div', { class: 'bar' });
  const node = h('div', { class: 'progress' }, words, h('div', { 'class': 'track', 'aria-hidden': 'true' }, bar));
  return {
    node,
    update(total, goal, show) {
      node.hidden = goal <= 0 || total === 0;
      set(words, 'text', total >= goal ? 'Delivery is on us' : `${show(goal - total)} more for free delivery`);
      bar.style.inlineSize = `${Math.min(100, goal > 0 ? total / goal * 100 : 0)}%`;
    },
  };
}

function emptyView() {
  const words = h('p', { class: 'empty-text' });
  return {
    node: h('div', { class: 'empty' }, h('span', { class: 'bag' }, icon(bag, 26)), words),
    words,
  };
}

export async function mount(container, config, host) {
  const heading = h('h2', { class: 'heading' });
  const count = h('span', { class: 'count' });
  const lines = h('ul', { class: 'lines' });
  const progress = progressView();
  const empty = emptyView();
  const total = h('dd', { 'class': 'total', 'aria-live': 'polite' });
  const note = h('p', { class: 'note' });
  const checkout = h('button', { class: 'button', type: 'button' });
  const summary = h('div', { class: 'summary' }, progress.node,
    h('dl', { class: 'sum' }, h('dt', { text: 'Total' }), total), checkout, note);
  const sheet = h('div', { class: 'card sheet' },
    h('header', { class: 'head' }, heading, count), empty.node, lines, summary);
  const root = h('section', { class: 'inlay-cart' }, sheet);
  let settings = {};
  let shown = null;
  const cart = basket(host, () => settings, () => render());

  function render() {
    const { items } = cart.read();
    const sum = items.reduce((all, item) => all + item.price * item.quantity, 0);
    const pieces = items.reduce((all, item) => all + item.quantity, 0);
    const show = amount => money(amount, text(settings.currency, items[0]?.currency ?? 'EUR'), host.locale);
    say(count, pieces ? String(pieces) : '');
    empty.node.hidden = pieces > 0;
    summary.hidden = pieces === 0;
    keyed(lines, items, item => item.id, () => lineView(cart, show));
    lines.hidden = pieces === 0;
    progress.update(sum, number(settings.freeDeliveryFrom, 0, 0), show);
    set(total, 'text', show(sum));
  }

  checkout.addEventListener('click', () => {
    const { items } = cart.read();
    host.emit('checkout:started', { items, total: items.reduce((all, item) => all + item.price * item.quantity, 0) });
    const next = address(settings.checkoutHref);
    if (next?.startsWith('/'))
      host.navigate(next);
    else
      host.notify(text(settings.checkoutNotice, 'This is a sample shop: nothing was ordered.'), 'info');
  });

  const take = product => {
    if (join(cart, product, shown))
      shown = product;
  };
  const handle = present(container, css, root, (next, props) => {
    settings = next;
    set(heading, 'text', text(settings.heading, 'Your cart'));
    set(empty.words, 'text', text(settings.emptyText, 'Nothing here yet. Take your time.'));
    set(checkout, 'text', text(settings.checkoutLabel, 'Check out'));
    say(note, text(settings.note));
    set(sheet, 'data-sticky', flag(settings.sticky, true));
    cart.open(records(settings.items));
    take(props.product);
    render();
  }, [
    host.on('cart:add', product => flag(settings.listen, true) && take(product)),
    host.onContext(render),
    () => cart.close(),
  ]);
  handle.update(config, host.props);
  return handle;
}
