// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').Mount} Mount
 * @typedef {import('./types').Host} Host
 * @typedef {import('./types').Config} Config
 * @typedef {import('./types').ModuleData} ModuleData
 * @typedef {Record<string, any>} Exports
 */

/** @type {WeakMap<object, Promise<unknown>>} one bootstrap for each module, however often placed */
const bootstraps = new WeakMap();

/** @param {Exports} exports @returns {Mount} */
function inlay(exports) {
  const { mount, default: fallback } = exports;
  if (typeof mount === 'function') return mount;
  if (typeof fallback?.mount === 'function') return fallback.mount.bind(fallback);
  if (typeof fallback === 'function') return fallback;
  throw new TypeError('the module exports no mount function');
}

/** @param {unknown} steps @param {object} props */
async function run(steps, props) {
  for (const step of [steps].flat()) if (typeof step === 'function') await step(props);
}

/** @param {Exports} exports @returns {Mount} */
function singleSpa(exports) {
  const cycle = exports.mount ? exports : exports.default ?? {};
  if (!cycle.mount || !cycle.unmount)
    throw new TypeError('the module exports no mount and unmount of single-spa');
  return async (container, config, host) => {
    const fixed = { name: host.id, domElement: container, singleSpa: {}, host };
    const props = { ...config, ...host.props, ...fixed };
    const ready = bootstraps.get(cycle) ?? run(cycle.bootstrap, props);
    bootstraps.set(cycle, ready);
    ready.catch(() => bootstraps.delete(cycle));
    await ready;
    await run(cycle.mount, props);
    const update = (/** @type {Config} */ next, /** @type {Config} */ wired) =>
      run(cycle.update, { ...next, ...wired, ...fixed });
    return { ...(cycle.update && { update }), unmount: () => run(cycle.unmount, props) };
  };
}

/** @param {HTMLElement} element @param {string} name @param {any} value */
function assign(element, name, value) {
  if (name in element || value instanceof Object) /** @type {any} */ (element)[name] = value;
  else if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** @param {ModuleData} module @param {() => string[]} events @returns {Mount} */
function customElement(module, events) {
  const tag = module.element ?? '';
  if (!customElements.get(tag)) throw new TypeError(`the module defines no element <${tag}>`);
  return (container, config, host) => {
    const element = container.ownerDocument.createElement(tag);
    const relay = (/** @type {any} */ { type, detail }) => host.emit(type, detail ?? null);
    /** @type {Config} */
    let last = {};
    const update = (/** @type {Config} */ next, /** @type {Config} */ wired) => {
      const values = { ...next, ...wired };
      for (const name of Object.keys({ ...last, ...values })) assign(element, name, values[name]);
      last = values;
      for (const name of events()) element.addEventListener(name, relay);
    };
    update(config, host.props);
    container.append(element);
    return { update, unmount: () => element.remove() };
  };
}

/**
 * Makes a mount function of whatever a module exports.
 * @param {Exports} exports
 * @param {ModuleData} module
 * @param {() => string[]} events names of the instance's events that somebody waits for
 * @returns {Mount}
 */
export function adapt(exports, module, events) {
  switch (module.adapter ?? 'inlay') {
    case 'inlay':
      return inlay(exports);
    case 'single-spa':
      return singleSpa(exports);
    case 'element':
      return customElement(module, events);
    default:
      throw new TypeError(`the module needs the unknown adapter “${module.adapter}”`);
  }
}
