// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { s } from './kit.js';
import { draw } from './art.js';

const shape = (tag, name, attributes) => s(tag, { class: name, ...attributes });

function place(kind, tone, x, y, size) {
  const thing = draw(kind, tone);
  for (const [name, value] of Object.entries({ x, y, width: size, height: size }))
    thing.setAttribute(name, String(value));
  return thing;
}

const plinth = (x, y, width) => s('g', null,
  shape('rect', 'block', { x, y, width, height: 700 }),
  shape('rect', 'block-top', { x, y, width, height: 12 }));

/** Each scene fills a box of 640 by 640, its ground at the bottom so that it may be cut at the sides. */
export const scenes = {
  'still-life': () => [
    shape('path', 'arch', { d: 'M170 640V330a150 150 0 0 1 300 0v310z' }),
    shape('circle', 'sun', { cx: 452, cy: 168, r: 54 }),
    plinth(252, 468, 150), plinth(402, 528, 150), plinth(112, 548, 140),
    place('vase', 'clay', 192, 248, 260), place('bowl', 'chalk', 396, 396, 156), place('candle', 'sage', 118, 434, 134),
  ],
  'reading-corner': () => [
    shape('rect', 'arch', { x: 96, y: 130, width: 170, height: 220, rx: 6 }),
    shape('path', 'bars', { d: 'M181 130v220M96 240h170' }),
    shape('path', 'beam', { d: 'M266 150L620 500V640H330z' }),
    shape('rect', 'block', { x: 0, y: 556, width: 640, height: 100 }),
    place('clock', 'chalk', 372, 150, 116), place('chair', 'sage', 168, 260, 350),
    place('plant', 'clay', 26, 356, 240), place('lamp', 'honey', 392, 335, 260),
  ],
  'horizon': () => [
    shape('circle', 'sun', { cx: 400, cy: 250, r: 92 }),
    shape('path', 'hill far', { d: 'M0 380q120-90 250-40t210-30 180 20v310H0z' }),
    shape('path', 'hill mid', { d: 'M0 450q160-60 300 0t340-30v220H0z' }),
    shape('path', 'hill near', { d: 'M0 540q200-90 360-20t280-20v140H0z' }),
  ],
};

export function scene(name) {
  return s('svg', { 'viewBox': '0 0 640 640', 'preserveAspectRatio': 'xMidYMax slice', 'aria-hidden': 'true' }, ...scenes[name]());
}
