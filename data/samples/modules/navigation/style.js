// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('navigation', `
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; min-block-size: 3.5rem; padding-block: .375rem; }
  .bar[data-line] { border-block-end: 1px solid var(--line); padding-block-end: .875rem; }
  .brand { display: inline-flex; align-items: center; gap: .625rem; border-radius: 6px; font-size: 1.125rem; font-weight: 620; letter-spacing: -.02em; text-decoration: none; white-space: nowrap; }
  .mark { fill: currentColor; flex: none; }
  .end { display: flex; align-items: center; gap: .5rem; margin-inline-start: auto; }
  .button.small { min-block-size: 2.5rem; padding-inline: 1rem; font-size: .875rem; }
  .cart, .toggle { position: relative; display: grid; place-items: center; inline-size: 2.75rem; block-size: 2.75rem; padding: 0; border: 0; border-radius: 50%; background: none; color: var(--ink); }
  .cart:hover, .toggle:hover { background: var(--faint); }
  .badge {
    position: absolute; inset-block-start: .1875rem; inset-inline-end: .125rem; min-inline-size: 1.125rem; padding-inline: .25rem; border-radius: 99px;
    background: var(--accent); color: var(--on-accent); font-size: .6875rem; font-weight: 650; line-height: 1.125rem; text-align: center; font-variant-numeric: tabular-nums;
  }
  .links { display: none; order: 3; flex-basis: 100%; padding-block: .5rem; }
  .bar[data-open] .links { display: block; }
  .link { display: block; padding: .75rem 0; border-radius: 6px; color: var(--ink); font-size: 1.0625rem; text-decoration: none; }
  .links li + li .link { border-block-start: 1px solid var(--line); border-radius: 0; }
  .link[aria-current] { font-weight: 600; }
  .bar[data-open] .toggle svg:first-child, .bar:not([data-open]) .toggle svg:last-child { display: none; }

  @container (max-width: 379px) { .button.small { display: none; } }
  @container (min-width: 640px) {
    .toggle { display: none; }
    .bar .links, .bar[data-open] .links { display: flex; order: 0; flex: 1; flex-wrap: wrap; gap: .25rem; margin-inline-start: clamp(.5rem, 3cqi, 2.5rem); padding: 0; }
    .links .link, .links li + li .link { padding: .4375rem .8125rem; border: 0; border-radius: 99px; font-size: .9375rem; color: var(--muted); transition: color .15s, background-color .15s; }
    .links .link:hover { color: var(--ink); }
    .links .link[aria-current] { color: var(--ink); background: var(--faint); font-weight: 500; }
  }
`);
