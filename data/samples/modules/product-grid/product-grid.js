// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, flag, h, keyed, number, present, record, records, say, set, text } from './kit.js';
import { css } from './style.js';
import { cardView } from './card.js';

const orders = {
  featured: () => 0,
  'price-up': (a, b) => number(a.price, 0) - number(b.price, 0),
  'price-down': (a, b) => number(b.price, 0) - number(a.price, 0),
  name: (a, b) => text(a.name).localeCompare(text(b.name)),
};

/** A query is plain text, or what a search module says: text and a category. */
function wanted(query) {
  const { query: words, filter } = typeof query === 'string' ? { query } : record(query);
  return { words: text(words).trim().toLowerCase(), filter: text(filter).toLowerCase() };
}

function matches(product, { words, filter }) {
  const category = text(product.category).toLowerCase();
  return (!filter || category === filter) &&
    [product.name, product.category, product.note].some(part => text(part).toLowerCase().includes(words));
}

function select(settings, props) {
  const wish = wanted(props.query);
  const sort = choice(props.sort ?? settings.sort, Object.keys(orders));
  return records(settings.products)
    .filter(product => text(product.name) && matches(product, wish))
    .sort(orders[sort])
    .slice(0, number(settings.limit, 48, 1, 96));
}

export async function mount(container, config, host) {
  const heading = h('h2', { class: 'heading' });
  const lede = h('p', { class: 'lede' });
  const toolbar = h('div', { class: 'toolbar' });
  const grid = h('ul', { class: 'grid' });
  const empty = h('p', { class: 'empty' });
  const count = h('p', { 'class': 'hush', 'aria-live': 'polite' });
  const top = h('div', { class: 'top' }, h('div', { class: 'titles' }, heading, lede), toolbar);
  let look = {};
  const root = h('section', { class: 'inlay-product-grid' }, h('div', { class: 'stack' }, top, grid, empty, count));

  const handle = present(container, css, root, (settings, props) => {
    const shown = select(settings, props);
    look = {
      currency: text(settings.currency, 'EUR'),
      prices: flag(settings.showPrices, true),
      add: flag(settings.showAdd, true),
      addLabel: text(settings.addLabel, 'Add to cart'),
    };
    say(heading, text(settings.heading, 'Products'));
    say(lede, text(settings.description));
    const columns = number(settings.columns, 0, 0, 6);
    set(grid, 'data-columns', columns || null);
    grid.style.setProperty('--columns', columns ? String(Math.round(columns)) : '');
    set(grid, 'data-ratio', choice(settings.ratio, ['portrait', 'square', 'landscape']));
    keyed(grid, shown, product => product.id ?? product.name, () => cardView(host, () => look));
    grid.hidden = shown.length === 0;
    say(empty, shown.length ? '' : text(settings.emptyText, 'Nothing matches. Try another word.'));
    set(count, 'text', `${shown.length} ${shown.length === 1 ? 'product' : 'products'}`);
  }, [host.slot('toolbar', toolbar), host.onContext(() => handle.refresh())]);
  handle.update(config, host.props);
  return handle;
}
