# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Visits to a page that the real registry serves, in a real browser: test-visit.py chromium, or webkit RUNNER.

Between them stands a proxy that hands on what it gets. A module of the page tells it what is seen and takes
orders from it, so nothing but the page itself acts on the page. Exit 77 where the browser is not installed."""
import collections
import http.client
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, '..', 'net'))
from registry import RegistryTest, database_run  # noqa: E402

APP = '/api/v1/apps/default'
BUS = os.path.join(HERE, '../display/session.conf')
PATIENCE = 60
HARM = '</script><script>window.harmed=1</script><!-- \u2028 $& __proto__ "><img src=x onerror=window.harmed=1> \u202e javascript:window.harmed=1'

DRIVER = '''
// All pages hear of a change at once and act at a time of their own; this one acts soon.
Math.random = () => 0.001;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const textOf = (id) => {
  const element = document.querySelector(`[data-inlay-instance="${id}"]`);
  return element?.shadowRoot?.querySelector('.inlay-container')?.textContent ?? null;
};
const seen = () => JSON.stringify({
  revision: document.querySelector('meta[name="inlay-revision"]').content,
  load: performance.timeOrigin,
  path: location.pathname,
  tab: window.opener ? 1 : 0,
  title: document.title,
  cookie: document.cookie,
  harmed: window.harmed ?? Object.prototype.harmed ?? null,
  scripts: document.scripts.length,
  texts: Object.fromEntries(['one', 'kept', 'harm', 'lazy'].map((id) => [id, textOf(id)])),
});
async function follow(host) {
  for (;;) {
    const answer = await fetch('/order', { method: 'POST', body: seen() }).catch(() => null);
    const { navigate, go, open, lazy } = answer ? await answer.json() : {};
    if (navigate) host.navigate(navigate);
    if (open) window.open(open);
    if (lazy) window.dispatchEvent(new CustomEvent('lazy', { detail: lazy }));
    if (go) {
      // What the shell does when a page goes away, before the next visitor comes with other cookies.
      window.dispatchEvent(new Event('pagehide'));
      await pause(100);
      location.href = go;
      return;
    }
    await pause(30);
  }
}
export function mount(container, config, host) {
  follow(host);
}
'''
SHOW = '''
export function mount(container, config, host) {
  container.textContent = `${host.module} ${config.text}`;
}
'''

# What is loaded only when it is asked for: a file of its own, and another module by its bare name.
LAZY = '''
export function mount(container, config, host) {
  container.textContent = 'ready';
  window.addEventListener('lazy', async ({ detail }) => {
    const parts = [import(`./${detail}.js`), import(`@t/dep-${detail}`)];
    const told = await Promise.all(parts).then((all) => all.map(({ text }) => text), (error) => [error]);
    container.textContent = [host.version, ...told].join(' ');
  });
}
'''
LATER = 'abcd'
DAYS = 86400 * 1000000


def definition(name, entry, version, files):
    return {'format': 1, 'id': name, 'version': version, 'name': name, 'entry': entry, 'files': files}


def lazy_composition(version):
    document = composition()
    document['instances']['lazy'] = {'module': '@t/lazy'}
    document['regions']['main']['items'].append('lazy')
    for name in ('lazy', *('dep-' + each for each in LATER)):
        document['modules']['@t/' + name] = version
    document['regions']['late'] = {'layout': {'base': {'columns': 12}}, 'items': ['dep-' + each for each in LATER]}
    document['pages']['about']['regions'].append('late')
    document['instances'].update({'dep-' + each: {'module': '@t/dep-' + each} for each in LATER})
    return document


def composition(name='Shop'):
    full = {'base': {'columns': 12}}
    return {
        '$schema': 'https://inlay.dev/schema/composition/1', 'format': 1, 'id': 'shop', 'name': name,
        'modules': {'@t/driver': '1.0.0', '@t/one': '1.0.0', '@t/two': '1.0.0'},
        'pages': {'home': {'path': '/', 'title': HARM, 'regions': ['head', 'main']},
                  'about': {'path': '/about', 'title': 'About', 'regions': ['head']}},
        'pageOrder': ['home', 'about'],
        'regions': {'head': {'layout': full, 'items': ['driver']}, 'main': {'layout': full, 'items': ['one', 'kept', 'harm']}},
        'instances': {'driver': {'module': '@t/driver'}, 'one': {'module': '@t/one', 'config': {'text': 'plain'}},
                      'kept': {'module': '@t/two', 'config': {'text': 'kept'}}, 'harm': {'module': '@t/two', 'config': {'text': HARM}}},
    }


class Browser(http.server.ThreadingHTTPServer):
    """The browser, and the proxy it comes by."""
    daemon_threads = True

    def __init__(self, registry, command):
        super().__init__(('127.0.0.1', 0), Handler)
        self.registry = registry
        self.command = command
        self.fresh = threading.Condition()
        self.state = None
        self.order = {}
        self.tabs = [None, None]
        self.orders = [{}, {}]
        self.posts = []
        self.refusals = []
        self.folder = tempfile.mkdtemp(prefix='inlay-visit-')
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()
        self.process = None

    def open(self, path):
        env = dict(os.environ, HOME=self.folder, TMPDIR=self.folder, GSK_RENDERER='cairo', GDK_BACKEND='x11')
        # A browser's own warnings are not ours to mend.
        env.pop('G_DEBUG', None)
        address = f'http://127.0.0.1:{self.server_address[1]}{path}'
        self.process = subprocess.Popen(self.command(self.folder, address), env=env, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)

    def close(self):
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            self.process.wait()
        self.shutdown()
        self.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def handle_error(self, request, client_address):
        """Browsers hang up whenever they like."""

    def take(self, state):
        with self.fresh:
            tab = state['tab']
            self.tabs[tab] = state
            order, self.orders[tab] = self.orders[tab], {}
            if tab == 0:
                self.state = state
                order, self.order = {**order, **self.order}, {}
            self.fresh.notify_all()
            return order

    def wait_tab(self, tab, condition, what):
        end = time.monotonic() + PATIENCE
        with self.fresh:
            while not (self.tabs[tab] and condition(self.tabs[tab])):
                if not self.fresh.wait(end - time.monotonic()):
                    raise AssertionError(f'{what}: {self.tabs[tab]}')
            return self.tabs[tab]

    def wait(self, condition, what, seconds=PATIENCE):
        end = time.monotonic() + seconds
        with self.fresh:
            self.state = None
            while not (self.state and condition(self.state)):
                if not self.fresh.wait(end - time.monotonic()):
                    raise AssertionError(f'{what}: {self.state}')
            return self.state

    def visit(self, path, condition):
        """Goes somewhere by a load of its own, and waits until the condition holds there."""
        with self.fresh:
            before = self.state['load']
            self.order = {'go': path}
        return self.wait(lambda state: state['load'] != before and condition(state), path)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def reply(self, status, body=b'', **headers):
        self.send_response(status)
        for name, value in {'Content-Length': len(body), **headers}.items():
            self.send_header(name.replace('_', '-'), str(value))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        if self.path == '/order':
            self.reply(200, json.dumps(self.server.take(json.loads(body))).encode())
            return
        if self.path == '/api/module-health' and self.server.refusals:
            self.server.refusals.pop()
            self.reply(503)
            return
        self.pass_on(body)

    def do_GET(self):
        if self.path.startswith('/as?'):
            self.reply(302, Location='/', Set_Cookie=f'inlay-visitor={self.path[4:]}; Path=/; HttpOnly')
        else:
            self.pass_on(None)

    def pass_on(self, body):
        upstream = http.client.HTTPConnection('127.0.0.1', self.server.registry.port, timeout=60)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ('connection', 'content-length', 'accept-encoding')}
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ('connection', 'transfer-encoding', 'content-length', 'date'):
                    self.send_header(name, value)
            if self.path == '/api/module-health':
                self.server.posts.append((json.loads(body), answer.status))
            self.send_header('Connection', 'close')
            self.end_headers()
            while piece := answer.read1(65536):
                self.wfile.write(piece)
        except OSError:
            pass
        finally:
            self.close_connection = True
            upstream.close()


class Visits(RegistryTest):
    def deploy(self, name, env, document=None):
        r = self.registry
        body = {'env': env, 'composition': document or composition(name), 'version': name}
        reply = self.expect(202, r.post(APP + '/deployments', body, headers={'If-Match': '*'}))
        for module in body['composition']['modules']:
            r.post('/api/module-health', {'environment': env, 'moduleId': module, 'status': 'healthy'})
        return reply['revision']

    def switch(self, env):
        self.expect(200, self.registry.post('/api/switch', {'targetEnvironment': env}))

    def setUp(self):
        super().setUp()
        for name, text in (('driver', DRIVER), ('one', SHOW), ('two', SHOW)):
            self.publish(name, '1.0.0', {name: text})
        self.first = self.deploy('first', 'green')
        self.switch('green')
        self.browser = Browser(self.registry, COMMAND)
        self.addCleanup(self.browser.close)

    def publish(self, name, version, texts):
        files = {file + '.js': {'encoding': 'utf8', 'content': text} for file, text in texts.items()}
        self.expect(201, self.registry.post('/api/modules', {'definition': definition('@t/' + name, name + '.js', version, list(files)), 'files': files}))

    def exposures(self):
        return self.expect(200, self.registry.get(APP + '/experiments'))['e1']['exposures']

    def experiment(self, variants):
        self.expect(201, self.registry.request('PUT', APP + '/experiments/e1', {'module': '@t/one', 'variants': variants},
                                               headers={'If-Match': '*'}))

    def assigned(self, unit):
        explained = self.expect(200, self.registry.post(APP + '/explain', {'unit': unit}))
        return explained['decision']['assignments']['e1']

    def test_variants(self):
        """Each visitor sees the variant that is decided for it, each time, and counts for it once."""
        self.experiment([{'name': 'plain', 'weight': 4000}, {'name': 'loud', 'weight': 3000, 'config': {'text': 'LOUD'}},
                         {'name': 'other', 'weight': 3000, 'use': '@t/two', 'config': {'text': None}}])
        shown = {'plain': '@t/one plain', 'loud': '@t/one LOUD', 'other': '@t/two undefined'}
        self.browser.open('/')
        own = self.browser.wait(lambda state: state['texts']['one'], 'first page')
        self.assertIn('inlay-live=ask', own['cookie'])
        self.assertNotIn('inlay-visitor', own['cookie'])
        again = self.browser.visit('/', lambda state: state['texts']['one'])
        self.assertEqual(again['texts'], own['texts'], 'sticky by its own cookie')
        counts = collections.Counter(name for name, text in shown.items() if text == own['texts']['one'])
        units = [f'v{i}' for i in range(40)]
        units = [[unit for unit in units if self.assigned(unit) == name][i] for name in shown for i in range(3)]
        for unit in units * 2:
            state = self.browser.visit('/as?' + unit, lambda state: state['texts']['one'] and state['texts']['kept'])
            self.assertEqual(state['texts']['one'], shown[self.assigned(unit)], unit)
            self.assertEqual(state['texts']['kept'], '@t/two kept')
        counts.update(map(self.assigned, units))
        wanted = self.browser.visit('/?inlay-variants=e1:loud', lambda state: state['texts']['one'])
        self.assertEqual(wanted['texts']['one'], shown['loud'])
        again = self.browser.visit('/', lambda state: state['texts']['one'])
        self.assertEqual(again['texts']['one'], shown['loud'])
        self.browser.visit('/?inlay-variants=', lambda state: state['texts']['one'])
        end = time.monotonic() + 45
        while sum(self.exposures().values()) < 10 and time.monotonic() < end:
            time.sleep(0.3)
        self.assertEqual(self.exposures(), dict(counts))
        self.assertTrue(all(status == 202 for _, status in self.browser.posts), self.browser.posts)

    def shows(self, path, text):
        """A page waits two seconds for its variants, which a busy machine may miss; not again and again."""
        for _ in range(5):
            state = self.browser.visit(path, lambda state: state['texts']['one'])
            if state['texts']['one'] == text:
                return
        self.assertEqual(state['texts']['one'], text, path)

    def test_previews(self):
        """A preview shows what its revision says; a reviewer chooses a variant by a link; neither is counted."""
        self.deploy('second', 'blue')
        self.experiment([{'name': 'plain', 'weight': 0}, {'name': 'loud', 'weight': 10000, 'config': {'text': 'LOUD'}},
                         {'name': 'other', 'weight': 0, 'use': '@t/two'}])
        self.browser.open('/preview/blue')
        self.assertEqual(self.browser.wait(lambda state: state['texts']['one'], 'the preview')['texts']['one'], '@t/one plain')
        for chosen, shown in (('loud', '@t/one LOUD'), ('other', '@t/two plain'), ('none', '@t/one plain'), ('loud', '@t/one LOUD')):
            self.shows('/preview/blue?inlay-variants=e1:' + chosen, shown)
        # It stays for the pages that follow.
        self.shows('/preview/blue/', '@t/one LOUD')
        self.shows('/', '@t/one LOUD')
        self.shows('/preview/blue?inlay-variants=', '@t/one plain')
        self.shows('/preview/blue', '@t/one plain')
        self.assertGreater(len([1 for body, status in self.browser.posts if body.get('token') and status == 202]), 5)
        self.assertEqual(self.exposures(), {})
        self.shows('/', '@t/one LOUD')
        self.shows('/preview/blue', '@t/one plain')
        end = time.monotonic() + 20
        while not self.exposures() and time.monotonic() < end:
            time.sleep(0.1)
        self.assertEqual(self.exposures(), {'loud': 1}, 'a visitor of the same browser')

    def test_two_tabs(self):
        """Two pages of one browser on two revisions: each reports for itself."""
        second = self.deploy('second', 'blue')
        rollout = self.expect(201, self.registry.post(APP + '/rollouts', {'environment': 'blue', 'steps': [{'weight': 1}]}, headers={'If-Match': '*'}))
        self.browser.open('/')
        self.browser.wait(lambda state: state['revision'] == self.first, 'first page')
        self.browser.order = {'open': '/preview/blue'}
        self.browser.wait_tab(1, lambda state: state['revision'] == second, 'second page')
        loads = lambda: {m['moduleId']: (m['loads'], m['stableLoads']) for m in
                         self.expect(200, self.registry.get(f'{APP}/rollouts/{rollout["id"]}'))['modules']}
        end = time.monotonic() + 45
        while set(loads().values()) != {(1, 1)} and time.monotonic() < end:
            time.sleep(0.2)
        self.assertEqual(loads(), {module: (1, 1) for module in ('@t/driver', '@t/one', '@t/two')})
        self.assertEqual(len({body['token'] for body, _ in self.browser.posts}), 2)

    def late(self, tab, what, version):
        """A page loads something for the first time; when the page itself was loaded."""
        self.browser.orders[tab] = {'lazy': what}
        state = self.browser.wait_tab(tab, lambda state: f' {what} ' in state['texts']['lazy'] or 'rror' in state['texts']['lazy'], what)
        self.assertEqual(state['texts']['lazy'], f'{version} {what} {version} dep {version}')
        return state['load']

    def forget_revisions(self):
        """Eleven days and as many switches later gc lets go of what was served before."""
        r = self.registry
        for i in range(12):
            self.switch(('blue', 'green')[i % 2])
        port = r.port
        r.kill()
        database_run(r.database, [f'UPDATE {table} SET {column} = {column} - {11 * DAYS}' for table, column in
                                  (('revisions', 'created_at'), ('deployments', 'completed_at'), ('activations', 'at'), ('changes', 'at'))])
        r.listen = f'127.0.0.1:{port}'
        r.start()
        self.expect(200, r.post('/api/v1/admin/gc', {'keepDays': 1}))

    def test_pins(self):
        """What a page loads late is of its own revision: after a switch, a rollback, yanks and gc."""
        r = self.registry
        for version in ('1.0.0', '2.0.0'):
            self.publish('lazy', version, {'lazy': LAZY, **{each: f'export const text = "{each} {version}";' for each in LATER}})
            for each in LATER:
                self.publish('dep-' + each, version, {'dep-' + each: f'export const text = "dep {version}"; export function mount() {{}}'})
        one = self.deploy('one', 'blue', lazy_composition('1.0.0'))
        self.switch('blue')
        self.browser.open('/')
        first = self.browser.wait_tab(0, lambda state: state['texts']['lazy'] == 'ready', 'first page')
        self.assertEqual(first['revision'], one)
        two = self.deploy('two', 'green', lazy_composition('2.0.0'))
        self.switch('green')
        self.assertEqual(self.late(0, 'a', '1.0.0'), first['load'])
        self.browser.orders[0] = {'open': '/preview/green'}
        second = self.browser.wait_tab(1, lambda state: state['revision'] == two and state['texts']['lazy'] == 'ready', 'second page')
        loads = (first['load'], second['load'])
        self.expect(200, r.post('/api/rollback', {'reason': 'bad'}))
        self.assertEqual(r.get('/api/environments/active')[2]['revision'], one)
        self.assertEqual((self.late(0, 'b', '1.0.0'), self.late(1, 'b', '2.0.0')), loads)

        self.deploy('three', 'green')
        self.switch('green')
        self.deploy('four', 'blue')
        page = lambda revision: r.get(f'{APP}/revisions/{revision}/index.html')[0]
        for version in ('1.0.0', '2.0.0'):
            for name in ('lazy', *('dep-' + each for each in LATER)):
                self.expect(200, r.request('DELETE', f'{APP}/modules/%40t%2F{name}/versions/{version}', headers={'If-Match': '*'}))
        self.expect(200, r.post('/api/v1/admin/gc', {'keepDays': 1}))
        self.assertEqual((page(one), page(two)), (200, 200), 'somebody may have them open')
        self.assertEqual((self.late(0, 'c', '1.0.0'), self.late(1, 'c', '2.0.0')), loads)
        self.forget_revisions()
        self.assertEqual((page(one), page(two)), (410, 410))
        self.assertEqual((self.late(0, 'd', '1.0.0'), self.late(1, 'd', '2.0.0')), loads, 'who left it open for longer still goes on')
        self.browser.order = {'navigate': '/about'}
        self.browser.wait_tab(0, lambda state: state['revision'] not in (one, two), 'the next navigation')

    def test_follows(self):
        """A page keeps its revision until it is left; a rollback does not wait for that."""
        self.browser.refusals.append(503)
        self.browser.open('/')
        start = self.browser.wait(lambda state: state['texts']['harm'], 'first page')
        self.assertEqual((start['revision'], start['title'], start['texts']['harm']), (self.first, HARM.strip(), '@t/two ' + HARM))
        self.assertEqual((start['harmed'], start['scripts']), (None, 3))
        self.assertIn('inlay-live=follow', start['cookie'])
        self.browser.order = {'navigate': '/about'}
        about = self.browser.wait(lambda state: state['path'] == '/about', 'the other page')
        self.assertEqual(about['load'], start['load'])

        second = self.deploy('second', 'blue')
        self.switch('blue')
        until = time.monotonic() + 2
        last = self.browser.wait(lambda state: time.monotonic() > until, 'a while')
        self.assertEqual((last['load'], last['revision']), (start['load'], self.first), 'nothing moves by itself')
        self.browser.order = {'navigate': '/'}
        moved = self.browser.wait(lambda state: state['revision'] == second and state['texts']['one'], 'the new revision')
        self.assertNotEqual(moved['load'], start['load'])
        self.assertEqual(moved['path'], '/')

        end = time.monotonic() + 30
        while not self.browser.posts and time.monotonic() < end:
            time.sleep(0.1)
        reports, status = self.browser.posts[0]
        self.assertEqual((status, reports['revision'], self.browser.refusals), (202, self.first, []), 'what was refused is told again')
        self.assertEqual({r['moduleId'] for r in reports['reports']}, {'@t/driver', '@t/one', '@t/two'})
        self.expect(200, self.registry.post('/api/rollback', {'reason': 'bad'}))
        back = self.browser.wait(lambda state: state['revision'] == self.first, 'the rollback')
        self.assertNotEqual(back['load'], moved['load'])


def command_of(browser, runner=None):
    if browser == 'webkit':
        return ['xvfb-run', runner], lambda folder, address: [
            'xvfb-run', '-a', '-s', '-screen 0 1280x900x24', 'dbus-run-session', '--config-file=' + BUS, runner, address]
    return ['chromium'], lambda folder, address: [
        'chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-port=0',
        '--window-size=1280,900', '--disable-popup-blocking', '--user-data-dir=' + folder, address]


if __name__ == '__main__':
    NEEDED, COMMAND = command_of(*sys.argv[1:])
    if not all(shutil.which(program) for program in NEEDED):
        print(', '.join(NEEDED), 'not installed')
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
