// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { adapt } from '../../data/shell/adapters.js';

globalThis.HTMLElement ??= class {};
globalThis.customElements ??= { get: () => undefined, define() {} };
const none = () => [];
const host = { id: 'i', props: { p: 1 } };

test('inlay takes mount, a default object or a default function', () => {
  const mount = () => 'mounted';
  class Module { mount() { return this.text; } text = 'this is kept'; }
  assert.equal(adapt({ mount }, {}, none)(), 'mounted');
  assert.equal(adapt({ default: mount }, {}, none)(), 'mounted');
  assert.equal(adapt({ default: new Module() }, {}, none)(), 'this is kept');
});

test('what has nothing to mount is named', () => {
  assert.throws(() => adapt({}, {}, none), /no mount function/);
  assert.throws(() => adapt({ mount: 3 }, {}, none), /no mount function/);
  assert.throws(() => adapt({ mount() {} }, { adapter: 'single-spa' }, none), /unmount/);
  assert.throws(() => adapt({}, { adapter: 'element', element: 'x-y' }, none), /<x-y>/);
  assert.throws(() => adapt({}, { adapter: 'vue' }, none), /unknown adapter “vue”/);
});

test('single-spa boots once, tries again after a failure, and gets props', async () => {
  const calls = [];
  let fail = true;
  const exports = {
    bootstrap: [
      () => { calls.push('boot'); if (fail) throw new Error('not yet'); },
    ],
    mount: [(props) => { calls.push(['mount', props.domElement, props.a, props.p]); }],
    update: (props) => { calls.push(['update', props.a, props.p, props.name]); },
    unmount: () => { calls.push('unmount'); },
  };
  const mount = adapt(exports, { adapter: 'single-spa' }, none);
  await assert.rejects(mount('el', { a: 2 }, host), /not yet/);
  fail = false;
  const handle = await mount('el', { a: 2 }, host);
  await mount('el', { a: 3 }, host);
  await handle.update({ a: 4 }, { p: 5 });
  await handle.unmount();
  assert.deepEqual(calls, ['boot', 'boot', ['mount', 'el', 2, 1], ['mount', 'el', 3, 1],
    ['update', 4, 5, 'i'], 'unmount']);
});
