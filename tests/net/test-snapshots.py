# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Of a commit only what it touched is read again, and answers are written when they are asked for. So three
must say the same of every path: the process that wrote, one beside it on the same database, and one that was
just started."""
import random
import time
import unittest

from registry import Registry, RegistryTest

NAMES = ['a', 'b', '@org/c', 'd', '@org/e', 'f']
COMPOSITIONS = ['shop', 'blog', 'desk']
ENVIRONMENTS = ['blue', 'green', 'try']
STEPS = 160
SHOP = '/api/v1/apps/shop'


def paths():
    yield from ('/api/environments', '/api/environments/active', '/api/environments/standby', '/api/modules', '/api/compositions',
                '/api/traffic-config', '/api/traffic-rules', '/api/deployments?limit=100', '/api/deployments?limit=100&environment=green')
    for app in '/api', '/api/v1/apps/default', SHOP:
        yield f'{app}/health'
        for name in NAMES:
            yield f'{app}/modules/{name}'
        for name in COMPOSITIONS:
            yield f'{app}/compositions/{name}'
        for name in ENVIRONMENTS:
            yield f'{app}/environments/{name}'
            yield f'{app}/health/{name}'
    for name in COMPOSITIONS:
        yield f'/api/import-maps/{name}'
        for environment in 'blue', 'green':
            yield f'/api/import-maps/{name}?environment={environment}'
    for name in ENVIRONMENTS:
        yield f'/api/v1/apps/default/import-map.json?env={name}'
    yield from ('/api/v1/apps/default', '/api/v1/apps/default/rules', '/api/v1/apps/default/modules?q=c', SHOP, SHOP + '/compositions',
                '/modules/a@1.0.1/a.js', '/modules/@org/c@1.0.2/sub/c.js', '/modules/@org/c@1.0.2/', '/modules/@', '/modules/a@')


def look(registry):
    """Health goes its own way, by probes."""
    seen = {}
    for path in paths():
        status, headers, body = registry.get(path, token='root')
        seen[path] = (status, headers.get('ETag'), body)
    return seen


class Walk:
    def __init__(self, registry, seed):
        self.registry = registry
        self.random = random.Random(seed)
        self.version = 0
        self.statuses = {}

    def send(self, method, path, body=None):
        if path.startswith('/api/v1'):
            headers = {'If-Match': '*'}
        else:
            headers = {}
        status, _, reply = self.registry.request(method, path, body, token='root', headers=headers)
        assert status < 500, (method, path, body, reply)
        self.statuses.setdefault((method, path.split('/')[-1]), set()).add(status)
        return status

    def publish(self):
        self.version += 1
        name = self.random.choice(NAMES)
        short = name.split('/')[-1]
        file = self.random.choice([f'{short}.js', f'sub/{short}.js'])
        self.send('POST', '/api/modules', {'moduleId': name, 'version': f'1.0.{self.version % 8}', 'entryPoint': file,
                                           'files': {file: {'encoding': 'utf8', 'content': f'export default {self.version}'}}})

    def deprecate(self):
        self.send('PATCH', f'/api/v1/apps/default/modules/{self.random.choice(NAMES)}/versions/1.0.{self.random.randrange(8)}',
                  {'deprecated': self.random.choice(['old', 'older', None])})

    def yank(self):
        self.send('DELETE', f'/api/v1/apps/default/modules/{self.random.choice(NAMES)}/versions/1.0.{self.random.randrange(8)}')

    def save(self, base='/api'):
        members = [('id', self.random.choice(COMPOSITIONS)),
                   ('modules', [{'moduleId': n, 'version': self.random.choice(['^1.0.0', '1.0.1', '1.0.2'])}
                                for n in self.random.sample(NAMES, self.random.randrange(1, 4))])]
        self.random.shuffle(members)
        body = dict(members)
        if base == '/api':
            self.send('POST', '/api/compositions', body)
        else:
            self.send('PUT', f'{base}/compositions/{body["id"]}', body)

    def remove(self):
        self.send('DELETE', f'/api/v1/apps/default/compositions/{self.random.choice(COMPOSITIONS)}')

    def deploy(self):
        self.version += 1
        source = self.random.choice([{'composition': self.random.choice(COMPOSITIONS)},
                                     {'modules': [{'moduleId': 'x', 'version': '1.0.0', 'esmUrl': f'https://cdn.invalid/{self.random.randrange(3)}.js'}]},
                                     {'modules': [{'moduleId': 'a', 'version': f'1.0.{self.random.randrange(8)}'}]}])
        self.send('POST', '/api/deploy', {'version': f'v{self.version}', **source})

    def switch(self):
        self.send('POST', '/api/switch', {'targetEnvironment': self.random.choice(['blue', 'green'])})

    def canary(self):
        if self.send('POST', '/api/canary/start', {'targetEnvironment': self.random.choice(['blue', 'green']), 'percentage': 10}) == 200:
            self.send('POST', '/api/canary/increase', {'percentage': 25})

    def roll_back(self):
        self.send('POST', '/api/rollback', {})

    def preview(self):
        if self.random.random() < 0.5:
            self.send('POST', '/api/v1/apps/default/environments', {'name': 'try', 'kind': 'preview'})
        else:
            self.send('DELETE', '/api/v1/apps/default/environments/try')

    def rules(self):
        self.send('PUT', '/api/v1/apps/default/rules',
                  {'rules': [], 'flags': {self.random.choice(['new', 'newer']): True}})

    def other(self):
        """Numbers begin again in an application of the same name."""
        if self.random.random() < 0.3:
            self.send('DELETE', SHOP)
        else:
            self.send('POST', '/api/v1/apps', {'id': 'shop'})
            self.save(SHOP)

    def step(self):
        self.random.choice([self.publish, self.publish, self.publish, self.deprecate, self.yank, self.save, self.save, self.remove, self.deploy,
                            self.deploy, self.switch, self.canary, self.roll_back, self.preview, self.rules, self.other])()


class Snapshots(RegistryTest):
    tokens = 'root admin root\n'

    def assert_same(self, wanted, registry, who):
        """Others need a moment."""
        until = time.monotonic() + 10
        while (found := look(registry)) != wanted and time.monotonic() < until:
            time.sleep(0.05)
        for path in wanted:
            self.assertEqual(found[path], wanted[path], (who, path))

    def test_walk(self):
        seed = random.randrange(1 << 30)
        walk = Walk(self.registry, seed)
        beside = Registry(tokens=self.tokens, database=self.registry.database)
        self.addCleanup(beside.stop)
        with self.subTest(seed=seed):
            for i in range(STEPS):
                walk.step()
                if i % 40 == 39:
                    seen = look(self.registry)
                    self.assert_same(seen, beside, 'beside')
                    fresh = Registry(tokens=self.tokens, database=self.registry.database)
                    try:
                        self.assert_same(seen, fresh, 'fresh')
                    finally:
                        fresh.stop()
            done = {what for what, statuses in walk.statuses.items() if any(s < 300 for s in statuses)}
            self.assertLessEqual({('POST', 'modules'), ('POST', 'compositions'), ('POST', 'deploy'), ('PUT', 'rules'), ('POST', 'apps')}, done)


if __name__ == '__main__':
    unittest.main()
