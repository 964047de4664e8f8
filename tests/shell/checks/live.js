// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

import { assert, byId, check, containerOf, equal, finish, placeholderOf, textOf, until } from './check.js';

// The shell's ten seconds of patience are too many for a test.
const realTimeout = window.setTimeout;
window.setTimeout = (fn, ms, ...rest) => realTimeout(fn, ms === 10000 ? 300 : ms, ...rest);
globalThis.probes = {};

const address = () => location.pathname + location.search;

await check('mounts what the page lists, in order', async () => {
  await until(() => ['top', 'one', 'two', 'spa', 'tag', 'plain'].every((id) => byId(id)), 'elements');
  await until(() => probes.one && probes.two && probes.top, 'probes');
  equal(textOf('one'), '{"text":"one"}');
  const order = [...document.querySelector('[data-inlay-region="main"]').children];
  equal(order.slice(0, 3).map((each) => each.dataset.inlayInstance), ['one', 'two', 'bad']);
  equal(document.title, 'Home');
});

await check('a failing module leaves its neighbours running', async () => {
  for (const id of ['bad', 'worse', 'gone'])
    await until(() => placeholderOf(id)?.dataset.status === 'failed', `${id} failed`);
  assert(placeholderOf('bad').textContent.includes('broken at the top'), 'names the reason');
  assert(probes.one.container.isConnected && !probes.one.unmounted, 'neighbour lives');
});

await check('retry mounts what failed once', async () => {
  await until(() => placeholderOf('flaky')?.dataset.status === 'failed', 'flaky failed');
  placeholderOf('flaky').querySelector('button').click();
  await until(() => probes.flaky, 'flaky mounted');
  await until(() => !placeholderOf('flaky'), 'placeholder gone');
});

await check('an unknown module keeps its place and is named', () => {
  equal(placeholderOf('lost').dataset.status, 'missing');
  assert(placeholderOf('lost').textContent.includes('@x/unknown'), 'named');
});

await check('a slow module is told so', () =>
  until(() => placeholderOf('slow')?.dataset.status === 'timeout', 'timeout'));

await check('slots nest, through shadow and none', async () => {
  await until(() => probes.deepest && probes.leaf, 'nested mounts');
  const outlet = containerOf('shell').querySelector('.outlet-bar');
  const wrapper = byId('inner').parentElement;
  equal(wrapper.assignedSlot?.parentElement === outlet, true, 'inner is in the outlet');
  equal([...wrapper.children].map((each) => each.dataset.inlayInstance), ['inner', 'leaf']);
  assert(containerOf('inner').querySelector('.outlet-deep').contains(byId('deepest')), 'deepest in inner');
  assert(byId('leaf').getBoundingClientRect().width > 0, 'leaf is seen');
});

await check('children of a slot that is not offered do not start', () => {
  assert(!probes.stray, 'stray is not mounted');
  equal(byId('stray').getBoundingClientRect().width, 0);
});

await check('a slot taken back keeps its children', async () => {
  const { container } = probes.leaf;
  probes.shell.takeBack();
  equal(byId('leaf').getBoundingClientRect().width, 0, 'width');
  probes.shell.host.slot('bar', containerOf('shell').querySelector('.outlet-bar'));
  assert(byId('leaf').getBoundingClientRect().width > 0, 'leaf is back');
  assert(probes.leaf.container === container, 'not mounted again');
});

await check('adapters: single-spa and custom element', async () => {
  await until(() => containerOf('spa')?.textContent === 'spa lives', 'single-spa');
  equal(globalThis.booted, 1);
  await until(() => containerOf('tag')?.textContent === 'tag hello', 'element');
  containerOf('tag').firstChild.dispatchEvent(new CustomEvent('tag-said', { detail: 7 }));
  equal(probes.one.host.state.get('/said'), 7);
});

await check('wires carry events to props and state', async () => {
  const seen = [];
  const stop = probes.two.host.state.subscribe('/picked', (value) => seen.push(value));
  const unmounts = globalThis.plain;
  probes.one.host.emit('picked', { id: 5 });
  await until(() => textOf('two').includes('"item":{"id":5}'), 'prop arrived');
  equal(probes.two.updates, 1);
  equal(seen, [{ id: 5 }]);
  stop();
  await until(() => containerOf('plain')?.textContent === 'plain p1 {"item":{"id":5}}', 'remounted');
  equal(globalThis.plain, unmounts + 1);
});

await check('a listener that throws stops nobody', async () => {
  const heard = [];
  probes.top.host.on('poke', (detail, from) => heard.push([detail, from]));
  probes.one.host.emit('poke', 1);
  equal(heard, [[1, 'one']]);
  assert(!placeholderOf('two'), 'two goes on');
});

await check('wires in a circle leave the page alive', async () => {
  const { host } = probes.one;
  host.on('tick', (n) => host.emit('tick', n + 1));
  host.emit('tick', 0);
  await new Promise((done) => setTimeout(done, 0));
});

await check('a sandboxed frame speaks the same contract', async () => {
  const { state, on, emit } = probes.one.host;
  await until(() => state.get('/guest'), 'guest set the state');
  equal(state.get('/guest'), { text: 'hi', reached: false, version: '2.0.0' });
  let pong = 0;
  on('pong', (detail) => (pong = detail));
  await until(() => (emit('ping', 41), pong === 42), 'pong');
  await until(() => containerOf('frame').firstChild.offsetHeight > 10, 'height follows');
});

await check('styles stay inside: shadow and scoped', async () => {
  await until(() => probes.scoped, 'scoped');
  const outside = document.createElement('p');
  outside.className = 'text';
  document.body.append(outside);
  const inside = containerOf('scoped').querySelector('.text');
  await until(() => getComputedStyle(inside).color === 'rgb(1, 2, 3)', 'styled inside');
  assert(getComputedStyle(outside).color !== 'rgb(1, 2, 3)', 'not outside');
  outside.remove();
});

await check('access follows the user', async () => {
  assert(!byId('member') && !byId('hidden'), 'not for strangers');
  const user = { name: 'Ada', roles: ['member'] };
  document.dispatchEvent(new CustomEvent('inlay:user', { detail: user }));
  await until(() => probes.member, 'member sees it');
  equal(probes.one.host.user.name, 'Ada');
});

await check('the grid follows the width of the region', async () => {
  const root = document.getElementById('inlay-root');
  root.style.width = '1000px';
  root.style.maxWidth = 'none';
  const columns = () => getComputedStyle(document.querySelector('[data-inlay-region="main"]'))
    .gridTemplateColumns.split(' ').length;
  await until(() => columns() === 12, 'twelve columns');
  equal(byId('one').style.gridColumn, '5 / span 8', 'clamped area');
  root.style.width = '400px';
  await until(() => columns() === 4, 'four columns');
  equal(byId('one').style.gridColumnStart.replace('auto', 'span 2'), 'span 2');
  root.style.width = root.style.maxWidth = '';
});

await check('theme and locale are those of the page', () => {
  equal(document.documentElement.dataset.theme, 'dark');
  equal([probes.one.host.theme, probes.one.host.locale], ['dark', 'en']);
  const style = getComputedStyle(containerOf('one'));
  equal(style.getPropertyValue('--inlay-surface').trim(), '#1f2026');
});

await check('notices are spoken and leave', () => {
  probes.one.host.notify('Saved <b>', 'success');
  const toast = document.querySelector('.inlay-toasts[role=status] .inlay-toast');
  assert(toast.textContent.includes('Saved <b>'), 'as text');
  toast.querySelector('button').click();
  assert(!document.querySelector('.inlay-toast'), 'dismissed');
});

await check('navigation keeps what both pages share', async () => {
  const { container } = probes.top;
  probes.top.host.navigate('/about?x=1');
  await until(() => probes.words, 'about is shown');
  equal([document.title, address()], ['About', '/about?x=1&composition=c1']);
  assert(probes.top.container === container && !probes.top.unmounted, 'header lives on');
  assert(probes.one.unmounted && probes.one.host.signal.aborted && !byId('one'), 'one is gone');
  const { page, path, search } = probes.top.moves.at(-1);
  equal([page, path, search], ['about', '/about', '?x=1']);
  history.back();
  await until(() => document.title === 'Home' && byId('one'), 'back home');
});

await check('links are followed without a load, in shadow trees too', async () => {
  globalThis.here = true;
  containerOf('top').querySelector('a').click();
  await until(() => document.title === 'About', 'about by link');
  equal([globalThis.here, address()], [true, '/about?composition=c1']);
});

await check('a route shows its module on the page it lies on', async () => {
  probes.top.host.navigate('/booking/7');
  const route = await until(() => probes['route:booking'], 'route mounted');
  equal(route.host.location.rest, '/7');
  equal([...document.querySelector('[data-inlay-region="main"]').children].at(-1),
    byId('route:booking'));
  equal(textOf('route:booking'), '{"text":"booking"}');
  probes.top.host.navigate('/');
  await until(() => !byId('route:booking'), 'route left');
});

await check('health is told once for each module and status', async () => {
  const seen = await until(async () => {
    const batches = await (await fetch('/health-seen')).json();
    return batches.length && batches;
  }, 'a report');
  const reports = seen.flatMap((batch) => batch.reports);
  const keys = reports.map(({ moduleId, status }) => `${moduleId} ${status}`);
  equal(keys.length, new Set(keys).size, 'reports');
  for (const key of ['@t/probe healthy', '@t/probe failed', 'broken failed', 'absent failed'])
    assert(keys.includes(key), key);
  equal(seen[0].revision, 'sha256-fixture');
});

await finish('/?design');
