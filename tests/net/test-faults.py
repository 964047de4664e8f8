# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Killed in the middle and written to from all sides: nothing acknowledged is lost."""
import http.client
import os
import random
import shutil
import sqlite3
import tempfile
import threading
import time
import unittest

from registry import Registry, modules, run_in_threads

KILLS = int(os.environ.get('INLAY_TEST_KILLS', '20'))


class Killed(unittest.TestCase):
    def work(self, registry, seen, stop):
        """Deploys and switches as fast as it goes; notes what was acknowledged."""
        while not stop.is_set():
            version = str(random.random())
            try:
                status, _, reply = registry.post('/api/deploy', {'modules': modules('a'), 'version': version})
                if status == 200:
                    seen['versions'].add(version)
                    registry.post('/api/module-health', {'environment': reply['environment'], 'moduleId': 'a', 'status': 'healthy'})
                    status, _, switched = registry.post('/api/switch', {'targetEnvironment': reply['environment']})
                    if status == 200:
                        seen['generation'] = max(seen['generation'], switched['generation'])
            except (OSError, http.client.HTTPException, ValueError):
                return

    def check(self, folder, seen):
        with sqlite3.connect(os.path.join(folder, 'registry.db')) as database:
            routes = database.execute('SELECT active_env, generation FROM routes').fetchall()
            generations = [g for g, in database.execute('SELECT generation FROM changes ORDER BY generation')]
            versions = {v for v, in database.execute("SELECT version FROM deployments WHERE status = 'completed'")}
            self.assertEqual(database.execute('PRAGMA integrity_check').fetchall(), [('ok',)])
        database.close()
        self.assertEqual(len(routes), 1)
        self.assertGreaterEqual(routes[0][1], seen['generation'])
        self.assertEqual(generations, list(range(1, routes[0][1] + 1)))
        self.assertLessEqual(seen['versions'], versions)

    def test_kill(self):
        folder = tempfile.mkdtemp(prefix='inlay-kill-')
        self.addCleanup(shutil.rmtree, folder)
        seen = {'versions': set(), 'generation': 0}
        slowest = 0
        for _ in range(KILLS):
            begin = time.monotonic()
            registry = Registry(folder)
            slowest = max(slowest, time.monotonic() - begin)
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
            self.check(folder, seen)
        self.assertTrue(seen['versions'])
        print(f'{KILLS} kills, {len(seen["versions"])} acknowledged deployments, none lost; ready in {slowest:.2f} s at worst')


class Together(unittest.TestCase):
    def test_concurrent_writes(self):
        registry = Registry()
        try:
            def work(i):
                connection = http.client.HTTPConnection('127.0.0.1', registry.port, timeout=60)
                for n in range(100):
                    status, _, body = registry.post('/api/modules', {'moduleId': f'm{i}', 'version': f'1.0.{n}', 'entryPoint': f'https://cdn.example/{n}.js'},
                                                    connection=connection)
                    self.assertEqual(status, 201, body)
                connection.close()
            begin = time.monotonic()
            run_in_threads(4, work)
            print(f'400 writes by 4 clients in {time.monotonic() - begin:.2f} s')
            listed = registry.get('/api/modules')[2]
            self.assertEqual([len(m['versions']) for m in listed], [100] * 4)
            self.assertEqual(registry.get('/api/traffic-config')[2]['generation'], 400)
        finally:
            registry.stop()

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
