# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The example of data/deploy at work: nginx with TLS before a registry."""
import collections
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from registry import Registry, modules, until

NGINX = shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin')
CONFIG = os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'deploy', 'nginx.conf')


READS = 40   # a second for each address; five seconds of that at once


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as s:
        return s.getsockname()[1]


def outside_address():
    """Where others would find this machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.connect(('192.0.2.1', 9))
        except OSError:
            return None
        address = s.getsockname()[0]
        return None if address.startswith('127.') else address


def open_text(path):
    with open(path) as f:
        return f.read()


@unittest.skipUnless(NGINX and shutil.which('openssl'), 'nginx or openssl is not installed')
class Proxy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='inlay-proxy-')
        cls.log = os.path.join(cls.folder, 'requests')
        cls.registry = Registry(tokens='a-token admin ann\n', options=('--proxy', '127.0.0.1', '--request-log', cls.log, '--rate-limit', f'{READS}:{READS}'))
        cls.outside = outside_address()
        cls.plain, cls.secure = free_port(), free_port()
        key, certificate = os.path.join(cls.folder, 'key.pem'), os.path.join(cls.folder, 'cert.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=registry.example',
                        '-keyout', key, '-out', certificate], check=True, capture_output=True)
        with open(CONFIG) as f:
            text = f.read()
        text = re.sub(r'.*listen \[::\].*\n', '', text)
        text = re.sub(r'ssl_certificate_key \S+;', f'ssl_certificate_key {key};', text)
        text = re.sub(r'ssl_certificate \S+;', f'ssl_certificate {certificate};', text)
        text = text.replace('listen 80;', f'listen 127.0.0.1:{cls.plain};').replace('listen 443 ssl http2;', ' '.join(
            f'listen {a}:{cls.secure} ssl http2;' for a in ('127.0.0.1', cls.outside) if a))
        text = text.replace('127.0.0.1:8080', f'127.0.0.1:{cls.registry.port}').replace('/srv/remotes/', cls.folder + '/remotes/')
        os.mkdir(os.path.join(cls.folder, 'remotes'))
        with open(os.path.join(cls.folder, 'remotes', 'cart.js'), 'w') as f:
            f.write('export {};')
        os.chmod(cls.folder, 0o755)
        temporary = ''.join(f'{kind}_temp_path {cls.folder}; ' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        path = os.path.join(cls.folder, 'nginx.conf')
        with open(path, 'w') as f:
            f.write(f'daemon off; {"user root;" if os.getuid() == 0 else ""} pid {cls.folder}/pid; error_log {cls.folder}/error; events {{}} '
                    f'http {{ access_log off; {temporary} {text} }}')
        cls.nginx = subprocess.Popen([NGINX, '-c', path], stderr=subprocess.DEVNULL)
        cls.context = ssl._create_unverified_context()
        until(cls.is_up, 30)

    @classmethod
    def is_up(cls):
        try:
            socket.create_connection(('127.0.0.1', cls.secure)).close()
            return True
        except OSError:
            return False

    @classmethod
    def tearDownClass(cls):
        cls.nginx.terminate()
        cls.nginx.wait()
        cls.registry.stop()
        shutil.rmtree(cls.folder)

    def ask(self, method, path, body=None, headers=None, token='a-token', address='127.0.0.1'):
        connection = http.client.HTTPSConnection(address, self.secure, timeout=20, context=self.context, source_address=(address, 0))
        try:
            return self.registry.request(method, path, body, headers, token=token, connection=connection)
        finally:
            connection.close()

    def test_redirect(self):
        connection = http.client.HTTPConnection('127.0.0.1', self.plain, timeout=10)
        connection.request('GET', '/api/environments?x=1', headers={'Host': 'registry.example'})
        reply = connection.getresponse()
        self.assertEqual((reply.status, reply.headers['Location']), (301, 'https://registry.example/api/environments?x=1'))
        connection.close()

    def test_headers(self):
        status, headers, body = self.ask('GET', '/api/environments')
        self.assertEqual((status, [e['name'] for e in body]), (200, ['blue', 'green']))
        self.assertEqual(headers.get_all('Access-Control-Allow-Origin'), ['*'])
        self.assertIn('max-age', headers['Strict-Transport-Security'])
        again = self.ask('GET', '/api/environments', headers={'If-None-Match': headers['ETag']})
        self.assertEqual(again[0], 304)
        squeezed = self.ask('GET', '/api/v1/openapi.json', headers={'Accept-Encoding': 'gzip'})
        self.assertEqual(squeezed[1]['Content-Encoding'], 'gzip')
        self.assertEqual(self.ask('GET', '/api/v1/openapi.json', headers={'Accept-Encoding': 'gzip', 'If-None-Match': squeezed[1]['ETag']})[0], 304)

    def test_remotes(self):
        status, headers, _ = self.ask('GET', '/remotes/cart.js')
        self.assertEqual((status, headers['Content-Type'], headers.get_all('Access-Control-Allow-Origin')), (200, 'text/javascript', ['*']))

    def test_events_are_not_held_back(self):
        with socket.create_connection(('127.0.0.1', self.secure), timeout=10) as plain, self.context.wrap_socket(plain) as s:
            s.sendall(b'GET /api/events HTTP/1.1\r\nHost: registry.example\r\n\r\n')
            text = b''
            while b': connected' not in text:
                text += s.recv(4096)
            begin = time.monotonic()
            self.assertEqual(self.ask('POST', '/api/deploy', {'modules': modules('a'), 'version': '1'})[0], 200)
            while b'deployment-completed' not in text:
                text += s.recv(4096)
            print(f'an event is through the proxy {(time.monotonic() - begin) * 1000:.0f} ms after its deployment was asked for')

    def curl(self, *arguments):
        done = subprocess.run(['curl', '--silent', '--show-error', '--insecure', '--max-time', '20', '--resolve', f'registry.example:{self.secure}:127.0.0.1', *arguments],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    @unittest.skipUnless(shutil.which('curl'), 'curl is not installed')
    def test_http2(self):
        address = f'https://registry.example:{self.secure}'
        self.assertEqual(self.curl('--http2', '--output', os.devnull, '--write-out', '%{http_version} %{http_code}', address + '/api/environments'), '2 200')
        stream = subprocess.Popen(['curl', '--silent', '--insecure', '--no-buffer', '--http2', '--max-time', '20', '--include', '--resolve',
                                   f'registry.example:{self.secure}:127.0.0.1', address + '/api/events'], stdout=subprocess.PIPE, text=True)
        try:
            self.assertTrue(stream.stdout.readline().startswith('HTTP/2 200'))
            for words in (': connected', 'event: deployment-completed'):
                while words not in (line := stream.stdout.readline()):
                    self.assertNotEqual(line, '', words)
                if words == ': connected':
                    self.assertEqual(self.ask('POST', '/api/deploy', {'modules': modules('a'), 'version': '2'})[0], 200)
        finally:
            stream.kill()
            stream.wait()
            stream.stdout.close()

    def test_page(self):
        """A page as a visitor gets it: its policy is whole, and its cookies go over TLS only."""
        reply = self.ask('POST', '/api/deploy', {'modules': modules('a', 'b'), 'version': '3'})[2]
        for name in ('a', 'b'):
            self.assertEqual(self.ask('POST', '/api/module-health', {'environment': reply['environment'], 'moduleId': name, 'status': 'healthy'})[0], 202)
        self.assertEqual(self.ask('POST', '/api/switch', {'targetEnvironment': reply['environment']})[0], 200)
        status, headers, body = self.ask('GET', '/', headers={'Host': 'registry.example'}, token=None)
        self.assertEqual((status, headers['Content-Type']), (200, 'text/html; charset=utf-8'))
        self.assertIn(b'<script type="importmap"', body)
        self.assertIn('script-src', headers['Content-Security-Policy'])
        cookies = headers.get_all('Set-Cookie')
        self.assertTrue(cookies)
        for cookie in cookies:
            self.assertIn('; secure', cookie.lower())

    def test_from_other_sites(self):
        """What a page of another site may ask before it asks, and what it may not."""
        ask = lambda path, method: self.ask('OPTIONS', path, token=None, headers={'Origin': 'https://shop.example', 'Access-Control-Request-Method': method})
        status, headers, _ = ask('/api/import-maps/shop', 'GET')
        self.assertEqual((status, headers.get_all('Access-Control-Allow-Origin'), headers['Access-Control-Allow-Credentials']), (204, ['*'], None))
        self.assertNotIn('Access-Control-Allow-Origin', ask('/api/deploy', 'POST')[1])

    def test_rate_of_visitors(self):
        """A visitor has a rate of its own, though all come by the same proxy; what is on this machine has none."""
        if self.outside is None:
            self.skipTest('this machine has no address but loopback')
        ask = lambda address: self.ask('GET', '/healthz', token=None, address=address)[0]
        answers = collections.Counter(ask(self.outside) for _ in range(6 * READS))
        while answers[429] == 0:
            answers[ask(self.outside)] += 1
        self.assertEqual(answers.keys(), {200, 429})
        self.assertGreaterEqual(answers[200], 5 * READS)
        self.assertEqual(ask('127.0.0.1'), 200)
        self.assertIn(self.outside, {json.loads(line)['address'] for line in open_text(self.log).splitlines()})

    def test_address(self):
        """What a visitor writes into X-Forwarded-For is not believed."""
        self.ask('GET', '/api/traffic-config', headers={'X-Forwarded-For': '192.0.2.77'})
        addresses = lambda: {line['address'] for line in map(json.loads, open_text(self.log).splitlines()) if line['path'] == '/api/traffic-config'}
        until(addresses, 30)
        self.assertEqual(addresses(), {'127.0.0.1'})

    def test_sizes(self):
        big = {'moduleId': 'big', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/x.js', 'filler': 'x' * (2 * 1024 * 1024)}
        self.assertIn(self.ask('POST', '/api/modules', big)[0], (201, 422))
        self.assertEqual(self.ask('POST', '/api/switch', big)[0], 413)

    def test_connections_are_kept(self):
        count = lambda: int(re.search(r'^inlay_connections_total (\d+)', self.registry.get('/metrics')[2].decode(), re.M).group(1))
        before = count()
        for _ in range(50):
            self.ask('GET', '/api/environments')
        self.assertLess(count() - before, 10)


if __name__ == '__main__':
    unittest.main()
