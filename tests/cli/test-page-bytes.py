# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What you see is what you switch: preview, static site and registry give the same bytes."""
import hashlib
import os
import re
import subprocess
import unittest

from inlayctl import SAMPLES, CliTest
from registry import Registry

PAGE_BYTES = os.environ['PAGE_BYTES_BINARY']
NAMES = ['storefront', 'dashboard', 'react-counter']


def digest(page):
    return hashlib.sha256(page).hexdigest()


class PageBytes(CliTest):
    def served(self, name, file):
        registry = Registry()
        try:
            env = {'INLAY_REGISTRY': f'http://127.0.0.1:{registry.port}'}
            self.done('publish', file, env=env)
            environment = self.done('deploy', name, '--json', env=env).json['environment']
            preview = registry.get(f'/preview/{environment}')[2]
            self.done('switch', environment, env=env)
            row = registry.get('/api/environments/active')[2]
            return registry.get('/')[2], preview, row['revision']
        finally:
            registry.stop()

    def test_samples(self):
        for name in NAMES:
            with self.subTest(name=name):
                file = os.path.join(SAMPLES, name + '.json')
                made = subprocess.run([PAGE_BYTES, file], capture_output=True, check=True)
                revision = made.stderr.decode().strip()
                site = self.path(name)
                self.assertEqual(self.done('build', file, '--output', site, '--json').json['revision'], revision)
                built = self.read(os.path.join(site, 'index.html'))
                served, preview, row = self.served(name, file)
                self.assertEqual({'build': digest(built), 'registry': digest(served), 'preview': digest(preview)},
                                 dict.fromkeys(['build', 'registry', 'preview'], digest(made.stdout)))
                meta = re.search(rb'<meta name="inlay-revision" content="([^"]+)">', served).group(1).decode()
                self.assertEqual((meta, row), (revision, revision))
                print(f'{name}: {len(served)} bytes, sha256 {digest(served)[:16]}, revision {revision[:23]}')


if __name__ == '__main__':
    unittest.main()
