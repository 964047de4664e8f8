# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Reloaded and restarted while everybody asks: with a socket that outlives the process nobody is
refused and nothing fails. INLAY_LONG=1 is the long form."""
import collections
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from registry import BINARY, modules, new_database

LONG = bool(os.environ.get('INLAY_LONG'))
RESTARTS = 30 if LONG else 3
WORKERS = 3


class Service:
    """Starts the registry as systemd does, again and again on one socket."""

    def __init__(self, folder, *options):
        self.folder = folder
        self.database = new_database(folder)
        self.options = options
        self.door = socket.create_server(('127.0.0.1', 0), backlog=1024)
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(os.path.join(folder, 'notify'))
        self.notify.settimeout(20)
        self.process = None
        self.log = open(os.path.join(folder, 'log'), 'w+')

    def start(self):
        env = dict(os.environ, LISTEN_FDS='1', NOTIFY_SOCKET=self.notify.getsockname())
        command = ['sh', '-c', 'export LISTEN_PID=$$; exec "$0" "$@" 3<&%d' % self.door.fileno(),
                   BINARY, '--database', self.database, '--listen', 'socket', *self.options]
        self.process = subprocess.Popen(command, env=env, pass_fds=[self.door.fileno()], stdout=subprocess.DEVNULL, stderr=self.log)
        assert self.notify.recv(100) == b'READY=1'

    def reload(self):
        self.process.send_signal(signal.SIGHUP)
        if not self.options:
            assert (self.notify.recv(100), self.notify.recv(100)) == (b'RELOADING=1', b'READY=1')

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if not self.options:
            assert self.notify.recv(100) == b'STOPPING=1'
        code = self.process.wait(timeout=30)
        self.log.seek(0)
        assert code == 0, (code, self.log.read())

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for thing in (self.door, self.notify, self.log):
            thing.close()


class Visitor(threading.Thread):
    """Asks without a pause, on a connection that is kept or on a new one each time."""

    def __init__(self, service, stop, is_kept, method, path, body=None):
        super().__init__()
        self.service, self.stop, self.is_kept = service, stop, is_kept
        self.method, self.path, self.body = method, path, body
        self.statuses = collections.Counter()
        self.failures = []
        self.slowest = 0
        self.connection = None

    def ask(self):
        """A request on a kept connection may meet its end: then, and only then, it is asked once more."""
        for attempt in range(2):
            is_new = self.connection is None
            if is_new:
                self.connection = http.client.HTTPConnection(*self.service.door.getsockname(), timeout=30)
            try:
                self.connection.request(self.method, self.path, self.body and json.dumps(self.body),
                                        {} if self.is_kept else {'Connection': 'close'})
                reply = self.connection.getresponse()
                said = reply.read()
                if reply.will_close:
                    self.hang_up()
                return reply.status, said
            except (ConnectionError, http.client.HTTPException) as e:
                self.hang_up()
                if is_new:
                    return repr(e), b''

    def hang_up(self):
        self.connection.close()
        self.connection = None

    def run(self):
        while not self.stop.is_set():
            begin = time.monotonic()
            status, said = self.ask()
            self.slowest = max(self.slowest, time.monotonic() - begin)
            self.statuses[status] += 1
            if status not in (200, 201, 202):
                self.failures.append((status, said))
        if self.connection is not None:
            self.hang_up()


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
