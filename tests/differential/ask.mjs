// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// What tests by chance have in common: chance that can be repeated, and asking our program.
import { spawnSync } from 'node:child_process';

/** @param {number} seed */
export function makeChance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return {
    below,
    often: (share) => next() < share,
    pick: (list) => list[below(list.length)],
    some: (list, most) => Array.from({ length: below(most + 1) }, () => list[below(list.length)]),
  };
}

/** Asks PROGRAM all questions at once, one a line; answers come in the same order. */
export function ask(program, questions) {
  const done = spawnSync(program, [], {
    input: questions.map((q) => JSON.stringify(q) + '\n').join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (done.status !== 0)
    throw new Error(`${program} ended with ${done.status ?? done.signal}: ${done.stderr}`);
  return done.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}

/** How often, and from which seed: the short form is the same each time, the long one is not. */
export function plan(short, long) {
  const isLong = process.env.INLAY_LONG === '1';
  const seed = Number(process.env.INLAY_SEED ?? (isLong ? Date.now() % 1e9 : 1));
  console.log(`seed ${seed}`);
  return { seed, count: Number(process.env.INLAY_COUNT ?? (isLong ? long : short)) };
}

/** Ends the test: the first few disagreements are shown. */
export function tell(wrong, text) {
  for (const line of wrong.slice(0, 25))
    console.log(line);
  console.log(`${text}, ${wrong.length} wrong`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
