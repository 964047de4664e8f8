// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('text', `
  .sheet { display: grid; gap: clamp(1.75rem, 4cqi, 3rem); padding-block: clamp(1rem, 4cqi, 2.5rem); }
  .words { display: grid; gap: clamp(.875rem, 2.500cqi, 1.5rem); }
  .eyebrow { margin-block-end: .75rem; }
  .heading { max-inline-size: 24ch; font-size: clamp(1.5rem, 1.2rem + 1.8cqi, 2.25rem); line-height: 1.14; letter-spacing: -.028em; }
  .sheet[data-size='large'] .heading { max-inline-size: 20ch; font-size: clamp(2rem, 1.3rem + 3.4cqi, 3.5rem); line-height: 1.06; letter-spacing: -.034em; }
  .body { display: grid; gap: 1em; max-inline-size: 64ch; font-size: clamp(1rem, .95rem + .3cqi, 1.125rem); line-height: 1.65; color: color-mix(in oklab, var(--ink) 84%, var(--page)); }
  .more { display: inline-block; margin-block-start: 1.25rem; border-radius: 4px; font-weight: 550; text-underline-offset: .3em; text-decoration-thickness: 1px; }
  .more:hover { text-decoration-thickness: 2px; }
  .points { display: grid; gap: 1.75rem 2rem; }
  .point { display: flex; gap: 1rem; }
  .symbol { flex: none; display: grid; place-items: center; inline-size: 2.75rem; block-size: 2.75rem; border: 1px solid var(--line); border-radius: 50%; background: var(--surface); }
  .point-title { font-size: 1rem; font-weight: 600; line-height: 1.35; letter-spacing: -.008em; }
  .point-text { margin-block-start: .25rem; max-inline-size: 40ch; font-size: .9375rem; color: var(--muted); }
  .sheet[data-layout='center'] .words { justify-items: center; text-align: center; }

  @container (min-width: 560px) { .points { grid-template-columns: repeat(min(var(--columns), 2), minmax(0, 1fr)); } }
  @container (min-width: 820px) {
    .points { grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); }
    .sheet[data-layout='split'] .words { grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: clamp(2rem, 7cqi, 5rem); }
    .point { flex-direction: column; }
  }
`);
