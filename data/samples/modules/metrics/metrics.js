// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { choice, h, keyed, list, number, present, records, s, say, set, text } from './kit.js';
import { css } from './style.js';

let count = 0;

function format(metric, locale) {
  if (typeof metric.value !== 'number')
    return text(metric.value, '–');
  const options = {
    number: { maximumFractionDigits: 2 },
    compact: { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 },
    percent: { style: 'percent', maximumFractionDigits: 2 },
    currency: { style: 'currency', currency: text(metric.currency, 'EUR'), minimumFractionDigits: 0, maximumFractionDigits: 0 },
  }[choice(metric.format, ['number', 'compact', 'percent', 'currency'])];
  try {
    return new Intl.NumberFormat(locale, options).format(metric.value);
  } catch {
    return String(metric.value);
  }
}

/** A line through the values in a box of 120 by 36, faded towards the ground. */
function spark(values) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const d = values.map((value, at) =>
    `${at ? 'L' : 'M'}${(at * 120 / (values.length - 1)).toFixed(1)} ${(32 - (value - low) / span * 28).toFixed(1)}`).join('');
  const id = `spark-${++count}`;
  return [
    s('linearGradient', { id, x1: 0, x2: 0, y1: 0, y2: 1 },
      s('stop', { 'offset': 0, 'class': 'stop', 'stop-opacity': 0.2 }), s('stop', { 'offset': 1, 'class': 'stop', 'stop-opacity': 0 })),
    s('path', { d: `${d}L120 36L0 36z`, fill: `url(#${id})` }),
    s('path', { class: 'line', d }),
  ];
}

function tileView(host) {
  const label = h('dt', { class: 'label' });
  const value = h('span', { class: 'value' });
  const unit = h('span', { class: 'unit' });
  const change = h('span', { class: 'change' });
  const note = h('span', { class: 'note' });
  const line = s('svg', { 'class': 'spark', 'viewBox': '0 0 120 36', 'preserveAspectRatio': 'none', 'aria-hidden': 'true' });
  let drawn = '';
  return {
    node: h('div', { class: 'card tile' }, label, h('dd', { class: 'figures' }, h('span', null, value, unit),
      h('span', { class: 'foot' }, change, note)), line),
    update(metric) {
      set(label, 'text', text(metric.label, 'Metric'));
      set(value, 'text', format(metric, host.locale));
      say(unit, text(metric.unit));
      const by = number(metric.change, null);
      const percent = new Intl.NumberFormat(host.locale, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
      say(change, by === null ? '' : percent.format(by));
      const better = metric.better === 'down' ? -by : by;
      set(change, 'data-trend', by === 0 || metric.better === 'neither' ? 'level' : better > 0 ? 'good' : 'bad');
      say(note, text(metric.note));
      const values = list(metric.trend).filter(Number.isFinite).slice(0, 200);
      if (String(values) !== drawn)
        line.replaceChildren(...(values.length > 1 ? spark(values) : []));
      drawn = String(values);
      line.style.display = values.length > 1 ? '' : 'none';
    },
  };
}

export async function mount(container, config, host) {
  const tiles = h('dl', { class: 'tiles' });
  const root = h('section', { class: 'inlay-metrics' }, tiles);
  const handle = present(container, css, root, (settings, props) => {
    const metrics = records(Array.isArray(props.metrics) ? props.metrics : settings.metrics, [{ label: 'Metric', value: 0 }]);
    set(root, 'aria-label', text(settings.label, 'Key figures'));
    keyed(tiles, metrics.slice(0, 8), (_, at) => at, () => tileView(host));
    set(tiles, 'data-count', Math.min(4, Math.max(1, metrics.length)));
  }, [host.onContext(() => handle.refresh())]);
  handle.update(config, host.props);
  return handle;
}
