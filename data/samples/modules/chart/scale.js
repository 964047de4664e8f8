// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/** Round steps of 1, 2, 2.5 or 5 times a power of ten that cover low to high in about `wanted` parts. */
export function ticks(low, high, wanted = 4) {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / wanted));
  const step = power * [1, 2, 2.5, 5, 10].find(part => part * power * wanted >= span * 0.999);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil((low === high ? high + step : high) / step - 1e-9);
  return Array.from({ length: Math.min(20, last - first + 1) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** A smooth line through points that never overshoots them (monotone cubic, Fritsch–Carlson). */
export function curve(points) {
  if (points.length < 3)
    return points.map(([x, y], at) => `${at ? 'L' : 'M'}${x} ${y}`).join('');
  const slope = points.slice(1).map(([x, y], at) => (y - points[at][1]) / (x - points[at][0] || 1));
  const tangent = points.map((_, at) => {
    const before = slope[at - 1] ?? slope[0];
    const after = slope[at] ?? slope[at - 1];
    return before * after <= 0 ? 0 : 2 * before * after / (before + after);
  });
  return points.slice(1).reduce((path, [x, y], at) => {
    const [px, py] = points[at];
    const third = (x - px) / 3;
    const part = [px + third, py + tangent[at] * third, x - third, y - tangent[at + 1] * third, x, y];
    return `${path}C${part.map(value => value.toFixed(2)).join(' ')}`;
  }, `M${points[0].join(' ')}`);
}

/** A ring segment from one share of the circle to another. */
export function ring(from, to, outer, inner) {
  const end = Math.min(to, from + 0.99999);
  const at = (share, radius) => {
    const angle = (share - 0.25) * 2 * Math.PI;
    return `${(Math.cos(angle) * radius).toFixed(3)} ${(Math.sin(angle) * radius).toFixed(3)}`;
  };
  const wide = end - from > 0.5 ? 1 : 0;
  return `M${at(from, outer)}A${outer} ${outer} 0 ${wide} 1 ${at(end, outer)}L${at(end, inner)}A${inner} ${inner} 0 ${wide} 0 ${at(from, inner)}z`;
}
