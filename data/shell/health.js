// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').HealthReport} HealthReport
 */

const ADDRESS = '/api/module-health';
const BATCH = 50;
const DELAY = 2000;
/** Answers of an origin without a registry behind it. */
const NOBODY = [404, 405, 501];
const ERROR_LENGTH = 500;

/**
 * Tells the registry how the modules of this page fare: each module and status once a page load.
 * An origin that has no ear for it is left in peace after the first try.
 * @param {object} page
 * @param {string} [page.environment]
 * @param {string} [page.revision]
 * @param {(address: string, body: string) => Promise<number>} post gives the HTTP status
 * @param {(address: string, body: string) => void} beacon
 * @param {() => string} now
 */
export function createHealth({ environment, revision }, post, beacon, now) {
  /** @type {HealthReport[]} */
  let waiting = [];
  /** @type {Set<string>} */
  const told = new Set();
  let silent = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function take() {
    const reports = waiting.slice(0, BATCH);
    waiting = waiting.slice(BATCH);
    return JSON.stringify({ ...(environment && { environment }), reports, ...(revision && { revision }) });
  }

  async function send() {
    timer = undefined;
    while (waiting.length && !silent) {
      const status = await post(ADDRESS, take()).catch(() => 0);
      silent = silent || NOBODY.includes(status);
    }
  }

  return {
    /**
     * @param {string} moduleId
     * @param {'healthy' | 'failed'} status
     * @param {string} [error]
     */
    report(moduleId, status, error) {
      const key = `${status} ${moduleId}`;
      if (silent || told.has(key)) return;
      told.add(key);
      const text = error ? { error: error.slice(0, ERROR_LENGTH) } : {};
      waiting.push({ moduleId, status, ...text, timestamp: now() });
      timer ??= setTimeout(send, DELAY);
    },

    /** The page goes away: what waits leaves now. */
    flush() {
      clearTimeout(timer);
      timer = undefined;
      while (waiting.length && !silent) beacon(ADDRESS, take());
    },
  };
}

/**
 * The beacon of a real page; nothing is sent while designing or from what is not served by HTTP.
 * @param {Window} window
 * @param {{ environment?: string, revision?: string }} page
 * @param {boolean} design
 */
export function startHealth(window, page, design) {
  const speaks = !design && /^https?:$/.test(window.location.protocol);
  const headers = { 'Content-Type': 'application/json' };
  const health = createHealth(
    page,
    async (address, body) =>
      speaks ? (await window.fetch(address, { method: 'POST', headers, body })).status : NOBODY[0],
    (address, body) => {
      const blob = new Blob([body], { type: headers['Content-Type'] });
      if (speaks) window.navigator.sendBeacon(address, blob);
    },
    () => new Date().toISOString(),
  );
  window.addEventListener('pagehide', () => health.flush());
  return health;
}
