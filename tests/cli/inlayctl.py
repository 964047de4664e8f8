# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Runs the real inlayctl in a home of its own, and a registry that misbehaves on purpose."""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import unicodedata
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
SAMPLES = os.path.join(TOP, 'data', 'samples')
STOREFRONT = os.path.join(SAMPLES, 'storefront.json')
BINARY = os.environ['INLAYCTL_BINARY']

sys.path.insert(0, os.path.join(TOP, 'tests', 'net'))

DONE, REFUSED, MISUSED, DENIED, CONFLICT, UNHEALTHY, NETWORK = range(7)


def obeyed(text):
    """Characters that a terminal would obey rather than show."""
    return [c for c in text if c not in '\n\t' and unicodedata.category(c) in ('Cc', 'Zl', 'Zp')
            or '\u202a' <= c <= '\u202e' or '\u2066' <= c <= '\u2069']


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.raw = process.stdout
        self.raw_err = process.stderr
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f'exit {self.code}\nout: {self.out[:2000]}\nerr: {self.err[:2000]}'


class CliTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlayctl-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(('INLAY_', 'XDG_', 'DBUS_', 'LC_', 'LANG'))}
        self.environment.update(HOME=self.folder, LC_ALL='C.UTF-8', INLAY_DATA_DIR=self.path('library'),
                                XDG_RUNTIME_DIR=self.path('run'), DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent')

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        """Text, bytes, or a value to be written as JSON; returns the path."""
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content, ensure_ascii=False, indent=2) + '\n'
        with open(self.path(name), 'wb') as f:
            f.write(content.encode() if isinstance(content, str) else content)
        return self.path(name)

    def read(self, name):
        with open(os.path.join(self.folder, name), 'rb') as f:
            return f.read()

    def run_cli(self, *args, stdin=b'', env=None, **more):
        return Result(subprocess.run([BINARY, *args], input=stdin, capture_output=True, timeout=90,
                                     env={**self.environment, **(env or {})}, **more))

    def done(self, *args, **more):
        result = self.run_cli(*args, **more)
        self.assertEqual(result.code, DONE, result)
        return result

    def refused(self, code, *args, words='', **more):
        """Refused as plain text and as JSON, each time with the same code and words."""
        plain = self.run_cli(*args, **more)
        self.assertEqual(plain.code, code, plain)
        self.assertIn(words, plain.err)
        self.assertTrue(plain.err.startswith('inlayctl') or '\ninlayctl ' in plain.err or code == DONE, plain)
        as_json = self.run_cli(args[0], '--json', *args[1:], **more)
        self.assertEqual(as_json.code, code, as_json)
        answer = as_json.json
        if isinstance(answer, dict) and answer.get('success') is False:
            self.assertEqual(answer['exit'], code)
            self.assertIn(words, answer['error'])
        return plain

    def storefront(self, change=None):
        with open(STOREFRONT, encoding='utf-8') as f:
            value = json.load(f)
        if change:
            change(value)
        return value


class Rude:
    """Answers every connection with the same bytes and closes; counts the requests."""

    def __init__(self, answer):
        self.answer = answer
        self.requests = []
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.url = 'http://127.0.0.1:%d' % self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                request = b''
                while b'\r\n\r\n' not in request:
                    piece = connection.recv(65536)
                    if not piece:
                        break
                    request += piece
                self.requests.append(request)
                connection.sendall(self.answer)

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


def http(body, status='200 OK', extra='', length=None):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    length = len(body) if length is None else length
    return f'HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{extra}Connection: close\r\n\r\n'.encode() + body


def closed_port():
    with socket.create_server(('127.0.0.1', 0)) as s:
        return s.getsockname()[1]
