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

/** A ridge of two waves, wide enough for any place. */
function hill(name, base, height, phase) {
  const ridge = Array.from({ length: 161 }, (_, at) => {
    const x = -1600 + at * 24;
    return `${x} ${(base - height * (Math.sin(x / 190 + phase) + 0.4 * Math.sin(x / 83 + 2 * phase))).toFixed(1)}`;
  });
  return s('path', { class: `hill ${name}`, d: `M-1600 700L${ridge.join('L')}L2240 700z` });
}

/** The scenes stand on the line at 640; their ground goes on at the sides for wider places. */
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
    shape('path', 'beam', { d: 'M266 150L980 640H620L266 330z' }),
    shape('rect', 'block', { x: -1600, y: 556, width: 3840, height: 100 }),
    place('clock', 'chalk', 372, 150, 116), place('chair', 'sage', 168, 260, 350),
    place('plant', 'clay', 26, 356, 240), place('lamp', 'honey', 392, 335, 260),
  ],
  'horizon': () => [
    shape('circle', 'sun', { cx: 400, cy: 300, r: 92 }),
    hill('far', 400, 42, 2.6), hill('mid', 478, 38, 0.4), hill('near', 570, 40, 4.2),
  ],
};

const boxes = { 'still-life': '80 84 480 556', 'reading-corner': '10 96 640 544', 'horizon': '0 120 640 520' };

export function scene(name) {
  return s('svg', { 'viewBox': boxes[name], 'preserveAspectRatio': 'xMidYMax meet', 'aria-hidden': 'true' }, ...scenes[name]());
}
