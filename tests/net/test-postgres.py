# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What can happen to the server a registry is kept on: it restarts, is away, is full, tells nothing.
INLAY_LONG=1 is the long form."""
import base64
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import postgres  # noqa: E402
from registry import BINARY, Registry, modules, until  # noqa: E402

LONG = bool(os.environ.get('INLAY_LONG'))
RESTARTS = 10 if LONG else 2
CRASHES = 100 if LONG else 4

# What happens here is worth a warning, which must not be the end.
os.environ.pop('G_DEBUG', None)


class Away(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = postgres.Cluster(durable=True)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def setUp(self):
        self.database = self.cluster.new_database('d' + self.id().rsplit('.', 1)[1])
        self.registry = Registry(database=self.database)
        self.addCleanup(self.registry.stop)

    def deploy(self):
        reply = self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '1'})[2]
        self.registry.post('/api/module-health', {'environment': reply['environment'], 'moduleId': 'a', 'status': 'healthy'})
        self.assertEqual(self.registry.post('/api/switch', {'targetEnvironment': reply['environment']})[0], 200)

    def save(self, n):
        return self.registry.post('/api/compositions', {'id': 'c', 'modules': [{'moduleId': 'a', 'version': f'1.0.{n}'}]})

    def read_on(self, stop, seen):
        """Reads without a pause; notes what comes."""
        while not stop.is_set():
            for path in ('/api/environments/active', '/api/traffic-config', '/'):
                status, headers, _ = self.registry.get(path)
                seen.append((status, headers.get('Inlay-Stale')))
                time.sleep(0.002)

    def until_written(self, n, seconds):
        begin = time.monotonic()
        while (status := self.save(n)[0]) not in (200, 201):
            self.assertEqual(status, 503)
            self.assertLess(time.monotonic() - begin, seconds)
            time.sleep(0.02)
        return time.monotonic() - begin

    def test_restart(self):
        """Reads go on and say how old they are; writes are refused, and are back in no time."""
        self.deploy()
        stop, seen, slowest, n_written = threading.Event(), [], 0, 0
        reader = threading.Thread(target=self.read_on, args=(stop, seen))
        reader.start()
        try:
            for n in range(RESTARTS):
                self.assertIn(self.save(n * 2)[0], (200, 201))
                # Once in an orderly way, once as if the power went.
                self.cluster.stop(signal.SIGINT if n % 2 == 0 else signal.SIGQUIT)
                status, headers, problem = self.save(n * 2 + 1)
                self.assertEqual((status, problem['status']), (503, 503))
                self.assertEqual(headers['Retry-After'], '2')
                time.sleep(1.2)
                self.cluster.start()
                slowest = max(slowest, self.until_written(n * 2 + 1, 5))
        finally:
            stop.set()
            reader.join()
        stale = [s for _, s in seen if s]
        self.assertEqual({s for s, _ in seen}, {200})
        self.assertGreaterEqual(max(map(int, stale)), 2)
        begin = time.monotonic()
        while 'Inlay-Stale' in self.registry.get('/api/traffic-config')[1]:
            self.assertLess(time.monotonic() - begin, 5)
            time.sleep(0.02)
        rows = postgres.rows(self.database, 'SELECT number FROM composition_revisions ORDER BY number')
        self.assertEqual([int(n) for n, in rows], list(range(1, RESTARTS * 2 + 1)))
        print(f'{RESTARTS} restarts: {len(seen)} reads, all answered, {len(stale)} of them marked as old; writes back {slowest:.2f} s after')

    def test_starts_without(self):
        """One that cannot reach its database says so and does not start; the password stays unsaid."""
        done = subprocess.run([BINARY, '--database', 'postgresql://me:hush@localhost:1/shop', '--listen', '127.0.0.1:0'],
                              capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 1)
        self.assertIn('shop cannot be reached', done.stderr)
        self.assertNotIn('hush', done.stdout + done.stderr)

    def test_session_is_ended(self):
        """Any connection may be ended at any time."""
        self.deploy()
        for n in range(5):
            postgres.rows(self.cluster.address(), "SELECT pg_terminate_backend (pid) FROM pg_stat_activity"
                          " WHERE application_name = 'inlay-registry' AND datname = 'dtest_session_is_ended'")
            self.assertLess(self.until_written(n, 5), 1.5)
            self.assertEqual(self.registry.get('/api/traffic-config')[0], 200)

    def test_nothing_is_told(self):
        """What another process did is seen although its notice never comes."""
        folder = tempfile.mkdtemp(prefix='inlay-told-')
        self.addCleanup(shutil.rmtree, folder)
        other = Registry(folder, database=self.database)
        slowest = 0
        try:
            for n in range(3):
                postgres.rows(self.database, 'INSERT INTO composition_revisions (app, id, number, digest, document, created_at, created_by)'
                              f" VALUES ('default', 'silent', {n + 1}, 'x', '{{\"id\":\"silent\"}}', 0, 'x');"
                              " UPDATE routes SET generation = generation + 1;"
                              " INSERT INTO changes SELECT 'default', generation, 'composition-saved', '{}', 0 FROM routes")
                generation = int(postgres.rows(self.database, 'SELECT generation FROM routes')[0][0])
                begin = time.monotonic()
                while any(r.get('/api/traffic-config')[2]['generation'] != generation for r in (self.registry, other)):
                    self.assertLess(time.monotonic() - begin, 2.5)
                    time.sleep(0.02)
                slowest = max(slowest, time.monotonic() - begin)
        finally:
            other.stop()
        print(f'without a notice a change is seen after {slowest:.2f} s at worst')


class Writer(threading.Thread):
    """Saves and releases until it is told to stop. What has no answer is asked again under the same key
    until it has one, so each of it must have been done exactly once."""

    def __init__(self, registry, name, stop):
        super().__init__()
        self.registry, self.name, self.stop = registry, name, stop
        self.saved = 0
        self.versions = []
        self.generation = 0
        self.failure = None

    def ask(self, path, body):
        headers = {'Idempotency-Key': f'{self.name}-{random.random()}'}
        while True:
            try:
                status, _, answer = self.registry.post(path, body, headers=headers)
            except (OSError, http.client.HTTPException) as e:
                raise AssertionError(f'{path}: no answer at all: {e!r}')
            if status != 503:
                self.generation = max(self.generation, answer.get('generation', 0))
                return status, answer
            time.sleep(0.02)

    def save(self):
        status, answer = self.ask('/api/compositions', {'id': self.name, 'modules': [{'moduleId': 'a', 'version': f'1.0.{self.saved}'}]})
        assert status in (200, 201), (status, answer)
        self.saved += 1

    def release(self):
        """The writers take each other's place on standby, so that a switch may be refused."""
        version = f'{self.name}-{len(self.versions)}'
        status, answer = self.ask('/api/deploy', {'modules': modules('a'), 'version': version})
        assert status == 200, (status, answer)
        self.versions.append(version)
        self.ask('/api/module-health', {'environment': answer['environment'], 'moduleId': 'a', 'status': 'healthy'})
        self.ask('/api/switch', {'targetEnvironment': answer['environment']})
        if random.random() < 0.3:
            self.ask('/api/rollback', {'reason': 'x'})

    def run(self):
        try:
            while not self.stop.is_set():
                self.save()
                self.release()
        except Exception as e:
            self.failure = e


class Crashed(unittest.TestCase):
    """The server dies in the middle of writes, as a whole or one of its processes: nothing that was
    acknowledged is lost or done twice, and the registry goes on without being started again."""

    def setUp(self):
        # Which the registry must not take over.
        self.cluster = postgres.Cluster(durable=True, synchronous_commit='off')
        self.addCleanup(self.cluster.close)
        self.database = self.cluster.new_database('crashed')
        self.registry = Registry(database=self.database)

    def crash(self):
        self.cluster.stop(signal.SIGQUIT)
        self.cluster.start()

    def kill_session(self):
        """The server ends all the others, too, and recovers."""
        pids = postgres.rows(self.cluster.address(), "SELECT pid FROM pg_stat_activity"
                             " WHERE application_name = 'inlay-registry' AND datname = 'crashed'")
        if pids:
            os.kill(int(random.choice(pids)[0]), signal.SIGKILL)
            until(self.is_there, 30)

    def is_there(self):
        return subprocess.run(['psql', '-X', '-q', '-d', self.cluster.address(), '-c', 'SELECT 1'], cwd='/',
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def rows(self, sql):
        return postgres.rows(self.database, sql)

    def numbers(self, sql):
        return [int(n) for n, in self.rows(sql)]

    def check(self, writers):
        ((generation, environment),) = self.rows('SELECT generation, active_env FROM routes')
        generation = int(generation)
        self.assertGreaterEqual(generation, max(w.generation for w in writers))
        for table in ('changes', 'audit'):
            self.assertEqual(self.numbers(f'SELECT generation FROM {table} ORDER BY generation'), list(range(1, generation + 1)))
        for w in writers:
            self.assertEqual(self.numbers(f"SELECT number FROM composition_revisions WHERE id = '{w.name}' ORDER BY number"),
                             list(range(1, w.saved + 1)))
        self.assertEqual(sorted(v for v, in self.rows('SELECT version FROM deployments')), sorted(v for w in writers for v in w.versions))
        until(lambda: self.registry.get('/api/traffic-config')[2]['generation'] == generation, 5)
        active = [e['name'] for e in self.registry.get('/api/environments')[2] if e['status'] == 'active']
        self.assertEqual(active, [environment])
        return generation

    def test_crash(self):
        stop = threading.Event()
        writers = [Writer(self.registry, f'w{i}', stop) for i in range(3)]
        backs = []
        for w in writers:
            w.start()
        try:
            for n in range(CRASHES):
                time.sleep(random.uniform(0.02, 0.4))
                (self.kill_session if n % 3 == 2 else self.crash)()
                before = [w.saved for w in writers]
                backs.append(until(lambda: any(w.saved > n for w, n in zip(writers, before)) or not any(w.is_alive() for w in writers), 20))
        finally:
            stop.set()
            for w in writers:
                w.join()
        self.assertEqual([w.failure for w in writers], [None] * len(writers))
        self.assertLessEqual(max(backs), 5)
        generation = self.check(writers)
        self.assertIsNone(self.registry.process.poll())
        self.registry.stop()
        print(f'{CRASHES} crashes of the server: {generation} control writes, each exactly once; writes back {sorted(backs)[len(backs) // 2]:.2f} s '
              f'after it was there again, at worst {max(backs):.2f} s')


class Full(unittest.TestCase):
    """No space is left: a clean refusal, and nothing is broken."""

    def fill(self, registry, sizes):
        """Publishes until one is refused; how many were taken."""
        for n, size in enumerate(sizes):
            body = {'moduleId': 'm', 'version': f'1.0.{n}', 'entryPoint': 'a.js', 'files': {'a.js': {'encoding': 'base64', 'content': base64.b64encode(os.urandom(size)).decode()}}}
            status, _, answer = registry.post('/api/modules', body)
            if status != 201:
                self.assertIn(status, (503, 507), answer)
                return n
        raise AssertionError('the disk was never full')

    @unittest.skipUnless(os.getuid() == 0, 'needs a file system of its own')
    def test_file(self):
        folder = tempfile.mkdtemp(prefix='inlay-full-')
        self.addCleanup(shutil.rmtree, folder)
        small = os.path.join(folder, 'small')
        os.mkdir(small)
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small], stderr=subprocess.DEVNULL).returncode:
            self.skipTest('nothing can be mounted here')
        database = 'sqlite:' + os.path.join(small, 'registry.db')
        registry = Registry(folder, database=database)
        try:
            taken = self.fill(registry, [200000] * 40)
            self.assertGreater(taken, 0)
            self.assertEqual(len(registry.get('/api/modules')[2][0]['versions']), taken)
            registry.kill()
            registry = Registry(folder, database=database)
            self.assertEqual(len(registry.get('/api/modules')[2][0]['versions']), taken)
        finally:
            registry.kill()
            subprocess.run(['umount', small], check=True)
        print(f'a full disk: {taken} modules taken, the next refused, all of them there afterwards')

    @unittest.skipUnless(LONG and os.getuid() == 0, 'needs a file system of its own, and takes long')
    def test_server(self):
        cluster = postgres.Cluster(durable=True)
        self.addCleanup(cluster.close)
        small = os.path.join(cluster.folder, 'small')
        os.mkdir(small)
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size=24m,uid={cluster.user.pw_uid},mode=0700', 'tmpfs', small],
                          stderr=subprocess.DEVNULL).returncode:
            self.skipTest('nothing can be mounted here')
        cluster.query(f"CREATE TABLESPACE small LOCATION '{small}'")
        cluster.query('CREATE DATABASE full_one TABLESPACE small')
        registry = Registry(database=cluster.address('full_one'))
        try:
            taken = self.fill(registry, [200000] * 200)
            self.assertGreater(taken, 0)
            self.assertEqual(len(registry.get('/api/modules')[2][0]['versions']), taken)
            self.assertEqual(int(postgres.rows(cluster.address('full_one'), 'SELECT count(*) FROM modules')[0][0]), taken)
        finally:
            registry.stop()
            cluster.stop()
            subprocess.run(['umount', small], check=True)
        print(f'a full server: {taken} modules taken, the next refused, all of them there afterwards')


if __name__ == '__main__':
    if postgres.find_programs() is None:
        print('PostgreSQL is not installed')
        sys.exit(postgres.SKIPPED)
    unittest.main()
