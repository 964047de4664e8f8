// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, h, keyed, s, set, text } from './kit.js';
import { plain } from './cells.js';

const numeric = ['number', 'currency', 'percent'];
const tones = ['neutral', 'good', 'warn', 'bad', 'info'];

function arrows() {
  const way = (name, d) => s('path', { class: name, d });
  return s('svg', { 'class': 'arrows', 'viewBox': '0 0 24 24', 'width': 14, 'height': 14, 'aria-hidden': 'true' },
    way('up', 'M8 10l4-4 4 4'), way('down', 'M8 14l4 4 4-4'));
}

export function headView(sortBy) {
  const label = h('span');
  let key = '';
  const button = h('button', { class: 'sort', type: 'button', onclick: () => sortBy(key) }, label, arrows());
  const node = h('th', { scope: 'col' }, button);
  return {
    node,
    update(column) {
      key = column.key;
      node.dataset.key = key;
      set(label, 'text', column.label);
      set(node, 'class', numeric.includes(column.kind) ? 'figure' : null);
      button.disabled = !column.sortable;
    },
  };
}

function cellView(act) {
  const value = h('span', { class: 'value' });
  const button = h('button', { class: 'pick', type: 'button', onclick: act });
  const node = h('td');
  return {
    node,
    update({ column, row, format, lead, picked }) {
      const shown = format(row[column.key], column);
      const tone = column.tones.find(one => text(one.value) === plain(row[column.key]));
      set(node, 'class', numeric.includes(column.kind) ? 'figure' : null);
      set(node, 'data-label', column.label);
      set(value, 'class', column.kind === 'status' && shown ? `value pill ${choice(tone?.tone, tones)}` : 'value');
      set(value, 'text', shown === '' ? '–' : shown);
      const holder = lead ? button : node;
      if (value.parentNode !== holder)
        holder.append(value);
      if (lead)
        set(button, 'aria-pressed', picked ? 'true' : 'false');
      if (lead !== (button.parentNode === node))
        (lead ? () => node.append(button) : () => button.remove())();
    },
  };
}

/** A row; its first cell is a button where rows can be chosen, so that the keyboard reaches it. */
export function rowView(shape) {
  const node = h('tr');
  let row = {};
  const act = () => shape().pick(row, shape().key(row));
  node.addEventListener('click', event => {
    if (shape().selectable && !event.target.closest('button'))
      act();
  });
  return {
    node,
    update(next) {
      row = next;
      const { columns, format, selectable, picked, key } = shape();
      const on = selectable && picked === key(row);
      set(node, 'class', selectable ? 'choice' : null);
      set(node, 'data-picked', on);
      keyed(node, columns.map((column, at) => ({ column, row, format, picked: on, lead: selectable && at === 0 })),
        ({ column }) => column.key, () => cellView(act));
    },
  };
}
