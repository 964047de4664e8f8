// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('metrics', `
  .tiles { display: grid; gap: 1rem; margin: 0; block-size: 100%; }
  .tile { --edge: 1.375rem; position: relative; display: flex; flex-direction: column; gap: .375rem; overflow: hidden; padding: 1.25rem var(--edge) 1.125rem; }
  .label { color: var(--muted); font-size: .875rem; }
  .figures { display: grid; gap: .375rem; }
  .value { font-size: clamp(1.625rem, 1.3rem + 1cqi, 2rem); font-weight: 600; line-height: 1.15; letter-spacing: -.03em; font-variant-numeric: tabular-nums; }
  .unit { margin-inline-start: .25em; color: var(--muted); font-size: 1rem; }
  .foot { display: flex; flex-wrap: wrap; gap: 0 .5rem; font-size: .8125rem; color: var(--muted); min-block-size: 1.55em; }
  .change { font-weight: 600; font-variant-numeric: tabular-nums; }
  .change[data-trend='good'] { color: var(--good); }
  .change[data-trend='bad'] { color: var(--bad); }
  .spark { inline-size: calc(100% + 2 * var(--edge)); block-size: 2.75rem; margin: auto calc(-1 * var(--edge)) -1.125rem; padding-block-start: .5rem; box-sizing: content-box; }
  .spark .line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
  .stop { stop-color: var(--accent); }

  @container (max-width: 419px) { .tiles { gap: .75rem; } .tile { --edge: 1rem; padding-block-start: 1rem; } }
  @container (min-width: 330px) { .tiles[data-count='2'], .tiles[data-count='4'] { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
  @container (min-width: 560px) { .tiles[data-count='3'] { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
  @container (min-width: 860px) { .tiles[data-count='4'] { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
`);
