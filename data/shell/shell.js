// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { createShell } from './app.js';
import { startHealth } from './health.js';
import { readPage, readRevision } from './page.js';
import { messageOf } from './lifecycle.js';
import { showNotice } from './placeholder.js';
import { baseOf, environmentOf } from './routes.js';
import { MOUNTED } from './status.js';

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').ShellMessage} ShellMessage
 */

/**
 * Errors that a module throws on its own time, found by the address of its files.
 * @param {Shell} shell
 */
function watchErrors(shell) {
  const ownerOf = (/** @type {string} */ text) => {
    for (const { id, definition, module } of shell.instances.values())
      if (module && text.includes(`/modules/${definition.module}@${module.version}/`)) return id;
    return '';
  };
  window.addEventListener('error', ({ error, message, filename }) => {
    const owner = ownerOf(filename ?? '');
    if (owner) shell.report(error ?? message, owner);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    const owner = ownerOf(String(reason?.stack ?? ''));
    if (owner) shell.report(reason, owner);
  });
}

/**
 * A sign-in of whatever kind says who is there: `inlay:user` with a user, or with null.
 * @param {Shell} shell
 */
function watchUser(shell) {
  document.addEventListener('inlay:user', (event) => {
    shell.context.set({ user: /** @type {CustomEvent} */ (event).detail ?? null });
  });
}

/** @param {HTMLElement} root */
async function boot(root) {
  const design = 'inlayDesign' in document.documentElement.dataset;
  const base = baseOf(window.location.pathname);
  const data = readPage(document);
  const page = { environment: environmentOf(base), revision: readRevision(document) };
  const health = startHealth(window, page, design);
  const load = (/** @type {string} */ module) => import(module);
  const shell = createShell({ data, root, design, base, load, health });
  shell.bus.on('message', (/** @type {ShellMessage} */ message) => {
    if (message.type === 'status' && message.status === MOUNTED && !message.error)
      health.report(message.module, 'healthy');
  });
  watchErrors(shell);
  watchUser(shell);
  const ready = design ? (await import('./design.js')).startDesign(shell) : () => {};
  shell.router.refresh();
  ready();
}

const root = document.getElementById('inlay-root') ?? document.body;
root.tabIndex = -1;
boot(root).catch((error) => {
  console.error('inlay:', error);
  showNotice(root, 'This page could not be started', messageOf(error));
});
