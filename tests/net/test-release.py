# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""A release on the older surface from one end to the other, and the traps of its rows that no other test steps into."""
import unittest

from registry import RegistryTest, Stream, modules

RESERVED = ('active', 'standby', 'switch', 'rollback')


class Release(RegistryTest):
    """deploy → status → canary 10, 25, 50 → switch → rollback, with what everybody sees at each step."""
    tokens = 'root admin root\ndan deployer dan\n'

    def post(self, path, body=None, token='dan'):
        return self.expect(202 if path == '/api/module-health' else 200, self.registry.post(path, body, token=token))

    def get(self, path):
        return self.expect(200, self.registry.get(path))

    def put_out(self, version, *names):
        reply = self.post('/api/deploy', {'modules': modules(*names), 'version': version, 'deployedBy': 'mallory'})
        for name in names:
            self.post('/api/module-health', {'environment': reply['environment'], 'moduleId': name, 'status': 'healthy'})
        return reply

    def status(self):
        return {row['name']: (row['status'], row['version']) for row in self.get('/api/environments')}

    def share(self, visitors):
        """Which of them get another page than most others did at first."""
        new = self.registry.get('/preview/' + self.get('/api/environments/standby')['name'], token='root')[1]['ETag']
        return {c for c in visitors if self.registry.get('/', headers={'Cookie': c})[1]['ETag'] == new}

    def test_whole_way(self):
        stream = Stream(self.registry)
        self.addCleanup(stream.close)
        first = self.put_out('1.0', 'cart', 'list')
        self.assertEqual((first['success'], first['environment'], type(first['deploymentId'])), (True, 'green', str))
        self.assertEqual(self.status(), {'blue': ('active', None), 'green': ('standby', '1.0')})
        switched = self.post('/api/switch', {'targetEnvironment': 'green'})
        self.assertEqual((switched['success'], switched['previousEnvironment'], switched['currentEnvironment']), (True, 'blue', 'green'))
        second = self.put_out('2.0', 'cart', 'list', 'search')
        self.assertEqual((second['environment'], self.status()), ('blue', {'blue': ('standby', '2.0'), 'green': ('active', '1.0')}))
        self.assertEqual(self.get('/api/health/blue')['stats'], {'total_modules': 3, 'healthy_modules': 3, 'unhealthy_modules': 0})

        self.post('/api/canary/start', {'targetEnvironment': 'blue'})
        config = self.get('/api/traffic-config')
        self.assertEqual((config['active_environment'], config['routing_strategy'], config['canary_percentage'], config['enabled']),
                         ('green', 'canary', 10, True))
        visitors = [c.split(';')[0] for c in (self.registry.get('/')[1]['Set-Cookie'] for _ in range(120))]
        seen = [self.share(visitors)]
        for percentage in (25, 50):
            reply = self.post('/api/canary/increase', {'percentage': percentage})
            self.assertEqual((reply['success'], reply['percentage'], self.get('/api/traffic-config')['canary_percentage']), (True, percentage, percentage))
            self.assertEqual([r['percentage'] for r in self.get('/api/traffic-rules')], [percentage])
            seen.append(self.share(visitors))
            self.refused(409, self.registry.post('/api/deploy', {'modules': modules('x'), 'version': 'no'}, token='dan'), 'canary')
        self.assertLessEqual(seen[0], seen[1])
        self.assertLess(seen[1], seen[2])
        self.assertTrue(30 <= len(seen[2]) <= 90, len(seen[2]))
        self.assertEqual(self.status()['green'], ('active', '1.0'))

        self.post('/api/switch', {'targetEnvironment': 'blue'})
        config = self.get('/api/traffic-config')
        self.assertEqual((config['active_environment'], config['routing_strategy'], config['canary_percentage']), ('blue', 'simple', 0))
        self.assertEqual((self.status(), self.get('/api/traffic-rules')), ({'blue': ('active', '2.0'), 'green': ('standby', '1.0')}, []))
        self.assertEqual(len({self.registry.get('/', headers={'Cookie': c})[1]['ETag'] for c in visitors}), 1)

        back = self.post('/api/rollback', {})
        self.assertEqual((back['success'], back['rolledBackTo']), (True, 'green'))
        self.assertEqual(self.status(), {'blue': ('standby', '2.0'), 'green': ('active', '1.0')})
        self.assertEqual([(d['version'], d['status'], d['deployed_by']) for d in self.get('/api/deployments')],
                         [('2.0', 'rolled_back', 'dan'), ('1.0', 'completed', 'dan')])
        for name, field, value in (('deployment-completed', 'version', '1.0'), ('environment-switch', 'to', 'green'), ('environment-switched', 'from', 'blue'),
                                   ('deployment-completed', 'version', '2.0'), ('canary-started', 'percentage', 10), ('canary-increased', 'percentage', 25),
                                   ('canary-increased', 'percentage', 50), ('environment-switch', 'to', 'blue'), ('rollback-completed', 'to', 'green')):
            self.assertEqual(stream.event(name)[1][field], value, name)
        actions = [(e['actor'], e['action']) for e in self.registry.get('/api/v1/apps/default/audit?limit=1000', token='root')[2]]
        self.assertEqual([a for a in actions if a[1] in ('environment-switch', 'rollback-completed', 'canary-increased')],
                         [('dan', 'environment-switch'), ('dan', 'canary-increased'), ('dan', 'canary-increased'), ('dan', 'environment-switch'),
                          ('dan', 'rollback-completed')])


class Rows(RegistryTest):
    def test_environment_rows(self):
        """Each row is whole; what is not known yet is null, and never a row of nulls."""
        fields = {'id', 'name', 'status', 'version', 'deployed_at', 'deployed_by', 'module_count'}
        for row in self.expect(200, self.registry.get('/api/environments')):
            self.assertLessEqual(fields, set(row))
        self.deploy('1')
        green = [r for r in self.registry.get('/api/environments')[2] if r['name'] == 'green'][0]
        self.assertRegex(green['deployed_at'], r'^\d{4}-\d\d-\d\dT')
        self.assertEqual((green['module_count'], green['version']), (2, '1'))
        module = self.registry.get('/api/environments/green')[2]['modules'][0]
        self.assertLessEqual({'module_id', 'version', 'esm_url', 'config', 'dependencies', 'health_status'}, set(module))

    def test_reserved(self):
        """What is a word of the surface is no environment, and the word wins."""
        for name in RESERVED:
            for method, path, body in (('POST', '/api/v1/apps/default/environments', {'name': name}),
                                       ('POST', '/api/canary/start', {'targetEnvironment': name}), ('POST', '/api/switch', {'targetEnvironment': name})):
                self.refused(422, self.registry.request(method, path, body, headers={'If-Match': '*'}))
        self.assertEqual([self.registry.get('/api/environments/' + n)[2]['name'] for n in ('active', 'standby')], ['blue', 'green'])
        for name in ('switch', 'rollback'):
            self.assertEqual(self.registry.get('/api/environments/' + name)[0], 404)

    def test_failed_is_no_target(self):
        """What failed changed nothing, and nothing returns to it."""
        first = self.release('1')
        self.refused(422, self.registry.post('/api/deploy', {'version': '2', 'modules': [{'moduleId': 'a', 'version': '1.0.0', 'dependencies': {'b': '^9'}}] + modules('b')}))
        self.assertEqual(self.expect(200, self.registry.get('/api/environments/blue'))['modules'], [])
        self.release('3')
        self.assertEqual(self.expect(200, self.registry.post('/api/rollback'))['revision'], first['revision'])

    def test_no_more_than_a_hundred(self):
        for i in range(104):
            self.expect(200, self.registry.post('/api/deploy', {'modules': modules('a'), 'version': str(i)}))
        rows = self.expect(200, self.registry.get('/api/deployments?limit=1000'))
        self.assertEqual(([r['version'] for r in rows[:2]], len(rows)), (['103', '102'], 100))
        self.assertEqual(len(self.expect(200, self.registry.get('/api/deployments'))), 20)

    def test_canary_bounds(self):
        """0 and 100 are percentages, lowering is no raising, and a canary says where it is."""
        self.release('1')
        self.deploy('2')
        self.expect(200, self.registry.post('/api/canary/start', {'targetEnvironment': 'blue', 'percentage': 0}))
        self.assertEqual(self.registry.get('/api/traffic-config')[2]['canary_percentage'], 0)
        for wrong in (0, -1, 101, '20', None, 10.5):
            self.refused(422, self.registry.post('/api/canary/increase', {'percentage': wrong}))
        self.expect(200, self.registry.post('/api/canary/increase', {'percentage': 100}))
        self.refused(422, self.registry.post('/api/canary/increase', {'percentage': 50}))
        self.assertEqual([(r['environment_name'], r['percentage']) for r in self.registry.get('/api/traffic-rules')[2]], [('blue', 100)])

    def test_traffic(self):
        """There is always a row, whole; rules come in the order they were written in."""
        config = self.expect(200, self.registry.get('/api/traffic-config'))
        self.assertLessEqual({'active_environment': 'blue', 'routing_strategy': 'simple', 'canary_percentage': 0, 'user_groups': [], 'feature_flags': {}, 'enabled': True}.items(),
                             config.items())
        rules = [{'type': 'user_group', 'environment': 'green', 'groups': [g]} for g in ('z', 'a', 'm')]
        self.expect(200, self.registry.request('PUT', '/api/v1/apps/default/rules', {'rules': rules, 'flags': {}}, headers={'If-Match': '*'}))
        found = self.expect(200, self.registry.get('/api/traffic-rules'))
        self.assertEqual([r['user_groups'] for r in found], [['z'], ['a'], ['m']])
        for rule in found:
            self.assertLessEqual({'rule_type', 'environment_name', 'percentage', 'user_groups', 'flag_name', 'enabled'}, set(rule))
        self.assertEqual(self.registry.get('/api/traffic-config')[2]['user_groups'], ['z', 'a', 'm'])

    def test_health_numbers(self):
        self.deploy('1', names=('a', 'b', 'c'))
        health = self.expect(200, self.registry.get('/api/health/green'))
        for value in (health['healthyPercentage'], *health['stats'].values()):
            self.assertIn(type(value), (int, float))
        self.assertEqual((health['healthy'], health['healthyPercentage'], health['reason']), (True, 100, None))

    def test_import_map(self):
        self.registry.post('/api/modules', {'moduleId': 'cart', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/cart.js'})
        self.registry.post('/api/compositions', {'id': 'shop', 'modules': [{'moduleId': 'cart', 'version': '1.0.0'}]})
        found = self.expect(200, self.registry.get('/api/import-maps/shop'))
        self.assertLessEqual({'imports', 'scopes', 'integrity'}, set(found))

    def test_reason(self):
        """Nobody has to say why, but it is written down that they did not."""
        self.release('1')
        stream = Stream(self.registry)
        self.addCleanup(stream.close)
        self.release('2')
        self.expect(200, self.registry.post('/api/rollback', {}))
        self.assertEqual(stream.event('rollback-completed')[1]['reason'], 'Manual rollback')

    def test_no_canary_of_the_active(self):
        """Switching to what is active changes nothing, also while a canary runs beside it."""
        self.release('1')
        self.deploy('2')
        self.expect(200, self.registry.post('/api/canary/start', {'targetEnvironment': 'blue', 'percentage': 20}))
        before = self.registry.get('/api/traffic-config')[2]
        self.expect(200, self.registry.post('/api/switch', {'targetEnvironment': 'green'}))
        self.assertEqual(self.registry.get('/api/traffic-config')[2], before)


if __name__ == '__main__':
    unittest.main()
