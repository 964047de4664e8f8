// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').PageData} PageData
 * @typedef {import('./types').Match} Match
 */

/** What the origin serves beside pages; links there are the browser's own business. */
const RESERVED = ['/api', '/modules', '/preview', '/shell'];

/**
 * One leading slash, no trailing one, no empty segments.
 * @param {string} path
 */
export function normalize(path) {
  return '/' + path.split('/').filter(Boolean).join('/');
}

/**
 * The base of the application: empty, or `/preview/{env}` when the page was asked for there.
 * @param {string} pathname
 */
export function baseOf(pathname) {
  const found = /^\/preview\/[^/]+(?=\/|$)/.exec(pathname);
  return found ? found[0] : '';
}

/**
 * @param {string} base
 * @returns {string | undefined} the environment that the base names (such names need no escapes)
 */
export function environmentOf(base) {
  return base.split('/')[2];
}

/**
 * Modules link to `/about` without knowing where the application is served, so a path outside the
 * base counts as one inside it.
 * @param {string} pathname
 * @param {string} base
 * @returns {string | null} the path inside the application, or null when the shell has no say in it
 */
export function inside(pathname, base) {
  const path = normalize(isPrefix(base, pathname) ? pathname.slice(base.length) : pathname);
  return RESERVED.some((prefix) => isPrefix(prefix, path)) ? null : path;
}

/**
 * Whether `prefix` covers `path` at a segment border: `/a` covers `/a/b`, not `/ab`.
 * @param {string} prefix
 * @param {string} path
 */
export function isPrefix(prefix, path) {
  const bare = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  return path === bare || path.startsWith(bare + '/') || bare === '';
}

/**
 * @template T
 * @param {[string, T][]} entries
 * @param {string} path
 * @param {(value: T) => string} prefixOf
 * @returns {[string, string] | null} the id and prefix of the longest that covers the path
 */
function longest(entries, path, prefixOf) {
  /** @type {[string, string] | null} */
  let best = null;
  for (const [id, value] of entries) {
    const prefix = normalize(prefixOf(value));
    if (isPrefix(prefix, path) && (!best || prefix.length > best[1].length)) best = [id, prefix];
  }
  return best;
}

/**
 * Chooses the page and the route of a path. Each is the longest prefix of its kind. A route that
 * names no page of its own yields to a page whose path says more than the route's prefix.
 * @param {PageData} data
 * @param {string} path
 * @returns {Match}
 */
export function match(data, path) {
  const pages = data.pageOrder.map((id) => /** @type {const} */ ([id, data.pages[id]]));
  const page = longest(pages.map(([id, value]) => [id, value]), path, (value) => value.path);
  const found = longest(Object.entries(data.routes), path, (value) => value.prefix);
  const own = found && data.routes[found[0]].page;
  const route = found && (own || !page || found[1].length >= page[1].length) ? found : null;
  const prefix = route ? route[1] : page ? page[1] : '/';
  return {
    path,
    page: (route && own && data.pages[own] ? own : page && page[0]) || null,
    route: route ? route[0] : null,
    rest: normalize(path.slice(prefix === '/' ? 0 : prefix.length)),
  };
}

/**
 * The region that shows a route's module: `main`, else the page's last one.
 * @param {string[]} regions
 */
export function routeRegion(regions) {
  return regions.includes('main') ? 'main' : regions[regions.length - 1];
}
