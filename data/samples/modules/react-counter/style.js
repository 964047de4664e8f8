// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('react-counter', `
  .sheet { display: grid; justify-items: center; align-content: center; gap: 1rem; padding: clamp(1.5rem, 7cqi, 3rem); text-align: center; }
  .heading { font-size: 1.0625rem; }
  .count { font-size: clamp(3.5rem, 2rem + 14cqi, 7rem); font-weight: 600; line-height: 1; letter-spacing: -.05em; font-variant-numeric: tabular-nums; }
  .steps { display: flex; gap: .75rem; margin-block-start: .5rem; }
  .steps .button { min-inline-size: 5.5rem; }
  .note { max-inline-size: 44ch; color: var(--muted); font-size: .875rem; }
  .note:empty { display: none; }
`);
