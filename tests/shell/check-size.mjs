// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// The shell stays small: lines of code (comments, among them the types, and blank lines aside) of
// the whole, of a module, of a function; and the one list of files is complete.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WHOLE = 1500;
const MODULE = 150;
const FUNCTION = 30;
const folder = join(dirname(fileURLToPath(import.meta.url)), '../../data/shell');
const problems = [];

const codeOf = (text) => text
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .split('\n')
  .filter((line) => line.trim() && !line.trim().startsWith('//'));

/** Functions at the top of a module, by their first and last line. */
function longFunctions(lines) {
  const found = [];
  lines.forEach((line, start) => {
    const [, name] = /^(?:export )?(?:async )?function (\w+)/.exec(line) ?? [];
    if (!name) return;
    const inner = [];
    let end = start;
    for (; lines[end] !== '}'; end += 1) {
      if (/^  (?:async )?(?:function|const) .*[({]$/.test(lines[end])) inner.push(end);
    }
    // A function that only holds other functions together is as long as what is its own.
    const nested = inner.reduce((sum, from) => {
      const to = lines.findIndex((each, i) => i > from && /^  [)}\]]/.test(each));
      return sum + (to > from && to < end ? to - from : 0);
    }, 0);
    if (end - start + 1 - nested > FUNCTION) found.push(`${name} (${end - start + 1 - nested})`);
  });
  return found;
}

const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
const listed = readFileSync(join(folder, 'meson.build'), 'utf8');
let whole = 0;
for (const name of names) {
  const lines = codeOf(readFileSync(join(folder, name), 'utf8'));
  whole += lines.length;
  if (lines.length >= MODULE) problems.push(`${name} has ${lines.length} lines`);
  problems.push(...longFunctions(lines).map((each) => `${name}: function ${each} is long`));
  if (!listed.includes(`'${name}'`)) problems.push(`${name} is missing in meson.build`);
  if (/^export default/m.test(lines.join('\n'))) problems.push(`${name} has a default export`);
}
if (whole >= WHOLE) problems.push(`the shell has ${whole} lines`);
console.log(`${whole} lines in ${names.length} modules`);
for (const problem of problems) console.log(`not ok - ${problem}`);
process.exit(problems.length ? 1 : 0);
