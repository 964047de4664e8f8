// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { makePlan, routeInstance } from '../../data/shell/plan.js';

const m = (more = {}) => ({ module: 'm', ...more });
const base = {
  pages: { p: { path: '/', regions: ['a', 'b', 'a', 'none'] }, bare: { path: '/bare', regions: [] } },
  regions: { a: { items: ['x', 'ghost', 'h', 'guarded'] }, b: { items: ['x', 'y'] } },
  instances: {
    x: m({ slots: { s: ['c1', 'c2'], t: ['y'] } }),
    y: m(),
    h: m({ hidden: true }),
    guarded: m({ access: ['admin'] }),
    c1: m({ slots: { s: ['x', 'deep'] } }),
    c2: m(),
    deep: m(),
  },
  routes: { r: { prefix: '/r', module: 'r', config: { n: 1 } } },
};
const at = (more) => ({ path: '/', page: 'p', route: null, rest: '/', ...more });
const stranger = { user: null, design: false };

test('each instance stands once, parents before children', () => {
  const plan = makePlan(base, at(), stranger);
  assert.deepEqual(plan.regions, [{ id: 'a', items: ['x'] }, { id: 'b', items: ['y'] }]);
  assert.deepEqual([...plan.instances.keys()], ['x', 'y', 'c1', 'c2', 'deep']);
  assert.deepEqual(plan.instances.get('x').slots, { s: ['c1', 'c2'], t: [] });
  assert.deepEqual(plan.instances.get('c1').slots, { s: ['deep'] });
  assert.deepEqual([plan.instances.get('deep').parent, plan.instances.get('deep').slot], ['c1', 's']);
});

test('access', () => {
  for (const [user, design, seen] of [
    [null, false, false],
    [{}, false, false],
    [{ roles: ['member'] }, false, false],
    [{ roles: ['member', 'admin'] }, false, true],
    [null, true, true],
  ])
    assert.equal(makePlan(base, at(), { user, design }).instances.has('guarded'), seen);
  assert.equal(makePlan(base, at(), { user: null, design: true }).instances.has('h'), false);
});

test('routes join the page', () => {
  const id = routeInstance('r');
  const plan = makePlan(base, at({ route: 'r' }), stranger);
  assert.deepEqual(plan.regions[1].items, ['y', id]);
  assert.deepEqual(plan.instances.get(id).definition, { module: 'r', config: { n: 1 } });
  const bare = makePlan(base, at({ page: 'bare', route: 'r' }), stranger);
  assert.deepEqual(bare.regions, [{ id: 'main', items: [id] }]);
  assert.deepEqual(base.regions.b.items, ['x', 'y'], 'the data is left alone');
});

test('deep nesting needs no stack', () => {
  const instances = {};
  for (let i = 0; i < 20000; i += 1) instances[`i${i}`] = m({ slots: { s: [`i${i + 1}`] } });
  const data = { ...base, instances, regions: { a: { items: ['i0'] } } };
  assert.equal(makePlan(data, at(), stranger).instances.size, 20000);
});

test('no page', () => {
  assert.deepEqual(makePlan(base, at({ page: null }), stranger).regions, []);
});
