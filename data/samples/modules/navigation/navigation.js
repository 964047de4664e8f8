// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { address, anchor, flag, h, icon, keyed, number, present, record, records, s, say, set, text } from './kit.js';
import { css } from './style.js';

const bars = 'M4 8h16M4 16h16';
const cross = 'M6 6l12 12M18 6L6 18';
const bag = 'M6 8h12l1 12H5zM9 8V7a3 3 0 0 1 6 0v1';
const marks = {
  arch: 'M4 20V12a8 8 0 0 1 16 0v8h-5v-8a3 3 0 0 0-6 0v8z',
  disc: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
  grid: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  wave: 'M3 8c3-4 6-4 9 0s6 4 9 0v5c-3 4-6 4-9 0s-6-4-9 0z',
};

function isCurrent(href, path) {
  return href === path || (href !== '/' && path.startsWith(`${href}/`));
}

function linkView(host) {
  const node = anchor(host, { class: 'link' });
  return {
    node: h('li', null, node),
    update(link) {
      set(node, 'text', text(link.label));
      set(node, 'href', address(link.href) ?? '#');
      set(node, 'aria-current', isCurrent(link.href, text(record(host.location).path, '/')) ? 'page' : null);
    },
  };
}

/** Shows a number of the shared state, such as the pieces in a cart. */
function counter(host, node, label) {
  let path = '';
  let leave = null;
  const show = () => {
    const count = path ? number(host.state.get(path), 0, 0) : 0;
    set(node.lastChild, 'text', count || '');
    node.lastChild.hidden = !count;
    set(node, 'aria-label', count ? `${label()}, ${count}` : label());
  };
  return {
    close: () => leave?.(),
    open(next) {
      if (next !== path) {
        leave?.();
        path = next;
        leave = path ? host.state.subscribe(path, show) : null;
      }
      show();
    },
  };
}

export async function mount(container, config, host) {
  const mark = s('svg', { viewBox: '0 0 24 24', width: 24, height: 24, class: 'mark' }, s('path', { 'fill-rule': 'evenodd' }));
  const name = h('span');
  const brand = anchor(host, { class: 'brand' }, mark, name);
  const links = h('ul', { class: 'links', id: `links-${host.id}` });
  const action = anchor(host, { class: 'button small' });
  const cart = anchor(host, { class: 'cart' }, icon(bag, 22), h('span', { class: 'badge' }));
  const toggle = h('button', { 'class': 'toggle', 'type': 'button', 'aria-controls': links.id }, icon(bars, 22), icon(cross, 22));
  const nav = h('nav', { class: 'bar' }, brand, links, h('div', { class: 'end' }, action, cart, toggle));
  const root = h('div', { class: 'inlay-navigation' }, nav);
  let cartLabel = 'Cart';
  let open = false;
  const count = counter(host, cart, () => cartLabel);

  const unfold = next => {
    open = next;
    set(nav, 'data-open', open);
    set(toggle, 'aria-expanded', open ? 'true' : 'false');
    set(toggle, 'aria-label', open ? 'Close the menu' : 'Open the menu');
  };
  toggle.addEventListener('click', () => unfold(!open));
  root.addEventListener('keydown', event => {
    if (event.key === 'Escape' && open) {
      unfold(false);
      toggle.focus();
    }
  });

  const handle = present(container, css, root, settings => {
    const { name: brandName, href, mark: shape } = record(settings.brand);
    const { label, href: target } = record(settings.action);
    const shop = record(settings.cart);
    set(name, 'text', text(brandName, 'Brand'));
    set(brand, 'href', address(href) ?? '/');
    set(mark.firstChild, 'd', Object.hasOwn(marks, shape) ? marks[shape] : marks.arch);
    mark.style.display = shape === 'none' ? 'none' : '';
    set(nav, 'aria-label', text(settings.label, 'Main'));
    set(nav, 'data-line', flag(settings.line, true));
    const items = records(settings.links).filter(link => text(link.label)).slice(0, 8);
    keyed(links, items, (_, at) => at, () => linkView(host));
    toggle.hidden = items.length === 0;
    say(action, text(label));
    set(action, 'href', address(target) ?? '#');
    cartLabel = text(shop.label, 'Cart');
    cart.hidden = !flag(shop.show, false);
    set(cart, 'href', address(shop.href) ?? '#');
    count.open(cart.hidden ? '' : /^\//.test(text(shop.countPath)) ? shop.countPath : '/cart/count');
  }, [
    host.onNavigate(() => {
      unfold(false);
      handle.refresh();
    }),
    () => count.close(),
  ]);
  unfold(false);
  handle.update(config, host.props);
  return handle;
}
