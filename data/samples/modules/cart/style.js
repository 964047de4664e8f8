// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('cart', `
  .sheet { display: flex; flex-direction: column; padding: clamp(1.125rem, 5cqi, 1.75rem); }
  .sheet[data-sticky] { position: sticky; inset-block-start: 1.5rem; block-size: auto; max-block-size: calc(100vh - 3rem); overflow-y: auto; }
  .head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
  .heading { font-size: 1.125rem; letter-spacing: -.012em; }
  .count {
    min-inline-size: 1.5rem; padding: 0 .4375rem; border-radius: 99px; background: var(--accent); color: var(--on-accent);
    font-size: .8125rem; font-weight: 600; line-height: 1.5rem; text-align: center; font-variant-numeric: tabular-nums;
  }
  .empty { display: grid; flex: 1; align-content: center; justify-items: center; gap: .875rem; padding-block: 2.75rem; text-align: center; color: var(--muted); font-size: .9375rem; }
  .bag { display: grid; place-items: center; inline-size: 3.75rem; block-size: 3.75rem; border-radius: 50%; background: var(--faint); }
  .empty-text { max-inline-size: 26ch; }
  .lines { display: grid; gap: 1.125rem; margin-block: 1.25rem; }
  .line { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr) auto; align-items: center; gap: .875rem; }
  .picture { display: grid; place-items: center; inline-size: 3.5rem; aspect-ratio: 1; border-radius: var(--radius); background: color-mix(in oklab, var(--tone) 22%, var(--page)); }
  .picture svg { inline-size: 84%; }
  .name { font-size: .9375rem; font-weight: 550; line-height: 1.3; }
  .price { color: var(--muted); font-size: .875rem; font-variant-numeric: tabular-nums; }
  .stepper { display: flex; align-items: center; border: 1px solid color-mix(in oklab, var(--ink) 18%, transparent); border-radius: 99px; }
  .step { display: grid; place-items: center; inline-size: 2rem; block-size: 2rem; padding: 0; border: 0; border-radius: 50%; background: none; color: var(--muted); }
  .step:hover { color: var(--ink); background: var(--faint); }
  .step[disabled] { opacity: .4; cursor: default; }
  .quantity { min-inline-size: 1.25rem; text-align: center; font-size: .875rem; font-variant-numeric: tabular-nums; }
  .summary { margin-block-start: auto; padding-block-start: 1.25rem; border-block-start: 1px solid var(--line); }
  .progress { margin-block-end: 1.125rem; font-size: .8125rem; color: var(--muted); }
  .track { block-size: 4px; margin-block-start: .5rem; border-radius: 4px; overflow: hidden; background: color-mix(in oklab, var(--ink) 10%, transparent); }
  .bar { block-size: 100%; border-radius: 4px; background: var(--accent); transition: inline-size .4s cubic-bezier(.2, .7, .2, 1); }
  .sum { display: flex; align-items: baseline; justify-content: space-between; margin-block-end: 1rem; }
  .sum dt { color: var(--muted); font-size: .9375rem; }
  .total { font-size: 1.375rem; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
  .button { inline-size: 100%; }
  .note { margin-block-start: .875rem; white-space: pre-line; font-size: .8125rem; color: var(--muted); text-align: center; }

  @container (max-width: 279px) {
    .line { grid-template-columns: 3.5rem minmax(0, 1fr); }
    .stepper { grid-column: 2; justify-self: start; }
  }
  @container (min-width: 720px) {
    .lines { grid-template-columns: 1fr 1fr; column-gap: 3rem; }
    .summary { display: grid; grid-template-columns: 1fr auto auto; align-items: center; gap: .25rem 2rem; }
    .progress { margin: 0; max-inline-size: 22rem; }
    .sum { gap: 1rem; margin: 0; }
    .button { inline-size: auto; }
    .note { grid-column: 1 / -1; text-align: start; }
  }
`);
