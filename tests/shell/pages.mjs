// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import { createHash } from 'node:crypto';

const MODULES = ['probe', 'plain', 'broken', 'spa', 'tag', 'guest', 'absent'];
const full = { base: { span: 12 } };

/** Page data of the checks, as the page writer puts it into a document. */
export const data = {
  format: 1,
  id: 'fixture',
  name: 'Fixture',
  pages: {
    home: { path: '/', title: 'Home', regions: ['head', 'main', 'none'] },
    about: { path: '/about', title: 'About', regions: ['head', 'text'] },
  },
  pageOrder: ['home', 'about'],
  regions: {
    head: { layout: { base: { columns: 12, gap: 8 } }, items: ['top'] },
    main: {
      layout: { base: { columns: 4, gap: 4 }, 700: { columns: 12, gap: 16 } },
      items: ['one', 'two', 'bad', 'worse', 'gone', 'lost', 'flaky', 'slow', 'shell', 'spa', 'tag',
        'frame', 'scoped', 'member', 'hidden', 'plain'],
    },
    none: { items: [] },
    text: { items: ['words'] },
  },
  instances: {
    top: { module: '@t/probe', config: { text: 'top' }, area: full },
    one: { module: '@t/probe', config: { text: 'one' }, area: { base: { span: 2 }, 700: { column: 7, span: 8 } } },
    two: { module: '@t/probe', config: { text: 'two', throwsOn: 'poke' }, area: { base: { span: 2 } } },
    bad: { module: 'broken', config: {} },
    worse: { module: '@t/probe', config: { fail: 99 } },
    gone: { module: 'absent', config: {} },
    lost: { module: '@x/unknown', config: { kept: true } },
    flaky: { module: '@t/probe', config: { fail: 1 } },
    slow: { module: '@t/probe', config: { hang: true } },
    shell: { module: '@t/probe', config: { offers: ['bar'] }, slots: { bar: ['inner', 'leaf'], ghost: ['stray'] } },
    inner: { module: '@t/probe', config: { text: 'inner', bare: true, offers: ['deep'] }, slots: { deep: ['deepest'] }, isolation: 'none' },
    deepest: { module: '@t/probe', config: { text: 'deepest' } },
    leaf: { module: '@t/probe', config: { text: 'leaf' } },
    stray: { module: '@t/probe', config: { text: 'stray' } },
    spa: { module: 'spa', config: { text: 'lives' } },
    tag: { module: 'tag', config: { label: 'hello' } },
    frame: { module: 'guest', config: { text: 'hi' }, isolation: 'iframe' },
    scoped: { module: '@t/probe', config: { text: 'scoped' }, isolation: 'scoped' },
    member: { module: '@t/probe', config: { text: 'member' }, access: ['member'] },
    hidden: { module: '@t/probe', config: {}, hidden: true },
    plain: { module: 'plain', config: { text: 'p1' } },
    words: { module: '@t/probe', config: { text: 'words' } },
  },
  modules: {
    '@t/probe': { version: '1.0.0', isolation: 'shadow', slots: ['bar', 'deep'] },
    plain: { version: '1.0.0' },
    broken: { version: '1.0.0' },
    spa: { version: '1.0.0', adapter: 'single-spa' },
    tag: { version: '1.0.0', adapter: 'element', element: 'test-tag' },
    guest: { version: '2.0.0' },
    absent: { version: '1.0.0' },
  },
  routes: { booking: { prefix: '/booking', module: '@t/probe', config: { text: 'booking' } } },
  state: { initial: { count: 1 } },
  context: { theme: 'dark', locale: 'en' },
  wires: {
    w1: { from: { instance: 'one', event: 'picked' }, to: { instance: 'two', prop: 'item' } },
    w2: { from: { instance: 'one', event: 'picked' }, to: { state: '/picked' } },
    w3: { from: { instance: 'tag', event: 'tag-said' }, to: { state: '/said' } },
    w4: { from: { instance: 'one', event: 'picked' }, to: { instance: 'plain', prop: 'item' } },
  },
};

function addressOf(name) {
  return `/modules/${name === 'probe' ? '@t/probe' : name}@1.0.0/${name}.js`;
}

/** The document of one set of checks, under the tightest policy that pages are given. */
export function page(checks, design) {
  const imports = MODULES.map((name) => [name === 'probe' ? '@t/probe' : name, addressOf(name)]);
  const map = JSON.stringify({ imports: Object.fromEntries(imports) });
  const hash = createHash('sha256').update(map).digest('base64');
  const policy = `default-src 'none'; script-src 'self' 'sha256-${hash}'; style-src 'self' 'unsafe-inline'; connect-src 'self'`;
  const block = JSON.stringify(data).replace(/</g, '\\u003c');
  return `<!doctype html><html lang="en"${design ? ' data-inlay-design=""' : ''}><head><meta charset="utf-8">
<title>Fixture</title><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="inlay-revision" content="sha256-fixture"><script type="importmap">${map}</script>
<link rel="stylesheet" href="/shell/shell.css"><script type="application/json" id="inlay-page">${block}</script>
<script type="module" src="/checks/${checks}.js"></script><script type="module" src="/shell/shell.js"></script>
</head><body><div id="inlay-root"></div></body></html>`;
}
