// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * A text that is equal for equal values, or null when the value cannot be written as JSON.
 * @param {unknown} value
 */
export function textOf(value) {
  try {
    return JSON.stringify(value) ?? 'undefined';
  } catch {
    return null;
  }
}

/**
 * Whether two values are equal as JSON. What is no JSON (functions, cycles) is equal to itself only.
 * @param {unknown} a
 * @param {unknown} b
 */
export function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  const text = textOf(a);
  return text !== null && text === textOf(b);
}
