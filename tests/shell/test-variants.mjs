// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { startFollow } from '../../data/shell/follow.js';
import { checkPage } from '../../data/shell/page.js';
import { ask, liveOf, mergePatch, placeVariants } from '../../data/shell/variants.js';

/** The cases of RFC 7396, appendix A. */
const PATCHES = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'], ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'], ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'], ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'], ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'], ['{"a":"foo"}', 'null', 'null'], ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'], ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ['{}', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"x":1}}}',
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"x":1}}}'],
];

test('merge patches', () => {
  for (const [target, patch, result] of PATCHES)
    assert.equal(JSON.stringify(mergePatch(JSON.parse(target), JSON.parse(patch))), result);
  assert.equal({}.polluted, undefined);
  assert.equal(JSON.stringify(mergePatch(undefined, { a: 1 })), '{"a":1}');
});

const pageData = () => checkPage({
  format: 1, id: 'p', pages: { home: { path: '/', regions: [] } }, modules: { m: { version: '1' }, n: { version: '2' } },
  instances: { one: { module: 'm', config: { a: 1, b: 2 } }, two: { module: 'm' }, other: { module: 'n', config: { a: 1 } } },
  routes: { r: { prefix: '/r', module: 'm', config: { a: 1 } } },
});

test('variants are placed in the page', () => {
  const data = pageData();
  const before = JSON.stringify(data.modules);
  const shown = placeVariants(data, { revision: 'r', variants: [
    { experiment: 'e1', variant: 'x', module: 'm', config: { a: 5, b: null } },
    { experiment: 'e2', variant: 'y', module: 'm', use: 'n' },
    { experiment: 'e3', variant: 'z', module: 'm', use: 'toString', config: { bad: true } },
    { experiment: 'e4', variant: 'z', module: 'none', config: { bad: true } },
  ] }, 'r');
  assert.deepEqual({ ...data.instances.one }, { module: 'n', config: { a: 5 }, area: {}, slots: {} });
  assert.deepEqual(data.instances.two.config, { a: 5 });
  assert.deepEqual(data.instances.other.config, { a: 1 });
  assert.deepEqual([data.routes.r.module, data.routes.r.config], ['n', { a: 5 }]);
  assert.equal(JSON.stringify(data.modules), before);
  const seen = [['e1', 'x'], ['e2', 'y']];
  assert.deepEqual([...shown], [['one', seen], ['two', seen], ['other', []], ['route:r', seen]]);
});

test('a decision for another revision, or none, changes nothing', () => {
  const variants = [{ experiment: 'e', variant: 'x', module: 'm', config: { a: 5 } }];
  for (const decision of [{ revision: 'other', variants }, { variants }, { revision: 'r' }, {}]) {
    const data = pageData();
    placeVariants(data, decision, 'r');
    assert.deepEqual(data, pageData());
  }
});

test('who stands behind the page', () => {
  for (const [cookie, wanted] of [['', ''], ['inlay-live=ask', 'ask'], ['a=b; inlay-live=follow; c=d', 'follow'],
    ['not-inlay-live=ask', ''], ['inlay-live=', '']])
    assert.equal(liveOf({ cookie }), wanted, cookie);
  assert.equal(liveOf({ get cookie() { throw new Error('SecurityError'); } }), '');
});

test('a registry that is away or slow does not hold the page up', async (t) => {
  const { setTimeout: real, fetch } = globalThis;
  globalThis.setTimeout = (fn, ms, ...rest) => real(fn, ms / 100, ...rest);
  t.after(() => Object.assign(globalThis, { setTimeout: real, fetch }));
  const good = { ok: true, json: async () => ({ revision: 'r' }) };
  for (const [answer, wanted] of [
    [async () => good, { revision: 'r' }], [async () => ({ ok: false }), {}], [() => new Promise(() => {}), {}],
    [async () => { throw new Error('offline'); }, {}], [async () => ({ ok: true, json: async () => JSON.parse('{') }), {}],
  ]) {
    globalThis.fetch = answer;
    assert.deepEqual(await ask('/api/decision'), wanted);
  }
});

/** A page that follows: what it does, and the streams it has opened. */
function follow(t, decisions) {
  const { setTimeout: real, EventSource: source } = globalThis;
  const streams = [];
  const delays = [];
  const pending = [];
  globalThis.setTimeout = (fn, delay) => { delays.push(delay); pending.push(fn); };
  globalThis.EventSource = class extends EventTarget {
    static CLOSED = 2;
    constructor(address) { super(); streams.push(Object.assign(this, { address, open: true })); }
    close() { this.open = false; }
    get readyState() { return this.open ? 1 : 2; }
  };
  t.after(() => Object.assign(globalThis, { setTimeout: real, EventSource: source }));
  const document = Object.assign(new EventTarget(), { hidden: false });
  const page = { reloads: 0, streams, delays, document };
  const location = { reload: () => (page.reloads += 1) };
  page.isStale = startFollow({ document, location }, 'r1', async () => decisions.shift() ?? {});
  page.tell = (type) => streams.at(-1).dispatchEvent(new Event(type));
  page.settle = async () => { while (pending.length) await pending.shift()(); };
  page.show = (hidden) => { document.hidden = hidden; document.dispatchEvent(new Event('visibilitychange')); };
  return page;
}

test('another revision waits for the next navigation', async (t) => {
  const page = follow(t, [{ revision: 'r1' }, {}, { revision: 'r2' }, {}, { revision: 'r1' }]);
  const found = [];
  for (let i = 0; i < 5; i += 1) {
    page.tell('environment-switch');
    await page.settle();
    found.push(page.isStale());
  }
  assert.deepEqual([found, page.reloads], [[false, false, true, true, false], 0]);
});

test('a rollback does not wait, at a time of each page of its own', async (t) => {
  const page = follow(t, [{ revision: 'r1' }, { revision: 'r0' }]);
  page.tell('rollback-completed');
  await page.settle();
  assert.equal(page.reloads, 0, 'it is not this page that was rolled back');
  page.tell('rollback-completed');
  assert.equal(page.reloads, 0);
  await page.settle();
  assert.equal(page.reloads, 1);
  for (let i = 0; i < 500; i += 1) page.tell('environment-switch');
  const spread = page.delays.map((delay) => Math.floor(delay / 5000));
  assert.deepEqual([...new Set(spread)].sort(), [0, 1, 2, 3, 4, 5]);
});

test('a page that nobody looks at holds no stream, and asks when it is back', async (t) => {
  const page = follow(t, [{ revision: 'r2' }]);
  assert.deepEqual(page.streams.map(({ address, open }) => [address, open]), [['/api/events', true]]);
  page.show(true);
  assert.deepEqual([page.streams.length, page.streams[0].open], [1, false]);
  page.show(false);
  await page.settle();
  assert.deepEqual([page.streams.length, page.streams[1].open, page.isStale(), page.reloads], [2, true, true, 0]);
});

test('a stream that the registry ended for good is opened anew, at a time of its own', async (t) => {
  const page = follow(t, [{ revision: 'r2' }]);
  page.streams[0].onerror();
  assert.deepEqual([page.delays.length, page.streams.length], [0, 1], 'the browser is at it itself');
  page.streams[0].close();
  page.streams[0].onerror();
  await page.settle();
  assert.deepEqual([page.streams.length, page.streams[1].open, page.isStale(), page.reloads], [2, true, true, 0]);
});
