// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * Moves a node without losing what lives in it: by moveBefore where the browser has it, else by
 * insertBefore, which keeps everything but the focus (given back) and frames (loaded anew).
 * @param {Element} parent
 * @param {Element} node
 * @param {Element | null} before
 */
export function move(parent, node, before) {
  const mover = /** @type {{ moveBefore?: (node: Node, before: Node | null) => void }} */ (parent);
  if (mover.moveBefore && parent.isConnected && node.isConnected) return mover.moveBefore(node, before);
  const focused = node.isConnected ? focusInside(node) : null;
  parent.insertBefore(node, before);
  focused?.focus({ preventScroll: true });
}

/**
 * The focused element at the bottom of the shadow trees in `node`, if it holds the focus.
 * @param {Element} node
 * @returns {HTMLElement | null}
 */
function focusInside(node) {
  let active = node.ownerDocument.activeElement;
  if (!active || !node.contains(active)) return null;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : null;
}

/**
 * Brings `wanted` into order as children of `parent`, moving as little as a single pass can see.
 * Other children stay where they are: they leave on their own.
 * @param {Element} parent
 * @param {Element[]} wanted
 */
export function arrange(parent, wanted) {
  const ours = new Set(wanted);
  const next = (/** @type {Element | null} */ from) => {
    let node = from;
    while (node && !ours.has(node)) node = node.nextElementSibling;
    return node;
  };
  let cursor = next(parent.firstElementChild);
  for (const node of wanted) {
    // The one at the cursor was moved back if its successor is due: skip it, its turn will come.
    if (cursor && cursor !== node && next(cursor.nextElementSibling) === node) cursor = node;
    if (cursor === node) cursor = next(node.nextElementSibling);
    else move(parent, node, cursor);
  }
}
