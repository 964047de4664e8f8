# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Who may do what, and what nobody may send: made from the route table, for every route in it."""
import itertools
import json
import os
import re
import unittest

from registry import modules
from table import ROLES, Table

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'routes.txt')


def includes(role, needed):
    """The spec's roles, written down a second time on purpose."""
    return needed == 'public' or role in ('admin', needed) or (role != 'public' and needed == 'viewer') or (role, needed) == ('deployer', 'publisher')


class Golden(Table):
    def test_every_route_is_listed(self):
        """A route, or its role, that nobody meant to add fails here."""
        with open(GOLDEN) as f:
            expected = {line.strip() for line in f if line.strip() and not line.startswith('#')}
        found = {f'{m} {p} {o["x-inlay-role"]} {o["x-inlay-scope"]}' for m, p, o in self.operations}
        self.assertEqual(sorted(found), sorted(expected))

    def test_document(self):
        schemas = self.api['components']['schemas']
        self.assertEqual(self.api['openapi'], '3.1.0')
        names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(self.api)))
        self.assertLessEqual(names, set(schemas))
        for method, path, operation in self.operations:
            self.assertTrue(operation['summary'], path)
            self.assertEqual({p['name'] for p in operation['parameters'] if p['in'] == 'path'}, set(re.findall(r'\{(\w+)\}', path)))
            if operation.get('requestBody'):
                self.assertTrue(self.schema(operation).get('examples'), path)


class Matrix(Table):
    def prepare(self):
        r = self.registry
        ask = lambda method, path, body: r.request(method, path, body, token='root', headers={'If-Match': '*'})
        r.post('/api/modules', {'moduleId': 'cart', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/cart.js'}, token='root')
        r.post('/api/compositions', {'id': 'shop', 'modules': []}, token='root')
        r.post('/api/deploy', {'modules': modules('cart'), 'version': '0'}, token='root')
        self.assertEqual(ask('POST', '/api/v1/apps/default/environments', {'name': 'guarded', 'kind': 'branch', 'approval': True})[0], 201)
        reply = ask('POST', '/api/v1/apps/default/deployments', {'env': 'guarded', 'modules': modules('cart'), 'version': '1'})
        self.assertEqual(reply[0], 202, reply)
        self.proposal = reply[2]['deploymentId']
        self.rollout = r.post('/api/canary/start', {'targetEnvironment': 'green'}, token='root')[2]['rollout']
        self.revoked = {}
        for role in ROLES:
            made = r.post('/api/v1/tokens', {'name': role, 'role': role}, token='root')[2]
            self.assertEqual(r.request('DELETE', '/api/v1/tokens/' + made['id'], token='root')[0], 200)
            self.revoked[role] = made['token']

    def expected(self, operation, role, case):
        needed, scope = operation['x-inlay-role'], operation['x-inlay-scope']
        if case in ('expired', 'revoked'):
            return 401
        if needed == 'public':
            return None
        if role == 'public':
            return 401
        if not includes(role, needed) or (scope == 'registry' and case != 'whole') or case == 'app' or \
           (case == 'env' and scope in ('environment', 'module')):
            return 403
        return None

    def check(self, method, path, operation, role, case, token):
        place = self.fill(path, id=self.proposal if '/deployments/' in path else 'nobody', rollout=self.rollout)
        status = self.ask(method, place, self.body(operation), token, {'If-Match': '*'})[0]
        expected = self.expected(operation, role, case)
        self.count += 1
        if status != expected if expected else status in (401, 403):
            self.surprises.append((method, path, role, case, status, expected))

    def test_matrix(self):
        self.prepare()
        self.surprises, self.count = [], 0
        cases = [('public', 'none', None)] + [(role, case, self.revoked[role] if case == 'revoked' else f'{role}-{case}')
                                              for role in ROLES for case in ('app', 'env', 'expired', 'revoked', 'own', 'whole')]
        for must_refuse in (True, False):
            for (method, path, operation), (role, case, token) in itertools.product(self.operations, cases):
                if bool(self.expected(operation, role, case)) == must_refuse:
                    self.check(method, path, operation, role, case, token)
            if must_refuse:
                generation = self.generation()
        self.assertEqual(self.surprises, [])
        self.assertGreater(self.generation(), generation)
        # Every kind of write has been made by now.
        self.assertTrue(self.registry.get('/api/v1/apps/default/audit/verify', token='root')[2]['valid'])
        print(f'{len(self.operations)} routes, {self.count} requests, 0 surprises')


class BadInput(Table):
    def refused(self, reply, statuses, what):
        self.assertIn(reply[0], statuses, what)
        self.assertEqual(reply[1]['Content-Type'], 'application/problem+json', what)
        problem = json.loads(reply[2])
        self.assertEqual((problem['status'], problem['success'], problem['error']), (reply[0], False, problem['detail']), what)
        self.assertTrue({'type', 'title', 'instance', 'code'} <= set(problem), what)

    def with_body(self):
        return [(m, self.fill(p), o) for m, p, o in self.operations if o.get('requestBody')]

    def send(self, method, path, body, **headers):
        return self.ask(method, path, body, 'root', {'If-Match': '*', **headers})

    def test_bodies(self):
        before = self.generation()
        for method, path, operation in self.with_body():
            needed = operation['requestBody']['required']
            for body in (b'{', b'{"a":1,"a":2}', b'{"a":01}', b'\xff\xfe', b'{"a":"\\ud800"}', b'{"a":"\\u0000"}', b'[' * 65 + b']' * 65):
                self.refused(self.send(method, path, body), (400,) if needed else (400, 404), (method, path, body[:20]))
            for body in (b'[1]', b'"x"', b'1', b'null', b'true'):
                self.refused(self.send(method, path, body), (404, 409, 412, 422), (method, path, body))
            if needed:
                self.refused(self.send(method, path, None), (400,), (method, path))
        self.assertEqual(self.generation(), before)

    def test_unknown_members(self):
        before = self.generation()
        for method, path, operation in self.with_body():
            example = json.loads(self.body(operation))
            if operation['x-inlay-strict'] and isinstance(example, dict):
                for name in ('surprise', '__proto__', 'constructor'):
                    self.refused(self.send(method, path, json.dumps({**example, name: 1}).encode()), (422,), (method, path, name))
        self.assertEqual(self.generation(), before)

    def test_wrong_types(self):
        before = self.generation()
        for method, path, operation in self.with_body():
            example = json.loads(self.body(operation))
            if operation['x-inlay-strict'] and isinstance(example, dict):
                for name, value in example.items():
                    for wrong in ([[]], {'x': {}}, -1.5):
                        if type(wrong) is not type(value) and (type(value), type(wrong)) != (dict, dict):
                            self.refused(self.send(method, path, json.dumps({**example, name: wrong}).encode()), (404, 422), (method, path, name, wrong))
        self.assertEqual(self.generation(), before)

    def test_sizes(self):
        for method, path, operation in self.with_body():
            limit = operation['x-inlay-max-body']
            head = f'{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer root\r\nContent-Length: {limit + 1}\r\n\r\n'
            self.assertIn(b' 413 ', self.registry.raw(head.encode()).split(b'\r\n')[0], path)
        self.assertEqual(self.registry.get('/healthz')[0], 200)

    def test_paths(self):
        before = self.generation()
        for method, path, operation in self.operations:
            for name in re.findall(r'\{(\w+)\}', path):
                for bad in ('%ff', '%00', '%zz', '%', '%0a', '%c0%ae', '..', '%2e%2e'):
                    status = self.ask(method, self.fill(path, **{name: bad}), self.body(operation), 'root', {'If-Match': '*'})[0]
                    self.assertIn(status, (400, 404, 422), (method, path, name, bad))
        self.assertEqual(self.generation(), before)

    def test_methods(self):
        for path, methods in self.api['paths'].items():
            there = {m.upper() for m in methods} | ({'HEAD'} if 'get' in methods else set())
            for method in ('BREW', 'TRACE', 'DELETE', 'PUT', 'PATCH', 'POST', 'GET'):
                if method not in there:
                    reply = self.ask(method, self.fill(path), None, 'root')
                    self.refused(reply, (405, 404) if method == 'GET' else (405,), (method, path))
                    if reply[0] == 405:
                        self.assertLessEqual(there, set(reply[1]['Allow'].split(', ')), path)

    def test_preconditions(self):
        """The full surface does not write blindly; nothing changed when it says so."""
        before = self.generation()
        guarded = 0
        for method, path, operation in self.operations:
            if path.startswith('/api/v1/apps/{app}') and any(p['name'] == 'If-Match' for p in operation['parameters']):
                reply = self.ask(method, self.fill(path), self.body(operation), 'root')
                self.refused(reply, (428,), (method, path))
                reply = self.ask(method, self.fill(path), self.body(operation), 'root', {'If-Match': '"old"'})
                self.refused(reply, (412,), (method, path))
                self.assertTrue(reply[1]['ETag'], path)
                guarded += 1
        self.assertEqual(self.generation(), before)
        self.assertGreater(guarded, 15)


if __name__ == '__main__':
    unittest.main()
