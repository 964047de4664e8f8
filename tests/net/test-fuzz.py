# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Requests made by chance from the registry's own description: none may break it, and each is answered in form.

The long form tries for ten minutes. INLAY_SEED repeats what a seed did, as far as threads let it."""
import http.client
import json
import os
import random
import re
import threading
import time
import unittest

from registry import Registry, modules, run_in_threads

SECONDS = 600 if os.environ.get('INLAY_LONG') else 8
THREADS = 3
SEED = int(os.environ.get('INLAY_SEED', random.randrange(10 ** 9)))
APP = '/api/v1/apps/default'
# What the registry may say of itself: there is no folder for backups, and a name server may be away.
FAULTS = {501}

STRINGS = ['', ' ', 'green', 'blue', 'active', 'a', 'shop', 'pr-1', '../x', '.', '%00', 'x' * 300, 'x' * 5000, '\u2028', '</script>', '<!--', '$&', '__proto__', 'constructor', '\U0001f600' * 20,
           'a\u0301', '\u202e', '\x7f', 'null', '-1', '1.0.0', '^1', '*', '>=1 <2 || x', '1.0.0-' + 'a.' * 60 + 'a', 'https://cdn.example/a.js', '/x.js', '//x', 'javascript:1', 'http://[::1', 'sha256-' + '0' * 64,
           '2026-01-01T00:00:00Z', '9999-12-31T23:59:59.999999Z', '2026-02-30T00:00:00Z', '0000-00-00T00:00:00+99:99', '/imports/a', '/~2', '~1', '@a/b', '@', 'e1:x,e2:y', ',', '"', "'", '\\', '\r\n']
NUMBERS = [0, -0.0, 1, -1, 2, 50, 100, 101, 10000, 10001, 2 ** 31, 2 ** 32, 2 ** 53 + 1, 2 ** 63 - 1, -2 ** 63, 2 ** 63, 10 ** 30, 0.1, 1e-320, 1e308, -1.5, 99.99999999999999]
VALUES = [None, True, False, [], {}, [[]], {'': {}}, {'x': None}]
QUERIES = ['limit=1', 'limit=0', 'limit=99999999999999999999', 'environment=green', 'environment=%ff', 'env=blue', 'env=', 'unit=a', 'unit=' + 'x' * 3000, 'groups=a,b', 'groups=' + ',' * 65, 'since=-1', 'since=1',
           'since=9223372036854775807', 'q=a', 'q=%F0%9F%98%80', 'force=true', 'force=1', 'composition=shop', 'composition=%3Cscript%3E', 'until=1&signature=x', 'inlay-variants=e1:A', 'inlay-variants=%00', 'a', '=', '&&', 'unit=%']
HEADERS = [('If-None-Match', '*'), ('If-None-Match', 'W/"x", "y"'), ('If-Match', '"g1"'), ('If-Match', ''), ('If-Match', '"x' * 1000), ('Idempotency-Key', 'k'), ('Idempotency-Key', 'x' * 400), ('Last-Event-ID', '1'),
           ('Cookie', 'inlay-visitor=\xf0\x9f; inlay-groups=a,\xff; inlay-page=1-2-3; inlay-preview=1.x'), ('Cookie', 'inlay-variants=%f0%ff:%fe; =; ;'), ('Inlay-Override', 'green'), ('Inlay-Override', '\xff'),
           ('Inlay-Variants', 'e1:A,\xff'), ('Accept', 'image/png'), ('Host', 'shop.localhost'), ('Host', '[::1]:1'), ('Origin', 'null'), ('X-Forwarded-For', '1, 2'), ('Content-Encoding', 'gzip'), ('Range', 'bytes=0-0'),
           ('Expect', '100-continue'), ('Accept-Encoding', 'gzip;q=0')]


class Chance:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick = self.random.choice

    def often(self, one_in):
        return self.random.randrange(one_in) == 0

    def scalar(self):
        return self.pick([self.pick(STRINGS), self.pick(STRINGS), self.pick(NUMBERS), self.pick(VALUES)])

    def value(self, value):
        """Something like @value."""
        if self.often(4):
            return self.scalar()
        if isinstance(value, dict):
            return self.members(value)
        if isinstance(value, list):
            items = [self.value(v) if self.often(2) else v for v in value]
            if items and self.often(3):
                items = items * self.pick([0, 2, 60])
            return items + ([self.scalar()] if self.often(4) else [])
        return self.scalar() if self.often(2) else value

    def members(self, value):
        found = {k: self.value(v) if self.often(3) else v for k, v in value.items() if not self.often(8)}
        if self.often(4):
            found[self.pick(STRINGS)] = self.scalar()
        return found

    def nest(self, value):
        for _ in range(self.pick([1, 10, 62, 70])):
            value = self.pick([[value], {'x': value}])
        return value

    def bytes(self, data):
        """@data with some of it damaged."""
        data = bytearray(data)
        for _ in range(self.random.randrange(1, 6)):
            at = self.random.randrange(len(data) + 1)
            what = self.random.randrange(4)
            if what == 0:
                data[at:at + 1] = bytes([self.random.randrange(256)])
            elif what == 1:
                del data[at:at + self.random.randrange(1, 20)]
            elif what == 2:
                data[at:at] = self.pick([b'{', b'"', b'\\u0000', b'\\ud800', b'1e999', b'\xff', b'\x00', b',', b'[' * 80, b'//'])
            else:
                data[at:at] = data[at // 2:at]
        return bytes(data)

    def body(self, example):
        value = example if self.often(5) else self.value(example)
        if self.often(30):
            value = self.nest(value)
        data = json.dumps(value).encode()
        return self.bytes(data) if self.often(5) else data


class Fuzz(unittest.TestCase):
    def setUp(self):
        print(f'INLAY_SEED={SEED}')
        self.registry = Registry(tokens='root admin root\n', env={'G_DEBUG': 'fatal-criticals'})
        self.api = self.registry.get('/api/v1/openapi.json')[2]
        schemas = self.api['components']['schemas']
        self.operations = []
        for path, methods in self.api['paths'].items():
            for method, operation in methods.items():
                content = operation.get('requestBody', {}).get('content', {}).get('application/json')
                schema = schemas[content['schema']['$ref'].rsplit('/', 1)[1]] if content else {}
                self.operations.append((method.upper(), path, schema.get('examples', [{}])))
        self.statuses = {}
        self.lock = threading.Lock()

    def ask(self, method, path, body=None, **more):
        return self.registry.request(method, path, body, token='root', headers={'If-Match': '*'}, **more)

    def furnish(self):
        """So that much of what is asked for is there."""
        ask = self.ask
        ask('POST', '/api/modules', {'moduleId': 'cart', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/cart.js'})
        ask('POST', '/api/compositions', {'id': 'shop', 'modules': [{'moduleId': 'cart', 'version': '1.0.0'}]})
        ask('POST', APP + '/environments', {'name': 'pr-1'})
        ask('POST', APP + '/environments', {'name': 'guarded', 'kind': 'branch', 'approval': True})
        ask('PUT', APP + '/experiments/e1', {'module': 'cart', 'variants': [{'name': 'A', 'weight': 5000}, {'name': 'B', 'weight': 5000}]})
        for env in ('green', 'pr-1', 'guarded'):
            reply = ask('POST', APP + '/deployments', {'env': env, 'modules': modules('a', 'cart'), 'version': '1'})[2]
        self.names = {'id': [reply['deploymentId']], 'digest': [reply['revision']]}
        self.names['id'].append(ask('POST', APP + '/webhooks', {'url': 'http://93.184.216.34:9/'})[2]['id'])
        self.names['rollout'] = [ask('POST', '/api/canary/start', {'targetEnvironment': 'green'})[2]['rollout']]

    def fill(self, chance, template):
        there = {'app': ['default'], 'env': ['green', 'blue', 'pr-1'], 'composition': ['shop'], 'module': ['cart', '%40a/b'], 'version': ['1.0.0'], 'path': ['', 'x', 'a@1.0.0/x.js', 'shell.js'],
                 'part': ['manifest', 'csp', 'index.html', 'import-map.json'], 'number': ['1', '0', '99999999999'], 'experiment': ['e1'], 'delivery': ['x'], **self.names}
        odd = ['%ff', '%00', '..', '%2e%2e', '%2F', 'x' * 3000, '%F0%9F%98%80', '%u0041', '%', '~', '*', '-', 'a/b/c']
        return re.sub(r'\{(\w+)\}', lambda m: chance.pick(odd) if chance.often(6) else chance.pick(there.get(m.group(1), ['x'])), template)

    def make(self, chance):
        method, path, examples = chance.pick(self.operations)
        if 'webhooks' in path and method in ('POST', 'PATCH'):
            examples = [{'url': 'http://93.184.216.34:9/', 'events': ['*']}]
        if method == 'DELETE' and path.endswith('/apps/{app}'):
            path = '/api/v1/apps/none'
        target = self.fill(chance, path)
        if chance.often(4):
            target += '?' + '&'.join(chance.pick(QUERIES) for _ in range(chance.random.randrange(1, 4)))
        headers = {'If-Match': '*', 'Authorization': 'Bearer root'}
        for _ in range(chance.random.randrange(3)):
            name, value = chance.pick(HEADERS)
            headers[name] = value
        if chance.often(40):
            method = chance.pick(['HEAD', 'OPTIONS', 'BREW', 'PUT', 'DELETE'])
        body = chance.body(chance.pick(examples)) if method in ('POST', 'PUT', 'PATCH') or chance.often(50) else None
        return method, target, body, headers

    def check(self, request, reply, data):
        kind = reply.headers.get('Content-Type', '')
        with self.lock:
            self.statuses[reply.status] = self.statuses.get(reply.status, 0) + 1
        self.assertTrue(reply.status < 500 or reply.status in FAULTS, (request, reply.status, data))
        self.assertEqual(reply.headers['X-Content-Type-Options'], 'nosniff', request)
        self.assertNotIn(self.registry.folder.encode(), data, request)
        if reply.status >= 400 and request[0] != 'HEAD':
            self.assertEqual(kind, 'application/problem+json', (request, reply.status))
            problem = json.loads(data)
            self.assertEqual((problem['status'], problem['success'], problem['error']), (reply.status, False, problem['detail']), request)
        elif 'json' in kind and data:
            json.loads(data)

    def ask_by_chance(self, chance, connection):
        request = method, target, body, headers = self.make(chance)
        connection.putrequest(method, target, skip_host='Host' in headers, skip_accept_encoding=True)
        if body is not None:
            headers['Content-Length'] = str(len(body))
        for name, value in headers.items():
            connection.putheader(name, value.encode('latin-1'))
        connection.endheaders(body)
        reply = connection.getresponse()
        is_stream = reply.headers.get('Content-Type') == 'text/event-stream'
        data = b'' if is_stream else reply.read()
        self.check(request, reply, data)
        if is_stream or reply.headers.get('Connection') == 'close':
            connection.close()

    def work(self, number):
        chance = Chance(SEED + number)
        until = time.monotonic() + SECONDS
        connection = http.client.HTTPConnection('127.0.0.1', self.registry.port, timeout=30)
        while time.monotonic() < until:
            try:
                self.ask_by_chance(chance, connection)
            except (http.client.HTTPException, ConnectionError):
                # Who is refused in the middle of a body hears why and is left; nobody else is.
                connection.close()
                self.assertIsNone(self.registry.process.poll(), 'it ended')
                with self.lock:
                    self.statuses['cut off'] = self.statuses.get('cut off', 0) + 1
        connection.close()

    def test_by_chance(self):
        try:
            self.furnish()
            run_in_threads(THREADS, self.work)
            self.assertEqual(self.ask('GET', APP + '/audit/verify')[2]['valid'], True)
            state = self.ask('GET', APP)[2]
            self.assertIn(state['active'], ('blue', 'green'))
        finally:
            self.registry.stop()
        print(f'{sum(self.statuses.values())} requests: {sorted(self.statuses.items(), key=str)}')
        self.assertGreater(self.statuses[200], 20)
        self.assertLess(self.statuses.get('cut off', 0), sum(self.statuses.values()) / 20)


if __name__ == '__main__':
    unittest.main()
