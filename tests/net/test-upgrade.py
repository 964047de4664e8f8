# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""A program and the one before it on one registry, and a program on a registry that is too new for it.

INLAY_OLDER_REGISTRY names the program before. In the long form it is made, where the project is a clone with its
history: of the state before the last migration."""
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
import time
import unittest

from registry import BINARY, Registry, database_rows, database_run, modules, new_database, until

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', '..'))
MIGRATIONS = os.path.join('src', 'store', 'migrations-registry')
NEWEST = 99


def read_version(database):
    """How many migrations were made, and how many a program must know."""
    if not database.startswith('sqlite:'):
        return tuple(int(v) for v in database_rows(database, 'SELECT version, oldest FROM inlay_schema')[0])
    [(number,)] = database_rows(database, 'PRAGMA user_version')
    return number & 0xffff, number >> 16


def write_version(database, version, oldest):
    if database.startswith('sqlite:'):
        database_run(database, [f'PRAGMA user_version = {version | oldest << 16}'])
    else:
        database_run(database, [f'UPDATE inlay_schema SET version = {version}, oldest = {oldest}'])


class TooNew(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlay-upgrade-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = new_database(self.folder)
        registry = Registry(self.folder, database=self.database)
        registry.post('/api/deploy', {'modules': modules('a'), 'version': '1'})
        registry.stop()
        self.known, self.oldest = read_version(self.database)

    def test_refused(self):
        """It says so, and leaves it as it is: serving, alone and with others, and every other verb."""
        write_version(self.database, NEWEST, NEWEST)
        other = 'sqlite:' + os.path.join(self.folder, 'other.db')
        for arguments in (['--listen', '127.0.0.1:0'], ['--listen', '127.0.0.1:0', '--workers', '2'], ['token', 'create', '--role', 'admin'],
                          ['admin', 'gc'], ['admin', 'backup', '--to', os.path.join(self.folder, 'backup.db')],
                          ['admin', 'copy', '--from', self.database, '--to', other]):
            done = subprocess.run([BINARY, *arguments, *([] if 'copy' in arguments else ['--database', self.database])], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (2, ''), (arguments, done))
            self.assertIn(f'made by a newer Inlay (schema {NEWEST}, this one knows {self.known})', done.stderr)
        self.assertEqual(read_version(self.database), (NEWEST, NEWEST))

    def test_the_next(self):
        """One that says that this program can work on it is worked on, and stays what it is."""
        write_version(self.database, NEWEST, self.oldest)
        registry = Registry(self.folder, database=self.database)
        self.assertEqual(registry.post('/api/deploy', {'modules': modules('a', 'b'), 'version': '2'})[0], 200)
        registry.stop()
        self.assertEqual(read_version(self.database), (NEWEST, self.oldest))
        for n in (self.known, self.known + 1):
            write_version(self.database, NEWEST, n)
            done = subprocess.run([BINARY, '--database', self.database, 'admin', 'gc'], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0 if n <= self.known else 2, done.stderr)


def make_older(folder):
    """The program before the last migration, built of this project's history."""
    git = lambda *a: subprocess.run(['git', '-C', TOP, *a], capture_output=True, check=True).stdout
    last = git('log', '-1', '--format=%H', '--', MIGRATIONS).decode().strip()
    source, build = os.path.join(folder, 'source'), os.path.join(folder, 'build')
    tarfile.open(fileobj=io.BytesIO(git('archive', last + '^'))).extractall(source)
    subprocess.run(['meson', 'setup', build, source, '-Dapp=false', '-Dtests=false'], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(['ninja', '-C', build, 'src/server/inlay-registry'], check=True, stdout=subprocess.DEVNULL)
    return os.path.join(build, 'src', 'server', 'inlay-registry')


class Together(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='inlay-upgrade-')
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.older = os.environ.get('INLAY_OLDER_REGISTRY')
        if not cls.older and not os.environ.get('INLAY_LONG'):
            raise unittest.SkipTest('only in the long form, or with INLAY_OLDER_REGISTRY')
        if not cls.older and not os.path.exists(os.path.join(TOP, '.git')):
            raise unittest.SkipTest('the project has no history here')
        cls.older = cls.older or make_older(cls.folder)

    def setUp(self):
        self.database = new_database(tempfile.mkdtemp(dir=self.folder))

    def start(self, binary):
        registry = Registry(tempfile.mkdtemp(dir=self.folder), tokens='a-token admin ann\n', database=self.database, binary=binary)
        self.addCleanup(lambda: registry.process.poll() is None and registry.stop())
        return registry

    def call(self, registry, method, path, body=None, status=(200, 201, 202, 204)):
        reply = registry.request(method, path, body, headers={'If-Match': '*'}, token='a-token')
        self.assertIn(reply[0], status, (method, path, reply[2]))
        return reply[2]

    def agree(self, *registries):
        """They come to answer the same."""
        paths = ('/api/environments', '/api/traffic-config', '/api/deployments?limit=100', '/api/modules', '/api/compositions', '/api/v1/apps',
                 '/api/v1/apps/default/rules', '/api/v1/apps/default/audit', '/api/v1/apps/default/experiments')
        answers = lambda r: [self.call(r, 'GET', path) for path in paths]
        until(lambda: all(answers(r) == answers(registries[0]) for r in registries[1:]), 30)

    def work(self, registry, others, name):
        """One of each kind of write."""
        call = lambda *a, **k: self.call(registry, *a, **k)
        reply = call('POST', '/api/deploy', {'modules': modules('a', 'b'), 'version': name})
        for m in ('a', 'b'):
            call('POST', '/api/module-health', {'environment': reply['environment'], 'moduleId': m, 'status': 'healthy'})
        self.agree(registry, *others)
        call('POST', '/api/canary/start', {'targetEnvironment': reply['environment'], 'percentage': 10})
        self.agree(registry, *others)
        self.call((*others, registry)[0], 'POST', '/api/canary/increase', {'percentage': 50})
        self.agree(registry, *others)
        call('POST', '/api/switch', {'targetEnvironment': reply['environment']})
        call('POST', '/api/modules', {'moduleId': 'm', 'version': f'1.0.{name}', 'entryPoint': 'https://cdn.example/m.js'})
        call('POST', '/api/compositions', {'id': f'c{name}', 'modules': [{'moduleId': 'm', 'version': f'1.0.{name}'}]})
        call('POST', '/api/v1/apps', {'id': f'app{name}'})
        call('PUT', f'/api/v1/apps/app{name}/hosts', [f'app{name}.example'])
        call('POST', f'/api/v1/apps/app{name}/deployments', {'modules': modules('x'), 'version': '1'})
        call('PUT', f'/api/v1/apps/default/experiments/e{name}', {'variants': [{'name': 'one', 'weight': 5000, 'environment': 'blue'}, {'name': 'two', 'weight': 5000, 'environment': 'green'}]})
        self.agree(registry, *others)
        for r in (registry, *others):
            self.assertEqual(r.get('/api/v1/apps/default/decision?unit=ann')[0], 200)
            self.assertEqual(r.get('/')[0], 200)
        self.call((*others, registry)[0], 'DELETE', f'/api/v1/apps/default/experiments/e{name}')
        self.call((*others, registry)[0], 'DELETE', f'/api/v1/apps/app{name}?force=true')
        self.agree(registry, *others)

    def test_upgrade_and_back(self):
        """The older one goes on while the newer changes the tables beneath it, with both, alone, and started anew."""
        older = self.start(self.older)
        self.work(older, (), '1')
        self.call(older, 'POST', '/api/v1/tokens', {'role': 'viewer', 'name': 'eve'})
        before = read_version(self.database)
        failures, stop = [], threading.Event()

        def visit():
            n = 0
            while not stop.is_set():
                n += 1
                for reply in (older.get('/api/environments', token='a-token'),
                              older.post('/api/modules', {'moduleId': 'v', 'version': f'1.0.{n}', 'entryPoint': 'https://cdn.example/v.js'}, token='a-token')):
                    if reply[0] not in (200, 201):
                        failures.append(reply)
        visitor = threading.Thread(target=visit)
        visitor.start()
        time.sleep(0.3)
        newer = self.start(BINARY)
        time.sleep(0.3)
        stop.set()
        visitor.join()
        self.assertEqual(failures, [])
        after = read_version(self.database)
        self.assertGreater(after[0], before[0], 'both know the same')
        self.assertLessEqual(after[1], before[0])
        for n, (one, other) in enumerate(((older, newer), (newer, older)) * 2, 2):
            self.work(one, (other,), str(n))
        self.call(older, 'POST', '/api/rollback', {})
        self.agree(older, newer)
        older.stop()
        self.work(newer, (), '6')
        older = self.start(self.older)
        self.agree(newer, older)
        newer.stop()
        self.work(older, (), '7')
        older.stop()
        print(f'{before[0]} and {after[0]} migrations: worked together, and the older one alone again')


if __name__ == '__main__':
    unittest.main()
