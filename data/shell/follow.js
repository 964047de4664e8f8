// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/** A rollback says that what visitors see is bad. */
const FORCED = 'rollback-completed';
/** What moves visitors from one revision to another. */
const EVENTS = ['environment-switch', 'canary-started', 'canary-increased', FORCED];
const JITTER = 30000;

/**
 * Notices that this visitor gets another revision now. The page keeps its own until the next
 * navigation, which `isStale` turns into a load; only a forced change loads it anew by itself. All
 * pages hear of it at once and ask at their own time. A page that nobody looks at holds no stream.
 * @param {Window} window
 * @param {string | undefined} revision
 * @param {() => Promise<import('./types').Decision>} ask
 * @returns {() => boolean} isStale
 */
export function startFollow(window, revision, ask) {
  let stale = false;
  /** @type {EventSource | undefined} */
  let stream;

  /** @param {boolean} forced */
  const later = (forced) => setTimeout(async () => {
    const { revision: now } = await ask();
    if (now) stale = now !== revision;
    if (stale && forced) window.location.reload();
    if (stream?.readyState === EventSource.CLOSED) listen();
  }, Math.random() * JITTER);

  function listen() {
    stream?.close();
    if (window.document.hidden) return;
    const own = stream = new EventSource('/api/events');
    own.onerror = () => own.readyState === EventSource.CLOSED && later(false);
    for (const type of EVENTS) stream.addEventListener(type, () => later(type === FORCED));
  }
  window.document.addEventListener('visibilitychange', () => {
    listen();
    if (!window.document.hidden) later(false);
  });
  listen();
  return () => stale;
}
