// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import { assert, byId, check, containerOf, equal, finish, placeholderOf, textOf, until } from './check.js';

globalThis.probes = {};
const messages = [];
document.addEventListener('inlay:shell', ({ detail }) => messages.push(JSON.parse(detail)));
const last = (type) => messages.filter((message) => message.type === type).at(-1);
const ask = (request) =>
  document.dispatchEvent(new CustomEvent('inlay:design', { detail: JSON.stringify(request) }));

const data = JSON.parse(document.getElementById('inlay-page').textContent);
let serial = 0;
async function update(change) {
  change(data);
  serial += 1;
  ask({ type: 'update', serial, page: data });
  await until(() => last('reconciled')?.serial === serial, 'reconciled');
}
const geometry = (n) => until(() => last('geometry')?.serial === n && last('geometry'), 'geometry');

await check('the bridge says that the shell is up', async () => {
  await until(() => last('ready'), 'ready');
  equal(last('ready').page, 'home');
  await until(() => probes.one && probes.two && probes.leaf, 'probes');
  assert(messages.some(({ type, status }) => type === 'status' && status === 'loading'), 'loading');
  await until(() => messages.some(({ instance, status }) => instance === 'bad' && status === 'failed'), 'failed');
});

await check('geometry has regions, instances and slots', async () => {
  ask({ type: 'geometry' });
  const { regions, instances, slots, viewport } = last('geometry');
  equal(Object.keys(regions), ['head', 'main', 'none']);
  const rect = byId('one').getBoundingClientRect();
  assert(Math.abs(instances.one[1] - rect.y) < 0.1 && Math.abs(instances.one[2] - rect.width) < 0.1, 'rect');
  assert(slots['shell/bar'][2] > 0, 'slot');
  equal([viewport.width, viewport.height], [innerWidth, innerHeight]);
});

await check('a new config updates in place', async () => {
  const { container } = probes.one;
  await update((page) => (page.instances.one.config = { text: 'new' }));
  equal(textOf('one'), '{"text":"new"}');
  assert(probes.one.container === container && probes.one.updates === 1, 'same container');
  await geometry(serial);
});

await check('a move keeps what lives in the element', async () => {
  const { container } = probes.one;
  const input = containerOf('one').querySelector('input');
  input.value = 'typed';
  input.focus();
  const move = (page) => {
    const { items } = page.regions.main;
    items.splice(3, 0, ...items.splice(0, 1));
  };
  await update(move);
  await update((page) => {
    page.regions.main.items = page.regions.main.items.filter((id) => id !== 'one');
    page.instances.shell.slots.bar.unshift('one');
  });
  assert(probes.one.container === container && containerOf('one') === container, 'not mounted again');
  equal([input.value, input.getRootNode().activeElement === input], ['typed', true], 'state of the input');
  equal(byId('one').parentElement.dataset.inlaySlot, 'bar');
  await update((page) => {
    page.instances.shell.slots.bar.shift();
    page.regions.head.items.unshift('one');
  });
  equal(byId('top').previousElementSibling, byId('one'));
  equal(input.value, 'typed');
});

await check('a config that changes while the module is loaded is what it mounts with', async () => {
  void update((page) => {
    page.instances.quick = { module: '@t/probe', config: { text: 'old' } };
    page.regions.none.items = ['quick'];
  });
  const second = update((page) => (page.instances.quick.config = { text: 'new' }));
  await Promise.all([second, until(() => probes.quick, 'quick')]);
  equal([textOf('quick'), probes.quick.updates], ['{"text":"new"}', 0]);
});

await check('new mounts, gone unmounts, children of the gone may live on', async () => {
  const { container } = probes.leaf;
  await update((page) => {
    page.instances.fresh = { module: '@t/probe', config: { text: 'fresh' } };
    page.regions.none.items = ['fresh', 'leaf'];
    page.regions.main.items = page.regions.main.items.filter((id) => id !== 'shell');
  });
  await until(() => probes.fresh, 'fresh');
  assert(!byId('shell') && !byId('inner') && probes.shell.unmounted && probes.inner.unmounted, 'gone');
  assert(containerOf('leaf') === container && !probes.leaf.unmounted, 'leaf moved out');
  equal(messages.filter(({ instance }) => instance === 'shell').at(-1).status, 'unmounted');
});

await check('a slot that the module lacks is seen while designing', async () => {
  await update((page) => {
    page.regions.main.items.push('shell');
    page.regions.none.items = ['fresh'];
  });
  await until(() => probes.stray && byId('stray').closest('.inlay-stray'), 'stray box');
  assert(byId('stray').getBoundingClientRect().height > 0, 'stray is seen');
  await until(() => last('geometry').slots['shell/ghost']?.[3] > 0, 'its rectangle');
});

await check('empty places grow while something is dragged', async () => {
  await update((page) => {
    page.regions.none.items = [];
    page.instances.shell.slots.bar = [];
    page.instances.shell.slots.ghost = [];
  });
  ask({ type: 'drag', active: true });
  const { slots, regions } = last('geometry');
  assert(slots['shell/bar'][3] >= 64 && regions.none[3] >= 64, `grown: ${slots['shell/bar']}`);
  ask({ type: 'drag', active: false });
  assert(last('geometry').slots['shell/bar'][3] < 64, 'shrunk');
});

await check('an unknown module becomes known', async () => {
  equal(placeholderOf('lost').dataset.status, 'missing');
  await update((page) => (page.instances.lost.module = '@t/probe'));
  await until(() => probes.lost, 'mounted');
});

await check('fixing the settings of a failed module mounts it', async () => {
  await until(() => placeholderOf('worse')?.dataset.status === 'failed', 'failed');
  await update((page) => (page.instances.worse.config = { text: 'fine' }));
  await until(() => probes.worse && !placeholderOf('worse'), 'mounted');
  await update((page) => (page.instances.worse.config = { failUpdate: true }));
  await until(() => placeholderOf('worse')?.dataset.status === 'failed', 'failed in update');
  ask({ type: 'retry', instance: 'worse' });
  await until(() => !placeholderOf('worse'), 'retried');
});

await check('modules without update are mounted anew', async () => {
  const before = globalThis.plain;
  await update((page) => (page.instances.plain.config = { text: 'p2' }));
  await until(() => containerOf('plain')?.textContent === 'plain p2 {}', 'new text');
  equal(globalThis.plain, before + 1);
});

await check('another isolation needs another element', async () => {
  await update((page) => (page.instances.two.isolation = 'none'));
  await until(() => containerOf('two')?.querySelector('.text') && !byId('two').shadowRoot, 'no shadow');
});

await check('bad updates change nothing and are told', async () => {
  const before = document.getElementById('inlay-root').innerHTML;
  for (const page of [null, 7, { format: 2 }, { format: 1, pages: [] }, { format: 1, regions: { a: { items: 3 } } }]) {
    messages.length = 0;
    ask({ type: 'update', serial: 99, page });
    assert(last('error') && !last('reconciled'), `refused ${JSON.stringify(page)}`);
  }
  document.dispatchEvent(new CustomEvent('inlay:design', { detail: 'no json' }));
  ask({ type: 'constructor' });
  equal(document.getElementById('inlay-root').innerHTML === before, true, 'page unchanged');
});

await check('a circle of slots ends', async () => {
  await update((page) => {
    page.instances.fresh.slots = { a: ['fresh2'] };
    page.instances.fresh2 = { module: '@t/probe', config: {}, slots: { b: ['fresh'] } };
    page.regions.none.items = ['fresh', 'fresh'];
  });
  equal(document.querySelectorAll('[data-inlay-instance="fresh"]').length, 1);
});

await check('show, context, reveal and scroll', async () => {
  const address = location.href;
  ask({ type: 'show', page: 'about' });
  await until(() => byId('words'), 'about');
  equal([location.href, last('navigate').page], [address, 'about']);
  await update((page) => (page.instances.words.config = { text: 'still here' }));
  assert(byId('words'), 'an update stays on the page shown');
  ask({ type: 'show', page: 'home' });
  ask({ type: 'context', theme: 'light', locale: 'ar' });
  const { theme } = document.documentElement.dataset;
  equal([theme, document.documentElement.dir, probes.top.contexts.at(-1).locale], ['light', 'rtl', 'ar']);
  ask({ type: 'reveal', instance: 'plain' });
  const rect = byId('plain').getBoundingClientRect();
  assert(rect.top >= 0 && rect.top < innerHeight, 'plain is in view');
  const before = scrollY;
  ask({ type: 'scroll', dy: -20 });
  equal(scrollY, Math.max(before - 20, 0));
});

await check('events reach the log', () => {
  probes.top.host.emit('said', { word: 'x' });
  equal(last('event'), { type: 'event', instance: 'top', event: 'said', detail: { word: 'x' } });
});

await check('a thousand instances follow an edit within a frame', async () => {
  await update((page) => {
    const ids = Array.from({ length: 1000 }, (_, i) => `m${i}`);
    for (const id of ids) page.instances[id] = { module: 'plain', config: { text: id } };
    page.regions.none.items = ids;
  });
  await until(() => containerOf('m999')?.textContent.includes('m999'), 'mounted');
  await update((page) => page.regions.none.items.reverse());
  const all = [...document.querySelectorAll('[data-inlay-region="none"] > *')];
  equal(all.map((each) => each.dataset.inlayInstance).slice(0, 2), ['m999', 'm998']);
  await update((page) => (page.instances.m500.config = { text: 'changed' }));
  const { ms } = last('reconciled');
  assert(ms < 100, `took ${ms} ms`);
  return `one edit among 1,000 instances: ${ms} ms`;
});

await finish();
