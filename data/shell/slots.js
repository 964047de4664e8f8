// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { create } from './dom.js';
import { move } from './order.js';
import { slotElement } from './render.js';
import { LOADING, NEW } from './status.js';

/**
 * @typedef {import('./types').Instance} Instance
 * @typedef {import('./types').Slot} Slot
 */

/**
 * The slot's element, made on first use. It is `display: contents`: the children lay out as if they
 * stood in the element that the module offers.
 * @param {Instance} instance
 * @param {string} name
 * @returns {Slot}
 */
export function ensureSlot(instance, name) {
  const known = instance.slots.get(name);
  if (known) return known;
  const element = create('div', 'inlay-slot', { inlaySlot: name, label: name, empty: '' });
  element.slot = `inlay-slot-${name}`;
  const slot = { element, outlet: null };
  instance.slots.set(name, slot);
  return slot;
}

/** @param {Instance} instance @param {string} name */
function strayBox(instance, name) {
  const label = `${instance.definition.module} offers no slot “${name}”`;
  const box = create('div', 'inlay-stray', {}, create('small', '', { label }));
  box.slot = 'inlay-stray';
  if (instance.render) instance.render.container.style.height = 'auto';
  instance.element.append(box);
  return box;
}

/**
 * Puts a slot's children where they belong: into the outlet; without one they wait unseen, and in
 * design mode (once the module had its chance) they stand in a labelled box below it.
 * @param {Instance} instance
 * @param {string} name
 * @param {boolean} design
 */
export function settleSlot(instance, name, design) {
  const { element, outlet } = ensureSlot(instance, name);
  const before = element.parentElement;
  const waiting = instance.status === LOADING || instance.status === NEW;
  const stray = !outlet && design && !waiting && element.childElementCount > 0;
  const old = before?.classList.contains('inlay-stray') ? before : null;
  const place = outlet && !instance.element.shadowRoot ? outlet : instance.element;
  const home = stray ? old ?? strayBox(instance, name) : place;
  element.hidden = !outlet && !stray;
  if (before !== home) move(home, element, null);
  if (old && old !== home) old.remove();
}

/**
 * @param {Instance} instance
 * @param {boolean} design
 */
export function settleSlots(instance, design) {
  for (const name of instance.slots.keys()) settleSlot(instance, name, design);
}

/**
 * A module offers an element for a slot's children.
 * @param {Instance} instance
 * @param {string} name
 * @param {Element} outlet
 * @param {boolean} design
 * @returns {() => void} takes the offer back
 */
export function offerSlot(instance, name, outlet, design) {
  const slot = ensureSlot(instance, name);
  const projection = slotElement(slot.element.slot);
  if (instance.element.shadowRoot) outlet.append(projection);
  slot.outlet = outlet;
  settleSlot(instance, name, design);
  return () => {
    projection.remove();
    if (slot.outlet !== outlet) return;
    slot.outlet = null;
    settleSlot(instance, name, design);
  };
}
