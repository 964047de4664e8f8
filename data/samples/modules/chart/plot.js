// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { s } from './kit.js';
import { curve, ring, ticks } from './scale.js';

const edge = { top: 10, bottom: 28 };
let count = 0;

/** Where things stand: the picture is drawn at its real size, so text is never stretched. */
export function frame(data, width, height) {
  const { series, labels, kind, format } = data;
  const values = series.flatMap(one => one.values).filter(value => value !== null);
  const based = kind !== 'line' || data.fromZero;
  const low = Math.min(based ? 0 : Infinity, ...values);
  const steps = ticks(values.length ? low : 0, Math.max(based ? 0 : -Infinity, ...(values.length ? values : [1])), height < 180 ? 3 : 4);
  const left = data.grid ? 14 + Math.max(...steps.map(step => format(step).length)) * 6.6 : 4;
  const inner = { width: Math.max(1, width - left - 8), height: Math.max(1, height - edge.top - edge.bottom) };
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const slots = Math.max(1, labels.length);
  const x = kind === 'bar'
    ? at => left + (at + 0.5) * inner.width / slots
    : at => left + (slots === 1 ? inner.width / 2 : at * inner.width / (slots - 1));
  const y = value => edge.top + inner.height * (1 - (value - first) / (last - first || 1));
  return { width, height, left, inner, steps, x, y, slots };
}

function axes({ labels, grid, format }, { width, height, left, inner, steps, x, y, slots }) {
  const widest = Math.max(...labels.map(label => label.length), 1) * 7 + 14;
  const every = Math.max(1, Math.ceil(slots * widest / inner.width));
  const rows = grid ? steps.map(step => s('g', null,
    s('line', { class: step === 0 ? 'rule base' : 'rule', x1: left, x2: width - 4, y1: y(step), y2: y(step) }),
    s('text', { 'class': 'tick', 'x': left - 10, 'y': y(step) + 4, 'text-anchor': 'end', 'text': format(step) }))) : [];
  const columns = labels.map((label, at) => ({ label, at })).filter(({ at }) => at % every === 0).map(({ label, at }) =>
    s('text', {
      'class': 'tick', 'x': x(at), 'y': height - 6, 'text': label,
      'text-anchor': at === 0 && x(0) - left < widest / 2 ? 'start' : at === slots - 1 && width - x(at) < widest / 2 ? 'end' : 'middle',
    }));
  return [...rows, ...columns];
}

function paths(one, { x, y, inner }, fill) {
  const points = one.values.map((value, at) => [x(at), value]).filter(([, value]) => value !== null).map(([px, value]) => [px, y(value)]);
  if (points.length === 0)
    return [];
  const d = curve(points);
  const bottom = edge.top + inner.height;
  const id = `fade-${++count}`;
  const area = fill ? [
    s('linearGradient', { id, x1: 0, x2: 0, y1: 0, y2: 1 },
      s('stop', { 'offset': 0, 'class': `${one.paint} stop`, 'stop-opacity': 0.26 }), s('stop', { 'offset': 1, 'class': `${one.paint} stop`, 'stop-opacity': 0 })),
    s('path', { class: 'area', d: `${d}L${points[points.length - 1][0]} ${bottom}L${points[0][0]} ${bottom}z`, fill: `url(#${id})` }),
  ] : [];
  const dot = points.length === 1 ? [s('circle', { class: `dot ${one.paint}`, cx: points[0][0], cy: points[0][1], r: 4 })] : [];
  return [...area, s('path', { class: `line ${one.paint}`, d }), ...dot];
}

function bars(series, { x, y, inner, slots, steps }) {
  const group = inner.width / slots;
  const gap = series.length > 1 ? 3 : 0;
  const room = Math.min(group * 0.62, 44 * series.length);
  const width = Math.max(1.5, (room - gap * (series.length - 1)) / series.length);
  const zero = y(Math.max(0, steps[0]));
  return series.flatMap((one, row) => one.values.map((value, at) => {
    if (value === null)
      return null;
    const top = Math.min(y(value), zero);
    return s('rect', {
      class: `bar ${one.paint}`, x: x(at) - room / 2 + row * (width + gap), y: top, width,
      height: Math.max(1, Math.abs(y(value) - zero)), rx: Math.min(5, width / 2.5), 'data-at': at,
    });
  }).filter(Boolean));
}

/** Lines, areas or bars over labelled steps. */
export function plot(data, place) {
  const marks = data.kind === 'bar' ? bars(data.series, place)
    : data.series.flatMap((one, at) => paths(one, place, data.kind === 'area' && at === 0));
  return [...axes(data, place), ...marks];
}

/** One series as shares of a ring. */
export function donut({ series, labels }, size) {
  const values = (series[0]?.values ?? []).map(value => Math.max(0, value ?? 0)).slice(0, labels.length);
  const sum = values.reduce((all, value) => all + value, 0);
  const radius = size / 2 - 4;
  let from = 0;
  const parts = values.map((value, at) => {
    const share = sum ? value / sum : 0;
    const part = s('path', { 'class': `slice c${at % 6}`, 'd': ring(from, from + share, radius, radius * 0.68), 'data-at': at });
    from += share;
    return share ? part : null;
  }).filter(Boolean);
  return s('g', { transform: `translate(${size / 2} ${size / 2})` }, ...(parts.length ? parts : [s('circle', { class: 'hole', r: radius * 0.84 })]));
}
