// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

const LIMIT = 1000;

/**
 * Runs jobs one after another; a job given while another runs waits its turn instead of nesting.
 * Listeners that answer each other for ever therefore neither overflow the stack nor hang the page,
 * and one that throws stops nobody else.
 * @param {(error: unknown, owner: string) => void} onError
 * @param {string} circle what to say when the rest of the queue was dropped
 */
export function createQueue(onError, circle) {
  /** @type {{ run: () => unknown, owner: string }[]} */
  let jobs = [];
  let running = false;

  /** @param {{ run: () => unknown, owner: string }} job */
  async function call({ run, owner }) {
    try {
      await run();
    } catch (error) {
      onError(error, owner);
    }
  }

  return (/** @type {() => unknown} */ run, /** @type {string} */ owner) => {
    jobs.push({ run, owner });
    if (running) return;
    running = true;
    for (let i = 0; i < jobs.length && i < LIMIT; i += 1) call(jobs[i]);
    if (jobs.length > LIMIT) onError(new RangeError(circle), '');
    jobs = [];
    running = false;
  };
}
