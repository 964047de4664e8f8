# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Versions: what is chosen, from where, and why."""
import json
import os
import unittest

from inlayctl import SAMPLES, STOREFRONT, CliTest, NETWORK, REFUSED, Rude, closed_port, http

REACT = os.path.join(SAMPLES, 'react-counter.json')


def module(id, version, **more):
    return {'$schema': 'https://inlay.dev/schema/module/1', 'format': 1, 'id': id, 'version': version, 'name': id,
            'entry': f'https://cdn.example/{version}/x.js', **more}


def composition(**modules):
    ids = list(modules)
    return {'format': 1, 'id': 'a', 'modules': {f'@acme/{name}': range for name, range in modules.items()},
            'instances': {name: {'module': f'@acme/{name}'} for name in ids}, 'regions': {'m': {'items': ids}},
            'pages': {'p': {'path': '/', 'regions': ['m']}}, 'pageOrder': ['p']}


class Resolve(CliTest):
    def test_import_map(self):
        first = self.done('resolve', STOREFRONT)
        self.assertEqual(first.err, '')
        imports = first.json['imports']
        self.assertEqual(imports['@inlay/hero'], '/modules/@inlay/hero@1.1.0/hero.js')
        self.assertEqual(first.raw, self.done('resolve', STOREFRONT).raw)
        react = self.done('resolve', REACT).json['imports']
        self.assertTrue(react['react'].startswith('https://esm.sh/react@18.2.0'), react)

    def test_explain(self):
        result = self.done('resolve', '--explain', REACT)
        self.assertIn('imports', result.json)
        self.assertRegex(result.err, r'(?m)^@inlay/text: 1\.0\.0, the newest in \^1\.0\.0$')
        self.assertRegex(result.err, r'(?m)^react: 18\.2\.0, ')

    def test_federation(self):
        def remote(name, version, range):
            return {'name': name, 'url': f'https://{name}.example/remoteEntry.json', 'remoteEntry': {'name': name, 'shared': [
                {'packageName': 'react', 'outFileName': 'react.js', 'version': version, 'requiredVersion': range,
                 'singleton': True, 'strictVersion': True}]}}

        remotes = {'remotes': [remote('a', '18.2.0', '^18.0.0'), remote('b', '17.0.2', '^17.0.0')]}
        file = self.write('remotes.json', remotes)
        result = self.done('resolve', '--explain', file)
        self.assertEqual(result.json['imports'], {'react': 'https://a.example/react.js'})
        self.assertEqual(result.json['scopes'], {'https://b.example/': {'react': 'https://b.example/react.js'}})
        self.assertRegex(result.err, r'(?m)^react: 18\.2\.0 ')
        self.assertRegex(result.err, r'(?m)^  → Let b accept react 18\.2\.0, too$')

        result = self.refused(REFUSED, 'resolve', '--json', self.write('strict.json', {**remotes, 'strict': True}),
                              words='b needs react')
        problem = json.loads(result.raw)['explanation']['problems'][0]
        self.assertTrue(problem['conflict'])
        self.assertEqual(problem['ways'][0]['patch'][0]['path'], '/remotes/1/remoteEntry/shared/0/requiredVersion')

    def test_json(self):
        whole = self.done('resolve', '--json', REACT).json
        self.assertEqual(whole['importMap'], self.done('resolve', REACT).json)
        self.assertEqual({c['name'] for c in whole['choices']}, {'@inlay/react-counter', '@inlay/text', 'react', 'react-dom'})

    def test_catalog_file(self):
        file = self.write('c.json', composition(one='^1.0.0'))
        modules = [module('@acme/one', v) for v in ('1.0.0', '1.5.0', '2.0.0', '1.9.0-rc.1')]
        for catalog in (modules, {'modules': modules}):
            path = self.write('catalog.json', catalog)
            imports = self.done('resolve', file, '--catalog', path).json['imports']
            self.assertEqual(imports, {'@acme/one': 'https://cdn.example/1.5.0/x.js'})

    def test_catalog_address(self):
        file = self.write('c.json', composition(one='^1.0.0'))
        server = Rude(http([module('@acme/one', '1.2.0')]))
        try:
            result = self.done('resolve', file, '--catalog', server.url + '/list/catalog.json?x=1')
            self.assertEqual(result.json['imports'], {'@acme/one': 'https://cdn.example/1.2.0/x.js'})
            self.assertTrue(server.requests[0].startswith(b'GET /list/catalog.json?x=1 HTTP/1.1'), server.requests)
            self.assertNotIn(b'Authorization', server.requests[0])
        finally:
            server.close()

    def test_catalog_registry(self):
        from registry import Registry
        registry = Registry()
        try:
            url = f'http://127.0.0.1:{registry.port}'
            file = self.write('hero.json', {**module('@acme/one', '1.3.0')})
            self.done('modules', 'register', file, '--registry', url)
            result = self.done('resolve', self.write('c.json', composition(one='^1.0.0')), '--catalog', url)
            self.assertEqual(result.json['imports'], {'@acme/one': 'https://cdn.example/1.3.0/x.js'})
        finally:
            registry.stop()

    def test_lock(self):
        """What the lock names stays until --update, or until it no longer fits."""
        value = composition(one='^1.0.0')
        value['lock'] = {'versions': {'@acme/one': '1.0.0'}}
        file = self.write('c.json', value)
        catalog = self.write('catalog.json', [module('@acme/one', v) for v in ('1.0.0', '1.5.0', '2.0.0')])
        pick = lambda *more: self.done('resolve', file, '--catalog', catalog, *more).json['imports']['@acme/one'].split('/')[3]
        self.assertEqual(pick(), '1.0.0')
        self.assertEqual(pick('--update'), '1.5.0')
        value['modules']['@acme/one'] = '^2.0.0'
        self.write('c.json', value)
        self.assertEqual(pick(), '2.0.0')

    def test_conflict(self):
        file = self.write('c.json', composition(one='^3.0.0'))
        catalog = self.write('catalog.json', [module('@acme/one', '1.0.0')])
        result = self.refused(REFUSED, 'resolve', file, '--catalog', catalog, words='settled')
        self.assertIn('@acme/one', result.err)
        self.assertEqual(self.run_cli('build', file, '--catalog', catalog, '--output', self.path('site')).code, REFUSED)
        self.assertFalse(os.path.exists(self.path('site')))

    def test_own_copy(self):
        """A module that cannot live with the shared version gets one for itself, and nobody else does."""
        value = composition(one='*', two='*')
        value['shared'] = {'react': {'version': '18.2.0', 'singleton': True, 'strictVersion': True}}
        file = self.write('c.json', value)
        catalog = self.write('catalog.json', [module('@acme/one', '1.0.0', dependencies={'react': '^17.0.0'}),
                                              module('@acme/two', '2.0.0', dependencies={'react': '^18.0.0'})])
        result = self.done('resolve', file, '--catalog', catalog, '--explain')
        self.assertIn('react@18.2.0', result.json['imports']['react'])
        self.assertEqual(list(result.json['scopes']), ['https://cdn.example/1.0.0/'])
        self.assertIn('react@17.', result.json['scopes']['https://cdn.example/1.0.0/']['react'])
        self.assertIn('17.', result.err)

    def test_bad_catalog(self):
        for content, words in (('{', 'line 1'), ('{}', 'neither'), ('[1]', 'module 1'), ([{'id': 'x'}], 'module 1')):
            self.refused(REFUSED, 'resolve', STOREFRONT, '--catalog', self.write('catalog.json', content), words=words)
        self.refused(REFUSED, 'resolve', STOREFRONT, '--catalog', self.path('gone.json'), words='gone.json')
        self.refused(NETWORK, 'resolve', STOREFRONT, '--catalog', f'http://127.0.0.1:{closed_port()}/x', words='cannot be reached')
        server = Rude(http(b'<html>not here</html>', status='404 Not Found'))
        try:
            self.refused(REFUSED, 'resolve', STOREFRONT, '--catalog', server.url, words='404')
        finally:
            server.close()

    def test_modules_folder(self):
        folder = self.path('mine/one')
        os.makedirs(folder)
        self.write('mine/one/module.json', {**module('@acme/one', '1.0.0'), 'entry': 'one.js', 'files': ['one.js']})
        file = self.write('c.json', composition(one='^1.0.0'))
        self.refused(REFUSED, 'resolve', file, '--modules', self.path('mine'), words='one.js')
        self.write('mine/one/one.js', 'export function mount() {}\n')
        self.assertEqual(self.done('resolve', file, '--modules', self.path('mine')).json['imports'],
                         {'@acme/one': '/modules/@acme/one@1.0.0/one.js'})
        self.done('build', file, '--modules', self.path('mine'), '--output', self.path('site'))
        self.assertEqual(self.read('site/modules/@acme/one@1.0.0/one.js'), b'export function mount() {}\n')
        self.refused(REFUSED, 'resolve', file, '--modules', self.path('gone'), words='gone')


if __name__ == '__main__':
    unittest.main()
