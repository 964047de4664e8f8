# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Every verb that works on a registry: done, refused for each reason there is, and no route left out."""
import json
import os
import pty
import re
import signal
import subprocess
import time
import unittest
from datetime import datetime, timedelta, timezone

from inlayctl import (BINARY, CONFLICT, DENIED, DONE, MISUSED, NETWORK, REFUSED, SAMPLES, STOREFRONT, UNHEALTHY, CliTest, Rude,
                      closed_port, http, obeyed)
from registry import Registry

HERO = os.path.join(SAMPLES, 'modules', 'hero', 'module.json')
ROOT, VIEW = 'root-root-root-root', 'only-looking-around'
TOKENS = f'{ROOT} admin root\n{VIEW} viewer vera\nada-ada-ada-ada-ada approver ada\n'
GONE = 'sha256-' + 'a' * 64

# One line for each row of each table, with operands that lead nowhere.
WRITES = [
    ['publish', STOREFRONT], ['deploy', 'gone'], ['deploy', '--revision', GONE], ['approve', 'gone'], ['approve', 'gone', '--reject'],
    ['approve', 'gone', '--cancel'], ['switch', 'gone'], ['switches', 'cancel', 'gone'], ['canary', 'gone'], ['rollout', 'start', 'gone'],
    ['rollout', 'advance', 'gone'], ['rollout', 'pause', 'gone'], ['rollout', 'resume', 'gone'], ['rollout', 'promote', 'gone'],
    ['rollout', 'abort', 'gone'], ['rollback', '--app', 'gone'], ['environments', 'create', 'made', '--app', 'gone'],
    ['environments', 'change', 'gone', '--ttl', '1h'], ['environments', 'freeze', 'gone'], ['environments', 'thaw', 'gone'],
    ['environments', 'link', 'gone'], ['environments', 'delete', 'gone'], ['experiments', 'start', 'gone'], ['experiments', 'stop', 'gone'],
    ['experiments', 'delete', 'gone'], ['modules', 'register', HERO, '--app', 'gone'], ['modules', 'deprecate', 'gone', '1.0.0'],
    ['modules', 'undeprecate', 'gone', '1.0.0'], ['modules', 'yank', 'gone', '1.0.0'], ['compositions', 'delete', 'gone'],
    ['apps', 'delete', 'gone'], ['hosts', 'add', 'a.example', '--app', 'gone'], ['hosts', 'remove', 'a.example', '--app', 'gone'],
    ['hosts', 'set', 'a.example', '--app', 'gone'], ['tokens', 'revoke', 'gone'], ['webhooks', 'change', 'gone', '--active', 'no'],
    ['webhooks', 'remove', 'gone'], ['webhooks', 'redeliver', 'gone', 'gone'], ['webhooks', 'add', 'https://hooks.example/', '--app', 'gone']]
READS = [
    ['status', '--app', 'gone'], ['health', 'gone'], ['explain', '--app', 'gone'], ['deployments', 'list', '--env', 'gone'],
    ['deployments', 'show', 'gone'], ['environments', 'show', 'gone'], ['environments', 'map', 'gone'], ['switches', '--app', 'gone'],
    ['rules', 'get', '--app', 'gone'], ['rules', 'traffic', '--app', 'gone'], ['experiments', 'results', 'gone'],
    ['experiments', '--app', 'gone'], ['modules', 'show', 'gone'], ['modules', 'search', 'x', '--app', 'gone'], ['compositions', 'show', 'gone'],
    ['compositions', 'show', 'gone', '1'], ['compositions', 'history', 'gone'], ['compositions', 'resolve', 'gone'],
    ['revisions', 'get', GONE, 'manifest'], ['apps', 'show', 'gone'], ['hosts', '--app', 'gone'], ['rollout', 'status', 'gone'],
    ['rollout', 'list', '--app', 'gone'], ['approve', '--app', 'gone'], ['audit', '--app', 'gone'], ['audit', 'verify', '--app', 'gone'],
    ['audit', 'verdict', '--app', 'gone'], ['events', '--app', 'gone']]
PUBLIC = {'environments map', 'revisions get', 'events --app'}

# What no verb is for: pages and files for browsers, the older surface, what /services and /import-map.json say in other words,
# what explain tells with reasons, and what pages report.
BROWSERS = re.compile(r'^(GET /(?!api|readyz|healthz|metrics)|\S+ /api/(?!v1)|\S+ /services|\S+ /import-map\.json|\S+ \S+/services|'
                      r'PATCH \S+\}/import-map\.json|GET \S+/decision)')


class Operating(CliTest):
    def setUp(self):
        super().setUp()
        self.backups = self.path('backups')
        os.mkdir(self.backups)
        self.registry = Registry(tokens=TOKENS, options=['--backup-folder', self.backups])
        self.addCleanup(self.registry.stop)
        self.environment.update(INLAY_REGISTRY=f'http://127.0.0.1:{self.registry.port}', INLAY_TOKEN=ROOT,
                                PATH=os.path.dirname(os.environ['INLAY_REGISTRY_BINARY']) + ':' + os.environ['PATH'])

    def release(self):
        self.done('publish', STOREFRONT)
        return self.done('deploy', 'storefront', '--json').json

    def generation(self):
        return self.done('apps', 'show', 'default', '--json').json['generation']


class Refusals(Operating):
    def test_not_there(self):
        """404 of a row, of an application or of what was named: 1, and the word that was looked for."""
        for args in WRITES + READS:
            if args[0] == 'publish':
                args = [*args, '--app', 'gone']
            with self.subTest(args=args):
                result = self.run_cli(*args)
                self.assertEqual(result.code, REFUSED, result)
                self.assertRegex(result.err, 'gone|' + GONE)

    def test_tokens(self):
        """A wrong token, and one that may only look: 3."""
        for args in WRITES:
            with self.subTest(args=args):
                self.assertEqual(self.run_cli(*args, env={'INLAY_TOKEN': 'wrong-wrong-wrong-wrong'}).code, DENIED)
        for args in READS:
            with self.subTest(args=args):
                expected = (DENIED, REFUSED) if ' '.join(args[:2]) in PUBLIC else (DENIED,)
                self.assertIn(self.run_cli(*args, env={'INLAY_TOKEN': 'wrong-wrong-wrong-wrong'}).code, expected)
        self.release()
        for args in (['switch', 'green'], ['environments', 'freeze', 'green'], ['apps', 'create', 'x'], ['tokens', 'create', 'x'],
                     ['modules', 'yank', '@inlay/hero', '1.1.0'], ['admin', 'backup'], ['admin', 'gc'], ['audit'], ['webhooks'],
                     ['compositions', 'delete', 'storefront'], ['hosts', 'set', 'a.example'], ['experiments', 'start', 'e', '--variant', 'a=100'],
                     ['rules', 'put', self.write('r.json', {})], ['environments', 'create', 'x'], ['rollback'],
                     ['compositions', 'put', STOREFRONT]):
            with self.subTest(args=args):
                self.assertIn('INLAY_TOKEN', self.refused(DENIED, *args, env={'INLAY_TOKEN': VIEW}, words='vera').err)

    def test_nobody(self):
        """An address where nobody is: 6."""
        address = f'http://127.0.0.1:{closed_port()}'
        for args in WRITES + READS + [['admin', 'ready'], ['apps'], ['tokens'], ['admin', 'metrics']]:
            with self.subTest(args=args):
                result = self.run_cli(*args, '--registry', address, env={'INLAY_TOKEN': ''})
                self.assertEqual(result.code, NETWORK, result)
                self.assertIn('cannot be reached', result.err)

    def test_misused(self):
        for args in (['switch', 'a', 'b'], ['rollback', 'x'], ['tokens', 'lose', 'x'], ['tokens', 'create'], ['tokens', 'revoke'],
                     ['environments', 'create'], ['environments', 'create', 'x', '--ttl', 'soon'], ['environments', 'create', 'x', '--frozen', 'maybe'],
                     ['environments', 'change', 'x', '--role', 'admin'], ['environments', 'list', '--ttl', '1h'], ['experiments', 'start'],
                     ['experiments', 'start', 'e', '--variant', 'a'], ['experiments', 'start', 'e', '--variant', 'a=101'],
                     ['experiments', 'start', 'e', '--variant', 'a=x'], ['audit', '--limit', '-1'], ['audit', '--since', 'x'],
                     ['deploy'], ['deploy', 'x', '--revision', GONE], ['deploy', 'x', '--steps', '10'], ['deploy', 'x', '--strategy', 'direct', '--steps', '10'],
                     ['deploy', 'x', '--strategy', 'canary', '--steps', '10:soon'], ['rules', 'put'], ['rules', 'lose'], ['apps', 'delete'],
                     ['hosts', 'add'], ['modules', 'yank', 'x'], ['modules', 'check', 'x'], ['modules', 'search'], ['events', 'x'],
                     ['events', '--count', 'x'], ['health', 'a', 'b'], ['admin', 'copy'], ['admin', 'bogus'], ['revisions', 'get', GONE],
                     ['compositions', 'show'], ['webhooks', 'change', 'x', '--active', '1'], ['switches', 'cancel'], ['approve', 'x', 'y']):
            with self.subTest(args=args):
                self.refused(MISUSED, *args)
        self.refused(MISUSED, 'status', '--registry', '')

    def test_bad_input(self):
        """What the registry or the file says is wrong: 1, and nothing is different."""
        before = self.generation()
        for args, words in ((['environments', 'create', 'a/b'], 'name'), (['environments', 'create', 'x', '--kind', 'castle'], 'kind'),
                            (['rules', 'put', self.write('a.json', '{')], 'a.json'), (['rules', 'put', self.write('b.json', {'policy': 'shout'})], 'policy'),
                            (['rules', 'put', self.path('no.json')], 'no.json'), (['apps', 'create', 'a b'], 'id'),
                            (['hosts', 'set', 'not a host'], 'host'), (['webhooks', 'add', 'http://127.0.0.1:1/'], '127.0.0.1'),
                            (['compositions', 'put', self.write('c.json', {'name': 'x'})], 'id'), (['compositions', 'put', self.write('d.json', [])], 'id'),
                            (['experiments', 'start', '1', '--variant', 'a=100'], 'letter'), (['experiments', 'start', 'e', '--variant', 'a=60', '--variant', 'b=60'], '10000'),
                            (['experiments', 'start', 'e', '--variant', 'a=50:{'], 'variant a'), (['switch', 'green', '--at', 'tomorrow'], 'at'),
                            (['admin', 'gc', '--keep-days', '0'], 'keepDays'), (['health', 'report', 'green', 'x', 'so-so'], 'so-so'),
                            (['audit', 'verify', self.write('e.json', [{}])], 'entry 1'), (['audit', 'verify', self.write('f.json', {})], 'list'),
                            (['explain', '--at', 'yesterday'], 'at'), (['deploy', 'x', '--revision'], '')):
            with self.subTest(args=args):
                self.refused(MISUSED if args[-1] == '--revision' else REFUSED, *args, words=words)
        self.assertEqual(self.generation(), before)

    def test_expected(self):
        """412: --expect takes what was read before, as a generation or an ETag; 4 when it is that no more."""
        self.release()
        self.done('environments', 'create', 'pr-1')
        old = self.generation()
        self.done('environments', 'create', 'pr-2')
        for args in (['switch', 'green'], ['canary', 'green'], ['environments', 'create', 'x'], ['environments', 'freeze', 'pr-1'],
                     ['environments', 'delete', 'pr-1'], ['deploy', 'storefront'], ['rollout', 'start', 'green'], ['rules', 'put', self.write('r.json', {})],
                     ['experiments', 'start', 'e', '--variant', 'a=100'], ['hosts', 'set', 'a.example'], ['modules', 'yank', '@inlay/hero', '1.1.0'],
                     ['modules', 'deprecate', '@inlay/hero', '1.1.0'], ['compositions', 'delete', 'storefront'], ['compositions', 'put', STOREFRONT],
                     ['publish', STOREFRONT], ['apps', 'delete', 'default'], ['webhooks', 'add', 'https://hooks.example/']):
            with self.subTest(args=args):
                self.assertIn('--expect', self.refused(CONFLICT, *args, '--expect', str(old), words='If-Match').err)
                self.refused(CONFLICT, *args, '--expect', 'sha256-nothing')
        self.done('switch', 'green', '--expect', f'g{self.generation()}')
        self.refused(CONFLICT, 'switch', 'blue', '--expect-active', 'blue', words='green')

    def test_conflicts(self):
        """409: there already, in use, not now."""
        first = self.release()
        self.done('switch', 'green')
        self.done('apps', 'create', 'second')
        self.refused(CONFLICT, 'apps', 'create', 'second', words='second')
        self.refused(CONFLICT, 'environments', 'create', 'blue', words='blue')
        self.refused(CONFLICT, 'environments', 'delete', 'green', words='green')
        self.refused(CONFLICT, 'modules', 'yank', '@inlay/hero', '1.1.0', words='@inlay/hero')
        self.refused(CONFLICT, 'apps', 'delete', 'default')
        self.refused(CONFLICT, 'rollout', 'advance', words='no rollout runs')
        self.refused(CONFLICT, 'rollback', '--to', 'gone', words='gone')
        self.refused(CONFLICT, 'deploy', 'storefront', '--env', 'green', words='green')
        self.done('hosts', 'set', 'a.example')
        self.refused(CONFLICT, 'hosts', 'set', 'a.example', '--app', 'second', words='a.example')
        self.done('environments', 'freeze', 'blue')
        self.refused(CONFLICT, 'deploy', '--revision', first['revision'], words='frozen')
        self.done('environments', 'thaw', 'blue')
        self.done('deploy', '--revision', first['revision'], '--version', 'again')

    def test_stored_text(self):
        """What others stored reaches the terminal tamed, whichever verb shows it."""
        evil = '\x1b[2J\x07\x9b31m\u202e\u2066\u2028x'
        self.done('publish', self.write('e.json', self.storefront(lambda c: c.update(name=evil))))
        self.done('deploy', 'storefront', '--notes', evil)
        self.done('environments', 'create', 'b', '--kind', 'branch', '--branch', evil)
        self.done('modules', 'deprecate', '@inlay/hero', '1.1.0', '--reason', evil)
        self.done('experiments', 'start', 'e', '--variant', evil + '=100')
        shown = ''
        for args in (['deployments'], ['compositions'], ['compositions', 'show', 'storefront'], ['modules'], ['modules', 'show', '@inlay/hero'],
                     ['experiments', 'results', 'e'], ['experiments'], ['environments'], ['environments', 'show', 'b'], ['audit', '--all'],
                     ['audit', '--all', '--json'], ['deployments', '--json'], ['status']):
            result = self.done(*args)
            shown += result.out
            self.assertEqual(obeyed(result.out + result.err), [], args)
        self.assertGreater(shown.count('\\x1b[2J'), 4)

    def test_no_table(self):
        """What is JSON but no registry's answer neither crashes nor passes for one."""
        for body in (b'{}', b'[1, null, "x", [[]], {"id": {"a": []}}]', b'"text"'):
            server = Rude(http(body))
            try:
                for args in READS + WRITES:
                    if args[0] == 'events':
                        continue
                    result = self.run_cli(*args, '--registry', server.url)
                    self.assertGreaterEqual(result.code, 0, (args, body, result))
            finally:
                server.close()


class Patience(Operating):
    def patient(self, answer, *args):
        server = Rude(answer)
        try:
            return self.run_cli(*args, '--registry', server.url), server.requests
        finally:
            server.close()

    def test_asked_to_wait(self):
        """429 and 503 with Retry-After: tried three times, a write by one key; what has no key only when it was not let in."""
        for status, args, tries in (('429 Too Many Requests', ['deployments'], 3), ('503 Service Unavailable', ['deployments'], 3),
                                    ('503 Service Unavailable', ['rollback'], 3), ('429 Too Many Requests', ['tokens', 'create', 'x'], 3),
                                    ('503 Service Unavailable', ['tokens', 'create', 'x'], 1)):
            with self.subTest(status=status, args=args):
                begun = time.monotonic()
                result, requests = self.patient(http(b'{}', status=status, extra='Retry-After: 1\r\n'), *args)
                self.assertIn(result.code, (REFUSED, NETWORK))
                self.assertEqual(len(requests), tries)
                if tries > 1:
                    self.assertGreaterEqual(time.monotonic() - begun, 2)
                keys = {match.group(1) for request in requests if (match := re.search(rb'Idempotency-Key: (\S+)', request))}
                self.assertEqual(len(keys), 1 if args == ['rollback'] else 0)

    def test_repeated_once(self):
        """The answer is lost after the work was done: tried again by its key, it is done once."""
        import http.server
        import threading
        lost = []
        registry = self.registry

        class Proxy(http.server.BaseHTTPRequestHandler):
            def forward(self):
                body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ('host', 'content-length', 'expect')}
                status, reply, data = registry.request(self.command, self.path, body or None, headers)
                if self.command == 'POST' and not lost:
                    lost.append(self.path)
                    self.connection.close()
                    return
                data = data if isinstance(data, bytes) else json.dumps(data).encode()
                self.send_response(status)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            do_GET = do_POST = forward

            def log_message(self, *args):
                pass

        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Proxy)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            self.done('apps', 'create', 'once', '--registry', f'http://127.0.0.1:{server.server_port}')
        finally:
            server.shutdown()
            server.server_close()
        self.assertEqual(lost, ['/api/v1/apps'])
        self.assertIn('once', self.done('apps').out)

    def test_terminal(self):
        """On a terminal something is asked before it is gone; a script says --yes or has no terminal."""
        self.done('environments', 'create', 'pr-1')
        for answer, code in ((b'n\n', REFUSED), (b'\n', REFUSED), (b'y\n', DONE)):
            master, slave = pty.openpty()
            process = subprocess.Popen([BINARY, 'environments', 'delete', 'pr-1'], stdin=slave, stderr=slave, stdout=subprocess.DEVNULL,
                                       env=self.environment)
            os.close(slave)
            said = b''
            while b'[y/N]' not in said:
                said += os.read(master, 4096)
            self.assertIn(b'pr-1', said)
            os.write(master, answer)
            self.assertEqual(process.wait(timeout=30), code)
            os.close(master)
        self.refused(REFUSED, 'environments', 'show', 'pr-1', words='pr-1')
        self.done('environments', 'create', 'pr-1')
        self.done('environments', 'delete', 'pr-1', '--yes')


class Keeping(Operating):
    """Each row of each table, done; at the end no route of the full surface is left out."""

    def test_everything(self):
        self.applications()
        self.shipping()
        self.environments()
        self.traffic()
        self.catalog()
        self.upkeep()
        self.no_route_left_out()

    def applications(self):
        self.assertEqual(self.done('apps', 'create', 'shop').out, 'shop\n')
        self.assertEqual(self.done('apps').out.split(), ['default', 'shop'])
        self.done('hosts', 'add', 'shop.example', 'www.shop.example', '--app', 'shop')
        self.done('hosts', 'remove', 'WWW.shop.example', '--app', 'shop')
        self.assertEqual(self.done('hosts', '--app', 'shop').out, 'shop.example\n')
        self.assertEqual(self.done('hosts', 'set', '--app', 'shop', '--json').json, [])
        self.done('hosts', 'set', 'shop.example', '--app', 'shop')
        made = self.done('tokens', 'create', 'ci', '--role', 'deployer', '--app', 'shop', '--days', '1', '--json').json
        self.assertEqual(self.done('status', '--app', 'shop', '--json', env={'INLAY_TOKEN': made['token']}).json['app']['id'], 'shop')
        self.refused(DENIED, 'status', env={'INLAY_TOKEN': made['token']})
        self.done('tokens', 'revoke', made['id'])
        self.assertIn('revokedAt', self.done('tokens').out)

    def shipping(self):
        """The whole way in an application that is not the default one; the default one has nothing of it."""
        app = ('--app', 'shop')
        self.done('publish', STOREFRONT, *app)
        self.assertEqual(self.done('compositions', '--json').json, [])
        self.done('deploy', 'storefront', *app)
        self.done('switch', 'green', *app, '--expect-active', 'blue')
        self.done('publish', self.write('b.json', self.storefront(lambda c: c.update(name='Second'))), *app)
        plan = self.done('deploy', 'storefront', *app, '--strategy', 'canary', '--steps', '5:1h,50:wait', '--dry-run', '--json').json
        self.assertEqual([step['weight'] for step in plan['steps']], [500, 5000])
        self.assertEqual(self.done('rollout', 'list', *app).out, '')
        begun = self.done('deploy', 'storefront', *app, '--strategy', 'canary', '--steps', '5:1h,50:wait', '--version', '2', '--json').json
        self.assertIn('step 1 of 2, 5 %', self.done('rollout', *app).out)
        for move, words in (('pause', 'paused'), ('resume', 'running'), ('advance', '50 %'), ('promote', 'promoted')):
            self.assertIn(words, self.done('rollout', move, begun['rollout'], *app).out)
        self.assertIn('promoted', self.done('rollout', 'list', *app).out)
        self.done('rollback', *app, '--reason', 'Worse')
        self.assertIn('5 %', self.done('rollout', 'start', 'blue', '--steps', '5:wait', *app).out)
        self.done('rollout', 'abort', *app)
        self.assertIn('canary', self.done('canary', 'blue', '--percentage', '20', *app).out)
        self.done('canary', 'blue', '--percentage', '30', *app)
        self.assertEqual(self.done('status', '--json', *app).json['app']['weight'], 3000)
        self.refused(REFUSED, 'canary', 'blue', '--percentage', '20', *app, words='30')
        self.done('rollout', 'abort', *app)
        self.assertIn('decides', self.done('explain', '--user', 'u', *app).out)
        self.assertRegex(self.done('deployments', *app).out, r'(?m)rolled_back +blue +2 ')
        self.assertEqual(len(self.done('deployments', *app, '--limit', '1', '--json').json), 1)
        self.assertEqual(self.done('deployments', 'show', begun['deploymentId'], *app).json['version'], '2')
        self.assertIn('imports', self.done('revisions', 'get', begun['revision'], 'import-map.json', *app).json)
        self.done('revisions', 'get', begun['revision'], 'csp', *app, '--output', self.path('csp'))
        self.assertIn(b'script-src', self.read('csp'))
        later = (datetime.now(timezone.utc) + timedelta(days=1)).isoformat()
        self.done('switch', 'blue', '--at', later, *app)
        waiting = self.done('switches', *app, '--json').json[0]
        self.assertEqual((waiting['to'], waiting['status']), ('blue', 'waiting'))
        self.done('switches', 'cancel', waiting['id'], *app)
        self.refused(REFUSED, 'switches', 'cancel', waiting['id'], *app, words=waiting['id'])
        self.assertEqual(self.done('status', '--json').json['app']['active'], 'blue')

    def environments(self):
        made = self.done('environments', 'create', 'pr-7', '--ttl', '2d').out.split()
        self.assertEqual(made[0], 'pr-7')
        self.assertTrue(made[1].startswith(f'http://127.0.0.1:{self.registry.port}/preview/pr-7?until='), made)
        self.done('publish', STOREFRONT)
        self.done('deploy', 'storefront', '--env', 'pr-7')
        path = made[1].split(str(self.registry.port), 1)[1]
        self.assertIn(b'Nordhus', self.registry.get(path)[2])
        self.assertEqual(self.registry.get('/preview/pr-7')[0], 403)
        self.assertIn('/preview/pr-7?until=', self.done('environments', 'link', 'pr-7').out)
        self.done('environments', 'create', 'pr-8', '--app', 'shop')
        self.assertIn('http://shop.example/preview/pr-8', self.done('environments', 'link', 'pr-8', '--app', 'shop').out)
        self.done('environments', 'create', 'feature', '--kind', 'branch', '--branch', 'feature/x', '--ttl', 'never')
        self.refused(REFUSED, 'environments', 'link', 'feature', words='no preview')
        self.done('environments', 'freeze', 'feature')
        self.assertRegex(self.done('environments').out, r'(?m)^feature .* frozen')
        self.done('environments', 'thaw', 'feature')
        self.done('environments', 'change', 'feature', '--approval', 'yes', '--ttl', '1h')
        shown = self.done('environments', 'show', 'feature', '--json').json
        self.assertEqual((shown['approval'], shown['frozen']), (True, False))
        self.assertIn('@inlay/hero', self.done('environments', 'show', 'pr-7').out)
        self.assertIn('imports', self.done('environments', 'map', 'pr-7').json)
        patched = self.done('environments', 'patch', 'pr-7', self.write('p.json', {'imports': {'extra': 'https://cdn.example/x.js'}}), '--json').json
        self.assertEqual(patched['importMap']['imports']['extra'], 'https://cdn.example/x.js')
        self.done('environments', 'delete', 'feature')
        proposed = self.approvals()
        self.assertIn('rejected', self.done('approve', proposed, '--reject', env={'INLAY_TOKEN': 'ada-ada-ada-ada-ada'}).out)

    def approvals(self):
        """A second person carries out what the first planned, steps and all."""
        ada = {'INLAY_TOKEN': 'ada-ada-ada-ada-ada'}
        self.done('environments', 'change', 'green', '--approval', 'yes')
        first = self.done('deploy', 'storefront', '--strategy', 'canary', '--steps', '7:wait', '--json').json
        self.assertEqual(first['status'], 'pending')
        self.assertIn(first['deploymentId'], self.done('approve').out)
        self.done('approve', first['deploymentId'], env=ada)
        self.assertIn('step 1 of 1, 7 %', self.done('rollout').out)
        self.done('rollout', 'abort')
        second = self.done('deploy', 'storefront', '--json', '--version', 'b').json['deploymentId']
        self.assertIn('cancel', self.done('approve', second, '--cancel', env=ada).out)
        third = self.done('deploy', 'storefront', '--json', '--version', 'c').json['deploymentId']
        return third

    def traffic(self):
        rules = self.done('rules', 'get').json
        rules['flags'] = {'new-cart': True}
        self.done('rules', 'put', self.write('rules.json', rules))
        self.done('rules', 'put', '-', stdin=json.dumps(rules).encode())
        self.assertEqual(self.done('rules').json['flags'], {'new-cart': True})
        self.done('rules', 'edit', env={'EDITOR': 'sed -i s/new-cart/old-cart/'})
        self.assertEqual(self.done('rules').json['flags'], {'old-cart': True})
        self.assertIn('nothing was changed', self.done('rules', 'edit', env={'EDITOR': 'true'}).err)
        self.assertIn('false', self.refused(REFUSED, 'rules', 'edit', env={'VISUAL': 'false'}).err)
        broken = self.refused(REFUSED, 'rules', 'edit', env={'EDITOR': 'truncate -s 3', 'TMPDIR': self.folder})
        kept = re.search(r'your text is in (\S+):', broken.err).group(1)
        self.assertEqual(os.path.getsize(kept), 3)
        self.assertIn('old-cart', self.done('rules', 'traffic').out)

        self.done('experiments', 'start', 'cart-look', '--module', '@inlay/cart', '--variant', 'plain=50', '--variant', 'wide=30:{"columns":2}',
                  '--variant', 'other=20:@inlay/hero')
        experiment = self.done('experiments', '--json').json['cart-look']
        self.assertEqual([(v['weight'], v.get('config'), v.get('use')) for v in experiment['variants']],
                         [(5000, None, None), (3000, {'columns': 2}, None), (2000, None, '@inlay/hero')])
        self.assertRegex(self.done('experiments', 'results', 'cart-look').out, r'(?m)^wide: 30 %, shown: 0$')
        self.done('experiments', 'stop', 'cart-look')
        self.assertIn('cart-look: rests', self.done('experiments').out)
        self.done('experiments', 'start', 'cart-look')
        self.assertIn('cart-look: runs, module @inlay/cart, variants: 3', self.done('experiments').out)
        self.done('experiments', 'start', 'from-file', self.write('x.json', {'variants': [{'name': 'a', 'weight': 10000}]}))
        self.done('experiments', 'delete', 'from-file')
        self.assertEqual(list(self.done('experiments', '--json').json), ['cart-look'])

    def catalog(self):
        self.done('modules', 'register', HERO)
        self.assertIn('@inlay/hero', self.done('modules', 'search', 'HERO').out)
        self.assertEqual(self.done('modules', 'search', 'no-such-thing').out, '')
        self.done('modules', 'deprecate', '@inlay/hero', '1.1.0', '--reason', 'use 2')
        self.assertIn('use 2', self.done('modules', 'show', '@inlay/hero').out)
        self.done('modules', 'undeprecate', '@inlay/hero', '1.1.0')
        self.assertNotIn('use 2', self.done('modules').out)
        self.assertTrue(self.done('modules', 'check', '@inlay/hero@^1.0.0').json['valid'])
        self.refused(REFUSED, 'modules', 'check', '@inlay/hero@^9.0.0')
        self.done('apps', 'create', 'shelf')
        self.done('modules', 'register', HERO, '--app', 'shelf')
        self.done('modules', 'yank', '@inlay/hero', '1.0.0', '--app', 'shelf')
        self.assertIn('yankedAt', self.done('modules', 'show', '@inlay/hero', '--app', 'shelf').out)
        third = self.write('c.json', self.storefront(lambda c: c.update(name='Third')))
        self.done('compositions', 'put', third)
        self.done('compositions', 'put', self.write('n.json', {'id': 'new-one', 'modules': []}))
        self.assertEqual(self.done('compositions', 'show', 'storefront').json['name'], 'Third')
        history = self.done('compositions', 'history', 'storefront', '--json').json
        self.assertEqual([h['number'] for h in history], [2, 1])
        self.assertNotEqual(self.done('compositions', 'show', 'storefront', '1').json['name'], 'Third')
        self.assertTrue(self.done('compositions', 'resolve', 'storefront', '--env', 'pr-7').json['valid'])
        self.done('compositions', 'delete', 'new-one')
        self.assertNotIn('new-one', self.done('compositions').out)

    def upkeep(self):
        self.assertIn('pr-7: healthy', self.done('health').out)
        self.done('health', 'pr-7', '--exit-code')
        for module in self.registry.get('/api/environments/pr-7')[2]['modules']:
            self.done('health', 'report', 'pr-7', module['module_id'], 'unhealthy', '--error', 'boom')
        self.refused(UNHEALTHY, 'health', 'pr-7', '--exit-code')
        self.done('health', 'pr-7')

        added = self.done('webhooks', 'add', 'https://hooks.example/inlay', '--event', 'switch').out.split()
        self.done('webhooks', 'change', added[0], '--url', 'https://hooks.example/other', '--event', 'a', '--event', 'b')
        self.assertIn('["a","b"]', self.done('webhooks').out)
        self.done('webhooks', 'change', added[0], '--active', 'no')
        self.done('webhooks', 'deliveries', added[0])
        self.refused(REFUSED, 'webhooks', 'redeliver', added[0], 'gone')
        self.done('webhooks', 'remove', added[0])

        self.assertIn('ready', self.done('admin', 'ready').out)
        self.assertIn('ok', self.done('admin', 'alive').out)
        name = self.done('admin', 'backup', '--json').json['file']
        self.assertIn(name, os.listdir(self.backups))
        copy = 'sqlite:' + self.path('copy.db')
        original = 'sqlite:' + os.path.join(self.backups, name)
        self.assertIn('rows copied', self.done('admin', 'copy', '--from', original, '--to', copy).out)
        self.done('admin', 'compare', '--from', original, '--to', copy)
        self.refused(REFUSED, 'admin', 'copy', '--from', original, '--to', copy)
        self.done('admin', 'gc', '--keep-days', '1')
        self.audit()
        self.done('apps', 'delete', 'shelf')
        self.refused(CONFLICT, 'apps', 'delete', 'shop')
        self.done('apps', 'delete', 'shop', '--force')
        self.assertEqual(self.done('apps').out, 'default\n')
        self.assertIn('app-deleted', self.done('audit', '--all', '--app', 'shop').out)
        self.done('audit', 'verify', '--app', 'shop')

    def audit(self):
        """The chain is checked away from the registry; whatever is changed in it is found."""
        checked = self.done('audit', 'verify', '--json').json
        self.assertEqual(checked['entries'], self.generation())
        self.assertIn(checked['last'], self.done('audit', 'verdict').out)
        rows = self.done('audit', '--all', '--json').json
        self.assertEqual([row['generation'] for row in rows], list(range(1, checked['entries'] + 1)))
        self.assertEqual(self.done('audit', 'verify', self.write('audit.json', rows), '--last', checked['last'], '--json').json, checked)
        self.assertEqual(len(self.done('audit', '--since', '2', '--limit', '3', '--json').json), 3)
        for at, change in ((3, {'actor': 'mallory'}), (5, {'detail': {}}), (7, {'action': 'nothing'}), (2, {'microseconds': 1}),
                           (4, {'generation': 9}), (6, {'previous': ''}), (8, {'hash': 'sha256-0'}), (1, {'actor': 5})):
            changed = [dict(row, **change) if i == at else row for i, row in enumerate(rows)]
            self.refused(REFUSED, 'audit', 'verify', self.write('changed.json', changed), words=f'entry {at + 1} ')
        self.refused(REFUSED, 'audit', 'verify', self.write('short.json', rows[:4] + rows[5:]), words='entry 5 ')
        self.done('audit', 'verify', self.write('end.json', rows[:-1]))
        self.refused(REFUSED, 'audit', 'verify', self.path('end.json'), '--last', checked['last'], words='the chain ends with')

    def no_route_left_out(self):
        described = json.loads(self.done('admin', 'openapi').out)
        self.done('admin', 'metrics')
        counters = self.done('admin', 'metrics').out
        asked = set()
        for labels, count in re.findall(r'inlay_requests?_total\{([^}]*(?:\{[^}]*\}[^}]*)*)\} (\d+)', counters):
            pairs = dict(re.findall(r'(\w+)="([^"]*)"', labels))
            if int(count):
                asked.add(f"{pairs['method']} {pairs['route']}")
        wanted = {f'{method.upper()} {path}' for path, methods in described['paths'].items() for method in methods
                  if method.upper() in ('GET', 'PUT', 'POST', 'PATCH', 'DELETE')}
        left = sorted(route for route in wanted if not BROWSERS.match(route) and route.replace('/api/v1/apps/{app}', '~') not in asked
                      and route not in asked and not route.endswith('/events'))
        self.assertEqual(left, [])
        self.assertGreater(len(wanted), 100)


class Events(Operating):
    def follow(self, *args):
        process = subprocess.Popen([BINARY, 'events', *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def test_lines(self):
        """A line each, as it happens; from a generation on; some kinds only; a script reads JSON line by line."""
        first = self.follow('--json', '--since', str(self.generation()))
        self.done('environments', 'create', 'pr-1')
        event = json.loads(first.stdout.readline())
        self.assertEqual((event['id'], event['event']), (str(self.generation()), 'environment-created'))
        self.assertEqual(event['data']['environment'], 'pr-1')
        self.done('apps', 'create', 'other')
        self.done('environments', 'create', 'elsewhere', '--app', 'other')
        self.done('environments', 'create', 'pr-2')
        self.assertEqual(json.loads(first.stdout.readline())['data']['environment'], 'pr-2')
        first.terminate()
        self.assertEqual(first.wait(timeout=20), -signal.SIGTERM)
        some = self.done('events', '--since', '0', '--event', 'environment-created', '--count', '2').out.splitlines()
        self.assertEqual([line.split()[1] for line in some], ['environment-created'] * 2)

    def test_goes_on(self):
        """The registry starts anew: followed on from the last event, none missed or told twice."""
        process = self.follow('--json', '--since', str(self.generation()), '--count', '2')
        self.done('environments', 'create', 'pr-1')
        self.assertEqual(json.loads(process.stdout.readline())['data']['environment'], 'pr-1')
        self.registry.listen = f'127.0.0.1:{self.registry.port}'
        self.registry.kill()
        self.registry.start()
        self.done('environments', 'create', 'pr-2')
        self.assertEqual(json.loads(process.stdout.readline())['data']['environment'], 'pr-2')
        self.assertEqual(process.wait(timeout=30), DONE)

    def test_gap(self):
        """What is forgotten is not passed over in silence."""
        server = Rude(http(json.dumps({'status': 410, 'code': 'gone', 'detail': 'no longer known'}).encode(), status='410 Gone'))
        try:
            self.refused(REFUSED, 'events', '--since', '1', '--registry', server.url, words='no longer known')
        finally:
            server.close()

    def test_parsing(self):
        """By the standard: comments, any end of line, several lines of data; too much is refused."""
        text = ':hello\nid: 1\nevent: a\ndata: {"x":\r\ndata: 1}\r\r: beat\n\nid:2\ndata\n\ndata: \x1b[2J\n\n'.encode()
        head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n'.encode()
        server = Rude(head + text)
        try:
            lines = self.done('events', '--json', '--count', '3', '--registry', server.url).out.splitlines()
        finally:
            server.close()
        self.assertEqual([json.loads(line) for line in lines], [{'id': '1', 'event': 'a', 'data': {'x': 1}}, {'id': '2', 'event': 'message', 'data': ''},
                                                               {'id': '2', 'event': 'message', 'data': '\x1b[2J'}])
        self.assertEqual(obeyed(''.join(lines)), [])
        server = Rude(head + b'data: ' + b'a' * (1 << 21))
        try:
            self.refused(REFUSED, 'events', '--registry', server.url, words='larger')
        finally:
            server.close()
        server = Rude(http(b'<html>'))
        try:
            self.refused(REFUSED, 'events', '--registry', server.url, words='does not answer like a registry')
        finally:
            server.close()


if __name__ == '__main__':
    unittest.main()
