// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { s } from './kit.js';

/** Drawings of things for the home, in a box of 200 by 200 with the ground at 170. */

export const tones = {
  clay: ['#e8b196', '#c98463', '#96553b'],
  sage: ['#becdb1', '#8fa581', '#5d7352'],
  sand: ['#f0e2ca', '#d8bf96', '#a98d61'],
  ink: ['#77818d', '#4b545f', '#2c3239'],
  mist: ['#d0dde4', '#9db4c1', '#6a8392'],
  plum: ['#d0aebf', '#a57890', '#734d64'],
  chalk: ['#fffdf9', '#ece6dc', '#c4bbae'],
  honey: ['#f6d48e', '#dfac4a', '#a67a27'],
};

let count = 0;

function volume([light, main, shade]) {
  const id = `art-${++count}`;
  const stop = (offset, color) => s('stop', { offset, 'stop-color': color });
  return [`url(#${id})`, s('linearGradient', { id, x1: 0, x2: 1, y1: 0.1, y2: 0.25 },
    stop(0, light), stop(0.45, main), stop(1, shade))];
}

function glow(cx, cy, radius) {
  const id = `art-${++count}`;
  const stop = (offset, opacity) => s('stop', { offset, 'stop-color': '#ffd98a', 'stop-opacity': opacity });
  return s('g', null, s('radialGradient', { id }, stop(0, 0.5), stop(0.5, 0.16), stop(1, 0)),
    s('circle', { cx, cy, r: radius, fill: `url(#${id})` }));
}

const path = (d, fill, more) => s('path', { d, fill, ...more });
const line = (d, stroke, width, more) => path(d, 'none', {
  stroke, 'stroke-width': width, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', ...more,
});
const oval = (cx, cy, rx, ry, fill, more) => s('ellipse', { cx, cy, rx, ry, fill, ...more });
const ground = (cx, rx) => oval(cx, 170, rx, 5.5, '#1a1410', { opacity: 0.16 });

const things = {
  vase: (body, [light, main, shade]) => [
    ground(100, 44),
    line('M101 76C98 50 92 38 80 24M101 76c0-24 6-38 20-50M100 70c2-22 1-34-1-46', '#7d7a58', 1.6),
    ...[[78, 22], [84, 32], [122, 24], [116, 36], [99, 20], [102, 36], [90, 43]].map(([x, y]) =>
      oval(x, y, 4.4, 6.4, '#c9b37e', { transform: `rotate(${x - 100} ${x} ${y})` })),
    path('M88 70h25c0 12-4 15-4 21 0 9 28 16 28 46 0 22-14 33-36.5 33S64 159 64 137c0-30 28-37 28-46 0-6-4-9-4-21z', body),
    oval(100.5, 70, 12.5, 3, shade), path('M76 120c5-9 12-13 16-18-1 8-9 14-12 26-2 8-7 2-4-8z', light, { opacity: 0.45 }),
    line('M66 128c18 7 51 7 69 0', main, 0.8, { opacity: 0.6 }),
  ],
  lamp: (body, [light, main, shade]) => [
    ground(100, 36), glow(100, 98, 84),
    line('M100 84v80', shade, 4), path('M72 164c0-4 12-6 28-6s28 2 28 6v4q0 3-28 3t-28-3z', shade),
    path('M77 36h46l22 58q-45 9-90 0z', body), path('M55 94q45 9 90 0-45-8-90 0z', '#fff0c9'),
    oval(100, 36, 23, 3.4, light), line('M126 98v16', main, 1.4), oval(126, 116, 2.4, 2.4, shade),
  ],
  bowl: (body, [light, main, shade]) => [
    ground(100, 42), path('M78 160h44l-3 10H81z', shade), path('M36 106q64 12 128 0-2 58-64 58t-64-58z', body),
    oval(100, 106, 64, 13, light), oval(100, 107, 58, 10, shade), oval(100, 110, 50, 7, main, { opacity: 0.7 }),
  ],
  chair: (body, [light, main, shade]) => [
    ground(102, 58),
    line('M62 124l-9 46M140 124l9 46M78 126l-3 40M128 126l4 40', '#8a6444', 4),
    path('M56 34q44-14 90 0 6 34-2 72-42 8-84 0-9-38-4-72z', body), path('M60 96q42 8 84 0 10 3 10 14t-12 17q-40 6-80 0-12-5-12-17t10-14z', body),
    path('M61 97q41 8 82 0 9 3 10 11-51 11-102 0 1-8 10-11z', light, { opacity: 0.35 }),
    line('M60 106q42 9 84 0', shade, 1.2, { opacity: 0.5 }), line('M101 31v66', shade, 0.9, { opacity: 0.3 }),
    line('M50 116q51 10 104 0', main, 1, { opacity: 0.4 }),
  ],
  clock: (body, [light, , shade]) => [
    s('circle', { cx: 104, cy: 106, r: 62, fill: '#1a1410', opacity: 0.12 }),
    s('circle', { cx: 100, cy: 100, r: 62, fill: body }), s('circle', { cx: 100, cy: 100, r: 53, fill: light }),
    ...[0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330].map(turn =>
      line(turn % 90 ? 'M100 53v3' : 'M100 53v7', shade, turn % 90 ? 1.4 : 2.4, { transform: `rotate(${turn} 100 100)` })),
    line('M100 100L77 84', shade, 4), line('M100 106V60', shade, 2.6),
    s('circle', { cx: 100, cy: 100, r: 4, fill: shade }),
  ],
  candle: (body, [light, main, shade]) => [
    ground(100, 46), path('M100 30c9 13 11 18 11 24a11 11 0 0 1-22 0c0-6 2-11 11-24z', '#f6b95a'),
    path('M100 44c4 6 5 9 5 12a5 5 0 0 1-10 0c0-3 1-6 5-12z', '#fff3d1'), line('M100 64v10', '#3b332b', 1.8),
    path('M60 78h80v82q0 10-40 10t-40-10z', body), oval(100, 78, 40, 8, light), oval(100, 79, 34, 5.6, '#fff3d8'),
    path('M78 108h44v34H78z', '#fffdf8', { opacity: 0.85 }), line('M86 118h28M86 125h28M91 132h18', shade, 1.4, { opacity: 0.75 }),
    line('M60 84v70', main, 0.8, { opacity: 0.4 }),
  ],
  plant: (body, [light, , shade]) => [
    ground(100, 36),
    ...[[-58, 46, '#5d7f5e'], [58, 46, '#5d7f5e'], [-30, 62, '#709571'], [32, 60, '#709571'], [-4, 70, '#86a985']].map(([turn, size, fill]) =>
      s('g', { transform: `rotate(${turn} 100 122)` },
        path(`M100 122c-22-${size * 0.5} -20-${size} 0-${size * 1.5} 20 ${size * 0.5} 22 ${size} 0 ${size * 1.5}z`, fill),
        line(`M100 122v-${size * 1.3}`, '#e9f0e2', 0.9, { opacity: 0.5 }))),
    path('M66 116h68l-8 48q-2 6-26 6t-26-6z', body), path('M62 110h76v11H62z', body), path('M62 121h76v2H62z', shade, { opacity: 0.35 }),
    path('M76 128h8l3 34h-6z', light, { opacity: 0.35 }),
  ],
  cup: (body, [light, main, shade]) => [
    ground(96, 50), line('M136 100c30-6 34 40-4 40', main, 9), line('M136 100c30-6 34 40-4 40', shade, 2, { opacity: 0.4 }),
    path('M50 88h92q2 82-46 82T50 88z', body), oval(96, 88, 46, 10, light), oval(96, 90, 40, 7.4, '#5b3f2c'),
    line('M84 66c-7-10 7-14 0-25M104 66c-7-10 7-14 0-25', shade, 2.4, { opacity: 0.28 }),
  ],
};

export const kinds = Object.keys(things);

/** The colour a thing of this tone stands before; chalk alone is too pale to tint anything. */
export function backdrop(tone) {
  const [, main, shade] = Object.hasOwn(tones, tone) ? tones[tone] : tones.clay;
  return tone === 'chalk' ? shade : main;
}

/** Draws one thing; an unknown kind or tone gets the first. */
export function draw(kind, tone) {
  const palette = Object.hasOwn(tones, tone) ? tones[tone] : tones.clay;
  const [fill, gradient] = volume(palette);
  const thing = Object.hasOwn(things, kind) ? things[kind] : things.vase;
  return s('svg', { viewBox: '0 0 200 200', 'aria-hidden': 'true' }, gradient, ...thing(fill, palette));
}
