# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Starts the real registry on a free port and talks HTTP to it, also such that no client would."""
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import sys
import threading
import time
import unittest
import uuid

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import postgres  # noqa: E402

BINARY = os.environ['INLAY_REGISTRY_BINARY']


def new_database(folder):
    """One that nobody used yet: in @folder, or on the server that INLAY_TEST_POSTGRESQL names."""
    server = os.environ.get('INLAY_TEST_POSTGRESQL')
    if not server:
        return 'sqlite:' + os.path.join(folder, 'registry.db')
    return postgres.create_database(server, 't' + uuid.uuid4().hex)


def database_rows(address, sql):
    """Rows as tuples; on a server all values are text."""
    if not address.startswith('sqlite:'):
        return postgres.rows(address, sql)
    database = sqlite3.connect(address[len('sqlite:'):], timeout=20)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def database_run(address, statements):
    """What nobody could write through the door; while no registry runs on it."""
    if not address.startswith('sqlite:'):
        for i in range(0, len(statements), 200):
            postgres.rows(address, '; '.join(statements[i:i + 200]))
        return
    database = sqlite3.connect(address[len('sqlite:'):], timeout=20)
    try:
        for statement in statements:
            database.execute(statement)
        database.commit()
    finally:
        database.close()


class Registry:
    def __init__(self, folder=None, tokens=None, options=(), listen='127.0.0.1:0', env=None, database=None, binary=BINARY):
        self.binary = binary
        self.options = list(options)
        self.listen = listen
        self.env = dict(os.environ, **(env or {}))
        self.own = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix='inlay-registry-')
        self.database = database or new_database(self.folder)
        self.tokens = None
        if tokens:
            self.tokens = os.path.join(self.folder, 'tokens')
            with open(self.tokens, 'w') as f:
                f.write(tokens)
            os.chmod(self.tokens, 0o600)
        self.process = None
        self.start()

    def start(self):
        command = [self.binary, '--database', self.database, '--listen', self.listen, *self.options]
        if self.tokens:
            command += ['--token-file', self.tokens]
        self.log = open(os.path.join(self.folder, 'log'), 'a+')
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.env)
        line = self.process.stdout.readline()
        assert line.startswith('listening on http://'), (line, open(self.log.name).read())
        self.port = int(line.rsplit(':', 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.log.seek(0)
        text = self.log.read()
        self.log.close()
        if self.own:
            shutil.rmtree(self.folder)
        assert code == 0, (code, text)
        assert 'CRITICAL' not in text and 'ERROR:' not in text, text
        return text

    def request(self, method, path, body=None, headers=None, token=None, connection=None):
        """Returns status, headers, body as JSON where it is, else as bytes."""
        own = connection is None
        connection = connection or http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        headers = dict(headers or {})
        if token:
            headers['Authorization'] = 'Bearer ' + token
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            headers.setdefault('Content-Type', 'application/json')
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        data = reply.read()
        if own:
            connection.close()
        if 'json' in reply.headers.get('Content-Type', '') and data and 'Content-Encoding' not in reply.headers:
            data = json.loads(data)
        return reply.status, reply.headers, data

    def get(self, path, **kwargs):
        return self.request('GET', path, **kwargs)

    def post(self, path, body=None, **kwargs):
        return self.request('POST', path, body, **kwargs)

    def raw(self, data, wait=5):
        """Sends bytes as they are; returns what comes until the other side closes or falls silent."""
        with socket.create_connection(('127.0.0.1', self.port), timeout=wait) as s:
            try:
                s.sendall(data)
                reply = b''
                while True:
                    piece = s.recv(65536)
                    if not piece:
                        return reply
                    reply += piece
                    if b'\r\n\r\n' in reply and b'Connection: close' not in reply:
                        return reply
            except (ConnectionError, socket.timeout):
                return b''


class Stream:
    """An event stream, read line by line."""

    def __init__(self, registry, last=None, path='/api/events', token=None):
        self.socket = socket.create_connection(('127.0.0.1', registry.port), timeout=20)
        extra = f'Last-Event-ID: {last}\r\n' if last is not None else ''
        extra += f'Authorization: Bearer {token}\r\n' if token else ''
        self.socket.sendall(f'GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{extra}\r\n'.encode())
        self.file = self.socket.makefile('rb')
        self.status = self.file.readline().split()[1]
        self.headers = {}
        while (line := self.file.readline().strip()):
            name, value = line.decode().split(': ', 1)
            self.headers[name] = value
        self.rest = b''
        self.until(b': connected')

    def block(self):
        """The text of the next event or comment."""
        while b'\n\n' not in self.rest:
            size = int(self.file.readline(), 16)
            if size == 0:
                raise EOFError
            self.rest += self.file.read(size)
            self.file.readline()
        block, self.rest = self.rest.split(b'\n\n', 1)
        return block

    def until(self, start):
        while start not in (block := self.block()):
            pass
        return block

    def event(self, name):
        block = self.until(b'event: ' + name.encode() + b'\n').decode()
        fields = dict(line.split(': ', 1) for line in block.split('\n'))
        return int(fields['id']), json.loads(fields['data'])

    def generations(self, count):
        """Ids of the events that come, each once."""
        found = []
        while len(found) < count:
            block = self.until(b'id: ').decode()
            generation = int(block.split('\n', 1)[0].split(': ')[1])
            if found[-1:] != [generation]:
                found.append(generation)
        return found

    def ends(self):
        """The name of the last event, after which the other side ends the stream in good order."""
        name = None
        try:
            while True:
                block = self.block().decode()
                fields = dict(line.split(': ', 1) for line in block.split('\n'))
                name = fields.get('event', name)
        except EOFError:
            return name
        finally:
            self.close()

    def close(self):
        self.file.close()
        self.socket.close()


def modules(*names, healthy=True):
    return [{'moduleId': n, 'version': '1.0.0', 'esmUrl': f'https://cdn.example/{n}.js'} for n in names]


class RegistryTest(unittest.TestCase):
    tokens = None

    def setUp(self):
        self.registry = Registry(tokens=self.tokens)
        self.addCleanup(self.registry.stop)

    def expect(self, status, reply):
        self.assertEqual(reply[0], status, reply[2])
        return reply[2]

    def refused(self, status, reply, words=''):
        """A refusal is a problem document, and says what for old clients, too."""
        body = self.expect(status, reply)
        self.assertEqual(reply[1]['Content-Type'], 'application/problem+json')
        self.assertEqual((body['status'], body['success'], body['error']), (status, False, body['detail']))
        self.assertIn(words, body['detail'])
        return body

    def deploy(self, version='1', names=('a', 'b'), healthy=True, **more):
        r = self.registry
        reply = self.expect(200, r.post('/api/deploy', {'modules': modules(*names), 'version': version, **more}))
        if healthy:
            for n in names:
                self.expect(202, r.post('/api/module-health', {'environment': reply['environment'], 'moduleId': n, 'status': 'healthy'}))
        return reply

    def release(self, version):
        reply = self.deploy(version)
        self.expect(200, self.registry.post('/api/switch', {'targetEnvironment': reply['environment']}))
        return reply

    def active(self):
        return self.expect(200, self.registry.get('/api/environments/active'))


def until(what, seconds):
    """Waits for it; how long that took."""
    begin = time.monotonic()
    while not what():
        assert time.monotonic() < begin + seconds, f'not within {seconds} s'
        time.sleep(0.01)
    return time.monotonic() - begin


def run_in_threads(count, work):
    failures = []

    def guarded(i):
        try:
            work(i)
        except BaseException as e:
            failures.append(e)
    threads = [threading.Thread(target=guarded, args=(i,)) for i in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if failures:
        raise failures[0]
