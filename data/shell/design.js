// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { measure, watchGeometry } from './geometry.js';
import { messageOf } from './lifecycle.js';
import { checkPage } from './page.js';
import { textOf } from './same.js';

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').ShellMessage} ShellMessage
 * @typedef {import('./types').DesignRequest} DesignRequest
 */

/**
 * Worlds share strings, not objects, so what goes to the application is text.
 * @param {object} message
 */
function post(message) {
  const detail = textOf(message) ?? textOf({ ...message, detail: null });
  document.dispatchEvent(new CustomEvent('inlay:shell', { detail }));
}

/**
 * What the application may ask for, by the type of its message.
 * @param {Shell} shell
 * @param {() => void} report
 * @param {() => void} schedule
 * @param {(serial: number) => unknown} setSerial
 * @returns {Record<string, (request: any) => void>}
 */
function createVerbs(shell, report, schedule, setSerial) {
  return {
    update({ serial, page }) {
      const start = performance.now();
      const data = checkPage(page, shell.data);
      setSerial(serial);
      shell.update(data);
      schedule();
      post({ type: 'reconciled', serial, ms: performance.now() - start });
    },
    show({ page }) {
      if (!Object.hasOwn(shell.data.pages, page)) throw new Error(`there is no page “${page}”`);
      shell.router.show(page);
    },
    drag({ active }) {
      document.documentElement.toggleAttribute('data-inlay-drag', Boolean(active));
      report();
    },
    context: ({ theme, locale }) => shell.context.set({ theme, locale }),
    scroll: ({ dx = 0, dy = 0 }) => window.scrollBy(dx, dy),
    reveal: ({ instance }) =>
      shell.instances.get(instance)?.element.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    retry: ({ instance }) => shell.retry(instance),
    geometry: report,
  };
}

/**
 * The bridge to the application that designs this page. Only a page whose document element was
 * marked before the shell booted gets here.
 * @param {Shell} shell
 * @returns {() => void} tells the application that the first page is up
 */
export function startDesign(shell) {
  let serial = 0;
  const report = () => post({ type: 'geometry', serial, ...measure(shell) });
  const { schedule, follow } = watchGeometry(shell, report);
  const verbs = createVerbs(shell, report, schedule, (next) => (serial = next));

  document.addEventListener('inlay:design', (event) => {
    try {
      /** @type {DesignRequest} */
      const request = JSON.parse(/** @type {CustomEvent} */ (event).detail);
      if (!Object.hasOwn(verbs, request.type)) throw new Error(`no request “${request.type}”`);
      verbs[request.type](request);
    } catch (error) {
      shell.report(error, '');
      post({ type: 'error', error: messageOf(error) });
    }
  });
  shell.bus.on('message', (/** @type {ShellMessage} */ message) => {
    if (message.type === 'layout') follow();
    else post(message);
  });
  return () => post({ type: 'ready', page: shell.router.location.page });
}
