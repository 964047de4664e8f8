# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Applications come and go; what was done to them is not forgotten."""
import os
import threading
import time
import unittest

from registry import Registry, RegistryTest, database_rows, database_run, modules, until

COLUMNS = {True: "SELECT m.name FROM sqlite_master m JOIN pragma_table_info (m.name) c WHERE m.type = 'table' AND c.name = 'app'",
           False: "SELECT table_name FROM information_schema.columns WHERE column_name = 'app' AND table_schema = 'public'"}


# Releases of an application that is deleted.
N_RELEASES = 10000 if os.environ.get('INLAY_LONG') else 1500


class Deleting(RegistryTest):
    tokens = 'root admin root\nanna admin anna - second\nada approver ada\nolga auditor olga\n'
    app = '/api/v1/apps/second'

    def call(self, method, path='', body=None, match='*', token='root', **headers):
        return self.registry.request(method, self.app + path, body, token=token, headers={**({'If-Match': match} if match else {}), **headers})

    def setUp(self):
        super().setUp()
        self.expect(201, self.registry.post('/api/v1/apps', {'id': 'second'}, token='root'))

    def fill(self):
        """Something in every table that belongs to an application."""
        self.expect(201, self.call('POST', '/modules', {'moduleId': 'm', 'version': '1.0.0', 'definition': {
            'format': 1, 'id': 'm', 'version': '1.0.0', 'name': 'M', 'entry': 'm.js', 'files': ['m.js']}, 'files': {'m.js': {'encoding': 'utf8', 'content': '1'}}}))
        self.expect(201, self.call('POST', '/compositions', {'id': 'shop', 'modules': [{'moduleId': 'm', 'version': '1.0.0'}]}))
        self.expect(201, self.call('POST', '/webhooks', {'url': 'https://nobody.invalid/'}))
        self.expect(200, self.call('PUT', '/hosts', ['second.example']))
        deploy = {'composition': 'shop', 'version': '1'}
        self.expect(202, self.call('POST', '/deployments', {**deploy, 'strategy': 'direct'}, **{'Idempotency-Key': 'k'}))
        self.expect(202, self.call('POST', '/deployments', {**deploy, 'version': '2', 'strategy': 'canary'}))
        self.expect(201, self.call('POST', '/environments', {'name': 'held', 'kind': 'branch', 'approval': True}))
        self.expect(202, self.call('POST', '/deployments', {**deploy, 'env': 'held'}))
        self.expect(202, self.call('POST', '/switch', {'to': 'blue', 'at': '2099-01-01T00:00:00Z'}))
        self.expect(200, self.call('PUT', '/rules', {'rules': [], 'flags': {'new': True}}))
        self.expect(201, self.call('PUT', '/experiments/e', {'variants': [{'name': 'A', 'weight': 5000}, {'name': 'B', 'weight': 5000}]}))

    def rows(self):
        """How many rows each table has of the application, beside what stays on purpose."""
        database = self.registry.database
        tables = {r[0] for r in database_rows(database, COLUMNS[database.startswith('sqlite:')])} - {'audit', 'marks'}
        counts = {t: int(database_rows(database, f"SELECT count (*) FROM {t} WHERE app = 'second'")[0][0]) for t in tables}
        for child, parent in (('deployment_modules', 'deployment'), ('rollout_modules', 'rollout')):
            counts[child] = int(database_rows(database, f'SELECT count (*) FROM {child} c LEFT JOIN {parent}s p ON p.id = c.{parent} WHERE p.id IS NULL')[0][0])
        return counts

    def test_all_goes(self):
        self.fill()
        counts = self.rows()
        for table in ('routes', 'environments', 'deployments', 'revisions', 'modules', 'module_files', 'rollouts', 'proposals', 'schedules', 'hosts',
                      'webhooks', 'webhook_deliveries', 'rules', 'experiments', 'traffic_log', 'idempotency', 'changes', 'composition_revisions'):
            self.assertGreater(counts[table], 0, table)
        state = self.call('GET')
        self.refused(428, self.call('DELETE', match=None))
        self.refused(412, self.call('DELETE', match='"g1"'))
        self.refused(409, self.call('DELETE', match=state[1]['ETag']), 'visitors get green')
        self.refused(422, self.call('DELETE', '?force=1'), 'force')
        self.refused(409, self.call('DELETE', '?force=false'))
        self.assertEqual(self.call('GET')[2], state[2])
        self.expect(200, self.call('DELETE', '?force=true', match=state[1]['ETag']))
        for table, n in self.rows().items():
            self.assertTrue(n == 0 or table not in ('routes', 'rollouts', 'proposals', 'schedules', 'hosts', 'rules', 'experiments'), table)
        self.clear()
        for path in ('', '/environments', '/modules', '/events', '/decision', '/import-map.json', '/health'):
            self.refused(404, self.call('GET', path), 'second')
        self.refused(404, self.call('DELETE'))
        self.refused(404, self.call('POST', '/deployments', {'modules': modules('a'), 'version': '1'}))
        self.assertEqual([a['id'] for a in self.registry.get('/api/v1/apps', token='root')[2]], ['default'])
        self.assertEqual(self.registry.get('/api/traffic-config', headers={'Host': 'second.example'})[2]['generation'],
                         self.registry.get('/api/traffic-config')[2]['generation'])

    def clear(self):
        """The larger part is cleared away later, or by gc."""
        self.expect(200, self.registry.post('/api/v1/admin/gc', token='root'))
        self.assertEqual({t: n for t, n in self.rows().items() if n}, {})

    def fill_much(self, n):
        """Releases, each of a revision of its own and switched to, and who was counted for an experiment."""
        numbers = f'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})'
        page = "x''" if self.registry.database.startswith('sqlite:') else "CAST ('' AS BYTEA)"
        database_run(self.registry.database, [
            f"INSERT INTO revisions (app, digest, composition, manifest, page, created_at) {numbers} SELECT 'second', 'r' || i, 'c', '{{}}', {page}, i FROM n",
            'INSERT INTO deployments (id, app, environment, version, revision, status, deployed_by, started_at, completed_at) '
            f"{numbers} SELECT 'd' || i, 'second', 'green', '1', 'r' || i, 'completed', 'x', i, i FROM n",
            'INSERT INTO deployment_modules (deployment, module_id, version, esm_url, health, probed) '
            f"{numbers} SELECT 'd' || i, 'm', '1', 'x', 'healthy', 0 FROM n",
            f"INSERT INTO activations (id, app, environment, deployment, parent, at) {numbers} SELECT 1000 + i, 'second', 'green', 'd' || i,"
            ' CASE WHEN i > 1 THEN 999 + i END, i FROM n',
            f"INSERT INTO exposed (app, experiment, variant, unit, day) {numbers} SELECT 'second', 'e', 'A', i, 1 FROM n"])

    def test_nobody_waits(self):
        """However much one leaves behind, others write on; it is cleared away in parts."""
        self.fill_much(N_RELEASES)
        stop, took = threading.Event(), []

        def write():
            n = 0
            while not stop.is_set():
                begin = time.monotonic()
                status = self.registry.post('/api/compositions', {'id': 'c', 'modules': [{'moduleId': 'a', 'version': f'1.0.{n}'}]}, token='root')[0]
                took.append((time.monotonic() - begin, status))
                n += 1
        thread = threading.Thread(target=write)
        thread.start()
        try:
            begin = time.monotonic()
            self.expect(200, self.call('DELETE', '?force=true'))
            deleted = time.monotonic() - begin
            self.assertEqual(self.rows()['deployments'], N_RELEASES)
            n_before, begin = len(took), time.monotonic()
            self.clear()
            cleared = time.monotonic() - begin
        finally:
            stop.set()
            thread.join()
        self.assertEqual({s for _, s in took}, {200, 201})
        self.assertGreater(len(took) - n_before, N_RELEASES * 5 // 500 // 4)
        print(f'an application with {N_RELEASES} releases was deleted within {deleted * 1000:.0f} ms and cleared away within {cleared:.1f} s; '
              f'{len(took)} writes to another one meanwhile took at most {max(took)[0] * 1000:.0f} ms')

    def test_cleared_away(self):
        """Nobody has to ask for it; and one of the same name begins with nothing."""
        self.fill_much(100)
        self.expect(200, self.call('DELETE', '?force=true'))
        self.expect(201, self.registry.post('/api/v1/apps', {'id': 'second'}, token='root'))
        self.assertEqual((self.rows()['deployments'], self.rows()['activations'], self.rows()['exposed']), (0, 1, 0))
        self.fill_much(150)
        self.expect(200, self.call('DELETE', '?force=true'))
        self.assertEqual(self.rows()['deployments'], 150)
        self.registry.kill()
        self.registry.start()
        until(lambda: not any(self.rows().values()), 20)

    def test_audit_goes_on(self):
        self.fill()
        before = self.expect(200, self.call('GET', '/audit?limit=1000', token='olga'))
        self.expect(200, self.call('DELETE', '?force=true'))
        after = self.expect(200, self.call('GET', '/audit?limit=1000', token='olga'))
        self.assertEqual(after[:-1], before)
        self.assertEqual((after[-1]['action'], after[-1]['actor'], after[-1]['detail']), ('app-deleted', 'root', {'id': 'second', 'force': True}))
        self.assertTrue(self.expect(200, self.call('GET', '/audit/verify', token='olga'))['valid'])
        self.refused(404, self.registry.get('/api/v1/apps/third/audit', token='olga'))
        self.refused(404, self.registry.get('/api/v1/apps/third/audit/verify', token='olga'))
        self.expect(201, self.registry.post('/api/v1/apps', {'id': 'second'}, token='root'))
        self.assertEqual(self.expect(200, self.call('GET'))['generation'], after[-1]['generation'] + 1)
        self.assertEqual(self.expect(200, self.call('GET', '/modules')), [])
        self.assertEqual([(e['name'], e['version']) for e in self.call('GET', '/environments')[2]], [('blue', None), ('green', None)])
        self.expect(202, self.call('POST', '/deployments', {'modules': modules('a'), 'version': '1'}))
        self.assertTrue(self.expect(200, self.call('GET', '/audit/verify', token='olga'))['valid'])
        self.registry.kill()
        self.registry.start()
        self.assertEqual(self.expect(200, self.call('GET', '/environments/green'))['version'], '1')

    def test_who_may(self):
        self.refused(409, self.registry.request('DELETE', '/api/v1/apps/default?force=true', token='root', headers={'If-Match': '*'}), 'default')
        self.refused(403, self.call('DELETE', token='anna'), 'whole registry')
        self.refused(403, self.call('DELETE', token='ada'))
        self.refused(401, self.call('DELETE', token=None))
        self.expect(200, self.call('DELETE'))

    def test_empty(self):
        """Nobody gets anything of it: no force is needed, and it may come and go."""
        for n in range(5):
            self.expect(200, self.call('DELETE'))
            self.refused(404, self.call('GET'))
            self.expect(201, self.registry.post('/api/v1/apps', {'id': 'second'}, token='root'))
        self.assertEqual(self.call('GET')[2]['generation'], 11)
        self.assertTrue(self.expect(200, self.call('GET', '/audit/verify'))['valid'])

    def test_at_once(self):
        """Whatever comes together with it is done before, or finds nothing."""
        from registry import run_in_threads
        self.fill()
        statuses = []

        def work(i):
            for n in range(10):
                if i == 0 and n == 5:
                    self.expect(200, self.call('DELETE', '?force=true'))
                else:
                    statuses.append(self.call('POST', '/deployments', {'env': 'blue', 'modules': modules('a'), 'version': f'{i}.{n}'})[0])
        run_in_threads(6, work)
        self.assertLessEqual(set(statuses), {202, 404, 409, 412})
        self.clear()
        self.assertTrue(self.expect(200, self.call('GET', '/audit/verify'))['valid'])


class Processes(unittest.TestCase):
    def test_others_see_it(self):
        registry = Registry(options=('--workers', '2'))
        app, any_one = '/api/v1/apps/second', {'If-Match': '*'}
        ask = lambda: {registry.get(app)[0] for _ in range(12)}

        def wait(statuses):
            until = time.monotonic() + 10
            while ask() != statuses:
                assert time.monotonic() < until
                time.sleep(0.1)
        try:
            for _ in range(2):
                self.assertEqual(registry.post('/api/v1/apps', {'id': 'second'})[0], 201)
                wait({200})
                registry.request('POST', app + '/modules', {'moduleId': 'm', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/m.js'}, headers=any_one)
                self.assertEqual(registry.request('DELETE', app, headers=any_one)[0], 200)
                wait({404})
            registry.post('/api/v1/apps', {'id': 'second'})
            wait({200})
            self.assertEqual({str(registry.get(app + '/modules')[2]) for _ in range(12)}, {'[]'})
        finally:
            registry.stop()


if __name__ == '__main__':
    unittest.main()
