// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

/**
 * Runs in the browser: mounts each module with nothing, with its example settings and with odd ones,
 * updates it, takes it away, and writes what went wrong as JSON into the page.
 */
const odd = [null, 0, -1, 1e308, '', 'x', '<b>x</b>', 'javascript:alert(1)', true, [], [null], [0, 'x', {}], {}, { label: 3 }, { values: 'x' }];
const samples = JSON.parse(document.querySelector('#samples').textContent);
const faults = [];
const emitted = [];

function host() {
  const state = new Map();
  return {
    id: 'one', module: 'm', version: '1.0.0', locale: 'en', theme: 'light', props: {}, user: null,
    location: { path: '/', page: 'home', route: null, rest: '' }, signal: new AbortController().signal,
    on: () => () => {}, emit: (event, detail) => emitted.push([event, structuredClone(detail)]),
    state: { get: path => state.get(path), set: (path, value) => state.set(path, value), subscribe: () => () => {} },
    navigate: () => {}, onNavigate: () => () => {}, onContext: () => () => {}, slot: () => () => {}, notify: () => {},
  };
}

/** Every setting replaced by every odd value, one at a time, then all of a kind at once. */
function* settings({ properties }, example) {
  for (const key of Object.keys(properties)) {
    for (const value of odd) {
      yield { ...example, [key]: value };
      if (Array.isArray(example[key]))
        yield { ...example, [key]: [value, ...example[key].map(item => (item !== null && typeof item === 'object' ? Object.fromEntries(Object.keys(item).map(name => [name, value])) : value))] };
    }
  }
  for (const value of odd)
    yield Object.fromEntries(Object.keys(properties).map(key => [key, value]));
}

async function attempt(name, action) {
  try {
    return await action();
  } catch (error) {
    faults.push(`${name}: ${error.stack}`);
    return null;
  }
}

function scripts(root) {
  return [...root.querySelectorAll('a')].filter(link => /^javascript:/i.test(link.getAttribute('href') ?? '')).length + root.querySelectorAll('b, script').length;
}

async function check(name, mount, schema, props, example) {
  const element = document.body.appendChild(document.createElement('div'));
  const root = element.attachShadow({ mode: 'open' });
  const container = root.appendChild(document.createElement('div'));
  const handle = await attempt(`${name} with nothing`, () => mount(container, {}, host()));
  if (handle === null)
    return;
  await attempt(`${name} with its example`, () => handle.update(example, {}));
  const control = container.querySelector('button:not([hidden]), input, a');
  const text = container.textContent;
  control?.focus();
  const focused = root.activeElement;
  await attempt(`${name} again`, () => handle.update(structuredClone(example), {}));
  if (root.activeElement !== focused || container.textContent !== text)
    faults.push(`${name} does not update in place`);
  for (const config of settings(schema, example)) {
    await attempt(`${name} with ${JSON.stringify(config).slice(0, 200)}`, () => handle.update(config, {}));
    if (scripts(container) > 0)
      faults.push(`${name} lets markup or a script through with ${JSON.stringify(config).slice(0, 200)}`);
  }
  for (const value of odd)
    await attempt(`${name} with the properties ${JSON.stringify(value)}`, () => handle.update(example, Object.fromEntries(props.map(key => [key, value]))));
  await attempt(`${name} back to its example`, () => handle.update(example, {}));
  if (container.textContent !== text)
    faults.push(`${name} does not find back to its example`);
  await attempt(`${name} away`, () => handle.unmount());
  if (container.childElementCount > 0 || root.adoptedStyleSheets.length > 0)
    faults.push(`${name} leaves something behind`);
  element.remove();
}

addEventListener('error', event => faults.push(`page: ${event.message}`));
for (const { name, entry, schema, props, examples } of samples) {
  const { mount } = await import(entry);
  for (const example of [{}, ...examples])
    await check(name, mount, schema, props, example);
}
document.body.dataset.faults = JSON.stringify(faults);
document.body.dataset.done = String(samples.length);
