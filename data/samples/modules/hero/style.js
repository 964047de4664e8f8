// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('hero', `
  .panel { --tone: #c9a877; display: grid; block-size: 100%; gap: clamp(1.5rem, 4cqi, 4.5rem); }
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
  .words .button { margin-block-start: 2.125rem; }
  .side { display: grid; grid-template-rows: 1fr auto; min-inline-size: 0; }
  .art {
    overflow: hidden; min-block-size: 17rem; border-radius: calc(var(--radius) * 1.8);
    background: color-mix(in oklab, var(--tone) 32%, var(--surface));
  }
  .art svg { inline-size: 100%; block-size: 100%; max-block-size: 44rem; }
  .art svg { overflow: visible; }
  .sun { fill: color-mix(in oklab, #f2b45c 62%, var(--surface)); }
  .far { fill: color-mix(in oklab, var(--tone) 42%, var(--surface)); }
  .mid { fill: color-mix(in oklab, var(--tone) 60%, var(--surface)); }
  .near { fill: color-mix(in oklab, var(--tone) 74%, #14181c); }
  .aside { display: grid; gap: 1rem; }
  /* The gap below this shows only when the slot is filled. */
  .aside::before { content: ''; }

  @container (min-width: 700px) {
    .panel:not([data-art='none']) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); min-block-size: 22rem; }
    .art { position: relative; min-block-size: 22rem; }
    .art svg { position: absolute; inset: 0; max-block-size: none; }
  }
`);
