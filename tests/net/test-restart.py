# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Reloaded and restarted while everybody asks: with a socket that outlives the process nobody is
refused and nothing fails. INLAY_LONG=1 is the long form."""
import os
import shutil
import tempfile
import threading
import time
import unittest

from registry import modules
from service import Service, Visitor

LONG = bool(os.environ.get('INLAY_LONG'))
RESTARTS = 30 if LONG else 3
WORKERS = 3


class Restarted(unittest.TestCase):
    def under_load(self, *options):
        folder = tempfile.mkdtemp(prefix='inlay-restart-')
        self.addCleanup(shutil.rmtree, folder)
        service = Service(folder, *options)
        self.addCleanup(service.close)
        stop = threading.Event()
        reads = ('/api/environments', '/healthz', '/api/modules', '/api/traffic-config')
        service.start()
        visitors = [Visitor(service, stop, kept, 'GET', path) for path in reads for kept in (True, False)]
        visitors += [Visitor(service, stop, False, 'POST', '/api/deploy', {'modules': modules('a'), 'version': str(n)}) for n in range(2)]
        for v in visitors:
            v.start()
        try:
            for n in range(RESTARTS):
                time.sleep(0.3)
                service.reload()
                time.sleep(0.3)
                service.stop()
                service.start()
            time.sleep(0.3)
        finally:
            stop.set()
            for v in visitors:
                v.join()
        service.stop()
        failures = [(v.method, v.path, v.is_kept, v.failures) for v in visitors if v.failures]
        self.assertEqual(failures, [])
        for v in visitors:
            self.assertGreater(sum(v.statuses.values()), RESTARTS)
        print(f'{RESTARTS} reloads and {RESTARTS} restarts{" of " + " ".join(options) if options else ""}: '
              f'{sum(sum(v.statuses.values()) for v in visitors)} requests, none failed, the slowest took {max(v.slowest for v in visitors):.2f} s')

    def test_one_process(self):
        self.under_load()

    def test_workers(self):
        self.under_load('--workers', str(WORKERS))


if __name__ == '__main__':
    unittest.main()
