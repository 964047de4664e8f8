// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { address, anchor, h, keyed, present, record, records, say, set, text } from './kit.js';
import { css } from './style.js';

function linkView(host) {
  const node = anchor(host, { class: 'link' });
  return {
    node: h('li', null, node),
    update(link) {
      set(node, 'text', text(link.label));
      set(node, 'href', address(link.href) ?? '#');
    },
  };
}

function columnView(host) {
  const title = h('h3', { class: 'title' });
  const links = h('ul', { class: 'links' });
  return {
    node: h('div', { class: 'column' }, title, links),
    update(column) {
      say(title, text(column.title));
      keyed(links, records(column.links).filter(link => text(link.label)), (_, at) => at, () => linkView(host));
    },
  };
}

export async function mount(container, config, host) {
  const name = h('p', { class: 'name' });
  const tagline = h('p', { class: 'tagline' });
  const columns = h('nav', { 'class': 'columns', 'aria-label': 'Footer' });
  const legal = h('p', { class: 'legal' });
  const links = h('ul', { class: 'small' });
  const root = h('div', { class: 'inlay-footer' }, h('div', { class: 'sheet' },
    h('div', { class: 'top' }, h('div', { class: 'brand' }, name, tagline), columns),
    h('div', { class: 'bottom' }, legal, links)));

  const handle = present(container, css, root, settings => {
    const brand = record(settings.brand);
    say(name, text(brand.name, 'Brand'));
    say(tagline, text(brand.tagline));
    keyed(columns, records(settings.columns).slice(0, 5), (_, at) => at, () => columnView(host));
    columns.hidden = columns.childElementCount === 0;
    say(legal, text(settings.legal));
    keyed(links, records(settings.links).filter(link => text(link.label)).slice(0, 6), (_, at) => at, () => linkView(host));
    legal.parentNode.hidden = legal.hidden && links.childElementCount === 0;
  });
  handle.update(config, host.props);
  return handle;
}
