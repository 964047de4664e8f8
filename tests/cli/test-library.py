# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""In and out again, byte for byte."""
import glob
import os
import unittest

from inlayctl import SAMPLES, STOREFRONT, CliTest, CONFLICT, REFUSED

ODD = '''{
  "zeta": [
    1,
    1.5,
    -0.25,
    1e+300,
    9007199254740993,
    5e-324
  ],
  "id": "odd",
  "format": 1,
  "unknown": {
    "b": null,
    "a": {},
    "\u00fc": []
  },
  "name": "Odd \u2014 \U0001f600 \\" \\\\ / \\n",
  "pages": {
    "p": {
      "x-note": true,
      "path": "/",
      "regions": []
    }
  },
  "pageOrder": [
    "p"
  ]
}
'''


class Library(CliTest):
    def round(self, file):
        key = self.done('import', '--json', file).json['key']
        return self.done('export', key).raw

    def test_identical(self):
        for file in [STOREFRONT, *glob.glob(SAMPLES + '/*.json'), *glob.glob(SAMPLES + '/templates/*.json'), self.write('odd.json', ODD)]:
            with self.subTest(file=file), open(file, 'rb') as f:
                self.assertEqual(self.round(file), f.read())

    def test_again(self):
        """What was exported once is exported the same for ever."""
        first = self.round(self.write('a.json', '{"id":"a","n":1.0E2,"m":1e2,"o":100,"pages":{},"x":{"b":1,"a":2}}'))
        self.assertEqual(self.round(self.write('b.json', first)), first)
        self.assertLess(first.index(b'"b"'), first.index(b'"a": 2'))

    def test_output(self):
        self.done('import', STOREFRONT)
        target = self.path('out.json')
        self.assertEqual(self.done('export', 'storefront', '--output', target).out, '')
        with open(STOREFRONT, 'rb') as f:
            self.assertEqual(self.read('out.json'), f.read())
        self.assertEqual(self.done('export', '--json', 'Storefront', '--output', target).json['output'], target)
        self.refused(REFUSED, 'export', 'storefront', '--output', self.path('no/x.json'))

    def test_names(self):
        self.assertEqual(self.done('export').out, '')
        self.assertEqual(self.done('export', '--json').json, [])
        first = self.done('import', '--json', STOREFRONT).json
        self.done('import', STOREFRONT)
        self.refused(CONFLICT, 'export', 'storefront', words='several')
        self.done('export', first['key'])
        self.refused(REFUSED, 'export', 'gone', words='gone')
        rows = self.done('export', '--json').json
        self.assertEqual([(r['id'], r['name']) for r in rows], [('storefront', 'Storefront')] * 2)
        self.assertEqual(len(self.done('export').out.splitlines()), 2)

    def test_foreign(self):
        """The older form becomes a composition whose modules stand on a page, settings kept."""
        old = {'id': 'old', 'modules': [{'moduleId': 'cart', 'version': '1.2.0', 'config': {'a': 1}}, {'moduleId': 'list', 'version': '2.0.0'}]}
        file = self.write('old.json', old)
        key = self.done('import', '--json', file).json['key']
        value = self.done('export', key).json
        self.assertEqual((value['format'], value['id'], value['modules']), (1, 'old', {'cart': '1.2.0', 'list': '2.0.0'}))
        configs = [i.get('config') for i in value['instances'].values() if i['module'] == 'cart']
        self.assertEqual(configs, [{'a': 1}])
        self.assertEqual(len([i for r in value['regions'].values() for i in r['items']]), 2)
        again = self.write('new.json', value)
        self.assertEqual(self.round(again), self.read('new.json'))

    def test_import_map(self):
        file = self.write('map.json', {'imports': {'react': 'https://esm.sh/react@18.2.0', '@acme/cart': 'https://cdn.example/cart@1.0.0/cart.js'}})
        key = self.done('import', '--json', file).json['key']
        value = self.done('export', key).json
        self.assertIn('@acme/cart', value['modules'])

    def test_refused(self):
        self.done('import', STOREFRONT)
        before = self.done('export').out
        for content in ('{', '{"format": 99, "id": "a"}', '[]', '{"id": 5}'):
            self.refused(REFUSED, 'import', self.write('bad.json', content))
        self.assertEqual(self.done('export').out, before)

    def test_broken_library(self):
        os.makedirs(self.path('library'))
        self.write('library/library.db', b'this is not a database, but long enough to look like one' * 100)
        for args in (['export'], ['import', STOREFRONT], ['validate', STOREFRONT]):
            result = self.refused(REFUSED, *args)
            self.assertIn('database', result.err)
        self.assertTrue(self.read('library/library.db').startswith(b'this is not'))

    def test_no_place(self):
        self.environment['INLAY_DATA_DIR'] = self.write('file', '')
        self.refused(REFUSED, 'import', STOREFRONT, words='file')


if __name__ == '__main__':
    unittest.main()
