# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Event streams: what is missed is told, by whatever process and after a restart; what is over ends."""
import signal
import socket
import threading
import time
import unittest

from registry import Registry, RegistryTest, Stream, until

APP = '/api/v1/apps/default'
RING = 256
ANY = {'If-Match': '*'}


class Events(RegistryTest):
    tokens = 'root admin root\n'

    def publish(self, first, count, app='default', registry=None):
        for i in range(first, first + count):
            body = {'moduleId': f'm{i}', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/m.js'}
            self.expect(201, (registry or self.registry).post(f'/api/v1/apps/{app}/modules', body, headers=ANY, token='root'))

    def generation(self):
        return self.registry.get('/api/traffic-config')[2]['generation']

    def asked(self, path, last, token=None, registry=None):
        """The status that a stream begins with."""
        registry = registry or self.registry
        with socket.create_connection(('127.0.0.1', registry.port), timeout=20) as s:
            extra = f'Authorization: Bearer {token}\r\n' if token else ''
            s.sendall(f'GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: {last}\r\n{extra}\r\n'.encode())
            return int(s.recv(12).split()[1])

    def other(self, *options):
        other = Registry(tokens=self.tokens, database=self.registry.database, options=options)
        self.addCleanup(other.stop)
        return other


class Gaps(Events):
    def test_gap(self):
        """Whoever has seen too little is told so, on both surfaces, in every process, before and after a restart."""
        start = self.generation()
        self.publish(0, RING + 10)
        newest = self.generation()
        other = self.other('--workers', '2')
        until(lambda: other.get('/api/traffic-config')[2]['generation'] == newest, 20)
        for again in range(2):
            for registry in (self.registry, other):
                for path, token in (('/api/events', None), (APP + '/events', None), (APP + '/events', 'root')):
                    for last, status in ((start, 410), (newest - RING - 1, 410), (0, 410), ('x', 410), (-5, 410),
                                         (newest - RING, 200), (newest, 200), (newest + 5, 200)):
                        self.assertEqual(self.asked(path, last, token, registry), status, (path, last, newest))
                stream = Stream(registry, last=newest - RING)
                self.assertEqual(stream.generations(RING), list(range(newest - RING + 1, newest + 1)))
                stream.close()
            self.registry.kill()
            self.registry.start()

    def test_between_processes(self):
        """A client that goes on at another process each time, which is killed now and then, misses nothing and sees nothing twice."""
        registries = [self.registry, self.other()]
        begin = last = self.generation()
        done = threading.Event()
        failures = []

        def write():
            try:
                for i in range(0, 120, 4):
                    self.publish(i, 4, registry=registries[1])
            except BaseException as e:
                failures.append(e)
            done.set()
        thread = threading.Thread(target=write)
        thread.start()
        seen = []
        for turn in range(1000):
            registry = registries[turn % 2]
            if turn % 7 == 6:
                self.registry.kill()
                self.registry.start()
            stream = Stream(registry, last=last, path=APP + '/events', token='root')
            stream.socket.settimeout(1)
            try:
                seen += [g for g in stream.generations(3) if g > last]
            except (TimeoutError, OSError):
                pass
            stream.close()
            last = seen[-1] if seen else last
            if done.is_set() and last >= begin + 117:
                break
        thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(seen, list(range(begin + 1, begin + 1 + len(seen))))

    def test_slow_reader(self):
        """Who reads slower than things happen is not passed over in silence: its stream ends, and it may look at everything anew."""
        stream = Stream(self.registry, path=APP + '/events', token='root')
        big = {'module': 'm', 'variants': [{'name': 'x', 'weight': 10000, 'config': {'text': 'x' * 100000}}]}
        for i in range(RING + 80):
            reply = self.registry.request('PUT', APP + '/experiments/e1', big, token='root', headers=ANY)
            self.assertIn(reply[0], (200, 201))
        blocks = []
        while b'event: gap' not in (block := stream.block()):
            blocks.append(block)
        self.assertLess(len(blocks), RING + 80)
        self.assertIsNone(stream.ends())
        seen = int(blocks[-1].split(b'\n')[0].split(b': ')[1])
        self.assertEqual(self.asked(APP + '/events', seen, 'root'), 410)
        self.assertEqual(self.asked(APP + '/events', self.generation(), 'root'), 200)


class Ends(Events):
    tokens = 'root admin root\nvic-1 viewer vic\n'

    def test_deleted_application(self):
        """Its streams say so and end, in all processes; who comes again finds nothing, and nothing old where it is made anew."""
        self.expect(201, self.registry.post('/api/v1/apps', {'id': 'shop'}, token='root'))
        self.publish(0, 3, 'shop')
        path = '/api/v1/apps/shop/events'
        other = self.other()
        until(lambda: other.get('/api/v1/apps/shop/import-map.json')[0] in (200, 404) and self.asked(path, 99, registry=other) == 200, 20)
        streams = [Stream(registry, path=path, token=token) for registry in (self.registry, other) for token in (None, 'root', 'vic-1')]
        kept = Stream(self.registry)
        self.expect(200, self.registry.request('DELETE', '/api/v1/apps/shop?force=true', token='root', headers=ANY))
        self.assertEqual([stream.ends() for stream in streams], ['app-deleted'] * 6)
        for registry in (self.registry, other):
            for last in (1, 99):
                self.assertEqual(self.asked(path, last, registry=registry), 404)
        self.expect(201, self.registry.post('/api/v1/apps', {'id': 'shop'}, token='root'))
        self.assertEqual(self.asked(path, 2), 410)
        again = Stream(self.registry, path=path, token='root')
        self.publish(7, 1, 'shop')
        again.generations(1)
        again.close()
        self.publish(0, 1)
        self.assertEqual(kept.event('module-published')[1]['moduleId'], 'm0')
        kept.close()

    def test_revoked(self):
        """Who loses its token hears no more, at once and in all processes; what is public goes on."""
        made = self.expect(201, self.registry.post('/api/v1/tokens', {'name': 'ci', 'role': 'viewer'}, token='root'))
        other = self.other()
        streams = [Stream(registry, path=APP + '/events', token=made['token']) for registry in (self.registry, other)]
        kept = [Stream(self.registry, path=APP + '/events', token='vic-1'), Stream(self.registry, path=APP + '/events')]
        self.expect(200, self.registry.request('DELETE', '/api/v1/tokens/' + made['id'], token='root'))
        begin = time.monotonic()
        self.assertEqual([stream.ends() for stream in streams], ['token-ended'] * 2)
        self.assertLess(time.monotonic() - begin, 10, 'before the next heartbeat')
        self.assertEqual(self.asked(APP + '/events', 99, made['token']), 401)
        self.publish(0, 1)
        for stream in kept:
            self.assertEqual(stream.event('module-published')[1]['moduleId'], 'm0')

        # The same for the tokens of the file; another role is another matter, too.
        with open(self.registry.tokens, 'w') as f:
            f.write('root admin root\n')
        self.registry.process.send_signal(signal.SIGHUP)
        self.assertEqual(kept[0].ends(), 'token-ended')
        self.publish(1, 1)
        kept[1].event('module-published')
        kept[1].close()

    def test_expired(self):
        """A token that ends while its stream is open: nothing that happens afterwards is told."""
        with open(self.registry.tokens, 'a') as f:
            f.write(f'short viewer sid {int(time.time()) + 4}\n')
        self.registry.process.send_signal(signal.SIGHUP)
        until(lambda: self.registry.get(APP + '/rules', token='short')[0] == 200, 3)
        stream = Stream(self.registry, path=APP + '/events', token='short')
        self.publish(0, 1)
        stream.event('module-published')
        until(lambda: self.registry.get(APP + '/rules', token='short')[0] == 401, 20)
        self.publish(1, 1)
        block = stream.block()
        self.assertIn(b'event: token-ended', block)
        self.assertIsNone(stream.ends())

    def test_first_token(self):
        """Where there were no tokens everybody saw everything; with the first one that ends."""
        registry = Registry()
        self.addCleanup(registry.stop)
        stream = Stream(registry, path=APP + '/events')
        self.expect(201, registry.post('/api/v1/tokens', {'name': 'first', 'role': 'admin'}))
        self.assertEqual(stream.ends(), 'token-ended')


if __name__ == '__main__':
    unittest.main()
