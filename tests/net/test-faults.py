# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Killed in the middle, written to from all sides, stopped and continued: nothing acknowledged is
lost, whichever engine it is kept on. INLAY_LONG=1 is the long form."""
import http.client
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from registry import BINARY, Registry, database_rows, modules, new_database, run_in_threads, until

LONG = bool(os.environ.get('INLAY_LONG'))
KILLS = 500 if LONG else 12
PROCESSES = 4
WRITES = 2000 if LONG else 40
STOPPED = 60 if LONG else 13
IS_SERVER = bool(os.environ.get('INLAY_TEST_POSTGRESQL'))

# What happens here is worth a warning, which must not be the end.
os.environ.pop('G_DEBUG', None)


class Killed(unittest.TestCase):
    def work(self, registry, seen, stop):
        """Deploys, switches and rolls back as fast as it goes; notes what was acknowledged."""
        while not stop.is_set():
            version = str(random.random())
            try:
                status, _, reply = registry.post('/api/deploy', {'modules': modules('a'), 'version': version})
                if status == 200:
                    seen['versions'].add(version)
                    registry.post('/api/module-health', {'environment': reply['environment'], 'moduleId': 'a', 'status': 'healthy'})
                    status, _, answer = registry.post('/api/switch', {'targetEnvironment': reply['environment']})
                    if status == 200 and random.random() < 0.3:
                        status, _, answer = registry.post('/api/rollback', {'reason': 'x'})
                    if status == 200:
                        seen['generation'] = max(seen['generation'], answer.get('generation', 0))
            except (OSError, http.client.HTTPException, ValueError):
                return

    def check(self, database, seen):
        routes = database_rows(database, 'SELECT active_env, generation FROM routes')
        generations = [int(g) for g, in database_rows(database, 'SELECT generation FROM changes ORDER BY generation')]
        versions = {v for v, in database_rows(database, "SELECT version FROM deployments WHERE status <> 'failed'")}
        self.assertEqual(len(routes), 1)
        self.assertGreaterEqual(int(routes[0][1]), seen['generation'])
        self.assertEqual(generations, list(range(1, int(routes[0][1]) + 1)))
        self.assertLessEqual(seen['versions'], versions)
        if not IS_SERVER:
            self.assertEqual(database_rows(database, 'PRAGMA integrity_check'), [('ok',)])

    def test_kill(self):
        folder = tempfile.mkdtemp(prefix='inlay-kill-')
        self.addCleanup(shutil.rmtree, folder)
        database = new_database(folder)
        seen = {'versions': set(), 'generation': 0}
        readies = []
        for n in range(KILLS):
            begin = time.monotonic()
            registry = Registry(folder, database=database)
            readies.append(time.monotonic() - begin)
            active = registry.get('/api/environments')[2]
            self.assertEqual([e['status'] for e in active].count('active'), 1)
            stop = threading.Event()
            workers = [threading.Thread(target=self.work, args=(registry, seen, stop)) for _ in range(2)]
            for w in workers:
                w.start()
            time.sleep(random.uniform(0.02, 0.25))
            registry.kill()
            stop.set()
            for w in workers:
                w.join()
            # What is checked grows with each kill.
            if n % 10 == 0 or n == KILLS - 1:
                self.check(database, seen)
        self.assertTrue(seen['versions'])
        readies.sort()
        print(f'{KILLS} kills, {len(seen["versions"])} acknowledged deployments, none lost; ready in '
              f'{readies[len(readies) // 2]:.2f} s, at worst {readies[-1]:.2f} s')


class Processes(unittest.TestCase):
    """Several registries on one database."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlay-processes-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = new_database(self.folder)

    def start(self, n, **kwargs):
        started = []
        for i in range(n):
            folder = os.path.join(self.folder, str(i))
            os.mkdir(folder)
            started.append(Registry(folder, database=self.database, **kwargs))
        return started

    def generation(self, registry):
        return registry.get('/api/traffic-config')[2]['generation']

    def rows(self, sql):
        return database_rows(self.database, sql)

    def test_concurrent_writes(self):
        registries = self.start(PROCESSES)
        refused = []

        def work(i):
            connection = http.client.HTTPConnection('127.0.0.1', registries[i].port, timeout=120)
            for n in range(WRITES):
                body = {'id': f'c{i}', 'modules': [{'moduleId': 'a', 'version': f'1.0.{n}'}]}
                status, _, answer = registries[i].post('/api/compositions', body, connection=connection)
                if status not in (200, 201):
                    refused.append((status, answer))
            connection.close()
        begin = time.monotonic()
        run_in_threads(PROCESSES, work)
        took = time.monotonic() - begin
        self.assertEqual(refused, [])
        total = PROCESSES * WRITES
        self.assertEqual([int(g) for g, in self.rows('SELECT generation FROM changes ORDER BY generation')], list(range(1, total + 1)))
        self.assertEqual([int(n) for n, in self.rows('SELECT count(*) FROM composition_revisions GROUP BY id')], [WRITES] * PROCESSES)
        if IS_SERVER:
            self.assertEqual(self.rows('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'), [('0',)])
        slowest = max(until(lambda r=r: self.generation(r) == total, 5) for r in registries)
        for r in registries:
            r.stop()
        print(f'{total} writes by {PROCESSES} processes in {took:.1f} s ({total / took:.0f} a second), none lost or refused, generations gapless, '
              f'no deadlock; all agree {slowest:.2f} s later')

    def test_see_each_other(self):
        """A write at one is an answer at the other, whatever part it is of; health is in no log."""
        one, other = self.start(2)
        slowest = 0
        for n in range(5):
            one.post('/api/modules', {'moduleId': 'm', 'version': f'1.0.{n}', 'entryPoint': 'https://cdn.example/m.js'})
            slowest = max(slowest, until(lambda: len((other.get('/api/modules')[2] or [{'versions': []}])[0]['versions']) == n + 1, 5))
            # What the other has just seen it can build on.
            self.assertEqual(other.post('/api/modules', {'moduleId': 'm', 'version': f'1.0.{n}', 'entryPoint': 'https://cdn.example/x.js'})[0], 409)
        reply = other.post('/api/deploy', {'modules': modules('a'), 'version': '1'})[2]
        health = '/api/health/' + reply['environment']
        until(lambda: one.get(health)[2]['stats']['total_modules'] == 1, 5)
        one.post('/api/module-health', {'environment': reply['environment'], 'moduleId': 'a', 'status': 'healthy'})
        took = until(lambda: other.get(health)[2]['healthy'], 5)
        self.assertLess(took, 2.5)
        one.stop()
        other.stop()
        print(f'a write is seen by the other process within {slowest * 1000:.0f} ms, a change of health within {took * 1000:.0f} ms')

    def test_workers(self):
        """One port, several processes; one that dies is started again."""
        registry = Registry(os.path.join(self.folder), database=self.database, options=['--workers', '3'])
        children = self.children(registry)
        self.assertEqual(len(children), 3)
        for n in range(20):
            self.assertIn(registry.post('/api/compositions', {'id': 'c', 'modules': [{'moduleId': 'a', 'version': f'1.{n}.0'}]})[0], (200, 201))
        until(lambda: all(self.generation(registry) == 20 for _ in range(20)), 5)
        os.kill(children[0], signal.SIGKILL)
        until(lambda: children[0] not in (now := self.children(registry)) and len(now) == 3, 10)
        until(lambda: all(self.try_generation(registry) == 20 for _ in range(20)), 10)
        registry.stop()

    @unittest.skipIf(IS_SERVER, 'the same on every engine')
    def test_worker_stands_still(self):
        """One that stands still is ended and started again, with what it kept: its connections and, in
        a file, the lead."""
        registry = Registry(self.folder, database=self.database, options=['--workers', '3'])
        try:
            until(lambda: self.epoch() == 1, 5)
            leader = next(pid for pid in self.children(registry) if self.leads(pid))
            os.kill(leader, signal.SIGSTOP)
            took = until(lambda: self.epoch() == 2 and len(self.children(registry)) == 3, 20)
            self.assertNotIn(leader, self.children(registry))
            for n in range(20):
                self.assertEqual(registry.post('/api/compositions', {'id': 'c', 'modules': [{'moduleId': 'a', 'version': f'1.{n}.0'}]})[0],
                                 200 if n else 201)
        finally:
            registry.stop()
        print(f'a worker that stood still and led was replaced after {took:.1f} s')

    def leads(self, pid):
        return any(os.readlink(f'/proc/{pid}/fd/{n}').endswith('-leader') for n in os.listdir(f'/proc/{pid}/fd'))

    def children(self, registry):
        with open(f'/proc/{registry.process.pid}/task/{registry.process.pid}/children') as f:
            return [int(p) for p in f.read().split()]

    def try_generation(self, registry):
        """A worker that has just been started does not listen yet."""
        try:
            return self.generation(registry)
        except OSError:
            return None

    def run_it(self, *arguments):
        return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60)

    def test_misused(self):
        for arguments, words in ((('--workers', '65'), 'from 1 to 64'), (('--workers', '2'), 'all of them can reach')):
            done = self.run_it('--database', 'sqlite::memory:', '--listen', '127.0.0.1:0', *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
        for arguments, words in ((('copy', '--from', 'x'), '--to ADDRESS'), (('fly',), 'not something it does'), (('gc',), '--database'),
                                 (('copy', '--from', 'x', '--to', 'y'), 'neither sqlite:PATH')):
            done = self.run_it('admin', *arguments)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(words, done.stderr)

    def test_moved(self):
        """A registry goes on elsewhere, on whichever engine, as what it was."""
        registry = self.start(1)[0]
        reply = registry.post('/api/deploy', {'modules': modules('a'), 'version': '1'})[2]
        registry.post('/api/module-health', {'environment': reply['environment'], 'moduleId': 'a', 'status': 'healthy'})
        registry.post('/api/switch', {'targetEnvironment': reply['environment']})
        page, before = registry.get('/')[2], registry.get('/api/environments')[2]
        backup = os.path.join(self.folder, 'backup.db')
        self.assertEqual(self.run_it('admin', 'backup', '--database', self.database, '--to', backup).returncode, 0)
        self.assertEqual(self.run_it('admin', 'backup', '--database', self.database, '--to', backup).returncode, 1)
        self.assertIn('0 revisions', self.run_it('admin', 'gc', '--database', self.database).stdout)
        registry.stop()
        other = new_database(os.path.join(self.folder, '0', 'nowhere')) if IS_SERVER else 'sqlite:' + os.path.join(self.folder, 'other.db')
        for source, target in (('sqlite:' + backup, other), (other, f'sqlite:{self.folder}/third.db')):
            done = self.run_it('admin', 'copy', '--from', source, '--to', target)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn('rows copied and compared', done.stdout)
        self.assertEqual(self.run_it('admin', 'compare', '--from', f'sqlite:{self.folder}/third.db', '--to', 'sqlite:' + backup).returncode, 0)
        self.assertEqual(self.run_it('admin', 'compare', '--from', self.database, '--to', other).returncode, 0)
        moved = Registry(os.path.join(self.folder, '0'), database=other)
        self.assertEqual((moved.get('/')[2], moved.get('/api/environments')[2]), (page, before))
        self.assertEqual(moved.post('/api/rollback', {})[0], 200)
        self.assertEqual(self.run_it('admin', 'compare', '--from', self.database, '--to', other).returncode, 2)
        moved.stop()

    def epoch(self):
        rows = self.rows('SELECT epoch FROM leaders')
        return int(rows[0][0]) if rows else 0

    def test_leader(self):
        """A leader that dies is replaced."""
        one, other = self.start_leader()
        one.kill()
        took = until(lambda: self.epoch() == 2, 5)
        other.stop()
        print(f'a leader that was killed was replaced after {took:.1f} s')

    def start_leader(self):
        """The first of the two leads."""
        one = self.start(1)[0]
        until(lambda: self.epoch() == 1, 5)
        folder = os.path.join(self.folder, 'other')
        os.mkdir(folder)
        return one, Registry(folder, database=self.database)

    @unittest.skipUnless(IS_SERVER or LONG, 'between processes without a common parent a file cannot take the lead away')
    def test_leader_stopped(self):
        one, other = self.start_leader()
        one.process.send_signal(signal.SIGSTOP)
        begin = time.monotonic()
        took = until(lambda: self.epoch() == 2, 20) if IS_SERVER else 0
        self.assertIn(other.post('/api/compositions', {'id': 'c', 'modules': [{'moduleId': 'a', 'version': '1.0.0'}]})[0], (200, 201))
        time.sleep(max(0, STOPPED - (time.monotonic() - begin)))
        one.process.send_signal(signal.SIGCONT)
        until(lambda: self.generation(one) == 1, 5)
        time.sleep(3)
        self.assertEqual(self.epoch(), 2 if IS_SERVER else 1)
        one.stop()
        other.stop()
        print(f'a leader that stood still for {STOPPED} s was ' +
              (f'replaced after {took:.1f} s, and did not lead when it went on' if IS_SERVER else 'waited for, and still led when it went on'))


class Together(unittest.TestCase):
    def test_one_wins(self):
        """The same version published twice at once: one is new, the other learns that it differs."""
        registry = Registry()
        try:
            statuses = []

            def work(i):
                statuses.append(registry.post('/api/modules', {'moduleId': 'm', 'version': '1.0.0', 'entryPoint': f'https://cdn.example/{i}.js'})[0])
            run_in_threads(8, work)
            self.assertEqual(sorted(statuses), [201] + [409] * 7)
        finally:
            registry.stop()


if __name__ == '__main__':
    unittest.main()
