// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { create } from './dom.js';
import { layOut, placeItem } from './grid.js';
import { remove, sync } from './lifecycle.js';
import { arrange } from './order.js';
import { ensureSlot } from './slots.js';
import { NEW } from './status.js';

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').Instance} Instance
 * @typedef {import('./plan.js').PlannedInstance} PlannedInstance
 */

/**
 * @param {Shell} shell
 * @param {string} id
 * @param {PlannedInstance} planned
 * @returns {Instance}
 */
function createInstance(shell, id, { definition }) {
  const element = create('div', 'inlay-instance', { inlayInstance: id });
  return { id, element, slots: new Map(), definition, module: undefined, status: NEW, attempt: 0,
    error: '', render: null, abort: null, handle: null, applied: '', busy: false, rounds: 0 };
}

/**
 * Whether the live instance cannot become what is planned: another module or another isolation
 * needs an element of its own.
 * @param {Shell} shell
 * @param {Instance} instance
 * @param {PlannedInstance} planned
 */
function isOther(shell, { definition, module }, planned) {
  const next = planned.definition;
  if (definition.module !== next.module) return true;
  const now = shell.data.modules[next.module];
  if (!module || !now) return false;
  return (definition.isolation ?? module.isolation) !== (next.isolation ?? now.isolation)
    || module.version !== now.version || module.adapter !== now.adapter;
}

/** @param {Shell} shell @returns {Instance[]} live instances that the plan replaced or dropped */
function followInstances(shell) {
  const { plan, instances } = shell;
  const gone = [...instances.values()].filter((instance) => {
    const planned = plan.instances.get(instance.id);
    return !planned || isOther(shell, instance, planned);
  });
  for (const { id } of gone) instances.delete(id);
  for (const [id, planned] of plan.instances) {
    const instance = instances.get(id) ?? createInstance(shell, id, planned);
    instances.set(id, instance);
    instance.definition = planned.definition;
    instance.module = shell.data.modules[planned.definition.module];
  }
  return gone;
}

/** @param {Shell} shell @param {string[]} ids */
function elementsOf(shell, ids) {
  return ids.map((id) => /** @type {Instance} */ (shell.instances.get(id)).element);
}

/** @param {Shell} shell @param {string} id */
function ensureRegion(shell, id) {
  const known = shell.regions.get(id);
  if (known) return known;
  const element = create('section', 'inlay-region', { inlayRegion: id, label: id });
  shell.regions.set(id, element);
  shell.widths.observe(element);
  return element;
}

/** @param {Shell} shell @returns {HTMLElement[]} regions that the plan no longer has */
function placeAll(shell) {
  const { plan, regions, instances } = shell;
  const shown = plan.regions.map(({ id }) => ensureRegion(shell, id));
  arrange(shell.root, shown);
  for (const { id, items } of plan.regions) {
    const region = ensureRegion(shell, id);
    arrange(region, elementsOf(shell, items));
    region.toggleAttribute('data-empty', !items.length);
  }
  for (const [id, { slots }] of plan.instances) {
    const instance = /** @type {Instance} */ (instances.get(id));
    for (const name of new Set([...instance.slots.keys(), ...Object.keys(slots)])) {
      const { element } = ensureSlot(instance, name);
      if (!element.parentElement) instance.element.append(element);
      arrange(element, elementsOf(shell, slots[name] ?? []));
      element.toggleAttribute('data-empty', !slots[name]?.length);
    }
  }
  return [...regions.values()].filter((element) => !shown.includes(element));
}

/**
 * Lays a region out for its present width.
 * @param {Shell} shell
 * @param {string} id
 */
export function layRegion(shell, id) {
  const region = shell.regions.get(id);
  const planned = shell.plan.regions.find((each) => each.id === id);
  if (!region || !planned) return;
  const width = region.clientWidth;
  const columns = layOut(region, shell.data.regions[id]?.layout, width);
  for (const item of planned.items) {
    const { element, definition } = /** @type {Instance} */ (shell.instances.get(item));
    placeItem(element, definition.area, width, columns);
  }
}

/**
 * Makes the document follow `shell.plan`. Everything is put in place before anything leaves, so
 * that what moved out of a removed parent lives on.
 * @param {Shell} shell
 */
export function reconcile(shell) {
  const gone = followInstances(shell);
  const goneRegions = placeAll(shell);
  for (const instance of gone) remove(shell, instance);
  for (const region of goneRegions) {
    shell.regions.delete(region.dataset.inlayRegion ?? '');
    shell.widths.unobserve(region);
    region.remove();
  }
  for (const { id } of shell.plan.regions) layRegion(shell, id);
  for (const instance of shell.instances.values()) sync(shell, instance);
  shell.tell({ type: 'layout' });
}
