// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').Services} Services
 * @typedef {import('./types').Instance} Instance
 * @typedef {import('./types').Host} Host
 */

/**
 * What a module may ask of the shell. All that it registers here ends with its mount.
 * @param {Services} shell
 * @param {Pick<Instance, 'id' | 'definition' | 'module'>} instance
 * @param {AbortSignal} signal
 * @returns {Host}
 */
export function createHost(shell, { id, definition, module }, signal) {
  /** @param {() => void} off */
  const until = (off) => {
    if (signal.aborted) off();
    else signal.addEventListener('abort', off, { once: true });
    return off;
  };
  return {
    id,
    module: definition.module,
    version: module?.version ?? '',
    signal,
    state: {
      get: shell.state.get,
      set: (path, value) => signal.aborted || shell.state.set(path, value),
      subscribe: (path, fn) => until(shell.state.subscribe(path, fn, id)),
    },
    get locale() { return shell.context.current.locale; },
    get theme() { return shell.context.current.theme; },
    get user() { return shell.context.current.user; },
    get props() { return shell.wires.propsOf(id); },
    get location() { return shell.router.location; },
    on: (event, fn) => until(shell.bus.on(`event ${event}`, fn, id)),
    emit: (event, detail = null) => signal.aborted || shell.emit(id, String(event), detail),
    navigate: (path) => signal.aborted || shell.router.navigate(path),
    onNavigate: (fn) => until(shell.bus.on('navigate', fn, id)),
    onContext: (fn) => until(shell.bus.on('context', fn, id)),
    notify: (message, kind) => signal.aborted || shell.notify(message, kind),
    slot: (name, element) => until(signal.aborted ? () => {} : shell.offer(id, String(name), element)),
  };
}
