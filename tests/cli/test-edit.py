# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""One transaction a call: done whole, told apart, undone by its inverse; refused, nothing is touched."""
import json
import os
import unittest

from inlayctl import STOREFRONT, CliTest, CONFLICT, DENIED, MISUSED, REFUSED


class Edit(CliTest):
    def setUp(self):
        super().setUp()
        with open(STOREFRONT, 'rb') as f:
            self.original = f.read()
        self.file = self.write('shop.json', self.original)

    def now(self):
        return json.loads(self.read('shop.json'))

    def edit(self, *args, known=True):
        """Edits in place; the inverse must lead back to the very bytes. Leaves the edited file."""
        before = self.read('shop.json')
        answer = self.done('edit', '--json', self.file, *args).json
        after = self.read('shop.json')
        self.assertNotEqual(before, after)
        if known:
            self.done('validate', self.file)
        self.done('edit', self.file, 'patch', self.write('inverse.json', answer['inverse']))
        self.assertEqual(self.read('shop.json'), before)
        self.done('edit', self.file, 'patch', self.write('patch.json', answer['patch']))
        self.assertEqual(self.read('shop.json'), after)
        return answer

    def test_insert(self):
        answer = self.edit('insert', '@inlay/text', '{"title": "Hi"}', '--into', 'main', '--at', '1')
        self.assertEqual(answer['name'], 'Add Text to Main')
        new = self.now()['regions']['main']['items'][1]
        self.assertEqual(self.now()['instances'][new], {'module': '@inlay/text', 'config': {'title': 'Hi'}})
        self.edit('insert', '@inlay/text', '--into', 'main')
        last = self.now()['regions']['main']['items'][-1]
        self.assertEqual(self.now()['instances'][last]['module'], '@inlay/text')
        self.assertNotEqual(last, new)

    def test_insert_into_slot(self):
        self.edit('insert', '@inlay/search', '--into', 'promise/tools')
        self.assertEqual(len(self.now()['instances']['promise']['slots']['tools']), 1)

    def test_insert_new_module(self):
        self.edit('insert', '@acme/new', '--into', 'main', '--range', '^2.1.0', known=False)
        self.assertEqual(self.now()['modules']['@acme/new'], '^2.1.0')

    def test_move(self):
        self.edit('move', 'grid', '--into', 'main', '--at', '0')
        self.assertEqual(self.now()['regions']['main']['items'][0], 'grid')
        self.edit('move', 'grid', '--into', 'footer')
        self.assertEqual(self.now()['regions']['footer']['items'][-1], 'grid')

    def test_remove(self):
        self.edit('remove', 'hero')
        self.assertNotIn('hero', self.now()['instances'])
        self.assertNotIn('hero', self.now()['regions']['main']['items'])

    def test_duplicate(self):
        before = self.now()['regions']['main']['items']
        self.edit('duplicate', 'hero')
        items = self.now()['regions']['main']['items']
        copy = items[before.index('hero') + 1]
        self.assertEqual(len(items), len(before) + 1)
        self.assertEqual(self.now()['instances'][copy]['config'], self.now()['instances']['hero']['config'])

    def test_rename(self):
        self.edit('rename', 'hero', 'Gr\u00fc\u00dfe')
        self.assertEqual(self.now()['instances']['hero']['name'], 'Gr\u00fc\u00dfe')
        self.edit('rename', 'hero')
        self.assertNotIn('name', self.now()['instances']['hero'])

    def test_set(self):
        self.edit('set', 'hero', '/title', '"New"')
        self.assertEqual(self.now()['instances']['hero']['config']['title'], 'New')
        self.edit('set', 'hero', '/actions/0/label', '"Go"')
        self.assertEqual(self.now()['instances']['hero']['config']['actions'][0]['label'], 'Go')
        self.edit('unset', 'hero', '/title')
        self.assertNotIn('title', self.now()['instances']['hero']['config'])

    def test_patch(self):
        self.edit('patch', self.write('p.json', [{'op': 'replace', 'path': '/name', 'value': 'Other'}]))
        self.assertEqual(self.now()['name'], 'Other')

    def test_output(self):
        target = self.path('other.json')
        self.done('edit', self.file, 'remove', 'hero', '--output', target)
        self.assertEqual(self.read('shop.json'), self.original)
        to_stdout = self.done('edit', self.file, 'remove', 'hero', '--output', '-')
        self.assertEqual(to_stdout.raw, self.read('other.json'))
        self.assertNotIn('hero', self.done('edit', '--json', self.file, 'remove', 'hero', '--output', '-').json['instances'])
        from_stdin = self.done('edit', '-', 'remove', 'hero', stdin=self.original)
        self.assertEqual(from_stdin.raw, to_stdout.raw)

    def test_mode_and_link(self):
        """A private file stays private, a link stays a link."""
        os.chmod(self.file, 0o600)
        link = self.path('link.json')
        os.symlink('shop.json', link)
        self.done('edit', link, 'remove', 'hero')
        self.assertTrue(os.path.islink(link))
        self.assertNotIn('hero', self.now()['instances'])
        self.assertEqual(os.stat(self.file).st_mode & 0o777, 0o600)

    def test_locked(self):
        self.write('shop.json', self.storefront(lambda c: c['instances']['hero'].update(locked=True)))
        before = self.read('shop.json')
        for args in (['remove', 'hero'], ['move', 'hero', '--into', 'footer'], ['set', 'hero', '/title', '"x"'], ['unset', 'hero', '/title']):
            with self.subTest(args=args):
                self.refused(DENIED, 'edit', self.file, *args, words='locked')
        self.assertEqual(self.read('shop.json'), before)

    def test_refused(self):
        for code, *args in ((REFUSED, 'remove', 'gone'), (REFUSED, 'move', 'gone', '--into', 'main'), (REFUSED, 'move', 'hero', '--into', 'gone'),
                            (REFUSED, 'insert', '@inlay/text', '--into', 'gone/slot'), (REFUSED, 'insert', '@inlay/text', '{', '--into', 'main'),
                            (REFUSED, 'insert', '@inlay/text', '5', '--into', 'main'), (REFUSED, 'insert', '', '--into', 'main'),
                            (REFUSED, 'duplicate', 'gone'), (REFUSED, 'rename', 'gone', 'x'),
                            (REFUSED, 'set', 'gone', '/a', '1'), (REFUSED, 'set', 'hero', '/title/b', '1'), (REFUSED, 'set', 'hero', 'a', '1'),
                            (REFUSED, 'set', 'hero', '/a', 'nonsense'), (REFUSED, 'patch', self.path('gone')),
                            (MISUSED, 'insert', '@inlay/text'), (MISUSED, 'move', 'hero'), (MISUSED, 'unset', 'hero'), (MISUSED, 'explode', 'hero'),
                            (MISUSED, 'insert', '@inlay/text', '--into', 'main', '--at', 'x')):
            with self.subTest(args=args):
                self.refused(code, 'edit', self.file, *args)
        for name, patch in (('remove', [{'op': 'remove', 'path': '/gone'}]), ('half', [{'op': 'replace', 'path': '/name', 'value': 'x'}, {'op': 'test', 'path': '/id', 'value': 'y'}]),
                            ('breaks', [{'op': 'remove', 'path': '/regions/main'}]), ('no-list', {'op': 'add'}), ('newer', [{'op': 'replace', 'path': '/format', 'value': 9}]),
                            ('type', [{'op': 'replace', 'path': '/pages', 'value': []}])):
            with self.subTest(patch=name):
                result = self.run_cli('edit', self.file, 'patch', self.write(name + '.json', patch))
                self.assertIn(result.code, (REFUSED, CONFLICT), result)
        self.refused(REFUSED, 'edit', self.file, 'remove', 'hero', '--output', self.path('no/such/folder/x.json'), words='no/such')
        self.assertEqual(self.read('shop.json'), self.original)

    def test_past_the_end(self):
        self.edit('insert', '@inlay/text', '--into', 'main', '--at', '999')
        self.edit('move', 'hero', '--into', 'main', '--at', '999')
        self.assertEqual(self.now()['regions']['main']['items'][-1], 'hero')


class Diff(CliTest):
    def test_same(self):
        result = self.done('diff', STOREFRONT, STOREFRONT, '--exit-code')
        self.assertEqual((result.out, self.done('diff', '--json', STOREFRONT, STOREFRONT).json), ('', []))

    def test_human(self):
        file = self.write('b.json', self.storefront(lambda c: (c.update(name='Shop'), c['instances'].update(x={'module': '@inlay/text'}),
                                                               c['instances']['hero']['config'].pop('eyebrow'))))
        out = self.done('diff', STOREFRONT, file).out
        self.assertIn('~ /name "Storefront" \u2192 "Shop"', out)
        self.assertIn('+ /instances/x {', out)
        self.assertIn('- /instances/hero/config/eyebrow "Autumn at Nordhus"', out)

    def test_patch_applies(self):
        """What diff says, edit can do: the file becomes the other."""
        other = self.write('b.json', self.storefront(lambda c: (c['regions']['main']['items'].reverse(), c['instances'].pop('newsletter'),
                                                                [r['items'].remove('newsletter') for r in c['regions'].values() if 'newsletter' in r['items']],
                                                                c['pages']['home'].update(title='\u00e9'))))
        with open(STOREFRONT, 'rb') as f:
            file = self.write('a.json', f.read())
        patch = self.done('diff', '--json', file, other)
        self.done('edit', file, 'patch', self.write('p.json', patch.raw))
        self.assertEqual(self.done('diff', file, other, '--exit-code').out, '')
        self.assertEqual(json.loads(self.read('a.json')), json.loads(self.read('b.json')))

    def test_exit_code(self):
        file = self.write('b.json', self.storefront(lambda c: c.update(name='Shop')))
        self.refused(REFUSED, 'diff', '--exit-code', STOREFRONT, file)
        patch = self.run_cli('diff', '--json', '--exit-code', STOREFRONT, file).json
        self.assertEqual(patch, [{'op': 'replace', 'path': '/name', 'value': 'Shop'}])
        self.done('diff', STOREFRONT, file)


if __name__ == '__main__':
    unittest.main()
