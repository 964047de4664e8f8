// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

// What a visitor gets, decided as the registry decides it (src/core/rollout), from the same snapshot
// and to the same letter: for proxies, workers and pages that may not ask first. The shell itself is
// the registry and does not load this file. tests/data/decisions.json binds the copies.

/**
 * @typedef {Record<string, any>} Snapshot what GET ~/traffic answers
 *
 * @typedef {object} Visitor
 * @property {string | null} unit
 * @property {string[]} groups
 * @property {string | null} override
 *
 * @typedef {object} Decision
 * @property {string} environment
 * @property {string | null} revision
 * @property {string | null} variant
 * @property {string} reason
 * @property {string | null} rule
 * @property {Record<string, string>} assignments
 */

const SEED_ROLLOUT = 0;
const SEED_VARIANT = 0x9747b28c;
const BUCKETS = 10000;

/** @param {string} text what is not Unicode counts as U+FFFD */
const whole = (text) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

/** @param {string} unit */
export function seed31(unit) {
  const text = whole(unit);
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return Math.abs(hash) % 100;
}

/**
 * MurmurHash3_x86_32.
 * @param {Uint8Array} bytes
 * @param {number} seed
 */
export function murmur3(bytes, seed) {
  const rotate = (/** @type {number} */ x, /** @type {number} */ r) => (x << r) | (x >>> (32 - r));
  const scramble = (/** @type {number} */ x) => Math.imul(rotate(Math.imul(x, 0xcc9e2d51), 15), 0x1b873593);
  const end = bytes.length & ~3;
  let hash = seed;
  for (let i = 0; i < end; i += 4) {
    const block = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    hash = (Math.imul(rotate(hash ^ scramble(block), 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let i = bytes.length; i > end; i -= 1) tail = (tail << 8) | bytes[i - 1];
  if (bytes.length > end) hash ^= scramble(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** @param {string} salt @param {string} unit @param {number} [seed] */
export const m3 = (salt, unit, seed = SEED_ROLLOUT) =>
  murmur3(new TextEncoder().encode(`${salt}:${unit}`), seed) % BUCKETS;

/**
 * An own member of the type of the fallback, or the fallback.
 * @param {any} object
 * @param {string} name
 * @param {any} [fallback]
 */
function member(object, name, fallback = null) {
  const value = object instanceof Object && Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
  return fallback !== null && typeof value !== typeof fallback ? fallback : value ?? null;
}

/** @param {any} object @param {string} name @returns {string | null} */
function text(object, name) {
  const value = member(object, name);
  return typeof value === 'string' ? value : null;
}

/** @param {any} object */
const sorted = (object) => Object.keys(object ?? {}).sort();

/**
 * A decision for an environment, or null when there is nothing to serve in it.
 * @param {Snapshot} snapshot
 * @param {string | null} environment
 * @param {string} reason
 * @param {string | null} [rule]
 * @param {string | null} [variant]
 * @returns {Decision | null}
 */
function choose(snapshot, environment, reason, rule = null, variant = null) {
  const revision = text(member(member(snapshot, 'environments'), environment ?? ''), 'revision');
  if (revision === null || environment === null) return null;
  return { environment, revision, variant, reason, rule, assignments: {} };
}

/** @param {Snapshot} snapshot @param {Visitor} visitor */
function decideOverride(snapshot, { override }) {
  if (override === null) return null;
  const all = member(snapshot, 'environments');
  const holds = (/** @type {string} */ name) => text(member(all, name), 'revision') === override;
  return choose(snapshot, override, 'override')
    ?? choose(snapshot, sorted(all).find(holds) ?? null, 'override');
}

/**
 * The first rule of a type that fits and leads somewhere; `fits` gives its name, or false.
 * @param {Snapshot} snapshot
 * @param {string} type
 * @param {string} reason
 * @param {(rule: any) => string | null | false} fits
 */
function decideRules(snapshot, type, reason, fits) {
  for (const rule of member(snapshot, 'rules') ?? []) {
    const name = member(rule, 'enabled', true) && rule.type === type ? fits(rule) : false;
    const decision = name === false ? null : choose(snapshot, text(rule, 'environment'), reason, name);
    if (decision) return decision;
  }
  return null;
}

/** @param {Snapshot} snapshot @param {Visitor} visitor */
const decideGroup = (snapshot, { groups }) => decideRules(snapshot, 'user_group', 'group', (rule) =>
  rule.groups.find((/** @type {any} */ group) => groups.includes(group)) ?? false);

/** @param {Snapshot} snapshot */
const decideFlag = (snapshot) => decideRules(snapshot, 'feature_flag', 'flag', (rule) =>
  member(member(snapshot, 'flags'), rule.flag, false) && rule.flag);

/** @param {string} id @param {any} experiment @param {string} unit */
function variantOf(id, experiment, unit) {
  const bucket = m3(text(experiment, 'salt') ?? id, unit, SEED_VARIANT);
  let limit = 0;
  return experiment.variants.find((/** @type {any} */ each) => bucket < (limit += each.weight)) ?? null;
}

/**
 * The enabled experiments, on modules or not.
 * @param {Snapshot} snapshot
 * @param {boolean} ofModules
 */
function experimentsOf(snapshot, ofModules) {
  const all = member(snapshot, 'experiments');
  return sorted(all).filter((id) =>
    member(all[id], 'enabled', true) && (text(all[id], 'module') !== null) === ofModules)
    .map((id) => ({ id, experiment: all[id] }));
}

/** @param {Snapshot} snapshot @param {Visitor} visitor */
function decideExperiment(snapshot, { unit }) {
  if (unit === null) return null;
  for (const { id, experiment } of experimentsOf(snapshot, false)) {
    const variant = variantOf(id, experiment, unit);
    const environment = text(variant, 'environment') ?? snapshot.active;
    const decision = variant && choose(snapshot, environment, 'experiment', id, variant.name);
    if (decision) return decision;
  }
  if (snapshot.strategy !== 'ab_test') return null;
  const half = seed31(unit) % 2 ? 'green' : 'blue';
  return choose(snapshot, half, 'experiment', 'ab_test', half);
}

/** @param {Snapshot} snapshot @param {Visitor} visitor */
function decideRollout(snapshot, { unit }) {
  if (unit === null) return null;
  const ruled = decideRules(snapshot, 'percentage', 'rollout', (rule) => seed31(unit) < rule.percentage && null);
  const rollout = member(snapshot, 'rollout');
  if (ruled || !rollout) return ruled;
  const salt = text(rollout, 'salt');
  const weight = member(rollout, 'weight', member(rollout, 'percentage', 0) * 100);
  const bucket = salt !== null && rollout.hash !== 'seed31' ? m3(salt, unit) : seed31(unit) * 100;
  return bucket < weight ? choose(snapshot, rollout.environment, 'rollout') : null;
}

/** @param {Snapshot} snapshot @param {string | null} unit */
function assign(snapshot, unit) {
  /** @type {Record<string, string>} */
  const assigned = {};
  if (unit === null) return assigned;
  for (const { id, experiment } of experimentsOf(snapshot, true)) {
    const variant = variantOf(id, experiment, unit);
    if (variant) assigned[id] = variant.name;
  }
  return assigned;
}

/**
 * Decides what a visitor gets; the same arguments give the same answer everywhere, always.
 * @param {Snapshot} snapshot a checked one
 * @param {string | null} [unit] who asks; without one experiments and rollouts do not count
 * @param {string[]} [groups]
 * @param {string | null} [override] an environment or revision; an unknown one is ignored
 * @returns {Decision}
 */
export function decide(snapshot, unit = null, groups = [], override = null) {
  const visitor = { unit, groups, override };
  const enabled = member(snapshot, 'enabled', true);
  const steps = enabled ? [decideGroup, decideFlag, decideExperiment, decideRollout] : [];
  let decision = decideOverride(snapshot, visitor);
  for (const step of steps) decision ??= step(snapshot, visitor);
  decision ??= choose(snapshot, snapshot.active, 'active')
    ?? { environment: snapshot.active, revision: null, variant: null, reason: 'active', rule: null, assignments: {} };
  decision.assignments = enabled ? assign(snapshot, unit) : {};
  return decision;
}
