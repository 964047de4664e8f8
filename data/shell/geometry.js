// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').Shell} Shell
 * @typedef {import('./types').Rect} Rect
 */

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/** @param {DOMRect} rect @returns {Rect} */
function rectOf({ x, y, width, height }) {
  return [round(x), round(y), round(width), round(height)];
}

/**
 * The rectangle of an element; one that has no box of its own is as large as its children together.
 * @param {Element} element
 * @returns {Rect}
 */
function boundsOf(element) {
  const rect = element.getBoundingClientRect();
  if (rect.width || rect.height || !element.childElementCount) return rectOf(rect);
  const all = [...element.children].map((child) => child.getBoundingClientRect());
  const boxes = all.filter(({ width, height }) => width || height);
  if (!boxes.length) return rectOf(rect);
  const x = Math.min(...boxes.map((box) => box.left));
  const y = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  return [round(x), round(y), round(right - x), round(bottom - y)];
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
  return {
    page: shell.router.location.page,
    viewport: {
      width: innerWidth,
      height: innerHeight,
      scrollX: round(scrollX),
      scrollY: round(scrollY),
      contentHeight: document.documentElement.scrollHeight,
    },
    regions: Object.fromEntries([...shell.regions].map(([id, each]) => [id, boundsOf(each)])),
    instances: Object.fromEntries(
      [...shell.instances].map(([id, { element }]) => [id, boundsOf(element)])),
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
  /** @type {Set<HTMLElement>} */
  let watched = new Set();
  const follow = () => {
    const placed = [...shell.instances.values()].map(({ element }) => element);
    const next = new Set([...shell.regions.values(), ...placed]);
    for (const element of watched) if (!next.has(element)) sizes.unobserve(element);
    for (const element of next) if (!watched.has(element)) sizes.observe(element);
    watched = next;
    schedule();
  };
  new MutationObserver(schedule).observe(shell.root, { childList: true, subtree: true, attributes: true });
  window.addEventListener('resize', schedule);
  document.addEventListener('scroll', schedule, { capture: true, passive: true });
  return { schedule, follow };
}
