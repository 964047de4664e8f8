// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// Schemas by chance, with documents near them.

const NAMES = ['a', 'b', 'c', 'ab', 'x-1', 'é'];
const PATTERNS = ['^a', 'b$', '^x-', '[^a-c]', '^.$', '^\\p{L}{1,2}$', ''];
const STRINGS = ['', 'a', 'b', 'ab', 'abc', 'x-1', 'é', '😀', '😀😀', '1'];
const NUMBERS = [0, 1, -1, 2, 3, 1.5, -0.5, 10, 1e3, 7];
const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

export const FORMATS = {
  date: ['2024-02-29', '2023-02-29', '2024-13-01', '24-01-01', '2024-01-01T'],
  time: ['10:20:30Z', '10:20:30+01:00', '10:20:30', '24:00:00Z', '23:59:60Z', '10:20:30.5Z', '10:20Z'],
  'date-time': ['2024-05-31T14:30:00Z', '2024-05-31t14:30:00z', '2024-05-31 14:30', '2024-05-31T14:30:00+25:00'],
  duration: ['P1D', 'PT1H', 'P1W', 'P', 'P1Y2W', 'PT', 'P1H', '1D'],
  email: ['a@b.de', 'a.b@c.org', '@b.de', 'a@', 'ab', 'a..b@c.de'],
  hostname: ['a', 'a-b.c', '-a', 'a-', 'a..b', 'a_b', 'a'.repeat(63), 'a'.repeat(64)],
  ipv4: ['1.2.3.4', '1.2.3', '256.1.1.1', '01.2.3.4', '1.2.3.4.5'],
  ipv6: ['::1', '1::2::3', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4', ':1', '12345::', 'fe80::1%eth0'],
  uri: ['http://a.de/', 'a', '/b', 'urn:x:y', 'http://a b', 'http://[::1]/', '://x'],
  'uri-reference': ['a', '/b?c#d', 'http://a', '\\x', '#é', '%zz'],
  'uri-template': ['http://a/{b}', '{', '{+a,b}', 'a}', '{a:3}'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000', '123E4567-E89B-12D3-A456-426614174000', '123e4567', '123e4567-e89b-12d3-a456-42661417400g'],
  'json-pointer': ['', '/', '/a~0b', '/a~', 'a', '/~2'],
  'relative-json-pointer': ['0', '1/a', '01', '0#', '-1', '2/', 'a'],
  regex: ['a', '(', '[a-z]+', '\\p{L}', '\\Z', '(?<a>b)\\k<a>', '(?<=a+)b'],
};

/** @param {ReturnType<import('./ask.mjs').makeChance>} chance */
export function makeMaker(chance, dialect) {
  const { below, often, pick, some } = chance;
  const is2020 = dialect === '2020-12';
  let n_definitions = 0;
  let hasInner = false;

  function value(depth) {
    const kind = below(depth > 0 ? 9 : 7);
    if (kind < 2)
      return pick(NUMBERS);
    if (kind < 4)
      return pick(STRINGS);
    if (kind === 4)
      return null;
    if (kind < 7)
      return often(0.5);
    if (kind === 7)
      return Array.from({ length: below(4) }, () => value(depth - 1));
    return Object.fromEntries(some(NAMES, 3).map((name) => [name, value(depth - 1)]));
  }

  const schemas = (depth, least) => Array.from({ length: least + below(3) }, () => schema(depth - 1));
  const map = (names, depth) => Object.fromEntries(some(names, 3).map((n) => [n, schema(depth - 1)]));
  const count = () => below(4);

  const keywords = {
    type: () => (often(0.7) ? pick(TYPES) : [...new Set([pick(TYPES), pick(TYPES)])]),
    enum: () => [...new Map(Array.from({ length: 1 + below(4) }, () => value(2)).map((v) => [JSON.stringify(v), v])).values()],
    const: () => value(2),
    multipleOf: () => pick([1, 2, 0.5, 3]),
    maximum: () => pick(NUMBERS), exclusiveMaximum: () => pick(NUMBERS),
    minimum: () => pick(NUMBERS), exclusiveMinimum: () => pick(NUMBERS),
    maxLength: count, minLength: count, pattern: () => pick(PATTERNS),
    maxItems: count, minItems: () => below(3), uniqueItems: () => often(0.8),
    maxProperties: count, minProperties: () => below(3), required: () => [...new Set(some(NAMES, 2))],
    properties: (d) => map(NAMES, d), patternProperties: (d) => map(PATTERNS, d),
    additionalProperties: (d) => schema(d - 1), propertyNames: (d) => schema(d - 1),
    contains: (d) => schema(d - 1),
    allOf: (d) => schemas(d, 1), anyOf: (d) => schemas(d, 1), oneOf: (d) => schemas(d, 1), not: (d) => schema(d - 1),
    if: (d) => schema(d - 1), then: (d) => schema(d - 1), else: (d) => schema(d - 1),
    $comment: () => 'x', title: () => 'x', default: () => value(1),
    ...(is2020 ? {
      prefixItems: (d) => schemas(d, 1), items: (d) => schema(d - 1),
      minContains: () => below(3), maxContains: () => below(3),
      dependentRequired: () => Object.fromEntries(some(NAMES, 2).map((n) => [n, [...new Set(some(NAMES, 2))]])),
      dependentSchemas: (d) => map(NAMES, d),
      unevaluatedProperties: (d) => (often(0.6) ? false : schema(d - 1)),
      unevaluatedItems: (d) => (often(0.6) ? false : schema(d - 1)),
    } : {
      items: (d) => (often(0.5) ? schema(d - 1) : schemas(d, 1)), additionalItems: (d) => schema(d - 1),
      dependencies: (d) => Object.fromEntries(some(NAMES, 2).map((n) => [n, often(0.5) ? schema(d - 1) : [...new Set(some(NAMES, 2))]])),
    }),
  };
  const objects = ['properties', 'patternProperties', 'additionalProperties', 'required', 'allOf', 'anyOf',
    ...(is2020 ? ['unevaluatedProperties', 'dependentSchemas'] : ['dependencies'])];
  const arrays = ['items', 'contains', 'allOf', 'anyOf', 'uniqueItems',
    ...(is2020 ? ['prefixItems', 'unevaluatedItems', 'minContains', 'maxContains'] : ['additionalItems'])];
  const theirs = [Object.keys(keywords), objects, arrays, ['type', 'enum', 'minimum', 'maxLength', 'pattern', 'const'],
    ['if', 'then', 'else', 'properties', 'required']];

  function reference() {
    const name = below(n_definitions);
    if (hasInner && often(0.3))
      return { $ref: pick(is2020 ? ['inner', 'inner#node', 'inner#/$defs/x', 'inner#x'] : ['inner', 'inner#/definitions/x', 'inner#x']) };
    if (is2020 && often(0.3))
      return { $dynamicRef: pick(['#node', `#/$defs/d${name}`]) };
    return { $ref: often(0.15) ? '#' : is2020 && often(0.2) ? `#an${name}` : `#/${is2020 ? '$defs' : 'definitions'}/d${name}` };
  }

  function schema(depth) {
    if (depth <= 0 && often(0.5))
      return often(0.15) ? often(0.5) : { type: pick(TYPES) };
    if (often(0.05))
      return often(0.6);
    const made = {};
    const family = pick(theirs);
    for (let i = 1 + below(4); i > 0; i--) {
      const name = pick(family);
      if (depth > 0 || keywords[name].length === 0)
        made[name] = keywords[name](depth);
    }
    if (made.minContains !== undefined || made.maxContains !== undefined)
      made.contains ??= schema(depth - 1);
    return made;
  }

  // References stand where a smaller document is looked at, so that no turn is endless.
  function strew(node, inside) {
    if (typeof node !== 'object' || node === null || Array.isArray(node))
      return node;
    if (inside && often(0.15))
      return is2020 && often(0.5) ? { ...node, ...reference() } : reference();
    const made = {};
    for (const [name, part] of Object.entries(node)) {
      const maps = ['properties', 'patternProperties'];
      const lists = ['prefixItems'];
      const same = ['allOf', 'anyOf', 'oneOf'];
      const single = ['additionalProperties', 'items', 'contains', 'unevaluatedProperties', 'unevaluatedItems', 'additionalItems'];
      if (maps.includes(name))
        made[name] = Object.fromEntries(Object.entries(part).map(([n, p]) => [n, strew(p, true)]));
      else if (name === 'dependentSchemas')
        made[name] = Object.fromEntries(Object.entries(part).map(([n, p]) => [n, strew(p, false)]));
      else if (lists.includes(name) || (name === 'items' && Array.isArray(part)))
        made[name] = part.map((p) => strew(p, true));
      else if (same.includes(name))
        made[name] = part.map((p) => strew(p, false));
      else if (single.includes(name))
        made[name] = strew(part, true);
      else if (['if', 'then', 'else', 'not'].includes(name))
        made[name] = strew(part, false);
      else
        made[name] = part;
    }
    return made;
  }

  // A resource of its own, in which references lead elsewhere.
  function inner() {
    const made = strew({ properties: map(NAMES, 2), ...schema(1) }, false);
    const x = { type: pick(TYPES) };
    if (is2020)
      return { $id: 'inner', $dynamicAnchor: 'node', ...made, $defs: { x: { $anchor: 'x', ...x }, d0: { $anchor: 'an0', ...x }, d1: { $anchor: 'an1' } } };
    return { $id: 'inner', ...made, definitions: { x: { $id: '#x', ...x }, d0: x, d1: {} } };
  }

  function whole() {
    n_definitions = 1 + below(2);
    hasInner = often(0.25);
    const top = schema(3);
    const root = typeof top === 'object' ? strew(top, false) : { not: !top };
    const definitions = {};
    for (let i = 0; i < n_definitions; i++) {
      const one = schema(2);
      definitions[`d${i}`] = strew(typeof one === 'object' ? one : { not: !one }, false);
      if (is2020)
        definitions[`d${i}`].$anchor = `an${i}`;
    }
    if (hasInner)
      definitions.inner = inner();
    const id = hasInner ? { $id: 'https://chance.example/whole' } : {};
    if (!is2020)
      return { ...id, ...root, definitions };
    definitions.node = { ...strew(schema(1) === true ? {} : { minProperties: below(2) }, false), $dynamicAnchor: 'node' };
    if (often(0.3)) {
      delete definitions.node;
      return { ...id, ...root, $dynamicAnchor: 'node', $defs: definitions };
    }
    return { ...id, ...root, $defs: definitions };
  }

  /* A document that S might take, as far as its first keywords tell. */
  function near(s, depth, root) {
    if (typeof s !== 'object' || often(0.1))
      return value(2);
    if (s.$ref?.startsWith('#/') && depth > 0)
      return near(s.$ref.split('/').slice(1).reduce((at, key) => at[key], root), depth - 1, root);
    if ('const' in s)
      return s.const;
    if (s.enum)
      return pick(s.enum);
    for (const group of ['allOf', 'anyOf', 'oneOf'])
      if (s[group] && often(0.5))
        return near(pick(s[group]), depth, root);
    if (s.format)
      return pick(FORMATS[s.format]);
    const wants = [s.type].flat()[0];
    const listy = ['items', 'prefixItems', 'contains', 'uniqueItems', 'unevaluatedItems', 'additionalItems', 'minItems'].some((k) => k in s);
    const mappy = [...objects, 'dependentRequired', 'propertyNames', 'minProperties'].some((k) => k in s && k !== 'allOf' && k !== 'anyOf');
    if (wants === 'array' || (!wants && listy && (!mappy || often(0.5)))) {
      const first = s.prefixItems ?? (Array.isArray(s.items) ? s.items : []);
      const rest = Array.isArray(s.items) ? s.additionalItems : s.items ?? s.contains;
      return Array.from({ length: below(5) }, (_, i) => (depth > 0 ? near(first[i] ?? rest ?? s.contains ?? true, depth - 1, root) : value(0)));
    }
    if (wants === 'object' || (!wants && mappy)) {
      const names = [...Object.keys(s.properties ?? {}), ...(s.required ?? []), ...some(NAMES, 2)].filter(() => often(0.8));
      return Object.fromEntries(names.map((n) => [n, depth > 0 ? near(s.properties?.[n] ?? s.additionalProperties ?? true, depth - 1, root) : value(0)]));
    }
    switch (wants) {
      case 'null': return null;
      case 'boolean': return often(0.5);
      case 'integer': case 'number': return pick(NUMBERS);
      case 'string': return pick(STRINGS);
      default: return often(0.5) ? value(2) : pick([...NUMBERS, ...STRINGS]);
    }
  }

  /* One place of DOCUMENT has another value, is gone or new. */
  function edit(document) {
    const after = JSON.parse(JSON.stringify(document)); // not structuredClone(): parts may be shared
    const path = [];
    let holder = null, at = after;
    while (typeof at === 'object' && at !== null && (holder === null || often(0.7))) {
      const name = Array.isArray(at) ? below(at.length + 1) : often(0.8) && Object.keys(at).length > 0 ? pick(Object.keys(at)) : pick(NAMES);
      path.push(String(name).replaceAll('~', '~0').replaceAll('/', '~1'));
      holder = [at, name];
      at = at[name];
    }
    if (holder === null)
      return { before: document, after: value(2), path: '' };
    const [parent, name] = holder;
    if (often(0.2) && name in parent) {
      if (Array.isArray(parent))
        parent.splice(name, 1);
      else
        delete parent[name];
    } else {
      parent[name] = value(2);
    }
    // Where items move, the array is what changed.
    if (Array.isArray(parent))
      path.pop();
    return { before: document, after, path: path.map((part) => '/' + part).join('') };
  }

  const formatted = () => ({ type: 'string', format: pick(Object.keys(FORMATS)), ...(often(0.3) ? { maxLength: 20 } : {}) });

  return { whole, formatted, edit, near: (s) => near(s, 4, s) };
}
