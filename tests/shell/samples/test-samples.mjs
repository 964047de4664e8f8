// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

/**
 * The samples hold together: what a definition promises is there, what a composition names exists,
 * and no setting is made that its module does not know. Prints TAP; the argument is data/samples.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problems } from './schema.mjs';

const samples = process.argv[2];
const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;
const required = ['$schema', 'format', 'id', 'version', 'name', 'description', 'category', 'tags', 'entry', 'configSchema',
  'events', 'props', 'slots', 'size', 'icon', 'thumbnail', 'files'];
/** Files that several modules carry: each copy must be the same. */
const common = ['kit.js', 'look.js', 'art.js'];
let number = 0;
let failed = 0;

function report(name, faults) {
  number += 1;
  failed += faults.length > 0 ? 1 : 0;
  console.log(`${faults.length ? 'not ok' : 'ok'} ${number} - ${name}`);
  for (const fault of faults)
    console.log(`  # ${fault}`);
}

const json = path => JSON.parse(readFileSync(path, 'utf8'));
const missing = (names, known, what) => names.filter(name => !known.includes(name)).map(name => `${what}: ${name}`);

function readModules() {
  return readdirSync(join(samples, 'modules')).sort().map(folder => {
    const path = join(samples, 'modules', folder);
    return { folder, path, here: readdirSync(path), definition: json(join(path, 'module.json')) };
  });
}

function checkDefinition({ folder, here, definition }) {
  const wanted = [...definition.files ?? [], definition.icon, definition.thumbnail];
  const name = definition.id?.split('/')[1];
  return [
    ...missing(required, Object.keys(definition), 'lacks the key'),
    ...(definition.$schema === 'https://inlay.dev/schema/module/1' && definition.format === 1 ? [] : ['is of another format']),
    ...(semver.test(definition.version) ? [] : [`version ${definition.version} is not semantic`]),
    ...(folder === name || folder === `${name}-${definition.version}` ? [] : [`${definition.id} stands in ${folder}`]),
    ...missing([definition.entry], definition.files ?? [], 'the entry is not among the files'),
    ...missing(wanted, here, 'has no file'),
    ...missing(here, [...wanted, 'module.json'], 'does not name its file'),
    ...Object.entries({ ...definition.events, ...definition.props }).filter(([, one]) => !one.title || !one.schema)
      .map(([key]) => `${key} has no title or schema`),
    ...(definition.configSchema?.additionalProperties === false ? [] : ['its settings take any key']),
  ];
}

function checkSource({ path, definition }) {
  const reached = new Set();
  const faults = [];
  const walk = file => {
    if (reached.has(file) || !existsSync(join(path, file)))
      return;
    reached.add(file);
    const source = readFileSync(join(path, file), 'utf8');
    if (!source.startsWith('// SPDX-License-Identifier: MIT\n'))
      faults.push(`${file} names no licence`);
    if (/\.(innerHTML|outerHTML|insertAdjacentHTML)\b|\bdocument\.write\b|\beval\b/.test(source))
      faults.push(`${file} writes markup or code`);
    for (const [, specifier] of source.matchAll(/^import\s[^;]*?from\s+'([^']+)'/gm)) {
      const relative = specifier.startsWith('./');
      faults.push(...(relative
        ? missing([specifier.slice(2)], definition.files, `${file} imports a file that is not named`)
        : missing([specifier.split('/')[0]], Object.keys(definition.dependencies ?? {}), `${file} imports a package that is not declared`)));
      if (relative)
        walk(specifier.slice(2));
    }
  };
  walk(definition.entry);
  return [...faults, ...missing(definition.files, [...reached], 'never loads its file')];
}

async function checkMount({ path, definition }) {
  const entry = join(path, definition.entry);
  if (Object.keys(definition.dependencies ?? {}).length > 0)
    return /^export async function mount\(container, config, host\)/m.test(readFileSync(entry, 'utf8')) ? [] : ['exports no mount'];
  const { mount } = await import(pathToFileURL(entry));
  return typeof mount === 'function' ? [] : ['exports no mount'];
}

function checkEvents({ path, definition }) {
  const source = definition.files.map(file => readFileSync(join(path, file), 'utf8')).join('\n');
  const emitted = [...source.matchAll(/emit\('([^']+)'/g)].map(([, event]) => event);
  const offered = [...source.matchAll(/host\.slot\('([^']+)'/g)].map(([, slot]) => slot);
  return [
    ...missing(emitted, Object.keys(definition.events), 'emits without saying so'),
    ...missing(Object.keys(definition.events), emitted, 'never emits'),
    ...missing(offered, Object.keys(definition.slots), 'offers without saying so'),
    ...missing(Object.keys(definition.slots), offered, 'never offers the slot'),
  ];
}

/** The newest version that a caret range admits; the samples use no other ranges. */
function choose(modules, id, range) {
  const least = range.replace('^', '').split('.').map(Number);
  const parts = definition => definition.version.split('.').map(Number);
  const order = (a, b) => a.map((part, at) => part - b[at]).find(by => by !== 0) ?? 0;
  return modules.map(({ definition }) => definition).filter(definition => definition.id === id &&
    parts(definition)[0] === least[0] && order(parts(definition), least) >= 0)
    .sort((a, b) => order(parts(b), parts(a)))[0];
}

const accepts = (slot, definition) => !slot.accepts || slot.accepts.some(rule => (rule.startsWith('category:')
  ? rule === `category:${definition.category}`
  : new RegExp(`^${rule.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(definition.id)));

function checkPlaces(composition) {
  const { pages, pageOrder, regions, instances } = composition;
  const placed = [...Object.values(regions).flatMap(region => region.items),
    ...Object.values(instances).flatMap(instance => Object.values(instance.slots ?? {}).flat())];
  return [
    ...missing(pageOrder, Object.keys(pages), 'the order names no page'),
    ...missing(Object.keys(pages), pageOrder, 'the order lacks the page'),
    ...missing(Object.values(pages).flatMap(page => page.regions), Object.keys(regions), 'a page names no region'),
    ...missing(placed, Object.keys(instances), 'a place names no instance'),
    ...missing(Object.keys(instances), placed, 'stands nowhere'),
    ...placed.filter((id, at) => placed.indexOf(id) !== at).map(id => `stands twice: ${id}`),
    ...Object.entries(regions).filter(([, { layout }]) => !(layout.base?.columns >= 1)).map(([id]) => `has no base layout: ${id}`),
  ];
}

function checkInstances(composition, definitions) {
  return Object.entries(composition.instances).flatMap(([id, instance]) => {
    const definition = definitions[instance.module];
    if (!definition)
      return [`${id}: ${instance.module} is not among the modules`];
    const slots = Object.entries(instance.slots ?? {}).flatMap(([name, children]) => {
      const slot = definition.slots[name];
      return !slot ? [`${id} has no slot ${name}`]
        : children.filter(child => !accepts(slot, definitions[composition.instances[child]?.module] ?? {})).map(child => `${id}/${name} refuses ${child}`);
    });
    const override = Object.values(composition.environments ?? {}).map(environment => environment.instances?.[id]?.config ?? {});
    return [...slots, ...[instance.config ?? {}, ...override].flatMap(config => problems(definition.configSchema, config, `${id}.config`))];
  });
}

function checkWires(composition, definitions) {
  const find = id => definitions[composition.instances[id]?.module];
  return Object.entries(composition.wires).flatMap(([id, { from, to }]) => [
    ...missing([from.event], Object.keys(find(from.instance)?.events ?? {}), `${id}: no such event`),
    ...('state' in to ? (/^\//.test(to.state) ? [] : [`${id}: ${to.state} is no pointer`])
      : missing([to.prop], Object.keys(find(to.instance)?.props ?? {}), `${id}: no such property`)),
  ]);
}

/** Addresses inside the application that the settings lead to: pages, and instances as fragments. */
function checkLinks(composition) {
  const paths = Object.values(composition.pages).map(page => page.path);
  const links = [...JSON.stringify(composition.instances).matchAll(/"(?:href|checkoutHref)":"([/#][^"]*)"/g)].map(([, link]) => link.split('#'));
  return [
    ...missing(links.map(([path]) => path).filter(Boolean), paths, 'leads to no page'),
    ...missing(links.map(([, id]) => id).filter(Boolean), Object.keys(composition.instances), 'leads to no instance'),
  ];
}

function checkComposition(path, modules) {
  const composition = json(path);
  const chosen = Object.entries(composition.modules).map(([id, range]) => [id, choose(modules, id, range)]);
  const definitions = Object.fromEntries(chosen.filter(([, definition]) => definition));
  const template = path.includes(`${join(samples, 'templates')}/`);
  const used = Object.values(composition.instances).map(instance => instance.module);
  return [
    ...(composition.$schema === 'https://inlay.dev/schema/composition/1' && composition.format === 1 ? [] : ['is of another format']),
    ...(composition.id === basename(path, '.json') ? [] : [`its id is ${composition.id}`]),
    ...(composition.name && (!template || composition.description) ? [] : ['has no name or description']),
    ...chosen.filter(([, definition]) => !definition).map(([id]) => `no version of ${id} will do`),
    ...missing(Object.keys(composition.modules), used, 'lists a module it does not use'),
    ...checkPlaces(composition), ...checkInstances(composition, definitions),
    ...checkWires(composition, definitions), ...checkLinks(composition),
  ];
}

function listed() {
  const names = [...readFileSync(join(samples, 'meson.build'), 'utf8').split('\n]')[0].matchAll(/^ {2}'(.+)',$/gm)].map(([, name]) => name);
  const found = folder => readdirSync(join(samples, folder), { withFileTypes: true })
    .flatMap(entry => (entry.isDirectory() ? found(join(folder, entry.name)) : [join(folder, entry.name)]));
  const files = found('.').filter(name => !['meson.build', 'samples.gresource.xml.in'].includes(name));
  return [...missing(files, names, 'meson.build lacks'), ...missing(names, files, 'meson.build names no file')];
}

const modules = readModules();
const keys = modules.map(({ definition }) => `${definition.id}@${definition.version}`);
report('/samples/list', listed());
report('/samples/versions', keys.filter((key, at) => keys.indexOf(key) !== at).map(key => `is there twice: ${key}`));
report('/samples/copies', common.flatMap(name => {
  const texts = modules.filter(({ here }) => here.includes(name)).map(({ folder, path }) => [folder, readFileSync(join(path, name), 'utf8')]);
  return texts.filter(([, text]) => text !== texts[0][1]).map(([folder]) => `${name} in ${folder} is not that of ${texts[0][0]}`);
}));
for (const module of modules) {
  report(`/samples/modules/${module.folder}/definition`, checkDefinition(module));
  report(`/samples/modules/${module.folder}/source`, checkSource(module));
  report(`/samples/modules/${module.folder}/mount`, await checkMount(module));
  report(`/samples/modules/${module.folder}/promises`, checkEvents(module));
}
for (const folder of ['.', 'templates']) {
  for (const name of readdirSync(join(samples, folder)).filter(one => one.endsWith('.json')).sort())
    report(`/samples/${join(folder, name)}`, checkComposition(join(samples, folder, name), modules));
}
console.log(`1..${number}`);
process.exitCode = failed ? 1 : 0;
