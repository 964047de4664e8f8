// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, flag, h, keyed, list, set, say, text } from './kit.js';

export const kinds = ['text', 'email', 'tel', 'url', 'number', 'date', 'textarea', 'select', 'checkbox'];
let count = 0;

function optionView() {
  const node = h('option');
  return {
    node,
    update({ label, value }) {
      set(node, 'text', label);
      set(node, 'value', value);
    },
  };
}

function options(field) {
  const given = list(field.options).map(option => text(option)).filter(Boolean);
  return [{ label: text(field.placeholder, 'Choose…'), value: '' }, ...given.map(label => ({ label, value: label }))];
}

function control(kind) {
  if (kind === 'textarea')
    return h('textarea', { class: 'input', rows: 4 });
  if (kind === 'select')
    return h('select', { class: 'input' });
  return h('input', { class: kind === 'checkbox' ? 'check' : 'input', type: kind });
}

/** What is wrong with an answer, in words; empty when nothing is. */
function problem(input) {
  const { validity } = input;
  if (validity.valueMissing)
    return input.type === 'checkbox' ? 'Please tick this to go on' : input.type === 'select-one' ? 'Please choose one' : 'Please fill this in';
  if (validity.typeMismatch)
    return input.type === 'email' ? 'This does not look like an email address' : 'This does not look like a web address';
  return validity.valid ? '' : input.validationMessage;
}

function parts(kind) {
  const id = `field-${++count}`;
  const input = control(kind);
  const label = h('label', { for: id });
  const words = h('span', { class: 'words' });
  const optional = h('span', { class: 'optional' });
  const help = h('p', { class: 'help', id: `${id}-help` });
  const error = h('p', { class: 'error', id: `${id}-error` });
  set(input, 'id', id);
  set(input, 'aria-describedby', `${id}-help ${id}-error`);
  label.append(words, optional);
  return { input, label, words, optional, help, error };
}

/** One labelled field. Its kind is fixed; the form makes another field when the kind changes. */
export function fieldView() {
  const node = h('div', { class: 'field' });
  let part = null;
  const check = () => {
    const wrong = problem(part.input);
    say(part.error, wrong);
    set(part.input, 'aria-invalid', wrong ? 'true' : null);
    return !wrong;
  };

  function make(kind) {
    part = parts(kind);
    node.append(...(kind === 'checkbox'
      ? [h('div', { class: 'tickline' }, part.input, part.label)] : [part.label, part.input]), part.help, part.error);
    part.input.addEventListener('change', () => part.input.value && check());
    part.input.addEventListener('input', () => part.input.hasAttribute('aria-invalid') && check());
    say(part.error, '');
  }

  return {
    node,
    update(field) {
      const kind = choice(field.kind, kinds);
      if (part === null)
        make(kind);
      const { input } = part;
      set(part.words, 'text', text(field.label, field.name));
      say(part.optional, flag(field.required, false) || kind === 'checkbox' ? '' : 'Optional');
      say(part.help, text(field.help));
      set(node, 'data-half', field.width === 'half');
      set(input, 'name', field.name);
      set(input, 'autocomplete', text(field.autocomplete) || null);
      set(input, 'placeholder', kind === 'checkbox' || kind === 'select' ? null : text(field.placeholder) || null);
      input.required = flag(field.required, false);
      if (kind === 'select')
        keyed(input, options(field), ({ value }) => value, optionView);
      return {
        control: input,
        name: field.name,
        check,
        value: () => (kind === 'checkbox' ? input.checked : kind === 'number' && input.value !== '' ? input.valueAsNumber : input.value),
      };
    },
  };
}
