// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, flag, list, records, text } from './kit.js';

export const kinds = ['line', 'area', 'bar', 'donut'];

function formatter(settings, locale) {
  const kind = choice(settings.format, ['number', 'compact', 'percent', 'currency']);
  const options = {
    number: { maximumFractionDigits: 2 },
    compact: { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 },
    percent: { style: 'percent', maximumFractionDigits: 1 },
    currency: { style: 'currency', currency: text(settings.currency, 'EUR'), notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 },
  }[kind];
  const unit = text(settings.unit);
  try {
    const format = new Intl.NumberFormat(locale, options);
    return value => format.format(value) + (unit && `\u202f${unit}`);
  } catch {
    return value => `${value}${unit && `\u202f${unit}`}`;
  }
}

/** What is to be drawn, with every odd value made harmless; `data` from a wire wins over the settings. */
export function read(settings, props, locale) {
  const source = Array.isArray(props.data?.series) ? props.data : settings;
  const series = records(source.series).slice(0, 6).map((one, at) => ({
    name: text(one.name, `Series ${at + 1}`),
    values: list(one.values).slice(0, 400).map(value => (Number.isFinite(value) ? value : null)),
    dashed: flag(one.dashed, false),
    paint: `c${at} ${one.dashed === true ? 'dashed' : ''}`,
    color: one.color,
  }));
  const longest = Math.max(0, ...series.map(one => one.values.length));
  const given = list(source.labels).map(label => text(label));
  return {
    series,
    labels: Array.from({ length: longest }, (_, at) => given[at] ?? String(at + 1)),
    kind: choice(settings.kind, kinds),
    grid: flag(settings.showGrid, true),
    fromZero: flag(settings.fromZero, false),
    format: formatter(settings, locale),
  };
}
