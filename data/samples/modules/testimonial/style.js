// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('testimonial', `
  .sheet { display: flex; flex-direction: column; justify-content: space-between; gap: clamp(1.75rem, 4cqi, 3rem); block-size: 100%; border-radius: calc(var(--radius) * 1.8); }
  .sheet[data-look='tinted'] { padding: clamp(1.5rem, 6cqi, 4.5rem); background: color-mix(in oklab, #c9a877 20%, var(--surface)); }
  .sheet[data-look='card'] { padding: clamp(1.5rem, 6cqi, 4rem); border: 1px solid var(--line); background: var(--surface); }
  .sheet[data-look='plain'] { padding-block: clamp(1rem, 4cqi, 2.5rem); }
  .quote { max-inline-size: 32ch; font-size: clamp(1.375rem, 1.05rem + 2.2cqi, 2.5rem); font-weight: 500; line-height: 1.22; letter-spacing: -.026em; text-wrap: balance; }
  .quote::before { content: '“'; }
  .quote::after { content: '”'; }
  .quote[data-long] { max-inline-size: 46ch; font-size: clamp(1.1875rem, 1rem + 1.2cqi, 1.75rem); line-height: 1.35; letter-spacing: -.016em; }
  .foot { display: flex; flex-wrap: wrap; align-items: center; gap: .875rem; }
  .face { display: grid; place-items: center; inline-size: 2.75rem; block-size: 2.75rem; border-radius: 50%; background: color-mix(in oklab, #c98463 38%, var(--surface)); font-size: .875rem; font-weight: 600; letter-spacing: .01em; }
  .who { display: grid; line-height: 1.4; }
  .author { font-weight: 600; font-size: .9375rem; }
  .role { font-size: .875rem; color: color-mix(in oklab, var(--muted) 80%, var(--ink)); }
  .turns { display: flex; align-items: center; gap: .375rem; margin-inline-start: auto; }
  .place { margin-inline-end: .5rem; font-size: .8125rem; font-variant-numeric: tabular-nums; color: color-mix(in oklab, var(--muted) 80%, var(--ink)); }
  .turn { display: grid; place-items: center; inline-size: 2.75rem; block-size: 2.75rem; padding: 0; border: 1px solid color-mix(in oklab, var(--ink) 22%, transparent); border-radius: 50%; background: none; transition: border-color .15s, background-color .15s; }
  .turn:hover { border-color: var(--ink); background: var(--faint); }
  .sheet[data-align='center'] { align-items: center; text-align: center; }
  .sheet[data-align='center'] .quote { margin-inline: auto; }
  .sheet[data-align='center'] .foot { justify-content: center; }
  .sheet[data-align='center'] .who { text-align: start; }
`);
