// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('footer', `
  .sheet { padding-block: clamp(2rem, 5cqi, 3.5rem) 1rem; border-block-start: 1px solid var(--line); }
  .top { display: grid; gap: 2.5rem; }
  .name { font-size: 1.125rem; font-weight: 620; letter-spacing: -.02em; }
  .tagline { margin-block-start: .5rem; max-inline-size: 34ch; white-space: pre-line; color: var(--muted); font-size: .9375rem; }
  .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 2rem 1.5rem; }
  .title { margin-block-end: .625rem; font-size: .875rem; font-weight: 600; }
  .link { display: inline-block; padding-block: .25rem; border-radius: 4px; color: var(--muted); font-size: .9375rem; text-decoration: none; transition: color .15s; }
  .link:hover { color: var(--ink); text-decoration: underline; text-underline-offset: .2em; }
  .bottom { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .5rem 2rem; margin-block-start: clamp(2rem, 5cqi, 3.5rem); padding-block-start: 1.25rem; border-block-start: 1px solid var(--line); color: var(--muted); }
  .legal { font-size: .8125rem; }
  .small { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
  .small .link { font-size: .8125rem; }

  @container (min-width: 760px) { .top { grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); } }
`);
