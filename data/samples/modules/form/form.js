// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, flag, h, icon, keyed, present, records, say, set, text } from './kit.js';
import { css } from './style.js';
import { fieldView } from './field.js';

const tick = 'M5.5 12.500l4.2 4.2 8.8-9.2';

/** The fields of a form: names are unique and never empty, or two answers would be one. */
function fields(settings) {
  const used = new Set();
  return records(settings.fields, [{ name: 'email', label: 'Email', kind: 'email', required: true }]).slice(0, 30).map((field, at) => {
    let name = text(field.name) || `field-${at + 1}`;
    while (used.has(name))
      name += '-2';
    used.add(name);
    return { ...field, name };
  });
}

export async function mount(container, config, host) {
  const title = h('h2', { class: 'heading' });
  const lede = h('p', { class: 'lede' });
  const grid = h('div', { class: 'fields' });
  const submit = h('button', { class: 'button', type: 'submit' });
  const note = h('p', { class: 'note' });
  const form = h('form', { novalidate: true }, grid, submit, note);
  const thanks = h('h3', { class: 'heading', tabindex: '-1' });
  const more = h('p', { class: 'lede' });
  const again = h('button', { class: 'button quiet', type: 'button' });
  const done = h('div', { class: 'done', role: 'status' }, h('span', { class: 'tick' }, icon(tick, 24)), thanks, more, again);
  const plate = h('div', { class: 'plate' }, h('header', { class: 'head' }, title, lede), form, done);
  const root = h('section', { class: 'inlay-form' }, plate);
  let views = [];
  let sent = false;

  const swap = focus => {
    form.hidden = sent;
    done.hidden = !sent;
    if (focus)
      (sent ? thanks : views[0]?.control)?.focus();
  };
  form.addEventListener('submit', event => {
    event.preventDefault();
    const wrong = views.filter(view => !view.check());
    if (wrong.length > 0) {
      wrong[0].control.focus();
      return;
    }
    host.emit('form:submitted', { values: Object.fromEntries(views.map(view => [view.name, view.value()])) });
    form.reset();
    sent = true;
    swap(true);
  });
  again.addEventListener('click', () => {
    sent = false;
    swap(true);
  });

  const handle = present(container, css, root, settings => {
    say(title, text(settings.title, 'Get in touch'));
    say(lede, text(settings.description));
    title.parentNode.hidden = title.hidden && lede.hidden;
    views = [];
    keyed(grid, fields(settings), field => `${field.kind} ${field.name}`, () => {
      const view = fieldView();
      return { node: view.node, update: field => views.push(view.update(field)) };
    });
    set(submit, 'text', text(settings.submitLabel, 'Send'));
    say(note, text(settings.note));
    set(thanks, 'text', text(settings.doneTitle, 'Thank you'));
    say(more, text(settings.doneText, 'We will be in touch soon.'));
    set(again, 'text', text(settings.againLabel, 'Send another'));
    set(plate, 'data-layout', choice(settings.layout, ['stacked', 'inline', 'split']));
    set(plate, 'class', flag(settings.card, true) ? 'card plate' : 'plate');
    swap(false);
  });
  handle.update(config, host.props);
  return handle;
}
