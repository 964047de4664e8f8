// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import { decide } from '/decision/decision.js';

async function run() {
  const { snapshots, rows } = await (await fetch('/data/decisions.json')).json();
  const wrong = rows.filter(([number, unit, groups, override, decision]) =>
    JSON.stringify(decide(snapshots[number], unit, groups, override)) !== JSON.stringify(decision));
  if (rows.length < 5000) throw new Error(`only ${rows.length} rows`);
  if (wrong.length) throw new Error(`${wrong.length} rows differ, first ${JSON.stringify(wrong[0])}`);
  return `${rows.length} rows`;
}

const name = 'every row is decided as core decides it';
const result = await run().then((note) => ({ name, note }), (error) => ({ name, error: String(error) }));
await fetch('/result', { method: 'POST', body: JSON.stringify([result]) });
