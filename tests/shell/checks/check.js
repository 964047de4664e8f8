// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

const results = JSON.parse(sessionStorage.getItem('results') ?? '[]');

export function assert(value, what) {
  if (!value) throw new Error(`not true: ${what}`);
}

export function equal(found, wanted, what = '') {
  const [a, b] = [found, wanted].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what} is ${a}, not ${b}`);
}

export async function until(condition, what) {
  const end = performance.now() + 4000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

export async function check(name, run) {
  try {
    const note = await run();
    results.push({ name, note: typeof note === 'string' ? note : undefined });
  } catch (error) {
    results.push({ name, error: String(error?.message ?? error) });
  }
}

export const byId = (id) => document.querySelector(`[data-inlay-instance="${id}"]`);
export const containerOf = (id) => {
  const element = byId(id);
  return element?.shadowRoot?.querySelector('.inlay-container')
    ?? element?.querySelector(':scope > .inlay-container');
};
export const textOf = (id) => containerOf(id)?.querySelector('.text')?.textContent ?? '';
export const placeholderOf = (id) => byId(id)?.querySelector(':scope > .inlay-placeholder');

/** Goes on with the next set of checks, or hands the results over. */
export async function finish(next) {
  sessionStorage.setItem('results', JSON.stringify(results));
  if (next) {
    location.href = next;
    return;
  }
  const text = JSON.stringify(results);
  document.documentElement.dataset.result = text;
  await fetch('/result', { method: 'POST', body: text });
}
