# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Rollouts, rules, experiments and what is decided by them, over HTTP."""
import datetime
import http.client
import os
import re
import signal
import time
import unittest

from registry import Registry, RegistryTest, Stream, database_rows, modules, run_in_threads, until

LONG = bool(os.environ.get('INLAY_LONG'))
IN_ONE_FILE = not os.environ.get('INLAY_TEST_POSTGRESQL')

APP = '/api/v1/apps/default'
STEPS = [{'weight': 1000}, {'weight': 2500, 'pause': 60}, {'weight': 5000, 'pause': True}]
USERS = [f'user_{i}' for i in range(200)]


class RolloutTest(RegistryTest):
    def tag(self):
        return {'If-Match': self.registry.get(APP)[1]['ETag']}

    def write(self, method, path, body=None, status=200, **kwargs):
        return self.expect(status, self.registry.request(method, APP + path, body, headers=self.tag(), **kwargs))

    def standby(self):
        """1 is active on green, 2 stands by on blue."""
        self.release('1')
        return self.deploy('2', ('a', 'b', 'c'))

    def decide(self, unit, more=''):
        return self.expect(200, self.registry.get(f'{APP}/decision?unit={unit}{more}'))

    def taken(self):
        return {u for u in USERS if self.decide(u)['environment'] == 'blue'}


class Rollouts(RolloutTest):
    def test_the_whole_way(self):
        revision = self.standby()['revision']
        stream = Stream(self.registry)
        self.addCleanup(stream.close)
        before = self.taken()
        rollout = self.write('POST', '/rollouts', {'revision': revision, 'steps': STEPS}, 201)
        self.assertEqual((rollout['environment'], rollout['status'], rollout['step'], rollout['weight']), ('blue', 'running', 1, 1000))
        self.assertEqual(stream.event('canary-started')[1]['rollout'], rollout['id'])
        one = '/rollouts/' + rollout['id']
        self.assertEqual(self.registry.get('/api/traffic-config')[2]['canary_percentage'], 10)

        groups = [before, self.taken()]
        for step, weight, status in ((2, 2500, 'running'), (3, 5000, 'paused')):
            answer = self.write('POST', one + '/advance')
            self.assertEqual((answer['step'], answer['weight'], answer['status']), (step, weight, status))
            groups.append(self.taken())
        self.assertEqual(before, set())
        for fewer, more in zip(groups, groups[1:]):
            self.assertLess(fewer, more)
        self.assertEqual(stream.event('canary-increased')[1]['weight'], 2500)

        self.refused(409, self.registry.post(APP + one + '/advance', headers=self.tag()), 'last step')
        self.assertEqual(self.write('POST', one + '/promote')['status'], 'promoted')
        self.assertEqual(self.active()['version'], '2')
        self.refused(409, self.registry.post(APP + one + '/promote', headers=self.tag()), 'over')
        self.expect(200, self.registry.post('/api/rollback'))
        self.assertEqual(self.active()['version'], '1')
        self.assertEqual([r['id'] for r in self.registry.get(APP + '/rollouts')[2]], [rollout['id']])

    def test_older_surface(self):
        """The same engine under both: what one starts the other sees."""
        self.standby()
        r = self.registry
        self.expect(200, r.post('/api/canary/start', {'targetEnvironment': 'blue'}))
        self.refused(409, r.post('/api/deploy', {'modules': modules('a'), 'version': '3'}), 'canary')
        for percentage in (25, 50):
            self.expect(200, r.post('/api/canary/increase', {'percentage': percentage}))
        rollout = r.get(APP + '/rollouts')[2][0]
        self.assertEqual((rollout['weight'], rollout['step'], rollout['cause']), (5000, 3, 'waits'))
        self.expect(200, r.post('/api/switch', {'targetEnvironment': 'blue'}))
        self.assertEqual(r.get(f'{APP}/rollouts/{rollout["id"]}')[2]['status'], 'promoted')
        self.expect(200, r.post('/api/rollback'))
        self.assertEqual(self.active()['version'], '1')

    def test_abort_needs_no_tag(self):
        self.standby()
        rollout = self.write('POST', '/rollouts', {'environment': 'blue', 'steps': STEPS}, 201)
        self.expect(200, self.registry.post(f'{APP}/rollouts/{rollout["id"]}/abort'))
        self.assertEqual(self.taken(), set())
        self.assertEqual(self.registry.get('/api/deployments')[2][0]['status'], 'rolled_back')

    def test_unhealthy_is_not_promoted(self):
        self.release('1')
        self.deploy('2', ('a', 'b', 'c'), healthy=False)
        rollout = self.write('POST', '/rollouts', {'environment': 'blue', 'steps': STEPS}, 201)
        self.refused(409, self.registry.post(f'{APP}/rollouts/{rollout["id"]}/promote', headers=self.tag()), 'healthy')
        self.assertEqual(self.registry.get(f'{APP}/rollouts/{rollout["id"]}')[2]['status'], 'running')

    def test_refused(self):
        self.standby()
        r = self.registry
        path = APP + '/rollouts'
        good = {'environment': 'blue', 'steps': STEPS}
        self.refused(428, r.post(path, good))
        self.refused(412, r.post(path, good, headers={'If-Match': '"g1"'}))
        for bad in ({}, {'steps': []}, {'environment': 'blue'}, {'environment': 'blue', 'steps': [{'weight': 1}, {'weight': 1}]},
                    dict(good, more=1), dict(good, environment='active'), dict(good, salt=''), {'steps': STEPS},
                    {'environment': 'blue', 'steps': [{'weight': 10001}]}, {'environment': 'blue', 'steps': [{'weight': 1, 'wait': 5}]},
                    {'environment': 'blue', 'steps': 'all'}, {'environment': 5, 'steps': STEPS}):
            self.refused(422, r.post(path, bad, headers=self.tag()))
        self.refused(409, r.post(path, dict(good, environment='green'), headers=self.tag()), 'active')
        self.refused(404, r.post(path, dict(good, environment='pink'), headers=self.tag()), 'pink')
        self.refused(404, r.post(path, {'revision': 'sha256-0', 'steps': STEPS}, headers=self.tag()), 'sha256-0')
        self.refused(404, r.post(path + '/x/advance', headers=self.tag()), 'x')
        self.refused(405, r.post(path + '/x'))
        self.assertEqual(r.get(path)[2], [])


class Deciding(RolloutTest):
    def test_rules(self):
        self.standby()
        status, headers, rules = self.registry.get(APP + '/rules')
        self.assertEqual((status, rules), (200, {'enabled': True, 'policy': 'notify', 'rules': [], 'flags': {}}))
        staff = {'policy': 'automatic', 'flags': {'new': False}, 'rules': [
            {'type': 'user_group', 'groups': ['staff'], 'environment': 'blue'},
            {'type': 'feature_flag', 'flag': 'new', 'environment': 'blue'}]}
        put = lambda body, tag: self.registry.request('PUT', APP + '/rules', body, headers={'If-Match': tag} if tag else {})
        self.refused(428, put(staff, None))
        self.refused(412, put(staff, '"other"'))
        for bad in ({'rules': 5}, {'rules': [{'type': 'moon', 'environment': 'blue'}]}, {'policy': 'never'}, {'flags': {'a': 1}}, {'x': 1},
                    {'rules': [{'type': 'percentage', 'percentage': 101, 'environment': 'blue'}]},
                    {'rules': [{'type': 'percentage', 'percentage': 1, 'environment': 'pink'}]}):
            self.refused(422, put(bad, headers['ETag']))
        self.expect(200, put(staff, headers['ETag']))
        self.refused(412, put(staff, headers['ETag']))

        self.assertEqual(self.decide('a')['reason'], 'active')
        decision = self.decide('a', '&groups=guest,staff')
        self.assertEqual((decision['environment'], decision['reason'], decision['rule']), ('blue', 'group', 'staff'))
        self.assertEqual([r['rule_type'] for r in self.registry.get('/api/traffic-rules')[2]], ['user_group', 'feature_flag'])
        self.assertEqual(self.registry.get('/api/traffic-config')[2]['user_groups'], ['staff'])
        page = self.registry.get('/', headers={'Cookie': 'inlay-groups=staff'})
        self.assertIn(decision['revision'].encode(), page[2])

    def test_experiments(self):
        self.standby()
        experiment = {'module': 'a', 'variants': [{'name': 'x', 'weight': 5000}, {'name': 'y', 'weight': 5000}]}
        self.write('PUT', '/experiments/e1', experiment, 201)
        self.write('PUT', '/experiments/e2', dict(experiment, salt='other'), 201)
        for name, bad in (('1', experiment), ('e3', {}), ('e3', {'variants': [{'name': 'x', 'weight': 10001}]}),
                          ('e3', {'variants': [{'name': 'x', 'weight': 1, 'environment': 'pink'}]})):
            self.refused(422, self.registry.request('PUT', f'{APP}/experiments/{name}', bad, headers=self.tag()))
        seen = {tuple(self.decide(u)['assignments'].values()) for u in USERS}
        self.assertEqual(seen, {(a, b) for a in 'xy' for b in 'xy'})
        self.assertEqual(self.decide(USERS[0])['assignments'], self.decide(USERS[0])['assignments'])
        self.write('DELETE', '/experiments/e1')
        self.refused(404, self.registry.request('DELETE', APP + '/experiments/e1', headers=self.tag()))
        self.assertEqual(list(self.registry.get(APP + '/experiments')[2]), ['e2'])

    def test_decision(self):
        revision = self.standby()['revision']
        decision = self.decide('a')
        self.assertEqual((decision['reason'], decision['rollout'], decision['ttl']), ('active', None, 30))
        self.assertEqual(decision['mapUrl'], f'{APP}/revisions/{decision["revision"]}/import-map.json')
        self.assertEqual(self.registry.get(APP + '/decision', headers={'Inlay-Override': 'blue'})[2]['revision'], revision)
        self.assertEqual(self.registry.get(APP + '/decision')[1]['Cache-Control'], 'private, no-store')
        self.refused(422, self.registry.get(APP + '/decision?unit=' + 'x' * 4097))
        self.refused(400, self.registry.get(APP + '/decision?unit=%ff'))
        self.refused(404, self.registry.get('/api/v1/apps/none/decision?unit=a'))

    def test_explain(self):
        self.standby()
        self.write('POST', '/rollouts', {'environment': 'blue', 'steps': [{'weight': 10000, 'pause': True}]}, 201)
        explain = lambda body: self.registry.post(APP + '/explain', body)
        answer = self.expect(200, explain({'unit': 'a', 'headers': {'Inlay-Override': 'green'}}))
        self.assertEqual([s['verdict'] for s in answer['steps']], ['decides'] + ['unreached'] * 5)
        answer = self.expect(200, explain({'unit': 'a'}))
        self.assertEqual([s['step'] for s in answer['steps']], ['override', 'group', 'flag', 'experiment', 'rollout', 'active'])
        self.assertTrue(re.fullmatch(r'bucket \d+ of 10000 against weight 10000', answer['steps'][4]['why']))
        for bad in ({'unit': 5}, {'at': 'now'}, {'groups': 'a'}, {'who': 'a'}):
            self.refused(422, explain(bad))
        self.refused(404, explain({'at': '1999-01-01T00:00:00Z'}), 'nothing was decided')


    def test_explain_the_past(self):
        """What was decided at any time is decided again as it was, whatever the rules are now."""
        self.standby()
        group = lambda name, env, **more: {'type': 'user_group', 'groups': [name], 'environment': env, **more}
        flag = {'type': 'feature_flag', 'flag': 'new', 'environment': 'blue'}
        changes = [({}, 'green', 'active'), ({'rules': [group('staff', 'blue')]}, 'blue', 'group'), ({'rules': [group('others', 'blue'), group('staff', 'green')]}, 'green', 'group'),
                   ({'rules': [flag, group('staff', 'green')], 'flags': {'new': True}}, 'green', 'group'), ({'rules': [flag], 'flags': {'new': True}}, 'blue', 'flag'),
                   ({'rules': [flag], 'flags': {'new': False}}, 'green', 'active'), ({'rules': [group('staff', 'blue', enabled=False)]}, 'green', 'active')]
        past = []
        now = lambda: datetime.datetime.now(datetime.timezone.utc).isoformat()
        question = {'unit': 'ann', 'groups': ['staff']}
        for rules, environment, step in changes:
            generation = self.expect(200, self.registry.request('PUT', APP + '/rules', rules, headers={'If-Match': '*'}))['generation']
            answer = self.expect(200, self.registry.post(APP + '/explain', question))
            self.assertEqual((answer['decision']['environment'], answer['decision']['reason'], answer['generation']), (environment, step, generation), answer)
            past.append((now(), answer))
        self.write('POST', '/rollouts', {'environment': 'blue', 'steps': [{'weight': 10000, 'pause': True}]}, 201)
        at_rollout = now()
        self.expect(200, self.registry.post('/api/rollback'))
        for again in range(2):
            for at, answer in past:
                found = self.expect(200, self.registry.post(APP + '/explain', {**question, 'at': at}))
                self.assertEqual((found['decision'], found['steps']), (answer['decision'], answer['steps']), at)
                self.assertLessEqual(found['generation'], answer['generation'])
            self.assertEqual(self.expect(200, self.registry.post(APP + '/explain', {**question, 'at': at_rollout}))['decision']['reason'], 'rollout')
            self.registry.kill()
            self.registry.start()


class Guarded(RolloutTest):
    tokens = 'root-secret\nview-secret viewer vic\ndep-secret deployer dan\n'

    def test_who_may(self):
        r = self.registry
        self.refused(401, r.get(APP + '/rollouts'))
        self.refused(401, r.post(APP + '/rollouts', {'environment': 'green', 'steps': STEPS}))
        self.refused(403, r.post(APP + '/rollouts', {'environment': 'green', 'steps': STEPS}, token='view-secret'))
        self.refused(403, r.request('PUT', APP + '/rules', {}, token='view-secret'))
        self.expect(200, r.get(APP + '/rules', token='view-secret'))
        self.expect(200, r.get(APP + '/decision?unit=a'))
        r.post('/api/deploy', {'modules': modules('a'), 'version': '1'}, token='dep-secret')
        override = {'Inlay-Override': 'green'}
        self.assertEqual(r.get(APP + '/decision?unit=a', headers=override)[2]['reason'], 'active')
        self.assertEqual(r.get(APP + '/decision?unit=a', headers=override, token='view-secret')[2]['reason'], 'override')


class Scoped(RolloutTest):
    tokens = 'root admin root\nann deployer ann - default a* *\nbob deployer bob - default blue *\nvic viewer vic - default\nolaf admin olaf - elsewhere\n'

    def call(self, method, path, body=None, token='root'):
        return self.registry.request(method, APP + path, body, token=token, headers={'If-Match': '*'})

    def test_where_the_revision_is(self):
        """Whoever may use one environment does not reach another that holds the same."""
        self.expect(201, self.call('POST', '/environments', {'name': 'aaa', 'kind': 'branch'}))
        for env in ('green', 'aaa'):
            revision = self.expect(202, self.call('POST', '/deployments', {'env': env, 'modules': modules('a'), 'version': '1'}))['revision']
        before = self.call('GET', '')[2]
        self.refused(403, self.call('POST', '/rollouts', {'revision': revision, 'steps': STEPS}, 'ann'), 'green')
        self.refused(403, self.call('POST', '/rollouts', {'environment': 'green', 'steps': STEPS}, 'ann'), 'green')
        self.refused(409, self.call('POST', '/rollouts', {'environment': 'aaa', 'steps': STEPS}, 'ann'), 'no slot')
        self.assertEqual((self.call('GET', '')[2], self.call('GET', '/rollouts')[2]), (before, []))
        self.expect(201, self.call('POST', '/rollouts', {'revision': revision, 'steps': STEPS}))

    def test_what_visitors_get(self):
        """Rules, experiments, alerts and switches that wait are about what visitors get: whoever has a preview has no say in it."""
        rule = lambda env: {'rules': [{'type': 'user_group', 'groups': ['staff'], 'environment': env}]}
        variants = {'variants': [{'name': 'A', 'weight': 5000}, {'name': 'B', 'weight': 5000}]}
        alert = lambda token: self.registry.post('/api/alerts/rollback', {'moduleId': 'a', 'errorRate': 50}, token=token)
        waits = self.expect(202, self.call('POST', '/switch', {'to': 'green', 'at': '2099-01-01T00:00:00Z'}))['id']
        before = self.call('GET', '')[2]
        for method, path, body in (('PUT', '/rules', rule('aaa')), ('PUT', '/rules', {}), ('PUT', '/experiments/e', variants), ('DELETE', '/experiments/e', None), ('DELETE', '/switches/' + waits, None)):
            self.refused(403, self.call(method, path, body, 'ann'))
        self.refused(403, alert('ann'))
        self.refused(403, self.call('PUT', '/rules', rule('green'), 'bob'), 'green')
        self.refused(403, self.call('DELETE', '/switches/' + waits, None, 'bob'), 'green')
        self.assertEqual(self.call('GET', '')[2], before)
        self.expect(200, self.call('PUT', '/rules', rule('blue'), 'bob'))
        self.expect(201, self.call('PUT', '/experiments/e', variants, 'bob'))
        self.expect(200, self.call('DELETE', '/experiments/e', None, 'bob'))
        self.expect(202, alert('bob'))
        self.expect(200, self.call('DELETE', '/switches/' + waits))

    def test_what_others_may_look_at(self):
        """The token of another application opens no preview here and chooses no environment."""
        self.expect(201, self.call('POST', '/environments', {'name': 'pr-1'}))
        for env in ('green', 'pr-1'):
            self.expect(202, self.call('POST', '/deployments', {'env': env, 'modules': modules('a'), 'version': '1'}))
        for token, status, chosen in (('vic', 200, 'green'), ('olaf', 403, 'blue'), (None, 403, 'blue')):
            self.assertEqual(self.registry.get('/preview/pr-1', token=token)[0], status, token)
            self.assertEqual(self.registry.get('/api/decision', token=token, headers={'Inlay-Override': 'green'})[2]['environment'], chosen, token)


class Cohorts(RolloutTest):
    """What signed pages report decides; what anybody says without one does not."""
    tokens = 'root-secret\ndep-secret deployer dan\n'

    def setUp(self):
        super().setUp()
        self.connection = http.client.HTTPConnection('127.0.0.1', self.registry.port, timeout=20)
        self.addCleanup(self.connection.close)
        for version in '12':
            reply = self.expect(200, self.registry.post('/api/deploy', {'modules': modules('a', 'b', *version), 'version': version},
                                                        token='dep-secret'))
            for name in ('a', 'b', version):
                report = {'environment': reply['environment'], 'moduleId': name, 'status': 'healthy'}
                self.expect(202, self.registry.post('/api/module-health', report, token='dep-secret'))
            if version == '1':
                self.expect(200, self.registry.post('/api/switch', {'targetEnvironment': 'green'}, token='dep-secret'))
        self.active = self.registry.get('/api/environments/green')[2]['revision']
        tag = {'If-Match': self.registry.get(APP, token='dep-secret')[1]['ETag']}
        self.rollout = self.expect(201, self.registry.post(APP + '/rollouts', {'environment': 'blue', 'steps': [{'weight': 5000}]},
                                                           headers=tag, token='dep-secret'))

    def look(self):
        rollout = self.expect(200, self.registry.get(f'{APP}/rollouts/{self.rollout["id"]}', token='dep-secret'))
        return rollout, {m['moduleId']: m for m in rollout['modules']}

    def visit(self, visitor, registry=None):
        """The revision a visitor gets, and the token of the page."""
        registry = registry or self.registry
        cookie = {'Cookie': 'inlay-visitor=' + visitor}
        connection = self.connection if registry is self.registry else None
        status, headers, page = registry.get('/', headers=cookie, connection=connection)
        self.assertEqual(status, 200)
        revision = re.search(rb'name="inlay-revision" content="([^"]+)"', page).group(1).decode()
        token = self.expect(200, registry.get('/api/page-token?revision=' + revision, headers=cookie, connection=connection))['token']
        return revision, token

    def report(self, revision, token, *failed):
        body = {'revision': revision, 'reports': [{'moduleId': n, 'status': 'failed' if n in failed else 'healthy'} for n in 'ab']}
        if token:
            body['token'] = token
        return self.expect(202, self.registry.post('/api/module-health', body, connection=self.connection))

    def test_who_counts(self):
        revision, token = self.visit('someone')
        other = {self.active, self.rollout['revision']} - {revision}
        for _ in range(20):
            self.report(revision, None, 'a')
            self.report(revision, token[:-1] + ('0' if token[-1] != '0' else '1'), 'a')
            self.report(other.copy().pop(), token, 'a')
            self.report('sha256-gone', token, 'a')
        self.assertEqual(self.look()[1], {})
        for _ in range(5):
            self.report(revision, token)
        counts = self.look()[1]
        self.assertEqual(sorted(counts), ['a', 'b'])
        self.assertEqual(counts['a']['loads'] + counts['a']['stableLoads'], 1)
        states = {m['module_id']: m['health_status'] for e in ('blue', 'green')
                  for m in self.registry.get('/api/environments/' + e)[2]['modules']}
        self.assertEqual(set(states.values()), {'healthy'})

    def test_page_tokens(self):
        """Two tabs of a browser are two pages, also when one of them shows another revision; no other site reads a token."""
        old, one = self.visit('v1')
        self.assertNotEqual(one, self.visit('v1')[1])
        later = [self.visit(f'v{i}') for i in range(40)]
        new, two = next((revision, token) for revision, token in later if revision != old)
        for _ in range(3):
            self.report(old, one)
            self.report(new, two, 'a')
            self.report(old, two, 'a')
            self.report(new, one)
        counts = self.look()[1]['a']
        of = lambda revision, what: counts[what if revision == self.rollout['revision'] else 'stable' + what.capitalize()]
        self.assertEqual([of(old, 'loads'), of(old, 'failures'), of(new, 'loads'), of(new, 'failures')], [1, 0, 1, 1])
        reply = self.registry.get('/api/page-token?revision=' + old, headers={'Origin': 'https://evil.example'})
        self.assertEqual(self.expect(200, reply).keys(), {'token'})
        self.assertEqual([reply[1][name] for name in ('Access-Control-Allow-Origin', 'Cache-Control', 'X-Content-Type-Options')],
                         [None, 'no-store', 'nosniff'])
        self.assertNotIn('inlay-page', str(self.registry.get('/')[1]))
        for bad in ('', '?revision=', '?revision=sha256-x', '?revision=' + old + 'a'):
            self.refused(422, self.registry.get('/api/page-token' + bad), 'revision')
        self.mounted('v1', 7, old, {}, 422)

    def experiment(self, name, experiment, status=201):
        return self.expect(status, self.registry.request('PUT', f'{APP}/experiments/{name}', experiment, token='dep-secret',
                                                         headers={'If-Match': self.registry.get(APP, token='dep-secret')[1]['ETag']}))

    def exposures(self):
        return self.registry.get(APP + '/experiments', token='dep-secret')[2]['e1']['exposures']

    def mounted(self, visitor, token, revision, exposures, status=202, registry=None, cookies='', headers={}, **more):
        registry = registry or self.registry
        body = {'revision': revision, 'reports': [{'moduleId': 'a', 'status': 'healthy'}], 'exposures': exposures, 'token': token, **more}
        headers = dict(headers, Cookie=f'inlay-visitor={visitor}{cookies}')
        return self.expect(status, registry.post('/api/module-health', body, headers=headers,
                                                 connection=self.connection if registry is self.registry else None))

    def second_process(self, *options):
        other = Registry(tokens=self.tokens, database=self.registry.database, options=options)
        self.addCleanup(other.stop)
        return other

    def test_exposures(self):
        """A visitor gets one variant for good, and counts for it once, whatever process it comes by: when a page has mounted it."""
        self.assertEqual(self.live('one'), 'follow')
        self.experiment('e1', {'module': 'a', 'variants': [{'name': 'x', 'weight': 3000, 'config': {'columns': 2}},
                                                           {'name': 'y', 'weight': 7000, 'use': 'b'}]})
        self.assertEqual(self.live('one'), 'ask')
        other = self.second_process()
        seen = {'x': 0, 'y': 0}
        for i in range(200):
            visitor = f'v{i}'
            revision, token = self.visit(visitor)
            variants = [self.registry.get('/api/decision', headers={'Cookie': 'inlay-visitor=' + visitor}, connection=self.connection)[2]
                        for _ in range(2)]
            self.assertEqual(variants[0], variants[1])
            variant = variants[0]['variants'][0]
            self.assertEqual((variant['module'], variant.get('config'), variant.get('use')),
                             ('a', *(({'columns': 2}, None) if variant['variant'] == 'x' else (None, 'b'))))
            seen[variant['variant']] += 1
            named = {'e1': variant['variant']}
            self.mounted(visitor, '1-2-3', revision, named)
            self.mounted(visitor, token, revision, named, cookies='; inlay-variants=e1%3Ax')
            self.mounted(visitor, token, revision, named, headers={'Inlay-Variants': 'e1:' + named['e1']})
            self.mounted(visitor, token, revision, named, environment='green')
            if i == 0:
                self.assertEqual(self.exposures(), {}, 'testers and reviewers do not count')
            for _ in range(2):
                self.mounted(visitor, token, revision, {'e1': variant['variant'], 'none': 'x'})
                self.mounted(visitor, token, revision, {'e1': 'xy'.replace(variant['variant'], '')})
            if i < 40:
                self.mounted(visitor, self.visit(visitor, other)[1], revision, named, registry=other)
            self.mounted(visitor, self.visit(visitor)[1], revision, named)
        self.assertEqual(self.exposures(), seen)
        self.assertTrue(35 <= seen['x'] <= 85, seen)
        kept = str(database_rows(self.registry.database, 'SELECT * FROM exposed')) + str(database_rows(self.registry.database, 'SELECT * FROM exposures'))
        self.assertNotIn("'v1", kept, 'no name of a visitor is kept')
        for bad in (7, [], {'e1': 7}):
            self.mounted('v1', token, revision, bad, 422)
        self.mounted('v1', token, revision, {f'e{i}': 'x' for i in range(51)}, 413)

    def test_exposed_at_once(self):
        """The same visitors by four processes at the same time."""
        self.experiment('e1', {'module': 'a', 'variants': [{'name': 'x', 'weight': 10000}]})
        registries = [self.registry, self.second_process('--workers', '3')]
        until(lambda: all('ask' in str(registry.get('/')[1]) for registry in registries * 8), 20)
        pages = {f'v{i}': self.visit(f'v{i}') for i in range(40)}

        def work(thread):
            registry = registries[thread % 2]
            for visitor, (revision, token) in list(pages.items())[thread % 3:] + list(pages.items())[:thread % 3]:
                body = {'revision': revision, 'token': token, 'reports': [{'moduleId': 'a', 'status': 'healthy'}], 'exposures': {'e1': 'x'}}
                self.expect(202, registry.post('/api/module-health', body, headers={'Cookie': 'inlay-visitor=' + visitor}))
        run_in_threads(8, work)
        self.assertEqual(self.exposures(), {'x': 40})

    def test_environment_exposures(self):
        """An experiment on environments: who was shown one, and once, by whatever process; a view alone is no exposure."""
        self.expect(200, self.registry.post(f'{APP}/rollouts/{self.rollout["id"]}/abort', token='dep-secret'))
        self.experiment('e1', {'variants': [{'name': 'x', 'weight': 5000, 'environment': 'blue'},
                                            {'name': 'y', 'weight': 5000, 'environment': 'green'}]})
        other = self.second_process()
        revisions = {self.registry.get('/api/environments/' + e)[2]['revision']: v for e, v in (('blue', 'x'), ('green', 'y'))}
        seen = {'x': 0, 'y': 0}
        for i in range(30):
            pages = [self.visit(f'v{i}', registry) for registry in (self.registry, other)]
            self.assertEqual(pages[0][0], pages[1][0])
            if i == 0:
                self.assertEqual(self.exposures(), {})
            for (revision, token), registry in zip(pages, (self.registry, other)):
                self.mounted(f'v{i}', token, revision, {}, registry=registry)
                wrong = next(r for r in revisions if r != revision)
                self.mounted(f'v{i}', token, wrong, {}, registry=registry)
            seen[revisions[revision]] += 1
        self.assertEqual(self.exposures(), seen)

    def test_asked_exposures(self):
        """Who decides for others by ?unit= shows what is decided: counted within half a minute, or when the process stops."""
        self.experiment('e1', {'module': 'a', 'variants': [{'name': 'x', 'weight': 10000}]})
        others = [self.second_process() for _ in range(2)]
        for other in others:
            for i in range(50):
                for _ in range(2):
                    self.expect(200, other.get(f'/api/decision?unit=u{i}'))
                self.expect(200, other.get(f'/api/decision?unit=w{i}&inlay-variants=e1:x'))
        for other in others:
            other.process.send_signal(signal.SIGTERM)
            other.process.wait(timeout=20)
        self.assertEqual(self.exposures(), {'x': 50})

    def live(self, visitor):
        """What the shell is told of the registry behind its page."""
        headers = self.registry.get('/', headers={'Cookie': 'inlay-visitor=' + visitor})[1]
        return next(c.split(';')[0].split('=')[1] for c in headers.get_all('Set-Cookie') if c.startswith('inlay-live='))

    def test_wanted_variants(self):
        """A tester's link stays in force for the pages that follow; what there is not is not said."""
        self.experiment('e1', {'module': 'a', 'variants': [{'name': 'x', 'weight': 10000}, {'name': 'grün neu', 'weight': 0}]})
        self.refused(422, self.registry.request('PUT', APP + '/experiments/e2', {'variants': [{'name': 'x', 'weight': 1, 'use': 'b'}]},
                     token='dep-secret', headers={'If-Match': self.registry.get(APP, token='dep-secret')[1]['ETag']}), 'on no module')
        variant = lambda path, **headers: [v['variant'] for v in self.registry.get('/api/decision' + path, headers=headers)[2]['variants']]
        page = lambda query: [c for c in self.registry.get('/?inlay-variants=' + query)[1].get_all('Set-Cookie') if c.startswith('inlay-var')]
        self.assertEqual(variant('?unit=a'), ['x'])
        self.assertEqual(variant('?unit=a&inlay-variants=e1:gr%C3%BCn%20neu'), ['grün neu'])
        self.assertEqual(variant('?unit=a', **{'Inlay-Variants': 'e1:x'}), ['x'])
        self.assertEqual(variant('?unit=a&inlay-variants=e1:old,e9:neu'), ['x'])
        self.assertEqual(variant('', Cookie=page('e9:a,e1:gr%C3%BCn%20neu')[0].split(';')[0]), ['grün neu'])
        self.assertIn('Max-Age=0', page('')[0])

        # In a preview only what is asked for, whoever asks; of whatever revision.
        preview = f'?preview={self.active}'
        self.assertEqual(variant(preview), [])
        self.assertEqual(variant(preview + '&unit=a'), [])
        self.assertEqual(variant(preview + '&inlay-variants=e1:x'), ['x'])
        self.assertEqual(variant(preview, **{'Inlay-Variants': 'e1:x'}), ['x'])
        self.assertEqual(variant(preview, Cookie='inlay-visitor=v1; inlay-variants=e1%3Ax'), ['x'])
        told = self.expect(200, self.registry.get('/api/decision' + preview))
        self.assertEqual((told['revision'], told['reason'], told['environment'], told['assignments']), (self.active, 'override', None, {}))
        for bad in ('', 'green', 'sha256-x'):
            self.refused(422, self.registry.get('/api/decision?preview=' + bad), 'preview')
        self.assertEqual(page('x' * 2000), [])
        self.assertTrue(page('a%0d%0aX:y;z')[0].startswith('inlay-variants=a%0D%0AX%3Ay%3Bz;'))

    def test_alert(self):
        """An alert is written down; only an automatic policy acts on it, and only on much."""
        r = self.registry
        alert = lambda rate: self.expect(202, r.post('/api/alerts/rollback', {'moduleId': 'a', 'errorRate': rate}, token='dep-secret'))
        self.assertFalse(alert(50)['rolledBack'])
        tag = {'If-Match': r.get(APP + '/rules', token='dep-secret')[1]['ETag']}
        self.expect(200, r.request('PUT', APP + '/rules', {'policy': 'automatic'}, token='dep-secret', headers=tag))
        self.assertFalse(alert(10)['rolledBack'])
        self.assertTrue(alert(50)['rolledBack'])
        self.assertEqual(self.look()[0]['status'], 'aborted')
        self.assertEqual(r.get('/api/environments/active')[2]['version'], '1')

    @unittest.skipUnless(IN_ONE_FILE or LONG, 'waits for the engine')
    def test_rolled_back_by_itself(self):
        """The canary fails in 8 % of its loads, the stable revision in 1 %; nobody touches anything."""
        rules = self.registry.get(APP + '/rules', token='dep-secret')
        self.expect(200, self.registry.request('PUT', APP + '/rules', {'policy': 'automatic'}, token='dep-secret',
                                               headers={'If-Match': rules[1]['ETag']}))
        loads = {self.active: 0, self.rollout['revision']: 0}
        visitor = 0
        while min(loads.values()) < 500:
            visitor += 1
            revision, token = self.visit(f'v{visitor}')
            loads[revision] += 1
            often = 100 if revision == self.active else 12
            self.report(revision, token, *('a' if loads[revision] % often == 0 else ''))
        deadline = time.monotonic() + 45
        while self.look()[0]['status'] != 'aborted':
            self.assertLess(time.monotonic(), deadline, self.look()[0])
            time.sleep(0.2)
        rollout, counts = self.look()
        self.assertEqual(rollout['cause'], 'worse')
        self.assertEqual(counts['a']['loads'], loads[self.rollout['revision']])
        self.assertGreater(counts['a']['evidence'], 100)
        self.assertEqual({self.visit(f'v{i}')[0] for i in range(20)}, {self.active})
        self.assertEqual(self.registry.get('/api/v1/apps/default/decision?unit=v1')[2]['rollout'], None)


if __name__ == '__main__':
    unittest.main()
