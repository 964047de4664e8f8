// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import assert from 'node:assert/strict';
import test from 'node:test';
import { areaAt, layoutAt, layOut, placeItem, valuesAt } from '../../data/shell/grid.js';

test('breakpoints inherit what they leave out', () => {
  const layout = { 1024: { gap: 24 }, base: { columns: 4, gap: 8 }, 768: { columns: 8 } };
  for (const [width, columns, gap] of [[0, 4, 8], [767, 4, 8], [768, 8, 8], [1024, 8, 24], [1e6, 8, 24]])
    assert.deepEqual(layoutAt(layout, width), { columns, gap, rowHeight: 0 }, String(width));
});

test('layouts that say nothing or nonsense', () => {
  assert.deepEqual(layoutAt(undefined, 500), { columns: 12, gap: 16, rowHeight: 0 });
  for (const [columns, wanted] of [[0, 1], [-3, 1], [1e9, 48], ['x', 12], [null, 12], [2.9, 2], [NaN, 12]])
    assert.equal(layoutAt({ base: { columns } }, 1).columns, wanted, String(columns));
  assert.equal(layoutAt({ base: { gap: -5, rowHeight: 'x' } }, 1).gap, 0);
  assert.deepEqual(valuesAt({ wide: { a: 1 }, base: null }, 10, { a: 0 }), { a: 0 });
});

test('areas are cut to the columns there are', () => {
  for (const [area, columns, column, span] of [
    [undefined, 6, 0, 6],
    [{ base: { span: 3 } }, 6, 0, 3],
    [{ base: { span: 9 } }, 6, 0, 6],
    [{ base: { column: 3, span: 4 } }, 12, 3, 4],
    [{ base: { column: 10, span: 8 } }, 12, 5, 8],
    [{ base: { column: 4, span: 12 } }, 4, 1, 4],
    [{ base: { column: 0, span: 0 } }, 4, 0, 1],
    [{ base: { column: 2, span: 2 }, 600: { column: 1 } }, 12, 1, 2],
  ]) {
    const found = areaAt(area, 800, columns);
    assert.deepEqual([found.column, found.span], [column, span], JSON.stringify(area));
  }
});

test('styles', () => {
  const element = { style: {} };
  assert.equal(layOut(element, { base: { columns: 6, gap: 4, rowHeight: 40 } }, 100), 6);
  assert.equal(element.style.gridTemplateColumns, 'repeat(6, minmax(0, 1fr))');
  assert.equal(element.style.gridAutoRows, 'minmax(40px, auto)');
  placeItem(element, { base: { column: 2, span: 3, row: 2, rowSpan: 2 } }, 100, 6);
  assert.deepEqual([element.style.gridColumn, element.style.gridRow], ['2 / span 3', '2 / span 2']);
  placeItem(element, {}, 100, 6);
  assert.deepEqual([element.style.gridColumn, element.style.gridRow], ['span 6', 'span 1']);
});
