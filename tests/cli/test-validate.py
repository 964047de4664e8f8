# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What is a composition, what is none, and where it is not."""
import glob
import os
import unittest

from inlayctl import SAMPLES, STOREFRONT, CliTest, MISUSED, REFUSED

GOOD = sorted(glob.glob(SAMPLES + '/*.json') + glob.glob(SAMPLES + '/templates/*.json') + glob.glob(SAMPLES + '/modules/*/module.json'))

# name, bytes, words of the message
BAD = [
    ('malformed', b'{\n  "id": "a",\n  "name" "b"\n}', 'line 3, column 10'),
    ('comment', b'// no\n{}', 'line 1, column 1'),
    ('trailing', b'{"id": "a"} x', 'line 1, column 13'),
    ('cut', b'{"id": "a", "pages": {', 'line 1'),
    ('empty', b'', ''),
    ('twice', b'{"id": "a",\n "id": "b"}', 'line 2'),
    ('not-utf-8', b'{"id": "a", "name": "\xff\xfe"}', 'UTF-8'),
    ('nul', b'{"id": "a", "name": "a\\u0000b"}', ''),
    ('surrogate', b'{"id": "a", "name": "\\ud800"}', ''),
    ('utf-16', '{"id": "a"}'.encode('utf-16'), ''),
    ('newer', b'{"format": 99, "id": "a"}', 'newer'),
    ('too-deep', b'{"id":"a","state":{"initial":' + b'{"a":' * 80 + b'1' + b'}' * 80 + b'}}', 'deep'),
    ('far-too-deep', b'[' * 1000000, 'deep'),
    ('not-an-object', b'[1, 2]', ''),
    ('wrong-type', b'{"format": 1, "id": "a", "pages": []}', '/pages'),
    ('no-id', b'{"format": 1, "pages": {}}', 'id'),
    ('past-64-bits', b'{"id": "a", "state": {"initial": {"n": 123456789012345678901234567890}}}', ''),
    ('dangling', b'{"format": 1, "id": "a", "pages": {"p": {"path": "/", "regions": ["gone"]}}, "pageOrder": ["p"]}', 'gone'),
]


class Validate(CliTest):
    def test_good(self):
        self.assertGreaterEqual(len(GOOD), 18)
        for file in GOOD:
            with self.subTest(file=os.path.relpath(file, SAMPLES)):
                self.assertEqual(self.done('validate', file).out, f'{file}: valid\n')
                self.assertEqual(self.done('validate', '--json', file).json, {'valid': True, 'findings': []})

    def test_standard_input(self):
        with open(STOREFRONT, 'rb') as f:
            self.assertIn('valid', self.done('validate', '-', stdin=f.read()).out)
        self.refused(REFUSED, 'validate', '-', stdin=b'{', words='line 1')

    def test_bad(self):
        """The same message for every verb that reads a composition; none is left with a half of it."""
        for name, content, words in BAD:
            file = self.write(name + '.json', content)
            with self.subTest(name=name):
                for args in (['validate', file], ['resolve', file], ['import', file], ['build', file, '--output', self.path('site')],
                             ['diff', STOREFRONT, file], ['edit', file, 'remove', 'x']):
                    result = self.refused(REFUSED, *args, words=words)
                    self.assertIn(file, result.err)
                    self.assertEqual(len(result.err.splitlines()), 1, result)
                self.assertEqual(self.read(file), content)
        self.assertFalse(os.path.exists(self.path('site')))
        self.assertEqual(self.done('export').out, '')

    def test_too_large(self):
        file = self.path('large.json')
        with open(file, 'wb') as f:
            f.truncate(16 * 1024 * 1024 + 1)
        self.refused(REFUSED, 'validate', file, words='larger than 16 MiB')
        with open(file, 'rb') as f:
            self.refused(REFUSED, 'validate', '-', stdin=f.read(), words='larger than 16 MiB')
        self.refused(REFUSED, 'validate', '/dev/zero', words='larger than 16 MiB')

    def test_no_file(self):
        self.refused(REFUSED, 'validate', self.path('gone.json'), words='gone.json')
        self.refused(REFUSED, 'validate', self.folder, words='irectory')
        locked = self.write('locked.json', '{}')
        os.chmod(locked, 0)
        if os.getuid() != 0:
            self.refused(REFUSED, 'validate', locked, words='ermission')

    def test_settings(self):
        def spoil(c):
            c['instances']['hero']['config']['title'] = 5
            c['instances']['grid' if 'grid' in c['instances'] else 'products']['config']['columns'] = 'many'
        file = self.write('bad.json', self.storefront(spoil))
        self.refused(REFUSED, 'validate', file, words='not valid')
        result = self.run_cli('validate', '--json', file)
        self.assertFalse(result.json['valid'])
        self.assertIn('/instances/hero/config/title', [f['path'] for f in result.json['findings']])
        for finding in result.json['findings']:
            self.assertEqual((finding['severity'], bool(finding['message'])), ('error', True))

    def test_unknown_module(self):
        """Said with its place, and so is a version that is not there."""
        file = self.write('a.json', {'id': 'a', 'modules': {'@gone/one': '^1.0.0'}, 'pages': {'p': {'path': '/', 'regions': ['m']}},
                                     'pageOrder': ['p'], 'regions': {'m': {'items': ['x']}}, 'instances': {'x': {'module': '@gone/one', 'config': {'a': 1}}}})
        result = self.run_cli('validate', '--json', file)
        self.assertIn('/modules/@gone~1one', [f['path'] for f in result.json['findings']])
        file = self.write('b.json', self.storefront(lambda c: c['modules'].update({'@inlay/hero': '^99.0.0'})))
        result = self.run_cli('validate', '--json', file)
        self.assertEqual((result.code, result.json['valid']), (REFUSED, False))

    def test_nowhere(self):
        file = self.write('a.json', self.storefront(lambda c: c['instances'].update(lost={'module': '@inlay/text'})))
        findings = self.done('validate', '--json', file).json['findings']
        self.assertEqual([(f['severity'], f['path']) for f in findings], [('warning', '/instances/lost')])

    def test_module(self):
        self.refused(REFUSED, 'validate', self.write('m.json', {'id': '@a/b', 'version': 'x', 'entry': 'a.js'}))
        self.refused(REFUSED, 'validate', self.write('n.json', {'format': 1, 'id': '@a/b', 'version': '1.0.0', 'name': 'B', 'entry': 'a.js', 'files': ['a.js'],
                                                               'configSchema': {'type': 'nonsense'}}))
        self.refused(REFUSED, 'validate', self.write('o.json', {'format': 1, 'id': '@a/b', 'version': '1.0.0', 'name': 'B', 'entry': '../a.js', 'files': ['../a.js']}))


if __name__ == '__main__':
    unittest.main()
