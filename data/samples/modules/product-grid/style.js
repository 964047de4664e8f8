// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('product-grid', `
  .stack { display: flex; flex-direction: column; gap: clamp(1.25rem, 3cqi, 2rem); }
  .top { display: flex; flex-direction: column; }
  .lede { margin-block-start: .375rem; max-inline-size: 56ch; }
  .heading { font-size: clamp(1.375rem, 1.2rem + 1cqi, 1.875rem); letter-spacing: -.024em; }
  .toolbar { display: grid; gap: 1.25rem; min-inline-size: 0; }
  /* The gap below this shows only when the slot is filled. */
  .toolbar::before { content: ''; }
  .grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: clamp(1.5rem, 3.4cqi, 2.5rem) clamp(.75rem, 2cqi, 1.5rem); }
  .item { position: relative; min-inline-size: 0; }
  .choose { display: block; inline-size: 100%; padding: 0; border: 0; background: none; text-align: start; border-radius: calc(var(--radius) * 1.4); }
  .choose:focus-visible { outline-offset: 4px; }
  .picture {
    display: grid; place-items: center; overflow: hidden; aspect-ratio: 4 / 5; border-radius: calc(var(--radius) * 1.4);
    background: color-mix(in oklab, var(--tone) 17%, var(--surface)); transition: background-color .25s;
  }
  .grid[data-ratio='square'] .picture { aspect-ratio: 1; }
  .grid[data-ratio='landscape'] .picture { aspect-ratio: 5 / 4; }
  .picture svg { inline-size: 80%; max-block-size: 88%; transition: transform .35s cubic-bezier(.2, .7, .2, 1); }
  .choose:hover .picture { background: color-mix(in oklab, var(--tone) 24%, var(--surface)); }
  .choose:hover .picture svg { transform: translateY(-1.5%) scale(1.025); }
  .choose[data-gone] .picture svg { opacity: .5; }
  .badge {
    position: absolute; inset-block-start: .75rem; inset-inline-start: .75rem; padding: .1875rem .625rem; border-radius: 99px;
    background: var(--surface); color: var(--ink); font-size: .75rem; font-weight: 550; line-height: 1.4;
  }
  .facts { display: flex; flex-wrap: wrap; gap: .125rem .75rem; justify-content: space-between; margin-block-start: .875rem; font-size: .9375rem; line-height: 1.4; }
  .about { min-inline-size: 0; }
  .name { display: block; font-weight: 550; letter-spacing: -.006em; }
  .note { display: block; color: var(--muted); font-size: .875rem; }
  .price { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .before { margin-inline-start: .5em; color: var(--muted); }
  .item .add {
    position: absolute; inset-block-start: .625rem; inset-inline-end: .625rem; display: grid; place-items: center;
    inline-size: 2.5rem; block-size: 2.5rem; padding: 0; border: 0; border-radius: 50%;
    background: var(--surface); color: var(--ink); box-shadow: 0 1px 3px rgb(0 0 0 / 14%); transition: background-color .15s, color .15s, transform .15s;
  }
  .add:hover { background: var(--accent); color: var(--on-accent); }
  .add:active { transform: scale(.92); }
  .empty { padding: 3.5rem 1rem; border: 1px dashed color-mix(in oklab, var(--ink) 26%, transparent); border-radius: calc(var(--radius) * 1.4); color: var(--muted); text-align: center; }

  @container (max-width: 299px) { .grid { grid-template-columns: minmax(0, 1fr); } }
  @container (min-width: 520px) { .grid { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
  @container (min-width: 620px) {
    .top { flex-direction: row; flex-wrap: wrap; align-items: flex-end; justify-content: space-between; gap: 1.25rem 2rem; }
    .toolbar { flex: 0 1 26rem; gap: .75rem; }
    .toolbar::before { display: none; }
  }
  @container (min-width: 920px) { .grid { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
  @container (min-width: 480px) { .grid[data-columns] { grid-template-columns: repeat(min(var(--columns), 3), minmax(0, 1fr)); } }
  @container (min-width: 760px) { .grid[data-columns] { grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); } }
`);
