# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Text that means harm, in every place of every body that the registry takes: found in the schemas it
describes itself by, and in one document that says all there is to say. What is taken comes back harmless."""
import copy
import html.parser
import json
import os
import re
import subprocess
import unittest

from registry import Stream
from table import Table

APP = '/api/v1/apps/default'
WHOLE = ('</script><script>alert(1)</script><!-- \u2028\u2029 $& $` $\' __proto__ "><img src=x onerror=alert(1)> \u202e\u2066 '
         '\x1b[2J\x07\x9b31m\r\nSet-Cookie: a=b\r\n\r\ndata: x\n\n javascript:alert(1) %s%n \'; DROP TABLE apps; --')
HARM = [WHOLE, '</script><!--', '__proto__', 'constructor', 'javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', '\u2028\x1b]0;x\x07',
        '//evil.example/x', '../../etc/passwd', '=cmd|"/C calc"!A0']
TAGS = {'html', 'head', 'meta', 'title', 'script', 'link', 'body', 'div'}
# No terminal does anything about these but show them, or break a line.
ODD = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]')

FULL = {'base': {'columns': 12, 'gap': 16}}
DOCUMENT = {
    '$schema': 'https://inlay.dev/schema/composition/1', 'format': 1, 'id': 'shop', 'name': 'Shop', 'cdn': {'base': 'https://esm.sh', 'target': 'es2022'},
    'modules': {'cart': '^1.0.0'}, 'shared': {'react': {'version': '18.2.0', 'singleton': True}},
    'pages': {'home': {'path': '/', 'title': 'Home', 'regions': ['main']}, 'about': {'path': '/about', 'title': 'About', 'regions': []}}, 'pageOrder': ['home', 'about'],
    'regions': {'main': {'layout': FULL, 'items': ['one']}},
    'instances': {'one': {'module': 'cart', 'name': 'One', 'config': {'text': 'x', 'list': ['y']}, 'area': {'base': {'column': 1, 'span': 4}}, 'slots': {'tools': ['two']},
                          'isolation': 'shadow', 'access': ['member']}, 'two': {'module': 'cart'}},
    'routes': {'booking': {'prefix': '/booking', 'module': 'cart', 'config': {'text': 'x'}}}, 'state': {'initial': {'text': 'x'}},
    'context': {'theme': 'system', 'locale': 'en'}, 'wires': {'w1': {'from': {'instance': 'one', 'event': 'e'}, 'to': {'instance': 'two', 'prop': 'p'}},
                                                              'w2': {'from': {'instance': 'one', 'event': 'e'}, 'to': {'state': '/text'}}},
    'environments': {'green': {'instances': {'one': {'config': {'text': 'z'}}}}}, 'x-own': {'text': 'x'},
}
MODULE = {'definition': {
    '$schema': 'https://inlay.dev/schema/module/1', 'format': 1, 'id': 'hero', 'version': '1.0.0', 'name': 'Hero', 'description': 'Says it', 'category': 'content',
    'tags': ['big'], 'entry': 'hero.js', 'files': ['hero.js'], 'configSchema': {'type': 'object', 'properties': {'text': {'type': 'string', 'title': 'Text', 'default': 'x'}}},
    'events': {'e': {'title': 'E'}}, 'props': {'p': {'title': 'P'}}, 'slots': {'tools': {'title': 'Tools', 'accepts': ['cart']}}, 'size': {'minSpan': 3, 'span': 12},
    'isolation': 'shadow', 'dependencies': {'react': '^18.2.0'}}, 'files': {'hero.js': {'encoding': 'utf8', 'content': 'export const x = 1;'}}}
MORE = {'Composition': [DOCUMENT], 'Publish': [MODULE], 'NewDeployment': [{'env': 'green', 'composition': DOCUMENT, 'version': '1', 'notes': 'n', 'strategy': 'standby'}],
        'Experiment': [{'module': 'cart', 'variants': [{'name': 'a', 'weight': 1, 'config': {'text': 'x'}}, {'name': 'b', 'weight': 2, 'use': 'hero'}]}]}
VERBS = (['status'], ['health'], ['deployments', 'list'], ['audit', 'list'], ['audit', 'verdict'], ['environments', 'list'], ['environments', 'show', 'green'],
         ['environments', 'map', 'green'], ['switches', 'list'], ['rules', 'get'], ['rules', 'traffic'], ['experiments', 'list'], ['experiments', 'results', 'x'],
         ['modules', 'list'], ['modules', 'show', 'cart'], ['modules', 'show', 'hero'], ['compositions', 'list'], ['compositions', 'show', 'shop'],
         ['compositions', 'history', 'shop'], ['compositions', 'resolve', 'shop'], ['apps', 'list'], ['hosts', 'list'], ['tokens', 'list'], ['webhooks', 'list'],
         ['rollout', 'list'], ['rollout', 'status'], ['explain', '--user', WHOLE], ['rollback', '--reason', WHOLE], ['modules', 'show', WHOLE], ['switch', WHOLE])


def leaves(value, path=()):
    """The places of strings in a value, and of names where names are free."""
    if isinstance(value, str):
        yield path
    for key, member in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(member, (*path, key))


def missing(schema, value, path=()):
    """The places of strings that a schema allows and an example leaves out; `None` is a name of one's own."""
    for name, member in schema.get('properties', {}).items():
        kinds = member.get('type', ['string'])
        if name not in value and 'string' in ([kinds] if isinstance(kinds, str) else kinds):
            yield (*path, name)
        elif isinstance(value.get(name), dict):
            yield from missing(member, value[name], (*path, name))
    if isinstance(value, dict) and schema.get('additionalProperties', True) is not False:
        yield (*path, None)


def changed(value, path, text):
    result = copy.deepcopy(value)
    place = result
    for key in path[:-1]:
        place = place[key]
    place[text if path[-1] is None else path[-1]] = text
    return result


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.blocks, self.kind = [], [], [], None

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        self.kind = dict(attributes).get('type') if tag == 'script' else None

    def handle_comment(self, data):
        self.tags.append('comment')

    def handle_data(self, data):
        if self.kind in ('importmap', 'application/json') and data.strip():
            self.blocks.append(data)


class Hostile(Table):
    pages = 0

    def check_head(self, headers, what):
        for name, value in headers.items():
            self.assertRegex(value, r'\A[\x20-\x7e]*\Z', (what, name))
        self.assertNotIn('a=b', headers.get_all('Set-Cookie') or [], what)
        self.assertEqual(headers['X-Content-Type-Options'], 'nosniff', what)

    def check_addresses(self, imports, what):
        for name, address in imports.items():
            self.assertRegex(address, r'\A(https?://|/modules/)', (what, name))

    def check_page(self, path):
        status, headers, data = self.ask('GET', path, token='root')
        self.check_head(headers, path)
        if 'html' not in headers['Content-Type']:
            self.assertIn(status, (404, 422), path)
            return
        page = Page()
        page.feed(data.decode())
        self.assertLessEqual(set(page.tags), TAGS, path)
        self.assertEqual(page.tags.count('script'), 3, path)
        self.assertEqual([name for name, _ in page.attributes if name.startswith('on')], [], path)
        for name, value in page.attributes:
            if name in ('href', 'src'):
                self.assertRegex(value, r'\A(https?://|/)', path)
        self.assertEqual(len(page.blocks), 2, path)
        for block in page.blocks:
            self.assertNotRegex(block, '[<>\u2028\u2029]', path)
        import_map = json.loads(page.blocks[0])
        for imports in (import_map.get('imports', {}), *import_map.get('scopes', {}).values()):
            self.check_addresses(imports, path)
        self.pages += 1
        for policy in headers['Content-Security-Policy'].split(';'):
            if not policy.strip().startswith(('img-src', 'font-src', 'media-src')):
                self.assertNotRegex(policy, r'data:|javascript:|unsafe-eval|evil', path)

    def check_answer(self, reply, what):
        status, headers, data = reply
        self.assertLess(status, 500, (what, data))
        self.check_head(headers, what)
        if data and headers['Content-Type'] != 'text/html; charset=utf-8':
            self.assertIn('json', headers['Content-Type'], what)
            json.loads(data)
            self.assertIn('sandbox', headers['Content-Security-Policy'], what)

    def read_all(self):
        for method, path, operation in self.operations:
            if method != 'GET' or path.endswith(('/events', '/metrics')) or '{path' in path or '/shell' in path or path.startswith('/modules/'):
                continue
            reply = self.ask(method, self.fill(path), token='root')
            if 'html' in reply[1].get('Content-Type', ''):
                self.check_page(self.fill(path))
            else:
                self.check_answer(reply, path)
            if path.endswith('import-map.json') and reply[0] == 200:
                self.check_addresses(json.loads(reply[2])['imports'], path)

    def prepare(self):
        send = lambda method, path, body: self.ask(method, path, json.dumps(body).encode(), 'root', {} if path.startswith('/api/c') else {'If-Match': '*'})
        for reply in (send('POST', '/api/modules', {'moduleId': 'cart', 'version': '1.0.0', 'entryPoint': 'https://cdn.example/cart.js'}), send('POST', '/api/modules', MODULE),
                      send('PUT', '/api/compositions/shop', DOCUMENT), send('POST', APP + '/deployments', {'env': 'green', 'composition': DOCUMENT, 'version': '1'})):
            self.assertIn(reply[0], (200, 201, 202), reply[2])

    def test_every_place(self):
        self.prepare()
        sent = taken = places = 0
        for method, path, operation in self.operations:
            schema = self.schema(operation)
            if schema is None or '/admin/' in path:
                continue
            name = operation['requestBody']['content']['application/json']['schema']['$ref'].rsplit('/', 1)[1]
            for example in MORE.get(name, []) + (schema['examples'] if isinstance(schema['examples'][0], dict) else []):
                found = list(dict.fromkeys([*leaves(example), *missing(schema, example)]))
                places += len(found)
                for place in found:
                    before = taken
                    for text in HARM:
                        body = changed(example, place, text)
                        if name == 'Publish' and place[-1] != 'version':
                            # A version is published once.
                            (body.get('definition') or body)['version'] = f'1.0.{sent + 1}'
                        reply = self.ask(method, self.fill(path), json.dumps(body).encode(), 'root', {'If-Match': '*'})
                        self.check_answer(reply, (method, path, place, text))
                        sent += 1
                        taken += reply[0] < 300
                    if taken > before:
                        for page in ('/', '/?composition=shop', '/preview/green'):
                            self.check_page(page)
            self.read_all()
        print(f'{places} places, {sent} requests, {taken} taken, {self.pages} pages')
        self.assertGreater(taken, 1000)
        self.assertGreater(self.pages, 300)
        self.check_lines()
        self.check_terminal()

    def check_lines(self):
        """What is read line by line: events, counters."""
        stream = Stream(self.registry, path=APP + '/events', token='root', last=self.generation() - 200)
        for _ in range(200):
            for line in stream.block().decode().split('\n'):
                self.assertRegex(line, r'\A(id: \d+|event: [a-z-]+|data: [^\r]*)\Z')
                if line.startswith('data: '):
                    json.loads(line[6:])
        stream.close()
        status, headers, data = self.ask('GET', '/metrics', token='root')
        self.check_head(headers, '/metrics')
        for line in data.decode().splitlines():
            self.assertRegex(line, r'\A(#.*|[a-z_]+(\{[^{}<>]*\})? [0-9.e+-]+|[a-z_]+(\{[^{}]*\{[a-z]+\}[^<>]*\})? [0-9.e+-]+)\Z')

    def check_terminal(self):
        ctl = os.environ['INLAYCTL_BINARY']
        env = dict(os.environ, INLAY_REGISTRY=f'http://127.0.0.1:{self.registry.port}', INLAY_TOKEN='root', LC_ALL='C.UTF-8')
        for verb in VERBS:
            for options in ([], ['--json']):
                done = subprocess.run([ctl, *verb, *options], env=env, capture_output=True, timeout=60)
                self.assertNotEqual(done.returncode, 2, (verb, done.stderr))
                for text in (done.stdout.decode(), done.stderr.decode()):
                    self.assertIsNone(ODD.search(text), (verb, options, text[-2000:]))
                if options and done.returncode == 0:
                    json.loads(done.stdout)


if __name__ == '__main__':
    unittest.main()
