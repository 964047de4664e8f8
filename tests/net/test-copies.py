# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Copies of a registry on a server: nobody waits for one, one that is ended early leaves nothing, and
what is in one is what was there at one moment. INLAY_LONG=1 is the long form."""
import os
import pty
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from registry import BINARY, Registry, database_rows, database_run, modules, new_database, until

LONG = bool(os.environ.get('INLAY_LONG'))
# So that there is time to do something meanwhile.
ROWS = 400000 if LONG else 40000

# What happens here is worth a warning, which must not be the end.
os.environ.pop('G_DEBUG', None)


class Copies(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlay-copies-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.target = os.path.join(self.folder, 'copies', 'copy.db')
        os.mkdir(os.path.dirname(self.target))
        self.registry = Registry(self.folder, options=['--backup-folder', os.path.dirname(self.target)])
        self.addCleanup(lambda: self.registry.process.poll() is None and self.registry.kill())
        self.database = self.registry.database
        self.assertEqual(self.registry.post('/api/deploy', {'modules': modules('a'), 'version': '1'})[0], 200)
        now = int(time.time() * 10 ** 6)
        database_run(self.database, [
            'INSERT INTO idempotency (app, actor, key, request, status, answer, created_at)'
            f' WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})'
            f" SELECT 'default', 'x', 'k' || i, 'r', 200, '{{}}', {now} FROM n"])
        self.saved = 0

    def files(self):
        return sorted(os.listdir(os.path.dirname(self.target)))

    def start(self, *arguments, **more):
        return subprocess.Popen([BINARY, 'admin', *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **more)

    def back_up(self, **more):
        return self.start('backup', '--database', self.database, '--to', self.target, **more)

    def is_under_way(self):
        """Some of it is written."""
        try:
            return os.stat(self.target + '.unfinished-wal').st_size > 0
        except FileNotFoundError:
            return False

    def end(self, process, code, words=''):
        said = process.communicate(timeout=120)[1]
        self.assertEqual(process.returncode, code, said)
        self.assertIn(words, said)

    def save(self):
        begin = time.monotonic()
        status, _, answer = self.registry.post('/api/compositions', {'id': 'c', 'modules': [{'moduleId': 'a', 'version': f'1.0.{self.saved}'}]})
        self.assertIn(status, (200, 201), answer)
        self.saved += 1
        return time.monotonic() - begin

    def compare(self, one, other):
        return subprocess.run([BINARY, 'admin', 'compare', '--from', one, '--to', other], capture_output=True, text=True, timeout=300)

    def test_nobody_waits(self):
        """Writes go on while it is made; what it holds is the registry as it was at one moment."""
        self.save()
        process = self.back_up()
        until(self.is_under_way, 20)
        took = []
        while process.poll() is None:
            took.append(self.save())
        self.end(process, 0)
        self.assertGreater(len(took), 3)
        copy = 'sqlite:' + self.target
        n_saved = int(database_rows(copy, "SELECT count(*) FROM composition_revisions WHERE id = 'c'")[0][0])
        ((generation,),) = database_rows(copy, 'SELECT generation FROM routes')
        self.assertLess(n_saved, self.saved)
        self.assertEqual([g for g, in database_rows(copy, 'SELECT generation FROM changes ORDER BY generation')], list(range(1, generation + 1)))
        self.assertEqual(database_rows(copy, 'SELECT count(*), max (generation) FROM audit'), [(generation, generation)])
        self.assertEqual(generation, 1 + n_saved)
        self.assertEqual(os.stat(self.target).st_mode & 0o777, 0o600)
        took.sort()
        print(f'{len(took)} writes while {ROWS} rows were copied, each within {took[-1] * 1000:.0f} ms, half within {took[len(took) // 2] * 1000:.0f} ms')

    def test_restored(self):
        """Row by row the same, and so is what is copied back from it."""
        self.save()
        page = self.registry.get('/preview/green')[2]
        # Probes of what was deployed would go on writing.
        self.registry.stop()
        self.end(self.back_up(), 0)
        again = new_database(self.folder)
        self.end(self.start('copy', '--from', 'sqlite:' + self.target, '--to', again), 0)
        for other in ('sqlite:' + self.target, again):
            done = self.compare(self.database, other)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertGreater(int(done.stdout.split()[0]), ROWS)
        self.registry = Registry(self.folder, database=again)
        self.assertEqual(self.registry.get('/preview/green')[2], page)
        self.save()
        self.assertEqual(self.compare(self.database, again).returncode, 2)

    def test_cancelled(self):
        """Nothing is left; of one that was killed only what the next one clears away."""
        for how in (signal.SIGINT, signal.SIGTERM):
            process = self.back_up()
            until(self.is_under_way, 20)
            process.send_signal(how)
            begin = time.monotonic()
            self.end(process, 1, 'admin backup: cancelled')
            self.assertLess(time.monotonic() - begin, 5)
            self.assertEqual(self.files(), [])
        process = self.back_up()
        until(self.is_under_way, 20)
        other = self.back_up()
        self.end(other, 1, 'copy.db is being made')
        process.kill()
        process.communicate()
        self.assertNotIn('copy.db', self.files())
        self.assertIn('copy.db.unfinished', self.files())
        self.end(self.back_up(), 0)
        self.assertEqual(self.files(), ['copy.db'])
        self.end(self.back_up(), 1, 'copy.db is there already')
        self.assertEqual(self.files(), ['copy.db'])

    def test_copy_is_cancelled(self):
        """Nothing is in the other registry, and it can be copied to after all; writers were let go."""
        other = 'sqlite:' + os.path.join(self.folder, 'other.db')
        process = self.start('copy', '--from', self.database, '--to', other)
        until(lambda: os.path.exists(other[7:] + '-wal') and os.stat(other[7:] + '-wal').st_size > 200000, 20)
        process.send_signal(signal.SIGINT)
        self.end(process, 1, 'admin copy: cancelled')
        self.assertEqual(database_rows(other, 'SELECT count(*) FROM idempotency'), [(0,)])
        self.save()
        self.registry.stop()
        self.end(self.start('copy', '--from', self.database, '--to', other), 0)
        self.assertEqual(self.compare(self.database, other).returncode, 0)

    def test_server_goes(self):
        """One whose connection is ended says so and leaves nothing."""
        process = self.back_up()
        until(self.is_under_way, 20)
        database_rows(self.database, 'SELECT pg_terminate_backend (pid) FROM pg_stat_activity'
                      ' WHERE datname = current_database () AND pid <> pg_backend_pid ()')
        self.end(process, 1, 'is away')
        self.assertEqual(self.files(), [])
        until(lambda: self.registry.post('/api/compositions', {'id': 'd', 'modules': []})[0] != 503, 5)
        self.end(self.back_up(), 0)

    def listen(self):
        """What a backup says at a terminal when it takes longer than a second."""
        terminal, inner = pty.openpty()
        process = subprocess.Popen([BINARY, 'admin', 'backup', '--database', self.database, '--to', self.target], stderr=inner)
        os.close(inner)
        until(self.is_under_way, 20)
        process.send_signal(signal.SIGSTOP)
        time.sleep(1.2)
        process.send_signal(signal.SIGCONT)
        said = b''
        try:
            while (piece := os.read(terminal, 4096)):
                said += piece
        except OSError:
            pass
        os.close(terminal)
        self.assertEqual(process.wait(), 0)
        os.unlink(self.target)
        return said

    def test_told(self):
        """At a terminal, on one line that is gone at the end."""
        for _ in range(6):
            said = self.listen()
            self.assertTrue(said.endswith(b'\r\x1b[K'), said)
            # It may have been stopped when there was nothing left to copy.
            if lines := [(int(a), int(b)) for a, b in re.findall(rb'\radmin backup: (\d+) of (\d+) parts', said)]:
                break
        self.assertTrue(lines, said)
        self.assertEqual(lines, sorted(lines))
        self.assertLess(2 * ROWS, lines[-1][1])

    def test_asked_for(self):
        """Over HTTP as well: writes go on meanwhile."""
        reply = []
        thread = threading.Thread(target=lambda: reply.append(self.registry.post('/api/v1/admin/backup')))
        thread.start()
        until(lambda: os.path.exists(os.path.join(os.path.dirname(self.target), '.unfinished', 'registry.db-wal')), 20)
        n_saved = 0
        while thread.is_alive():
            self.save()
            n_saved += 1
        thread.join()
        self.assertEqual(reply[0][0], 200, reply)
        self.assertEqual(self.files(), [reply[0][2]['file']])
        self.assertGreater(n_saved, 3)

    @unittest.skipUnless(LONG, 'takes longer than what is asked is waited for')
    def test_stopped(self):
        """A registry that is told to stop does not wait for a copy, of which nothing is left."""
        reply = []
        thread = threading.Thread(target=lambda: reply.append(self.registry.post('/api/v1/admin/backup')))
        thread.start()
        until(lambda: os.path.exists(os.path.join(os.path.dirname(self.target), '.unfinished', 'registry.db-wal')), 20)
        begin = time.monotonic()
        self.registry.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.registry.process.wait(timeout=30), 0, open(self.registry.log.name).read())
        took = time.monotonic() - begin
        thread.join()
        self.assertEqual((reply[0][0], self.files()), (503, []))
        print(f'a registry that made a copy stopped within {took:.1f} s')


if __name__ == '__main__':
    unittest.main()
