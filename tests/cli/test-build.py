# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The static site: all of it, the same each time, and never a half one in place of a whole one."""
import hashlib
import os
import re
import unittest

from inlayctl import SAMPLES, STOREFRONT, TOP, CliTest, MISUSED, REFUSED


def tree(folder):
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, 'rb') as f:
                found[os.path.relpath(path, folder)] = hashlib.sha256(f.read()).hexdigest()
    return found


class Build(CliTest):
    def build(self, file=STOREFRONT, *more, folder='site'):
        return self.done('build', file, '--output', self.path(folder), *more)

    def page_at(self, path):
        return self.write('p.json', self.storefront(lambda c: c['pages']['about'].update(path=path)))

    def test_files(self):
        result = self.build()
        site = tree(self.path('site'))
        for name in ('index.html', 'about/index.html', 'import-map.json', 'release.json', 'shell/shell.js', 'shell/shell.css',
                     'modules/@inlay/hero@1.1.0/hero.js', 'modules/@inlay/cart@1.0.0/cart.js'):
            self.assertIn(name, site)
        self.assertEqual(site['index.html'], site['about/index.html'])
        for name in os.listdir(os.path.join(TOP, 'data/shell')):
            if name.endswith('.js'):
                with open(os.path.join(TOP, 'data/shell', name), 'rb') as f:
                    self.assertEqual(site['shell/' + name], hashlib.sha256(f.read()).hexdigest())
        html = self.read('site/index.html').decode()
        revision = re.search(r'<meta name="inlay-revision" content="(sha256-[0-9a-f]{64})">', html).group(1)
        self.assertIn(revision, result.out)
        self.assertLess(html.index('<script type="importmap">'), html.index('<script type="module"'))
        for address in re.findall(r'"(/(?:modules|shell)/[^"]+)"', html):
            self.assertIn(address[1:], site)
        self.assertEqual(self.done('build', STOREFRONT, '-o', self.path('other'), '--json').json,
                         {'success': True, 'revision': revision, 'output': self.path('other')})

    def test_same_bytes(self):
        self.build()
        before = tree(self.path('site'))
        stamp = os.stat(self.path('site/shell/shell.js')).st_mtime_ns
        self.build()
        self.assertEqual(tree(self.path('site')), before)
        self.assertEqual(os.stat(self.path('site/shell/shell.js')).st_mtime_ns, stamp)
        self.build(folder='elsewhere')
        self.assertEqual(tree(self.path('elsewhere')), before)

    def test_without_modules(self):
        self.build(STOREFRONT, '--without-modules')
        self.assertFalse(os.path.exists(self.path('site/modules')))
        self.assertIn('index.html', tree(self.path('site')))

    def test_environment(self):
        file = self.write('e.json', self.storefront(lambda c: c.update(environments={'staging': {'name': 'Rehearsal'}})))
        self.build(file)
        self.build(file, '--env', 'staging', folder='staging')
        self.assertNotIn(b'Rehearsal', self.read('site/index.html'))
        self.assertIn(b'Rehearsal', self.read('staging/index.html'))
        self.refused(REFUSED, 'build', file, '--output', self.path('x'), '--env', 'nowhere', words='nowhere')
        self.assertFalse(os.path.exists(self.path('x')))

    def test_misused(self):
        self.refused(MISUSED, 'build', STOREFRONT, words='--output')

    def test_page_paths(self):
        """No path leads out of the site, nor onto what the site itself consists of."""
        for path in ('/../x', '/a/../../x', '/%2e%2e/x', '/a/%2E%2E/%2e%2e/x', '/a%2f..%2f..%2fx', '/..', '/a/./b', '/%00', '/a\\..\\..\\x',
                     '/%5c..%5cx', '/shell', '/shell/shell.js', '/modules/x', '/index.html', '/release.json/x'):
            with self.subTest(path=path):
                self.refused(REFUSED, 'build', self.page_at(path), '--output', self.path('site'))
                self.assertEqual(sorted(os.listdir(self.folder)), ['p.json'])
        for path, name in (('/deep/er/page', 'deep/er/page'), ('/a..b', 'a..b'), ('/über uns', 'über uns'), ('/caf%C3%A9', 'café'), ('/x/', 'x')):
            with self.subTest(path=path):
                self.build(self.page_at(path), folder='fine')
                self.assertIn(name + '/index.html', tree(self.path('fine')))

    def test_partial(self):
        """Whatever cannot be written, the page that is served stays the old one."""
        self.build()
        old = self.read('site/index.html')
        file = self.write('p.json', self.storefront(lambda c: (c.update(name='New'), c['pages']['about'].update(path='/blocked'))))
        self.write('site/blocked', 'a file where a folder must be')
        self.refused(REFUSED, 'build', file, '--output', self.path('site'), words='blocked')
        self.assertEqual(self.read('site/index.html'), old)
        os.unlink(self.path('site/blocked'))
        os.rename(self.path('site/modules'), self.path('site/kept'))
        self.write('site/modules', 'in the way')
        self.refused(REFUSED, 'build', file, '--output', self.path('site'), words='modules')
        self.assertEqual(self.read('site/index.html'), old)
        self.assertEqual([n for n in os.listdir(self.path('site')) if n.startswith('.') or '~' in n or '.tmp' in n], [])

    def test_output_is_a_file(self):
        self.refused(REFUSED, 'build', STOREFRONT, '--output', self.write('file', ''), words='file')

    def test_hostile_text(self):
        """Nothing in a composition gets out of the page's JSON block."""
        evil = '</script><script>alert(1)</script><!--'
        file = self.write('e.json', self.storefront(lambda c: (c.update(name=evil), c['instances']['hero']['config'].update(title=evil))))
        self.build(file)
        html = self.read('site/index.html').decode()
        self.assertNotIn('<script>alert', html)
        self.assertNotIn('<!--', html)
        self.assertEqual(html.count('</script>'), 3)


if __name__ == '__main__':
    unittest.main()
