# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Every row of the compatibility surface, with the trap named beside it."""
import base64
import http.server
import os
import subprocess
import tempfile
import threading
import time
import unittest

from registry import RegistryTest, Stream, modules


class Environments(RegistryTest):
    def test_new(self):
        rows = self.expect(200, self.registry.get('/api/environments'))
        self.assertEqual([(r['name'], r['status'], r['module_count']) for r in rows], [('blue', 'active', 0), ('green', 'standby', 0)])
        self.assertEqual(self.expect(200, self.registry.get('/api/environments/green'))['modules'], [])
        self.assertEqual(self.active()['name'], 'blue')
        self.refused(404, self.registry.get('/api/environments/pink'), 'pink')

    def test_etag(self):
        for path in ('/api/environments', '/api/environments/active', '/api/traffic-config', '/api/modules', '/shell/shell.js'):
            status, headers, _ = self.registry.get(path)
            self.assertEqual(status, 200, path)
            etag = headers['ETag']
            self.assertEqual(self.registry.get(path, headers={'If-None-Match': etag})[0], 304)
            self.assertEqual(self.registry.get(path, headers={'If-None-Match': f'"x", W/{etag}'})[0], 304)
            for same in ('*', f'"x" , {etag} ,"y"', f'"x",\t{etag}\t, "y"', f', ,{etag}'):
                self.assertEqual(self.registry.get(path, headers={'If-None-Match': same})[0], 304, same)
            for other in ('"x"', etag[:-1], etag + 'x', f'"x,{etag[1:]}', '""', 'W/'):
                self.assertEqual(self.registry.get(path, headers={'If-None-Match': other})[0], 200, other)
        before = self.registry.get('/api/environments')[1]['ETag']
        self.deploy()
        self.assertNotEqual(self.registry.get('/api/environments')[1]['ETag'], before)

    def test_head(self):
        status, headers, body = self.registry.request('HEAD', '/api/environments')
        self.assertEqual((status, body), (200, b''))
        self.assertGreater(int(headers['Content-Length']), 100)


class Deploying(RegistryTest):
    def test_deploy(self):
        reply = self.deploy('1.0', names=('cart', '@acme/list'), healthy=False)
        self.assertEqual((reply['success'], reply['environment']), (True, 'green'))
        green = self.expect(200, self.registry.get('/api/environments/green'))
        self.assertEqual([(m['module_id'], m['version'], m['health_status']) for m in green['modules']],
                         [('@acme/list', '1.0.0', 'unknown'), ('cart', '1.0.0', 'unknown')])
        self.assertEqual((green['version'], green['status'], green['revision']), ('1.0', 'standby', reply['revision']))
        self.assertEqual(self.active()['modules'], [])

    def test_defaults(self):
        self.expect(200, self.registry.post('/api/deploy', {'modules': [{'moduleId': 'react', 'version': '18.2.0', 'npmPackage': 'react'}], 'version': '1'}))
        module = self.expect(200, self.registry.get('/api/environments/green'))['modules'][0]
        self.assertEqual((module['config'], module['dependencies']), ({}, {}))
        self.assertIn('react@18.2.0', module['esm_url'])

    def test_refused(self):
        for body, words in (({'modules': modules('a')}, 'version'), ({'version': '1'}, 'modules'), ({'modules': [], 'version': '1'}, 'modules'),
                            ({'modules': [{'moduleId': 'a'}], 'version': '1'}, 'version'),
                            ({'modules': [{'moduleId': 'a', 'version': '1.0.0', 'esmUrl': 'javascript:alert(1)'}], 'version': '1'}, 'esmUrl'),
                            ({'modules': modules('a', 'a'), 'version': '1'}, 'twice'), ([], 'object'), ({'modules': 'a', 'version': '1'}, 'modules')):
            self.refused(422, self.registry.post('/api/deploy', body), words)
        self.assertEqual(self.expect(200, self.registry.get('/api/deployments')), [])
        self.refused(409, self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '1', 'environment': 'blue'}), 'active')
        self.refused(404, self.registry.post('/api/deploy', {'composition': 'nope', 'version': '1'}), 'nope')

    def test_failed_is_recorded(self):
        self.release('1')
        self.expect(201, self.registry.post('/api/compositions', {'id': 'shop', 'modules': [{'moduleId': 'gone', 'version': '1.0.0'}]}))
        self.refused(422, self.registry.post('/api/deploy', {'composition': 'shop', 'version': '2'}), 'gone')
        rows = self.expect(200, self.registry.get('/api/deployments'))
        self.assertEqual([(r['version'], r['status']) for r in rows], [('2', 'failed'), ('1', 'completed')])
        self.assertIn('gone', rows[0]['error'])
        self.assertEqual(self.expect(200, self.registry.post('/api/rollback'))['rolledBackTo'], 'blue')
        self.assertEqual(self.active()['version'], None)

    def test_history(self):
        for i in range(3):
            self.deploy(str(i), healthy=False)
        rows = self.expect(200, self.registry.get('/api/deployments?limit=2'))
        self.assertEqual([r['version'] for r in rows], ['2', '1'])
        self.assertEqual(len(self.expect(200, self.registry.get('/api/deployments?limit=1000000'))), 3)
        self.assertEqual(self.expect(200, self.registry.get('/api/deployments?environment=blue')), [])
        self.assertEqual(len(self.expect(200, self.registry.get('/api/deployments?environment=green'))), 3)
        self.refused(404, self.registry.get('/api/deployments?environment=pink'), 'pink')
        for bad in ('0', '-1', 'x', '1.5', '%ff'):
            self.assertIn(self.registry.get('/api/deployments?limit=' + bad)[0], (400, 422))


class Switching(RegistryTest):
    def test_release(self):
        """Deploy, look, canary 10/25/50, switch, roll back."""
        r = self.registry
        self.deploy('1')
        self.assertEqual(self.expect(200, r.get('/api/health/green'))['healthy'], True)
        self.expect(200, r.post('/api/canary/start', {'targetEnvironment': 'green'}))
        for percentage in (25, 50):
            self.assertEqual(self.expect(200, r.post('/api/canary/increase', {'percentage': percentage}))['percentage'], percentage)
        self.assertEqual(self.expect(200, r.get('/api/traffic-config'))['routing_strategy'], 'canary')
        reply = self.expect(200, r.post('/api/switch', {'targetEnvironment': 'green'}))
        self.assertEqual((reply['previousEnvironment'], reply['currentEnvironment']), ('blue', 'green'))
        config = self.expect(200, r.get('/api/traffic-config'))
        self.assertEqual((config['active_environment'], config['routing_strategy'], config['canary_percentage']), ('green', 'simple', 0))
        self.assertEqual(self.expect(200, r.post('/api/rollback', {'reason': 'bad'}))['rolledBackTo'], 'blue')

    def test_gate(self):
        r = self.registry
        self.refused(409, r.post('/api/switch', {'targetEnvironment': 'green'}), 'nothing is deployed')
        self.deploy('1', names=('a', 'b', 'c', 'd', 'e'))
        r.post('/api/module-health', {'environment': 'green', 'moduleId': 'a', 'status': 'unhealthy', 'error': 'boom'})
        self.expect(200, r.post('/api/switch', {'targetEnvironment': 'green'}))
        self.deploy('2', names=('a', 'b', 'c'))
        r.post('/api/module-health', {'environment': 'blue', 'moduleId': 'a', 'status': 'failed', 'error': 'boom'})
        self.assertEqual(self.refused(409, r.post('/api/switch', {'targetEnvironment': 'blue'}), '2 of 3')['code'], 'unhealthy')
        self.assertEqual(self.active()['name'], 'green')
        self.refused(404, r.post('/api/switch', {'targetEnvironment': 'pink'}))
        for bad in ({}, {'targetEnvironment': 7}, {'targetEnvironment': 'active'}, {'targetEnvironment': '../x'}):
            self.refused(422, r.post('/api/switch', bad))

    def test_switch_to_active(self):
        self.release('1')
        before = self.expect(200, self.registry.get('/api/traffic-config'))
        reply = self.expect(200, self.registry.post('/api/environments/switch', {'targetEnvironment': 'green'}))
        self.assertEqual((reply['previousEnvironment'], reply['currentEnvironment']), ('green', 'green'))
        self.assertEqual(self.expect(200, self.registry.get('/api/traffic-config')), before)

    def test_rollback_never_goes_forward(self):
        revisions = [self.release(v)['revision'] for v in '123']
        self.deploy('4', healthy=False)
        self.assertEqual(self.expect(200, self.registry.post('/api/rollback'))['revision'], revisions[1])
        self.assertEqual(self.active()['version'], '2')
        self.assertEqual(self.expect(200, self.registry.post('/api/environments/rollback'))['revision'], revisions[0])
        self.assertEqual(self.active()['revision'], revisions[0])

    def test_rollback_is_not_gated(self):
        self.release('1')
        for n in 'ab':
            self.registry.post('/api/module-health', {'environment': 'green', 'moduleId': n, 'status': 'unhealthy'})
        self.release('2')
        self.assertEqual(self.expect(200, self.registry.post('/api/rollback'))['rolledBackTo'], 'green')

    def test_canary(self):
        r = self.registry
        self.release('1')
        start = lambda **b: r.post('/api/canary/start', b)
        self.refused(404, start(targetEnvironment='pink'))
        self.refused(409, start(targetEnvironment='blue'), 'nothing deployed')
        self.refused(409, start(targetEnvironment='green'), 'active')
        self.refused(409, r.post('/api/canary/increase', {'percentage': 20}), 'no canary')
        self.deploy('2')
        for bad in (-1, 101, 'x', 1.5, True):
            self.refused(422, start(targetEnvironment='blue', percentage=bad))
        self.expect(200, start(targetEnvironment='blue', percentage=30))
        rules = self.expect(200, r.get('/api/traffic-rules'))
        self.assertEqual([(x['rule_type'], x['environment_name'], x['percentage'], x['enabled']) for x in rules], [('percentage', 'blue', 30, True)])
        self.refused(409, start(targetEnvironment='blue'), 'already')
        self.refused(409, r.post('/api/deploy', {'modules': modules('a'), 'version': '3'}), 'canary')
        self.refused(422, r.post('/api/canary/increase', {'percentage': 30}))
        self.refused(422, r.post('/api/canary/increase', {}))
        self.assertEqual(self.expect(200, r.post('/api/rollback'))['rolledBackTo'], 'green')
        self.assertEqual(self.expect(200, r.get('/api/traffic-rules')), [])

    def test_canary_visitors(self):
        """A visitor keeps a page; raising the weight moves nobody back."""
        self.release('1')
        self.deploy('2', names=('a', 'c'))
        self.assertNotIn('inlay-visitor', str(self.registry.get('/')[1].get_all('Set-Cookie')))
        self.expect(200, self.registry.post('/api/canary/start', {'targetEnvironment': 'blue', 'percentage': 30}))
        cookies = [self.registry.get('/')[1]['Set-Cookie'].split(';')[0] for _ in range(40)]
        page = lambda c: self.registry.get('/', headers={'Cookie': c})[1]['ETag']
        new = self.registry.get('/preview/blue')[1]['ETag']
        first = {c for c in cookies if page(c) == new}
        self.assertTrue(0 < len(first) < 40)
        self.assertEqual(first, {c for c in cookies if page(c) == new})
        self.registry.post('/api/canary/increase', {'percentage': 60})
        second = {c for c in cookies if page(c) == new}
        self.assertLess(first, second)


class Health(RegistryTest):
    def test_health(self):
        r = self.registry
        empty = self.expect(200, r.get('/api/health/green'))
        self.assertEqual((empty['healthy'], empty['stats']['total_modules']), (False, 0))
        self.assertTrue(empty['reason'])
        self.deploy('1', names=('a', 'b', 'c', 'd'), healthy=False)
        self.expect(202, r.post('/api/module-health', {'environment': 'green', 'reports': [
            {'moduleId': 'a', 'status': 'healthy'}, {'moduleId': 'b', 'status': 'failed', 'error': 'x'}, {'moduleId': 'zzz', 'status': 'healthy'}]}))
        health = self.expect(200, r.get('/api/health/green'))
        self.assertEqual((health['healthyPercentage'], health['stats']), (25, {'total_modules': 4, 'healthy_modules': 1, 'unhealthy_modules': 1}))
        self.refused(404, r.get('/api/health/pink'))

    def test_refused(self):
        r = self.registry
        self.deploy('1', healthy=False)
        report = {'environment': 'green', 'moduleId': 'a', 'status': 'healthy'}
        self.refused(413, r.post('/api/module-health', {'reports': [report] * 51}))
        self.refused(404, r.post('/api/module-health', dict(report, moduleId='zz')), 'zz')
        for bad in (dict(report, status='fine'), dict(report, moduleId='../a'), dict(report, error=7), {}):
            self.refused(422, r.post('/api/module-health', bad))

    def test_probe(self):
        """What is served from elsewhere is asked at once, and must be JavaScript that other sites may load."""
        class Cdn(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(404 if 'gone' in self.path else 200)
                self.send_header('Content-Type', 'text/html' if 'page' in self.path else 'text/javascript')
                if 'closed' not in self.path:
                    self.send_header('Access-Control-Allow-Origin', '*')
                self.end_headers()

            def do_HEAD(self):
                if 'nohead' in self.path:
                    self.send_error(405)
                else:
                    self.do_GET()

            def log_message(self, *args):
                pass
        with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Cdn) as cdn:
            threading.Thread(target=cdn.serve_forever).start()
            names = ('good', 'nohead', 'gone', 'page', 'closed')
            self.expect(200, self.registry.post('/api/deploy', {'version': '1', 'modules': [
                {'moduleId': n, 'version': '1.0.0', 'esmUrl': f'http://127.0.0.1:{cdn.server_port}/{n}.js'} for n in names]}))
            until = time.monotonic() + 10
            while time.monotonic() < until:
                health = {m['module_id']: m['health_status'] for m in self.registry.get('/api/environments/green')[2]['modules']}
                if list(health.values()).count('healthy') == 2:
                    break
                time.sleep(0.05)
            self.assertEqual({n for n in names if health[n] == 'healthy'}, {'good', 'nohead'})
            cdn.shutdown()

    def test_alert(self):
        self.release('1')
        reply = self.expect(202, self.registry.post('/api/alerts/rollback', {'moduleId': 'a', 'errorRate': 12.5}))
        self.assertEqual(reply['rolledBack'], False)
        self.refused(422, self.registry.post('/api/alerts/rollback', {'moduleId': 'a', 'errorRate': 'many'}))


HERO = {'format': 1, 'id': '@inlay/hero', 'version': '1.0.0', 'name': 'Hero', 'entry': 'hero.js', 'files': ['hero.js', 'icon.png']}
FILES = {'hero.js': {'encoding': 'utf8', 'content': 'export function mount() {}'},
         'icon.png': {'encoding': 'base64', 'content': base64.b64encode(b'\x89PNG\0\xff').decode()}}


class Modules(RegistryTest):
    def publish(self, **changes):
        return self.registry.post('/api/modules', {'definition': {**HERO, **changes}, 'files': FILES})

    def test_files(self):
        self.expect(201, self.publish())
        status, headers, body = self.registry.get('/modules/@inlay/hero@1.0.0/hero.js')
        self.assertEqual((status, body), (200, b'export function mount() {}'))
        self.assertTrue(headers['Content-Type'].startswith('text/javascript'))
        self.assertIn('immutable', headers['Cache-Control'])
        self.assertEqual((headers['X-Content-Type-Options'], headers['Access-Control-Allow-Origin']), ('nosniff', '*'))
        self.assertEqual(self.registry.get('/modules/@inlay/hero@1.0.0/icon.png')[2], b'\x89PNG\0\xff')
        self.assertEqual(self.registry.get('/modules/%40inlay%2Fhero@1.0.0/hero.js')[0], 200)
        self.refused(404, self.registry.get('/modules/@inlay/hero@1.0.0/other.js'))
        for name in ('@inlay/hero', '%40inlay%2Fhero'):
            module = self.expect(200, self.registry.get('/api/modules/' + name))
            self.assertEqual([v['version'] for v in module['versions']], ['1.0.0'])
        self.assertEqual([m['moduleId'] for m in self.expect(200, self.registry.get('/api/modules'))], ['@inlay/hero'])

    def test_immutable(self):
        self.expect(201, self.publish())
        self.assertEqual(self.expect(200, self.publish())['created'], False)
        self.refused(409, self.publish(name='Other'))
        self.expect(201, self.publish(version='1.1.0'))
        module = self.expect(200, self.registry.get('/api/modules/@inlay/hero'))
        self.assertEqual([v['version'] for v in module['versions']], ['1.1.0', '1.0.0'])

    def test_refused(self):
        self.refused(422, self.publish(files=['hero.js', 'gone.js']), 'gone.js')
        self.refused(422, self.publish(id='../x'))
        self.refused(422, self.publish(version='latest'))
        self.refused(422, self.registry.post('/api/modules', {'moduleId': 'a', 'version': '1.0.0', 'entryPoint': 'data:text/javascript,1'}))
        self.refused(422, self.registry.post('/api/modules', {'moduleId': 'a', 'version': '1.0.0', 'files': {'../../x': FILES['hero.js']}}))
        self.assertEqual(self.expect(200, self.registry.get('/api/modules')), [])

    def test_held_is_healthy(self):
        self.expect(201, self.publish())
        self.expect(201, self.registry.post('/api/compositions', {'id': 'shop', 'modules': [{'moduleId': '@inlay/hero', 'version': '^1.0.0'}]}))
        reply = self.expect(200, self.registry.post('/api/deploy', {'composition': 'shop', 'version': '1'}))
        self.assertEqual(self.expect(200, self.registry.get('/api/health/green'))['healthyPercentage'], 100)
        self.expect(200, self.registry.post('/api/switch', {'targetEnvironment': reply['environment']}))
        page = self.registry.get('/')[2].decode()
        self.assertIn(f'content="{reply["revision"]}"', page)
        self.assertIn('/modules/@inlay/hero@1.0.0/hero.js', page)

    def test_resolve(self):
        for version in ('1.0.0', '1.2.0', '2.0.0'):
            self.expect(201, self.publish(version=version))
        check = lambda v: self.expect(200, self.registry.post('/api/import-maps/validate', {'modules': [{'moduleId': '@inlay/hero', 'version': v}]}))
        self.assertEqual(check('^1.0.0')['resolved'], {'@inlay/hero': '1.2.0'})
        self.assertEqual(check('^1.0.0')['valid'], True)
        self.assertEqual((check('^3.0.0')['valid'], len(check('^3.0.0')['conflicts'])), (False, 1))
        self.refused(422, self.registry.post('/api/import-maps/validate', {'modules': [{'moduleId': 'a', 'version': 'not a range'}]}))


class Compositions(RegistryTest):
    def test_round_trip(self):
        r = self.registry
        document = {'$schema': 'https://inlay.dev/schema/composition/1', 'format': 1, 'id': 'shop', 'name': '</script><!--\u2028$&__proto__', 'x-own': [1, 0.1],
                    'modules': {}, 'pages': {'home': {'path': '/', 'title': 'Home', 'regions': []}, 'about': {'path': '/about', 'title': 'About', 'regions': []}},
                    'pageOrder': ['home', 'about'], 'regions': {}, 'instances': {}}
        self.expect(201, r.post('/api/compositions', document))
        self.assertEqual(self.expect(200, r.get('/api/compositions/shop')), document)
        self.expect(200, r.request('PUT', '/api/compositions/shop', dict(document, name='New')))
        self.refused(422, r.request('PUT', '/api/compositions/other', document), 'other')
        self.refused(404, r.get('/api/compositions/none'))
        self.assertEqual([c['id'] for c in self.expect(200, r.get('/api/compositions'))], ['shop'])
        self.refused(422, r.post('/api/compositions', {'modules': []}))
        self.refused(422, r.post('/api/compositions', dict(document, id='a/b')))

    def test_page(self):
        r = self.registry
        document = {'format': 1, 'id': 'shop', 'name': '</script><script>alert(1)</script>\u2028', 'modules': {},
                    'pages': {'home': {'path': '/', 'title': '<!--', 'regions': []}, 'about': {'path': '/about', 'title': 'About', 'regions': []}},
                    'pageOrder': ['home', 'about'], 'regions': {}, 'instances': {}}
        reply = self.expect(200, r.post('/api/deploy', {'composition': document, 'version': '1'}))
        self.refused(404, r.get('/'))
        status, headers, page = r.get('/preview/green')
        self.assertEqual(status, 200)
        self.assertNotIn(b'<script>alert', page)
        self.assertNotIn('\u2028'.encode(), page[page.index(b'<script'):])
        self.assertLess(page.index(b'type="importmap"'), page.index(b'<link'))
        self.assertIn('script-src', headers['Content-Security-Policy'])
        self.assertEqual(r.get('/preview/green/about')[2], page)
        self.refused(404, r.get('/preview/green/nowhere'))
        self.refused(404, r.get('/preview/blue'))
        self.expect(200, r.post('/api/canary/start', {'targetEnvironment': 'green', 'percentage': 0}))
        self.expect(200, r.post('/api/rollback'))
        self.assertEqual(r.get('/preview/green')[2], page)

    def test_import_map(self):
        r = self.registry
        self.refused(404, r.get('/api/import-maps/shop'))
        r.post('/api/modules', {'moduleId': 'cart', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/cart.js'})
        r.post('/api/compositions', {'id': 'shop', 'modules': [{'moduleId': 'cart', 'version': '1.0.0'}]})
        status, headers, old = r.get('/api/import-maps/shop')
        self.assertEqual((status, old['imports']), (200, {'cart': 'https://cdn.example/cart.js'}))
        self.assertEqual(headers['Cache-Control'], 'public, max-age=0, must-revalidate')
        self.assertIn('ETag', headers)
        self.expect(200, r.post('/api/deploy', {'composition': 'shop', 'version': '1'}))
        r.post('/api/modules', {'moduleId': 'cart', 'version': '2.0.0', 'entryPoint': 'https://cdn.example/cart2.js'})
        r.post('/api/compositions', {'id': 'shop', 'modules': [{'moduleId': 'cart', 'version': '2.0.0'}]})
        self.assertEqual(self.expect(200, r.get('/api/import-maps/shop?environment=green'))['imports'], {'cart': 'https://cdn.example/cart.js'})
        self.assertEqual(self.expect(200, r.get('/api/import-maps/shop'))['imports'], {'cart': 'https://cdn.example/cart2.js'})
        self.refused(404, r.get('/api/import-maps/shop?environment=pink'))
        page = r.get('/?composition=shop')
        self.assertEqual(page[0], 200)
        self.assertIn(b'cart2.js', page[2])
        self.refused(404, r.get('/?composition=none'))


@unittest.skipUnless('INLAYCTL_BINARY' in os.environ, 'without the command line')
class Samples(RegistryTest):
    def test_same_bytes(self):
        """What inlayctl builds is what is switched to, byte for byte."""
        samples = os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'samples')
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, 'INLAY_REGISTRY': f'http://127.0.0.1:{self.registry.port}', 'HOME': folder}
            for name in ('storefront', 'dashboard'):
                document, built = os.path.join(samples, name + '.json'), os.path.join(folder, name)
                for arguments in (['publish', document], ['deploy', name], ['build', document, '--output', built]):
                    done = subprocess.run([os.environ['INLAYCTL_BINARY'], *arguments], env=environment, capture_output=True, text=True, timeout=60)
                    self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.expect(200, self.registry.get('/api/health/green'))['healthyPercentage'], 100)
                with open(os.path.join(built, 'index.html'), 'rb') as f:
                    self.assertEqual(self.registry.get('/preview/green')[2], f.read())


class Events(RegistryTest):
    def test_events(self):
        stream = Stream(self.registry)
        self.addCleanup(stream.close)
        self.assertEqual((stream.status, stream.headers['Content-Type']), (b'200', 'text/event-stream'))
        self.deploy('1')
        identity, data = stream.event('deployment-completed')
        self.assertEqual((data['environment'], data['version']), ('green', '1'))
        self.registry.post('/api/canary/start', {'targetEnvironment': 'green', 'percentage': 10})
        self.assertEqual(stream.event('canary-started')[1]['percentage'], 10)
        self.registry.post('/api/canary/increase', {'percentage': 20})
        self.assertEqual(stream.event('canary-increased')[1]['percentage'], 20)
        self.registry.post('/api/switch', {'targetEnvironment': 'green'})
        new = stream.event('environment-switch')[1]
        self.assertEqual((new['from'], new['to']), ('blue', 'green'))
        self.assertIn('timestamp', new)
        self.assertEqual(stream.event('environment-switched')[1], new)
        self.registry.post('/api/rollback', {'reason': 'bad'})
        self.assertEqual(stream.event('rollback-completed')[1]['to'], 'blue')
        again = Stream(self.registry, last=identity)
        self.addCleanup(again.close)
        self.assertEqual(again.event('canary-started')[0], identity + 1)
        self.assertEqual(again.event('environment-switch')[1], new)

    def test_after_restart(self):
        self.release('1')
        self.registry.kill()
        self.registry.start()
        stream = Stream(self.registry, last=0)
        self.addCleanup(stream.close)
        self.assertEqual(stream.event('environment-switch')[1]['to'], 'green')

    def test_many_and_gone(self):
        streams = [Stream(self.registry) for _ in range(100)]
        for s in streams[50:]:
            s.close()
        self.deploy('1')
        for s in streams[:50]:
            self.assertEqual(s.event('deployment-completed')[1]['version'], '1')
            s.close()


if __name__ == '__main__':
    unittest.main()
