// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { applyContext, createContext } from './context.js';
import { createEmitter } from './emitter.js';
import { messageOf, refresh, retry, sync } from './lifecycle.js';
import { createNotices } from './notify.js';
import { showNotice } from './placeholder.js';
import { makePlan } from './plan.js';
import { layRegion, reconcile } from './reconcile.js';
import { createRouter } from './router.js';
import { same } from './same.js';
import { offerSlot } from './slots.js';
import { createState } from './state.js';
import { MOUNTED } from './status.js';
import { createWires } from './wires.js';

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').Instance} Instance
 * @typedef {import('./types').PageData} PageData
 * @typedef {import('./types').Context} Context
 *
 * @typedef {object} Start
 * @property {PageData} data
 * @property {HTMLElement} root
 * @property {boolean} design
 * @property {string} base
 * @property {(module: string) => Promise<any>} load
 * @property {Pick<ReturnType<typeof import('./health.js').createHealth>, 'report'>} health
 * @property {() => boolean} isStale whether the next navigation has to load what is newer
 */

/** @param {Shell} shell @param {string} base */
function showPage(shell, base) {
  const { data, root, router, context, design } = shell;
  const { page, route, path } = router.location;
  shell.plan = makePlan(data, router.location, { user: context.current.user, design });
  root.querySelectorAll(':scope > .inlay-notice').forEach((notice) => notice.remove());
  if (!page && !route)
    showNotice(root, 'Nothing here', `No page of this application covers ${path}.`, `${base}/`);
  root.ownerDocument.title = (page && data.pages[page].title) || data.name || data.id || '';
  reconcile(shell);
}

/** @param {Shell} shell @param {string} base @param {import('./router.js').How} how */
function onLocation(shell, base, how) {
  showPage(shell, base);
  if (how === 'renamed') return;
  const { location } = shell.router;
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) target.scrollIntoView();
  else if (how === 'pushed') window.scrollTo(0, 0);
  shell.root.focus({ preventScroll: true });
  shell.tell({ type: 'navigate', page: location.page, path: location.path });
  shell.bus.emit('navigate', location);
}

/**
 * The one function that all failures pass. What a mounted module throws outside its mount and
 * update is told beside its status, because it goes on running.
 * @param {Shell} shell
 * @param {Start['health']} health
 * @returns {Shell['report']}
 */
function createReport(shell, health) {
  const seen = new WeakSet();
  return (error, owner) => {
    if (seen.has(/** @type {any} */ (error))) return;
    if (error instanceof Object) seen.add(error);
    const instance = shell.instances.get(owner);
    const module = instance?.definition.module ?? '';
    console.error(`inlay: ${owner || 'shell'}${module && ` (${module})`}:`, error);
    if (!instance) return;
    const { status, attempt } = instance;
    health.report(module, 'failed', messageOf(error));
    if (status === MOUNTED)
      shell.tell({ type: 'status', instance: owner, module, status, attempt, error: messageOf(error) });
  };
}

/** @param {Shell} shell @param {string} instance @param {string} event @param {unknown} detail */
function emit(shell, instance, event, detail) {
  shell.tell({ type: 'event', instance, event, detail });
  shell.bus.emit(`event ${event}`, detail, instance);
  try {
    shell.wires.carry(instance, event, detail);
  } catch (error) {
    shell.report(error, instance);
  }
}

/**
 * With the outlet that was missing, children may start.
 * @param {Shell} shell
 * @param {string} id
 * @param {string} slot
 * @param {Element} outlet
 */
function offer(shell, id, slot, outlet) {
  const instance = shell.instances.get(id);
  if (!instance) return () => {};
  const off = offerSlot(instance, slot, outlet, shell.design);
  for (const child of shell.plan.instances.get(id)?.slots[slot] ?? [])
    sync(shell, /** @type {Instance} */ (shell.instances.get(child)));
  shell.tell({ type: 'layout' });
  return off;
}

/** @param {Shell} shell @param {PageData} data */
function update(shell, data) {
  const before = shell.data;
  shell.data = data;
  if (!same(before.state.initial, data.state.initial)) shell.state.set('', data.state.initial);
  shell.wires.follow(data.wires);
  shell.context.follow(data.context);
  shell.router.refresh();
}

/**
 * Theme, locale and user; another user may see other instances.
 * @param {Shell} shell
 * @param {string} base
 */
function startContext(shell, base) {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  /** @type {Context['user']} */
  let user = null;
  return createContext(shell.data.context, dark, (context) => {
    applyContext(document.documentElement, context);
    shell.bus.emit('context', context);
    if (context.user !== user) showPage(shell, base);
    ({ user } = context);
  });
}

/**
 * Builds the application in `root` and shows the page of the present address.
 * @param {Start} start
 * @returns {Shell}
 */
export function createShell({ data, root, design, base, load, health, isStale }) {
  const shell = /** @type {Shell} */ (/** @type {Partial<Shell>} */ ({
    data, root, design, load,
    plan: { regions: [], instances: new Map() },
    instances: new Map(),
    regions: new Map(),
    notify: createNotices(),
    tell: (message) => shell.bus.emit('message', message),
    emit: (instance, event, detail) => emit(shell, instance, event, detail),
    offer: (id, slot, outlet) => offer(shell, id, slot, outlet),
    update: (next) => update(shell, next),
    retry: (id) => retry(shell, shell.instances.get(id)),
  }));
  const report = createReport(shell, health);
  const state = createState(data.state.initial, report);
  const widths = new ResizeObserver((entries) => entries.forEach(({ target }) =>
    layRegion(shell, target.getAttribute('data-inlay-region') ?? '')));
  Object.assign(shell, {
    report, state, widths,
    bus: createEmitter(report),
    // Props follow after the event that fed them, so that long chains of wires do not nest.
    wires: createWires(state.set, (id) =>
      queueMicrotask(() => refresh(shell, shell.instances.get(id)))),
    context: startContext(shell, base),
    router: createRouter(window, base, () => shell.data, (how) => onLocation(shell, base, how), isStale),
  });
  shell.wires.follow(data.wires);
  applyContext(document.documentElement, shell.context.current);
  return shell;
}
