// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

const LIMIT = 1000;

/**
 * Runs jobs one after another; a job given while another runs waits its turn instead of nesting.
 * Listeners that answer each other for ever therefore neither overflow the stack nor hang the page.
 * @param {() => void} onOverflow the rest of the queue was dropped
 */
export function createQueue(onOverflow) {
  /** @type {(() => void)[]} */
  let jobs = [];
  let running = false;

  return (/** @type {() => void} */ job) => {
    jobs.push(job);
    if (running) return;
    running = true;
    try {
      for (let i = 0; i < jobs.length && i < LIMIT; i += 1) jobs[i]();
      if (jobs.length > LIMIT) onOverflow();
    } finally {
      jobs = [];
      running = false;
    }
  };
}
