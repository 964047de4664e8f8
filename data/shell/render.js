// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { create } from './dom.js';

/**
 * @typedef {import('./types').Isolation} Isolation
 * @typedef {import('./types').Render} Render
 */

/** @param {string} name */
export const slotElement = (name) => Object.assign(create('slot'), { name });

/**
 * Limits every style sheet text that a module puts into its container to that container, and keeps
 * it from the instances nested there.
 * @param {HTMLElement} container
 */
function scopeStyles(container) {
  const wrap = () => {
    for (const style of container.querySelectorAll('style')) {
      const text = style.textContent ?? '';
      if (text.startsWith('@scope') || style.closest('.inlay-slot')) continue;
      style.textContent = `@scope to (.inlay-slot) {\n${text}\n}`;
    }
  };
  const observer = new MutationObserver(wrap);
  observer.observe(container, { childList: true, subtree: true, characterData: true });
  return () => observer.disconnect();
}

/**
 * A fresh place to draw in. What the shell itself shows (placeholders, children of slots) stays in
 * the light tree and is projected, so the page's styles reach it under every isolation.
 * @param {HTMLElement} element
 * @param {Isolation} isolation
 * @returns {Render}
 */
export function createRender(element, isolation) {
  const container = create('div', 'inlay-container');
  // Neighbours in a row of the grid are equally tall; a module may fill that by a height of 100 %.
  container.style.height = '100%';
  const shadow = isolation === 'shadow' && (element.shadowRoot ?? element.attachShadow({ mode: 'open' }));
  if (shadow) shadow.replaceChildren(slotElement('inlay-status'), container, slotElement('inlay-stray'));
  else element.prepend(container);
  const stop = isolation === 'scoped' ? scopeStyles(container) : () => {};
  const dispose = () => {
    stop();
    container.remove();
    if (shadow) shadow.adoptedStyleSheets = [];
  };
  return { isolation, container, dispose };
}
