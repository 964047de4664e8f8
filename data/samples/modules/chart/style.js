// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

const series = [
  'var(--accent)',
  'color-mix(in oklab, #129a8a 82%, var(--ink))',
  'color-mix(in oklab, #d98a1c 86%, var(--ink))',
  'color-mix(in oklab, #a05bb5 84%, var(--ink))',
  'color-mix(in oklab, #d4576a 86%, var(--ink))',
  'color-mix(in oklab, var(--muted) 82%, var(--page))',
];

export const css = look('chart', `
  ${series.map((color, at) => `.c${at} { --c: var(--s${at}, ${color}); }`).join('\n  ')}
  .plate { display: flex; flex-direction: column; gap: 1.25rem; padding: clamp(1.125rem, 3.5cqi, 1.625rem); }
  .head { display: flex; flex-wrap: wrap; align-items: flex-start; justify-content: space-between; gap: .75rem 2rem; }
  .heading { font-size: 1.0625rem; letter-spacing: -.012em; }
  .sub { margin-block-start: .125rem; color: var(--muted); font-size: .875rem; }
  .keys { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .8125rem; color: var(--muted); padding-block-start: .1875rem; }
  .key { display: flex; align-items: center; gap: .5rem; }
  .key-value { color: var(--ink); font-weight: 550; font-variant-numeric: tabular-nums; }
  .swatch { flex: none; inline-size: .625rem; block-size: .625rem; border-radius: 3px; background: var(--c); }
  .stage { position: relative; flex: 1; min-block-size: var(--tall); border-radius: 6px; }
  .stage:focus-visible { outline-offset: 6px; }
  .stage > svg { position: absolute; inset: 0; overflow: visible; font-family: inherit; }
  .rule { stroke: var(--line); }
  .base { stroke: color-mix(in oklab, var(--ink) 26%, var(--surface)); }
  .tick { fill: var(--muted); font-size: .75rem; font-variant-numeric: tabular-nums; }
  .line { fill: none; stroke: var(--c); stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
  .dashed.line { stroke-dasharray: 2 6; }
  .stop { stop-color: var(--c); }
  .bar, .slice { fill: var(--c); }
  .slice { stroke: var(--surface); stroke-width: 3; }
  .hole { fill: none; stroke: var(--line); stroke-width: 12; }
  .sum { fill: var(--ink); font-size: 1.5rem; font-weight: 600; letter-spacing: -.02em; }
  .hair { stroke: color-mix(in oklab, var(--ink) 30%, transparent); stroke-dasharray: 3 4; }
  .dot { fill: var(--c); stroke: var(--surface); stroke-width: 2.5; }
  .tip {
    position: absolute; inset-block-start: .5rem; z-index: 1; display: grid; gap: .25rem; min-inline-size: 9rem; padding: .625rem .75rem;
    border: 1px solid var(--line); border-radius: calc(var(--radius) * .75); background: var(--surface); box-shadow: var(--shadow);
    font-size: .8125rem; line-height: 1.4; white-space: nowrap; pointer-events: none;
  }
  .row { display: flex; align-items: center; gap: .5rem; color: var(--muted); }
  .row .key-value { margin-inline-start: auto; padding-inline-start: 1rem; }
  &[data-kind='donut'] .plate { gap: 1rem; }
  &[data-kind='donut'] .head { flex-direction: column; gap: 1rem; }
  &[data-kind='donut'] .keys { display: grid; gap: .375rem; inline-size: 100%; }
  &[data-kind='donut'] .key-value { margin-inline-start: auto; }
  &[data-kind='donut'] .stage { order: 1; }
  &[data-kind='donut'] .head { display: contents; }
  &[data-kind='donut'] .keys { order: 2; }

  @container (min-width: 460px) {
    &[data-kind='donut'] .plate { display: grid; grid-template-columns: minmax(0, 1fr) minmax(10rem, 14rem); align-items: center; }
    &[data-kind='donut'] .head > div { grid-column: 1 / -1; }
  }
`);
