// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { adapt } from './adapters.js';
import { applyContext } from './context.js';
import { createEmitter } from './emitter.js';
import { createState } from './state.js';

/**
 * @typedef {import('./types').Handle} Handle
 * @typedef {import('./types').Host} Host
 */

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {unknown} error */
const report = (error) => console.error('inlay:', error);

/** @param {MessagePort} port */
function startGuest(port) {
  const bus = createEmitter(report);
  const abort = new AbortController();
  /** @type {any} */
  let seat;
  /** @type {ReturnType<typeof createState>} */
  let state;
  /** @type {Handle | void} */
  let handle;

  /** @param {string} type @param {object} content */
  const send = (type, content) => port.postMessage({ type, ...content });
  const listened = new Set();

  /** @returns {Host} */
  const createHost = () => ({
    id: seat.id,
    module: seat.name,
    version: seat.module.version,
    signal: abort.signal,
    get locale() { return seat.context.locale; },
    get theme() { return seat.context.theme; },
    get user() { return seat.context.user; },
    get props() { return seat.props; },
    get location() { return seat.location; },
    on(event, fn) {
      if (!listened.has(event)) send('listen', { event });
      listened.add(event);
      return bus.on(`event ${event}`, fn);
    },
    emit: (event, detail = null) => send('emit', { event, detail }),
    state: {
      get: state.get,
      set: (path, value) => {
        state.set(path, value);
        send('set', { path, value });
      },
      subscribe: state.subscribe,
    },
    navigate: (path) => send('navigate', { path }),
    onNavigate: (fn) => bus.on('navigate', fn),
    onContext: (fn) => bus.on('context', fn),
    notify: (message, kind) => send('notify', { message: String(message), kind }),
    slot: () => () => {},
  });

  /** @type {Record<string, (message: any) => unknown>} */
  const verbs = {
    async mount(message) {
      seat = message;
      state = createState(seat.tree, report);
      applyContext(document.documentElement, seat.context);
      const exports = await import(seat.name);
      const mount = adapt(exports, seat.module, () => []);
      handle = await mount(document.body, seat.config, createHost());
    },
    async update({ config, props }) {
      seat.props = props;
      if (handle?.update) await handle.update(config, props);
      else {
        await handle?.unmount?.();
        document.body.replaceChildren();
        await verbs.mount({ ...seat, config, props, tree: state.get('') });
      }
    },
    event: ({ event, detail, from }) => bus.emit(`event ${event}`, detail, from),
    state: ({ tree }) => state.set('', tree),
    navigate({ location }) {
      seat.location = location;
      bus.emit('navigate', location);
    },
    context({ context }) {
      seat.context = context;
      applyContext(document.documentElement, context);
      bus.emit('context', context);
    },
  };

  port.onmessage = async ({ data }) => {
    try {
      await verbs[data.type](data);
      if (data.call) send('done', { call: data.call });
    } catch (error) {
      if (data.call) send('failed', { call: data.call, error: messageOf(error) });
      else report(error);
    }
  };
  const tellHeight = () => send('height', { value: document.body.offsetHeight });
  new ResizeObserver(tellHeight).observe(document.body);
}

window.addEventListener('message', ({ data, ports }) => {
  if (data === 'inlay:port' && window.parent !== window) startGuest(ports[0]);
}, { once: true });
