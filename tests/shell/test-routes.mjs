// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { baseOf, environmentOf, inside, isPrefix, match, normalize, routeRegion }
  from '../../data/shell/routes.js';

test('normalize', () => {
  for (const [path, wanted] of [['', '/'], ['/', '/'], ['//a///b/', '/a/b'], ['a', '/a']])
    assert.equal(normalize(path), wanted);
});

test('base and environment', () => {
  for (const [path, base, environment] of [
    ['/', '', undefined],
    ['/about', '', undefined],
    ['/preview', '', undefined],
    ['/preview/', '', undefined],
    ['/preview/staging', '/preview/staging', 'staging'],
    ['/preview/staging/about', '/preview/staging', 'staging'],
    ['/previews/staging', '', undefined],
  ]) {
    assert.equal(baseOf(path), base, path);
    assert.equal(environmentOf(base), environment, path);
  }
});

test('prefixes end at segments', () => {
  for (const [prefix, path, wanted] of [
    ['/', '/x', true], ['', '/x', true], ['/a', '/a', true], ['/a', '/a/b', true],
    ['/a/', '/a', true], ['/a', '/ab', false], ['/a/b', '/a', false],
  ])
    assert.equal(isPrefix(prefix, path), wanted, `${prefix} ${path}`);
});

test('what the shell has a say in', () => {
  for (const [path, base, wanted] of [
    ['/about', '', '/about'],
    ['/preview/blue/about', '/preview/blue', '/about'],
    ['/preview/blue', '/preview/blue', '/'],
    ['/about', '/preview/blue', '/about'],
    ['/preview/green/about', '/preview/blue', null],
    ['/preview/bluer', '/preview/blue', null],
    ['/api/events', '', null],
    ['/apiary', '', '/apiary'],
    ['/modules/x@1.0.0/x.js', '', null],
    ['/preview/blue/shell/shell.js', '/preview/blue', null],
  ])
    assert.equal(inside(path, base), wanted, `${path} from ${base}`);
});

const data = {
  pages: { home: { path: '/' }, shop: { path: '/shop' }, sale: { path: '/shop/sale/' }, book: { path: '/b' } },
  pageOrder: ['home', 'shop', 'sale', 'book'],
  routes: {
    item: { prefix: '/shop/item', module: 'm' },
    shop: { prefix: '/shop', module: 'm' },
    desk: { prefix: '/desk', module: 'm', page: 'book' },
    lost: { prefix: '/lost', module: 'm', page: 'nowhere' },
  },
};

test('the longest prefix decides', () => {
  for (const [path, page, route, rest] of [
    ['/', 'home', null, '/'],
    ['/elsewhere/x', 'home', null, '/elsewhere/x'],
    ['/shop', 'shop', 'shop', '/'],
    ['/shop/item/7', 'shop', 'item', '/7'],
    ['/shop/sale', 'sale', null, '/'],
    ['/shop/sale/x/y', 'sale', null, '/x/y'],
    ['/desk/1', 'book', 'desk', '/1'],
    ['/lost', 'home', 'lost', '/'],
  ])
    assert.deepEqual(match(data, path), { path, page, route, rest });
});

test('no page covers the path', () => {
  const bare = { pages: { a: { path: '/a' } }, pageOrder: ['a'], routes: {} };
  assert.deepEqual(match(bare, '/b'), { path: '/b', page: null, route: null, rest: '/b' });
  assert.equal(match({ pages: {}, pageOrder: [], routes: {} }, '/').page, null);
});

test('region of a route', () => {
  assert.equal(routeRegion(['head', 'main', 'foot']), 'main');
  assert.equal(routeRegion(['head', 'foot']), 'foot');
});
