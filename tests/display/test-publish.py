# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Journey 11: publish, switch, change, publish again, roll back; then registries that fail."""

import hashlib
import http.server
import json
import os
import re
import sys
import threading
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import App, Failure

BINARY = os.environ['INLAY_BINARY']
TOKEN = 'very-secret-token-of-the-journey'


def fetch(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read()


def revision_of(page):
    return re.search(rb'<meta name="inlay-revision" content="([^"]+)">', page).group(1).decode()


def digest_of(data):
    return 'sha256-' + hashlib.sha256(data).hexdigest()


def is_alive(pid):
    try:
        with open('/proc/%d/stat' % pid, encoding='utf-8') as stat:
            return stat.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except FileNotFoundError:
        return False


class Failing(http.server.BaseHTTPRequestHandler):
    """A registry that answers reads as an empty one does, and writes with what it is told to."""
    protocol_version = 'HTTP/1.1'
    mode = 'ok'
    tokens = set()
    taken = []
    released = threading.Event()

    def log_message(self, *arguments):
        pass

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status, code, detail):
        self.answer(status, {'title': 'No', 'status': status, 'code': code, 'detail': detail,
                             'success': False, 'error': detail})

    def do_GET(self):
        row = {'id': 'blue', 'name': 'blue', 'status': 'active', 'version': None, 'revision': None,
               'module_count': 0, 'traffic_percentage': 100}
        rows = [row, dict(row, id='green', name='green', status='standby', traffic_percentage=0)]
        if self.path == '/api/environments':
            self.answer(200, rows)
        elif self.path.startswith('/api/environments/'):
            self.answer(200, dict(rows[self.path.endswith('green')], modules=[]))
        elif self.path == '/api/traffic-config':
            self.answer(200, {'active_environment': 'blue', 'generation': len(self.taken)})
        elif self.path.startswith('/api/deployments'):
            self.answer(200, [])
        else:
            self.refuse(404, 'not_found', 'there is nothing at ' + self.path)

    def do_POST(self):
        self.write()

    def do_PUT(self):
        self.write()

    def write(self):
        length = int(self.headers['Content-Length'])
        cls = type(self)
        if cls.mode == 'cut':
            self.rfile.read(min(length, 100))
            self.close_connection = True
            self.connection.close()
            return
        self.rfile.read(length)
        if cls.mode == 'silent':
            cls.released.wait(30)
            self.close_connection = True
            return
        cls.tokens.add(self.headers['Authorization'])
        if cls.mode == '401' and self.headers['Authorization'] != 'Bearer ' + TOKEN:
            self.refuse(401, 'denied', 'this needs a token')
        elif cls.mode == '409':
            self.refuse(409, 'conflict', 'version 1.0.0 is there already, with other bytes')
        elif cls.mode == '503':
            self.refuse(503, 'unavailable', 'the database is away')
        else:
            cls.taken.append(self.path)
            self.answer(200, {'success': True, 'environment': 'green', 'deploymentId': 'd1',
                              'revision': 'sha256-' + '0' * 64, 'message': 'done'})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


class Publishing(unittest.TestCase):
    def open_sample(self, app):
        app.activate('library.open-sample')
        app.until(lambda: app.state()['view'] == 'editor', 'the editor')

    def open_publish(self, app):
        app.keys('ctrl+Return')
        app.until(lambda: app.state()['view'] == 'publish', 'the publish page')
        app.until(lambda: app.hook('enabled publish:publish') == '1', 'the Publish button')

    def publish(self, app):
        app.until(lambda: app.hook('enabled publish:publish') == '1', 'the Publish button')
        app.click('publish:publish')
        app.until(lambda: app.hook('text publish:status').startswith('Published'), 'the publication')

    def switch(self, app):
        app.until(lambda: app.hook('enabled publish:switch') == '1', 'the Switch button')
        app.click('publish:switch')

    def served(self, app, browser, expected):
        """What the Open button opens, once it is @expected. The buttons change places with the
        environments, so it is pressed until it is the right one."""
        found = []

        def pressed():
            if os.path.exists(browser):
                os.unlink(browser)
            app.click('publish:open')
            try:
                app.until(lambda: os.path.exists(browser), 'the browser', 2)
            except Failure:
                return False  # what the registry told meanwhile moved the button away
            with open(browser, encoding='utf-8') as file:
                address = file.read()
            found[:] = [fetch(address)]
            return address.endswith('/') and revision_of(found[0]) == expected

        app.until(pressed, 'the page of ' + expected)
        return found[0]

    def rename(self, app, name):
        app.press('publish:back', lambda: app.state()['view'] == 'editor', 'the editor')
        app.activate('document.rename')
        app.answer(name)
        app.until(lambda: app.state()['name'] == name, 'the new name')

    def test_publish_switch_and_roll_back(self):
        with App(BINARY) as app:
            browser = os.path.join(app.folder, 'browser')
            app.stop()
            app.environment['INLAY_TEST_BROWSER'] = browser
            app.start()
            self.open_sample(app)
            first, first_page = app.hook('release').split()
            self.open_publish(app)
            self.assertEqual(app.hook('text publish:digest'), first)
            self.assertEqual(app.hook('text publish:version'), '1.0.0')
            self.publish(app)
            self.switch(app)
            page = self.served(app, browser, first)
            self.assertEqual(digest_of(page), first_page)

            self.rename(app, 'Second edition')
            second, second_page = app.hook('release').split()
            self.assertNotEqual(second, first)
            self.open_publish(app)
            app.until(lambda: app.hook('text publish:version') == '1.0.1', 'the next version')
            self.publish(app)
            self.assertEqual(revision_of(self.served(app, browser, first)), first)
            self.switch(app)
            page = self.served(app, browser, second)
            self.assertEqual(digest_of(page), second_page)

            app.until(lambda: app.hook('enabled publish:rollback') == '1', 'the Roll Back button')
            app.press('publish:rollback', lambda: app.exists('ask-entry'), 'the question')
            app.answer()
            page = self.served(app, browser, first)
            self.assertEqual(digest_of(page), first_page)

            # The registry does not outlive an application that was killed.
            children = [int(pid) for pid in os.listdir('/proc') if pid.isdigit() and
                        self.is_registry(int(pid), app.data)]
            self.assertEqual(len(children), 1)
            app.process.kill()
            app.hook = None
            app.until(lambda: not is_alive(children[0]), 'the end of the registry')
            # What is live is still live after a start, at the same address.
            with open(browser, encoding='utf-8') as file:
                address = file.read()
            app.stop()
            app.start()
            app.until(lambda: self.answers(address, first), 'the page after a start')

    def is_registry(self, pid, data):
        try:
            with open('/proc/%d/cmdline' % pid, 'rb') as file:
                words = file.read().split(b'\0')
        except OSError:
            return False
        return words[0].endswith(b'inlay-registry') and any(data.encode() in word for word in words)

    def answers(self, address, revision):
        try:
            return revision_of(fetch(address)) == revision
        except (urllib.error.URLError, ConnectionError):
            return False

    def test_registries_that_fail(self):
        server = Server(('127.0.0.1', 0), Failing)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = 'http://127.0.0.1:%d' % server.server_port
        try:
            with App(BINARY) as app:
                app.stop()
                with open(os.path.join(app.data, 'settings.ini'), 'w', encoding='utf-8') as file:
                    file.write("[inlay]\nregistries=[('Failing', '%s')]\nregistry='%s'\n"
                               % (address, address))
                app.environment['G_MESSAGES_DEBUG'] = 'all'
                app.environment['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
                app.start()
                self.check_failures(app)
                self.check_next_start(app)
                app.stop()
                self.check_secret(app)
        finally:
            server.shutdown()
            server.server_close()

    def expect(self, app, title, text):
        app.until(lambda: app.exists('publish:error'), 'the banner')
        app.until(lambda: app.hook('text publish:error') == title, title)
        # The banner of the last failure may have had the same title.
        app.until(lambda: text in app.hook('text publish:error-text'), text)
        app.until(lambda: 'is waiting to be sent' in app.hook('text publish:waiting'), 'the outbox')

    def check_failures(self, app):
        self.open_sample(app)
        self.open_publish(app)
        app.keys('Escape')
        app.until(lambda: app.state()['view'] == 'editor', 'the editor after Escape')
        self.open_publish(app)

        Failing.mode = 'silent'
        app.click('publish:publish')
        app.until(lambda: app.hook('text publish:progress').startswith('Step 1 of'), 'the progress')
        self.assertEqual(app.hook('enabled publish:publish'), '0')
        app.press('publish:cancel', lambda: app.hook('text publish:waiting').endswith('Cancelled'),
                  'the outbox')
        self.assertFalse(app.exists('publish:error'))
        Failing.released.set()
        app.press('publish:discard', lambda: not app.exists('publish:waiting'), 'an empty outbox')

        Failing.mode = '409'
        app.click('publish:publish')
        self.expect(app, 'It clashes with what the registry has', 'with other bytes')
        Failing.mode = '503'
        app.click('publish:resend')
        self.expect(app, 'The registry does not answer', 'the database is away')
        Failing.mode = 'cut'
        app.click('publish:retry')
        self.expect(app, 'The registry does not answer', 'cannot be reached')
        Failing.mode = '401'
        app.click('publish:retry')
        self.expect(app, 'The registry did not accept who you are', 'this needs a token')

        app.press('publish:sign-in', lambda: app.exists('ask-entry'), 'the question')
        app.answer(TOKEN)
        app.until(lambda: app.hook('text publish:status').startswith('Published'), 'the publication')
        self.assertFalse(app.exists('publish:waiting'))
        self.assertIn('Bearer ' + TOKEN, Failing.tokens)
        self.assertEqual(Failing.taken[-1], '/api/deploy')

    def check_next_start(self, app):
        """What was not taken before the application ended is sent when it starts again."""
        Failing.mode = '503'
        app.until(lambda: app.hook('enabled publish:publish') == '1', 'the Publish button')
        app.click('publish:publish')
        self.expect(app, 'The registry does not answer', 'the database is away')
        before = len(Failing.taken)
        app.stop()
        Failing.mode = 'ok'
        app.start()
        app.until(lambda: len(Failing.taken) > before and Failing.taken[-1] == '/api/deploy',
                  'what had to wait')
        self.open_sample(app)
        self.open_publish(app)
        self.assertFalse(app.exists('publish:waiting'))

    def check_secret(self, app):
        app.log.seek(0)
        self.assertNotIn(TOKEN, app.log.read())
        for folder, _, names in os.walk(app.folder):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, 'rb') as file:
                        self.assertNotIn(TOKEN.encode(), file.read(), path)


if __name__ == '__main__':
    unittest.main(verbosity=2)
