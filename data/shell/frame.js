// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { create } from './dom.js';

/**
 * @typedef {import('./types').Config} Config
 * @typedef {import('./types').Host} Host
 * @typedef {import('./types').ModuleData} ModuleData
 */

/**
 * The document of an untrusted module. Its import map is the page's, letter by letter, because the
 * content security policy that the frame inherits knows it by its hash.
 */
function sourceOf() {
  const map = document.querySelector('script[type="importmap"]')?.textContent ?? '{"imports":{}}';
  const guest = new URL('./frame-guest.js', import.meta.url);
  const style = new URL('./shell.css', import.meta.url);
  return `<!doctype html><meta charset="utf-8"><script type="importmap">${map}</script>`
    + `<link rel="stylesheet" href="${style}"><script type="module" src="${guest}"></script>`
    + '<body class="inlay-guest">';
}

/** @param {Host} host */
function createFrame(host) {
  const frame = create('iframe', 'inlay-frame');
  frame.setAttribute('sandbox', 'allow-scripts allow-forms');
  frame.title = host.module;
  frame.srcdoc = sourceOf();
  return frame;
}

/**
 * What the guest may ask for. A frame may move the application, not leave it.
 * @param {Host} host
 * @param {HTMLIFrameElement} frame
 * @param {(type: string, content?: object) => void} send
 * @returns {Record<string, (message: any) => unknown>}
 */
function createAnswers(host, frame, send) {
  return {
    emit: ({ event, detail }) => host.emit(event, detail),
    set: ({ path, value }) => host.state.set(path, value),
    listen: ({ event }) => host.on(event, (detail, from) => send('event', { event, detail, from })),
    notify: ({ message, kind }) => host.notify(message, kind),
    height: ({ value }) => (frame.style.height = `${Math.max(Number(value) || 0, 0)}px`),
    navigate: ({ path }) => {
      if (!/^\/(?!\/)/.test(path)) throw new TypeError(`“${path}” is no path of the application`);
      host.navigate(path);
    },
  };
}

/**
 * @param {MessagePort} port
 * @param {Record<string, (message: any) => void>} answers
 */
function createCalls(port, answers) {
  /** @type {Map<number, { done: (value?: unknown) => void, failed: (error: Error) => void }>} */
  const waiting = new Map();
  let last = 0;
  port.onmessage = ({ data }) => {
    const call = waiting.get(data.call);
    if (data.type === 'done') call?.done();
    else if (data.type === 'failed') call?.failed(new Error(String(data.error)));
    else if (Object.hasOwn(answers, data.type)) answers[data.type](data);
    if (call) waiting.delete(data.call);
  };
  return (/** @type {string} */ type, /** @type {object} */ content = {}) =>
    new Promise((done, failed) => {
      waiting.set(++last, { done, failed });
      port.postMessage({ type, call: last, ...content });
    });
}

/** @param {Host} host */
const contextOf = ({ theme, locale, user }) => ({ theme, locale, user });

/** @param {Host} host @param {(type: string, content?: object) => void} send */
function forward(host, send) {
  host.state.subscribe('', (tree) => send('state', { tree }));
  host.onContext((value) => send('changed', { key: 'context', event: 'context', value }));
  host.onNavigate((value) => send('changed', { key: 'location', event: 'navigate', value }));
}

/**
 * Mounts a module in a sandboxed frame of an opaque origin, which speaks the module contract by
 * messages. Slots do not reach across.
 * @param {ModuleData} module
 * @param {HTMLElement} container
 * @param {Config} config
 * @param {Host} host
 */
export async function mountFrame(module, container, config, host) {
  const { port1, port2 } = new MessageChannel();
  const frame = createFrame(host);
  /** @param {string} type @param {object} [content] */
  const send = (type, content) => port1.postMessage({ type, ...content });
  const call = createCalls(port1, createAnswers(host, frame, send));
  host.signal.addEventListener('abort', () => port1.close());
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  container.append(frame);
  await loaded;
  frame.contentWindow?.postMessage('inlay:port', '*', [port2]);
  forward(host, send);
  const { id, props, location } = host;
  await call('mount', { id, name: host.module, module: { ...module }, config, props, location,
    tree: host.state.get(''), context: contextOf(host) });
  return {
    update: (/** @type {Config} */ next, /** @type {Config} */ wired) =>
      call('update', { config: next, props: wired }),
    unmount: () => frame.remove(),
  };
}
