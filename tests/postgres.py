# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""A PostgreSQL server of its own in a temporary folder, on a local socket, as an ordinary user.

As a program: postgres.py [--long] COMMAND… runs COMMAND with INLAY_TEST_POSTGRESQL naming a database;
with --long only where INLAY_LONG=1 asks for it."""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

SKIPPED = 77
SETTINGS = {
    'listen_addresses': '', 'max_connections': '60', 'shared_buffers': '32MB', 'log_min_messages': 'warning',
    'log_lock_waits': 'on', 'checkpoint_timeout': '30min',
}


def find_programs():
    """The folder of the newest server there is; None without one."""
    folders = sorted(glob.glob('/usr/lib/postgresql/*/bin'), key=lambda f: int(f.split('/')[4]))
    at_path = shutil.which('initdb')
    folders += [os.path.dirname(os.path.realpath(at_path))] if at_path else []
    return next((f for f in reversed(folders) if os.path.exists(os.path.join(f, 'initdb'))), None)


class Cluster:
    """`durable` is for tests that kill the server: without it nothing waits for the disk."""

    def __init__(self, durable=False, **settings):
        self.programs = find_programs()
        self.folder = tempfile.mkdtemp(prefix='inlay-pg-')
        self.data = os.path.join(self.folder, 'data')
        self.settings = {**SETTINGS, 'unix_socket_directories': self.folder, 'fsync': 'on' if durable else 'off', **settings}
        self.process = None
        self.user = None
        if os.getuid() == 0:
            self.user = pwd.getpwnam('postgres' if any(u.pw_name == 'postgres' for u in pwd.getpwall()) else 'nobody')
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        os.chmod(self.folder, 0o755)
        self.run('initdb', '-D', self.data, '-U', 'inlay', '--auth=trust', '--no-locale', '-E', 'UTF8', '--no-sync')
        self.start()

    def command(self, program, *arguments):
        """Never as root, and never longer than its parent."""
        who = ['--reuid', str(self.user.pw_uid), '--regid', str(self.user.pw_gid), '--clear-groups'] if self.user else []
        return ['setpriv', *who, '--pdeathsig', 'INT', os.path.join(self.programs, program), *arguments]

    def run(self, program, *arguments):
        done = subprocess.run(self.command(program, *arguments), cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def start(self):
        log = os.open(os.path.join(self.folder, 'log'), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        arguments = [a for k, v in self.settings.items() for a in ('-c', f'{k}={v}')]
        self.process = subprocess.Popen(self.command('postgres', '-D', self.data, *arguments), cwd=self.folder,
                                        stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        os.close(log)
        until = time.monotonic() + 30
        while subprocess.run([os.path.join(self.programs, 'pg_isready'), '-q', '-h', self.folder], cwd='/').returncode != 0:
            assert self.process.poll() is None and time.monotonic() < until, self.log()
            time.sleep(0.02)

    def log(self):
        with open(os.path.join(self.folder, 'log')) as f:
            return f.read()

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        self.process.wait(timeout=60)

    def close(self):
        if self.process and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)

    def address(self, database='postgres', **options):
        query = urllib.parse.urlencode({'host': self.folder, 'user': 'inlay', **options}, quote_via=urllib.parse.quote)
        return f'postgresql:///{database}?{query}'

    def query(self, text, database='postgres'):
        """The rows, as tuples of text."""
        return rows(self.address(database), text)

    def new_database(self, name):
        self.query(f'CREATE DATABASE {name}')
        return self.address(name)


def create_database(address, name):
    """Its address, on the server of the database that @address names."""
    subprocess.run(['psql', '-X', '-q', '-d', address, '-c', f'CREATE DATABASE {name}'], check=True, cwd='/')
    start, query = address.split('?', 1)
    return f'{start.rsplit("/", 1)[0]}/{name}?{query}'


def rows(address, text):
    """As tuples of text."""
    out = subprocess.run(['psql', '-X', '-q', '-At', '-F', '\x1f', '-d', address, '-c', text], check=True, cwd='/',
                         stdout=subprocess.PIPE, text=True).stdout
    return [tuple(line.split('\x1f')) for line in out.splitlines()]


def main():
    command = sys.argv[1:]
    if find_programs() is None or shutil.which('setpriv') is None:
        print('1..0 # SKIP PostgreSQL is not installed')
        return SKIPPED
    if command[0] == '--long':
        command = command[1:]
        if not os.environ.get('INLAY_LONG'):
            print('1..0 # SKIP only in the long form')
            return SKIPPED
    cluster = Cluster()
    try:
        return subprocess.run(command, env={**os.environ, 'INLAY_TEST_POSTGRESQL': cluster.address()}).returncode
    finally:
        cluster.close()


if __name__ == '__main__':
    sys.exit(main())
