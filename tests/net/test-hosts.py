# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Each application at a name of its own: pages, previews, modules and the older surface."""
import unittest

from registry import Registry, RegistryTest, modules

HERO = {'format': 1, 'id': '@inlay/hero', 'version': '1.0.0', 'name': 'Hero', 'entry': 'hero.js', 'files': ['hero.js']}


class Hosts(RegistryTest):
    tokens = 'root admin root\nanna admin anna - second\n'

    def call(self, method, path, body=None, app='second', token='root', match='*'):
        return self.registry.request(method, f'/api/v1/apps/{app}{path}', body, token=token, headers={'If-Match': match} if match else None)

    def at(self, host, path, method='GET', body=None, token=None, **headers):
        return self.registry.request(method, path, body, headers={'Host': host, **headers}, token=token)

    def setUp(self):
        super().setUp()
        self.expect(201, self.registry.post('/api/v1/apps', {'id': 'second'}, token='root'))

    def release(self, app, content):
        """A page with a module that is served from here, switched to."""
        files = {'hero.js': {'encoding': 'utf8', 'content': content}}
        self.expect(201, self.call('POST', '/modules', {'moduleId': HERO['id'], 'version': '1.0.0', 'definition': HERO, 'files': files}, app=app))
        composition = {'id': app, 'name': app, 'modules': [{'moduleId': '@inlay/hero', 'version': '1.0.0'}]}
        return self.expect(202, self.call('POST', '/deployments', {'composition': composition, 'version': app, 'strategy': 'direct'}, app=app))

    def test_pages(self):
        first, second = self.release('default', 'export const which = 1'), self.release('second', 'export const which = 2')
        self.assertEqual(self.expect(200, self.call('PUT', '/hosts', ['Shop.Example', 'www.shop.example'])), ['shop.example', 'www.shop.example'])
        for host in ('shop.example', 'SHOP.example:8080', 'www.shop.example', 'shop.example.', 'second.localhost', 'second.localhost:1234'):
            status, headers, page = self.at(host, '/')
            self.assertEqual((status, second['revision'].encode() in page), (200, True), host)
            self.assertEqual(self.at(host, '/modules/@inlay/hero@1.0.0/hero.js')[2], b'export const which = 2', host)
            self.assertEqual(self.at(host, '/api/environments/active')[2]['version'], 'second', host)
            self.assertEqual(self.at(host, '/api/compositions')[2], [])
            self.assertEqual(self.at(host, '/api/modules')[0], 200)
            self.assertEqual(self.at(host, '/shell/shell.js')[0], 200)
        for host in ('127.0.0.1', 'localhost', 'other.example', 'notshop.example', 'third.localhost', 'shop.example.evil', '[::1]:80', 'x' * 300, '*'):
            status, _, page = self.at(host, '/')
            self.assertEqual((status, first['revision'].encode() in page), (200, True), host)
        self.assertEqual(self.at('shop.example', '/modules/@inlay/hero@1.0.0/hero.js')[2], b'export const which = 2')
        self.assertEqual(self.at('shop.example', '/api/v1/apps/default', token='root')[2]['id'], 'default')

    def test_same_bytes(self):
        """The page is what the revision says, wherever it is served."""
        made = self.release('second', 'export const which = 2')
        self.call('PUT', '/hosts', ['shop.example'])
        page = self.at('shop.example', '/')[2]
        self.assertEqual(page, self.registry.get(f'/api/v1/apps/second/revisions/{made["revision"]}/index.html')[2])
        self.assertEqual(page, self.at('shop.example', '/preview/green')[2])

    def test_preview_link(self):
        self.call('PUT', '/hosts', ['shop.example'])
        made = self.expect(201, self.call('POST', '/environments', {'name': 'pr-1'}))
        self.assertTrue(made['previewUrl'].startswith('//shop.example/preview/pr-1?until='))
        self.expect(202, self.call('POST', '/deployments', {'env': 'pr-1', 'modules': modules('a'), 'version': '1'}))
        link = made['previewUrl'][len('//shop.example'):]
        self.assertEqual(self.at('shop.example', link)[0], 200)
        self.refused(403, self.at('shop.example', '/preview/pr-1'), 'signed link')
        self.refused(404, self.at('other.example', link))
        self.assertIn('/preview/pr-2?until=', self.expect(201, self.call('POST', '/environments', {'name': 'pr-2'}, app='default'))['previewUrl'])

    def test_writes(self):
        """The older surface writes to the application whose host it is asked at, and asks for its token."""
        self.call('PUT', '/hosts', ['shop.example'])
        body = {'modules': modules('a'), 'version': '1'}
        self.expect(200, self.at('shop.example', '/api/deploy', 'POST', body, token='anna'))
        self.refused(403, self.at('other.example', '/api/deploy', 'POST', body, token='anna'), 'not for the application default')
        self.assertEqual(self.call('GET', '/environments/green')[2]['version'], '1')
        self.assertIsNone(self.call('GET', '/environments/green', app='default')[2]['version'])
        self.expect(202, self.at('shop.example', '/api/module-health', 'POST', {'environment': 'green', 'moduleId': 'a', 'status': 'healthy'}, token='anna'))

    def test_refused(self):
        for bad in (['a b'], ['shop.example:80'], ['-x.example'], ['x..example'], ['*.example'], ['bücher.example'], ['localhost'], ['x.localhost'],
                    [''], ['a' * 254], ['shop.example', 'shop.example'], [7], 'shop.example', {}, ['https://shop.example'], ['x/y']):
            body = bad if not isinstance(bad, str) else f'"{bad}"'
            self.refused(422, self.call('PUT', '/hosts', body))
        self.assertEqual(self.expect(200, self.call('GET', '/hosts')), [])
        self.expect(200, self.call('PUT', '/hosts', ['shop.example']))
        self.refused(409, self.call('PUT', '/hosts', ['new.example', 'shop.example'], app='default'), 'second')
        self.assertEqual(self.expect(200, self.call('GET', '/hosts', app='default')), [])
        self.refused(403, self.call('PUT', '/hosts', ['other.example'], token='anna'), 'whole registry')
        self.refused(428, self.call('PUT', '/hosts', [], match=None))
        self.expect(200, self.call('PUT', '/hosts', []))
        self.expect(200, self.call('PUT', '/hosts', ['shop.example'], app='default'))

    def test_many_changes(self):
        """Readers go on while hosts come and go."""
        from registry import run_in_threads
        self.release('second', 'export const which = 2')

        def work(i):
            for n in range(25):
                if i == 0:
                    self.expect(200, self.call('PUT', '/hosts', [f'h{n}.example', 'shop.example']))
                else:
                    self.assertIn(self.at('shop.example', '/')[0], (200, 404))
        run_in_threads(4, work)
        self.assertEqual(self.at('h24.example', '/')[0], 200)


class Processes(unittest.TestCase):
    def test_others_see_it(self):
        """What one process was told the others know, too, and so does one that is started later."""
        registry = Registry(options=('--workers', '2'))
        try:
            registry.post('/api/v1/apps', {'id': 'second'})
            put = lambda: registry.request('PUT', '/api/v1/apps/second/hosts', ['shop.example'], headers={'If-Match': '*'})[0]
            import time
            until = time.monotonic() + 10
            # The other process may not have seen the application yet.
            while put() != 200:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.02)
            name = lambda: registry.get('/api/traffic-config', headers={'Host': 'shop.example'})[2]['generation']
            while {name() for _ in range(12)} != {2}:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.1)
            registry.kill()
            registry.start()
            self.assertEqual(name(), 2)
        finally:
            registry.stop()


if __name__ == '__main__':
    unittest.main()
