// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { inside, match } from './routes.js';

/**
 * @typedef {import('./types').Location} Location
 * @typedef {import('./types').PageData} PageData
 * @typedef {'pushed' | 'moved' | 'renamed'} How renamed: the same place as other data call it
 */

/** The shell's own parameter: every address of a visit keeps it. */
const KEPT = 'composition';

/**
 * The link that a click follows inside the application, if that is the shell's business.
 * @param {MouseEvent} event
 * @returns {HTMLAnchorElement | null}
 */
function linkOf(event) {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  if (event.defaultPrevented || button || metaKey || ctrlKey || shiftKey || altKey) return null;
  // The path shows links inside shadow trees too, the target does not.
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href);
  if (!(link instanceof HTMLAnchorElement) || link.hasAttribute('download')) return null;
  return (link.target || '_self') === '_self' && link.rel !== 'external' ? link : null;
}

/**
 * Follows the address bar. Paths are those of the application: without the base, and in front of
 * the shell's own parameter.
 * @param {Window} window
 * @param {string} base
 * @param {() => PageData} data
 * @param {(how: How) => void} onChange
 * @param {() => boolean} isStale
 */
export function createRouter(window, base, data, onChange, isStale) {
  const kept = new URL(window.location.href).searchParams.get(KEPT);
  let current = locate(new URL(window.location.href));

  /** @param {{ protocol: string, host: string }} url origins of schemes of one's own are opaque */
  const isLocal = ({ protocol, host }) =>
    protocol === window.location.protocol && host === window.location.host;

  /** @param {URL} url @returns {Location} */
  function locate(url) {
    const params = new URLSearchParams(url.search);
    params.delete(KEPT);
    const search = params.toString() && `?${params}`;
    return { ...match(data(), inside(url.pathname, base) ?? '/'), search, hash: url.hash };
  }

  /** @param {Location} location the address that the browser is to show for it */
  function addressOf({ path, search, hash }) {
    const params = new URLSearchParams(search);
    if (kept !== null) params.set(KEPT, kept);
    return `${base}${path}${params.toString() && `?${params}`}${hash}`;
  }

  /** @param {Location} location @param {boolean} push */
  function go(location, push) {
    try {
      if (push) window.history.pushState(null, '', addressOf(location));
    } catch {
      // A page of an opaque origin has no history to write to; it still can show another page.
    }
    current = location;
    onChange(push ? 'pushed' : 'moved');
  }

  /** @param {string} path */
  function navigate(path) {
    const url = new URL(path, new URL(addressOf(current), window.location.href));
    if (!isLocal(url) || inside(url.pathname, base) === null) {
      if (!/^https?:$/.test(url.protocol)) throw new TypeError(`address “${url}” is no web address`);
      return window.location.assign(url.href);
    }
    const next = locate(url);
    if (isStale()) return window.location.assign(addressOf(next));
    go(next, addressOf(next) !== addressOf(current));
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const link = linkOf(event);
    if (!link || !isLocal(link) || inside(link.pathname, base) === null) return;
    const next = locate(new URL(link.href));
    const here = next.path === current.path && next.search === current.search;
    if ((here && link.hash) || !(next.page || next.route)) return;
    event.preventDefault();
    navigate(link.href);
  }

  window.addEventListener('popstate', () =>
    isStale() ? window.location.reload() : go(locate(new URL(window.location.href)), false));
  window.document.addEventListener('click', onClick);

  return {
    get location() { return current; },
    navigate,

    /** @param {string} page shows a page without a trace in the history */
    show(page) {
      const { path } = data().pages[page];
      go({ path, page, route: null, rest: '/', search: '', hash: '' }, false);
    },

    /** The data changed: the same place, as it is called now. */
    refresh() {
      const { page, path, search, hash } = current;
      let found = match(data(), path);
      // A page that is being looked at stays in view when its path, or another's, changes.
      if (page && data().pages[page] && found.page !== page && !found.route)
        found = { path: data().pages[page].path, page, route: null, rest: '/' };
      current = { ...found, search, hash };
      onChange('renamed');
    },
  };
}
