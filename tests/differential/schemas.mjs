// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// Schemas and documents by chance, answered by ajv and by us. Where they differ a third is asked that
// passes the public suite (@hyperjump/json-schema). Where that is ajv's only, it was `$dynamicRef`, of
// which ajv 8 takes a pointer for the root, or what it thinks of `contains`.
// usage: schemas.mjs PROGRAM FOLDER-OF-PEERS
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask, makeChance, plan, tell } from './ask.mjs';
import { makeMaker } from './schemas-make.mjs';

const [program, built] = process.argv.slice(2);
const peers = process.env.INLAY_BENCH_PEERS || built;
if (!existsSync(join(peers, 'node_modules', 'ajv'))) {
  console.log(`no ajv in ${peers}: ninja bench-peers installs it`);
  process.exit(77);
}

const require = createRequire(join(peers, 'package.json'));
const Ajv = { '2020-12': require('ajv/dist/2020').default, 'draft-07': require('ajv').default };
const addFormats = require('ajv-formats').default;

// What a third says in a case that ajv and we decide differently.
async function makeThird(dialect) {
  const folder = join(peers, 'node_modules', '@hyperjump', 'json-schema');
  const name = dialect === '2020-12' ? 'draft-2020-12' : 'draft-07';
  const module = await import(pathToFileURL(join(folder, name, 'index.js')).href);
  let n = 0;
  return async (schema, document) => {
    const id = `https://third.example/${dialect}/${n++}`;
    const uri = dialect === '2020-12' ? 'https://json-schema.org/draft/2020-12/schema' : 'http://json-schema.org/draft-07/schema#';
    module.registerSchema({ $schema: uri, ...schema }, id);
    try {
      return (await module.validate(id, document)).valid;
    } catch (error) {
      return `error: ${error.message}`;
    } finally {
      module.unregisterSchema(id);
    }
  };
}

function makeCase(chance, dialect) {
  const maker = makeMaker(chance, dialect);
  const formats = chance.often(0.1);
  const schema = formats ? maker.formatted() : maker.whole();
  const documents = Array.from({ length: 10 }, () => maker.near(schema));
  return { dialect, formats, schema, documents, edits: documents.map((document) => maker.edit(document)) };
}

function ajvAnswers({ dialect, formats, schema, documents }) {
  const ajv = new Ajv[dialect]({ strict: false, validateFormats: formats, logger: false, unicodeRegExp: true });
  if (formats)
    addFormats(ajv);
  try {
    const validate = ajv.compile(schema);
    return documents.map((d) => (validate(d) ? '1' : '0')).join('');
  } catch (error) {
    return `error: ${error.message}`;
  }
}

// Where ajv-formats 3 does not follow the standards that JSON Schema names.
const AJV_FORMATS = {
  regex: (text) => /\\Z/.test(text),
};

const { seed, count } = plan(250, 8000);
const chance = makeChance(seed);
const cases = Array.from({ length: count }, () => makeCase(chance, chance.often(0.65) ? '2020-12' : 'draft-07'));
const answers = ask(program, cases);
const thirds = { '2020-12': await makeThird('2020-12'), 'draft-07': await makeThird('draft-07') };
const wrong = [];
let compared = 0, valid = 0, theirs = 0, refused = 0;
const ways = {};

for (const [i, one] of cases.entries()) {
  const ajv = ajvAnswers(one);
  const ours = answers[i];
  const shown = `${one.dialect} ${JSON.stringify(one.schema)}`;
  if (ours.error !== undefined) {
    wrong.push(`${shown}: ${ours.error}; ajv says ${ajv}`);
    continue;
  }
  if (ours.edits !== undefined)
    wrong.push(`${shown} after ${JSON.stringify(one.edits[ours.edits])}: not what is said of the whole`);
  if (ajv.startsWith('error'))
    refused++;
  for (const [j, document] of one.documents.entries()) {
    if (ours.valid[j] === '!')
      wrong.push(`${shown} on ${JSON.stringify(document)}: the flag and the list of errors differ`);
    compared++;
    valid += ours.valid[j] === '1' ? 1 : 0;
    if (!ajv.startsWith('error') && ours.valid[j] === ajv[j])
      continue;
    if (one.formats && AJV_FORMATS[one.schema.format]?.(document))
      continue;
    const third = one.formats ? 'nothing' : await thirds[one.dialect](one.schema, document);
    if (third === (ours.valid[j] === '1')) {
      theirs++;
      const words = Object.keys(one.schema).join(' ');
      ways[words] = (ways[words] ?? 0) + 1;
    } else {
      wrong.push(`${shown} on ${JSON.stringify(document)}: we say ${ours.valid[j]}, ajv ${ajv[j]}, the third ${third}`);
    }
  }
}

if (process.env.INLAY_WAYS)
  console.log(ways);
tell(wrong, `${cases.length} schemas, ${compared} documents (${valid} valid), ${refused} schemas that ajv refuses, ` +
  `${theirs} answers of ajv that a third does not share`);
