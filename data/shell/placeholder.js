// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

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

/**
 * @param {Document} document
 * @param {string} tag
 * @param {string} text
 */
function textElement(document, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/** @param {HTMLElement} element */
export function clearPlaceholder(element) {
  for (const child of [...element.children])
    if (child.classList.contains('inlay-placeholder')) child.remove();
}

/**
 * Shows in an instance's element what became of its module, or clears that for a status that needs
 * no word.
 * @param {import('./types').Instance} instance
 * @param {() => void} retry
 */
export function showPlaceholder(instance, retry) {
  const { element, status, definition, error } = instance;
  clearPlaceholder(element);
  if (!TITLES[status]) return;
  const document = element.ownerDocument;
  const box = document.createElement('div');
  box.className = 'inlay-placeholder';
  box.dataset.status = status;
  box.slot = 'inlay-status';
  box.setAttribute('role', status === FAILED ? 'alert' : 'status');
  const title = textElement(document, 'strong', TITLES[status](definition.module));
  if (status === LOADING) title.className = 'inlay-hidden-text';
  box.append(title);
  if (HINTS[status]) box.append(textElement(document, 'span', HINTS[status]));
  if (error && status === FAILED) box.append(textElement(document, 'code', error));
  if (status === FAILED || status === TIMEOUT) {
    const button = textElement(document, 'button', 'Try again');
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
  const document = root.ownerDocument;
  const box = document.createElement('div');
  box.className = 'inlay-placeholder inlay-notice';
  box.setAttribute('role', 'alert');
  box.append(textElement(document, 'strong', title), textElement(document, 'span', text));
  if (home !== undefined) {
    const link = document.createElement('a');
    link.href = home;
    link.textContent = 'Go to the start page';
    box.append(link);
  }
  root.prepend(box);
}
