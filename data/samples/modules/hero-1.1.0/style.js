// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('hero', `
  .panel { --tone: #c9a877; --rows: 22rem; display: grid; block-size: 100%; gap: clamp(1.5rem, 4cqi, 4.5rem); }
  .panel[data-tone='clay'] { --tone: #c98463; }
  .panel[data-tone='sage'] { --tone: #7f9a72; }
  .panel[data-tone='mist'] { --tone: #7f9fb1; }
  .panel[data-tone='plum'] { --tone: #a57890; }
  .words { display: flex; flex-direction: column; align-items: flex-start; justify-content: center; padding-block: 1rem; }
  .title {
    max-inline-size: 16ch; font-weight: 600; text-wrap: balance;
    font-size: clamp(2.25rem, 1.35rem + 4.1cqi, 4.5rem); line-height: 1.04; letter-spacing: -.034em;
  }
  .eyebrow { margin-block-end: 1.125rem; }
  .lede { margin-block-start: 1.375rem; max-inline-size: 44ch; white-space: pre-line; font-size: clamp(1rem, .92rem + .4cqi, 1.1875rem); line-height: 1.6; }
  .actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-block-start: 2.125rem; }
  .facts { display: flex; flex-wrap: wrap; gap: 1rem 2.75rem; margin-block-start: 2.75rem; }
  .fact { display: flex; flex-direction: column-reverse; }
  .value { font-size: 1.25rem; font-weight: 600; letter-spacing: -.015em; font-variant-numeric: tabular-nums; }
  .label { font-size: .8125rem; color: var(--muted); }
  .side { display: grid; grid-template-rows: 1fr auto; min-inline-size: 0; }
  .art {
    overflow: hidden; min-block-size: 17rem; border-radius: calc(var(--radius) * 1.8);
    background: color-mix(in oklab, var(--tone) 32%, var(--surface));
  }
  .art svg { inline-size: 100%; block-size: 100%; }
  .art > svg { position: relative; max-block-size: 44rem; min-block-size: 100%; }
  .arch { fill: color-mix(in oklab, var(--tone) 20%, var(--surface)); }
  .art svg { overflow: visible; }
  .sun { fill: color-mix(in oklab, #f2b45c 62%, var(--surface)); }
  .block { fill: color-mix(in oklab, var(--tone) 48%, var(--surface)); }
  .block-top { fill: color-mix(in oklab, var(--tone) 30%, var(--surface)); }
  .bars { stroke: color-mix(in oklab, var(--tone) 40%, var(--surface)); stroke-width: 8; }
  .beam { fill: #fff; opacity: .09; }
  .far { fill: color-mix(in oklab, var(--tone) 42%, var(--surface)); }
  .mid { fill: color-mix(in oklab, var(--tone) 60%, var(--surface)); }
  .near { fill: color-mix(in oklab, var(--tone) 74%, #14181c); }
  .aside { display: grid; gap: 1rem; }
  /* The gap below this shows only when the slot is filled. */
  .aside::before { content: ''; }
  .panel[data-height='small'] { --rows: 15rem; }
  .panel[data-height='large'] { --rows: 31rem; }

  @container (min-width: 700px) {
    .panel:not([data-art='none']) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); min-block-size: var(--rows); }
    .panel[data-reverse] .side { order: -1; }
    .art { position: relative; min-block-size: var(--rows); }
    .art > svg { position: absolute; inset: 0; max-block-size: none; }
  }
  .panel[data-align='center'] { grid-template-columns: minmax(0, 1fr); }
  .panel[data-align='center'] .words { align-items: center; text-align: center; padding-block: clamp(1.5rem, 5cqi, 4rem); }
  .panel[data-align='center'] .title { max-inline-size: 20ch; }
  .panel[data-align='center'] .actions, .panel[data-align='center'] .facts { justify-content: center; }
`);
