# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Starts the registry as systemd does, with a socket that is open already and one to tell how far it is, and asks it
while it is reloaded and restarted."""
import collections
import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time

from registry import BINARY, new_database

PATIENCE = 60


class Service:
    """One after the other on the same socket."""

    def __init__(self, folder, *options, watchdog=None):
        self.folder = folder
        self.database = new_database(folder)
        self.options = options
        self.watchdog = watchdog
        self.door = socket.create_server(('127.0.0.1', 0), backlog=1024)
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(os.path.join(folder, 'notify'))
        self.notify.settimeout(PATIENCE)
        self.said = []
        self.process = None
        self.log = open(os.path.join(folder, 'log'), 'w+')

    def start(self):
        env = dict(os.environ, LISTEN_FDS='1', NOTIFY_SOCKET=self.notify.getsockname(), G_DEBUG='')
        watchdog = ''
        if self.watchdog is not None:
            env['WATCHDOG_USEC'] = str(int(self.watchdog * 1e6))
            watchdog = 'WATCHDOG_PID=$$ '
        command = ['sh', '-c', 'export LISTEN_PID=$$ %s; exec "$0" "$@" 3<&%d' % (watchdog, self.door.fileno()),
                   BINARY, '--database', self.database, '--listen', 'socket', *self.options]
        self.process = subprocess.Popen(command, env=env, pass_fds=[self.door.fileno()], stdout=subprocess.DEVNULL, stderr=self.log)
        return self.hear('READY')

    def hear(self, wanted, value=None):
        """What is said next that has a line @wanted; with @value in it, where that is given."""
        while True:
            text = self.notify.recv(4096).decode()
            state = dict(line.split('=', 1) for line in text.split('\n'))
            self.said.append(state)
            if wanted in state and (value is None or value in state[wanted]):
                return state

    def reload(self):
        """Returns what was said when it began and when it was done."""
        self.process.send_signal(signal.SIGHUP)
        return self.hear('RELOADING'), self.hear('READY')

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.hear('STOPPING')
        code = self.process.wait(timeout=PATIENCE)
        self.log.seek(0)
        assert code == 0, (code, self.log.read())

    def workers(self):
        """The processes that the first one started."""
        with open(f'/proc/{self.process.pid}/task/{self.process.pid}/children') as f:
            return [int(pid) for pid in f.read().split()]

    def ask(self, path, headers=None, method='GET'):
        """On a connection of its own, so that any of the processes may answer."""
        connection = http.client.HTTPConnection(*self.door.getsockname(), timeout=PATIENCE)
        try:
            connection.request(method, path, headers=headers or {})
            reply = connection.getresponse()
            reply.read()
            return reply.status
        finally:
            connection.close()

    def close(self):
        if self.process and self.process.poll() is None:
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
