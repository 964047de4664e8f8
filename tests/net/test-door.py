# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What nobody should send, and who may do what."""
import hashlib
import http.client
import os
import socket
import subprocess
import tempfile
import time
import unittest

from registry import BINARY, Registry, RegistryTest, Stream, database_run, modules, new_database

WRITES = ('/api/deploy', '/api/switch', '/api/canary/start', '/api/canary/increase', '/api/rollback', '/api/modules', '/api/compositions',
          '/api/module-health', '/api/alerts/rollback', '/api/import-maps/validate', '/api/environments/switch', '/api/environments/rollback')


class BadInput(RegistryTest):
    def test_malformed(self):
        for path in WRITES:
            for body in (b'{', b'{"a":1,"a":2}', b'{"a":01}', b"{'a':1}", b'{"a":1}x', b'\xff\xfe', b'{"a":"\\ud800"}', b'{"a":"\\u0000"}', b'// x\n{}',
                         b'[' * 65 + b']' * 65, b'{"a":' * 70 + b'1' + b'}' * 70):
                self.refused(400, self.registry.post(path, body), 'JSON')
        self.assertEqual(self.expect(200, self.registry.get('/api/deployments')), [])

    def test_wrong_types(self):
        for path in WRITES:
            for body in (b'[]', b'"x"', b'1', b'null', b'true', {'x': None}, {'version': {}, 'modules': 1, 'targetEnvironment': [], 'percentage': '5', 'moduleId': 7, 'reason': {}}):
                status = self.registry.post(path, body)[0]
                self.assertIn(status, (409, 422), (path, body))
        self.assertEqual(self.registry.get('/api/traffic-config')[2]['generation'], 0)

    def test_empty(self):
        for path in WRITES:
            status = self.registry.post(path)[0]
            self.assertEqual(status, 409 if path.endswith('/rollback') and 'alerts' not in path else 400, path)

    def test_too_large(self):
        big = b'{"a":"' + b'x' * (1024 * 1024) + b'"}'
        for path in WRITES:
            if path != '/api/modules':
                reply = self.registry.raw(f'POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(big)}\r\n\r\n'.encode())
                self.assertIn(b' 413 ', reply.split(b'\r\n')[0])
                self.assertIn(b'1048576', reply)
        self.refused(422, self.registry.post('/api/modules', big))
        reply = self.registry.raw(b'POST /api/modules HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17000000\r\n\r\n')
        self.assertIn(b' 413 ', reply.split(b'\r\n')[0])
        reply = self.registry.raw(b'POST /api/deploy HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n' + (b'10000\r\n' + b'x' * 65536 + b'\r\n') * 17 + b'0\r\n\r\n')
        self.assertIn(b' 413 ', reply.split(b'\r\n')[0])
        self.expect(200, self.registry.get('/healthz'))

    def test_refused_while_sending(self):
        """Who is refused in the middle of a large body hears why: the connection is not reset."""
        big = b'{"a":"' + b'x' * (8 * 1024 * 1024) + b'"}'
        heads = [(f'POST /api/deploy HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(big)}\r\n\r\n'.encode(), b' 413 '),
                 (f'POST /api/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(big)}\r\n\r\n'.encode(), b' 405 '),
                 (b'POST /api/deploy HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n' % len(big), b' 413 ')]
        for head, status in heads * 5:
            with socket.create_connection(('127.0.0.1', self.registry.port), timeout=10) as s:
                s.sendall(head)
                s.settimeout(0.2)
                try:
                    s.sendall(big)
                except socket.timeout:
                    pass
                s.settimeout(5)
                reply = s.recv(65536)
                self.assertIn(status, reply.split(b'\r\n')[0])

    def test_methods(self):
        for method, path, allowed in (('GET', '/api/deploy', 'POST'), ('DELETE', '/api/environments', 'GET'), ('PUT', '/api/switch', 'POST'),
                                      ('POST', '/api/environments/blue', 'GET'), ('POST', '/', 'GET'), ('BREW', '/api/modules', 'POST')):
            reply = self.registry.request(method, path)
            self.refused(405, reply)
            self.assertIn(allowed, reply[1]['Allow'])
        status, headers, _ = self.registry.request('OPTIONS', '/api/import-maps/shop')
        self.assertEqual((status, headers['Access-Control-Allow-Origin']), (204, '*'))
        self.assertNotIn('POST', headers['Access-Control-Allow-Methods'])
        self.assertNotIn('Access-Control-Allow-Origin', self.registry.request('OPTIONS', '/api/deploy')[1])

    def test_paths(self):
        for path in ('/../etc/passwd', '/modules/../../x', '/shell/%2e%2e/shell.js', '/api/environments/%2e%2e', '/api/environments/%ff', '/api/environments/%00',
                     '/api/environments/%zz', '/api/environments/%', '/modules/%0a', '/' + 'a/' * 40, '/api/compositions/%c0%ae'):
            self.assertIn(self.registry.raw(f'GET {path} HTTP/1.1\r\nHost: x\r\n\r\n'.encode()).split(b' ')[1], (b'400', b'404'), path)
        for path in ('/shell/..%2fshell.js', '/shell/%2e%2e%2fx', '/modules/a@1.0.0/..%2f..%2fx', '/api/environments/%252e%252e', '/api/nothing', '/api', '/api/'):
            self.assertEqual(self.registry.get(path)[0], 404, path)
        self.assertEqual(self.registry.get('/preview/%67reen')[0], 404)
        self.assertEqual(self.registry.get('/api/environments/gr%65en')[0], 200)

    def test_protocol(self):
        raw = self.registry.raw
        for data in (b'GET / HTTP/1.1\r\n\r\n', b'GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n', b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', b'GET\r\n\r\n',
                     b'POST /api/switch HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', b'POST /api/switch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2x\r\n\r\n{}',
                     b'GET /healthz HTTP/1.1\r\nHost: x\r\nX: ' + b'y' * 20000 + b'\r\n\r\n'):
            first = raw(data, wait=2).split(b'\r\n')[0]
            self.assertTrue(first == b'' or first.split(b' ')[1][:1] in (b'4', b'5'), (data[:40], first))
        self.refused(415, self.registry.post('/api/switch', b'{}', headers={'Content-Encoding': 'gzip'}))
        self.assertEqual(self.registry.get('/healthz', headers={'X-Long': 'y' * 6000})[0], 200)

    def test_framing(self):
        """Where two readers could differ about the end of a request nothing goes on behind it."""
        hidden = b'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'
        line = b'POST /api/rollback HTTP/1.1\r\nHost: localhost\r\n'
        for status, head, body in (
                (400, line + b'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', b'0\r\n\r\n'), (400, line + b'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', b'0\r\n\r\n'),
                (400, line + b'Content-Length: 2\r\nContent-Length: 40\r\n', b'{}'), (400, line + b'Content-Length: 2\r\ncontent-length: 2\r\n', b'{}'),
                (400, line + b'Transfer-Encoding : chunked\r\n', b'0\r\n\r\n'), (400, line + b'Content-Length : 2\r\n', b'{}'), (400, line + b'Host: evil.example\r\n', b''),
                (400, line + b'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', b'0\r\n\r\n'), (400, hidden[:-2] + b'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', b'0\r\n\r\n'),
                (501, line + b'Transfer-Encoding: xchunked\r\n', b'0\r\n\r\n'), (501, line + b'Transfer-Encoding: chunked, identity\r\n', b'0\r\n\r\n'),
                (501, line + b'Transfer-Encoding: gzip, chunked\r\n', b'0\r\n\r\n'), (413, hidden[:-2] + b'Content-Length: 5\r\n', b'hello')):
            with socket.create_connection(('127.0.0.1', self.registry.port), timeout=5) as s:
                s.sendall(head + b'\r\n' + body + hidden)
                reply = b''
                while (piece := s.recv(65536)):
                    reply += piece
            self.assertEqual((int(reply.split(b' ')[1]), reply.count(b'HTTP/1.1 ')), (status, 1), (head, reply))
            self.assertIn(b'application/problem+json', reply, head)

    def test_targets(self):
        """RFC 9112, 3.2: with the host in it, and about all."""
        ask = lambda target, host='localhost', method='GET': self.registry.raw(f'{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n'.encode())
        for target, host, status in (('http://localhost/healthz', 'localhost', b'200'), ('HTTPS://LOCALHOST:80/healthz', 'localhost:80', b'200'), ('http://localhost', 'localhost', b'404'),
                                     ('http://evil.example/healthz', 'localhost', b'400'), ('http://localhost@evil.example/healthz', 'localhost', b'400'), ('http:///healthz', 'localhost', b'400'),
                                     ('ftp://localhost/healthz', 'localhost', b'400'), ('*', 'localhost', b'400'), ('localhost:80', 'localhost', b'400')):
            self.assertEqual(ask(target, host).split(b' ')[1], status, target)
        about_all = ask('*', method='OPTIONS')
        self.assertEqual(about_all.split(b' ')[1], b'204')
        self.assertIn(b'DELETE', about_all)

    def test_many_parameters(self):
        """Each takes memory of the connection: too many are refused at once, and nothing is done."""
        before = self.registry.get('/api/traffic-config')[2]
        for n, status in ((1, b'200'), (64, b'200'), (65, b'414'), (150, b'414'), (250, b'414'), (1500, b'414')):
            query = b'&'.join(b'a=%d' % i for i in range(n))
            reply = self.registry.raw(b'GET /healthz?' + query + b' HTTP/1.1\r\nHost: localhost\r\n\r\n')
            self.assertEqual(reply.split(b' ')[1], status, n)
            if status == b'414':
                self.assertIn(b'64 parameters', reply)
                deploy = b'{"modules":[{"moduleId":"a","version":"1.0.0","esmUrl":"https://cdn.example/a.js"}],"version":"1"}'
                reply = self.registry.raw(b'POST /api/deploy?' + query + b' HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n' % len(deploy) + deploy)
                self.assertEqual((reply.split(b' ')[1], reply.count(b'HTTP/1.1')), (status, 1), n)
        self.assertEqual(self.registry.get('/api/traffic-config')[2], before)

    def test_head_of_a_stream(self):
        """It has no body, not even the end of one."""
        with socket.create_connection(('127.0.0.1', self.registry.port), timeout=5) as s:
            s.sendall(b'HEAD /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n')
            reply = b''
            while (piece := s.recv(65536)):
                reply += piece
        self.assertTrue(reply.startswith(b'HTTP/1.1 200'), reply)
        self.assertTrue(reply.endswith(b'\r\n\r\n') and reply.count(b'\r\n\r\n') == 1, reply)
        self.assertIn(b'text/event-stream', reply)

    def test_closed_in_the_middle(self):
        for data in (b'POST /api/deploy HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"a', b'GET /api/ev', b'GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n'):
            for _ in range(20):
                with socket.create_connection(('127.0.0.1', self.registry.port)) as s:
                    s.sendall(data)
        self.expect(200, self.registry.get('/healthz'))

    def test_foreign_site(self):
        """A page elsewhere may not use the browser of whoever works here."""
        body = {'targetEnvironment': 'green'}
        self.refused(403, self.registry.post('/api/switch', body, headers={'Origin': 'https://evil.example'}), 'another site')
        self.refused(403, self.registry.post('/api/switch', body, headers={'Host': f'evil.example:{self.registry.port}'}), 'another site')
        evil = {'Host': f'evil.example:{self.registry.port}', 'If-Match': '*'}
        app = '/api/v1/apps/default'
        for method, path in (('DELETE', app + '/environments/green'), ('DELETE', app + '?force=true'), ('GET', '/api/v1/tokens'), ('GET', app + '/audit'),
                             ('GET', app + '/webhooks'), ('PATCH', '/import-map.json?env=green'), ('DELETE', '/services/a?env=green')):
            self.refused(403, self.registry.request(method, path, headers=evil), 'another site')
            self.refused(403, self.registry.request(method, path, headers={'Origin': 'null', 'If-Match': '*'}), 'another site')
        self.expect(200, self.registry.get('/api/environments/green', headers=evil))
        self.expect(201, self.registry.post(app + '/environments', {'name': 'pr-1'}, headers={'If-Match': '*'}))
        self.expect(202, self.registry.post(app + '/deployments', {'env': 'pr-1', 'modules': modules('a'), 'version': '1'}, headers={'If-Match': '*'}))
        self.expect(200, self.registry.get('/preview/pr-1'))
        self.refused(403, self.registry.get('/preview/pr-1', headers=evil), 'signed link')
        self.deploy()
        chosen = lambda **headers: self.registry.get('/api/decision', headers={'Inlay-Override': 'green', **headers})[2]['environment']
        self.assertEqual((chosen(), chosen(**evil)), ('green', 'blue'))
        own = f'http://127.0.0.1:{self.registry.port}'
        self.expect(200, self.registry.post('/api/switch', body, headers={'Origin': own}))

    def test_headers(self):
        """Every answer keeps browsers from guessing, framing and leaking, whatever it is."""
        self.release('1')
        etag = self.registry.get('/api/environments')[1]['ETag']
        answers = [self.registry.request(method, path, body, headers) for method, path, body, headers in (
            ('GET', '/', None, {}), ('GET', '/preview/green', None, {}), ('GET', '/api/environments', None, {}), ('HEAD', '/api/environments', None, {}),
            ('GET', '/api/environments', None, {'If-None-Match': etag}), ('GET', '/shell/shell.js', None, {}), ('GET', '/healthz', None, {}),
            ('GET', '/metrics', None, {}), ('GET', '/readyz', None, {}), ('GET', '/api/v1/openapi.json', None, {}), ('GET', '/nothing', None, {}),
            ('BREW', '/', None, {}), ('OPTIONS', '/api/deploy', None, {}), ('POST', '/api/switch', b'{', {}), ('POST', '/api/switch', {'targetEnvironment': 'x'}, {}),
            ('GET', '/%ff', None, {}), ('POST', '/api/rollback', None, {}))]
        self.assertGreater(len({a[0] for a in answers}), 5)
        for status, headers, body in answers:
            self.assertEqual(headers['X-Content-Type-Options'], 'nosniff', body)
            self.assertEqual(headers['Referrer-Policy'], 'same-origin', body)
            self.assertEqual(headers['X-Frame-Options'], 'SAMEORIGIN', body)
            self.assertTrue(headers['Content-Security-Policy'], body)
            self.assertNotIn('Access-Control-Allow-Credentials', headers)
            self.assertNotIn('Server', headers)
        stream = Stream(self.registry)
        self.assertEqual(stream.headers['X-Content-Type-Options'], 'nosniff')
        self.assertEqual(stream.headers['Content-Security-Policy'].split(';')[0], "default-src 'none'")
        stream.close()
        self.assertTrue(self.registry.get('/shell/shell.js')[1]['Content-Type'].startswith('text/javascript'))

    def test_other_sites(self):
        """Public reads are for everyone, without credentials; nothing else is."""
        shared = lambda method, path, body=None: self.registry.request(method, path, body, {'Origin': 'https://shop.example'})[1].get('Access-Control-Allow-Origin')
        for path in ('/api/environments', '/api/traffic-config', '/api/import-maps/none', '/api/environments/none', '/api/v1/openapi.json'):
            self.assertEqual((shared('GET', path), shared('OPTIONS', path)), ('*', '*'), path)
        for path in ('/api/v1/tokens', '/api/v1/apps/default/modules', '/shell/shell.js'):
            if path != '/shell/shell.js':
                self.assertIsNone(shared('OPTIONS', path), path)
            self.assertIsNone(shared('GET', path), path)
        for path in WRITES:
            self.assertIsNone(shared('POST', path, {}), path)
        headers = self.registry.request('OPTIONS', '/api/environments')[1]
        self.assertEqual(headers['Access-Control-Allow-Methods'], 'GET, HEAD')
        self.assertNotIn('Authorization', headers['Access-Control-Allow-Headers'])


class Tokens(RegistryTest):
    tokens = ('# comment\nroot-secret\nview-secret viewer ann\npub-secret publisher pia\n'
              'dep-secret deployer dan\nold-secret admin eve 1000000\n')

    def test_matrix(self):
        deploy = {'modules': modules('a'), 'version': '1'}
        module = {'moduleId': 'm', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/m.js'}
        for token, expected in ((None, (401, 401, 401, 401)), ('wrong', (401,) * 4), ('old-secret', (401,) * 4), ('view-secret', (403,) * 4),
                                ('pub-secret', (403, 201, 403, 403)), ('dep-secret', (200, 200, 404, 409)), ('root-secret', (200, 200, 404, 409))):
            got = (self.registry.post('/api/deploy', deploy, token=token)[0], self.registry.post('/api/modules', module, token=token)[0],
                   self.registry.post('/api/switch', {'targetEnvironment': 'pink'}, token=token)[0], self.registry.post('/api/rollback', token=token)[0])
            self.assertEqual(got, expected, token)
        for bad in ('Basic cm9vdA==', 'Bearer', 'Bearer ', 'bearer  nope', 'Bearer ' + 'x' * 600):
            self.assertEqual(self.registry.post('/api/deploy', deploy, headers={'Authorization': bad})[0], 401, bad)

    def test_author(self):
        self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '1', 'deployedBy': 'mallory'}, token='dep-secret')
        self.assertEqual(self.registry.get('/api/environments/green')[2]['deployed_by'], 'dan')

    def test_refused_before_the_body(self):
        reply = self.registry.raw(b'POST /api/modules HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n')
        self.assertIn(b' 401 ', reply.split(b'\r\n')[0])

    def test_quorum(self):
        """What anyone says moves nothing until many say it."""
        self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '1'}, token='dep-secret')
        state = lambda: self.registry.get('/api/environments/green')[2]['modules'][0]['health_status']
        report = {'environment': 'green', 'moduleId': 'a', 'status': 'failed'}
        for _ in range(4):
            self.expect(202, self.registry.post('/api/module-health', report))
        self.assertEqual(state(), 'unknown')
        self.registry.post('/api/module-health', dict(report, status='healthy'), token='dep-secret')
        self.assertEqual(state(), 'healthy')

    def test_many(self):
        """Ten thousand tokens cost a request no more than a few do, whether it has one of them or guesses."""
        def fastest(token):
            connection = http.client.HTTPConnection('127.0.0.1', self.registry.port)
            times = []
            for _ in range(200):
                begin = time.perf_counter()
                self.registry.get('/api/v1/apps/default', token=token, connection=connection)
                times.append(time.perf_counter() - begin)
            connection.close()
            return min(times)
        made = self.expect(201, self.registry.post('/api/v1/tokens', {'name': 'ci', 'role': 'viewer'}, token='root-secret'))
        tokens = (made['token'], 'root-secret', 'wrong')
        few = [fastest(t) for t in tokens]
        self.registry.kill()
        database_run(self.registry.database, [
            f"INSERT INTO tokens (id, app, hash, name, role, apps, environments, modules, created_at, created_by) VALUES ('t{i}', 'default',"
            f" 'sha256-{hashlib.sha256(str(i).encode()).hexdigest()}', 'n{i}', 'viewer', '*', '*', '*', {i}, 'root')" for i in range(10000)])
        self.registry.start()
        for token, before in zip(tokens, few):
            self.assertLess(fastest(token), 3 * before + 0.0002)
        self.expect(200, self.registry.get('/api/v1/apps/default', token='9999'))
        self.refused(401, self.registry.get('/api/v1/apps/default', token='10000'))
        self.expect(200, self.registry.request('DELETE', '/api/v1/tokens/' + made['id'], token='root-secret'))
        self.refused(401, self.registry.get('/api/v1/apps/default', token=made['token']))

    def test_no_secrets_in_log(self):
        self.registry.post('/api/rollback', token='root-secret')
        with open(self.registry.log.name) as f:
            self.assertNotIn('secret', f.read())


class Starting(unittest.TestCase):
    def run_it(self, *arguments):
        return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20)

    def test_options(self):
        with tempfile.TemporaryDirectory() as folder:
            database = 'sqlite:' + os.path.join(folder, 'r.db')
            broken = os.path.join(folder, 'broken')
            with open(broken, 'w') as f:
                f.write('token king\n')
            os.chmod(broken, 0o600)
            for arguments, words in (((), '--listen'), (('--listen', '127.0.0.1:0'), '--database'), (('--database', database), '--listen'), (('--database', 'mysql:x', '--listen', '127.0.0.1:0'), 'mysql'),
                                     (('--database', database, '--listen', '0.0.0.0:0'), '--token-file'), (('--database', database, '--listen', 'nonsense'), 'nonsense'),
                                     (('--database', database, '--listen', '127.0.0.1:99999'), '99999'), (('--nonsense',), 'nonsense'), (('dance',), 'dance'),
                                     (('--database', database, '--listen', '127.0.0.1:0', '--token-file', broken), 'line 1'),
                                     (('--database', 'sqlite:/nonexistent/x.db', '--listen', '127.0.0.1:0'), '/nonexistent/x.db'),
                                     (('token', 'create', '--role', 'king', '--token-file', broken), '--role')):
                result = self.run_it(*arguments)
                self.assertNotEqual(result.returncode, 0, arguments)
                self.assertIn(words, result.stderr)
                self.assertEqual(result.stdout, '')
        self.assertIn('inlay-registry', self.run_it('--version').stdout)
        self.assertIn('--token-file', self.run_it('--help').stdout)

    def test_damaged_database(self):
        with tempfile.NamedTemporaryFile() as f:
            f.write(b'this is not a database, whatever its name' * 100)
            f.flush()
            result = self.run_it('--database', 'sqlite:' + f.name, '--listen', '127.0.0.1:0')
            self.assertEqual(result.returncode, 2)
            self.assertIn('not a database', result.stderr)

    def test_token_create(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'tokens')
            token = self.run_it('token', 'create', '--role', 'deployer', '--name', 'ci', '--expires', '1', '--token-file', path).stdout.strip()
            with open(path) as f:
                self.assertNotIn(token, f.read())
            self.assertEqual(os.stat(path).st_mode & 0o77, 0)
            database = new_database(folder)
            kept = self.run_it('token', 'create', '--role', 'viewer', '--database', database).stdout.strip()
            registry = Registry(folder, database=database)
            try:
                self.assertEqual(registry.post('/api/rollback', token=kept)[0], 403)
                self.assertEqual(registry.post('/api/rollback', token=token)[0], 401)
                registry.stop()
                registry.tokens = path
                registry.start()
                self.assertEqual(registry.post('/api/rollback', token=token)[0], 409)
            finally:
                registry.stop()

    def test_stops_at_once(self):
        registry = Registry()
        streams = [Stream(registry) for _ in range(5)]
        begin = time.monotonic()
        registry.stop()
        self.assertLess(time.monotonic() - begin, 5)
        for s in streams:
            with self.assertRaises((EOFError, ValueError, ConnectionError)):
                while True:
                    s.block()
            s.close()


if __name__ == '__main__':
    unittest.main()
