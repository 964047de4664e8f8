// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { routeInstance } from './plan.js';

/**
 * @typedef {import('./types').Decision} Decision
 * @typedef {import('./types').PageData} PageData
 * @typedef {import('./types').Variant} Variant
 */

/** How long a page waits for its variants before it shows what everybody gets. */
const PATIENCE = 2000;

/**
 * Whether a registry stands behind the page, as its cookie tells: empty without one and where
 * nothing may be kept, `ask` when it has variants to tell of, else `follow`.
 * @param {{ cookie: string }} document
 */
export function liveOf(document) {
  try {
    return /(?:^|; )inlay-live=(\w+)/.exec(document.cookie)?.[1] ?? '';
  } catch {
    return '';
  }
}

/**
 * What the registry says; empty when it does not say so in time.
 * @param {string} address
 * @returns {Promise<any>}
 */
export function ask(address) {
  const asked = fetch(address).then((response) => (response.ok ? response.json() : {}));
  const late = new Promise((done) => setTimeout(done, PATIENCE, {}));
  return Promise.race([asked.catch(() => ({})), late]);
}

/** @param {unknown} value */
const entriesOf = (value) => Object.entries(value instanceof Object ? value : {});

/**
 * A JSON Merge Patch (RFC 7396). Members are defined, never assigned, so no name means more.
 * @param {unknown} target
 * @param {unknown} patch
 * @returns {any}
 */
export function mergePatch(target, patch) {
  if (!(patch instanceof Object) || Array.isArray(patch)) return patch;
  const result = new Map(Array.isArray(target) ? [] : entriesOf(target));
  for (const [name, value] of entriesOf(patch))
    if (value === null) result.delete(name);
    else result.set(name, mergePatch(result.get(name), value));
  return Object.fromEntries(result);
}

/**
 * Places the variants of modules before anything is mounted. One that needs a module which this
 * revision does not have, or that was decided for another revision, is passed over.
 * @param {PageData} data
 * @param {Decision} decision
 * @param {string | undefined} revision of the page
 * @returns {Map<string, [string, string][]>} what is shown of which experiment, by instance
 */
export function placeVariants(data, decision, revision) {
  const variants = (decision.revision === revision && decision.variants) || [];
  const usable = variants.filter(({ use }) => !use || use in data.modules);
  /** @type {Record<string, import('./types').InstanceData>} */
  const all = { ...data.instances };
  for (const id of Object.keys(data.routes)) all[routeInstance(id)] = data.routes[id];
  return new Map(Object.entries(all).map(([id, placed]) => {
    const own = usable.filter(({ module }) => module === placed.module);
    for (const { config = {}, use = placed.module } of own)
      Object.assign(placed, { module: use, config: mergePatch(placed.config, config) });
    return [id, own.map(({ experiment, variant }) => [experiment, variant])];
  }));
}
