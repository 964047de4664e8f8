// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { same } from './same.js';

/**
 * @typedef {import('./types').Wire} Wire
 * @typedef {import('./types').Config} Config
 */

/**
 * Carries events along the wires: to a prop of an instance, or to a place in the state. Props are
 * kept by target, so that an instance which mounts later gets what was sent before.
 * @param {(path: string, value: unknown) => void} setState
 * @param {(instance: string) => void} changed the instance has other props now
 */
export function createWires(setState, changed) {
  /** @type {Wire[]} */
  let wires = [];
  /** @type {Map<string, { values: Config, version: number }>} */
  const props = new Map();

  /** @param {string} instance @param {(values: Config) => Config} change */
  function replace(instance, change) {
    const { values, version } = props.get(instance) ?? { values: {}, version: 0 };
    const next = change(values);
    if (next === values) return;
    props.set(instance, { values: next, version: version + 1 });
    changed(instance);
  }

  /** @param {string} instance */
  function prune(instance) {
    const fed = new Set(wires.flatMap(({ to }) =>
      'prop' in to && to.instance === instance ? [to.prop] : []));
    replace(instance, (values) =>
      Object.keys(values).every((name) => fed.has(name))
        ? values
        : Object.fromEntries(Object.entries(values).filter(([name]) => fed.has(name))));
  }

  return {
    /** @param {Record<string, Wire>} all */
    follow(all) {
      wires = Object.values(all);
      for (const instance of props.keys()) prune(instance);
    },

    /** @param {string} instance @param {string} event @param {unknown} detail */
    carry(instance, event, detail) {
      for (const { from, to } of wires) {
        if (from.instance !== instance || from.event !== event) continue;
        if ('state' in to) setState(to.state, detail);
        else
          replace(to.instance, (values) =>
            same(values[to.prop], detail) ? values : { ...values, [to.prop]: detail });
      }
    },

    /** @param {string} instance @returns {Config} */
    propsOf: (instance) => props.get(instance)?.values ?? {},

    /** @param {string} instance grows with every change of its props */
    versionOf: (instance) => props.get(instance)?.version ?? 0,

    /** @param {string} instance */
    eventsOf: (instance) =>
      [...new Set(wires.flatMap(({ from }) => (from.instance === instance ? [from.event] : [])))],
  };
}
