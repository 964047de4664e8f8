# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What the registry tells whoever started it (sd_notify), as one process and as several: what it says is so."""
import os
import shutil
import signal
import tempfile
import time
import unittest

from registry import until
from service import Service

WORKERS = 3
ASKED = 40   # on connections of their own, so that each worker gets some


def stands_still(pid):
    with open(f'/proc/{pid}/stat') as f:
        return f.read().rsplit(')', 1)[1].split()[0] == 'T'


class Told:
    options = ()

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlay-notify-')
        self.addCleanup(shutil.rmtree, self.folder)

    def start(self, *options, **more):
        service = Service(self.folder, *self.options, *options, **more)
        self.addCleanup(service.close)
        service.ready = service.start()
        return service

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w') as f:
            f.write(text)
        os.chmod(path, 0o600)
        return path

    def test_start_and_stop(self):
        """Ready means that anybody is answered; stopping is said before it is done."""
        service = self.start()
        self.assertIn('http://127.0.0.1:', service.ready['STATUS'])
        self.assertEqual({service.ask('/readyz') for _ in range(ASKED)}, {200})
        service.stop()
        self.assertIn('STATUS', service.said[-1])
        self.assertFalse(any('WATCHDOG' in state for state in service.said))

    def test_reload(self):
        """When it says that it is ready again, every process goes by the new tokens, and none by the old ones."""
        tokens = self.write('tokens', 'token-0 admin ann\n')
        service = self.start('--token-file', tokens)
        status = lambda n: {service.ask('/api/v1/tokens', {'Authorization': f'Bearer token-{n}'}) for _ in range(ASKED)}
        self.assertEqual(status(0), {200})
        for n in range(1, 6):
            self.write('tokens', f'token-{n} admin ann\n')
            before = time.monotonic_ns() // 1000
            begun, done = service.reload()
            self.assertTrue(before <= int(begun['MONOTONIC_USEC']) <= time.monotonic_ns() // 1000, begun)
            self.assertIn('settings were read again', done['STATUS'])
            self.assertEqual((status(n - 1), status(n)), ({401}, {200}))
        self.write('tokens', 'token-9 king ann\n')
        begun, done = service.reload()
        self.assertIn('not read again', done['STATUS'])
        self.assertEqual((status(5), status(9)), ({200}, {401}))
        service.stop()

    def test_many_signals(self):
        """However many come, it is ready after the last, and each time what it says goes in pairs."""
        tokens = self.write('tokens', 'token-0 admin ann\n')
        service = self.start('--token-file', tokens)
        for n in range(1, 30):
            self.write('tokens', f'token-{n} admin ann\n')
            service.process.send_signal(signal.SIGHUP)
        while True:
            service.hear('READY')
            if service.ask('/api/v1/tokens', {'Authorization': 'Bearer token-29'}) == 200:
                break
        service.stop()
        said = [next(k for k in state if k in ('RELOADING', 'READY', 'STOPPING')) for state in service.said if state.keys() & {'RELOADING', 'READY', 'STOPPING'}]
        self.assertRegex(' '.join(said), '^READY (RELOADING READY )+(RELOADING )?STOPPING$')

    def test_watchdog(self):
        """It says that it lives twice in the time that is given, and nothing of that when it stands still."""
        service = self.start(watchdog=0.5)
        for _ in range(5):
            service.hear('WATCHDOG')
        os.kill(service.process.pid, signal.SIGSTOP)
        until(lambda: stands_still(service.process.pid), 20)
        service.notify.settimeout(0.01)
        with self.assertRaises(TimeoutError):
            while True:
                service.hear('WATCHDOG')
        service.notify.settimeout(1.5)
        with self.assertRaises(TimeoutError):
            service.hear('WATCHDOG')
        service.notify.settimeout(60)
        os.kill(service.process.pid, signal.SIGCONT)
        service.hear('WATCHDOG')
        service.stop()

    def test_not_ours(self):
        """A watchdog that waits for another process is not fed."""
        os.environ['WATCHDOG_USEC'] = '200000'
        os.environ['WATCHDOG_PID'] = '1'
        self.addCleanup(os.environ.pop, 'WATCHDOG_USEC')
        self.addCleanup(os.environ.pop, 'WATCHDOG_PID')
        service = self.start()
        for _ in range(3):
            service.reload()
        service.stop()
        self.assertFalse(any('WATCHDOG' in state for state in service.said))


class One(Told, unittest.TestCase):
    pass


class Several(Told, unittest.TestCase):
    options = ('--workers', str(WORKERS))

    def test_a_worker_ends(self):
        """It is said, and the one that comes in its place goes by what was read last, not by what was there at the start."""
        config = self.write('registry.conf', '[registry]\nproxy=127.0.0.1\nrate-limit=1:1\n')
        service = self.start('--config', config)
        ask = lambda n, address: [service.ask('/healthz', {'X-Forwarded-For': address}) for _ in range(n)]
        self.assertIn(429, ask(ASKED, '192.0.2.1'))
        self.write('registry.conf', '[registry]\nproxy=127.0.0.1\nrate-limit=0:0\n')
        service.reload()
        self.assertEqual(set(ask(ASKED, '192.0.2.2')), {200})
        before = set(service.workers())
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        while not before.isdisjoint(service.workers()):
            service.hear('STATUS', f' of {WORKERS}')
        service.hear('STATUS', f'{WORKERS} of {WORKERS}')
        self.assertEqual(set(ask(ASKED, '192.0.2.3')), {200})
        service.stop()

    def test_a_worker_stands_still(self):
        """A reload is not done while one has not answered; who never does is ended, and then it is."""
        tokens = self.write('tokens', 'old-token admin ann\n')
        service = self.start('--token-file', tokens, watchdog=1)
        stopped = service.workers()[0]
        os.kill(stopped, signal.SIGSTOP)
        self.write('tokens', 'new-token admin ann\n')
        begun, done = service.reload()
        self.assertNotIn(stopped, service.workers())
        self.assertTrue(any('WATCHDOG' in state for state in service.said[service.said.index(begun):-1]))
        self.assertIn('settings were read again', done['STATUS'])
        service.hear('STATUS', f'{WORKERS} of {WORKERS}')
        status = lambda token: {service.ask('/api/v1/tokens', {'Authorization': 'Bearer ' + token}) for _ in range(ASKED)}
        self.assertEqual((status('old-token'), status('new-token')), ({401}, {200}))
        service.stop()


if __name__ == '__main__':
    unittest.main()
