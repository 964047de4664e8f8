// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { adapt } from './adapters.js';
import { mountFrame } from './frame.js';
import { createHost } from './host.js';
import { clearPlaceholder, showPlaceholder } from './placeholder.js';
import { createRender } from './render.js';
import { settleSlots } from './slots.js';
import { FAILED, LOADING, MISSING, MOUNTED, NEW, TIMEOUT, UNMOUNTED, mayMove } from './status.js';

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').Instance} Instance
 * @typedef {import('./types').Status} Status
 */

export const LOAD_TIMEOUT = 10000;
/** Updates an instance may get in a row before it has to let the page breathe. */
const BURST = 50;
const BREATH = 100;

/** @param {unknown} error */
export const messageOf = (error) =>
  error instanceof Error ? error.message || error.name : String(error);

/** @param {Shell} shell @param {Instance} instance @param {Status} status @param {string} [error] */
function setStatus(shell, instance, status, error = '') {
  if (!mayMove(instance.status, status))
    throw new Error(`instance ${instance.id} cannot go from ${instance.status} to ${status}`);
  instance.status = status;
  instance.error = error;
  showPlaceholder(instance, () => retry(shell, instance));
  settleSlots(instance, shell.design);
  const { id, attempt, definition } = instance;
  shell.tell({ type: 'status', instance: id, module: definition.module, status, attempt,
    ...(error && { error }) });
}

/** @param {Shell} shell @param {Instance} instance what the module is to show now */
function wanted(shell, { id, definition }) {
  return `${shell.wires.versionOf(id)} ${JSON.stringify(definition.config ?? {})}`;
}

/** @param {Shell} shell @param {Instance} instance @param {import('./types').Handle | null} handle */
async function dismiss(shell, instance, handle) {
  try {
    await handle?.unmount?.();
  } catch (error) {
    shell.report(error, instance.id);
  }
}

/**
 * Ends the running attempt, if any: the module is told, its drawing goes, its slots' children stay.
 * @param {Shell} shell
 * @param {Instance} instance
 */
function stop(shell, instance) {
  const { handle, render } = instance;
  instance.abort?.abort();
  instance.handle = instance.render = instance.abort = null;
  instance.busy = false;
  for (const slot of instance.slots.values()) slot.outlet = null;
  settleSlots(instance, shell.design);
  void dismiss(shell, instance, handle);
  render?.dispose();
}

/** @param {Shell} shell @param {Instance} instance @param {unknown} error */
function fail(shell, instance, error) {
  stop(shell, instance);
  setStatus(shell, instance, FAILED, messageOf(error));
  shell.report(error, instance.id);
}

/** @param {Shell} shell @param {Instance} instance @param {AbortSignal} signal */
async function mount(shell, instance, signal) {
  const { id, definition, element } = instance;
  const module = /** @type {import('./types').ModuleData} */ (instance.module);
  const isolation = definition.isolation ?? module.isolation ?? 'shadow';
  const exports = isolation === 'iframe' ? {} : await shell.load(definition.module);
  if (signal.aborted) return;
  const draw = isolation === 'iframe'
    ? mountFrame.bind(null, module)
    : adapt(exports, module, () => shell.wires.eventsOf(id));
  clearPlaceholder(element);
  instance.render = createRender(element, isolation);
  instance.applied = wanted(shell, instance);
  const host = createHost(shell, instance, signal);
  // What it is now: it may have changed while the module was loaded.
  const config = structuredClone(instance.definition.config ?? {});
  const handle = (await draw(instance.render.container, config, host)) ?? null;
  if (signal.aborted) return dismiss(shell, instance, handle);
  instance.handle = handle;
  setStatus(shell, instance, MOUNTED);
  refresh(shell, instance);
}

/** @param {Shell} shell @param {Instance} instance */
async function start(shell, instance) {
  const abort = new AbortController();
  instance.abort = abort;
  instance.attempt += 1;
  instance.applied = wanted(shell, instance);
  setStatus(shell, instance, LOADING);
  const late = setTimeout(() => setStatus(shell, instance, TIMEOUT,
    `not ready after ${LOAD_TIMEOUT / 1000} s`), LOAD_TIMEOUT);
  abort.signal.addEventListener('abort', () => clearTimeout(late));
  try {
    await mount(shell, instance, abort.signal);
  } catch (error) {
    if (!abort.signal.aborted) fail(shell, instance, error);
  } finally {
    clearTimeout(late);
  }
}

/** @param {Instance} instance @returns {Promise<void> | void} a pause for wires that feed each other */
function breathe(instance) {
  if (!instance.rounds) setTimeout(() => (instance.rounds = 0), BREATH);
  instance.rounds += 1;
  if (instance.rounds > BURST) return new Promise((done) => setTimeout(done, BREATH));
}

/**
 * Brings a mounted module up to its config and props: by its update, else by mounting it anew.
 * @param {Shell} shell
 * @param {Instance | undefined} instance
 */
export async function refresh(shell, instance) {
  if (!instance?.abort || instance.busy || instance.status !== MOUNTED) return;
  if (instance.applied === wanted(shell, instance)) return;
  const { signal } = instance.abort;
  instance.busy = true;
  try {
    while (!signal.aborted && instance.applied !== wanted(shell, instance)) {
      const pause = breathe(instance);
      if (pause) await pause;
      if (signal.aborted) return;
      if (!instance.handle?.update) return restart(shell, instance);
      instance.applied = wanted(shell, instance);
      const config = structuredClone(instance.definition.config ?? {});
      await instance.handle.update(config, shell.wires.propsOf(instance.id));
    }
  } catch (error) {
    if (!signal.aborted) fail(shell, instance, error);
  } finally {
    if (!signal.aborted) instance.busy = false;
  }
}

/** @param {Shell} shell @param {Instance} instance */
function restart(shell, instance) {
  stop(shell, instance);
  void start(shell, instance);
}

/**
 * Follows a change of the instance's definition, module or place. Children of a slot that is not
 * offered wait; what failed or hangs gets another chance with other settings.
 * @param {Shell} shell
 * @param {Instance} instance
 */
export function sync(shell, instance) {
  settleSlots(instance, shell.design);
  if (!instance.module) {
    if (instance.status === MISSING) return;
    stop(shell, instance);
    setStatus(shell, instance, MISSING, `module ${instance.definition.module} is not known`);
  } else if (instance.status === NEW || instance.status === MISSING) {
    if (shell.design || !instance.element.parentElement?.hidden) void start(shell, instance);
  } else if (instance.status === MOUNTED) void refresh(shell, instance);
  else if (instance.status !== LOADING && instance.applied !== wanted(shell, instance))
    restart(shell, instance);
}

/** @param {Shell} shell @param {Instance | undefined} instance */
export function retry(shell, instance) {
  if (instance?.module && instance.status !== UNMOUNTED) restart(shell, instance);
}

/** @param {Shell} shell @param {Instance} instance */
export function remove(shell, instance) {
  stop(shell, instance);
  setStatus(shell, instance, UNMOUNTED);
  instance.element.remove();
}
