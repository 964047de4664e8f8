// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').Rect} Rect
 */

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/**
 * The rectangle of an element; one that has no box of its own is as large as what is in it.
 * @param {Element} element
 * @returns {Rect}
 */
function boundsOf(element) {
  const own = element.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(element);
  const { x, y, width, height } = own.width || own.height ? own : range.getBoundingClientRect();
  return [round(x), round(y), round(width), round(height)];
}

/**
 * A slot is where its module offers it, or where its children stand without an offer.
 * @param {import('./types').Slot} slot
 */
function slotBounds({ element, outlet }) {
  return boundsOf(outlet && (outlet.clientWidth || outlet.clientHeight) ? outlet : element);
}

/**
 * Where everything stands now, in CSS px of the viewport.
 * @param {Shell} shell
 */
export function measure(shell) {
  const { scrollX, scrollY, innerWidth, innerHeight } = window;
  /** @type {Record<string, Rect>} */
  const slots = {};
  for (const { id, slots: own } of shell.instances.values())
    for (const [name, slot] of own)
      if (!slot.element.hidden) slots[`${id}/${name}`] = slotBounds(slot);
  const contentHeight = document.documentElement.scrollHeight;
  return {
    page: shell.router.location.page,
    viewport: { width: innerWidth, height: innerHeight, scrollX, scrollY, contentHeight },
    regions: Object.fromEntries([...shell.regions].map(([id, element]) => [id, boundsOf(element)])),
    instances: Object.fromEntries([...shell.instances].map(([id, { element }]) => [id, boundsOf(element)])),
    slots,
  };
}

/**
 * Calls `report` at most once a frame after anything that may move a rectangle. Frames stand still
 * in a view that is not shown, so a timer takes over there.
 * @param {Shell} shell
 * @param {() => void} report
 */
export function watchGeometry(shell, report) {
  let due = false;
  const run = () => {
    if (!due) return;
    due = false;
    report();
  };
  const schedule = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(run);
    setTimeout(run, 100);
  };
  const sizes = new ResizeObserver(schedule);
  /** @type {WeakSet<HTMLElement>} */
  const watched = new WeakSet();
  const follow = () => {
    const placed = [...shell.instances.values()].map(({ element }) => element);
    for (const element of [...shell.regions.values(), ...placed]) {
      if (!watched.has(element)) sizes.observe(element);
      watched.add(element);
    }
    schedule();
  };
  new MutationObserver(schedule).observe(shell.root, { childList: true, subtree: true, attributes: true });
  window.addEventListener('resize', schedule);
  document.addEventListener('scroll', schedule, { capture: true, passive: true });
  return { schedule, follow };
}
