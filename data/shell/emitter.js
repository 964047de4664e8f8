// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { createQueue } from './queue.js';

/**
 * Who listens to what. A listener that throws is reported with its owner and stops nobody else.
 * @param {(error: unknown, owner: string) => void} onError
 */
export function createEmitter(onError) {
  /** @type {Map<string, Set<{ fn: Function, owner: string }>>} */
  const listeners = new Map();
  const enqueue = createQueue(onError, 'events answer each other in a circle');

  return {
    /**
     * @param {string} type
     * @param {Function} fn
     * @param {string} [owner] id of the instance that listens
     * @returns {() => void} stops listening
     */
    on(type, fn, owner = '') {
      if (typeof fn !== 'function') throw new TypeError(`listener of “${type}” is not a function`);
      const entry = { fn, owner };
      const all = listeners.get(type) ?? new Set();
      listeners.set(type, all.add(entry));
      return () => {
        all.delete(entry);
        if (!all.size && listeners.get(type) === all) listeners.delete(type);
      };
    },

    /**
     * @param {string} type
     * @param {...unknown} args
     */
    emit(type, ...args) {
      for (const { fn, owner } of [...(listeners.get(type) ?? [])])
        enqueue(() => fn(...args), owner);
    },
  };
}
