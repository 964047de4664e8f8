# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""How the program is called, and that what it writes can be trusted by a script and a terminal."""
import os
import unittest

from inlayctl import CliTest, MISUSED, REFUSED, STOREFRONT, obeyed

VERBS = ['validate', 'lint', 'resolve', 'build', 'diff', 'edit', 'import', 'export', 'publish', 'deploy', 'switch', 'canary',
         'rollout', 'explain',
         'rollback', 'status', 'modules', 'login']


class Usage(CliTest):
    def test_help(self):
        listed = self.done('--help').out
        for verb in VERBS:
            self.assertIn(f'\n  {verb} ', listed)
            self.assertIn('--json', self.done(verb, '--help').out)
        self.assertEqual(self.done('help').out, listed)
        self.assertRegex(self.done('--version').out, r'^inlayctl \d+\.\d+')

    def test_misused(self):
        self.assertEqual(self.run_cli().code, MISUSED)
        self.assertIn('bogus', self.run_cli('bogus').err)
        self.assertEqual(self.run_cli('bogus').code, MISUSED)
        for args in (['validate'], ['lint'], ['lint', '--bogus', STOREFRONT], ['validate', 'a', 'b'], ['validate', '--bogus', STOREFRONT], ['diff', STOREFRONT],
                     ['build', STOREFRONT], ['canary', 'green', '--percentage', '101'], ['canary', 'green', '--percentage', 'x'],
                     ['canary', 'green', '--percentage', '-1'], ['rollout'], ['rollout', 'start'], ['rollout', 'dance'],
                     ['rollout', 'start', 'green', '--steps', '10:soon'], ['rollout', 'start', 'green', '--steps', '101'],
                     ['explain', 'x'],
                     ['modules'], ['modules', 'bogus'], ['modules', 'register'],
                     ['modules', 'list', 'x'], ['edit', STOREFRONT, 'bogus', 'x'], ['edit', STOREFRONT, 'remove'],
                     ['edit', STOREFRONT, 'set', 'cart', '/x'], ['edit', STOREFRONT, 'insert', '@inlay/text'],
                     ['status'], ['deploy', 'x'], ['publish', STOREFRONT], ['rollback'], ['login'], ['switch', 'blue'],
                     ['switch'], ['export', 'a', 'b'], ['import']):
            with self.subTest(args=args):
                self.refused(MISUSED, *args)

    def test_bad_address(self):
        for address in ('ftp://example.com', 'nonsense', 'http://', 'http:///x'):
            with self.subTest(address=address):
                self.refused(REFUSED, 'status', '--registry', address, words='address')

    def test_full_disk(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('no /dev/full')
        import subprocess
        from inlayctl import BINARY
        with open('/dev/full', 'wb') as full:
            process = subprocess.run([BINARY, 'resolve', STOREFRONT], stdout=full, stderr=subprocess.PIPE, env=self.environment)
        self.assertEqual(process.returncode, REFUSED)
        self.assertIn(b'standard output', process.stderr)

    def test_option_end(self):
        self.write('-odd.json', self.storefront())
        self.assertIn('valid', self.done('validate', '--', '-odd.json', cwd=self.folder).out)

    def test_no_control_characters(self):
        """A name cannot move the cursor, set the title or pass for a line of ours."""
        evil = 'a\x1b]0;gone\x07\x9b2Jb\r\nc\x7f\u202ed\u2067e\u2029f'
        file = self.write('evil.json', self.storefront(lambda c: (c.update(name=evil), c['pages']['home'].update(title=evil),
                                                                  c['instances']['hero'].update(name=evil))))
        self.done('import', file)
        named = self.write('pa\x1bth.json', '{')
        for args in (['validate', file], ['import', file], ['export'], ['export', '--json'], ['export', '--json', evil],
                     ['diff', STOREFRONT, file], ['diff', '--json', STOREFRONT, file], ['validate', named], ['import', '--json', file],
                     ['validate', '--json', named], ['edit', file, 'remove', 'hero', '--output', self.path('out.json')],
                     ['edit', file, 'remove', 'no\x1bne', '--output', self.path('out.json')], ['switch\x1b'], ['deploy', 'x', '--registry', 'http://\x1b']):
            result = self.run_cli(*args)
            with self.subTest(args=args):
                for text in (result.out, result.err):
                    found = obeyed(text)
                    self.assertEqual(found, [], result)
        self.assertEqual(len(self.done('export').out.splitlines()), 3)


if __name__ == '__main__':
    unittest.main()
