// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * @typedef {import('./types').Layout} Layout
 * @typedef {import('./types').Area} Area
 */

const DEFAULT_LAYOUT = { columns: 12, gap: 16 };
const MAX_COLUMNS = 48;

/**
 * The values that hold at a width: each breakpoint inherits what it leaves out from the lower one.
 * @template {object} T
 * @param {Record<string, Partial<T>> | undefined} breakpoints
 * @param {number} width
 * @param {T} defaults
 * @returns {T}
 */
export function valuesAt(breakpoints, width, defaults) {
  const reached = Object.entries(breakpoints ?? {})
    .map(([key, values]) => ({ from: key === 'base' ? 0 : Number(key), key, values }))
    .filter(({ from }) => from <= width)
    .sort((a, b) => a.from - b.from || (a.key === 'base' ? -1 : 1));
  return Object.assign({}, defaults, ...reached.map(({ values }) => values));
}

/**
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 * @param {number} fallback
 */
function whole(value, least, most, fallback) {
  const number = Math.trunc(Number(value ?? NaN));
  return Number.isFinite(number) ? Math.min(Math.max(number, least), most) : fallback;
}

/**
 * @param {Record<string, Partial<Layout>> | undefined} layout
 * @param {number} width
 */
export function layoutAt(layout, width) {
  const values = valuesAt(layout, width, /** @type {Layout} */ (DEFAULT_LAYOUT));
  return {
    columns: whole(values.columns, 1, MAX_COLUMNS, DEFAULT_LAYOUT.columns),
    gap: Math.max(Number(values.gap) || 0, 0),
    rowHeight: Math.max(Number(values.rowHeight) || 0, 0),
  };
}

/**
 * The cell of an item. The span is cut to the columns there are first; then the column moves left
 * until the item fits, so that no implicit columns appear.
 * @param {Record<string, Partial<Area>> | undefined} area
 * @param {number} width
 * @param {number} columns
 */
export function areaAt(area, width, columns) {
  const values = valuesAt(area, width, /** @type {Area} */ ({ span: columns }));
  const span = whole(values.span, 1, columns, columns);
  return {
    span,
    column: whole(values.column, 0, columns - span + 1, 0),
    row: whole(values.row, 0, 10000, 0),
    rowSpan: whole(values.rowSpan, 1, 1000, 1),
  };
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, Partial<Layout>> | undefined} layout
 * @param {number} width
 * @returns {number} the columns it has now
 */
export function layOut(element, layout, width) {
  const { columns, gap, rowHeight } = layoutAt(layout, width);
  element.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  element.style.gap = `${gap}px`;
  element.style.gridAutoRows = rowHeight ? `minmax(${rowHeight}px, auto)` : 'auto';
  return columns;
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, Partial<Area>> | undefined} area
 * @param {number} width
 * @param {number} columns
 */
export function placeItem(element, area, width, columns) {
  const { column, span, row, rowSpan } = areaAt(area, width, columns);
  element.style.gridColumn = column ? `${column} / span ${span}` : `span ${span}`;
  element.style.gridRow = row ? `${row} / span ${rowSpan}` : `span ${rowSpan}`;
}
