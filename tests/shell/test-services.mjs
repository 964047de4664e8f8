// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { createContext, directionOf } from '../../data/shell/context.js';
import { createEmitter } from '../../data/shell/emitter.js';
import { createHealth } from '../../data/shell/health.js';
import { same } from '../../data/shell/same.js';
import { mayMove } from '../../data/shell/status.js';
import { createWires } from '../../data/shell/wires.js';

test('emitter: errors, order, leaving while called', () => {
  const errors = [];
  const heard = [];
  const { on, emit } = createEmitter((error, owner) => errors.push([error.message, owner]));
  const stop = on('a', () => { heard.push(1); stop(); });
  on('a', () => { throw new Error('x'); }, 'who');
  on('a', (value) => heard.push(value));
  emit('a', 2);
  emit('a', 3);
  assert.deepEqual(heard, [1, 2, 3]);
  assert.deepEqual(errors, [['x', 'who'], ['x', 'who']]);
  assert.throws(() => on('a', 7), TypeError);
});

test('emitter: rejections and circles', async () => {
  const errors = [];
  const { on, emit } = createEmitter((error, owner) => errors.push(owner || error.message));
  on('later', async () => { throw new Error('x'); }, 'async');
  emit('later');
  await null;
  on('round', () => { emit('round'); emit('round'); });
  emit('round');
  assert.deepEqual(errors, ['async', 'events answer each other in a circle']);
});

test('wires', () => {
  const states = [];
  const changed = [];
  const wires = createWires((path, value) => states.push([path, value]), (id) => changed.push(id));
  const prop = { from: { instance: 'a', event: 'e' }, to: { instance: 'b', prop: 'p' } };
  wires.follow({ w: prop, v: { from: prop.from, to: { state: '/x' } } });
  wires.carry('a', 'e', { n: 1 });
  wires.carry('a', 'e', { n: 1 });
  wires.carry('a', 'other', 2);
  wires.carry('z', 'e', 2);
  assert.deepEqual(wires.propsOf('b'), { p: { n: 1 } });
  assert.deepEqual([changed, wires.versionOf('b'), states.length], [['b'], 1, 2]);
  assert.deepEqual(wires.eventsOf('a'), ['e']);
  wires.follow({ w: prop });
  assert.deepEqual(wires.propsOf('b'), { p: { n: 1 } }, 'a wire that stays keeps its value');
  wires.follow({});
  assert.deepEqual([wires.propsOf('b'), wires.versionOf('b'), changed], [{}, 2, ['b', 'b']]);
  assert.deepEqual([wires.propsOf('none'), wires.versionOf('none')], [{}, 0]);
});

test('context', () => {
  let change;
  const system = { matches: false, addEventListener: (_, fn) => (change = fn) };
  const told = [];
  const context = createContext({ theme: 'system', locale: 'de' }, system, (now) => told.push(now.theme));
  assert.deepEqual(context.current, { theme: 'light', locale: 'de', user: null });
  system.matches = true;
  change();
  context.follow({ theme: 'light', locale: 'de' });
  context.set({ theme: 'dark', locale: undefined });
  context.set({ theme: 'dark' });
  context.follow({ theme: 'light', locale: 'de' });
  assert.deepEqual(told, ['dark', 'light', 'dark']);
  assert.equal(context.current.locale, 'de');
  for (const [locale, direction] of [['ar-EG', 'rtl'], ['he', 'rtl'], ['de', 'ltr'], ['arn', 'ltr']])
    assert.equal(directionOf(locale), direction);
});

function makeHealth(answers) {
  const posts = [];
  const beacons = [];
  const health = createHealth({ environment: 'blue', revision: 'r' },
    async (body) => { posts.push(JSON.parse(body())); return answers.length ? answers.shift() : 202; },
    (body) => beacons.push(JSON.parse(body)), () => 'now');
  return { health, posts, beacons };
}

test('health: waits for the token of its page, and tells nothing twice meanwhile', async (t) => {
  const run = holdTimers(t);
  const page = { revision: 'r' };
  const posts = [];
  let arrive;
  const asked = new Promise((done) => (arrive = done)).then(() => (page.token = 't'));
  const health = createHealth(page, async (body) => { await asked; posts.push(JSON.parse(body())); return 202; }, () => {}, () => 'now');
  health.report('a', 'healthy');
  const sent = run();
  health.report('b', 'healthy');
  arrive();
  await sent;
  await run();
  assert.deepEqual(posts.map(({ token, reports }) => [token, ...reports.map(({ moduleId }) => moduleId)]), [['t', 'a'], ['t', 'b']]);
});

/** Timers that the test sets off itself: `run` sets off the last and tells what it waited for. */
function holdTimers(t) {
  const { setTimeout: real } = globalThis;
  let due = null;
  globalThis.setTimeout = (fn, delay) => (due = { fn, delay });
  t.after(() => (globalThis.setTimeout = real));
  return async () => {
    const { fn, delay } = due ?? {};
    due = null;
    await fn?.();
    return delay;
  };
}

test('health: once each, in batches, at the end by beacon', () => {
  const { health, beacons } = makeHealth([]);
  for (let i = 0; i < 60; i += 1) health.report(`m${i}`, 'healthy');
  health.report('m1', 'healthy');
  health.report('m1', 'failed', 'e'.repeat(9999));
  health.flush();
  assert.deepEqual(beacons.map(({ reports }) => reports.length), [50, 11]);
  assert.deepEqual([beacons[0].environment, beacons[0].revision], ['blue', 'r']);
  assert.deepEqual(beacons[0].reports[0], { moduleId: 'm0', status: 'healthy', timestamp: 'now' });
  assert.equal(beacons[1].reports.at(-1).error.length, 500);
  health.flush();
  assert.equal(beacons.length, 2);
});

test('health: silent where nobody listens', async (t) => {
  const run = holdTimers(t);
  for (const status of [404, 405, 501]) {
    const { health, posts, beacons } = makeHealth([status]);
    health.report('a', 'healthy');
    await run();
    health.report('a', 'failed');
    await run();
    health.flush();
    assert.deepEqual([posts.length, beacons.length], [1, 0], String(status));
  }
});

test('health: tells again what could not be taken, later and later', async (t) => {
  const run = holdTimers(t);
  const { health, posts, beacons } = makeHealth([503, 429, 0, 202, 500, 400]);
  for (let i = 0; i < 51; i += 1) health.report(`m${i}`, 'healthy', '', i ? [] : [['e', 'b']]);
  const delays = [];
  for (let i = 0; i < 7; i += 1) delays.push(await run());
  assert.deepEqual(delays, [2000, 4000, 8000, 16000, 2000, 4000, undefined]);
  assert.deepEqual(posts.map(({ reports }) => reports.length), [50, 50, 50, 50, 1, 1]);
  assert.deepEqual(posts.map(({ exposures }) => exposures.e), ['b', 'b', 'b', 'b', undefined, undefined]);
  for (let i = 0; i < 9; i += 1) {
    health.report(`n${i}`, 'healthy');
    health.flush();
  }
  assert.equal(beacons.length, 9);
});

test('health: a report made while others are under way is not lost', async (t) => {
  const run = holdTimers(t);
  const { health, posts } = makeHealth([]);
  health.report('a', 'healthy');
  const sent = run();
  health.report('b', 'healthy');
  await sent;
  await run();
  assert.deepEqual(posts.map(({ reports }) => reports.map(({ moduleId }) => moduleId)), [['a'], ['b']]);
});

test('equality as JSON', () => {
  const loop = {};
  loop.self = loop;
  for (const [a, b, wanted] of [
    [1, 1, true], [NaN, NaN, true], [{ a: [1] }, { a: [1] }, true], [{ a: 1 }, { a: 2 }, false],
    [null, {}, false], ['1', 1, false], [loop, loop, true], [loop, { self: loop }, false],
  ])
    assert.equal(same(a, b), wanted);
});

test('statuses', () => {
  for (const [from, to, wanted] of [
    ['new', 'loading', true], ['loading', 'mounted', true], ['mounted', 'timeout', false],
    ['unmounted', 'loading', false], ['failed', 'mounted', false], ['timeout', 'mounted', true],
  ])
    assert.equal(mayMove(from, to), wanted, `${from} ${to}`);
});
