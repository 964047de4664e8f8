# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Version lists from an npm registry, a good one and one that answers nonsense."""
import http.server
import json
import threading
import unittest

from inlayctl import CliTest, MISUSED, NETWORK, REFUSED

PACKAGES = {
    'react': {'name': 'react', 'dist-tags': {'latest': '18.2.0', 'next': '19.0.0-rc.1'}, 'modified': 'x', 'versions': {
        '17.0.2': {'name': 'react', 'version': '17.0.2'}, '18.2.0': {}, '18.3.0': {'deprecated': 'broken'},
        '19.0.0-rc.1': {}, 'nonsense': {}}},
    'react-dom': {'name': 'react-dom', 'versions': {'18.2.0': {'peerDependencies': {'react': '^18.2.0'}}}},
    '@scope/kit': {'name': '@scope/kit', 'dist-tags': {'latest': '1.0.0'}, 'versions': {'1.0.0': {}, '1.1.0': {}}},
    'liar': {'name': 'other', 'versions': {}},
    'listed': {'name': 'listed', 'versions': ['1.0.0']},
    'peers': {'name': 'peers', 'versions': {'1.0.0': {'peerDependencies': 'react'}}},
}


class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers['Accept']))
        name = self.path[1:].replace('%2F', '/')
        if name == 'html':
            self.answer(200, b'<!doctype html>')
        elif name == 'down':
            self.answer(503, b'')
        elif name == 'huge':
            self.answer(200, b'{"name":"huge","x":"' + b'x' * (33 << 20) + b'"}')
        elif name in PACKAGES:
            self.answer(200, json.dumps(PACKAGES[name]).encode())
        else:
            self.answer(404, b'{}')

    def answer(self, status, body):
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.send_header('ETag', '"1"')
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def log_message(self, *args):
        pass


class Npm(CliTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Registry)
        self.server.daemon_threads = True
        self.server.asked = []
        thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.base = f'http://127.0.0.1:{self.server.server_address[1]}'

    def versions(self, *args):
        return self.done('modules', 'versions', *args, '--npm', self.base).out

    def test_versions(self):
        self.assertEqual(self.versions('react'), '19.0.0-rc.1\n18.3.0\tbroken\n18.2.0\n17.0.2\n')
        self.assertEqual(self.server.asked[0][0], '/react')
        self.assertIn('application/vnd.npm.install-v1+json', self.server.asked[0][1])
        answer = self.done('modules', 'versions', 'react-dom', '--json', env={'INLAY_NPM': self.base + '/'}).json
        self.assertEqual(answer, [{'version': '18.2.0', 'peerDependencies': {'react': '^18.2.0'}}])

    def test_chosen(self):
        for package, wanted, version in [
                ('react', '', '18.2.0'), ('react', 'latest', '18.2.0'), ('react', 'next', '19.0.0-rc.1'), ('react', '*', '18.2.0'),
                ('react', '>=18.2.1', '18.3.0\tbroken'), ('react', '^17', '17.0.2'), ('react', '18.3.0', '18.3.0\tbroken'),
                ('react', '>=17', '18.2.0'), ('@scope/kit', '^1', '1.0.0'), ('@scope/kit', '>1.0.0', '1.1.0')]:
            with self.subTest(package=package, wanted=wanted):
                self.assertEqual(self.versions(package, wanted), version + '\n')
        self.assertIn('/@scope%2Fkit', [path for path, _ in self.server.asked])

    def test_refused(self):
        for args, code, words in [
                (('react', '^99'), REFUSED, '^99'), (('react', 'beta'), REFUSED, 'beta'), (('gone',), REFUSED, 'no package gone'),
                (('../x',), REFUSED, 'name of a package'), (('html',), REFUSED, 'JSON'), (('liar',), REFUSED, 'other'),
                (('listed',), REFUSED, 'versions'), (('peers',), REFUSED, 'peerDependencies'), (('huge',), REFUSED, 'larger than'),
                (('down',), NETWORK, '503')]:
            with self.subTest(args=args):
                self.refused(code, 'modules', 'versions', *args, '--npm', self.base, words=words)
        self.refused(MISUSED, 'modules', 'versions', 'react', words='--npm')
        self.refused(REFUSED, 'modules', 'versions', 'react', '--npm', 'ftp://a.example', words='ftp://a.example')
        self.refused(NETWORK, 'modules', 'versions', 'react', '--npm', 'http://127.0.0.1:1', words='cannot be reached')

    def test_resolve(self):
        """A range of what is shared is settled from the list; an exact one needs none."""
        file = self.write('shop.json', {
            'format': 1, 'id': 'shop', 'name': 'Shop', 'modules': {}, 'shared': {'react': {'version': '^18.0.0'}},
            'pages': {'home': {'path': '/', 'regions': ['main']}}, 'pageOrder': ['home'], 'regions': {'main': {'items': []}},
            'instances': {}})
        answer = self.done('resolve', '--json', file, '--npm', self.base)
        self.assertIn('/react', [path for path, _ in self.server.asked])
        self.assertIn('react@18.', answer.out)
        self.refused(NETWORK, 'resolve', file, '--npm', 'http://127.0.0.1:1', words='cannot be reached')


if __name__ == '__main__':
    unittest.main()
