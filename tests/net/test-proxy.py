# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The example of data/deploy at work: nginx with TLS before a registry."""
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

from registry import Registry, modules

NGINX = shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin')
CONFIG = os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'deploy', 'nginx.conf')


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as s:
        return s.getsockname()[1]


@unittest.skipUnless(NGINX and shutil.which('openssl'), 'nginx or openssl is not installed')
class Proxy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='inlay-proxy-')
        cls.log = os.path.join(cls.folder, 'requests')
        cls.registry = Registry(tokens='a-token admin ann\n', options=('--proxy', '127.0.0.1', '--request-log', cls.log))
        cls.plain, cls.secure = free_port(), free_port()
        key, certificate = os.path.join(cls.folder, 'key.pem'), os.path.join(cls.folder, 'cert.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=registry.example',
                        '-keyout', key, '-out', certificate], check=True, capture_output=True)
        with open(CONFIG) as f:
            text = f.read()
        text = re.sub(r'.*listen \[::\].*\n', '', text)
        text = re.sub(r'ssl_certificate_key \S+;', f'ssl_certificate_key {key};', text)
        text = re.sub(r'ssl_certificate \S+;', f'ssl_certificate {certificate};', text)
        text = text.replace('listen 80;', f'listen 127.0.0.1:{cls.plain};').replace('listen 443 ', f'listen 127.0.0.1:{cls.secure} ')
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
        for _ in range(200):
            try:
                socket.create_connection(('127.0.0.1', cls.secure)).close()
                break
            except OSError:
                time.sleep(0.02)

    @classmethod
    def tearDownClass(cls):
        cls.nginx.terminate()
        cls.nginx.wait()
        cls.registry.stop()
        shutil.rmtree(cls.folder)

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection('127.0.0.1', self.secure, timeout=20, context=self.context)
        try:
            return self.registry.request(method, path, body, headers, token='a-token', connection=connection)
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
            self.assertLess(time.monotonic() - begin, 2)

    def test_address(self):
        """What a visitor writes into X-Forwarded-For is not believed."""
        self.ask('GET', '/api/traffic-config', headers={'X-Forwarded-For': '192.0.2.77'})
        for _ in range(100):
            with open(self.log) as f:
                lines = [json.loads(line) for line in f]
            if any(line['path'] == '/api/traffic-config' for line in lines):
                break
            time.sleep(0.02)
        self.assertEqual({line['address'] for line in lines}, {'127.0.0.1'})

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
