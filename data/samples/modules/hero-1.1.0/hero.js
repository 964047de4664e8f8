// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { address, anchor, choice, flag, h, keyed, present, records, say, set, text } from './kit.js';
import { css } from './style.js';
import { readable, rgb } from './color.js';
import { scenes, scene } from './scene.js';

function actionView(host) {
  const node = anchor(host, { class: 'button' });
  return {
    node,
    update(action, index) {
      const quiet = choice(action.kind, ['auto', 'primary', 'secondary']) === 'auto'
        ? index > 0 : action.kind === 'secondary';
      set(node, 'class', quiet ? 'button quiet' : 'button');
      set(node, 'href', address(action.href) ?? '#');
      set(node, 'text', text(action.label));
    },
  };
}

function factView() {
  const value = h('dd', { class: 'value' });
  const label = h('dt', { class: 'label' });
  return {
    node: h('div', { class: 'fact' }, label, value),
    update(fact) {
      set(value, 'text', text(fact.value));
      set(label, 'text', text(fact.label));
    },
  };
}

function paint(root, color) {
  const accent = rgb(color);
  for (const [name, value] of [['--accent', accent ? color : ''], ['--on-accent', accent ? readable(accent) : '']])
    root.style.setProperty(name, value);
}

export async function mount(container, config, host) {
  const eyebrow = h('p', { class: 'eyebrow' });
  const title = h('h2', { class: 'title' });
  const lede = h('p', { class: 'lede' });
  const actions = h('div', { class: 'actions' });
  const facts = h('dl', { class: 'facts' });
  const art = h('div', { class: 'art' });
  const aside = h('div', { class: 'aside' });
  const panel = h('div', { class: 'panel' }, h('div', { class: 'words' }, eyebrow, title, lede, actions, facts),
    h('div', { class: 'side' }, art, aside));
  const root = h('section', { class: 'inlay-hero' }, panel);
  let drawn = '';

  const handle = present(container, css, root, settings => {
    say(eyebrow, text(settings.eyebrow));
    say(title, text(settings.title, 'Say one thing, and say it well'));
    say(lede, text(settings.text));
    const links = records(settings.actions).filter(action => text(action.label)).slice(0, 3);
    keyed(actions, links, (_, index) => index, () => actionView(host));
    actions.hidden = links.length === 0;
    const numbers = records(settings.facts).filter(fact => text(fact.value)).slice(0, 4);
    keyed(facts, numbers, (_, index) => index, factView);
    facts.hidden = numbers.length === 0;

    const artwork = choice(settings.artwork, [...Object.keys(scenes), 'none']);
    if (artwork !== drawn)
      art.replaceChildren(...(artwork === 'none' ? [] : [scene(artwork)]));
    drawn = artwork;
    art.hidden = artwork === 'none';
    set(panel, 'data-tone', choice(settings.tone, ['sand', 'clay', 'sage', 'mist', 'plum']));
    set(panel, 'data-align', choice(settings.align, ['start', 'center']));
    set(panel, 'data-height', choice(settings.height, ['medium', 'small', 'large']));
    set(panel, 'data-reverse', flag(settings.reverse, false));
    set(panel, 'data-art', artwork);
    paint(root, settings.accent);
  }, [host.slot('aside', aside)]);
  handle.update(config, host.props);
  return handle;
}
