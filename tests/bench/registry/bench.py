#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Measures the registry beside others on loopback: bench.py requests|streams|slow|start.

Servers are measured in turn, several rounds, each on one processor with the client on another where
there are two. Of the rounds the best counts: what else the machine does can only make them worse. A
goal that is missed makes the run fail."""
import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

CPUS = sorted(os.sched_getaffinity(0))
TICK = os.sysconf('SC_CLK_TCK')
ROUNDS = 5
MODULES = 37
JSON = {'Content-Type': 'application/json'}


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def on_cpu(n):
    """Where it runs; before what else the machine does, where that is allowed."""
    def prepare():
        if len(CPUS) > 1:
            os.sched_setaffinity(0, {CPUS[n]})
        try:
            os.setpriority(os.PRIO_PROCESS, 0, -15)
        except PermissionError:
            pass
    return prepare


def call(port, method, path, body=None):
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(f'http://127.0.0.1:{port}{path}', data, JSON, method=method), timeout=20) as reply:
        return reply.read()


class Server:
    """A program with a port; its processor time and memory."""

    def __init__(self, name, command, port=None, env=None, wait='listening'):
        self.name = name
        self.begin = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                        preexec_fn=on_cpu(0), env=dict(os.environ, **(env or {})))
        line = self.process.stdout.readline() if wait else ''
        if wait and wait not in line:
            raise SystemExit(f'{name} does not start: {line}')
        self.port = port or int(line.rsplit(':', 1)[1])
        self.wait_open()

    def wait_open(self):
        for _ in range(500):
            try:
                socket.create_connection(('127.0.0.1', self.port)).close()
                return
            except OSError:
                time.sleep(0.01)
        raise SystemExit(f'{self.name} does not answer')

    def processes(self):
        pids, more = [self.process.pid], [self.process.pid]
        while more:
            with open(f'/proc/{more[0]}/task/{more[0]}/children') as f:
                more = more[1:] + [int(p) for p in f.read().split()]
            pids += more
        return set(pids)

    def cpu(self):
        total = 0
        for pid in self.processes():
            with open(f'/proc/{pid}/stat') as f:
                fields = f.read().rsplit(')', 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory(self):
        """Resident, in KiB."""
        with open(f'/proc/{self.process.pid}/status') as f:
            return int(next(line for line in f if line.startswith('VmRSS')).split()[1])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.failed = []
        self.n = 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def registry(self, *more):
        self.n += 1
        return Server('inlay-registry', [self.options.registry, '--database', 'sqlite:' + self.path(f'inlay-{self.n}.db'), '--listen',
                                         '127.0.0.1:0', *more])

    def express(self):
        self.n += 1
        port = free_port()
        return Server('express', ['node', os.path.join(self.options.express, 'server.mjs')], port,
                      {'PORT': str(port), 'DB': self.path(f'express-{self.n}.db'), 'SQLITE_SYNC': 'FULL', 'IMPORT_MAP_CACHE': '1',
                       'NODE_ENV': 'production'})

    def nginx(self, content):
        port = free_port()
        with open(self.path('nginx.conf'), 'w') as f:
            f.write(f'''daemon off; worker_processes 1; pid {self.path('nginx.pid')}; error_log /dev/null;
events {{ worker_connections 4096; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100; default_type application/json;
  client_body_temp_path {self.folder}; proxy_temp_path {self.folder}; fastcgi_temp_path {self.folder}; uwsgi_temp_path {self.folder};
  scgi_temp_path {self.folder};
  server {{ listen 127.0.0.1:{port}; location = /map {{ alias {content}; }} }} }}
''')
        # A worker of another user could not read the file.
        user = ['-g', 'user root;'] if os.getuid() == 0 else []
        return Server('nginx', ['nginx', '-c', self.path('nginx.conf'), *user], port, wait=None)

    def bare(self, content):
        port = free_port()
        return Server('libmicrohttpd', [self.options.bare, content, str(port), str(max(2, min(4, len(CPUS))))], port, wait='ready')

    def load(self, mode, server, *arguments):
        command = [self.options.load, mode, '--port', str(server.port), *arguments]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=on_cpu(1 % len(CPUS)))

    def requests(self, server, seconds, *arguments):
        before = server.cpu()
        client = self.load('requests', server, '--seconds', str(seconds), *arguments)
        result = json.loads(client.communicate()[0])
        result['cpu'] = (server.cpu() - before) / max(1, result['count']) * 1e6
        if result['errors']:
            raise SystemExit(f'{server.name}: {result["errors"]} errors')
        return result

    def goal(self, what, value, limit, unit='', at_least=False):
        good = value >= limit if at_least else value <= limit
        print(f'{"met   " if good else "MISSED"}  {what}: {value:.2f}{unit} (goal {"≥" if at_least else "≤"} {limit}{unit})')
        if not good:
            self.failed.append(what)


def fill(port, is_express):
    """The same 37 modules, composition and two deployments in both."""
    if is_express:
        call(port, 'POST', '/api/known-versions', {'react': ['17.0.2', '18.2.0', '18.3.1'], 'react-dom': ['17.0.2', '18.2.0', '18.3.1'],
                                                   'lodash-es': ['4.17.20', '4.17.21'], 'chart.js': ['4.2.0', '4.2.1', '4.4.0']})
    modules = []
    for i in range(1, MODULES + 1):
        module = {'moduleId': f'@my-org/module-{i}', 'version': f'1.{i}.0'}
        call(port, 'POST', '/api/modules', {**module, 'npmPackage': module['moduleId'], **({} if is_express else {'entryPoint': url_of(i)})})
        modules.append(module)
    call(port, 'POST', '/api/compositions', {'id': 'bench', 'modules': modules})
    for n in range(2):
        environment = json.loads(call(port, 'POST', '/api/deploy', json.loads(deploy_body(f'2.0.{n}'))))['environment']
        for i in range(1, 11):
            call(port, 'POST', '/api/module-health', {'environment': environment, 'moduleId': f'@my-org/module-{i}', 'status': 'healthy'})
        call(port, 'POST', '/api/switch', {'targetEnvironment': environment})


def url_of(i):
    return f'https://esm.invalid/@my-org/module-{i}@1.{i}.0?target=es2022&external=react,react-dom&bundle-deps=false'


def deploy_body(version, theme='dark'):
    return json.dumps({'version': version, 'deployedBy': 'bench', 'modules': [
        {'moduleId': f'@my-org/module-{i}', 'version': f'1.{i}.0', 'npmPackage': f'@my-org/module-{i}', 'esmUrl': url_of(i),
         'config': {'theme': theme}, 'dependencies': {}} for i in range(1, 11)]})


HEALTH = '{"environment":"green","moduleId":"@my-org/module-$M","status":"healthy","timestamp":"2025-01-01T00:00:00.000Z"}'
MAP = '/api/import-maps/bench'


def best(results, what):
    return (max if what == 'rate' else min)(r[what] for r in results)


def show(case, servers):
    for name, results in servers.items():
        print(f'{case:<16} {name:<16} {best(results, "rate"):>9.0f} req/s  p50 {best(results, "p50"):>7.0f} µs  '
              f'p99 {best(results, "p99"):>7.0f} µs  CPU {best(results, "cpu"):>7.1f} µs/req')


def rounds(bench, case, servers, arguments, seconds):
    """In turn, so that a noisy moment hits all."""
    results = {server.name: [] for server in servers}
    for _ in range(ROUNDS):
        for server in servers:
            results[server.name].append(bench.requests(server, seconds, *arguments[server.name]))
    show(case, results)
    return {name: {what: best(r, what) for what in ('rate', 'p50', 'p99', 'cpu')} for name, r in results.items()}


def bench_map(bench, ours, express):
    content = bench.path('map.json')
    with open(content, 'wb') as f:
        f.write(call(ours.port, 'GET', MAP))
    os.chmod(bench.folder, 0o755)
    print(f'the import map has {os.path.getsize(content)} bytes')
    servers = [ours, bench.bare(content)]
    arguments = {ours.name: ['--path', MAP], 'libmicrohttpd': ['--path', '/map'], 'nginx': ['--path', '/map'], 'express': ['--path', MAP]}
    if shutil.which('nginx'):
        servers.append(bench.nginx(content))
    else:
        print('nginx is not installed: not compared with it (apt-get install nginx-light)')
    if express:
        servers.append(express)
    found = rounds(bench, 'GET import map', servers, arguments, bench.options.seconds)
    for server in servers[1:]:
        if server is not express:
            server.stop()
    mine = found[ours.name]
    bench.goal('GET import map, requests/s against the bare library', mine['rate'] / found['libmicrohttpd']['rate'], 0.85, ' ×', True)
    if 'nginx' in found:
        bench.goal('GET import map, CPU per request against nginx', mine['cpu'] / found['nginx']['cpu'], 2.5, ' ×')
    if express:
        bench.goal('GET import map, CPU per request against Express', mine['cpu'] / found['express']['cpu'], 0.25, ' ×')


def bench_requests(bench):
    ours = bench.registry()
    fill(ours.port, False)
    express = None
    if os.path.isdir(os.path.join(bench.options.express, 'node_modules')):
        express = bench.express()
        fill(express.port, True)
    else:
        print('the Express registry is not installed: not compared with it (ninja bench-express)')
    servers = [ours] + ([express] if express else [])
    try:
        bench_map(bench, ours, express)
        same = lambda *arguments: {s.name: list(arguments) for s in servers}
        found = rounds(bench, '304', servers, same('--path', MAP, '--header', 'If-None-Match: *'), bench.options.seconds)
        found = rounds(bench, 'POST health', servers, same('--method', 'POST', '--path', '/api/module-health', '--body', HEALTH), bench.options.seconds)
        if express:
            bench.goal('health reports against Express', found[ours.name]['rate'] / found['express']['rate'], 8, ' ×', True)
        found = rounds(bench, 'POST deploy', servers, same('--method', 'POST', '--path', '/api/deploy', '--body', deploy_body('3.0.$N')), bench.options.seconds)
        if express:
            bench.goal('durable deploys of 10 modules against Express', found[ours.name]['rate'] / found['express']['rate'], 3, ' ×', True)
        # Each is a revision of its own: versions settled, page written, digest taken; the peer does none of it.
        rounds(bench, 'POST revision', servers, same('--method', 'POST', '--path', '/api/deploy', '--body', deploy_body('4.0.$N', 'dark-$N')),
               bench.options.seconds)
    finally:
        for server in servers:
            server.stop()


def bench_streams(bench):
    count = bench.options.streams
    server = bench.registry()
    try:
        fill(server.port, False)
        before = server.memory()
        client = bench.load('streams', server, '--connections', str(count), '--rounds', '10', '--method', 'POST', '--path', '/api/switch',
                            '--body', '{"targetEnvironment":"$E"}')
        if 'ready' not in client.stdout.readline():
            raise SystemExit('the streams do not open')
        each = (server.memory() - before) / count
        result = json.loads(client.communicate('\n')[0])
        print(f'{count} streams, {result["count"]} events delivered, {result["errors"]} not; p50 {result["p50"] / 1000:.0f} ms, '
              f'p99 {result["p99"] / 1000:.0f} ms, longest {result["max"] / 1000:.0f} ms; {each:.1f} KiB each')
        bench.goal('events not delivered', result['errors'], 0)
        bench.goal('events delivered, p99', result['p99'] / 1000, 300, ' ms')
        bench.goal('memory of a stream', each, 24, ' KiB')
    finally:
        server.stop()


def bench_slow(bench):
    count = bench.options.streams
    server = bench.registry()
    try:
        fill(server.port, False)
        good = ['--connections', '16', '--path', MAP]
        quiet = [bench.requests(server, 4, *good) for _ in range(ROUNDS)]
        attack = bench.load('slow', server, '--connections', str(count), '--seconds', '25')
        attack.stdout.readline()
        under = [bench.requests(server, 4, *good) for _ in range(ROUNDS)]
        sent_away = json.loads(attack.communicate()[0])['again']
        show('alone', {'good clients': quiet})
        show('slow loris', {'good clients': under})
        print(f'{count} half-open connections, {sent_away} sent away in 25 s')
        bench.goal('p99 of good clients beside half-open connections', best(under, 'p99') / best(quiet, 'p99'), 2, ' ×')
        bench.goal('half-open connections sent away', sent_away, count, '', True)
    finally:
        server.stop()


def bench_start(bench):
    times, sizes = [], []
    for _ in range(5):
        server = bench.registry()
        call(server.port, 'GET', '/readyz')
        times.append((time.monotonic() - server.begin) * 1000)
        fill(server.port, False)
        time.sleep(0.5)
        sizes.append(server.memory() / 1024)
        server.stop()
    bench.goal('ready after', statistics.median(times), 200, ' ms')
    bench.goal('idle memory', statistics.median(sizes), 20, ' MiB')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('what', choices=['requests', 'streams', 'slow', 'start'])
    parser.add_argument('--registry', required=True)
    parser.add_argument('--load', required=True)
    parser.add_argument('--bare')
    parser.add_argument('--express', default='')
    parser.add_argument('--seconds', type=float, default=2)
    parser.add_argument('--streams', type=int, default=5000)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix='inlay-bench-')
    bench = Bench(options, folder)
    print(f'{len(CPUS)} processors, load average {os.getloadavg()[0]:.1f}')
    try:
        {'requests': bench_requests, 'streams': bench_streams, 'slow': bench_slow, 'start': bench_start}[options.what](bench)
    finally:
        shutil.rmtree(folder)
    return 1 if bench.failed else 0


if __name__ == '__main__':
    sys.exit(main())
