# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What those who run a registry rely on: deadlines, limits, metrics, logs, reload, stop."""
import http.client
import http.server
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest

from registry import BINARY, Registry, RegistryTest, Stream, modules, run_in_threads

HEAD_SECONDS = 10
BODY_SECONDS = 30


def drip(registry, start, piece, pause, end):
    """Sends @start, then @piece every @pause seconds; after how long the other side had enough."""
    begin = time.monotonic()
    with socket.create_connection(('127.0.0.1', registry.port)) as s:
        s.sendall(start)
        s.settimeout(pause)
        while time.monotonic() - begin < end:
            try:
                if s.recv(4096) == b'':
                    break
            except socket.timeout:
                pass
            except ConnectionError:
                break
            try:
                s.sendall(piece)
            except OSError:
                break
    return time.monotonic() - begin


class Deadlines(RegistryTest):
    """Not silence but slowness: the library's own timeout would never end these."""

    def test_drip(self):
        results = {}
        cases = {
            'silent': (b'', b''),
            'head': (b'GET /healthz HTTP/1.1\r\nHost: x\r\n', b'X-A: b\r\n'),
            'line': (b'GET /', b'a'),
            'body': (b'POST /api/switch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n', b' '),
            'chunks': (b'POST /api/switch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n', b'1\r\n \r\n'),
            'second': (b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /', b'a'),
        }

        def one(name):
            results[name] = drip(self.registry, *cases[name], 0.5, BODY_SECONDS + 20)
        threads = [threading.Thread(target=one, args=(n,)) for n in cases]
        for t in threads:
            t.start()
        stream = Stream(self.registry)
        for t in threads:
            t.join()
        for name in ('silent', 'head', 'line'):
            self.assertTrue(HEAD_SECONDS - 1 < results[name] < HEAD_SECONDS + 4, (name, results))
        for name in ('body', 'chunks'):
            self.assertTrue(BODY_SECONDS - 1 < results[name] < BODY_SECONDS + 4, (name, results))
        self.assertLess(results['second'], BODY_SECONDS + HEAD_SECONDS + 4)
        stream.until(b': heartbeat')
        stream.close()
        text = self.registry.get('/metrics')[2].decode()
        self.assertIn('inlay_rejected_total{reason="slow_head"} 4\n', text)
        self.assertIn('inlay_rejected_total{reason="slow_body"} 2\n', text)


class Limits(unittest.TestCase):
    def start(self, *options, **more):
        registry = Registry(options=options, **more)
        self.addCleanup(registry.stop)
        return registry

    def test_rate_of_address(self):
        registry = self.start('--rate-limit', '4:2', '--proxy', '127.0.0.1')
        ask = lambda n, address, method='GET', path='/healthz': [
            registry.request(method, path, headers={'X-Forwarded-For': address})[0] for _ in range(n)]
        self.assertEqual(ask(20, '192.0.2.1'), [200] * 20)
        status, headers, body = registry.get('/healthz', headers={'X-Forwarded-For': '192.0.2.1'})
        self.assertEqual((status, headers['Retry-After'], body['status']), (429, '1', 429))
        self.assertEqual(ask(1, '192.0.2.2'), [200])
        self.assertEqual(ask(1, 'forged, 192.0.2.1'), [429])
        self.assertEqual(ask(1, '192.0.2.1, 192.0.2.3'), [200])
        self.assertEqual(ask(12, '192.0.2.1', 'POST', '/api/rollback'), [409] * 10 + [429] * 2)
        self.assertEqual(set(ask(21, '2001:db8::1')), {200, 429})
        self.assertEqual(ask(1, '2001:db8::ffff:2'), [429])
        self.assertEqual(ask(1, '2001:db8:1::2'), [200])
        self.assertEqual(registry.get('/healthz')[0], 200)
        time.sleep(1.1)
        self.assertEqual(ask(1, '192.0.2.1'), [200])
        self.assertRegex(registry.get('/metrics')[2].decode(), r'inlay_rejected_total{reason="rate"} [1-9]')

    def test_only_a_proxy_is_believed(self):
        registry = self.start('--rate-limit', '1:1')
        self.assertEqual({registry.get('/healthz', headers={'X-Forwarded-For': '192.0.2.1'})[0] for _ in range(20)}, {200})

    def test_rate_of_token(self):
        registry = self.start('--rate-limit', '100:2', tokens='a-token deployer ann\nb-token deployer bob\n')
        post = lambda token: registry.post('/api/rollback', token=token)[0]
        self.assertEqual([post('a-token') for _ in range(12)], [409] * 10 + [429] * 2)
        self.assertEqual(post('b-token'), 409)

    def test_guessing(self):
        """Wrong tokens cost their address the writes, so they run out."""
        registry = self.start('--rate-limit', '100:2', '--proxy', '127.0.0.1', tokens='a-token admin ann\n')
        post = lambda token: registry.post('/api/rollback', token=token, headers={'X-Forwarded-For': '192.0.2.9'})[0]
        self.assertEqual([post(f'guess-{i}') for i in range(12)], [401] * 10 + [429] * 2)
        self.assertEqual(post('a-token'), 429)

    def test_many_addresses(self):
        """However many ask, the memory stays."""
        # A sanitizer holds on to what is freed, and takes what it needs for that in large pieces, the last of them late.
        sanitizer = os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1:thread_local_quarantine_size_kb=64'
        registry = self.start('--rate-limit', '5:5', '--proxy', '127.0.0.1', env={'ASAN_OPTIONS': sanitizer})
        connection = http.client.HTTPConnection('127.0.0.1', registry.port)

        def resident():
            with open(f'/proc/{registry.process.pid}/status') as f:
                return int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1))

        for i in range(12000):
            registry.request('GET', '/healthz', headers={'X-Forwarded-For': f'10.{i >> 12}.{i >> 6 & 63}.{i & 63}'}, connection=connection)
        before = resident()
        for i in range(12000, 18000):
            registry.request('GET', '/healthz', headers={'X-Forwarded-For': f'10.{i >> 12}.{i >> 6 & 63}.{i & 63}'}, connection=connection)
        connection.close()
        self.assertLess(resident() - before, 600)

    def test_networks(self):
        """A proxy may be any of a network; what is beside it is not believed."""
        for network, is_believed in (('127.0.0.0/8', True), ('0.0.0.0/0', True), ('127.0.0.0/31', True), ('127.0.0.2/31', False),
                                     ('126.0.0.0/8', False), ('::1', False), ('::/0', True), ('192.0.2.0/24,127.0.0.1/32', True)):
            registry = Registry(options=('--rate-limit', '1:1', '--proxy', network))
            try:
                statuses = {registry.get('/healthz', headers={'X-Forwarded-For': '192.0.2.1'})[0] for _ in range(8)}
                self.assertEqual(429 in statuses, is_believed, network)
            finally:
                registry.stop()

    def test_connections_of_address(self):
        self.assertEqual(self.connect(), 256)

    def test_connections_of_proxy(self):
        """It speaks for many, and each page that is looked at has an event stream."""
        self.assertEqual(self.connect('--proxy', '0.0.0.0/0'), 300)

    def connect(self, *options):
        """How many of 300 are let in. Loopback is not counted, so this needs another address of this machine."""
        address = subprocess.run(['hostname', '-I'], capture_output=True, text=True).stdout.split()
        if not address:
            self.skipTest('this machine has loopback only')
        registry = self.start(*options, tokens='a-token\n', listen=f'{address[0]}:0')
        sockets = [socket.create_connection((address[0], registry.port)) for _ in range(300)]
        answered = 0
        for s in sockets:
            s.settimeout(5)
            try:
                s.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
                answered += s.recv(4096).startswith(b'HTTP/1.1 200')
            except OSError:
                pass
        for s in sockets:
            s.close()
        return answered


class Metrics(RegistryTest):
    def values(self):
        status, headers, body = self.registry.get('/metrics')
        self.assertEqual((status, headers['Content-Type']), (200, 'text/plain; version=0.0.4; charset=utf-8'))
        found, types = {}, set()
        for line in body.decode().splitlines():
            if line.startswith('# TYPE '):
                name = line.split(' ')[2]
                self.assertNotIn(name, types)
                types.add(name)
            elif not line.startswith('#'):
                match = re.fullmatch(r'([a-z_]+)(\{(?:[a-z]+="[^"\\]*",?)+\})? (\S+)', line)
                self.assertTrue(match, line)
                self.assertTrue(re.sub('_(bucket|sum|count)$', '', match.group(1)) in types or match.group(1) in types, line)
                found[match.group(1) + (match.group(2) or '')] = float(match.group(3))
        return found

    def test_counts(self):
        before = self.values()
        self.deploy()
        for _ in range(3):
            self.registry.get('/api/environments')
        self.registry.get('/api/nothing')
        self.registry.request('BREW', '/api/deploy')
        streams = [Stream(self.registry) for _ in range(2)]
        after = self.values()
        requests = {k: v for k, v in after.items() if k.startswith('inlay_requests_total')}
        total = lambda *words: sum(v for k, v in requests.items() if all(w in k for w in words))
        self.assertEqual(total('route="/api/environments"', 'method="GET"', 'status="200"'), 3)
        self.assertEqual(total('/api/deploy"', 'POST', '200'), 1)
        self.assertEqual(total('status="404"'), 1)
        self.assertEqual(total('status="405"'), 1)
        self.assertEqual(total('/api/module-health', '202'), 2)
        self.assertEqual(after['inlay_event_streams'], 2)
        # At least: the registry looks after rollouts of its own accord, by the same writer.
        self.assertGreaterEqual(after['inlay_writes_total{result="done"}'] - before['inlay_writes_total{result="done"}'], 3)
        self.assertEqual(after['inlay_write_group_size_sum'],
                         after['inlay_writes_total{result="done"}'] + after['inlay_writes_total{result="refused"}'])
        self.assertGreater(after['inlay_snapshot_generation'], before['inlay_snapshot_generation'])
        self.assertLess(after['inlay_snapshot_age_seconds'], 20)
        self.assertEqual(after['inlay_database_up'], 1)
        self.assertGreater(after['process_resident_memory_bytes'], 1e6)
        name = 'inlay_request_duration_seconds'
        counts = {k: v for k, v in after.items() if k.startswith(name + '_bucket') and 'route="/api/environments"' in k}
        self.assertEqual([v for k, v in counts.items() if '+Inf' in k], [3])
        self.assertEqual(sorted(counts.values()), list(counts.values()))
        for s in streams:
            s.close()


    def test_promtool(self):
        """The tool of those who read them finds nothing to say."""
        if shutil.which('promtool') is None:
            self.skipTest('promtool is not installed')
        self.deploy()
        self.registry.get('/api/nothing')
        done = subprocess.run(['promtool', 'check', 'metrics'], input=self.registry.get('/metrics')[2], capture_output=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b'', b''))

    def test_alerts(self):
        """The rules that come with it ask for nothing that is not told."""
        text = self.registry.get('/metrics')[2].decode()
        told = set(re.findall(r'^# TYPE (\S+) ', text, re.M))
        told |= {f'{name}_{part}' for name in told for part in ('bucket', 'sum', 'count')}
        with open(os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'deploy', 'prometheus-rules.yml')) as f:
            asked = set(re.findall(r'\b(?:inlay|process)_[a-z_]+', f.read()))
        self.assertGreater(len(asked), 5)
        self.assertEqual(asked - told, set())


class Workers(unittest.TestCase):
    def test_limit_together(self):
        """However many processes there are, and whichever a connection gets to, a rate is one rate."""
        registry = Registry(options=('--workers', '3', '--rate-limit', '4:2', '--proxy', '127.0.0.1'))
        try:
            begin = time.monotonic()
            ask = lambda n, method, path: [registry.request(method, path, headers={'X-Forwarded-For': '192.0.2.1'})[0] for _ in range(n)]
            reads, writes = ask(60, 'GET', '/healthz').count(200), ask(40, 'POST', '/api/rollback').count(409)
            seconds = time.monotonic() - begin
            self.assertTrue(20 <= reads <= 20 + 4 * seconds + 1, (reads, seconds))
            self.assertTrue(10 <= writes <= 10 + 2 * seconds + 1, (writes, seconds))
            self.assertEqual(registry.get('/healthz', headers={'X-Forwarded-For': '192.0.2.2'})[0], 200)
            self.assertRegex(registry.get('/metrics')[2].decode(), rf'inlay_rejected_total{{reason="rate"}} {60 - reads + 40 - writes}\n')
        finally:
            registry.stop()

    def test_ids_of_their_own(self):
        """Processes that come from one make names that never meet."""
        registry = Registry(options=('--workers', '4'))
        try:
            ids = []
            run_in_threads(8, lambda i: ids.extend(registry.post('/api/deploy', {'modules': modules('a'), 'version': f'{i}.{n}'})[2]['deploymentId'] for n in range(25)))
            self.assertEqual((len(ids), len(set(ids))), (200, 200))
        finally:
            registry.stop()

    def test_a_worker_is_killed(self):
        """What the others count goes on."""
        registry = Registry(options=('--workers', '2', '--rate-limit', '1000:1000', '--proxy', '127.0.0.1'), env={'G_DEBUG': ''})
        try:
            children = subprocess.run(['ps', '--ppid', str(registry.process.pid), '-o', 'pid='], capture_output=True, text=True).stdout.split()
            self.assertEqual(len(children), 2)
            for pid in children:
                os.kill(int(pid), signal.SIGKILL)
                deadline = time.monotonic() + 10
                good = 0
                while good < 20 and time.monotonic() < deadline:
                    try:
                        good += registry.get('/healthz', headers={'X-Forwarded-For': '192.0.2.1'})[0] == 200
                    except OSError:
                        time.sleep(0.05)
                self.assertEqual(good, 20)
        finally:
            registry.stop()

    def test_count_together(self):
        """Whichever process is asked tells what all of them did."""
        registry = Registry(options=('--workers', '3'))
        try:
            for _ in range(60):
                registry.get('/api/traffic-config')
            wanted = 'route="/api/traffic-config",method="GET",status="200"} 60\n'
            deadline = time.monotonic() + 5
            while (texts := [registry.get('/metrics')[2].decode() for _ in range(8)]) and time.monotonic() < deadline:
                if all(wanted in t for t in texts):
                    break
            for text in texts:
                self.assertIn(wanted, text)
            pids = {re.search(r'^process_cpu_seconds_total (.*)', t, re.M).group(1) for t in texts}
            self.assertGreater(len(pids), 1)
        finally:
            registry.stop()


class Site:
    """Serves modules in ways of its own: /good, /late (after two seconds), /drip (never ends its head)."""

    def __init__(self):
        site = self
        self.most = self.now = 0
        self.lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self):
                with site.lock:
                    site.now += 1
                    site.most = max(site.most, site.now)
                try:
                    self.answer()
                except OSError:
                    pass
                with site.lock:
                    site.now -= 1

            def answer(self):
                if self.path.startswith('/drip'):
                    self.wfile.write(b'HTTP/1.1 200 OK\r\n')
                    for _ in range(100):
                        time.sleep(0.3)
                        self.wfile.write(b'X: y\r\n')
                if self.path.startswith('/late'):
                    time.sleep(2)
                self.send_response(200)
                self.send_header('Content-Type', 'text/javascript')
                self.send_header('Access-Control-Allow-Origin', '*')
                self.end_headers()

            def log_message(self, *arguments):
                pass
        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128
        self.server = Server(('127.0.0.1', 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def url(self, path):
        return f'http://127.0.0.1:{self.server.server_port}{path}'

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Probes(RegistryTest):
    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.stop)
        super().setUp()

    def put(self, *paths):
        self.expect(200, self.registry.post('/api/deploy', {'version': '1', 'modules': [
            {'moduleId': f'm{i}', 'version': '1.0.0', 'esmUrl': self.site.url(path)} for i, path in enumerate(paths)]}))

    def healths(self):
        return [m['health_status'] for m in self.registry.get('/api/environments/green')[2]['modules']]

    def probes(self, result):
        text = self.registry.get('/metrics')[2].decode()
        return int(re.search(r'inlay_probes_total\{result="%s"\} (\d+)' % result, text).group(1))

    def wait(self, condition, seconds):
        begin = time.monotonic()
        while not condition():
            self.assertLess(time.monotonic() - begin, seconds)
            time.sleep(0.05)

    def test_together(self):
        """Forty slow servers take no longer than one."""
        self.put(*[f'/late/{i}' for i in range(40)])
        self.wait(lambda: set(self.healths()) == {'healthy'}, 8)
        self.assertGreater(self.site.most, 30)
        self.assertEqual(self.probes('reached'), 40)

    def test_drip(self):
        """A server that always says a little is given up after five seconds, and stopping does not wait for it."""
        self.put('/good', '/drip')
        self.wait(lambda: self.healths()[0] == 'healthy', 5)
        begin = time.monotonic()
        self.wait(lambda: self.probes('failed') == 1, 8)
        self.assertGreater(time.monotonic() - begin, 3)
        self.assertEqual(self.healths()[1], 'unknown')


class RequestLog(unittest.TestCase):
    def lines(self, path):
        with open(path) as f:
            return [json.loads(line) for line in f]

    def wait_for(self, condition):
        deadline = time.monotonic() + 10
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.02)

    def test_lines(self):
        folder = tempfile.mkdtemp(prefix='inlay-log-')
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, 'requests')
        registry = Registry(folder, tokens='very-secret admin ann\n', options=('--request-log', path))
        try:
            registry.get('/api/environments?composition=query-secret', token='very-secret')
            registry.post('/api/switch', {'targetEnvironment': 'body-secret'}, token='very-secret', headers={'Cookie': 'a=cookie-secret'})
            registry.post('/api/switch', {}, token='wrong-secret')
            registry.raw(b'GET /%22%0a\x01"x HTTP/1.1\r\nHost: x\r\n\r\n')
            self.wait_for(lambda: len(self.lines(path)) == 4)
            os.rename(path, path + '.1')
            registry.process.send_signal(signal.SIGHUP)
            self.wait_for(lambda: os.path.exists(path))
            registry.get('/healthz')
        finally:
            registry.stop()
        lines = self.lines(path + '.1')
        self.assertNotIn('secret', json.dumps(lines))
        found = {(l['method'], l['path'], l['status'], l.get('actor'), l.get('route')) for l in lines}
        self.assertEqual(found, {('GET', '/api/environments', 200, 'ann', '/api/environments'), ('POST', '/api/switch', 404, 'ann', '/api/switch'),
                                 ('POST', '/api/switch', 401, None, '/api/switch'), ('GET', '/%22%0a\x01"x', 400, None, None)})
        self.assertEqual({l['address'] for l in lines}, {'127.0.0.1'})
        for line in lines:
            self.assertRegex(line['time'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$')
        self.assertEqual([l['path'] for l in self.lines(path)], ['/healthz'])


    def test_named_author(self):
        """Where there are no tokens a deployment may name its author, who is told here, too."""
        folder = tempfile.mkdtemp(prefix='inlay-log-')
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, 'requests')
        registry = Registry(folder, options=('--request-log', path))
        try:
            for headers in ({}, {'Idempotency-Key': 'two words'}):
                registry.post('/api/deploy', {'modules': modules('a'), 'version': '1', 'deployedBy': 'Grace Hopper'}, headers=headers)
            registry.post('/api/rollback')
            self.wait_for(lambda: len(self.lines(path)) == 3)
        finally:
            registry.stop()
        self.assertEqual({(l['status'], l['actor']) for l in self.lines(path)}, {(200, 'Grace Hopper'), (400, 'Grace Hopper'), (409, 'local')})


class Settings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlay-settings-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, 'registry.conf')

    def write(self, text):
        with open(self.path, 'w') as f:
            f.write('[registry]\n' + text)

    def wait(self, registry, words, count=1):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with open(registry.log.name) as f:
                if f.read().count(words) >= count:
                    return
            time.sleep(0.02)
        self.fail(words)

    def test_reload(self):
        self.write('proxy=127.0.0.1\nrate-limit=1:1\n')
        registry = Registry(self.folder, options=('--config', self.path), env={'G_DEBUG': ''})
        try:
            ask = lambda n: [registry.get('/healthz', headers={'X-Forwarded-For': '192.0.2.1'})[0] for _ in range(n)]
            self.assertIn(429, ask(7))
            self.write('proxy=127.0.0.1\nrate-limit=0:0\n')
            registry.process.send_signal(signal.SIGHUP)
            self.wait(registry, 'settings were read again')
            self.assertEqual(ask(50), [200] * 50)
            for broken in ('rate-limit=1\n', 'log-level=loud\n', 'nonsense=1\n', 'request-log=/nonexistent/x\n'):
                self.write(broken)
                registry.process.send_signal(signal.SIGHUP)
                self.wait(registry, 'settings are not read again', 1)
                self.assertEqual(ask(20), [200] * 20)
            self.write('log-level=error\n')
            registry.process.send_signal(signal.SIGHUP)
        finally:
            registry.stop()

    def test_reload_tokens(self):
        """Tokens come and go while it runs; a file with a mistake changes nothing."""
        registry = Registry(self.folder, tokens='old-token deployer ann\n', env={'G_DEBUG': ''})
        status = lambda token: registry.post('/api/rollback', token=token)[0]

        def write(text):
            with open(registry.tokens, 'w') as f:
                f.write(text)
            registry.process.send_signal(signal.SIGHUP)
        try:
            self.assertEqual((status('old-token'), status('new-token')), (409, 401))
            write('new-token deployer bob\n')
            self.wait(registry, 'settings were read again')
            self.assertEqual((status('old-token'), status('new-token')), (401, 409))
            for n, broken in enumerate(('new-token king\n', '', '# nobody\n')):
                write(broken)
                self.wait(registry, 'settings are not read again', n + 1)
                self.assertEqual((status('old-token'), status('new-token'), status(None)), (401, 409, 401))
        finally:
            registry.stop()

    def test_refused(self):
        for text, words in (('rate-limit=fast\n', 'rate-limit'), ('log-level=loud\n', 'loud'), ('proxy=me\n', 'me'), ('proxy=10.0.0.0/33\n', '10.0.0.0/33'), ('proxy=10.0.0.0/\n', '10.0.0.0/'), ('nonsense=1\n', 'nonsense'), ('origin=shop.example\n', 'shop.example'), ('origin=https://shop.example/path\n', 'only scheme'),
                            ('listen=socket\n', 'LISTEN_FDS')):
            self.write(text)
            database = os.path.join(self.folder, 'r.db')
            result = subprocess.run([BINARY, '--config', self.path, '--database', f'sqlite:{database}']
                                    + ([] if 'listen' in text else ['--listen', '127.0.0.1:0']),
                                    capture_output=True, text=True, timeout=20)
            self.assertEqual(result.returncode, 2, (text, result))
            self.assertIn(words, result.stderr)

    def test_given_by_hand_wins(self):
        self.write('listen=192.0.2.1:1\n')
        Registry(self.folder, options=('--config', self.path)).stop()

    def test_socket_and_notify(self):
        """As systemd starts it: with a socket that is open already, told when it is ready."""
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind(os.path.join(self.folder, 'notify'))
        notify.settimeout(10)
        with socket.create_server(('127.0.0.1', 0)) as door:
            env = dict(os.environ, LISTEN_FDS='1', NOTIFY_SOCKET=notify.getsockname())
            command = ['sh', '-c', 'export LISTEN_PID=$$; exec "$0" "$@" 3<&%d' % door.fileno(),
                       BINARY, '--database', 'sqlite:' + os.path.join(self.folder, 'r.db'), '--listen', 'socket']
            process = subprocess.Popen(command, env=env, pass_fds=[door.fileno()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.assertIn(b'READY=1\n', notify.recv(1000))
            connection = http.client.HTTPConnection(*door.getsockname(), timeout=10)
            connection.request('GET', '/readyz')
            self.assertEqual(connection.getresponse().status, 200)
            process.send_signal(signal.SIGTERM)
            self.assertIn(b'STOPPING=1\n', notify.recv(1000))
            self.assertEqual(process.wait(timeout=20), 0)
            connection.close()
        notify.close()


class Stopping(unittest.TestCase):
    def test_drain(self):
        registry = Registry(options=('--drain', '2'))
        self.assertEqual(registry.get('/readyz')[0], 200)
        registry.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 2
        while (reply := registry.get('/readyz'))[0] == 200 and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(reply[0], 503)
        self.assertEqual(registry.get('/readyz?for=reads')[0], 503)
        status, headers, _ = registry.get('/healthz')
        self.assertEqual((status, headers['Connection'].lower()), (200, 'close'))
        self.assertEqual(registry.get('/api/environments')[0], 200)
        begin = time.monotonic()
        registry.process.wait(timeout=20)
        self.assertLess(time.monotonic() - begin, 6)
        registry.stop()

    def upload(self, registry):
        s = socket.create_connection(('127.0.0.1', registry.port), timeout=20)
        self.addCleanup(s.close)
        s.sendall(b'POST /api/deploy HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200\r\n\r\n{"a')
        return s

    def test_uploads_that_do_not_go_on(self):
        """Bodies of which nothing comes any more are not waited for, whether their senders are gone or only silent."""
        registry = Registry()
        uploads = [self.upload(registry) for _ in range(30)]
        for s in uploads[:10]:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        for s in uploads[:20]:
            s.close()
        begin = time.monotonic()
        registry.stop()
        self.assertLess(time.monotonic() - begin, 2)
        for s in uploads[20:]:
            try:
                self.assertEqual(s.recv(1), b'')
            except ConnectionError:
                pass

    def test_uploads_that_go_on(self):
        """A body that still comes is waited for, and told that it came too late."""
        registry = Registry()
        live, _ = self.upload(registry), self.upload(registry)
        registry.process.send_signal(signal.SIGTERM)
        for i in range(12):
            time.sleep(0.2)
            live.sendall(b' ')
        self.assertIsNone(registry.process.poll())
        live.sendall(b' ' * (200 - 3 - 12))
        self.assertEqual(live.recv(100).split(b' ')[1], b'503')
        live.close()
        begin = time.monotonic()
        registry.process.wait(timeout=20)
        self.assertLess(time.monotonic() - begin, 2)
        registry.stop()

    def test_answers_what_was_taken(self):
        """Writes on their way when it is told to stop are answered, and what is answered was done."""
        folder = tempfile.mkdtemp(prefix='inlay-stop-')
        self.addCleanup(shutil.rmtree, folder)
        registry = Registry(folder)
        done, odd = [], []

        def work(i):
            connection = http.client.HTTPConnection('127.0.0.1', registry.port, timeout=20)
            for n in range(100000):
                try:
                    status = registry.post('/api/modules', {'moduleId': f'm{i}', 'version': f'1.0.{n}', 'entryPoint': 'https://cdn.example/x.js'},
                                           connection=connection)[0]
                except ConnectionRefusedError:
                    return
                except (ConnectionError, http.client.HTTPException):
                    if connection.sock is not None:
                        connection.close()
                    return
                if status == 503:
                    return
                (done if status == 201 else odd).append((f'm{i}', f'1.0.{n}'))
        threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
        for t in threads:
            t.start()
        time.sleep(0.5)
        begin = time.monotonic()
        registry.stop()
        self.assertLess(time.monotonic() - begin, 5)
        for t in threads:
            t.join()
        self.assertEqual(odd, [])
        self.assertGreater(len(done), 10)
        registry.start()
        kept = {(m['moduleId'], v) for m in registry.get('/api/modules')[2] for v in m['versions']}
        registry.stop()
        self.assertLessEqual(set(done), kept)


if __name__ == '__main__':
    unittest.main()
