// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { decide, m3, seed31 } from '../../data/decision/decision.js';

const read = async (name) => JSON.parse(await readFile(new URL(`../data/${name}`, import.meta.url)));

test('every row of the vectors is decided to the same letter', async () => {
  const { snapshots, rows } = await read('decisions.json');
  assert.ok(rows.length >= 5000);
  for (const [number, unit, groups, override, decision] of rows)
    assert.equal(JSON.stringify(decide(snapshots[number], unit, groups, override)), JSON.stringify(decision));
});

test('the vectors take every way to a decision', async () => {
  const { rows } = await read('decisions.json');
  const reasons = new Set(rows.map((row) => row[4].reason));
  assert.deepEqual([...reasons].sort(), ['active', 'experiment', 'flag', 'group', 'override', 'rollout']);
  assert.ok(rows.some((row) => Object.keys(row[4].assignments).length > 1));
});

test('buckets are those of the other implementations', async () => {
  const { salt, rows } = await read('buckets.json');
  for (const [unit, hash, bucket, variant] of rows) {
    assert.equal(seed31(unit), Math.abs(hash) % 100);
    assert.equal(m3(salt, unit), bucket);
    assert.equal(m3(salt, unit, 0x9747b28c), variant);
  }
});

test('what is not Unicode counts as a replacement character', () => {
  assert.equal(seed31('\ud800'), 0xfffd % 100);
  assert.equal(m3('s', '\udc00'), m3('s', '\ufffd'));
});
