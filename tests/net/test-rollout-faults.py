# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Rollouts whose registry is killed in the middle, or led by one that stands still: what was
acknowledged holds, and nothing is done twice. INLAY_LONG=1 is the long form."""
import collections
import http.client
import os
import random
import shutil
import signal
import tempfile
import threading
import time
import unittest

from held import held
from registry import Registry, database_rows, modules, new_database, until

LONG = bool(os.environ.get('INLAY_LONG'))
KILLS = 500 if LONG else 12
IS_SERVER = bool(os.environ.get('INLAY_TEST_POSTGRESQL'))
# The engine looks every 30 s; who leads and stood still for longer has something to do at once.
STOPPED = 60 if LONG else 31
APP = '/api/v1/apps/default'
STEPS = [{'weight': 1000, 'pause': 600}, {'weight': 5000, 'pause': True}]
ANY = {'If-Match': '*'}

# What happens here is worth a warning, which must not be the end.
os.environ.pop('G_DEBUG', None)


def deploy(registry, version):
    """A healthy release on standby; every version is a revision of its own."""
    names = (f'a{version}',)
    status, _, reply = registry.post('/api/deploy', {'modules': modules(*names), 'version': version})
    assert status == 200, reply
    report = {'environment': reply['environment'], 'moduleId': names[0], 'status': 'healthy'}
    status, _, answer = registry.post('/api/module-health', report)
    assert status == 202, answer
    return reply


class Person:
    """Takes releases through their rollouts as fast as it goes. What was acknowledged is known; what was
    asked last may have been done or not."""

    def __init__(self):
        self.rollouts = collections.OrderedDict()   # id -> state
        self.active = None                          # revision
        self.asked = None
        self.acknowledged = 0
        self.generation = 0

    def ask(self, registry, what, path, body=None):
        self.asked = what
        status, _, answer = registry.post(path, body, headers=ANY)
        assert status in (200, 201), (what, status, answer)
        self.asked = None
        self.acknowledged += 1
        self.generation = max(self.generation, answer['generation'])
        return answer

    def note(self, answer):
        self.rollouts[answer['id']] = (answer['status'], answer['step'])
        if answer['status'] == 'promoted':
            self.active = answer['revision']

    def run(self, registry, stop):
        try:
            while not stop.is_set():
                self.once(registry)
        except (OSError, http.client.HTTPException, ValueError):
            pass

    def once(self, registry):
        reply = deploy(registry, f'{random.random()}')
        self.note(self.ask(registry, 'start', APP + '/rollouts', {'revision': reply['revision'], 'steps': STEPS}))
        one = f'{APP}/rollouts/{next(reversed(self.rollouts))}/'
        if random.random() < 0.7:
            self.note(self.ask(registry, 'advance', one + 'advance'))
        verb = random.choice(['promote', 'abort'])
        self.note(self.ask(registry, verb, one + verb))
        if verb == 'promote' and random.random() < 0.3:
            self.active = self.ask(registry, 'rollback', '/api/rollback', {'reason': 'x'})['revision']

    def learn(self, registry):
        """After a kill: what was asked last was done or not, the rest is as it was acknowledged. Ends a
        rollout that goes on, as a person would."""
        found = {r['id']: r for r in registry.get(APP + '/rollouts?limit=100')[2]}
        last = next(reversed(self.rollouts), None)
        after = {'advance': ('paused', 2), 'promote': 'promoted', 'abort': 'aborted'}
        for key, state in self.rollouts.items():
            if key not in found:
                continue
            now = (found[key]['status'], found[key]['step'])
            done = after.get(self.asked) if key == last else None
            assert now == state or now == done or now[0] == done, (key, state, now, self.asked)
        new = [r for r in found if r not in self.rollouts]
        assert len(new) <= (self.asked == 'start'), (new, self.asked)
        active = registry.get('/api/environments/active')[2]['revision']
        assert active == self.active or self.asked in ('promote', 'rollback'), (active, self.active, self.asked)
        for r in found.values():
            self.rollouts[r['id']] = (r['status'], r['step'])
        self.active, self.asked = active, None
        live = [r for r in found.values() if r['endedAt'] is None]
        assert len(live) <= 1, live
        if live:
            self.rollouts.move_to_end(live[0]['id'])
            self.note(self.ask(registry, 'abort', f'{APP}/rollouts/{live[0]["id"]}/abort'))


class Killed(unittest.TestCase):
    def check(self, person):
        routes = database_rows(self.database, 'SELECT active_rev, canary_rev, weight_bp, generation FROM routes')
        self.assertEqual(len(routes), 1)
        live = database_rows(self.database, 'SELECT revision, weight_bp FROM rollouts WHERE ended_at IS NULL')
        self.assertEqual([tuple(map(str, r[1:3])) for r in routes if r[1]], [tuple(map(str, r)) for r in live])
        generation = int(routes[0][3])
        self.assertGreaterEqual(generation, person.generation)
        for table in ('changes', 'audit'):
            self.assertEqual(database_rows(self.database, f'SELECT count(*), min(generation), max(generation) FROM {table}'),
                             [tuple(str(n) if IS_SERVER else n for n in (generation, 1, generation))])

    def test_kill(self):
        folder = tempfile.mkdtemp(prefix='inlay-rollout-kill-')
        self.addCleanup(shutil.rmtree, folder)
        self.database = new_database(folder)
        person = Person()
        registry = Registry(folder, database=self.database)
        for version in ('1', '2'):
            reply = deploy(registry, version)
            person.ask(registry, 'switch', '/api/switch', {'targetEnvironment': reply['environment']})
            person.active = reply['revision']
        killed_at = collections.Counter()
        for n in range(KILLS):
            stop = threading.Event()
            thread = threading.Thread(target=person.run, args=(registry, stop))
            thread.start()
            time.sleep(random.uniform(0.01, 0.2))
            registry.kill()
            stop.set()
            thread.join()
            killed_at[person.asked or 'between'] += 1
            self.check(person)
            registry = Registry(folder, database=self.database)
            person.learn(registry)
        registry.stop()
        self.check(person)
        self.assertGreater(person.acknowledged, KILLS)
        print(f'{KILLS} kills at {dict(killed_at)}: {person.acknowledged} acknowledged steps of {len(person.rollouts)} rollouts, none lost, '
              'always one active revision and at most one rollout')


@unittest.skipUnless(IS_SERVER, 'a file cannot take the lead away from another process')
class Led(unittest.TestCase):
    """Two registries, each of which would roll the release back."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='inlay-led-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = new_database(self.folder)
        self.one = self.start('one')
        self.begin = time.monotonic()
        until(lambda: self.epoch() == 1, 5)
        self.other = self.start('other')

    def start(self, name):
        folder = os.path.join(self.folder, name)
        os.mkdir(folder)
        registry = Registry(folder, database=self.database)
        self.addCleanup(lambda: registry.process.poll() is None and registry.kill())
        return registry

    def rows(self, sql):
        return database_rows(self.database, sql)

    def epoch(self):
        rows = self.rows('SELECT epoch FROM leaders')
        return int(rows[0][0]) if rows else 0

    def doomed(self, version):
        """A rollout that every look would roll back: what it brings does not work."""
        reply = deploy(self.other, version)
        status, _, rollout = self.other.post(APP + '/rollouts', {'revision': reply['revision'], 'steps': STEPS}, headers=ANY)
        self.assertEqual(status, 201, rollout)
        database_rows(self.database, f"UPDATE deployment_modules SET health = 'unhealthy' WHERE deployment = '{reply['deploymentId']}';"
                      f" UPDATE rollouts SET looked_at = 0 WHERE id = '{rollout['id']}'")
        return rollout['id']

    def generation(self, registry):
        status, _, config = registry.get('/api/traffic-config')
        self.assertEqual(status, 200, config)
        return config['generation']

    def status(self, rollout):
        return self.other.get(f'{APP}/rollouts/{rollout}')[2]['status']

    def rolled_back(self):
        """How often the engine did that, by the audit and by the change log."""
        return [int(self.rows(f'SELECT count(*) FROM {where}')[0][0])
                for where in ("audit WHERE action = 'rollback-completed' AND actor = 'registry'", "changes WHERE kind = 'rollback-completed'")]

    def has_tried(self):
        with open(self.one.log.name) as f:
            return 'another process leads by now' in f.read()

    def test_double_rollback(self):
        """It goes on not knowing that another leads by now: the thread that would learn it is held until
        the one that rolls back has come to its turn."""
        reply = deploy(self.other, '1')
        self.assertEqual(self.other.post('/api/switch', {'targetEnvironment': reply['environment']})[0], 200)
        tag = {'If-Match': self.other.get(APP + '/rules')[1]['ETag']}
        self.assertEqual(self.other.request('PUT', APP + '/rules', {'policy': 'automatic'}, headers=tag)[0], 200)
        active = self.other.get('/api/environments/active')[2]['revision']

        with held(self.one.process.pid, 'watch') as is_held:
            self.one.process.send_signal(signal.SIGSTOP)
            first = self.doomed('2')
            took = until(lambda: self.status(first) == 'aborted', 60)
            time.sleep(max(0, STOPPED - (time.monotonic() - self.begin)))
            second = self.doomed('3')
            self.one.process.send_signal(signal.SIGCONT)
            if is_held:
                until(self.has_tried, 20)
            else:
                until(lambda: self.generation(self.one) == self.generation(self.other), 5)
                time.sleep(2)
        # Whoever led before would have done it by now; who leads does at its next look.
        self.assertEqual(self.status(second), 'running')
        self.assertEqual(self.rolled_back(), [1, 1])
        until(lambda: self.generation(self.one) == self.generation(self.other), 5)
        if LONG:
            until(lambda: self.status(second) == 'aborted', 60)
            self.assertEqual(self.rolled_back(), [2, 2])
        self.assertEqual(self.epoch(), 2)
        self.assertEqual(self.other.get('/api/environments/active')[2]['revision'], active)
        said = self.has_tried()
        self.one.stop()
        self.other.stop()
        print(f'a leader that stood still for {STOPPED} s was replaced and its rollout rolled back after {took:.1f} s; when it went on it '
              f'rolled nothing back{" although it tried" if said else ""}')


if __name__ == '__main__':
    unittest.main()
