# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The check list: each problem is found where it is, with a way out, and nothing is said of what is sound."""
import copy
import glob
import os
import unittest

from inlayctl import SAMPLES, STOREFRONT, CliTest, MISUSED, REFUSED

BASE = {
    'format': 1, 'id': 'shop', 'name': 'Shop', 'modules': {},
    'shared': {'react': {'version': '18.2.0'}},
    'pages': {'home': {'path': '/', 'regions': ['main']}}, 'pageOrder': ['home'],
    'regions': {'main': {'items': []}}, 'instances': {},
}


def shop(**changes):
    return {**copy.deepcopy(BASE), **changes}


def locked(imports, scopes=None):
    return shop(lock={'versions': {}, 'importMap': {'imports': imports, **({'scopes': scopes} if scopes else {})}})


REACT = 'https://esm.sh/react@18.2.0'

# name, content, {(code, severity, path)}
CASES = [
    ('sound', shop(), set()),
    ('range', shop(shared={'react': {'version': '^18'}}), {('unpinned-version', 'warning', '/shared/react')}),
    ('locked-range', shop(shared={'react': {'version': '^18'}}, lock={'versions': {'react': '18.2.0'}}), set()),
    ('module-range', shop(modules={'@acme/cart': '^2'}), {('unpinned-version', 'warning', '/modules/@acme~1cart')}),
    ('unpinned', locked({'react': 'https://esm.sh/react@18'}), {('unpinned-version', 'error', '/lock/importMap/imports/react')}),
    ('bundled', locked({'chart': 'https://esm.sh/chart@1.0.0?bundle'}), {('bundled-singleton', 'warning', '/lock/importMap/imports/chart')}),
    ('two-builds', locked({'react': REACT}, {'https://a.example/x/': {'react': REACT + '?dev'}}),
     {('two-builds', 'error', '/lock/importMap/scopes/https:~1~1a.example~1x~1/react')}),
    ('same-build', locked({'react': REACT}, {'https://a.example/x/': {'react': REACT}}), set()),
    ('no-singleton', {**locked({'react': REACT}, {'https://a.example/x/': {'react': REACT + '?dev'}}),
                      'shared': {'react': {'version': '18.2.0', 'singleton': False}}}, set()),
    ('route-clash', shop(modules={'@acme/a': '1.0.0'}, routes={
        'one': {'prefix': '/cart', 'module': '@acme/a'}, 'two': {'prefix': '/cart/', 'module': '@acme/a'}}),
     {('route-clash', 'error', '/routes/two/prefix')}),
    ('page-clash', shop(modules={'@acme/a': '1.0.0'}, routes={'one': {'prefix': '/', 'module': '@acme/a'}}),
     {('route-clash', 'error', '/routes/one/prefix')}),

    ('map', {'imports': {'a': '/a.js', 'a/': '/a/'}}, set()),
    ('map-slash', {'imports': {'a/': '/a'}}, {('prefix-without-slash', 'error', '/imports/a~1')}),
    ('map-same', {'imports': {'./x.js': '/1.js', '/x.js': '/2.js'}}, {('same-url', 'warning', '/imports/~1x.js')}),
    ('map-same-scope', {'scopes': {'/s/': {}, './s/': {}}}, {('same-url', 'warning', '/scopes/.~1s~1')}),
    ('map-nested', {'scopes': {'/a/': {'x': '/1.js'}, '/a/b/': {'x': '/2.js', 'y': '/3.js'}}},
     {('nested-scopes', 'warning', '/scopes/~1a~1b~1/x')}),
    ('map-beside', {'scopes': {'/a/': {'x': '/1.js'}, '/ab/': {'x': '/2.js'}}}, set()),
    ('map-module', {'scopes': {'/a.js': {'x': '/1.js'}}}, {('scope-is-module', 'warning', '/scopes/~1a.js')}),
    ('map-ignored', {'imports': {'a': 1, 'b': 'bare'}, 'import': {}},
     {('ignored', 'warning', '/imports/a'), ('ignored', 'warning', '/imports/b'), ('ignored', 'hint', '/import')}),
    ('map-wrong', {'imports': [], 'scopes': {}}, {('no-import-map', 'error', '')}),

    ('package', {'name': 'a', 'version': '1.0.0', 'dependencies': {'react': '^18', 'left-pad': '1.0.0'}},
     {('bundled-singleton', 'warning', '/dependencies/react')}),
    ('package-peers', {'name': 'a', 'version': '1.0.0', 'peerDependencies': {'react-dom': '*'}},
     {('unpinned-version', 'warning', '/peerDependencies/react-dom'), ('missing-peer', 'warning', '/peerDependencies')}),
    ('remote', {'name': 'r', 'exposes': [{'key': './a', 'outFileName': 'a.js'}], 'shared': [
        {'packageName': 'react', 'version': '18.2.0', 'requiredVersion': '^18', 'singleton': True, 'outFileName': 'r.js'},
        {'packageName': 'react', 'version': '18.3.0', 'requiredVersion': '^18', 'singleton': True, 'outFileName': 's.js'},
        {'packageName': 'vue', 'version': '3.0.0', 'requiredVersion': '*', 'singleton': False, 'outFileName': 'v.js'}]},
     {('two-builds', 'error', '/shared/1'), ('unpinned-version', 'warning', '/shared/2'), ('bundled-singleton', 'warning', '/shared/2')}),
    ('module', {'format': 1, 'id': '@a/b', 'version': '1.0.0', 'entry': 'https://esm.sh/b@1'},
     {('unpinned-version', 'error', '/entry')}),
    ('no-module', {'format': 1, 'id': '@a/b', 'version': 'x', 'entry': 'a.js'}, {('no-module', 'error', '')}),
]

# name, before, after, {(code, severity, path)}
CHANGES = [
    ('same', shop(), shop(), set()),
    ('patch', shop(), shop(shared={'react': {'version': '18.3.0'}}), set()),
    ('major', shop(), shop(shared={'react': {'version': '19.0.0'}}), {('major-change', 'warning', '/shared/react')}),
    ('back', shop(), shop(shared={'react': {'version': '18.1.0'}}), {('downgrade', 'warning', '/shared/react')}),
    ('gone', shop(), shop(shared={}), {('share-removed', 'warning', '/shared/react')}),
    ('several', shop(), shop(shared={'react': {'version': '18.2.0', 'singleton': False}}), {('two-builds', 'error', '/shared/react')}),
    ('loose', shop(shared={'react': {'version': '18.2.0', 'strictVersion': True}}), shop(), {('not-strict', 'hint', '/shared/react')}),
    ('old-problem', shop(shared={'react': {'version': '^18'}}), shop(shared={'react': {'version': '^18'}}), set()),
    ('new-problem', shop(), shop(modules={'@acme/cart': '^2'}), {('unpinned-version', 'warning', '/modules/@acme~1cart')}),
]

# What a team has on its disk when every line of the check list is true of it.
TEAM = {
    'shop.json': {
        'format': 1, 'id': 'shop', 'name': 'Shop',
        'modules': {'@acme/cart': '2.0.0', '@acme/search': '^1.0.0'},
        'shared': {'react': {'version': '18.2.0', 'singleton': True, 'strictVersion': True}},
        'pages': {'home': {'path': '/', 'title': 'Home', 'regions': ['main']},
                  'cart': {'path': '/cart', 'title': 'Cart', 'regions': ['main']}}, 'pageOrder': ['home', 'cart'],
        'regions': {'main': {'items': ['basket', 'box']}},
        'instances': {'basket': {'module': '@acme/cart'}, 'box': {'module': '@acme/search'}},
        'routes': {'checkout': {'prefix': '/cart', 'module': '@acme/cart'}, 'find': {'prefix': '/find/', 'module': '@acme/search'}},
        'lock': {'versions': {'react': '18.2.0', '@acme/cart': '2.0.0'}, 'importMap': {
            'imports': {'react': 'https://esm.sh/react@18.2.0?target=es2022', 'react/': 'https://esm.sh/react@18.2.0&target=es2022',
                        '@acme/cart': 'https://esm.sh/@acme/cart@2.0.0?bundle', '@acme/search': 'https://esm.sh/@acme/search@1'},
            'scopes': {'https://esm.sh/@acme/search@1/': {'react': 'https://esm.sh/react@17.0.2?target=es2022'}}}}},
    'modules/cart/module.json': {
        'format': 1, 'id': '@acme/cart', 'version': '2.0.0', 'name': 'Cart', 'entry': 'https://esm.sh/@acme/cart@2.0.0',
        'dependencies': {'react': '^18.0.0', 'react-dom': '^18.0.0'}},
    'modules/search/package.json': {
        'name': '@acme/search', 'version': '1.4.0', 'module': 'search.js', 'dependencies': {'react': '^17.0.0', 'left-pad': '^1.0.0'},
        'peerDependencies': {'react-dom': '>=17'}, 'microfrontend': {'name': 'Search'}},
    'modules/search/remoteEntry.json': {
        'name': 'search', 'exposes': [{'key': './Search', 'outFileName': 'search.js'}], 'shared': [
            {'packageName': 'react', 'version': '17.0.2', 'requiredVersion': '^17.0.0', 'singleton': True, 'outFileName': 'react-17.js'},
            {'packageName': 'react', 'version': '18.2.0', 'requiredVersion': '^18.0.0', 'singleton': True, 'outFileName': 'react-18.js'}]},
}

# What is said of it: file, where, severity, words, code, the way out.
TOLD = [
    ('shop.json', '/modules/@acme~1search', 'warning', '“^1.0.0” and not locked', 'unpinned-version', 'keep the lock, or write an exact version'),
    ('shop.json', '/modules/@acme~1cart', 'warning', 'needs react-dom ^18.0.0 beside it', 'missing-peer', 'Add the package to “shared”'),
    ('shop.json', '/lock/importMap/imports/@acme~1cart', 'warning', 'carries copies of its dependencies', 'bundled-singleton',
     'Leave the parameter out'),
    ('shop.json', '/lock/importMap/imports/@acme~1search', 'error', 'names no exact version', 'unpinned-version', 'exact version into the address'),
    ('shop.json', '/lock/importMap/scopes/https:~1~1esm.sh~1@acme~1search@1~1/react', 'error', 'react@17.0.2', 'two-builds', 'to one address everywhere'),
    ('shop.json', '/lock/importMap/imports/react~1', 'error', 'does not end with a slash', 'prefix-without-slash', 'End the address with a slash'),
    ('shop.json', '/routes/checkout/prefix', 'error', '/pages/cart/path', 'route-clash', 'another path'),
    ('modules/search/package.json', '/peerDependencies', 'warning', 'react-dom needs react beside it', 'missing-peer', 'List it with the range'),
    ('modules/search/package.json', '/dependencies/react', 'warning', 'only once', 'bundled-singleton', 'Move it to “peerDependencies”'),
    ('modules/search/remoteEntry.json', '/shared/1', 'error', '17.0.2 and as 18.2.0', 'two-builds', 'Build it once'),
]


class Lint(CliTest):
    def found(self, result):
        for problem in result.json['problems']:
            self.assertTrue(problem['message'] and problem['remedy'].endswith('.'), problem)
        return {(p['code'], p['severity'], p['path']) for p in result.json['problems']}

    def check(self, result, expected):
        self.assertEqual(self.found(result), expected)
        sound = not any(severity == 'error' for _, severity, _ in expected)
        self.assertEqual(result.json['sound'], sound)
        self.assertEqual(result.code, 0 if sound else REFUSED, result)

    def test_cases(self):
        for name, content, expected in CASES:
            with self.subTest(name=name):
                self.check(self.run_cli('lint', '--json', self.write(name + '.json', content)), expected)

    def test_changes(self):
        for name, before, after, expected in CHANGES:
            with self.subTest(name=name):
                self.check(self.run_cli('lint', '--json', self.write('after.json', after),
                                        '--against', self.write('before.json', before)), expected)

    def test_peers(self):
        """What a module of the catalog needs is looked for among what is shared."""
        module = {'format': 1, 'id': '@acme/cart', 'version': '2.0.0', 'name': 'Cart', 'entry': 'https://a.example/cart.js',
                  'dependencies': {'react': '^17', 'vue': '^3'}}
        os.mkdir(self.path('modules'))
        os.mkdir(self.path('modules/cart'))
        self.write('modules/cart/module.json', module)
        file = self.write('shop.json', shop(modules={'@acme/cart': '2.0.0'}))
        self.check(self.run_cli('lint', '--json', '--modules', self.path('modules'), file),
                   {('peer-version', 'error', '/modules/@acme~1cart'), ('missing-peer', 'warning', '/modules/@acme~1cart')})

    def test_words(self):
        file = self.write('map.json', {'imports': {'a/': '/a', './x': '/1', '/x': '/2'}})
        result = self.refused(REFUSED, 'lint', file, words='2 problems')
        self.assertIn(f'{file}: /imports/a~1: error: ', result.out)
        self.assertIn('[prefix-without-slash]\n    End the address', result.out)
        sound = self.write('sound.json', {'imports': {}})
        self.assertEqual(self.done('lint', sound).out, 'Nothing to say\n')
        self.assertEqual(len(self.run_cli('lint', '--json', file, sound, file).json['problems']), 4)

    def test_team(self):
        self.fill(TEAM)
        files = [self.path(name) for name in TEAM]
        lines = self.refused(REFUSED, 'lint', '--modules', self.path('modules'), *files, words=f'{len(TOLD)} problems').out.splitlines()
        self.assertEqual(len(lines), 2 * len(TOLD))
        for (file, where, severity, words, code, remedy), said, way in zip(TOLD, lines[::2], lines[1::2]):
            with self.subTest(where=where):
                self.assertTrue(said.startswith(f'{self.path(file)}: {where}: {severity}: '), said)
                self.assertTrue(said.endswith(f' [{code}]'), said)
                self.assertIn(words, said)
                self.assertTrue(way.startswith('    '), way)
                self.assertIn(remedy, way)

    def fill(self, files):
        for name, content in files.items():
            os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
            self.write(name, content)
        return self.path('all')

    def test_folder(self):
        """What can be checked below a folder, in the order of names, and what cannot be read; the rest is left alone."""
        bad = {'imports': {'a/': '/a'}}
        folder = self.fill({
            'all/sound.json': shop(), 'all/b/c/map.json': bad, 'all/b/old.json': {'id': 'old', 'modules': [{'moduleId': 'x'}]},
            'all/a/package.json': {'name': 'x', 'dependencies': {'react': '*'}}, 'all/broken.json': '{',
            'all/odd.json': {'format': 1, 'id': 'odd', 'pages': 5, 'instances': {}},
            'all/m/module.json': {'$schema': 'https://inlay.dev/schema/module/1', 'format': 1, 'id': '@a/b'},
            'all/tsconfig.app.json': '// {', 'all/package-lock.json': {'name': 'x', 'dependencies': {'react': '*'}},
            'all/node_modules/x/map.json': bad, 'all/.git/map.json': bad, 'all/.map.json': bad, 'all/map.txt': '{',
            'all/data.json': {'id': 'data', 'rows': []}, 'all/list.json': [], 'all/large.json': '{' + ' ' * (16 << 20),
        })
        os.symlink(folder, os.path.join(folder, 'loop'))
        os.symlink(os.path.join(folder, 'b/c/map.json'), os.path.join(folder, 'link.json'))
        os.mkfifo(os.path.join(folder, 'pipe.json'))

        answer = self.run_cli('lint', '--json', folder)
        self.assertEqual((answer.code, answer.json['sound'], answer.json['checked']), (REFUSED, False, 7))
        where = [(os.path.relpath(p['file'], folder), p['code']) for p in answer.json['problems']]
        self.assertEqual([name for name, _ in where], sorted(name for name, _ in where))
        self.assertEqual({name for name, code in where if code == 'unreadable'}, {'broken.json', 'm/module.json', 'odd.json'})
        self.assertIn(('b/c/map.json', 'prefix-without-slash'), where)
        self.assertEqual({name for name, _ in where} - {'b/old.json'},
                         {'a/package.json', 'b/c/map.json', 'broken.json', 'm/module.json', 'odd.json'})
        plain = self.refused(REFUSED, 'lint', folder, words='7 files checked')
        self.assertIn(f'{folder}/broken.json: error: line 1', plain.out)
        self.assertRegex(plain.out, 'm/module.json: error: .*version')

    def test_sound_folder(self):
        folder = self.fill({'all/shop.json': shop(), 'all/data.json': {}})
        result = self.done('lint', folder)
        self.assertEqual((result.out, result.err), ('Nothing to say\n', '1 file checked\n'))
        self.assertEqual(self.run_cli('lint', '--json', folder, self.path('all/shop.json')).json['checked'], 2)
        self.refused(MISUSED, 'lint', folder, '--against', self.path('all/shop.json'), words='is a folder')
        self.refused(REFUSED, 'lint', folder, '--catalog', self.path('gone.json'), words='gone.json')

    def test_empty_folder(self):
        self.refused(REFUSED, 'lint', self.fill({'all/data.json': {}}), words='holds no composition')
        os.chmod(self.path('all'), 0)
        if os.geteuid() != 0:
            self.refused(REFUSED, 'lint', self.path('all'), words='all')
        os.chmod(self.path('all'), 0o700)

    def test_strict(self):
        file = self.write('shop.json', shop(shared={'react': {'version': '^18'}}))
        self.done('lint', file)
        self.refused(REFUSED, 'lint', '--strict', file, words='1 problem')

    def test_refused(self):
        self.refused(REFUSED, 'lint', self.path('gone.json'), words='gone.json')
        self.refused(REFUSED, 'lint', self.write('bad.json', '{'), words='line 1')
        self.refused(REFUSED, 'lint', self.write('odd.json', {'format': 1, 'pages': {}}), words='id')
        self.refused(REFUSED, 'lint', STOREFRONT, '--against', self.path('gone.json'), words='gone.json')
        self.refused(MISUSED, 'lint', '--against')

    def test_samples(self):
        """Nothing that comes with Inlay has an error."""
        files = sorted(glob.glob(SAMPLES + '/*.json') + glob.glob(SAMPLES + '/templates/*.json') +
                       glob.glob(SAMPLES + '/modules/*/module.json'))
        self.assertGreaterEqual(len(files), 18)
        for file in files:
            with self.subTest(file=os.path.relpath(file, SAMPLES)):
                self.done('lint', file)
        self.assertGreaterEqual(self.done('lint', '--json', SAMPLES).json['checked'], len(files))


if __name__ == '__main__':
    unittest.main()
