// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('table', `
  .plate { --pad: clamp(1.125rem, 3.5cqi, 1.625rem); --row: .875rem; display: flex; flex-direction: column; overflow: hidden; }
  .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 1rem 2rem; padding: var(--pad) var(--pad) 1rem; }
  .heading { font-size: 1.0625rem; letter-spacing: -.012em; }
  .sub { margin-block-start: .125rem; color: var(--muted); font-size: .875rem; }
  .toolbar { flex: 0 1 20rem; min-inline-size: 0; }
  .scroll { overflow-x: auto; }
  .sheet { inline-size: 100%; border-collapse: collapse; font-size: .9375rem; }
  &[data-density='compact'] .plate { --row: .5rem; }
  &[data-density='compact'] .sheet { font-size: .875rem; }
  & th, & td { padding: var(--row) .875rem; text-align: start; vertical-align: middle; }
  & th:first-child, & td:first-child { padding-inline-start: var(--pad); }
  & th:last-child, & td:last-child { padding-inline-end: var(--pad); }
  & th { padding-block: .5rem; border-block-end: 1px solid var(--line); font-weight: 500; white-space: nowrap; }
  & td { border-block-end: 1px solid var(--line); }
  & tbody tr:last-child td { border-block-end-color: transparent; }
  .figure { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .sort { display: inline-flex; align-items: center; gap: .25rem; padding: .125rem .25rem; margin: 0 -.25rem; border: 0; border-radius: 6px; background: none; font-size: .8125rem; color: var(--muted); }
  .arrows { opacity: 0; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  [aria-sort='ascending'] .down, [aria-sort='descending'] .up { opacity: .3; }
  .sort[disabled] { cursor: default; }
  .sort:not([disabled]):hover, [aria-sort] .sort { color: var(--ink); }
  .sort:not([disabled]):hover .arrows, .sort:focus-visible .arrows, [aria-sort] .arrows { opacity: 1; }
  .figure .sort { flex-direction: row-reverse; }
  .choice { cursor: pointer; transition: background-color .12s; }
  .choice:hover { background: var(--faint); }
  & tr[data-picked] { background: color-mix(in oklab, var(--accent) 10%, transparent); }
  .pick { padding: 0; border: 0; background: none; font-weight: 550; text-align: start; border-radius: 4px; }
  .pill { display: inline-flex; align-items: center; gap: .4375rem; padding: .125rem .625rem .125rem .5rem; border-radius: 99px; background: color-mix(in oklab, var(--pill) 13%, transparent); font-size: .8125rem; font-weight: 500; white-space: nowrap; --pill: var(--muted); }
  .pill::before { content: ''; inline-size: .4375rem; block-size: .4375rem; border-radius: 50%; background: var(--pill); }
  .good { --pill: var(--good); }
  .bad { --pill: var(--bad); }
  .warn { --pill: #c98a12; }
  .info { --pill: var(--accent); }
  .empty { padding: 3rem var(--pad); color: var(--muted); text-align: center; }
  .pager { display: flex; align-items: center; justify-content: space-between; min-block-size: 3.25rem; margin-block-start: auto; padding: .5rem var(--pad); border-block-start: 1px solid var(--line); }
  .range { color: var(--muted); font-size: .8125rem; font-variant-numeric: tabular-nums; }
  .turns { display: flex; gap: .25rem; }
  .turn { display: grid; place-items: center; inline-size: 2.25rem; block-size: 2.25rem; padding: 0; border: 0; border-radius: calc(var(--radius) * .75); background: none; }
  .turn:hover:not([disabled]) { background: var(--faint); }
  .turn[disabled] { color: var(--muted); opacity: .5; cursor: default; }

  @container (max-width: 519px) {
    .sheet, & tbody, & tr, & td { display: block; }
    & thead { display: none; }
    & tbody tr { padding: .875rem var(--pad); border-block-start: 1px solid var(--line); }
    & tbody td, & tbody td:first-child, & tbody td:last-child { display: flex; align-items: baseline; justify-content: space-between; gap: 1.5rem; padding: .1875rem 0; border: 0; text-align: end; }
    & tbody td::before { content: attr(data-label); flex: none; color: var(--muted); font-size: .8125rem; }
    & tbody td:first-child { padding-block-end: .375rem; }
    & tbody td:first-child::before { content: none; }
  }
`);
