// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').PageData} PageData
 */

const FORMAT = 1;

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {Record<string, any>}
 */
function object(value, name) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new TypeError(`“${name}” of the page data is not an object`);
  return /** @type {Record<string, any>} */ (value);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[]}
 */
function ids(value, name) {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((id) => typeof id !== 'string'))
    throw new TypeError(`“${name}” of the page data is not a list of ids`);
  return value;
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function text(value, path) {
  if (typeof value !== 'string') throw new TypeError(`“${path}” of the page data is not a string`);
  return value;
}

/** @type {Record<string, Record<string, (value: unknown, path: string) => unknown>>} */
const SHAPES = {
  pages: { path: text, regions: ids },
  regions: { layout: object, items: ids },
  instances: { module: text, config: object, area: object, slots: lists },
  modules: {},
  routes: { prefix: text, module: text },
  wires: { from: end, to: end },
};

/** @param {unknown} value @param {string} path */
function lists(value, path) {
  const entries = Object.entries(object(value, path));
  return Object.fromEntries(entries.map(([name, list]) => [name, ids(list, `${path}/${name}`)]));
}

/** @param {unknown} value @param {string} path of an end of a wire: `from` or `to` */
function end(value, path) {
  const given = object(value, path);
  const isState = path.endsWith('/to') && given.state !== undefined;
  const keys = isState ? ['state'] : [path.endsWith('/to') ? 'prop' : 'event', 'instance'];
  for (const key of keys) text(given[key], `${path}/${key}`);
  return given;
}

/**
 * A checked copy of an object whose members have the shape of that name.
 * @param {unknown} value
 * @param {string} name
 * @returns {Record<string, any>} without a prototype, so that no id means what is not there
 */
function members(value, name) {
  const all = Object.create(null);
  for (const [id, member] of Object.entries(object(value, name))) {
    all[id] = { ...object(member ?? 'nothing', `${name}/${id}`) };
    for (const [key, read] of Object.entries(SHAPES[name]))
      all[id][key] = read(all[id][key], `${name}/${id}/${key}`);
  }
  return all;
}

/**
 * Checks page data and fills in what it may leave out, so that nobody after this asks again.
 * @param {unknown} value
 * @param {PageData} [before] where it names what is gone, everything else of the instances stays
 * @returns {PageData}
 */
export function checkPage(value, before) {
  const given = object(value, 'page');
  if (given.format !== FORMAT)
    throw new TypeError(`page data of format ${given.format} is not format ${FORMAT}`);
  const data = { ...given };
  for (const name of Object.keys(SHAPES)) data[name] = members(given[name], name);
  if (given.gone) data.instances = Object.assign(Object.create(null), before?.instances, data.instances);
  for (const id of ids(given.gone, 'gone')) delete data.instances[id];
  const order = ids(given.pageOrder, 'pageOrder').filter((id) => id in data.pages);
  data.pageOrder = [...new Set([...order, ...Object.keys(data.pages)])];
  data.state = { initial: object(given.state, 'state').initial ?? {} };
  data.context = { theme: 'system', locale: 'en', ...object(given.context, 'context') };
  return /** @type {PageData} */ (/** @type {unknown} */ (data));
}

/**
 * Reads the JSON block that the page writer put into the document.
 * @param {Document} document
 */
export function readPage(document) {
  const block = document.getElementById('inlay-page');
  if (!block) throw new Error('the document has no page data (#inlay-page)');
  return checkPage(JSON.parse(block.textContent ?? ''));
}

/**
 * The digest of what was published, or undefined in a preview.
 * @param {Document} document
 */
export function readRevision(document) {
  return document.querySelector('meta[name="inlay-revision"]')?.getAttribute('content') || undefined;
}
