// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { adapt } from './adapters.js';
import { applyContext } from './context.js';
import { createEmitter } from './emitter.js';
import { createHost } from './host.js';
import { createState } from './state.js';

/** @typedef {import('./types').Handle} Handle */

/** @param {unknown} error */
const report = (error) => console.error('inlay:', error);

/**
 * The shell's services on this side of the wall: what they cannot answer here is sent over.
 * @param {any} seat what the frame was told of its place
 * @param {(type: string, content: object) => void} send
 */
function createServices(seat, send) {
  const bus = createEmitter(report);
  const state = createState(seat.tree, report);
  const listened = new Set();

  /** @param {string} type @param {Function} fn */
  function listen(type, fn) {
    const event = /^event (.*)/s.exec(type)?.[1];
    if (event !== undefined && !listened.has(event)) send('listen', { event });
    listened.add(event);
    return bus.on(type, fn);
  }

  /** @param {string} path @param {unknown} value */
  function set(path, value) {
    state.set(path, value);
    send('set', { path, value });
  }

  return {
    bus: { ...bus, on: listen },
    state: { ...state, set },
    wires: { propsOf: () => seat.props },
    context: { get current() { return seat.context; } },
    router: {
      get location() { return seat.location; },
      navigate: (/** @type {string} */ path) => send('navigate', { path }),
    },
    emit: (/** @type {string} */ _, /** @type {string} */ event, /** @type {unknown} */ detail) =>
      send('emit', { event, detail }),
    notify: (/** @type {unknown} */ message, /** @type {string | undefined} */ kind) =>
      send('notify', { message: String(message), kind }),
    offer: () => () => {},
    follow: (/** @type {unknown} */ tree) => state.set('', tree),
  };
}

/**
 * What the page may tell its frame.
 * @param {(type: string, content: object) => void} send
 * @returns {Record<string, (message: any) => unknown>}
 */
function createVerbs(send) {
  /** @type {any} */
  let seat;
  /** @type {ReturnType<typeof createServices>} */
  let services;
  /** @type {Handle | void} */
  let handle;

  async function mount() {
    const draw = adapt(await import(seat.name), seat.module, () => []);
    const instance = { id: seat.id, definition: { module: seat.name }, module: seat.module };
    handle = await draw(document.body, seat.config,
      createHost(services, instance, new AbortController().signal));
  }
  return {
    mount(message) {
      seat = message;
      services = createServices(seat, send);
      applyContext(document.documentElement, seat.context);
      return mount();
    },
    async update({ config, props }) {
      Object.assign(seat, { config, props });
      if (handle?.update) return handle.update(config, props);
      await handle?.unmount?.();
      document.body.replaceChildren();
      return mount();
    },
    event: ({ event, detail, from }) => services.bus.emit(`event ${event}`, detail, from),
    state: ({ tree }) => services.follow(tree),
    changed({ key, event, value }) {
      seat[key] = value;
      applyContext(document.documentElement, seat.context);
      services.bus.emit(event, value);
    },
  };
}

/** @param {MessagePort} port */
function startGuest(port) {
  /** @param {string} type @param {object} content */
  const send = (type, content) => port.postMessage({ type, ...content });
  const verbs = createVerbs(send);
  port.onmessage = async ({ data }) => {
    try {
      await verbs[data.type](data);
      if (data.call) send('done', { call: data.call });
    } catch (error) {
      if (data.call) send('failed', { call: data.call, error: String(error) });
      else report(error);
    }
  };
  const tellHeight = () => send('height', { value: document.body.offsetHeight });
  new ResizeObserver(tellHeight).observe(document.body);
}

window.addEventListener('message', ({ data, ports }) => {
  if (data === 'inlay:port' && window.parent !== window) startGuest(ports[0]);
}, { once: true });
