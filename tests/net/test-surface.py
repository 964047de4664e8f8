# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What the full surface does: each resource, with what is easily got wrong about it."""
import contextlib
import datetime
import hashlib
import hmac
import http.server
import ipaddress
import json
import os
import re
import socket
import sqlite3
import threading
import time
import unittest

from registry import Registry, RegistryTest, modules, run_in_threads, until

APP = '/api/v1/apps/default'
HARM = ['</script><script>alert(1)</script>', '<!--', '\u2028', '\u2029', '$&', "$'", '__proto__', '\u202e', '"><img src=x onerror=alert(1)>', "'; DROP TABLE apps; --", '%s%n']


class SurfaceTest(RegistryTest):
    def call(self, method, path, body=None, match='*', key=None, token=None, app=APP):
        headers = {**({'If-Match': match} if match else {}), **({'Idempotency-Key': key} if key else {})}
        return self.registry.request(method, app + path, body, headers=headers, token=token)

    def put(self, version, env='green', **more):
        return self.call('POST', '/deployments', {'env': env, 'modules': modules('a', 'b'), 'version': version, **more})

    def vouch(self, env, *names):
        for name in names or ('a', 'b'):
            self.expect(202, self.registry.post('/api/module-health', {'environment': env, 'moduleId': name, 'status': 'healthy'}))

    def state(self):
        return self.expect(200, self.call('GET', ''))

    def wait_for(self, what, seconds=15):
        until = time.monotonic() + seconds
        while not (found := what()):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        return found


class Applications(SurfaceTest):
    def test_apart(self):
        """Two applications share nothing but the process."""
        self.expect(201, self.registry.post('/api/v1/apps', {'id': 'second'}))
        self.refused(409, self.registry.post('/api/v1/apps', {'id': 'second'}), 'second')
        self.refused(422, self.registry.post('/api/v1/apps', {'id': '../x'}))
        self.refused(404, self.call('GET', '/environments', app='/api/v1/apps/third'), 'third')
        other = '/api/v1/apps/second'
        self.expect(202, self.call('POST', '/deployments', {'modules': modules('x'), 'version': 'only here'}, app=other))
        self.assertEqual(self.expect(200, self.call('GET', '/environments/green', app=other))['version'], 'only here')
        self.assertIsNone(self.expect(200, self.call('GET', '/environments/green'))['version'])
        self.assertEqual(self.state()['generation'], 0)
        self.expect(201, self.call('POST', '/modules', {'moduleId': 'm', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/m.js'}, app=other))
        self.assertEqual(self.expect(200, self.call('GET', '/modules')), [])
        self.assertEqual([a['id'] for a in self.expect(200, self.registry.get('/api/v1/apps'))], ['default', 'second'])


class Preconditions(SurfaceTest):
    def test_if_match(self):
        reply = self.call('PUT', '/compositions/shop', {'id': 'shop', 'modules': []}, match=None)
        self.refused(428, reply, 'If-Match')
        generation = self.call('GET', '')[1]['ETag']
        self.assertRegex(generation, '^"g[0-9]+"$')
        status, headers, _ = self.call('PUT', '/compositions/shop', {'id': 'shop', 'modules': []}, match=generation)
        self.assertEqual(status, 201)
        self.assertNotEqual(headers['ETag'], generation)
        etag = self.call('GET', '/compositions/shop')[1]['ETag']
        stale = self.call('PUT', '/compositions/shop', {'id': 'shop', 'name': 'x', 'modules': []}, match='"old", "older"')
        self.refused(412, stale)
        self.assertEqual(stale[1]['ETag'], etag)
        self.expect(200, self.call('PUT', '/compositions/shop', {'id': 'shop', 'name': 'x', 'modules': []}, match=f'"old", {etag}'))
        self.refused(412, self.call('PUT', '/compositions/shop', {'id': 'shop', 'name': 'y', 'modules': []}, match=etag))
        self.refused(412, self.registry.request('PUT', APP + '/compositions/shop', {'id': 'shop', 'modules': []}, headers={'If-None-Match': '*'}))
        self.refused(412, self.call('PUT', '/compositions/none', {'id': 'none', 'modules': []}, match='*'))
        self.assertEqual(self.expect(200, self.call('GET', '/compositions/shop'))['name'], 'x')
        self.refused(412, self.registry.request('PUT', '/api/compositions/shop', {'id': 'shop', 'modules': []}, headers={'If-Match': etag}))

    def test_one_of_many(self):
        """Of eight that saw the same state one wins; the others learn that they are late."""
        etag = self.call('GET', '')[1]['ETag']
        statuses = []
        run_in_threads(8, lambda i: statuses.append(self.call('POST', '/environments', {'name': f'e{i}'}, match=etag)[0]))
        self.assertEqual(sorted(statuses), [201] + [412] * 7)

        for path, make in (('/rules', lambda i: {'flags': {f'f{i}': True}}), ('/compositions/shop', lambda i: {'id': 'shop', 'name': f'n{i}', 'modules': []})):
            self.call('POST', '/compositions', {'id': 'shop', 'modules': []})
            etag = self.call('GET', path)[1]['ETag']
            statuses = []
            run_in_threads(8, lambda i: statuses.append(self.call('PUT', path, make(i), match=etag)[0]))
            self.assertEqual(sorted(statuses), [200] + [412] * 7, path)

    def test_cheap(self):
        """To know what is there costs a write in a group not much more than to write."""
        for i in range(150):
            self.registry.post('/api/modules', {'moduleId': f'm{i}', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/x.js'})
        for i in range(16):
            self.registry.post('/api/compositions', {'id': f'c{i}', 'modules': []})

        def take(write):
            begin = time.monotonic()
            run_in_threads(16, lambda i: [self.assertEqual(write(i, n)[0], 200) for n in range(4)])
            return time.monotonic() - begin
        plain = take(lambda i, n: self.registry.request('PUT', f'/api/compositions/c{i}', {'id': f'c{i}', 'name': f'{n}', 'modules': []}))
        for path, body in (('/compositions/c{i}', lambda i, n: {'id': f'c{i}', 'name': f'x{n}', 'modules': []}), ('/rules', lambda i, n: {'flags': {f'f{i}-{n}': True}})):
            self.assertLess(take(lambda i, n: self.call('PUT', path.format(i=i), body(i, n))), 6 * plain + 0.5, path)

    def test_idempotency(self):
        body = {'env': 'green', 'modules': modules('a'), 'version': '1'}
        first = self.call('POST', '/deployments', body, key='k1')
        again = self.call('POST', '/deployments', body, key='k1')
        self.assertEqual((first[0], first[2], first[1]['Location']), (again[0], again[2], again[1]['Location']))
        self.assertEqual(len(self.expect(200, self.call('GET', '/deployments'))), 1)
        self.refused(422, self.call('POST', '/deployments', {**body, 'version': '2'}, key='k1'), 'k1')
        self.expect(202, self.call('POST', '/deployments', body, key='k2'))
        self.assertEqual(len(self.expect(200, self.call('GET', '/deployments'))), 2)
        self.refused(400, self.call('POST', '/deployments', body, key='x' * 300))
        self.registry.kill()
        self.registry.start()
        self.assertEqual(self.call('POST', '/deployments', body, key='k1')[2], first[2])


class Processes(SurfaceTest):
    """The same, whichever of several processes is asked."""
    tokens = 'root admin root\n'

    def setUp(self):
        self.registry = Registry(tokens=self.tokens, options=('--workers', '3'))
        self.addCleanup(self.registry.stop)

    def call(self, *arguments, token='root', **more):
        return super().call(*arguments, token=token, **more)

    def test_keys_at_once(self):
        """Of many that are sent together with one key one is carried out; the equal ones hear what it was told."""
        replies, others = [], []
        deploy = lambda version, key: self.call('POST', '/deployments', {'env': 'green', 'modules': modules('a', 'b'), 'version': version}, key=key)
        run_in_threads(16, lambda i: replies.append(deploy('1', 'same')))
        self.assertEqual(({r[0] for r in replies}, len({(r[2]['deploymentId'], r[1]['Location']) for r in replies})), ({202}, 1))
        run_in_threads(16, lambda i: others.append(deploy(str(i), 'other')))
        self.assertEqual(sorted(r[0] for r in others), [202] + [422] * 15)
        self.assertEqual(len(self.call('GET', '/deployments')[2]), 2)
        self.refused(409, self.call('POST', '/switch', {'to': 'green'}, key='refused'))
        for name in 'ab':
            self.expect(202, self.registry.post('/api/module-health', {'environment': 'green', 'moduleId': name, 'status': 'healthy'}, token='root'))
        self.expect(200, self.call('POST', '/switch', {'to': 'green'}, key='refused'))
        self.registry.kill()
        self.registry.start()
        self.assertEqual(deploy('1', 'same')[2], replies[0][2])
        self.refused(422, deploy('1', 'refused'), 'refused')

    def test_tokens_at_once(self):
        """A token is good, and no good any more, within a second everywhere."""
        ask = lambda token: {self.call('GET', '/environments', token=token)[0] for _ in range(15)}
        for _ in range(2):
            made = self.expect(201, self.registry.post('/api/v1/tokens', {'name': 'ci', 'role': 'viewer'}, token='root'))
            until(lambda: ask(made['token']) == {200}, 5)
            self.expect(200, self.registry.request('DELETE', '/api/v1/tokens/' + made['id'], token='root'))
            begin = last = time.monotonic()
            while time.monotonic() < begin + 1.5:
                last = time.monotonic() if self.call('GET', '/environments', token=made['token'])[0] == 200 else last
            self.assertLess(last - begin, 1)
            self.assertEqual(ask(made['token']), {401})

    def test_scheduled_once(self):
        """What waits outlives whoever took it, and is done by one of them, once."""
        at = lambda s: (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=s)).isoformat()
        self.put('1', modules=modules('a'))
        self.expect(202, self.registry.post('/api/module-health', {'environment': 'green', 'moduleId': 'a', 'status': 'healthy'}, token='root'))
        self.expect(202, self.call('POST', '/switch', {'to': 'green', 'at': at(1)}))
        self.expect(202, self.call('POST', '/switch', {'to': 'blue', 'at': at(1.2), 'expectActive': 'blue'}))
        self.registry.kill()
        time.sleep(1.3)
        self.registry.start()
        found = self.wait_for(lambda: [s for s in [sorted((s['status'], s['outcome']) for s in self.call('GET', '/switches')[2])] if s[-1][0] != 'waiting'])[0]
        self.assertEqual(found, [('done', None), ('failed', 'green is active, not blue')])
        time.sleep(1.2)
        told = [(e['action'], e['actor']) for e in self.call('GET', '/audit')[2] if 'switch' in e['action']]
        self.assertEqual(told, [('switch-scheduled', 'root')] * 2 + [('environment-switch', 'root'), ('switch-failed', 'root')])
        self.assertTrue(self.call('GET', '/audit/verify')[2]['valid'])


class Deployments(SurfaceTest):
    def test_superseded(self):
        """A deployment while a canary runs ends it; what a rollback returns to stays the last good one, for both surfaces."""
        for version, env in (('1', 'green'), ('2', 'blue')):
            self.put(version, env=env)
            self.vouch(env)
            if version == '1':
                self.expect(200, self.call('POST', '/switch', {'to': env}))
        good = self.state()['revision']
        self.expect(200, self.registry.post('/api/canary/start', {'targetEnvironment': 'blue', 'percentage': 30}))
        self.refused(409, self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '3'}), 'canary')
        newer = self.expect(202, self.put('3', env='blue', modules=modules('a', 'c')))['revision']
        config = self.expect(200, self.registry.get('/api/traffic-config'))
        self.assertEqual((self.state()['canary'], config['canary_percentage'], config['routing_strategy']), (None, 0, 'simple'))
        self.refused(409, self.registry.post('/api/canary/increase', {'percentage': 40}), 'no canary')
        self.vouch('blue', 'a', 'c')
        rollback = (lambda: self.registry.post('/api/rollback'), lambda: self.call('POST', '/rollback', match=None))
        for back in rollback:
            self.expect(200, self.call('POST', '/switch', {'to': 'blue'}))
            self.assertEqual(self.state()['revision'], newer)
            self.assertEqual(self.expect(200, back())['revision'], good)
            self.assertEqual((self.state()['active'], self.state()['revision'], self.active()['version']), ('green', good, '1'))

    def test_plan(self):
        before = self.state()
        plan = self.expect(200, self.put('1', dryRun=True))
        self.assertEqual((plan['environment'], [c['change'] for c in plan['changes']]), ('green', ['added', 'added']))
        self.assertEqual(self.state(), before)
        reply = self.put('1')
        self.assertEqual((reply[0], reply[2]['revision']), (202, plan['revision']))
        self.assertEqual(self.expect(200, self.registry.get(reply[1]['Location']))['version'], '1')
        self.assertTrue(self.expect(200, self.put('2', dryRun=True))['unchanged'])
        self.refused(422, self.put('3', modules=[{'moduleId': 'x', 'version': '1.0.0', 'esmUrl': 'data:text/javascript,1'}], dryRun=True))
        self.refused(422, self.call('POST', '/deployments', {'composition': 'shop', 'modules': modules('a'), 'version': '1'}))

    def held(self, version='1.0.0', name='h'):
        """A module that is served from here is known to be there."""
        definition = {'format': 1, 'id': name, 'version': version, 'name': 'H', 'entry': 'h.js', 'files': ['h.js']}
        self.expect(201, self.call('POST', '/modules', {'moduleId': name, 'version': version, 'definition': definition, 'files': {'h.js': {'encoding': 'utf8', 'content': f'export const v = "{version}"'}}}))
        return [{'moduleId': name, 'version': version}]

    def test_direct(self):
        """Deployed and switched to in one step, or neither."""
        before = self.call('GET', '')[2]['active']
        self.refused(409, self.put('1', strategy='direct'), '0 of 2')
        state = self.state()
        self.assertEqual((state['active'], state['revision']), (before, None))
        self.assertIsNone(self.expect(200, self.call('GET', '/environments/green'))['version'])
        failed = self.expect(200, self.call('GET', '/deployments'))
        self.assertEqual([(d['status'], d['version']) for d in failed], [('failed', '1')])
        self.assertIn('0 of 2', self.expect(200, self.put('1', strategy='direct', dryRun=True))['refusal'])
        modules = self.held()
        plan = self.expect(200, self.put('2', modules=modules, strategy='direct', dryRun=True))
        self.assertEqual((plan['refusal'], plan['strategy'], self.state()['active']), (None, 'direct', 'blue'))
        reply = self.expect(202, self.put('2', modules=modules, strategy='direct'))
        self.assertEqual(self.state()['active'], 'green')
        self.assertEqual((self.state()['revision'], reply['revision']), (plan['revision'], plan['revision']))
        self.expect(200, self.call('POST', '/rollback'))
        self.assertEqual(self.state()['active'], 'blue')

    def test_canary(self):
        """Deployed, and the first visitors get it, in one step, or neither."""
        self.expect(202, self.put('1', modules=self.held(), strategy='direct'))
        plan = self.expect(200, self.put('2', env='blue', strategy='canary', dryRun=True))
        self.assertEqual(([s['weight'] for s in plan['steps']], self.state()['canary']), ([1000, 2500, 5000], None))
        reply = self.expect(202, self.put('2', env='blue', strategy='canary'))
        self.assertEqual((self.state()['canary'], self.state()['weight']), ('blue', 1000))
        rollout = self.expect(200, self.call('GET', '/rollouts/' + reply['rollout']))
        self.assertEqual((rollout['status'], rollout['revision']), ('running', reply['revision']))
        self.expect(201, self.call('POST', '/environments', {'name': 'third', 'kind': 'slot'}))
        self.refused(409, self.put('3', env='third', strategy='canary'), 'runs on blue')
        self.assertIsNone(self.expect(200, self.call('GET', '/environments/third'))['version'])
        again = self.expect(202, self.put('4', env='blue', modules=modules('c'), strategy='canary'))
        self.assertEqual(self.expect(200, self.call('GET', '/rollouts/' + reply['rollout']))['status'], 'superseded')
        self.assertNotEqual(again['rollout'], reply['rollout'])

    def test_unknown_strategy(self):
        for bad in ('blue-green', 'recreate', '', 'Direct', 7, None, []):
            self.refused(422, self.put('1', strategy=bad), 'strategy')
        self.refused(422, self.put('1', strategy='rolling'), '"standby", "canary" or "direct"')
        for more in ({'strategy': 'rolling'}, {'strategy': 'direct'}, {'dryRun': True}):
            self.refused(422, self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '1', **more}), list(more)[0])
        self.assertEqual(self.expect(200, self.call('GET', '/deployments')), [])

    def test_revision_again(self):
        revision = self.put('1')[2]['revision']
        self.call('POST', '/deployments', {'modules': modules('c'), 'version': '2'})
        self.assertEqual(self.expect(202, self.call('POST', '/deployments', {'revision': revision, 'version': '3'}))['revision'], revision)
        self.refused(404, self.call('POST', '/deployments', {'revision': 'sha256-' + '1' * 64, 'version': '3'}))
        base = f'{APP}/revisions/{revision[7:]}'
        self.assertIn('a', self.expect(200, self.registry.get(base + '/import-map.json'))['imports'])
        self.assertEqual(self.expect(200, self.registry.get(f'{APP}/revisions/{revision}/manifest'))['digest'], revision)
        status, headers, page = self.registry.get(base + '/index.html')
        self.assertEqual((status, headers['Cache-Control'], headers['Content-Security-Policy'].encode()),
                         (200, 'public, max-age=31536000, immutable', self.registry.get(base + '/csp')[2]))
        self.assertEqual(page, self.registry.get('/preview/green')[2])
        self.refused(404, self.registry.get(base + '/nothing'))
        self.refused(404, self.registry.get(f'{APP}/revisions/{"0" * 64}/csp'))

    def test_frozen(self):
        self.put('1')
        self.vouch('green')
        self.expect(200, self.call('PATCH', '/environments/green', {'frozen': True}))
        self.refused(409, self.put('2'), 'frozen')
        self.refused(409, self.call('POST', '/switch', {'to': 'green'}), 'frozen')
        self.expect(200, self.call('PATCH', '/environments/green', {'frozen': False}))
        self.expect(200, self.call('POST', '/switch', {'to': 'green'}))

    def test_import_map(self):
        self.refused(409, self.call('PATCH', '/environments/green/import-map', {'imports': {}}), 'nothing is deployed')
        first = self.put('1')[2]['revision']
        address = 'https://cdn.example/a-2.js'
        reply = self.expect(200, self.call('PATCH', '/environments/green/import-map', {'imports': {'a': address}}))
        self.assertNotEqual(reply['revision'], first)
        green = self.expect(200, self.call('GET', '/environments/green'))
        self.assertEqual([m['esm_url'] for m in green['modules']], [address, 'https://cdn.example/b.js'])
        served = self.registry.get(APP + '/import-map.json?env=green')
        self.assertEqual((served[2]['imports']['a'], served[1]['Cache-Control']), (address, 'public, max-age=0, must-revalidate, stale-if-error=86400'))
        self.expect(200, self.call('PATCH', '/environments/green/import-map', [{'op': 'test', 'path': '/imports/a', 'value': address}, {'op': 'remove', 'path': '/imports/b'}]))
        for bad in ({'imports': {'a': 'javascript:alert(1)'}}, {'imports': {'a': 'data:text/javascript,1'}}, {'imports': {'a': 7}}, {'surprise': {}},
                    {'scopes': {'/': {'x': 'javascript:alert(1)'}}}, {'scopes': {'/': {'x': 7}}}, {'scopes': {'/': 7}}, {'integrity': 7},
                    [{'op': 'add', 'path': '/scopes', 'value': {'/': {'a': 'data:text/javascript,1'}}}], [{'op': 'replace', 'path': '', 'value': 7}],
                    [{'op': 'add', 'path': '/imports/ok', 'value': '/x.js'}, {'op': 'test', 'path': '/imports/ok', 'value': 'no'}], [{'op': 'add', 'path': '/imports/a~2b', 'value': '/x.js'}],
                    [{'op': 'move', 'from': '/imports', 'path': '/imports/x'}], [{'op': 'copy', 'from': '/imports', 'path': '/imports/x'}], [{'op': 'remove', 'path': ''}],
                    [{'op': 'fly', 'path': '/imports/a'}], [{'path': '/imports/a'}], [7], {'imports': None}, [{'op': 'remove', 'path': '/imports'}],
                    [{'op': 'test', 'path': '/imports/a', 'value': 'no'}], [{'op': 'remove', 'path': '/imports/none'}], 'x'):
            self.assertIn(self.call('PATCH', '/environments/green/import-map', bad)[0], (400, 409, 422), bad)
        self.assertEqual(self.registry.get(APP + '/import-map.json?env=green')[2]['imports'], {'a': address})
        scoped = {'/x/': {'a': 'https://cdn.example/a-3.js'}}
        self.assertEqual(self.expect(200, self.call('PATCH', '/environments/green/import-map', {'scopes': scoped}))['importMap']['scopes'], scoped)
        self.expect(200, self.call('PATCH', '/environments/green/import-map', {'scopes': {'/x/': None}}))
        self.expect(200, self.call('PATCH', '/environments/green/import-map', [{'op': 'add', 'path': '/imports/-', 'value': '/d.js'}, {'op': 'add', 'path': '/imports/e~1f~0g', 'value': '/e.js'}]))
        self.assertEqual(set(self.registry.get(APP + '/import-map.json?env=green')[2]['imports']), {'a', '-', 'e/f~g'})
        self.expect(200, self.call('PATCH', '/environments/green/import-map', {'imports': {'-': None, 'e/f~g': None}}))
        self.expect(200, self.registry.request('PATCH', '/services?env=green', {'service': 'c', 'url': 'https://cdn.example/c.js'}))
        self.expect(200, self.registry.request('DELETE', '/services/c?env=green'))
        self.assertEqual(list(self.registry.get(APP + '/import-map.json?env=green')[2]['imports']), ['a'])
        self.refused(409, self.call('PATCH', '/environments/blue/import-map', {'imports': {}}), 'active')


class Health(SurfaceTest):
    def test_all(self):
        """The same for each as asked for alone; an environment without modules says so."""
        all_of_them = lambda: self.expect(200, self.call('GET', '/health'))
        self.assertEqual((all_of_them()['active'], all_of_them()['healthy'], list(all_of_them()['environments'])), ('blue', False, ['blue', 'green']))
        self.put('1')
        self.vouch('green', 'a')
        found = all_of_them()
        self.assertEqual(found['environments']['green']['stats'], {'total_modules': 2, 'healthy_modules': 1, 'unhealthy_modules': 0})
        for name in found['environments']:
            self.assertEqual(found['environments'][name], self.expect(200, self.call('GET', '/health/' + name)))
        etag = self.call('GET', '/health')[1]['ETag']
        self.assertEqual(self.registry.get(APP + '/health', headers={'If-None-Match': etag})[0], 304)
        self.vouch('green', 'b')
        self.expect(200, self.call('POST', '/switch', {'to': 'green'}))
        self.assertEqual((all_of_them()['active'], all_of_them()['healthy']), ('green', True))
        self.refused(404, self.call('GET', '/health', app='/api/v1/apps/none'))


class Critical(SurfaceTest):
    """What an environment is not healthy without, however well the others are."""

    def health(self, env='green'):
        return self.expect(200, self.call('GET', '/health/' + env))

    def critical(self, env='green'):
        return {m['module_id']: m['critical'] for m in self.expect(200, self.call('GET', '/environments/' + env))['modules']}

    def test_counts_alone(self):
        names = [f'm{i}' for i in range(10)]
        items = modules(*names)
        items[0]['critical'] = True
        self.expect(202, self.call('POST', '/deployments', {'env': 'green', 'modules': items, 'version': '1'}))
        self.assertEqual(self.critical(), {n: n == 'm0' for n in names})
        self.vouch('green', *names[1:])
        health = self.health()
        self.assertEqual((health['healthy'], health['healthyPercentage']), (False, 90))
        self.assertIn('m0 is critical and nothing is known', health['reason'])
        self.assertEqual(self.refused(409, self.call('POST', '/switch', {'to': 'green'}), 'm0 of green is critical')['code'], 'unhealthy')
        self.refused(409, self.registry.post('/api/switch', {'targetEnvironment': 'green'}), 'm0')
        self.vouch('green', 'm0')
        self.assertTrue(self.health()['healthy'])
        self.registry.post('/api/module-health', {'environment': 'green', 'moduleId': 'm0', 'status': 'unhealthy', 'error': 'boom'})
        self.assertIn('m0 is critical and not healthy', self.health()['reason'])
        self.refused(409, self.call('POST', '/switch', {'to': 'green'}), 'm0')
        self.vouch('green', 'm0')
        self.registry.post('/api/module-health', {'environment': 'green', 'moduleId': 'm1', 'status': 'unhealthy'})
        self.expect(200, self.call('POST', '/switch', {'to': 'green'}))

    def test_rollback_is_not_gated(self):
        items = modules('a', 'b')
        items[0]['critical'] = True
        self.expect(202, self.call('POST', '/deployments', {'env': 'green', 'modules': items, 'version': '1'}))
        self.vouch('green')
        self.expect(200, self.call('POST', '/switch', {'to': 'green'}))
        self.registry.post('/api/module-health', {'environment': 'green', 'moduleId': 'a', 'status': 'unhealthy'})
        self.expect(202, self.put('2', env='blue'))
        self.vouch('blue')
        self.expect(200, self.call('POST', '/switch', {'to': 'blue'}))
        self.expect(200, self.call('POST', '/rollback'))
        self.assertFalse(self.health('active')['healthy'])

    def test_where_it_is_said(self):
        """In the definition, in an instance, in the older form of a composition; the instance wins."""
        for name, critical in (('plain', None), ('vital', True)):
            definition = {'format': 1, 'id': name, 'version': '1.0.0', 'name': name, 'entry': 'https://cdn.example/m.js'}
            if critical:
                definition['critical'] = True
            self.expect(201, self.call('POST', '/modules', {'moduleId': name, 'version': '1.0.0', 'definition': definition}))
        deploy = lambda instances: self.expect(202, self.call('POST', '/deployments', {'env': 'green', 'version': '1', 'composition': {
            'format': 1, 'id': 'shop', 'modules': {'plain': '1.0.0', 'vital': '1.0.0'}, 'instances': instances}}))
        cases = [([], (False, True)), ([('plain', True)], (True, True)), ([('plain', False)], (False, True)), ([('vital', False)], (False, False)),
                 ([('vital', False), ('vital', None)], (False, True)), ([('plain', False), ('plain', True)], (True, True)),
                 ([('vital', False), ('vital', False)], (False, False)), ([('vital', None)], (False, True))]
        for said, (plain, vital) in cases:
            deploy({f'i{n}': {'module': m, **({} if c is None else {'critical': c})} for n, (m, c) in enumerate(said)})
            self.assertEqual(self.critical(), {'plain': plain, 'vital': vital}, said)
        older = [{'moduleId': 'plain', 'version': '1.0.0', 'critical': True}]
        self.expect(201, self.call('POST', '/compositions', {'id': 'older', 'modules': older}))
        self.expect(202, self.call('POST', '/deployments', {'env': 'green', 'composition': 'older', 'version': '2'}))
        self.assertEqual(self.critical(), {'plain': True})
        self.expect(200, self.registry.post('/api/deploy', {'modules': older, 'version': '3'}))
        self.assertEqual(self.critical(), {'plain': True})
        revision = self.expect(200, self.call('GET', '/environments/green'))['revision']
        self.expect(202, self.call('POST', '/deployments', {'env': 'green', 'revision': revision, 'version': '4'}))
        self.assertEqual(self.critical(), {'plain': True})
        self.expect(200, self.call('PATCH', '/environments/green/import-map', {'imports': {'plain': 'https://cdn.example/other.js'}}))
        self.assertEqual(self.critical(), {'plain': True})

    def test_bad(self):
        for bad in ('yes', 1, [], {}):
            items = [{**modules('a')[0], 'critical': bad}]
            self.refused(422, self.call('POST', '/deployments', {'env': 'green', 'modules': items, 'version': '1'}), 'critical')
            self.refused(422, self.registry.post('/api/deploy', {'modules': items, 'version': '1'}), 'critical')
            definition = {'format': 1, 'id': 'x', 'version': '1.0.0', 'entry': 'https://cdn.example/m.js', 'critical': bad}
            self.refused(422, self.call('POST', '/modules', {'moduleId': 'x', 'version': '1.0.0', 'definition': definition}), 'critical')
            self.refused(422, self.call('POST', '/compositions', {'format': 1, 'id': 'shop', 'modules': {}, 'instances': {'i': {'module': 'a', 'critical': bad}}}), 'critical')


class FourEyes(SurfaceTest):
    tokens = 'root admin root\ndan deployer dan\nada approver ada\nboth admin dan\n'

    def call(self, *arguments, token='root', **more):
        return super().call(*arguments, token=token, **more)

    def test_approval(self):
        self.expect(200, self.call('PATCH', '/environments/green', {'approval': True}))
        body = {'env': 'green', 'modules': modules('a'), 'version': '1'}
        for environment in ({}, {'environment': 'green'}):
            self.refused(409, self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '1', **environment}, token='dan'), 'second person')
        reply = self.expect(202, self.call('POST', '/deployments', body, token='dan'))
        self.assertEqual(reply['status'], 'pending')
        path = f'/deployments/{reply["deploymentId"]}'
        self.assertIsNone(self.expect(200, self.call('GET', '/environments/green'))['version'])
        self.assertEqual(self.expect(200, self.call('GET', path))['status'], 'pending')
        self.assertEqual(self.call('POST', path + '/approve', token='dan')[0], 403)
        self.refused(403, self.call('POST', path + '/approve', token='both'), 'somebody else')
        self.expect(202, self.call('POST', path + '/approve', {'reason': 'looked at it'}, token='ada'))
        self.refused(409, self.call('POST', path + '/approve', token='ada'), 'approved already')
        green = self.expect(200, self.call('GET', '/environments/green'))
        self.assertEqual((green['version'], green['deployed_by']), ('1', 'dan'))
        for verb, word in (('reject', 'rejected'), ('cancel', 'cancelled')):
            path = f'/deployments/{self.call("POST", "/deployments", {**body, "version": "2"}, token="dan")[2]["deploymentId"]}'
            self.assertEqual(self.expect(200, self.call('POST', f'{path}/{verb}', token='ada'))['status'], word)
            self.refused(409, self.call('POST', path + '/approve', token='ada'), word)
        self.assertEqual(self.expect(200, self.call('GET', '/environments/green'))['version'], '1')
        self.refused(404, self.call('POST', '/deployments/none/approve', token='ada'))

    def test_strategy_waits_too(self):
        """What was agreed to is carried out as it was asked for."""
        self.expect(200, self.call('PATCH', '/environments/green', {'approval': True}))
        body = {'env': 'green', 'modules': modules('a'), 'version': '1'}
        self.assertTrue(self.expect(200, self.call('POST', '/deployments', {**body, 'strategy': 'direct', 'dryRun': True}, token='dan'))['needsApproval'])
        for strategy, status in (('direct', 409), ('canary', 202)):
            reply = self.expect(202, self.call('POST', '/deployments', {**body, 'strategy': strategy}, token='dan'))
            self.assertEqual(reply['status'], 'pending')
            self.assertIsNone(self.expect(200, self.call('GET', ''))['canary'])
            self.expect(status, self.call('POST', f'/deployments/{reply["deploymentId"]}/approve', token='ada'))
        self.assertEqual(self.expect(200, self.call('GET', ''))['canary'], 'green')

    def test_tokens(self):
        made = self.expect(201, self.registry.post('/api/v1/tokens', {'name': 'ci', 'role': 'deployer', 'environment': 'gr*', 'expiresIn': 3600}, token='root'))
        rows = self.registry.get('/api/v1/tokens', token='root')[2]
        self.assertNotIn(made['token'], json.dumps(rows))
        self.assertEqual((rows[0]['name'], rows[0]['environment'], rows[0]['createdBy']), ('ci', 'gr*', 'root'))
        self.expect(202, self.call('POST', '/deployments', {'env': 'green', 'modules': modules('a'), 'version': '1'}, token=made['token']))
        self.vouch_as('green', 'a')
        self.refused(403, self.call('POST', '/switch', {'to': 'blue'}, token=made['token']), 'blue')
        self.refused(403, self.call('POST', '/rollback', token=made['token']), 'blue')
        for bad in ({'name': 'x', 'role': 'king'}, {'name': 'two words', 'role': 'viewer'}, {'name': 'x', 'role': 'viewer', 'expiresAt': '2001-01-01T00:00:00Z'},
                    {'name': 'x', 'role': 'viewer', 'app': ''}, {'role': 'viewer'}):
            self.refused(422, self.registry.post('/api/v1/tokens', bad, token='root'))
        self.expect(200, self.registry.request('DELETE', '/api/v1/tokens/' + made['id'], token='root'))
        self.refused(404, self.registry.request('DELETE', '/api/v1/tokens/' + made['id'], token='root'))
        self.refused(401, self.call('GET', '/environments', token=made['token']))

    def vouch_as(self, env, name):
        self.expect(202, self.registry.post('/api/module-health', {'environment': env, 'moduleId': name, 'status': 'healthy'}, token='root'))

    def test_audit(self):
        self.put('1')
        entries = self.expect(200, self.call('GET', '/audit'))
        self.assertEqual([e['generation'] for e in entries], list(range(1, len(entries) + 1)))
        self.assertEqual([e['previous'] for e in entries[1:]], [e['hash'] for e in entries[:-1]])
        verdict = self.expect(200, self.call('GET', '/audit/verify'))
        self.assertEqual((verdict['valid'], verdict['last']), (True, entries[-1]['hash']))
        self.assertEqual(self.expect(200, self.call('GET', f'/audit?since={len(entries)}')), [])
        self.refused(422, self.call('GET', '/audit?since=x'))


class Switching(SurfaceTest):
    def test_expect(self):
        self.put('1')
        self.vouch('green')
        self.refused(412, self.call('POST', '/switch', {'to': 'green', 'expectActive': 'green'}), 'blue is active')
        self.assertEqual(self.expect(200, self.call('POST', '/switch', {'to': 'green', 'expectActive': 'blue'}))['previousEnvironment'], 'blue')

    def test_scheduled(self):
        self.put('1')
        self.vouch('green')
        at = lambda s: (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=s)).isoformat()
        cancelled = self.expect(202, self.call('POST', '/switch', {'to': 'green', 'at': at(1)}))
        self.expect(200, self.call('DELETE', '/switches/' + cancelled['id']))
        self.refused(404, self.call('DELETE', '/switches/' + cancelled['id']))
        self.expect(202, self.call('POST', '/switch', {'to': 'green', 'at': at(1), 'expectActive': 'blue'}))
        self.assertEqual(self.state()['active'], 'blue')
        self.wait_for(lambda: self.state()['active'] == 'green')
        self.assertEqual(sorted(s['status'] for s in self.call('GET', '/switches')[2]), ['cancelled', 'done'])
        self.refused(404, self.call('POST', '/switch', {'to': 'pink', 'at': at(60)}))
        self.refused(422, self.call('POST', '/switch', {'to': 'green', 'at': 'tomorrow'}))

    def test_back_to(self):
        for version in '123':
            env = self.put(version, env={'1': 'green', '2': 'blue', '3': 'green'}[version])[2]['environment']
            self.vouch(env)
            self.expect(200, self.call('POST', '/switch', {'to': env}))
        self.refused(409, self.call('POST', '/rollback', {'to': 'pink'}, match=None), 'pink')
        self.assertEqual(self.expect(200, self.call('POST', '/rollback', {'to': 'green'}, match=None))['rolledBackTo'], 'green')
        self.assertEqual(self.active()['version'], '1')


class Environments(SurfaceTest):
    def test_preview(self):
        made = self.expect(201, self.call('POST', '/environments', {'name': 'pr-1', 'kind': 'preview', 'ttl': 3600}))
        self.refused(409, self.call('POST', '/environments', {'name': 'pr-1'}), 'pr-1')
        self.put('1', env='pr-1')
        self.refused(409, self.call('POST', '/switch', {'to': 'pr-1'}), 'no slot')
        status, headers, _ = self.registry.get(made['previewUrl'])
        self.assertEqual((status, headers['Content-Type']), (200, 'text/html; charset=utf-8'))
        self.expect(200, self.call('DELETE', '/environments/pr-1'))
        self.refused(404, self.registry.get(made['previewUrl']))

    def test_expires(self):
        self.expect(201, self.call('POST', '/environments', {'name': 'short', 'kind': 'branch', 'branch': 'feature/x', 'ttl': 1}))
        self.wait_for(lambda: self.call('GET', '/environments/short')[0] == 404)
        self.refused(409, self.call('DELETE', '/environments/blue'))
        for bad in ({'name': 'active'}, {'name': '../x'}, {'name': 'x', 'kind': 'castle'}, {'name': 'x', 'ttl': -1}, {'name': 'x', 'ttl': '1'}, {}):
            self.refused(422, self.call('POST', '/environments', bad))


class SignedLinks(SurfaceTest):
    tokens = 'root admin root\n'

    def test_link(self):
        made = self.call('POST', '/environments', {'name': 'pr-1'}, token='root')[2]
        self.call('POST', '/deployments', {'env': 'pr-1', 'modules': modules('a'), 'version': '1'}, token='root')
        self.refused(403, self.registry.get('/preview/pr-1'), 'signed link')
        status, headers, _ = self.registry.get(made['previewUrl'])
        self.assertEqual(status, 200)
        kept = [c for c in headers.get_all('Set-Cookie') if c.startswith('inlay-preview=')][0]
        self.assertIn('HttpOnly', kept)
        cookie = kept.split(';')[0]
        self.assertEqual(self.registry.get('/preview/pr-1', headers={'Cookie': cookie})[0], 200)
        path, query = made['previewUrl'].split('?')
        until = int(query.split('&')[0].split('=')[1])
        signature = query.split('signature=')[1]
        for bad in (f'until={until + 1}&signature={signature}', f'until={until}&signature={"0" * 64}', f'until={until}', f'signature={signature}', 'until=x&signature=y', f'until=1&signature={signature}'):
            self.refused(403, self.registry.get(f'{path}?{bad}'))


    @unittest.skipIf(os.environ.get('INLAY_TEST_POSTGRESQL'), 'a server lets many write')
    def test_waits_for_nobody(self):
        """Who looks at a preview does not wait for who writes."""
        made = self.call('POST', '/environments', {'name': 'pr-1'}, token='root')[2]
        self.call('POST', '/deployments', {'env': 'pr-1', 'modules': modules('a'), 'version': '1'}, token='root')
        with contextlib.closing(sqlite3.connect(self.registry.database[len('sqlite:'):], isolation_level=None)) as other:
            other.execute('BEGIN IMMEDIATE')
            begin = time.monotonic()
            for path in (made['previewUrl'], '/preview/pr-1', '/api/environments', APP + '/explain'):
                reply = self.registry.get(path) if 'explain' not in path else self.registry.post(path, {'at': datetime.datetime.now(datetime.timezone.utc).isoformat()}, token='root')
                self.assertEqual(reply[0], 403 if path == '/preview/pr-1' else 200, path)
            self.assertLess(time.monotonic() - begin, 4)
            other.execute('ROLLBACK')


class Things(SurfaceTest):
    def test_modules(self):
        publish = lambda version: self.call('POST', '/modules', {'moduleId': '@acme/cart', 'version': version, 'entryPoint': f'https://cdn.example/{version}.js'})
        self.expect(201, publish('1.0.0'))
        self.expect(201, publish('1.1.0'))
        self.assertEqual([m['moduleId'] for m in self.call('GET', '/modules?q=CART')[2]], ['@acme/cart'])
        self.assertEqual(self.call('GET', '/modules?q=nothing')[2], [])
        version = '/modules/@acme/cart/versions/1.1.0'
        self.expect(200, self.call('PATCH', version, {'deprecated': 'use 2'}))
        resolve = lambda: self.expect(200, self.call('POST', '/resolve', {'modules': [{'moduleId': '@acme/cart', 'version': '^1.0.0'}], 'environment': 'green'}))
        self.assertEqual((resolve()['resolved'], resolve()['warnings'][0]['kind']), ({'@acme/cart': '1.1.0'}, 'deprecated'))
        self.expect(200, self.call('DELETE', version))
        self.assertEqual((resolve()['resolved'], resolve()['warnings']), ({'@acme/cart': '1.0.0'}, []))
        self.refused(404, self.call('DELETE', version))
        self.call('PUT', '/compositions/shop', {'id': 'shop', 'modules': []}, match=self.call('GET', '')[1]['ETag'])
        self.expect(202, self.call('POST', '/deployments', {'modules': [{'moduleId': '@acme/cart', 'version': '1.0.0'}], 'version': '1'}))
        self.refused(409, self.call('DELETE', '/modules/%40acme%2Fcart/versions/1.0.0'), 'in use')

    def test_compositions(self):
        tag = lambda: self.call('GET', '')[1]['ETag']
        self.expect(201, self.call('PUT', '/compositions/shop', {'id': 'shop', 'modules': []}, match=tag()))
        self.expect(200, self.call('PUT', '/compositions/shop', {'id': 'shop', 'name': 'Second', 'modules': []}))
        history = self.expect(200, self.call('GET', '/compositions/shop/history'))
        self.assertEqual([h['number'] for h in history], [2, 1])
        self.assertEqual(self.expect(200, self.call('GET', '/compositions/shop/history/2'))['name'], 'Second')
        self.refused(404, self.call('GET', '/compositions/shop/history/3'))
        self.refused(404, self.call('GET', '/compositions/none/history'))
        self.expect(200, self.call('DELETE', '/compositions/shop'))
        self.refused(404, self.call('GET', '/compositions/shop'))
        self.assertEqual(len(self.expect(200, self.call('GET', '/compositions/shop/history'))), 3)
        self.expect(201, self.call('PUT', '/compositions/shop', {'id': 'shop', 'modules': []}, match=tag()))

    def test_events(self):
        """Who has seen too little is told so, on both surfaces."""
        for i in range(260):
            self.call('POST', '/modules', {'moduleId': f'm{i}', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/m.js'})
        self.refused(410, self.registry.get(APP + '/events', headers={'Last-Event-ID': '1'}))
        self.refused(410, self.registry.get('/api/events', headers={'Last-Event-ID': '1'}))


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.server.seen.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        pass


class Webhooks(SurfaceTest):
    def setUp(self):
        os.environ['INLAY_PROBE_HOSTS'] = '127.0.0.1'
        self.addCleanup(os.environ.pop, 'INLAY_PROBE_HOSTS')
        super().setUp()
        self.receiver = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
        self.receiver.seen, self.receiver.status = [], 200
        threading.Thread(target=self.receiver.serve_forever, daemon=True).start()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)

    def test_inside(self):
        for url in ('http://10.0.0.1/x', 'http://169.254.169.254/latest', 'http://localhost/x', 'http://[::1]/x', 'file:///etc/passwd', 'http://u:p@x.example/', 'gopher://x'):
            self.assertEqual(self.refused(422, self.call('POST', '/webhooks', {'url': url}))['code'], 'ssrf', url)

    def test_inside_by_name(self):
        """A name is judged by what it means when it is given, not only when something is told."""
        name = socket.gethostname()
        try:
            inside = ipaddress.ip_address(socket.gethostbyname(name)).is_private
        except OSError:
            inside = False
        for host in (['x.localhost'] + ([name] if inside else [])):
            self.assertEqual(self.refused(422, self.call('POST', '/webhooks', {'url': f'http://{host}/x'}), 'inside')['code'], 'ssrf', host)
        made = self.expect(201, self.call('POST', '/webhooks', {'url': 'https://nobody.invalid/x'}))
        self.assertEqual(self.refused(422, self.call('PATCH', '/webhooks/' + made['id'], {'url': 'http://x.localhost/'}))['code'], 'ssrf')
        self.expect(200, self.call('PATCH', '/webhooks/' + made['id'], {'url': 'https://else.invalid/x'}))
        self.assertEqual([w['url'] for w in self.call('GET', '/webhooks')[2]], ['https://else.invalid/x'])

    def test_told(self):
        made = self.expect(201, self.call('POST', '/webhooks', {'url': f'http://127.0.0.1:{self.receiver.server_port}/hook?x=1', 'events': ['deployment-completed']}))
        self.assertNotIn(made['secret'], json.dumps(self.call('GET', '/webhooks')[2]))
        self.put('1')
        headers, body = self.wait_for(lambda: self.receiver.seen)[0]
        parts = dict(p.split('=', 1) for p in headers['Inlay-Signature'].split(','))
        expected = hmac.new(made['secret'].encode(), parts['t'].encode() + b'.' + body, hashlib.sha256).hexdigest()
        self.assertEqual((parts['v1'], headers['Inlay-Event']), (expected, 'deployment-completed'))
        told = json.loads(body)
        self.assertEqual((told['app'], told['event'], told['data']['version']), ('default', 'deployment-completed', '1'))
        deliveries = self.wait_for(lambda: [d for d in self.call('GET', f'/webhooks/{made["id"]}/deliveries')[2] if d['status'] == 'delivered'])
        self.assertEqual((len(deliveries), deliveries[0]['tries'], deliveries[0]['answered']), (1, 1, 200))
        self.receiver.status = 500
        self.expect(202, self.registry.post(f'{APP}/webhooks/{made["id"]}/deliveries/{deliveries[0]["id"]}/redeliver'))
        again = self.wait_for(lambda: [d for d in self.call('GET', f'/webhooks/{made["id"]}/deliveries')[2] if d['error']])
        self.assertEqual((again[0]['status'], again[0]['answered']), ('pending', 500))
        self.expect(200, self.call('DELETE', '/webhooks/' + made['id']))
        self.refused(404, self.call('DELETE', '/webhooks/' + made['id']))


class Harmless(SurfaceTest):
    def test_stored_text(self):
        """What people wrote comes back as they wrote it, and as nothing else."""
        for text in HARM:
            document = {'id': 'shop', 'name': text, 'modules': []}
            self.assertIn(self.registry.request('PUT', '/api/compositions/shop', document)[0], (200, 201))
            self.assertEqual(self.expect(200, self.registry.get('/api/compositions/shop'))['name'], text)
            self.assertEqual(self.put(text[:60], notes=text)[0], 202)
            green = self.expect(200, self.call('GET', '/environments/green'))
            self.assertEqual(green['version'], text[:60])
            page = self.registry.get('/?composition=shop')[2].decode()
            self.assertNotIn('<script>alert', page)
            self.assertNotIn('<img src=x', page)
            self.assertEqual(page.count('<!--'), 0)
            self.assertFalse([s for s in re.findall('<script[^>]*>(.*?)</script>', page, re.S) if '\u2028' in s or '\u2029' in s])
            for reply in (self.registry.get('/api/deployments'), self.registry.get('/api/environments/' + 'x<script>')):
                self.assertIn('json', reply[1]['Content-Type'])
                self.assertEqual(reply[1]['X-Content-Type-Options'], 'nosniff')
            self.assertEqual(self.expect(200, self.registry.get('/api/deployments'))[0]['deployment_notes'], text)
            self.expect(200, self.registry.post('/api/rollback', {'reason': text})) if self.active()['version'] else None
        for address in ('javascript:alert(1)', 'data:text/javascript,alert(1)', 'blob:x', 'vbscript:x', 'https://x.example/"><script>', '//evil.example/x'):
            self.refused(422, self.put('1', modules=[{'moduleId': 'x', 'version': '1.0.0', 'esmUrl': address}]))
            for patch in ({'imports': {'a': address}}, {'scopes': {'/': {'a': address}}}):
                self.refused(422, self.call('PATCH', '/environments/green/import-map', patch))


if __name__ == '__main__':
    unittest.main()
