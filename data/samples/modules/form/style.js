// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { look } from './look.js';

export const css = look('form', `
  .plate { display: flex; flex-direction: column; justify-content: center; gap: clamp(1.25rem, 4cqi, 2rem); }
  .card.plate { padding: clamp(1.25rem, 5cqi, 2.5rem); }
  .heading { font-size: clamp(1.25rem, 1.1rem + 1cqi, 1.75rem); letter-spacing: -.022em; }
  .lede { margin-block-start: .5rem; max-inline-size: 52ch; white-space: pre-line; }
  & form { display: flex; flex-direction: column; gap: 1.25rem; }
  .fields { display: grid; gap: 1.125rem; align-items: start; }
  & label { display: flex; justify-content: space-between; gap: 1rem; margin-block-end: .375rem; font-size: .875rem; font-weight: 550; }
  .optional { color: var(--muted); font-weight: 400; }
  & textarea.input { resize: vertical; min-block-size: 6.5rem; display: block; }
  & select.input {
    appearance: none; padding-inline-end: 2.5rem;
    background: linear-gradient(45deg, transparent 50%, var(--muted) 50%) calc(100% - 1.125rem) 55% / 6px 6px no-repeat,
      linear-gradient(-45deg, transparent 50%, var(--muted) 50%) calc(100% - .8rem) 55% / 6px 6px no-repeat, var(--surface);
  }
  .input[aria-invalid] { border-color: var(--bad); }
  .help, .error { margin-block-start: .375rem; font-size: .8125rem; color: var(--muted); }
  .error { color: var(--bad); }
  .tickline { display: flex; align-items: flex-start; gap: .625rem; }
  .tickline label { margin: 0; font-weight: 400; }
  .check { flex: none; inline-size: 1.125rem; block-size: 1.125rem; margin: .125rem 0 0; accent-color: var(--accent); }
  & form > .button { align-self: flex-start; }
  .note { font-size: .8125rem; color: var(--muted); white-space: pre-line; }
  .done { display: grid; justify-items: start; gap: .5rem; padding-block: .5rem; }
  .done .heading { font-size: 1.25rem; }
  .done .lede { margin: 0; }
  .done .button { margin-block-start: .75rem; }
  .tick { display: grid; place-items: center; inline-size: 3rem; block-size: 3rem; margin-block-end: .5rem; border-radius: 50%; background: color-mix(in oklab, var(--good) 14%, transparent); color: var(--good); }

  @container (min-width: 480px) {
    .plate:not([data-layout='inline']) .fields { grid-template-columns: 1fr 1fr; column-gap: 1rem; }
    .plate:not([data-layout='inline']) .field:not([data-half]) { grid-column: 1 / -1; }
    .plate[data-layout='inline'] form { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .75rem; align-items: start; }
    .plate[data-layout='inline'] .fields { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
    .plate[data-layout='inline'] label { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
    .plate[data-layout='inline'] .note { grid-column: 1 / -1; }
  }
  @container (min-width: 760px) {
    .plate[data-layout='split'], .plate[data-layout='inline'] { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 2rem clamp(2rem, 7cqi, 5rem); align-items: center; }
    .plate[data-layout='split'] { align-items: start; }
  }
`);
