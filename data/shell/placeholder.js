// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { create } from './dom.js';
import { FAILED, LOADING, MISSING, TIMEOUT } from './status.js';

/** @type {Record<string, (module: string) => string>} */
const TITLES = {
  [LOADING]: (module) => `Loading ${module}…`,
  [TIMEOUT]: (module) => `${module} is taking long`,
  [FAILED]: (module) => `${module} could not be shown`,
  [MISSING]: (module) => `Unknown module ${module}`,
};

/** @type {Record<string, string>} */
const HINTS = {
  [TIMEOUT]: 'It appears here as soon as it is ready.',
  [MISSING]: 'Its settings are kept; it appears here once the module is known.',
};

/** @param {HTMLElement} element */
export function clearPlaceholder(element) {
  element.querySelectorAll(':scope > .inlay-placeholder').forEach((each) => each.remove());
}

/**
 * Shows in an instance's element what became of its module, or clears that for a status that needs
 * no word.
 * @param {import('./types').Instance} instance
 * @param {() => void} retry
 */
export function showPlaceholder({ element, status, definition, error }, retry) {
  clearPlaceholder(element);
  if (!TITLES[status]) return;
  const title = TITLES[status](definition.module);
  const box = create('div', 'inlay-placeholder', { status },
    create('strong', status === LOADING ? 'inlay-hidden-text' : '', {}, title));
  box.slot = 'inlay-status';
  box.setAttribute('role', status === FAILED ? 'alert' : 'status');
  if (HINTS[status]) box.append(create('span', '', {}, HINTS[status]));
  if (status === FAILED) box.append(create('code', '', {}, error));
  if (status === FAILED || status === TIMEOUT) {
    const button = create('button', '', {}, 'Try again');
    button.addEventListener('click', retry);
    box.append(button);
  }
  element.prepend(box);
}

/**
 * Stands for a whole page: no page has this path, or the page could not be read.
 * @param {HTMLElement} root
 * @param {string} title
 * @param {string} text
 * @param {string} [home] address to go to instead
 */
export function showNotice(root, title, text, home) {
  const box = create('div', 'inlay-placeholder inlay-notice', {},
    create('strong', '', {}, title), create('span', '', {}, text));
  const link = create('a', '', {}, 'Go to the start page');
  box.setAttribute('role', 'alert');
  link.href = home ?? '';
  if (home) box.append(link);
  root.prepend(box);
}
