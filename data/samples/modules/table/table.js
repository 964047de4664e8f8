// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, flag, h, icon, keyed, number, present, record, records, say, set, text } from './kit.js';
import { css } from './style.js';
import { compare, formatter, kinds, plain } from './cells.js';
import { headView, rowView } from './views.js';

function read(settings, props) {
  const columns = records(settings.columns).filter(column => text(column.key)).slice(0, 12)
    .map(column => ({
      key: column.key,
      label: text(column.label, column.key),
      kind: choice(column.kind, kinds),
      currency: text(column.currency, 'EUR'),
      tones: records(column.tones),
      sortable: flag(settings.sortable, true) && flag(column.sortable, true),
    }));
  const rows = records(Array.isArray(props.rows) ? props.rows : settings.rows).slice(0, 2000);
  return { columns, rows };
}

function order(rows, columns, sort) {
  const column = columns.find(({ key }) => key === sort.key);
  return column ? [...rows].sort((a, b) => compare(a[column.key], b[column.key]) * sort.way) : rows;
}

function filtered(rows, columns, query) {
  const words = text(record(query).query ?? query).trim().toLowerCase();
  return words ? rows.filter(row => columns.some(({ key }) => plain(row[key]).toLowerCase().includes(words))) : rows;
}

function pagerView(go) {
  const words = h('p', { 'class': 'range', 'aria-live': 'polite' });
  const turn = (by, name, path) => h('button', { 'class': 'turn', 'type': 'button', 'aria-label': name, 'onclick': () => go(by) }, icon(path, 16));
  const back = turn(-1, 'Previous page', 'M14.5 6l-6 6 6 6');
  const on = turn(1, 'Next page', 'M9.5 6l6 6-6 6');
  return {
    node: h('div', { class: 'pager' }, words, h('div', { class: 'turns' }, back, on)),
    update(page, size, all) {
      const last = Math.min(all, (page + 1) * size);
      set(words, 'text', all ? `${page * size + 1}–${last} of ${all}` : 'No rows');
      back.disabled = page === 0;
      on.disabled = last >= all;
      back.parentNode.hidden = all <= size;
    },
  };
}

export async function mount(container, config, host) {
  const title = h('h3', { class: 'heading' });
  const subtitle = h('p', { class: 'sub' });
  const toolbar = h('div', { class: 'toolbar' });
  const caption = h('caption', { class: 'hush' });
  const head = h('tr');
  const body = h('tbody');
  const empty = h('p', { class: 'empty' });
  const sheet = h('table', { class: 'sheet' }, caption, h('thead', null, head), body);
  let settings = {};
  let props = {};
  let data = read({}, {});
  let sort = { key: '', way: 1 };
  let picked = null;
  let page = 0;
  const pager = pagerView(by => {
    page += by;
    render();
  });
  const root = h('section', { class: 'inlay-table' }, h('div', { class: 'card plate' },
    h('header', { class: 'head' }, h('div', null, title, subtitle), toolbar),
    h('div', { class: 'scroll' }, sheet), empty, pager.node));

  const sortBy = key => {
    sort = { key, way: sort.key === key ? -sort.way : 1 };
    page = 0;
    render();
  };
  const pick = (row, key) => {
    picked = key;
    render();
    host.emit('row:selected', row);
  };

  function render() {
    const rows = order(filtered(data.rows, data.columns, props.query), data.columns, sort);
    const size = Math.round(number(settings.pageSize, 8, 1, 200));
    page = Math.max(0, Math.min(page, Math.ceil(rows.length / size) - 1));
    const key = row => text(row.id, String(data.rows.indexOf(row)));
    const shape = { columns: data.columns, format: formatter(host.locale), selectable: flag(settings.selectable, true) };
    keyed(head, data.columns, column => column.key, () => headView(sortBy));
    for (const cell of head.children)
      set(cell, 'aria-sort', cell.dataset.key === sort.key ? (sort.way > 0 ? 'ascending' : 'descending') : null);
    keyed(body, rows.slice(page * size, (page + 1) * size), key, () => rowView(() => ({ ...shape, picked, pick, key })));
    sheet.hidden = rows.length === 0;
    say(empty, rows.length ? '' : text(settings.emptyText, 'Nothing to show.'));
    pager.update(page, size, rows.length);
    pager.node.hidden = rows.length === 0;
  }

  const handle = present(container, css, root, (nextSettings, nextProps) => {
    settings = nextSettings;
    props = nextProps;
    data = read(settings, props);
    if (!data.columns.some(({ key }) => key === sort.key))
      sort = { key: text(record(settings.sort).key), way: record(settings.sort).descending === true ? -1 : 1 };
    say(title, text(settings.title, 'Table'));
    say(subtitle, text(settings.subtitle));
    set(caption, 'text', text(settings.title, 'Table'));
    set(root, 'data-density', choice(settings.density, ['comfortable', 'compact']));
    render();
  }, [host.slot('toolbar', toolbar), host.onContext(render)]);
  handle.update(config, host.props);
  return handle;
}
