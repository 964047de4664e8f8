// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { createShell } from './app.js';
import { startFollow } from './follow.js';
import { startHealth } from './health.js';
import { readPage, readRevision } from './page.js';
import { messageOf } from './lifecycle.js';
import { showNotice } from './placeholder.js';
import { baseOf, environmentOf } from './routes.js';
import { MOUNTED } from './status.js';
import { ask, liveOf, placeVariants } from './variants.js';

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').ShellMessage} ShellMessage
 * @typedef {import('./types').Instance} Instance
 */

/**
 * Errors that a module throws on its own time, found by the address of its files.
 * @param {Shell} shell
 */
function watchErrors(shell) {
  const blame = (/** @type {unknown} */ error, /** @type {unknown} */ place) => {
    const isOurs = (/** @type {Instance} */ { definition, module }) =>
      module && String(place).includes(`/modules/${definition.module}@${module.version}/`);
    const owner = [...shell.instances.values()].find(isOurs);
    if (owner) shell.report(error, owner.id);
  };
  window.addEventListener('error', ({ error, message, filename }) => blame(error ?? message, filename));
  window.addEventListener('unhandledrejection', ({ reason }) => blame(reason, reason?.stack));
}

/** @param {HTMLElement} root */
async function boot(root) {
  const design = 'inlayDesign' in document.documentElement.dataset;
  const base = baseOf(window.location.pathname);
  const data = readPage(document);
  const page = { environment: environmentOf(base), revision: readRevision(document) };
  // A preview shows its own environment, whatever is decided for visitors, and what is asked for.
  const live = design ? '' : liveOf(document);
  const decide = () => ask(`/api/decision${base && `?preview=${page.revision}`}`);
  const health = startHealth(window, page, design, live);
  const shown = placeVariants(data, live === 'ask' ? await decide() : {}, page.revision);
  const isStale = live && !base ? startFollow(window, page.revision, decide) : () => false;
  const shell = createShell({ data, root, design, base, health, isStale, load: (module) => import(module) });
  shell.bus.on('message', (/** @type {ShellMessage} */ message) => {
    if (message.type === 'status' && message.status === MOUNTED && !message.error)
      health.report(message.module, 'healthy', '', shown.get(message.instance));
  });
  watchErrors(shell);
  // A sign-in of whatever kind says who is there: with a user, or with null.
  document.addEventListener('inlay:user', (event) =>
    shell.context.set({ user: /** @type {CustomEvent} */ (event).detail ?? null }));
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
