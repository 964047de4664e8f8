// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * The common look of the sample modules. Everything is nested below one class per module, so that
 * the styles stay at home also where a module is not isolated. Colours come from the tokens of
 * the page; the fallbacks are for a page that sets none.
 */

const base = `
  --accent: var(--inlay-accent, #2f5d50);
  --on-accent: var(--inlay-accent-text, #fff);
  --page: var(--inlay-background, #fff);
  --surface: var(--inlay-surface, #f7f6f3);
  --ink: var(--inlay-text, #1c1b19);
  --muted: var(--inlay-muted, #67635c);
  --line: var(--inlay-border, #e4e1da);
  --radius: var(--inlay-radius, 10px);
  --shadow: var(--inlay-shadow, 0 1px 2px rgb(0 0 0 / 6%), 0 8px 24px rgb(0 0 0 / 6%));
  --bad: var(--inlay-error, #b3261e);
  --good: var(--inlay-success, #1f7a4d);
  --faint: color-mix(in oklab, var(--ink) 5%, transparent);
  container-type: inline-size;
  box-sizing: border-box;
  block-size: 100%;
  color: var(--ink);
  font: 400 1rem/1.55 var(--inlay-font, system-ui, sans-serif);
  text-align: start;
  -webkit-font-smoothing: antialiased;
  text-wrap: pretty;

  & *, & *::before, & *::after { box-sizing: border-box; }
  & [hidden] { display: none !important; }
  & h2, & h3, & p, & ul, & ol, & dl, & dd, & figure, & blockquote { margin: 0; padding: 0; }
  & ul, & ol { list-style: none; }
  & button, & input, & select, & textarea { font: inherit; color: inherit; letter-spacing: inherit; }
  & button { cursor: pointer; }
  & svg { display: block; }
  & a { color: inherit; }
  & :focus { outline: none; }
  & :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

  .eyebrow { font-size: .8125rem; font-weight: 500; letter-spacing: .01em; color: var(--muted); }
  .heading { font-size: 1.375rem; line-height: 1.2; font-weight: 600; letter-spacing: -.018em; text-wrap: balance; }
  .lede { color: var(--muted); }
  .card { block-size: 100%; background: var(--surface); border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.4); }
  .hush { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: .5em; min-block-size: 2.75rem; padding: .5rem 1.25rem;
    border: 1px solid transparent; border-radius: var(--radius); background: var(--accent); color: var(--on-accent);
    font-size: .9375rem; font-weight: 550; line-height: 1.2; text-decoration: none; white-space: nowrap;
    transition: background-color .15s, border-color .15s, color .15s;
  }
  .button:hover { background: color-mix(in oklab, var(--accent) 88%, var(--ink)); }
  .button.quiet { background: transparent; border-color: color-mix(in oklab, var(--ink) 22%, transparent); color: var(--ink); }
  .button.quiet:hover { border-color: var(--ink); background: var(--faint); }
  .button[disabled] { cursor: default; background: var(--faint); color: var(--muted); border-color: transparent; }
  .input {
    inline-size: 100%; min-block-size: 2.75rem; padding: .5rem .875rem; border-radius: var(--radius);
    border: 1px solid color-mix(in oklab, var(--ink) 48%, var(--page)); background: var(--surface);
    font-size: .9375rem; line-height: 1.4; transition: border-color .15s, box-shadow .15s;
  }
  .input::placeholder { color: var(--muted); opacity: 1; }
  .input:hover { border-color: var(--ink); }
  .input:focus-visible { outline: none; border-color: var(--accent); box-shadow: 0 0 0 3px color-mix(in oklab, var(--accent) 25%, transparent); }

  @media (prefers-reduced-motion: reduce) {
    & *, & *::before, & *::after { transition: none !important; animation: none !important; scroll-behavior: auto !important; }
  }
  @media (forced-colors: active) {
    .button { border-color: ButtonText; }
    .input:focus-visible { outline: 2px solid Highlight; }
  }
`;

/** The styles of one module below its class; in a shadow tree it fills its cell of the grid. */
export function look(name, css) {
  return `:host > div { block-size: 100%; } .inlay-${name} { ${base} ${css} }`;
}
