// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

const types = {
  array: Array.isArray,
  boolean: value => typeof value === 'boolean',
  integer: Number.isInteger,
  null: value => value === null,
  number: value => typeof value === 'number',
  object: value => value !== null && typeof value === 'object' && !Array.isArray(value),
  string: value => typeof value === 'string',
};

/** Keywords the samples may use: another one is a fault, so that none goes unchecked. */
const notes = ['$schema', 'title', 'description', 'default', 'examples', 'format', 'x-inlay'];
const rules = {
  type: (want, value) => [want].flat().some(name => types[name](value)),
  const: (want, value) => value === want,
  enum: (want, value) => want.includes(value),
  minimum: (want, value) => !types.number(value) || value >= want,
  maximum: (want, value) => !types.number(value) || value <= want,
  multipleOf: (want, value) => !types.number(value) || value % want === 0,
  minLength: (want, value) => !types.string(value) || [...value].length >= want,
  maxLength: (want, value) => !types.string(value) || [...value].length <= want,
  pattern: (want, value) => !types.string(value) || new RegExp(want, 'u').test(value),
  minItems: (want, value) => !types.array(value) || value.length >= want,
  maxItems: (want, value) => !types.array(value) || value.length <= want,
  uniqueItems: (want, value) => !types.array(value) || new Set(value.map(item => JSON.stringify(item))).size === value.length,
  required: (want, value) => !types.object(value) || want.every(key => Object.hasOwn(value, key)),
  oneOf: (want, value) => want.filter(schema => problems(schema, value, '').length === 0).length === 1,
};

function inside(schema, value, where) {
  if (types.array(value) && schema.items)
    return value.flatMap((item, at) => problems(schema.items, item, `${where}[${at}]`));
  if (!types.object(value))
    return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const known = schema.properties && Object.hasOwn(schema.properties, key);
    const below = known ? schema.properties[key] : schema.additionalProperties ?? true;
    if (below === false)
      return [`${where}.${key} is not known`];
    return below === true ? [] : problems(below, item, `${where}.${key}`);
  });
}

/** What is wrong with a value by a schema, for the part of JSON Schema that the samples use. */
export function problems(schema, value, where) {
  const own = Object.entries(schema).flatMap(([keyword, want]) => {
    if (notes.includes(keyword) || ['items', 'properties', 'additionalProperties'].includes(keyword))
      return [];
    if (!Object.hasOwn(rules, keyword))
      return [`${where}: the keyword ${keyword} is not one the samples use`];
    return rules[keyword](want, value) ? [] : [`${where} breaks ${keyword} ${JSON.stringify(want)}`];
  });
  return [...own, ...inside(schema, value, where)];
}
