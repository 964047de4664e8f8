// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('search', `
  .stack { display: grid; gap: .875rem; }
  .field { position: relative; }
  .glass { position: absolute; inset-block: 0; inset-inline-start: .9375rem; display: grid; place-items: center; color: var(--muted); pointer-events: none; }
  .input { padding-inline: 2.625rem 2.75rem; border-radius: 99px; appearance: none; }
  .input::-webkit-search-cancel-button { display: none; }
  .key {
    position: absolute; inset-block: .625rem; inset-inline-end: .75rem; display: grid; place-items: center; inline-size: 1.5rem;
    border: 1px solid var(--line); border-radius: 6px; font: inherit; font-size: .75rem; color: var(--muted); pointer-events: none;
  }
  .clear {
    position: absolute; inset-block-start: .375rem; inset-inline-end: .375rem; display: grid; place-items: center; inline-size: 2rem; block-size: 2rem;
    padding: 0; border: 0; border-radius: 50%; background: none; color: var(--muted);
  }
  .clear:hover { background: var(--faint); color: var(--ink); }
  .chips { display: flex; flex-wrap: wrap; gap: .5rem; }
  .chip {
    min-block-size: 2rem; padding: .25rem .875rem; border: 1px solid color-mix(in oklab, var(--ink) 16%, transparent); border-radius: 99px;
    background: none; font-size: .875rem; line-height: 1.3; color: var(--ink); transition: background-color .15s, border-color .15s, color .15s;
  }
  .chip:hover { border-color: var(--ink); }
  .chip[aria-pressed='true'] { background: var(--ink); border-color: var(--ink); color: var(--page); }
  &[data-size='large'] .input { min-block-size: 3.5rem; font-size: 1.0625rem; padding-inline: 3.125rem; }
  &[data-size='large'] .glass { inset-inline-start: 1.25rem; }
  &[data-size='large'] .key { inset-block: 1rem; inset-inline-end: 1.125rem; }
  &[data-size='large'] .clear { inset-block-start: .75rem; inset-inline-end: .75rem; }
`);
