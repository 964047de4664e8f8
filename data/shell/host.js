// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { offerSlot } from './slots.js';

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').Instance} Instance
 * @typedef {import('./types').Host} Host
 */

/**
 * What a module may ask of the shell. All that it registers here ends with its mount.
 * @param {Shell} shell
 * @param {Instance} instance
 * @param {AbortSignal} signal
 * @returns {Host}
 */
export function createHost(shell, instance, signal) {
  const { id, definition, module } = instance;

  /** @param {() => void} off */
  const until = (off) => {
    if (signal.aborted) off();
    else signal.addEventListener('abort', off, { once: true });
    return off;
  };
  const alive = () => !signal.aborted;

  return {
    id,
    module: definition.module,
    version: module?.version ?? '',
    signal,
    get locale() { return shell.context.current.locale; },
    get theme() { return shell.context.current.theme; },
    get user() { return shell.context.current.user; },
    get props() { return shell.wires.propsOf(id); },
    get location() { return shell.router.location; },
    on: (event, fn) => until(shell.bus.on(`event ${event}`, fn, id)),
    emit: (event, detail = null) => {
      if (alive()) shell.emit(id, String(event), detail);
    },
    state: {
      get: shell.state.get,
      set: (path, value) => {
        if (alive()) shell.state.set(path, value);
      },
      subscribe: (path, fn) => until(shell.state.subscribe(path, fn, id)),
    },
    navigate: (path) => {
      if (alive()) shell.router.navigate(path);
    },
    onNavigate: (fn) => until(shell.bus.on('navigate', fn, id)),
    onContext: (fn) => until(shell.bus.on('context', fn, id)),
    notify: (message, kind) => {
      if (alive()) shell.notify(message, kind);
    },
    slot: (name, element) => {
      if (!alive()) return () => {};
      const off = until(offerSlot(instance, String(name), element, shell.design));
      shell.offered(id, String(name));
      return off;
    },
  };
}
