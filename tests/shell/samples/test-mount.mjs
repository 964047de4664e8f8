// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

/** Mounts every sample module in Chromium; prints TAP. The argument is data/samples. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const samples = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const json = path => JSON.parse(readFileSync(path, 'utf8'));

function examples(id) {
  return ['.', 'templates'].flatMap(folder => readdirSync(join(samples, folder)).filter(name => name.endsWith('.json'))
    .flatMap(name => Object.values(json(join(samples, folder, name)).instances)))
    .filter(instance => instance.module === id).map(instance => instance.config ?? {});
}

/** Modules that import packages need a CDN and are not mounted here. */
function subjects() {
  return readdirSync(join(samples, 'modules')).map(folder => ({ folder, definition: json(join(samples, 'modules', folder, 'module.json')) }))
    .filter(({ definition }) => Object.keys(definition.dependencies ?? {}).length === 0)
    .map(({ folder, definition }) => ({
      name: folder, entry: `/modules/${folder}/${definition.entry}`, schema: definition.configSchema,
      props: Object.keys(definition.props), examples: examples(definition.id),
    }));
}

function serve(page) {
  return createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const file = path === '/page.mjs' ? join(here, 'page.mjs') : join(samples, path);
    try {
      response.setHeader('content-type', path === '/' ? 'text/html' : extname(path) === '.svg' ? 'image/svg+xml' : 'text/javascript');
      response.end(path === '/' ? page : readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
}

const all = subjects();
const block = JSON.stringify(all).replaceAll('<', '\\u003c');
const server = serve(`<!doctype html><meta charset="utf-8"><body><script type="application/json" id="samples">${block}</script><script type="module" src="/page.mjs"></script>`);
const profile = mkdtempSync(join(tmpdir(), 'inlay-samples-'));
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
try {
  const { stdout } = await promisify(execFile)('chromium', ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`,
    '--virtual-time-budget=60000', '--dump-dom', `http://127.0.0.1:${server.address().port}/`], { maxBuffer: 1 << 26, timeout: 100000 });
  const body = /<body[^>]*>/.exec(stdout)?.[0] ?? '';
  const plain = text => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const done = Number(/data-done="(\d+)"/.exec(body)?.[1] ?? 0);
  const faults = JSON.parse(plain(/data-faults="([^"]*)"/.exec(body)?.[1] ?? '["the page did not finish"]'));
  console.log(`1..1\n${faults.length === 0 && done === all.length ? 'ok' : 'not ok'} 1 - /samples/mount of ${all.length} modules`);
  for (const fault of faults.slice(0, 40))
    console.log(`  # ${fault.replaceAll('\n', ' ')}`);
  process.exitCode = faults.length || done !== all.length ? 1 : 0;
} finally {
  server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
