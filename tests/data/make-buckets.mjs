// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers
// Writes buckets.json: rows of unit, seed31 hash, m3 bucket, m3 variant bucket, made apart from the
// C code. Usage: node make-buckets.mjs > buckets.json

const SALT = 'rollout-1';
const SEED_VARIANT = 0x9747b28c;

function seed31(unit) {
  let hash = 0;
  for (let i = 0; i < unit.length; i++)
    hash = (Math.imul(31, hash) + unit.charCodeAt(i)) | 0;
  return hash;
}

function murmur3(bytes, seed) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rotl = (x, r) => (x << r) | (x >>> (32 - r));
  const mix = (k) => Math.imul(rotl(Math.imul(k, 0xcc9e2d51), 15), 0x1b873593);
  const whole = bytes.length & ~3;
  let hash = seed | 0;
  for (let i = 0; i < whole; i += 4)
    hash = (Math.imul(rotl(hash ^ mix(view.getInt32(i, true)), 13), 5) + 0xe6546b64) | 0;
  let tail = 0;
  switch (bytes.length & 3) {
    case 3: tail ^= bytes[whole + 2] << 16; // falls through
    case 2: tail ^= bytes[whole + 1] << 8; // falls through
    case 1: hash ^= mix(tail ^ bytes[whole]);
  }
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const m3 = (unit, seed) => murmur3(new TextEncoder().encode(`${SALT}:${unit}`), seed) % 10000;

let state = 42;
const random = (n) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % 65536 % n;
const alphabets = ['abcdefghijklmnopqrstuvwxyz0123456789_-@.', 'äöüßñéèçøåæ', '日本語ユーザー中文한국어', '😀🎉👩‍💻𝒳𐍈'];

const units = ['', 'a', 'user_abc123def', 'alice@example.com', 'ünïcode-ß', '😀smile', '日本語ユーザー', 'AaAa', 'BBBB',
  'polygenelubricants', 'user_0', 'x'.repeat(4096), '😀'.repeat(1024), '\u0001', '"\\/', '\uffff', '\ue000\u{10ffff}'];
for (let i = 0; i < 2000; i++)
  units.push(`user_${i}`);
while (units.length < 5200) {
  const letters = [...alphabets[random(8) < 5 ? 0 : 1 + random(3)]];
  let unit = '';
  for (let n = 1 + random(24); n > 0; n--)
    unit += letters[random(letters.length)];
  units.push(unit);
}

const rows = units.map((unit) => JSON.stringify([unit, seed31(unit), m3(unit, 0), m3(unit, SEED_VARIANT)]));
console.log(`{"salt": ${JSON.stringify(SALT)}, "rows": [\n${rows.join(',\n')}\n]}`);
