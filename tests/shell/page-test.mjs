// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// Runs the checks in a browser: `page-test.mjs ADDRESS chromium` or `page-test.mjs ADDRESS webkit RUNNER`.
// Exit 77 only where the browser is not installed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './serve.mjs';

const [address, browser, runner] = process.argv.slice(2);
const PATIENCE = 60000;
const BUS = fileURLToPath(new URL('../display/session.conf', import.meta.url));

function commandOf(profile, url) {
  if (browser === 'webkit')
    return ['xvfb-run', '-a', '-s', '-screen 0 1280x900x24', 'dbus-run-session', `--config-file=${BUS}`, runner, url];
  return ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic',
    '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--remote-debugging-port=0', '--window-size=1280,900',
    `--user-data-dir=${profile}`, url];
}

function installed(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

async function run() {
  const profile = await mkdtemp(join(tmpdir(), 'inlay-shell-'));
  const { url, done, close } = await serve();
  const [program, ...args] = commandOf(profile, `${url}${address}`);
  const env = { ...process.env, GSK_RENDERER: 'cairo', GDK_BACKEND: 'x11', HOME: profile };
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env, detached: true });
  let noise = '';
  child.stderr.on('data', (chunk) => (noise += chunk));
  const gone = new Promise((resolve) => child.on('close', resolve));
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE)));
  const text = await Promise.race([done, late, gone.then(() => undefined)]);
  clearTimeout(timer);
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
  await gone;
  close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  if (typeof text !== 'string') throw new Error(`no result from ${program}\n${noise}`);
  return JSON.parse(text);
}

const needed = browser === 'webkit' ? ['xvfb-run', runner] : ['chromium'];
if (!needed.every(installed)) {
  console.log(`1..0 # SKIP ${needed.join(', ')} not installed`);
  process.exit(77);
}
const results = await run();
console.log(`1..${results.length}`);
results.forEach(({ name, note, error }, i) => {
  console.log(`${error ? 'not ok' : 'ok'} ${i + 1} - ${name}`);
  if (error || note) console.log(`# ${error ?? note}`);
});
process.exit(results.some(({ error }) => error) ? 1 : 0);
