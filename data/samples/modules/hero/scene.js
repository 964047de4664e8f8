// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { s } from './kit.js';

/** A ridge of two waves, wide enough for any place. */
function hill(name, base, height, phase) {
  const ridge = Array.from({ length: 161 }, (_, at) => {
    const x = -1600 + at * 24;
    return `${x} ${(base - height * (Math.sin(x / 190 + phase) + 0.4 * Math.sin(x / 83 + 2 * phase))).toFixed(1)}`;
  });
  return s('path', { class: name, d: `M-1600 700L${ridge.join('L')}L2240 700z` });
}

/** Hills under a low sun, in a box of 640 by 640; they go on at the sides for wider places. */
export function scene() {
  return s('svg', { 'viewBox': '0 0 640 640', 'preserveAspectRatio': 'xMidYMax meet', 'aria-hidden': 'true' },
    s('circle', { class: 'sun', cx: 400, cy: 300, r: 92 }),
    hill('far', 400, 42, 2.6), hill('mid', 478, 38, 0.4), hill('near', 570, 40, 4.2));
}
