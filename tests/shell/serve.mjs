// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { page } from './pages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const shell = join(here, '../../data/shell');
const TYPES = { js: 'text/javascript', css: 'text/css', json: 'application/json' };
const DECISION = '<!doctype html><title>Decision</title><script type="module" src="/checks/decision.js"></script>';

/** Which file an address means, if it means one. */
function fileOf(path) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path.startsWith('/shell/')) return join(shell, name);
  if (path.startsWith('/decision/')) return join(shell, '../decision', name);
  if (path.startsWith('/data/')) return join(here, '../data', name);
  if (path.startsWith('/checks/')) return join(here, 'checks', name);
  if (path.startsWith('/modules/')) return join(here, 'modules', name);
  return null;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Serves the fixture; `done` resolves with what the page posted as its result. */
export async function serve() {
  const health = [];
  let finish;
  const done = new Promise((resolve) => (finish = resolve));

  async function answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    const send = (status, type, body = '') => {
      response.writeHead(status, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' });
      response.end(body);
    };
    if (pathname === '/result') {
      finish(await bodyOf(request));
      return send(204, 'text/plain');
    }
    if (pathname === '/api/module-health' && request.method === 'POST') {
      health.push(JSON.parse(await bodyOf(request)));
      return send(202, 'application/json');
    }
    if (pathname === '/health-seen') return send(200, 'application/json', JSON.stringify(health));
    if (pathname === '/decision') return send(200, 'text/html', DECISION);
    const file = fileOf(pathname);
    if (!file) {
      const design = searchParams.has('design');
      return send(200, 'text/html', page(design ? 'design' : 'live', design));
    }
    const bytes = await readFile(file).catch(() => null);
    return bytes ? send(200, TYPES[file.split('.').pop()], bytes) : send(404, 'text/plain');
  }

  const server = createServer((request, response) =>
    answer(request, response).catch((error) => response.writeHead(500).end(String(error))));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, done, close };
}
