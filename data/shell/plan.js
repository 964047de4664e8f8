// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { routeRegion } from './routes.js';

/**
 * @typedef {import('./types').PageData} PageData
 * @typedef {import('./types').InstanceData} InstanceData
 * @typedef {import('./types').Match} Match
 * @typedef {import('./types').User} User
 *
 * @typedef {object} PlannedInstance
 * @property {InstanceData} definition
 * @property {string | null} parent
 * @property {string} slot
 * @property {Record<string, string[]>} slots children that are to be seen
 *
 * @typedef {object} Plan
 * @property {{ id: string, items: string[] }[]} regions
 * @property {Map<string, PlannedInstance>} instances parents before children
 */

/** A region for the route of a page that has none of its own. */
const LOOSE_REGION = 'main';

/** @param {string} route */
export const routeInstance = (route) => `route:${route}`;

/**
 * @param {InstanceData} definition
 * @param {User} user
 * @param {boolean} design designers see what only some visitors may see
 */
const visible = ({ hidden, access }, user, design) => !hidden &&
  (design || !access?.length || access.some((role) => user?.roles?.includes(role)));

/**
 * What the document should hold for a match: regions in order and every instance to be seen. Pure.
 * An id that is placed twice stands at its first place only, so a circle of slots ends.
 * @param {PageData} data
 * @param {Match} match
 * @param {{ user: User, design: boolean }} viewer
 * @returns {Plan}
 */
export function makePlan(data, match, viewer) {
  const ids = match.page ? data.pages[match.page].regions : [];
  const own = ids.filter((id, i) => data.regions[id] && ids.indexOf(id) === i);
  const definitions = { ...data.instances };
  const shown = own.length || !match.route ? own : [LOOSE_REGION];
  const regions = shown.map((id) => ({ id, items: data.regions[id]?.items ?? [] }));
  if (match.route) {
    const { module, config } = data.routes[match.route];
    const id = routeInstance(match.route);
    definitions[id] = { module, config };
    const region = regions.find((each) => each.id === routeRegion(shown));
    if (region) region.items = [...region.items, id];
  }
  return place(regions, definitions, viewer);
}

/**
 * @param {{ id: string, items: string[] }[]} regions
 * @param {Record<string, InstanceData>} definitions
 * @param {{ user: User, design: boolean }} viewer
 * @returns {Plan}
 */
function place(regions, definitions, viewer) {
  /** @type {Map<string, PlannedInstance>} */
  const instances = new Map();

  /** @param {string[]} items @param {string | null} parent @param {string} slot */
  const take = (items, parent, slot) =>
    items.filter((id) => {
      const definition = Object.hasOwn(definitions, id) ? definitions[id] : undefined;
      if (!definition || instances.has(id)) return false;
      if (!visible(definition, viewer.user, viewer.design)) return false;
      instances.set(id, { definition, parent, slot, slots: {} });
      return true;
    });

  const planned = regions.map(({ id, items }) => ({ id, items: take(items, null, '') }));
  // The map grows while it is walked: children are met after their parents, without recursion.
  for (const [id, instance] of instances)
    for (const [name, children] of Object.entries(instance.definition.slots ?? {}))
      instance.slots[name] = take(children, id, name);
  return { regions: planned, instances };
}
