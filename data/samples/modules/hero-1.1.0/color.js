// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/** Reads #rgb, #rrggbb or #rrggbbaa as three numbers from 0 to 255; null for anything else. */
export function rgb(color) {
  const match = typeof color === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(color);
  if (!match)
    return null;
  const digits = match[1].length === 3 ? match[1].replace(/./g, '$&$&') : match[1];
  return [0, 2, 4].map(at => Number.parseInt(digits.slice(at, at + 2), 16));
}

function luminance(channels) {
  const [r, g, b] = channels.map(channel => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The text colour with the greater contrast on a background (WCAG 2.1, relative luminance). */
export function readable(channels) {
  const light = luminance(channels);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000';
}
