# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The whole way to visitors and back against the real registry, and every way it can go wrong."""
import json
import os
import re
import socket
import unittest
from datetime import datetime, timezone

from inlayctl import SAMPLES, STOREFRONT, CliTest, CONFLICT, DENIED, MISUSED, NETWORK, REFUSED, UNHEALTHY, Rude, closed_port, http, obeyed
from registry import Registry

HERO = os.path.join(SAMPLES, 'modules', 'hero', 'module.json')


class RegistryTest(CliTest):
    tokens = None

    def setUp(self):
        super().setUp()
        self.registry = Registry(tokens=self.tokens)
        self.addCleanup(self.registry.stop)
        self.environment['INLAY_REGISTRY'] = f'http://127.0.0.1:{self.registry.port}'

    def page(self):
        return self.registry.get('/')[2]


class SecondPerson(RegistryTest):
    tokens = 'root-root-root admin root\ndan-dan-dan deployer dan\nada-ada-ada approver ada\n'

    def as_(self, token, *arguments, **more):
        self.environment['INLAY_TOKEN'] = token
        return self.done(*arguments, **more)

    def propose(self):
        body = {'env': 'green', 'composition': 'storefront', 'version': '1'}
        status, _, reply = self.registry.request('POST', '/api/v1/apps/default/deployments', body, token='dan-dan-dan',
                                                 headers={'If-Match': '*'})
        self.assertEqual((status, reply['status']), (202, 'pending'))
        return reply['deploymentId']

    def test_approve(self):
        self.as_('root-root-root', 'publish', STOREFRONT)
        status, _, _ = self.registry.request('PATCH', '/api/v1/apps/default/environments/green', {'approval': True},
                                             token='root-root-root', headers={'If-Match': '*'})
        self.assertEqual(status, 200)
        self.assertIn('waits for a second person', self.as_('dan-dan-dan', 'deploy', 'storefront').out)
        first = self.propose()
        self.assertIn(first, self.as_('ada-ada-ada', 'approve').out)
        self.environment['INLAY_TOKEN'] = 'dan-dan-dan'
        self.refused(DENIED, 'approve', first)
        self.as_('ada-ada-ada', 'approve', first, '--reason', 'looked at it')
        self.refused(CONFLICT, 'approve', first)
        second = self.propose()
        self.refused(MISUSED, 'approve', second, '--reject', '--cancel')
        self.assertIn('rejected', self.as_('ada-ada-ada', 'approve', second, '--reject').out)
        self.assertIn('green', self.as_('root-root-root', 'status').out)

    def test_tokens(self):
        made = self.as_('root-root-root', 'tokens', 'create', 'ci', '--role', 'deployer', '--env', 'gr*', '--days', '1').out.strip()
        listed = json.loads(self.done('tokens', '--json').out)
        self.assertEqual([(row['name'], row['role'], row['environment']) for row in listed], [('ci', 'deployer', 'gr*')])
        self.assertNotIn(made, self.done('tokens').out)
        self.as_(made, 'status')
        self.refused(DENIED, 'tokens')
        self.as_('root-root-root', 'tokens', 'revoke', listed[0]['id'])
        self.assertIn('revokedAt', self.done('tokens').out)
        self.refused(MISUSED, 'tokens', 'lose', 'x')
        self.refused(REFUSED, 'tokens', 'create', 'x', '--role', 'king')

    def test_webhooks(self):
        added = self.as_('root-root-root', 'webhooks', 'add', 'https://hooks.example/inlay', '--event', 'switch').out.split()
        self.assertEqual(len(added), 2)
        self.assertIn('https://hooks.example/inlay', self.done('webhooks').out)
        self.assertNotIn(added[1], self.done('webhooks').out)
        self.assertEqual(self.done('webhooks', 'deliveries', added[0]).out, '')
        self.refused(REFUSED, 'webhooks', 'add', 'http://127.0.0.1:1/')
        self.done('webhooks', 'remove', added[0])
        self.assertEqual(self.done('webhooks').out, '')
        self.refused(MISUSED, 'webhooks', 'lose', 'x')


class Shipping(RegistryTest):
    def test_the_whole_way(self):
        published = self.done('publish', STOREFRONT)
        self.assertIn('[11/11] composition storefront', published.err)
        self.assertIn('deploy storefront', published.out)
        self.assertIn('green', self.done('deploy', 'storefront', '--notes', 'First').out)
        self.assertNotIn(b'Nordhus', self.page())
        self.done('switch', 'green')
        first = self.page()
        self.assertIn(b'Nordhus', first)

        file = self.write('b.json', self.storefront(lambda c: c.update(name='Second')))
        self.assertIsInstance(self.done('publish', '--json', file).json, dict)
        self.assertEqual(self.done('deploy', 'storefront', '--json', '--version', '2').json['environment'], 'blue')
        self.done('canary', 'blue', '--percentage', '10')
        self.assertEqual(self.done('status', '--json').json['app']['weight'], 1000)
        self.assertIn('traffic: green, canary blue 10 %', self.done('status').out)
        self.done('canary', 'blue', '--percentage', '30')
        self.assertEqual(self.done('status', '--json').json['app']['weight'], 3000)
        self.done('switch', 'blue')
        self.assertIn(b'Second', self.page())

        self.done('rollback', '--reason', 'Worse')
        self.assertEqual(self.page(), first)
        self.assertIn('"First"', json.dumps(self.registry.get('/api/deployments')[2]))

    def test_rollout(self):
        """Deploy, then 10, 25 and 50 % of the visitors, then all, then back."""
        self.done('publish', STOREFRONT)
        self.done('deploy', 'storefront')
        self.done('switch', 'green')
        file = self.write('b.json', self.storefront(lambda c: c.update(name='Second')))
        self.done('publish', file)
        revision = self.done('deploy', 'storefront', '--json', '--version', '2').json['revision']
        self.refused(CONFLICT, 'rollout', 'status', words='no rollout runs')
        self.refused(REFUSED, 'rollout', 'start', 'blue', '--steps', '25,10', words='step 2')
        self.refused(CONFLICT, 'rollout', 'start', 'green', words='active already')

        started = self.done('rollout', 'start', '--revision', revision, '--steps', '10:10m,25:2h,50:wait', '--salt', 's', '--json').json
        self.assertEqual([s['weight'] for s in started['steps']], [1000, 2500, 5000])
        self.assertEqual([s['pause'] for s in started['steps']], [600, 7200, True])
        self.assertIn('running (none), step 1 of 3, 10 %', self.done('rollout', 'status').out)
        before = datetime.now(timezone.utc).isoformat()
        self.done('rollout', 'pause')
        self.refused(CONFLICT, 'rollout', 'pause', words='paused already')
        self.done('rollout', 'resume')
        self.assertIn('step 2 of 3, 25 %', self.done('rollout', 'advance').out)
        self.assertIn('paused (waits), step 3 of 3, 50 %', self.done('rollout', 'advance', started['id']).out)
        self.refused(CONFLICT, 'rollout', 'advance', words='last step')

        explained = self.done('explain', '--user', 'user_3').out
        self.assertRegex(explained, r'(?m)^rollout +(decides|passes) +bucket \d+ of 10000 against weight 5000$')
        past = self.done('explain', '--user', 'user_3', '--at', before, '--json').json
        bucket = int(re.search(r'bucket (\d+) of', past['steps'][4]['why']).group(1))
        self.assertIn('against weight 1000', past['steps'][4]['why'])
        self.assertEqual(past['decision']['reason'], 'rollout' if bucket < 1000 else 'active')
        self.refused(REFUSED, 'explain', '--at', 'yesterday', words='at')
        self.refused(REFUSED, 'explain', '--at', '2001-01-01T00:00:00Z', words='nothing was decided')

        self.assertIn('promoted (person)', self.done('rollout', 'promote').out)
        self.assertIn(b'Second', self.page())
        self.assertIn('promoted', self.done('rollout', 'status', started['id']).out)
        self.done('rollback', '--reason', 'Worse')
        self.assertIn(b'Nordhus', self.page())

    def test_aborted_rollout(self):
        self.done('publish', STOREFRONT)
        self.done('deploy', 'storefront')
        self.done('rollout', 'start', 'green', '--no-analysis')
        self.assertIn('aborted (person)', self.done('rollout', 'abort').out)
        self.refused(CONFLICT, 'rollout', 'abort', words='no rollout runs')
        self.refused(REFUSED, 'rollout', 'status', 'nothing', words='nothing')

    def test_status(self):
        status = self.done('status', '--json').json
        self.assertEqual([e['name'] for e in status['environments']], ['blue', 'green'])
        self.assertEqual((list(status['health']['environments']), status['app']['active']), (['blue', 'green'], 'blue'))
        self.assertRegex(self.done('status').out, r'(?m)^blue +active ')
        self.registry.post('/api/v1/apps', {'id': 'second'})
        self.assertEqual(self.done('status', '--app', 'second', '--json').json['app']['id'], 'second')
        self.refused(REFUSED, 'status', '--app', 'third', words='third')

    def test_dry_run(self):
        """A plan tells all that would happen, and nothing did."""
        self.done('publish', STOREFRONT)
        before = self.done('status', '--json').out
        plan = self.done('deploy', 'storefront', '--dry-run', '--json', '--version', '1').json
        self.assertEqual((plan['dryRun'], plan['environment'], plan['strategy'], plan['refusal']), (True, 'green', 'standby', None))
        out = self.done('deploy', 'storefront', '--dry-run', '--version', '1').out
        self.assertIn('green would get 1 (' + plan['revision'], out)
        self.assertIn('  + @inlay/hero 1.', out)
        self.assertEqual(self.done('status', '--json').out, before)
        self.assertEqual(self.done('deploy', 'storefront', '--json', '--version', '1').json['revision'], plan['revision'])
        self.assertIn('nothing would be different', self.done('deploy', 'storefront', '--dry-run').out)
        self.refused(REFUSED, 'deploy', 'nothing', '--dry-run', words='nothing')
        self.refused(CONFLICT, 'deploy', 'storefront', '--dry-run', '--env', 'blue', words='active')
        self.assertEqual(len(self.registry.get('/api/deployments')[2]), 1)

    def test_strategies(self):
        self.done('publish', STOREFRONT)
        self.assertIn('switched to green', self.done('deploy', 'storefront', '--strategy', 'direct').out)
        self.assertIn(b'Nordhus', self.page())
        self.done('publish', self.write('b.json', self.storefront(lambda c: c.update(name='Second'))))
        started = self.done('deploy', 'storefront', '--strategy', 'canary', '--json').json
        self.assertIn('step 1 of 3, 10 %', self.done('rollout', 'status', started['rollout']).out)
        self.refused(MISUSED, 'deploy', 'storefront', '--strategy', 'big-bang', words='standby, canary or direct')

    def test_modules(self):
        self.assertEqual(self.done('modules', 'list').out, '')
        self.done('modules', 'register', HERO)
        self.done('modules', 'register', HERO)
        self.done('modules', 'register', '--json', os.path.join(SAMPLES, 'modules', 'hero-1.1.0', 'module.json')).json
        self.assertEqual(self.done('modules', 'list').out.split(), ['@inlay/hero', '1.1.0', '–'])
        self.assertEqual([m['moduleId'] for m in self.done('modules', 'list', '--json').json], ['@inlay/hero'])

    def test_module_conflict(self):
        """One version is one content for ever."""
        self.done('modules', 'register', HERO)
        folder = self.path('hero')
        os.makedirs(folder)
        with open(HERO) as f:
            definition = json.load(f)
        for name in definition['files']:
            self.write('hero/' + name, 'export const other = true;\n')
        changed = self.write('hero/module.json', definition)
        self.refused(CONFLICT, 'modules', 'register', changed, words='@inlay/hero')
        self.refused(CONFLICT, 'publish', self.write('c.json', {**self.storefront(), 'modules': {**self.storefront()['modules'], '@inlay/hero': '1.0.0'}}),
                     '--modules', folder, words='@inlay/hero')
        self.assertEqual(self.registry.get('/api/compositions')[2], [])

    def test_not_there(self):
        self.refused(REFUSED, 'deploy', 'gone', words='gone')
        self.refused(REFUSED, 'switch', 'pink', words='pink')
        self.refused(REFUSED, 'canary', 'pink', words='pink')
        self.refused(REFUSED, 'deploy', 'a/b?c')
        self.refused(UNHEALTHY, 'switch', 'green', words='deployed')
        self.refused(REFUSED, 'modules', 'register', self.path('gone/module.json'), words='gone')

    def test_nothing_to_roll_back_to(self):
        self.refused(CONFLICT, 'rollback', '--reason', 'x', words='nothing')
        self.done('publish', STOREFRONT)
        self.done('deploy', 'storefront')
        self.refused(CONFLICT, 'rollback', '--reason', 'x', words='nothing')

    def test_unhealthy(self):
        self.done('publish', STOREFRONT)
        self.done('deploy', 'storefront')
        for module in self.registry.get('/api/environments/green')[2]['modules']:
            self.registry.post('/api/module-health', {'environment': 'green', 'moduleId': module['module_id'], 'status': 'unhealthy', 'error': 'boom'})
        self.refused(UNHEALTHY, 'switch', 'green')
        self.assertEqual(self.registry.get('/api/environments/active')[2]['name'], 'blue')

    def test_unresolved(self):
        file = self.write('c.json', self.storefront(lambda c: c['modules'].update({'@inlay/hero': '^99.0.0'})))
        self.refused(REFUSED, 'publish', file, words='@inlay/hero')
        self.assertEqual(self.registry.get('/api/modules')[2], [])

    def test_stopped_in_the_middle(self):
        """A publication that was refused half way is repeated without harm."""
        self.done('modules', 'register', HERO)
        for _ in range(2):
            self.done('publish', STOREFRONT)
        self.assertEqual(len(self.registry.get('/api/modules')[2]), 10)

    def test_names_from_outside(self):
        """What others stored reaches the terminal tamed."""
        evil = '\x1b[2J\x07\x9b31m\u202e\u2066\u2028'
        self.done('publish', self.write('e.json', self.storefront(lambda c: c.update(name=evil))))
        self.done('deploy', 'storefront', '--version', '1' + '\u202e', '--notes', 'x' + evil)
        for args in (['status'], ['status', '--json'], ['modules', 'list', '--json'], ['switch', 'pink' + evil]):
            result = self.run_cli(*args)
            found = obeyed(result.out + result.err)
            self.assertEqual(found, [], args)


class Tokens(RegistryTest):
    tokens = 'let-me-in-as-admin-0001 admin anna\nonly-looking-around-0002 viewer vera\n'

    def test_tokens(self):
        """No token, a wrong one and one that may not: 3 each time; the token itself is never shown."""
        for token, words in ((None, 'needs a token'), ('wrong-wrong-wrong-wrong', 'not known'), ('only-looking-around-0002', 'vera')):
            env = {'INLAY_TOKEN': token} if token else {}
            for args in (['publish', STOREFRONT], ['modules', 'register', HERO], ['deploy', 'x'], ['switch', 'green'], ['rollback', '--reason', 'x']):
                with self.subTest(token=token, args=args):
                    result = self.refused(DENIED, *args, env=env, words=words)
                    self.assertNotIn(token or '\0', result.out + result.err)
        env = {'INLAY_TOKEN': 'let-me-in-as-admin-0001'}
        self.done('publish', STOREFRONT, env=env)
        self.done('deploy', 'storefront', env=env)
        self.done('switch', 'green', env=env)
        self.done('status', env={'INLAY_TOKEN': 'only-looking-around-0002'})
        self.refused(DENIED, 'status', words='needs a token')

    def test_plain_http(self):
        """A token does not leave this machine unencrypted."""
        self.refused(DENIED, 'status', '--registry', 'http://registry.example', env={'INLAY_TOKEN': 'secret-secret'}, words='https')
        self.refused(REFUSED, 'status', env={'INLAY_TOKEN': 'a\r\nX-Evil: 1'}, words='line break')


class Network(CliTest):
    def with_answer(self, answer, code, *args, words=''):
        server = Rude(answer)
        try:
            self.refused(code, *(args or ['status']), '--registry', server.url, words=words)
            return server.requests
        finally:
            server.close()

    def test_nobody(self):
        address = f'http://127.0.0.1:{closed_port()}'
        for args in (['status'], ['publish', STOREFRONT], ['deploy', 'x'], ['switch', 'blue'], ['modules', 'list'], ['modules', 'register', HERO],
                     ['rollback', '--reason', 'x'], ['canary', 'green']):
            self.refused(NETWORK, *args, '--registry', address, words='cannot be reached')
        self.refused(NETWORK, 'status', '--registry', 'http://no-such-host.invalid', words='no-such-host')

    def test_cut(self):
        """In the head, in the body, before a word: each is the network's fault; only reading is tried again."""
        for answer in (b'', b'HTTP/1.1 200 O', b'HTTP/1.1 200 OK\r\nContent-Le', http(b'[{"name": "blue"', length=5000),
                       b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n[{"na'):
            with self.subTest(answer=answer):
                requests = self.with_answer(answer, NETWORK)
                self.assertEqual(len(requests), 6, 'two calls of three tries each')
        requests = self.with_answer(http(b'{"success"', length=5000), NETWORK, 'switch', 'blue')
        keys = [re.search(rb'Idempotency-Key: (\S+)', request).group(1) for request in requests]
        self.assertEqual([keys.count(key) for key in keys], [3] * 6, 'what changes something is sent again by the same key')

    def test_no_registry(self):
        for body in (b'<html>A router', b'', b'"text"', b'{}', b'[1, {"name": 5}]', b'{"a":1,"a":2}', b'[' * 100):
            with self.subTest(body=body):
                server = Rude(http(body))
                try:
                    result = self.run_cli('status', '--registry', server.url)
                    self.assertIn(result.code, (REFUSED, NETWORK), result)
                    self.assertIn('does not answer like a registry', result.err)
                finally:
                    server.close()

    def test_statuses(self):
        for status, code in (('401 Unauthorized', DENIED), ('403 Forbidden', DENIED), ('404 Not Found', REFUSED), ('409 Conflict', CONFLICT),
                             ('422 Unprocessable Content', REFUSED), ('413 Content Too Large', REFUSED), ('500 Internal Server Error', NETWORK),
                             ('503 Service Unavailable', NETWORK), ('429 Too Many Requests', REFUSED)):
            with self.subTest(status=status):
                self.with_answer(http(b'<html>', status=status), code, words=status[:3])
        problem = json.dumps({'status': 409, 'code': 'unhealthy', 'detail': 'only 1 of 3 well'}).encode()
        self.with_answer(http(problem, status='409 Conflict'), UNHEALTHY, 'switch', 'blue', words='only 1 of 3 well')

    def test_endless(self):
        """More than a client takes is refused, not collected."""
        self.with_answer(http(b'"' + b'a' * (33 << 20) + b'"'), REFUSED, 'status', words='larger')

    def test_redirect_keeps_token(self):
        """A token goes to the registry that was named, to nobody it points at."""
        other = Rude(http(b'[]'))
        server = Rude(http(b'', status='302 Found', extra=f'Location: {other.url.replace("127.0.0.1", "localhost")}/x\r\n'))
        try:
            self.run_cli('status', '--registry', server.url, env={'INLAY_TOKEN': 'secret-secret-secret'})
            self.assertNotIn(b'secret', b''.join(other.requests))
        finally:
            server.close()
            other.close()


if __name__ == '__main__':
    unittest.main()
