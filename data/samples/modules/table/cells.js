// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { money, text } from './kit.js';

export const kinds = ['text', 'number', 'currency', 'percent', 'date', 'status'];

/** A value as text, for searching and for kinds that have no form of their own. */
export function plain(value) {
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : text(value);
}

/** Numbers by size, all else by the alphabet; what is absent goes last. */
export function compare(a, b) {
  const [left, right] = [a ?? '', b ?? ''];
  if (typeof left === 'number' && typeof right === 'number')
    return left - right;
  if (left === '' || right === '')
    return left === right ? 0 : left === '' ? 1 : -1;
  return plain(left).localeCompare(plain(right), undefined, { numeric: true });
}

function date(value, locale) {
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00` : value);
  return Number.isNaN(time.getTime()) ? value
    : time.toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Says how a value is shown in a column; values of another type are shown as they are. */
export function formatter(locale) {
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return (value, column) => {
    if (typeof value === 'number') {
      const forms = { currency: () => money(value, column.currency, locale), percent: () => shares.format(value) };
      return (forms[column.kind] ?? (() => figures.format(value)))();
    }
    return column.kind === 'date' && typeof value === 'string' ? date(value, locale) : plain(value);
  };
}
