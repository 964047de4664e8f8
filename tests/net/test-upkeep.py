# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What an operator asks of a whole registry over HTTP: copies of it, and letting go of what nobody needs."""
import datetime
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from registry import BINARY, Registry, RegistryTest, database_rows, database_run, modules, run_in_threads, until

# Old revisions, let go of in parts of five hundred.
N_OLD = 20000 if os.environ.get('INLAY_LONG') else 4000
BACKUP, COLLECT = '/api/v1/admin/backup', '/api/v1/admin/gc'


class Upkeep(RegistryTest):
    options = ()

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlay-upkeep-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.registry = Registry(tokens='root admin root\ndan deployer dan\n', options=['--backup-folder', self.folder, *self.options], env={'G_DEBUG': ''})
        self.addCleanup(self.registry.stop)

    def admin(self, path, body=None, **more):
        return self.registry.post(path, body, token='root', **more)

    def deploy(self, version, *names):
        reply = self.registry.post('/api/deploy', {'modules': modules(*names), 'version': version}, token='root')
        return self.expect(200, reply)['revision']

    def files(self):
        return sorted(os.listdir(self.folder))


class Backup(Upkeep):
    def test_a_registry_starts_on_it(self):
        revision = self.deploy('1', 'a')
        made = self.expect(200, self.admin(BACKUP))
        self.deploy('2', 'b')
        self.assertRegex(made['file'], r'^registry-\d{8}T\d{6}\.\d{6}Z\.db$')
        path = os.path.join(self.folder, made['file'])
        facts = os.stat(path)
        self.assertEqual((self.files(), stat.S_IMODE(facts.st_mode), facts.st_size), ([made['file']], 0o600, made['bytes']))
        entry = self.registry.get('/api/v1/apps/default/audit?limit=1000', token='root')[2]
        self.assertIn(('root', 'backed-up', {'file': made['file']}), [(e['actor'], e['action'], e['detail']) for e in entry])
        other = Registry(database='sqlite:' + path)
        try:
            green = other.get('/api/environments/green')[2]
            self.assertEqual((green['version'], green['revision']), ('1', revision))
        finally:
            other.stop()

    def test_one_at_a_time(self):
        """Of many at once each makes a whole file of its own or is told that one is being made."""
        for i in range(20):
            self.deploy(str(i), 'a')
        replies = []
        run_in_threads(8, lambda i: replies.append(self.admin(BACKUP)))
        for reply in replies:
            if reply[0] == 409:
                self.refused(409, reply, 'being made')
        made = [reply[2]['file'] for reply in replies if reply[0] == 200]
        self.assertGreaterEqual(len(made), 1)
        self.assertEqual({r[0] for r in replies} | {200}, {200, 409} if len(made) < 8 else {200})
        self.assertEqual(self.files(), sorted(made))

    def test_never_where_the_client_says(self):
        for body in ({'to': '/tmp/x'}, {'folder': self.folder}, {'file': '../x'}, [], '"x"', '7'):
            self.refused(422, self.admin(BACKUP, body))
        for body in (b'{', b'{"a":1,"a":2}', b'\xff'):
            self.refused(400, self.admin(BACKUP, body))
        self.expect(200, self.admin(BACKUP, {}))
        self.assertEqual(len(self.files()), 1)
        self.refused(403, self.registry.post(BACKUP, token='dan'))
        self.refused(401, self.registry.post(BACKUP))
        self.assertEqual(len(self.files()), 1)

    def test_what_is_left_of_a_crash(self):
        os.mkdir(os.path.join(self.folder, '.unfinished'))
        with open(os.path.join(self.folder, '.unfinished', 'registry.db'), 'w') as f:
            f.write('half a database')
        made = self.expect(200, self.admin(BACKUP))
        self.assertEqual(self.files(), [made['file']])

    def test_folder_is_gone(self):
        os.rmdir(self.folder)
        body = self.refused(503, self.admin(BACKUP))
        self.assertNotIn(self.folder, str(body))
        os.mkdir(self.folder)
        self.expect(200, self.admin(BACKUP))


class Workers(Upkeep):
    options = ('--workers', '3')

    @unittest.skipIf(os.environ.get('INLAY_TEST_POSTGRESQL'), 'the same whatever the engine')
    def test_one_at_a_time(self):
        """Processes see each other's."""
        replies = []
        run_in_threads(12, lambda i: replies.append(self.admin(BACKUP)))
        made = [reply[2]['file'] for reply in replies if reply[0] == 200]
        self.assertLessEqual({r[0] for r in replies}, {200, 409}, replies)
        self.assertEqual(self.files(), sorted(made))
        self.assertGreaterEqual(len(made), 1)


class Collect(Upkeep):
    def test_collect(self):
        self.deploy('1', 'a')
        self.deploy('2', 'b')
        self.assertEqual(self.expect(200, self.admin(COLLECT)), {'success': True, 'revisions': 0, 'files': 0, 'notes': 0})
        self.expect(200, self.admin(COLLECT, {'keepDays': 1}))
        for bad in ({'keepDays': 0}, {'keepDays': -1}, {'keepDays': 1.5}, {'keepDays': '30'}, {'keepDays': 10 ** 9}, {'days': 1}, []):
            self.refused(422, self.admin(COLLECT, bad))
        self.refused(403, self.registry.post(COLLECT, token='dan'))
        self.refused(401, self.registry.post(COLLECT))

    def test_gone(self):
        """What was let go of is known to have been there, and comes back by being deployed again."""
        first, second = self.deploy('1', 'a'), self.deploy('2', 'b')
        done = subprocess.run([BINARY, 'admin', 'gc', '--database', self.registry.database, '--keep', '0'], capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout.split()[0]), (0, '1'), done.stderr)
        base = '/api/v1/apps/default/revisions/'
        for part in ('manifest', 'import-map.json', 'csp', 'index.html'):
            body = self.refused(410, self.registry.get(f'{base}{first}/{part}'), 'let go of')
            self.assertEqual((body['code'], body['title']), ('gone', 'Gone'))
            self.assertEqual(self.registry.get(f'{base}{second}/{part}')[0], 200)
            self.refused(404, self.registry.get(f'{base}sha256-{"0" * 64}/{part}'))
        self.refused(410, self.registry.post('/api/v1/apps/default/deployments', {'revision': first, 'version': '3'}, token='root', headers={'If-Match': '*'}))
        self.assertEqual(self.deploy('4', 'a'), first)
        self.assertTrue(self.registry.get('/api/v1/apps/default/audit/verify', token='root')[2]['valid'])
        self.assertIn('collected', [e['action'] for e in self.registry.get('/api/v1/apps/default/audit?limit=1000', token='root')[2]])
        self.assertEqual(self.registry.get(f'{base}{first}/index.html')[0], 200)

    def fill(self, n_revisions, n_notes):
        """What nobody can have open any more: each with a page of some size."""
        day = 24 * 3600 * 10 ** 6
        now = int(time.time() * 10 ** 6)
        numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)'
        database_run(self.registry.database, [
            'INSERT INTO revisions (app, digest, composition, manifest, page, created_at) ' + numbers % n_revisions +
            f" SELECT 'default', 'sha256-' || i, 'c', '{{}}', {self.page}, {now - 100 * day} FROM n",
            'INSERT INTO deployments (id, app, environment, version, revision, status, deployed_by, started_at, completed_at) ' +
            numbers % n_revisions + " SELECT 'd' || i, 'default', 'green', '1', 'sha256-' || i, 'completed', 'x', " +
            f'{now - 100 * day} + i, {now - 100 * day} + i FROM n',
            'INSERT INTO idempotency (app, actor, key, request, status, answer, created_at) ' + numbers % n_notes +
            f" SELECT 'default', 'x', 'k' || i, 'r', 200, '{{}}', {now - 2 * day} FROM n"])

    page = "CAST ('page' AS BYTEA)" if os.environ.get('INLAY_TEST_POSTGRESQL') else "x'70616765'"

    def test_in_parts(self):
        """However much there is: others write in between."""
        self.fill(N_OLD + 1, 1000)
        stop, took = threading.Event(), []

        def write():
            n = 0
            while not stop.is_set():
                begin = time.monotonic()
                self.expect(201 if n == 0 else 200, self.registry.post(
                    '/api/compositions', {'id': 'c', 'modules': [{'moduleId': 'a', 'version': f'1.0.{n}'}]}, token='root'))
                took.append(time.monotonic() - begin)
                n += 1
        thread = threading.Thread(target=write)
        thread.start()
        begin = time.monotonic()
        # The newest of each environment may be open still.
        self.assertEqual(self.expect(200, self.admin(COLLECT)), {'success': True, 'revisions': N_OLD, 'files': 0, 'notes': 1000})
        seconds = time.monotonic() - begin
        stop.set()
        thread.join()
        changes = [kind for kind, in database_rows(self.registry.database, 'SELECT kind FROM changes ORDER BY generation')]
        parts = [n for n, kind in enumerate(changes) if kind == 'collected']
        self.assertEqual(len(parts), -(-N_OLD // 500))
        self.assertGreater(parts[-1] - parts[0], len(parts) - 1, 'nobody else wrote meanwhile')
        kept = database_rows(self.registry.database, 'SELECT digest FROM revisions WHERE collected_at IS NULL')
        self.assertEqual(kept, [(f'sha256-{N_OLD + 1}',)])
        print(f'{N_OLD} revisions were let go of in {len(parts)} parts within {seconds:.1f} s; writes meanwhile took at most {max(took) * 1000:.0f} ms')

    def test_ended_early(self):
        """What was let go of by then stays so; the rest is next time."""
        self.fill(N_OLD, 0)
        command = [BINARY, 'admin', 'gc', '--database', self.registry.database]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        count = lambda: int(database_rows(self.registry.database, 'SELECT count(*) FROM revisions WHERE collected_at IS NOT NULL')[0][0])
        until(lambda: count() > 0 or process.poll() is not None, 20)
        process.send_signal(signal.SIGINT)
        said, why = process.communicate(timeout=20)
        # On a quick machine it was done by then.
        first = count()
        self.assertEqual(int(said.split()[0]), first)
        self.assertIn((process.returncode, 'cancelled' in why), ((1, True), (0, False)))
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, int(done.stdout.split()[0]) + first), (0, N_OLD - 1), done.stderr)

    def test_many(self):
        replies = []
        run_in_threads(16, lambda i: replies.append(self.admin(COLLECT, {'keepDays': 1})[0]))
        self.assertLessEqual(set(replies), {200, 409})
        self.assertIn(200, replies)
        self.expect(200, self.admin(COLLECT))


class TrafficLog(RegistryTest):
    def test_old_ones_go(self):
        """In parts, the oldest first, and never what a decision within the time is made from."""
        r = self.registry
        self.expect(200, r.post('/api/deploy', {'modules': modules('a'), 'version': '1'}))
        self.expect(200, r.post('/api/canary/start', {'targetEnvironment': 'green'}))
        day = 24 * 3600 * 10 ** 6
        now = int(time.time() * 10 ** 6)
        newest = int(database_rows(r.database, 'SELECT max (generation) FROM traffic_log')[0][0])
        r.kill()
        # Two thousand of the last hundred days, one every 72 minutes, below the ones there are.
        rows = [(n - 5000, now - 100 * day + n * day // 20) for n in range(1999)]
        database_run(r.database, [f"INSERT INTO traffic_log (app, generation, at, traffic) VALUES ('default', {g}, {at}, '{{}}')" for g, at in rows])
        r.start()
        kept = [g for g, at in rows if at > now - 90 * day]
        until = time.monotonic() + 20
        found = None
        while time.monotonic() < until and (found is None or len(found) > len(kept) + 10):
            time.sleep(0.2)
            found = [int(g) for g, in database_rows(r.database, 'SELECT generation FROM traffic_log ORDER BY generation')]
        time.sleep(1.5)
        found = [int(g) for g, in database_rows(r.database, 'SELECT generation FROM traffic_log ORDER BY generation')]
        self.assertEqual(found[-1], newest)
        self.assertLessEqual(abs(found.index(kept[0]) - 1), 1)
        self.assertTrue(set(kept) <= set(found))
        self.assertLess(min(found), kept[0])
        self.expect(200, r.post('/api/v1/apps/default/explain', {'unit': 'u', 'at': datetime.datetime.now(datetime.timezone.utc).isoformat()}))


    @unittest.skipIf(os.environ.get('INLAY_TEST_POSTGRESQL'), 'the same statement as above')
    def test_never_too_many(self):
        """However new they are."""
        r = self.registry
        r.kill()
        now = int(time.time() * 10 ** 6)
        values = ', '.join(f"('default', {n - 30000}, {now}, '{{}}')" for n in range(21200))
        database_run(r.database, ['INSERT INTO traffic_log (app, generation, at, traffic) VALUES ' + values])
        r.start()
        count = lambda: int(database_rows(r.database, 'SELECT count (*) FROM traffic_log')[0][0])
        until = time.monotonic() + 30
        while count() > 20000 and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(1.2)
        self.assertEqual(count(), 20000)
        self.assertEqual(int(database_rows(r.database, 'SELECT max (generation) FROM traffic_log')[0][0]), 21199 - 30000)


class Options(unittest.TestCase):
    def test_without_a_folder(self):
        registry = Registry()
        try:
            status, headers, body = registry.post(BACKUP)
            self.assertEqual((status, headers['Content-Type'], body['code']), (501, 'application/problem+json', 'unsupported'))
            self.assertIn('--backup-folder', body['detail'])
        finally:
            registry.stop()

    def test_misused(self):
        for options, words in ((['--database', 'sqlite::memory:', '--backup-folder', '/'], 'in memory'),
                               (['--database', 'sqlite::memory:', '--keep', '-1'], '--keep'),
                               (['--database', 'sqlite::memory:', '--traffic-log', '0'], '--traffic-log'),
                               (['--database', 'sqlite::memory:', '--traffic-log', '99999'], '--traffic-log')):
            done = subprocess.run([BINARY, '--listen', '127.0.0.1:0', *options], capture_output=True, text=True, timeout=20)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
        with tempfile.TemporaryDirectory() as folder:
            database = 'sqlite:' + os.path.join(folder, 'r.db')
            done = subprocess.run([BINARY, '--listen', '127.0.0.1:0', '--database', database, '--backup-folder', os.path.join(folder, 'none')],
                                  capture_output=True, text=True, timeout=20)
            self.assertEqual(done.returncode, 2)
            self.assertIn('is not a folder', done.stderr)


if __name__ == '__main__':
    unittest.main()
