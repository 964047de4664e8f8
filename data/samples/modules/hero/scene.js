// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { s } from './kit.js';

const hill = (name, d) => s('path', { class: name, d });

/** Hills under a low sun, in a box of 640 by 640 that may be cut at the sides. */
export function scene() {
  return s('svg', { 'viewBox': '0 0 640 640', 'preserveAspectRatio': 'xMidYMax slice', 'aria-hidden': 'true' },
    s('circle', { class: 'sun', cx: 400, cy: 250, r: 92 }),
    hill('far', 'M0 380q120-90 250-40t210-30 180 20v310H0z'),
    hill('mid', 'M0 450q160-60 300 0t340-30v220H0z'),
    hill('near', 'M0 540q200-90 360-20t280-20v140H0z'));
}
