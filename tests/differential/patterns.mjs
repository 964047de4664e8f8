// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// Patterns by chance, each on texts near it, answered by Node's RegExp and by us.
import { ask, makeChance, plan, tell } from './ask.mjs';

const { seed, count } = plan(1500, 60000);
const chance = makeChance(seed);
const { below, often, pick } = chance;

const CHARS = ['a', 'a', 'b', 'b', 'c', 'A', '0', '7', '_', '-', ' ', 'k', ',', '}', '\n', '\r',
  '\u0085', '\u00a0', 'é', 'π', 'ß', 'İ', '\u2028', '\u180e', '\ufeff', '߀', '٣', '\u2060', 'あ', '😀', '𝒳'];
const PROPERTIES = ['L', 'Lu', 'Letter', 'gc=Nd', 'General_Category=Uppercase_Letter', 'LC', 'Script=Greek',
  'sc=Latn', 'Script_Extensions=Hira', 'scx=Latin', 'ASCII', 'Any', 'Assigned', 'Alphabetic', 'Emoji',
  'White_Space', 'space', 'ID_Start', 'XIDC', 'Uppercase', 'Lower', 'punct', 'P', 'Cn', 'Zs', 'Separator',
  'Hex_Digit', 'AHex', 'Extended_Pictographic', 'Ideographic', 'Cased', 'digit', 'Cf', 'Other'];
const NO_PROPERTIES = ['Greek', 'Script=greek', 'letter', 'IsL', 'L&', 'InBasicLatin', 'sc=', 'Xan', '^L',
  'Script', 'gc=Greek', 'Block=Basic_Latin', 'ascii', ''];
const SETS = { d: '07', D: 'a é', w: 'ab0_', W: '- é', s: ' \n\u00a0\ufeff', S: 'ab߀' };

let groups, names, open;

const any = () => ({ source: '.', text: () => pick(['a', 'b', 'é', '😀']) });

function character() {
  const c = pick(CHARS);
  const code = c.codePointAt(0);
  const hex = code.toString(16);
  const text = () => c;
  switch (below(8)) {
    case 0:
      return { source: `\\u{${'0'.repeat(below(3))}${hex}}`, text };
    case 1:
      if (code < 256)
        return { source: `\\x${hex.padStart(2, '0')}`, text };
      return { source: [...Array(c.length).keys()].map((i) =>
        `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''), text };
    case 2:
      return { source: pick(['\\t', '\\n', '\\r', '\\f', '\\v', '\\cJ', '\\cj', '\\0']), text: () => '\n' };
    case 3:
      if (often(0.1))
        return { source: pick(['\\ud83d', '\\ude00', '\\u{d800}']), text: () => '😀' };
    // falls through
    default:
      return { source: /^[\^$\\.*+?()[\]{}|/]$/.test(c) ? '\\' + c : c, text };
  }
}

function set() {
  const kind = pick(Object.keys(SETS));
  return { source: '\\' + kind, text: () => pick([...SETS[kind]]) };
}

function property() {
  const name = often(0.03) ? pick(NO_PROPERTIES) : pick(PROPERTIES);
  return { source: `\\${pick('pP')}{${name}}`, text: () => pick(CHARS) };
}

function member() {
  if (often(0.2))
    return set();
  if (often(0.1))
    return property();
  if (often(0.05))
    return { source: pick(['\\b', '\\-', '.', '$', '^', '(', '|', '&&', '[', '-', '[:alpha:]']), text: () => '-' };
  const from = character();
  if (!often(0.3))
    return from;
  const to = character();
  return { source: from.source + '-' + to.source, text: () => pick([from.text(), to.text()]) };
}

function characterClass() {
  const members = Array.from({ length: below(4) }, member);
  const negated = often(0.3);
  const inside = members.map((m) => m.source).join('');
  return {
    source: `[${negated ? '^' : ''}${inside}]`,
    text: () => (negated || members.length === 0 ? pick(CHARS) : pick(members).text()),
  };
}

function reference() {
  if (names.length > 0 && often(0.3))
    return { source: `\\k<${pick(names)}>`, text: () => pick(['', 'a', 'b']) };
  const number = 1 + below(groups + (often(0.1) ? 2 : 0) || 1);
  return { source: '\\' + number, text: () => pick(['', 'a', 'b']) };
}

function group(depth) {
  const kind = below(14);
  let start = '(?:';
  if (kind < 3) {
    start = '(';
    groups++;
  } else if (kind === 3) {
    const name = often(0.05) ? pick(['a b', '1', 'x']) : pick(['x', 'y$', 'é', '_', 'z\\u0061', 'w\\u{62}']) + names.length;
    start = `(?<${name}>`;
    names.push(name);
    groups++;
  } else if (kind === 4) {
    start = '(?=';
  } else if (kind === 5) {
    start = '(?!';
  } else if (kind === 6 || kind === 7) {
    start = '(?<=';
  } else if (kind === 8 || kind === 9) {
    start = '(?<!';
  } else if (often(0.01)) {
    start = pick(['(?>', '(?i:', '(?P<p>', '(?#', '(?|']);
  }
  const inside = choice(depth - 1);
  const empty = start === '(?=' || start === '(?!' || start === '(?<!';
  return { source: `${start}${inside.source})`, text: empty ? () => '' : inside.text };
}

function atom(depth) {
  const kind = below(20);
  if (kind < 6)
    return { source: pick('aab'), text: () => pick('aab') };
  if (kind < 9)
    return character();
  if (kind < 11)
    return characterClass();
  if (kind === 11)
    return set();
  if (kind === 12)
    return any();
  if (kind === 13)
    return property();
  if (kind === 14 && groups > 0)
    return reference();
  if (kind === 15)
    return { source: pick(['^', '$', '\\b', '\\B']), text: () => '' };
  return depth > 0 ? group(depth) : { source: pick('abc'), text: () => pick('abc') };
}

function quantified(depth) {
  const inner = atom(depth);
  if (!often(0.3) || (/^(\^|\$|\\b|\\B|\(\?[=!<])/i.test(inner.source) && !often(0.02)))
    return inner;
  const least = below(3);
  const quantifier = pick(['*', '+', '?', `{${least}}`, `{${least},}`, `{${least},${least + below(3)}}`]);
  const often_ = { '*': [0, 2], '+': [1, 2], '?': [0, 1] }[quantifier] ?? [least, least];
  return {
    source: inner.source + quantifier + (often(0.2) ? '?' : ''),
    text: () => Array.from({ length: often_[0] + below(often_[1] - often_[0] + 1) }, inner.text).join(''),
  };
}

function sequence(depth) {
  const parts = Array.from({ length: below(4) }, () => quantified(depth));
  return { source: parts.map((p) => p.source).join(''), text: () => parts.map((p) => p.text()).join('') };
}

function choice(depth) {
  const branches = Array.from({ length: often(0.3) ? 2 + below(2) : 1 }, () => sequence(depth));
  return { source: branches.map((b) => b.source).join('|'), text: () => pick(branches).text() };
}

function damage(source) {
  const at = below(source.length + 1);
  const wild = pick(['(', ')', '[', ']', '{', '}', '{2}', '{,3}', '\\', '\\-', '\\_', '\\z', '*', '?', '|', '-', '\\w-', '\\c', '\\k', '\\8']);
  return source.slice(0, at) + (often(0.6) ? wild : '') + source.slice(at + below(2));
}

function makePattern() {
  groups = 0;
  names = [];
  const made = choice(3);
  const source = often(0.5) ? `^(?:${made.source})$` : made.source;
  return { source: often(0.1) ? damage(source) : source, text: made.text };
}

const wellFormed = (text) => text.replace(/\p{Cs}/gu, '');

function makeText(made) {
  const text = often(0.7) ? made.text() : chance.some(CHARS, 4).join('');
  const around = often(0.3) ? pick(CHARS) : '';
  const before = often(0.2) ? pick(CHARS) : '';
  return wellFormed(wellFormed(before + text + around).replaceAll('\0', '\u0001').slice(0, 24));
}

const compile = (source, flags) => {
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
};

const made = Array.from({ length: count }, makePattern)
  .map((m) => ({ source: wellFormed(m.source), texts: Array.from({ length: 12 }, () => makeText(m)) }))
  .filter((m) => !m.source.includes('\0'));
const answers = ask(process.argv[2], made.map((m) => ({ schema: { pattern: m.source }, documents: m.texts })));
const formats = ask(process.argv[2], [{ schema: { format: 'regex' }, formats: true, documents: made.map((m) => m.source) }]);
const wrong = [];
let compared = 0, refused = 0, loose = 0, matching = 0;
const reasons = {};

made.forEach(({ source, texts }, i) => {
  const unicode = compile(source, 'u');
  const { error, valid } = answers[i];
  const shown = JSON.stringify(source);
  if ((formats[0].valid[i] === '1') !== (unicode !== null))
    wrong.push(`${shown}: with u Node ${unicode ? 'takes' : 'refuses'} it, the format "regex" does not`);
  if (error !== undefined) {
    if (unicode && !error.includes('is not supported'))
      wrong.push(`${shown}: ${error}`);
    refused += unicode ? 1 : 0;
    if (unicode) {
      const reason = error.replace(/^.* is not supported: /su, '');
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
    return;
  }
  // Without u `\p{L}` would be "p{L}", `\u{61}` many u, and a pair two halves: nobody means that.
  if (!unicode && /\\[pP]|\\u\{|[^\0-\uffff]/u.test(source))
    return;
  const expression = unicode ?? compile(source, '');
  if (!expression) {
    wrong.push(`${shown}: taken, which Node does neither with u nor without`);
    return;
  }
  loose += unicode ? 0 : 1;
  texts.forEach((text, j) => {
    if (!unicode && /[^\0-\uffff]/u.test(text))
      return;
    const found = expression.exec(text);
    // V8 also finds what matches nothing between the halves of a pair.
    if (unicode && found && /^[\udc00-\udfff]/.test(text.slice(found.index)))
      return;
    const expected = found !== null;
    compared++;
    matching += expected ? 1 : 0;
    if ((valid[j] === '1') !== expected)
      wrong.push(`${shown} on ${JSON.stringify(text)}: Node says ${expected}`);
  });
});

console.log(Object.entries(reasons).sort((a, b) => b[1] - a[1]).map(([r, n]) => `  ${n} refused: ${r}`).join('\n'));
tell(wrong, `${made.length} patterns (${refused} right ones refused, ${loose} only without u), ` +
  `${compared} answers compared, ${matching} of them matches`);
