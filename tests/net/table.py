# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The route table as the registry describes it, for tests that go through all of it."""
import http.client
import json
import os
import re
import shutil
import tempfile
import unittest

from registry import Registry

ROLES = ('viewer', 'publisher', 'deployer', 'approver', 'auditor', 'admin')
ARGUMENTS = {'app': 'default', 'env': 'green', 'composition': 'shop', 'module': 'cart', 'version': '1.0.0', 'path': 'x', 'part': 'manifest',
             'digest': 'sha256-' + '0' * 64, 'number': '1', 'id': 'nobody', 'rollout': 'nobody', 'rule': 'nobody', 'experiment': 'x', 'verb': 'pause', 'delivery': 'nobody'}


class Table(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='inlay-routes-')
        lines = ['root admin root']
        for role in ROLES:
            lines += [f'{role}-whole {role} {role} -', f'{role}-own {role} {role} - default * *', f'{role}-app {role} {role} - elsewhere * *',
                      f'{role}-env {role} {role} - default elsewhere elsewhere', f'{role}-expired {role} {role} 1000000']
        path = os.path.join(cls.folder, 'tokens')
        with open(path, 'w') as f:
            f.write('\n'.join(lines) + '\n')
        os.chmod(path, 0o600)
        cls.registry = Registry(cls.folder, tokens='\n'.join(lines) + '\n')
        cls.api = cls.registry.get('/api/v1/openapi.json')[2]
        cls.operations = [(method.upper(), path, operation) for path, methods in cls.api['paths'].items() for method, operation in methods.items()]
        cls.connection = None

    @classmethod
    def tearDownClass(cls):
        if cls.connection:
            cls.connection.close()
        cls.registry.stop()
        shutil.rmtree(cls.folder)

    def ask(self, method, path, body=None, token=None, headers=None):
        """Only the status and the head; streams go on for ever."""
        for attempt in range(2):
            if type(self).connection is None:
                type(self).connection = http.client.HTTPConnection('127.0.0.1', self.registry.port, timeout=20)
            try:
                self.connection.request(method, path, body, {**({'Authorization': f'Bearer {token}'} if token else {}), **(headers or {})})
                reply = self.connection.getresponse()
                is_stream = reply.headers.get('Content-Type') == 'text/event-stream'
                data = b'' if is_stream else reply.read()
                if is_stream or reply.headers.get('Connection') == 'close':
                    self.connection.close()
                    type(self).connection = None
                return reply.status, reply.headers, data
            except (ConnectionError, http.client.HTTPException, OSError):
                self.connection.close()
                type(self).connection = None
                if attempt:
                    raise

    def fill(self, template, **arguments):
        return re.sub(r'\{(\w+)\}', lambda m: {**ARGUMENTS, **arguments}[m.group(1)], template)

    def schema(self, operation):
        content = operation.get('requestBody', {}).get('content', {}).get('application/json')
        return self.api['components']['schemas'][content['schema']['$ref'].rsplit('/', 1)[1]] if content else None

    def body(self, operation):
        schema = self.schema(operation)
        return json.dumps(schema['examples'][0]).encode() if schema else None

    def generation(self):
        return self.registry.get('/api/v1/apps/default', token='root')[2]['generation']
