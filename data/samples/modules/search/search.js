// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { flag, h, icon, keyed, number, present, records, set, text } from './kit.js';
import { css } from './style.js';

const glass = 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2L20.5 20.5';
const cross = 'M7 7l10 10M17 7L7 17';
const editable = 'input, textarea, select, [contenteditable]';

function chipView(choose) {
  let value = '';
  const node = h('button', { class: 'chip', type: 'button', onclick: () => choose(value) });
  return {
    node,
    update(filter) {
      value = filter.value;
      set(node, 'text', filter.label);
      set(node, 'aria-pressed', filter.on ? 'true' : 'false');
    },
  };
}

/** Focuses the field on “/”, unless the key belongs to something being written in. */
function shortcut(input, enabled) {
  const press = event => {
    const target = event.composedPath()[0];
    if (event.key !== '/' || event.defaultPrevented || !enabled() || target?.matches?.(editable))
      return;
    event.preventDefault();
    input.focus();
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}

export async function mount(container, config, host) {
  const label = h('label', { class: 'hush', for: `query-${host.id}` });
  const input = h('input', { class: 'input', id: `query-${host.id}`, type: 'search', autocomplete: 'off', enterkeyhint: 'search' });
  const key = h('kbd', { 'class': 'key', 'text': '/', 'aria-hidden': 'true' });
  const clear = h('button', { 'class': 'clear', 'type': 'button', 'aria-label': 'Clear the search' }, icon(cross, 16));
  const chips = h('div', { 'class': 'chips', 'role': 'group', 'aria-label': 'Filters' });
  const field = h('div', { class: 'field' }, h('span', { class: 'glass' }, icon(glass)), input, key, clear);
  const root = h('div', { class: 'inlay-search', role: 'search' }, h('div', { class: 'stack' }, label, field, chips));
  let settings = {};
  let filter = '';
  let timer = 0;
  let said = '{"query":"","filter":""}';

  const hint = () => {
    clear.hidden = input.value === '';
    key.hidden = input.value !== '' || !flag(settings.shortcut, true);
  };
  const tell = () => {
    clearTimeout(timer);
    const detail = { query: input.value.trim(), filter };
    if (JSON.stringify(detail) !== said)
      host.emit('search:changed', detail);
    said = JSON.stringify(detail);
  };
  const showFilters = () => {
    const options = records(settings.filters).filter(option => text(option.label));
    const items = options.length ? [{ label: text(settings.allLabel, 'All'), value: '' }, ...options] : [];
    keyed(chips, items.map(option => ({
      label: option.label, value: text(option.value, option.label), on: text(option.value, option.label) === filter,
    })), option => option.value, () => chipView(value => {
      filter = value;
      showFilters();
      tell();
    }));
    chips.hidden = items.length === 0;
  };
  const empty = () => {
    input.value = '';
    hint();
    tell();
    input.focus();
  };
  input.addEventListener('input', () => {
    hint();
    clearTimeout(timer);
    timer = setTimeout(tell, number(settings.delay, 150, 0, 2000));
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter')
      tell();
    else if (event.key === 'Escape' && input.value)
      empty();
  });
  clear.addEventListener('click', empty);

  const handle = present(container, css, root, (next, props) => {
    settings = next;
    set(label, 'text', text(settings.label, 'Search'));
    set(input, 'placeholder', text(settings.placeholder, 'Search'));
    if (typeof props.query === 'string' && props.query !== input.value && root.getRootNode().activeElement !== input)
      input.value = props.query;
    set(root, 'data-size', settings.size === 'large' ? 'large' : null);
    hint();
    showFilters();
  }, [() => clearTimeout(timer), shortcut(input, () => flag(settings.shortcut, true))]);
  handle.update(config, host.props);
  return handle;
}
