// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { createState, tokens } from '../../data/shell/state.js';

function make(initial) {
  const errors = [];
  return { errors, state: createState(initial, (error, owner) => errors.push([error.message, owner])) };
}

test('pointers', () => {
  assert.deepEqual(tokens(''), []);
  assert.deepEqual(tokens('/a~1b/~0/'), ['a/b', '~', '']);
  assert.throws(() => tokens('a'), /does not start with a slash/);
  assert.throws(() => tokens(undefined), TypeError);
});

test('get and set', () => {
  const { state } = make({ list: [1, 2], deep: { a: 1 } });
  const before = state.get('');
  state.set('/deep/b/c', 3);
  state.set('/list/-', 4);
  state.set('/list/0', 0);
  assert.deepEqual(state.get(''), { list: [0, 2, 4], deep: { a: 1, b: { c: 3 } } });
  assert.deepEqual(before, { list: [1, 2], deep: { a: 1 } }, 'what was read stays');
  assert.equal(state.get('/no/such'), undefined);
  assert.equal(state.get('/deep/toString'), undefined);
});

test('bad places change nothing', () => {
  const { state } = make({ list: [1] });
  assert.throws(() => state.set('/list/5', 1), /no place “5” in a list of 1/);
  assert.throws(() => state.set('/list/x', 1), RangeError);
  assert.throws(() => state.set('list', 1), TypeError);
  assert.throws(() => state.set('/a'.repeat(65), 1), /too deep/);
  assert.deepEqual(state.get(''), { list: [1] });
  state.set('/__proto__/polluted', true);
  assert.equal({}.polluted, undefined);
});

test('subscribers hear what touches their path', () => {
  const { state } = make({ a: { b: 1 }, c: 0 });
  const heard = [];
  const stop = state.subscribe('/a/b', (value, path) => heard.push([path, value]));
  state.subscribe('', (tree) => heard.push(['', tree.c]));
  state.set('/c', 0);
  state.set('/c', 1);
  state.set('/a', { b: 2 });
  state.set('/a/b', 2);
  state.set('/a/x', 9);
  stop();
  state.set('/a/b', 3);
  assert.deepEqual(heard, [['', 1], ['/a/b', 2], ['', 1], ['', 1], ['', 1]]);
});

test('a subscriber that throws or never ends hurts nobody', () => {
  const { state, errors } = make({});
  let heard = 0;
  state.subscribe('/n', () => { throw new Error('broke'); }, 'x');
  state.subscribe('/n', () => (heard += 1));
  state.set('/n', 1);
  assert.equal(heard, 1);
  assert.deepEqual(errors, [['broke', 'x']]);
  errors.length = 0;
  state.subscribe('/loop', (value) => state.set('/loop', value + 1));
  state.set('/loop', 0);
  assert.deepEqual(errors, [['state is set in a circle', '']]);
});
