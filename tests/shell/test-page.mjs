// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { checkPage, readPage, readRevision } from '../../data/shell/page.js';
import { data } from './pages.mjs';

test('the least page is completed', () => {
  const page = checkPage({ format: 1 });
  assert.deepEqual(page.pageOrder, []);
  assert.deepEqual(page.context, { theme: 'system', locale: 'en' });
  assert.deepEqual(page.state, { initial: {} });
});

test('order names every page once', () => {
  const pages = { a: { path: '/', regions: [] }, b: { path: '/b', regions: [] } };
  assert.deepEqual(checkPage({ format: 1, pages, pageOrder: ['b', 'x', 'b'] }).pageOrder, ['b', 'a']);
});

test('bad data is refused with its place', () => {
  for (const [change, place] of [
    [{ format: 2 }, /format 2/],
    [{ format: undefined }, /format/],
    [{ pages: [] }, /“pages”/],
    [{ pages: { p: { regions: [] } } }, /“pages\/p\/path”/],
    [{ pages: { p: null } }, /“pages\/p”/],
    [{ pages: { p: { path: '/', regions: 'main' } } }, /“pages\/p\/regions”/],
    [{ regions: { r: { items: [1] } } }, /“regions\/r\/items”/],
    [{ regions: { r: 7 } }, /“regions\/r”/],
    [{ instances: { i: {} } }, /“instances\/i\/module”/],
    [{ instances: { i: { module: 'm', slots: { s: 'x' } } } }, /“instances\/i\/slots\/s”/],
    [{ routes: { r: { module: 'm' } } }, /“routes\/r\/prefix”/],
    [{ wires: { w: { from: { instance: 'a' }, to: {} } } }, /“wires\/w\/from\/event”/],
    [{ wires: { w: { from: { instance: 'a', event: 'e' }, to: {} } } }, /“wires\/w\/to\/prop”/],
    [{ wires: { w: { from: { instance: 'a', event: 'e' }, to: { prop: 'p' } } } }, /“wires\/w\/to\/instance”/],
    [{ instances: { i: { module: 'm', config: [1] } } }, /“instances\/i\/config”/],
    [{ context: 'dark' }, /“context”/],
  ])
    assert.throws(() => checkPage({ ...data, ...change }), place, JSON.stringify(change));
  for (const value of [null, 7, 'x', []]) assert.throws(() => checkPage(value));
});

test('an update may have only what changed', () => {
  const before = checkPage({ format: 1, instances: { a: { module: 'm' }, b: { module: 'm' }, c: { module: 'm' } } });
  const page = checkPage({ format: 1, instances: { b: { module: 'n' } }, gone: ['c', 'd'] }, before);
  assert.deepEqual(Object.keys(page.instances), ['a', 'b']);
  assert.equal(page.instances.a, before.instances.a);
  assert.equal(page.instances.b.module, 'n');
  assert.equal(Object.getPrototypeOf(page.instances), null);
  assert.deepEqual(Object.keys(before.instances), ['a', 'b', 'c']);
  assert.deepEqual(Object.keys(checkPage({ format: 1 }, before).instances), []);
  assert.throws(() => checkPage({ format: 1, gone: 'c' }, before), /“gone”/);
});

test('reads the document', () => {
  const document = {
    getElementById: () => ({ textContent: JSON.stringify(data) }),
    querySelector: () => ({ getAttribute: () => 'sha256-x' }),
  };
  assert.equal(readPage(document).id, 'fixture');
  assert.equal(readRevision(document), 'sha256-x');
  assert.equal(readRevision({ querySelector: () => null }), undefined);
  assert.throws(() => readPage({ getElementById: () => null }), /no page data/);
});
