// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { createQueue } from './queue.js';
import { same } from './same.js';

const MAX_DEPTH = 64;

/**
 * The reference tokens of a JSON Pointer (RFC 6901, section 4).
 * @param {string} path
 */
export function tokens(path) {
  if (path === '') return [];
  if (typeof path !== 'string' || path[0] !== '/')
    throw new TypeError(`state path “${path}” does not start with a slash`);
  return path.slice(1).split('/').map((token) => token.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/**
 * @param {any} tree
 * @param {string[]} path
 */
function read(tree, path) {
  let value = tree;
  for (const token of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, token)) return undefined;
    value = value[token];
  }
  return value;
}

/**
 * A copy of `tree` that differs only along `path`; objects grow where nothing was.
 * @param {any} tree
 * @param {string[]} path
 * @param {unknown} value
 * @returns {any}
 */
function write(tree, path, value) {
  if (!path.length) return value;
  const [token, ...rest] = path;
  if (!Array.isArray(tree)) {
    const object = tree !== null && typeof tree === 'object' ? tree : {};
    const child = Object.hasOwn(object, token) ? object[token] : undefined;
    return { ...object, [token]: write(child, rest, value) };
  }
  const index = token === '-' ? tree.length : Number(token);
  if (!Number.isInteger(index) || index < 0 || index > tree.length)
    throw new RangeError(`state path names no place “${token}” in a list of ${tree.length}`);
  const copy = tree.slice();
  copy[index] = write(tree[index], rest, value);
  return copy;
}

/**
 * State that the modules of a page share. Values are replaced, never changed in place, so what was
 * read stays as it was.
 * @param {unknown} initial
 * @param {(error: unknown, owner: string) => void} onError
 */
export function createState(initial, onError) {
  let tree = initial ?? {};
  /** @type {Set<{ path: string, steps: string[], fn: Function, owner: string }>} */
  const subscribers = new Set();
  const enqueue = createQueue(onError, 'state is set in a circle');

  /** @param {unknown} before @param {unknown} after */
  function tell(before, after) {
    for (const { path, steps, fn, owner } of [...subscribers]) {
      const value = read(after, steps);
      if (value !== read(before, steps)) enqueue(() => fn(value, path), owner);
    }
  }

  return {
    /** @param {string} path */
    get: (path) => read(tree, tokens(path)),

    /** @param {string} path @param {unknown} value */
    set(path, value) {
      const steps = tokens(path);
      if (steps.length > MAX_DEPTH) throw new RangeError(`state path “${path}” is too deep`);
      if (same(read(tree, steps), value)) return;
      const before = tree;
      tree = write(tree, steps, value);
      tell(before, tree);
    },

    /** @param {string} path @param {Function} fn @param {string} [owner] */
    subscribe(path, fn, owner = '') {
      const entry = { path, steps: tokens(path), fn, owner };
      subscribers.add(entry);
      return () => void subscribers.delete(entry);
    },
  };
}
