// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { ask } from './variants.js';

/**
 * @typedef {import('./types').HealthReport} HealthReport
 */

const ADDRESS = '/api/module-health';
const BATCH = 50;
const DELAY = 2000;
const LONGEST_DELAY = 300000;
/** Answers of an origin without a registry behind it. */
const NOBODY = [404, 405, 501];
const ERROR_LENGTH = 500;

/**
 * Tells the registry how the modules of this page fare: each module and status once a page load.
 * What it cannot take now it is told again, at longer and longer intervals; an origin that has no
 * ear for it is left in peace after the first try.
 * @param {{ environment?: string, revision?: string, token?: string }} page what it is, and what it
 *   was given to report with
 * @param {(body: () => string) => Promise<number>} post gives the HTTP status
 * @param {(body: string) => unknown} beacon
 * @param {() => string} now
 */
export function createHealth(page, post, beacon, now) {
  /** @type {{ report: HealthReport, seen: [string, string][] }[]} */
  let waiting = [];
  /** @type {Set<string>} */
  const told = new Set();
  let silent = false;
  let delay = DELAY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {number} count */
  function next(count) {
    const batch = waiting.slice(0, count);
    const exposures = Object.fromEntries(batch.flatMap(({ seen }) => seen));
    const reports = batch.map(({ report }) => report);
    return JSON.stringify({ ...page, exposures, reports });
  }

  async function send() {
    const count = Math.min(waiting.length, BATCH);
    const status = await post(() => next(count)).catch(() => 0);
    const again = status === 0 || status === 429 || status >= 500;
    silent = silent || NOBODY.includes(status);
    if (!again) waiting = waiting.slice(count);
    delay = again ? Math.min(delay * 2, LONGEST_DELAY) : DELAY;
    timer = waiting.length && !silent ? setTimeout(send, delay) : undefined;
  }

  return {
    /**
     * @param {string} moduleId
     * @param {'healthy' | 'failed'} status
     * @param {string} [error]
     * @param {[string, string][]} [seen] experiments that the module is in, with what is shown
     */
    report(moduleId, status, error, seen = []) {
      const key = `${status} ${moduleId} ${seen}`;
      if (silent || told.has(key)) return;
      told.add(key);
      const text = error?.slice(0, ERROR_LENGTH) || undefined;
      waiting.push({ report: { moduleId, status, error: text, timestamp: now() }, seen });
      timer ??= setTimeout(send, DELAY);
    },

    /** The page goes away: what waits leaves now. */
    flush() {
      clearTimeout(timer);
      for (timer = undefined; waiting.length && !silent; waiting = waiting.slice(BATCH)) beacon(next(BATCH));
    },
  };
}

/**
 * The beacon of a real page; nothing is sent while designing or from what is not served by HTTP.
 * Each load of a page reports with a token of its own, which it asks for where a registry stands.
 * @param {Window} window
 * @param {{ environment?: string, revision?: string, token?: string }} page
 * @param {boolean} design
 * @param {string} live
 */
export function startHealth(window, page, design, live) {
  if (design || !/^https?:$/.test(window.location.protocol)) return { report() {} };
  const asked = live && ask(`/api/page-token?revision=${page.revision}`)
    .then(({ token }) => Object.assign(page, { token }));
  const blob = (/** @type {string} */ text) => new Blob([text], { type: 'application/json' });
  const health = createHealth(
    page,
    async (body) => {
      await asked;
      return (await fetch(ADDRESS, { method: 'POST', body: blob(body()) })).status;
    },
    (body) => window.navigator.sendBeacon(ADDRESS, blob(body)),
    () => new Date().toISOString(),
  );
  window.addEventListener('pagehide', health.flush);
  return health;
}
