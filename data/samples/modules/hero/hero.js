// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { address, anchor, choice, h, present, record, say, set, text } from './kit.js';
import { css } from './style.js';
import { scene } from './scene.js';

export async function mount(container, config, host) {
  const eyebrow = h('p', { class: 'eyebrow' });
  const title = h('h2', { class: 'title' });
  const lede = h('p', { class: 'lede' });
  const action = anchor(host, { class: 'button' });
  const art = h('div', { class: 'art' }, scene());
  const aside = h('div', { class: 'aside' });
  const panel = h('div', { class: 'panel' }, h('div', { class: 'words' }, eyebrow, title, lede, action),
    h('div', { class: 'side' }, art, aside));
  const root = h('section', { class: 'inlay-hero' }, panel);

  const handle = present(container, css, root, settings => {
    const { label, href } = record(settings.action);
    say(eyebrow, text(settings.eyebrow));
    say(title, text(settings.title, 'Say one thing, and say it well'));
    say(lede, text(settings.text));
    say(action, text(label));
    set(action, 'href', address(href) ?? '#');
    set(panel, 'data-tone', choice(settings.tone, ['sand', 'clay', 'sage', 'mist', 'plum']));
    set(panel, 'data-art', choice(settings.artwork, ['horizon', 'none']));
    art.hidden = settings.artwork === 'none';
  }, [host.slot('aside', aside)]);
  handle.update(config, host.props);
  return handle;
}
