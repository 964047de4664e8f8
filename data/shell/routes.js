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
export const normalize = (path) => '/' + path.split('/').filter(Boolean).join('/');

/**
 * The base of the application: empty, or `/preview/{env}` when the page was asked for there.
 * @param {string} pathname
 */
export const baseOf = (pathname) => /^\/preview\/[^/]+(?=\/|$)/.exec(pathname)?.[0] ?? '';

/**
 * @param {string} base
 * @returns {string | undefined} the environment that the base names (such names need no escapes)
 */
export const environmentOf = (base) => base.split('/')[2];

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
 * @param {[string, string][]} entries ids with their prefixes
 * @param {string} path
 * @returns {[string, string] | null} the id and prefix of the longest that covers the path
 */
function longest(entries, path) {
  /** @type {[string, string] | null} */
  let best = null;
  for (const [id, value] of entries) {
    const prefix = normalize(value);
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
  const page = longest(data.pageOrder.map((id) => [id, data.pages[id].path]), path);
  const found = longest(Object.entries(data.routes).map(([id, { prefix }]) => [id, prefix]), path);
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
export const routeRegion = (regions) => regions.includes('main') ? 'main' : regions[regions.length - 1];
