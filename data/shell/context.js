// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').Context} Context
 * @typedef {import('./types').Theme} Theme
 * @typedef {import('./types').PageData} PageData
 */

/** Scripts written from right to left, for browsers that cannot tell a locale's direction. */
const RTL = ['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** @param {string} locale */
export const directionOf = (locale) =>
  RTL.includes(locale.split('-')[0].toLowerCase()) ? 'rtl' : 'ltr';

/**
 * Theme, locale and user, as the page asks for them and as they are overridden while it lives.
 * `system` follows the system's own choice as long as nobody overrides it.
 * @param {PageData['context']} wanted
 * @param {{ matches: boolean, addEventListener(type: 'change', fn: () => void): void }} systemDark
 * @param {(context: Context) => void} onChange
 */
export function createContext(wanted, systemDark, onChange) {
  let page = wanted;
  /** @type {Partial<Context>} */
  let override = {};
  let current = resolve();

  /** @returns {Context} */
  function resolve() {
    /** @type {Theme} */
    const system = systemDark.matches ? 'dark' : 'light';
    const theme = page.theme === 'dark' || page.theme === 'light' ? page.theme : system;
    return { theme, locale: page.locale || 'en', user: null, ...override };
  }

  function refresh() {
    const next = resolve();
    const before = Object.values(current);
    current = next;
    if (Object.values(next).some((value, i) => value !== before[i])) onChange(current);
  }

  systemDark.addEventListener('change', refresh);
  return {
    get current() { return current; },
    /** @param {Partial<Context>} change */
    set(change) {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      override = { ...override, ...Object.fromEntries(given) };
      refresh();
    },
    /** @param {PageData['context']} next */
    follow(next) {
      page = next;
      refresh();
    },
  };
}

/**
 * @param {HTMLElement} html
 * @param {Context} context
 */
export function applyContext(html, { theme, locale }) {
  html.dataset.theme = theme;
  html.lang = locale;
  html.dir = directionOf(locale);
}
