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
 * A copy of an object of objects in which `fix` completed every member.
 * @param {unknown} value
 * @param {string} name
 * @param {(member: Record<string, any>, path: string) => object} fix
 */
function members(value, name, fix) {
  /** @type {[string, object][]} */
  const entries = Object.entries(object(value, name)).map(([id, member]) => {
    const path = `${name}/${id}`;
    if (member === null || member === undefined)
      throw new TypeError(`“${path}” of the page data is not an object`);
    return [id, fix(object(member, path), path)];
  });
  return Object.fromEntries(entries);
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function text(value, path) {
  if (typeof value !== 'string') throw new TypeError(`“${path}” of the page data is not a string`);
  return value;
}

/** @param {Record<string, any>} wire @param {string} path */
function checkWire(wire, path) {
  const from = object(wire.from, `${path}/from`);
  const to = object(wire.to, `${path}/to`);
  text(from.instance, `${path}/from/instance`);
  text(from.event, `${path}/from/event`);
  if (typeof to.state !== 'string') text(to.prop, `${path}/to/prop`);
  return wire;
}

/** @param {Record<string, any>} instance @param {string} path */
function checkInstance(instance, path) {
  text(instance.module, `${path}/module`);
  const slots = object(instance.slots, `${path}/slots`);
  for (const [name, children] of Object.entries(slots)) ids(children, `${path}/slots/${name}`);
  return instance;
}

/**
 * Checks page data and fills in what it may leave out, so that nobody after this asks again.
 * @param {unknown} value
 * @returns {PageData}
 */
export function checkPage(value) {
  const data = object(value, 'page');
  if (data.format !== FORMAT)
    throw new TypeError(`page data of format ${data.format} is not format ${FORMAT}`);
  const pages = members(data.pages, 'pages', (page, path) => ({
    ...page,
    path: text(page.path, `${path}/path`),
    regions: ids(page.regions, `${path}/regions`),
  }));
  const order = ids(data.pageOrder, 'pageOrder').filter((id) => Object.hasOwn(pages, id));
  return /** @type {PageData} */ ({
    ...data,
    pages,
    pageOrder: [...new Set([...order, ...Object.keys(pages)])],
    regions: members(data.regions, 'regions', (region, path) => ({
      ...region,
      layout: object(region.layout, `${path}/layout`),
      items: ids(region.items, `${path}/items`),
    })),
    instances: members(data.instances, 'instances', checkInstance),
    modules: members(data.modules, 'modules', (module) => module),
    routes: members(data.routes, 'routes', (route, path) => {
      text(route.prefix, `${path}/prefix`);
      text(route.module, `${path}/module`);
      return route;
    }),
    wires: members(data.wires, 'wires', checkWire),
    state: { initial: object(data.state, 'state').initial ?? {} },
    context: { theme: 'system', locale: 'en', ...object(data.context, 'context') },
  });
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
  const meta = document.querySelector('meta[name="inlay-revision"]');
  return meta?.getAttribute('content') || undefined;
}
