// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { number, record, records, text } from './kit.js';

const most = 99;

function item(value) {
  const { id, name, price, currency, quantity, art, tone } = record(value);
  return {
    id: text(id, text(name)),
    name: text(name, 'Untitled'),
    price: number(price, 0, 0),
    currency: text(currency, 'EUR'),
    quantity: Math.round(number(quantity, 1, 1, most)),
    art: text(art, 'vase'),
    tone: text(tone, 'clay'),
  };
}

/**
 * The items of a cart. They live in the shared state, so that they outlast a page and other
 * modules see them; the path is a setting.
 */
export function basket(host, settings, changed) {
  let path = '';
  let leave = null;
  const where = () => (/^\//.test(text(settings().statePath)) ? settings().statePath : '/cart');
  const read = () => ({ items: records(record(host.state.get(path))?.items, []).map(item) });

  function write(items) {
    const count = items.reduce((all, entry) => all + entry.quantity, 0);
    host.state.set(path, { ...record(host.state.get(path)), items, count });
    host.emit('cart:changed', { items, count });
  }

  return {
    read,
    write,
    open(first) {
      if (path === where())
        return;
      leave?.();
      path = where();
      leave = host.state.subscribe(path, changed);
      if (first.length > 0 && !Array.isArray(record(host.state.get(path)).items))
        write(first.map(item));
    },
    close: () => leave?.(),
    change(id, quantity) {
      write(read().items.map(entry => (entry.id === id ? { ...entry, quantity } : entry))
        .filter(entry => entry.quantity > 0)
        .map(item));
    },
  };
}

/**
 * Adds a product unless it is the one taken last: a product may arrive both by a wire and as an
 * event, and stays set as a property when other settings change.
 */
export function join(cart, product, last) {
  const { id, name, sequence } = record(product);
  const known = product === last || (sequence !== undefined && sequence === record(last).sequence);
  if (known || !text(id, text(name)))
    return false;
  const extra = item(product);
  const { items } = cart.read();
  const old = items.find(entry => entry.id === extra.id);
  cart.write(old
    ? items.map(entry => (entry === old
      ? { ...old, quantity: Math.min(most, old.quantity + extra.quantity) } : entry))
    : [...items, extra]);
  return true;
}
