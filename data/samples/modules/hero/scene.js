// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { s } from './kit.js';

const hill = (name, d) => s('path', { class: name, d });

/** Hills under a low sun, in a box of 640 by 640; they go on at the sides for wider places. */
export function scene() {
  return s('svg', { 'viewBox': '0 0 640 640', 'preserveAspectRatio': 'xMidYMax meet', 'aria-hidden': 'true' },
    s('circle', { class: 'sun', cx: 400, cy: 250, r: 92 }),
    hill('far', 'M-1600 400q200-120 400-40t400-20 400 30q200-90 360-50t320-20 440 10 400-20 400 40v310h-3120z'),
    hill('mid', 'M-1600 480q200-110 400-30t400-10 400 20q180-80 340-20t340-20 420 20 420-30 400 50v210h-3120z'),
    hill('near', 'M-1600 570q220-100 420-20t400-20 380 30q200-90 360-20t320-20 440 30 420-40 380 60v120h-3120z'));
}
