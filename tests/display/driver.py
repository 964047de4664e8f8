# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Drives the application as a user does: pointer and keys come from the X server, the test hook says
where things are and what became of them. Nothing here sleeps to be safe: every wait is for a
condition, with a bound."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

BOUND = 20.0


class Failure(Exception):
    pass


class Hook:
    """One line asked, one line answered; the format is told in inlay-test-hook.c."""

    def __init__(self, path, process):
        self.process = process
        self.socket = socket.socket(socket.AF_UNIX)
        end = time.monotonic() + BOUND
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError:
                if process.poll() is not None:
                    raise Failure('the application ended with %d' % process.returncode)
                if time.monotonic() > end:
                    raise Failure('the application does not listen')
                time.sleep(0.02)
        self.socket.settimeout(BOUND)
        self.file = self.socket.makefile('rw', encoding='utf-8', newline='\n')

    def __call__(self, question):
        self.file.write(question + '\n')
        self.file.flush()
        answer = self.file.readline()
        if not answer:
            raise Failure('no answer to “%s”: the application is gone' % question)
        return answer.rstrip('\n')

    def close(self):
        try:
            self.file.close()
        except OSError:
            pass  # the last question was not sent: the application is gone
        self.socket.close()


class App:
    """The application in a home of its own; `with App(binary) as app:`."""

    def __init__(self, binary, arguments=(), data=None, size='1280x800', environment=None):
        self.folder = tempfile.mkdtemp(prefix='inlay-')
        self.data = data or os.path.join(self.folder, 'data')
        self.binary = binary
        self.arguments = list(arguments)
        self.environment = dict(
            os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GSETTINGS_BACKEND='memory',
            GTK_A11Y='none', HOME=self.folder, XDG_RUNTIME_DIR=self.folder, LC_ALL='C.UTF-8',
            INLAY_DATA_DIR=self.data, INLAY_TEST_SOCKET=os.path.join(self.folder, 'hook'),
            **(environment or {}))
        self.log = open(os.path.join(self.folder, 'log'), 'w+', encoding='utf-8')
        self.process = None
        self.hook = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__(Failure, None, None)
            raise
        return self

    def __exit__(self, kind, error, trace):
        code = self.stop()
        if kind is not None or code:
            self.log.seek(0)
            print(self.log.read())
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if kind is None and code:
            raise Failure('the application ended with %d' % code)

    def start(self):
        self.launch()
        self.attach()

    def launch(self):
        self.process = subprocess.Popen([self.binary] + self.arguments, env=self.environment,
                                        stdout=self.log, stderr=subprocess.STDOUT)

    def attach(self):
        self.hook = Hook(self.environment['INLAY_TEST_SOCKET'], self.process)
        self.until(lambda: self.state().get('view'), 'a window')
        self.hook('idle')

    def kill(self):
        """As a power cut does."""
        self.process.kill()
        self.process.wait()
        self.process = None
        self.hook.close()
        self.hook = None

    def stop(self):
        if not self.process:
            return
        if self.hook:
            try:
                self.hook('activate app.quit')
            except (Failure, OSError):
                pass  # it was quicker than its answer
            self.hook.close()
            self.hook = None
        else:
            self.process.terminate()
        try:
            code = self.process.wait(BOUND)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process = None
        return code

    # Asking

    def state(self):
        return json.loads(self.hook('state'))

    def until(self, condition, what, bound=BOUND):
        end = time.monotonic() + bound
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > end:
                raise Failure('timeout: ' + what)
            time.sleep(0.01)

    def evaluate(self, script):
        """A value from the page's own world."""
        answer = self.hook('eval JSON.stringify((%s) ?? null)' % script.replace('\n', ' '))
        if answer.startswith('error:'):
            raise Failure(answer)
        return json.loads(answer)

    def activate(self, action, parameter=None):
        question = 'activate ' + action + (' ' + parameter if parameter else '')
        if self.hook(question) != 'ok':
            raise Failure('%s is refused' % question)

    def find(self, name, label=False):
        """Window, x, y, width and height of a widget, once it stands still."""
        question = ('wherelabel ' if label else 'where ') + name
        before = None
        end = time.monotonic() + BOUND
        while True:
            place = self.hook(question)
            if place != 'none' and place == before:
                return [int(part) for part in place.split()]
            if time.monotonic() > end:
                raise Failure('“%s” is not there' % name)
            before = place
            self.hook('idle')

    def exists(self, name):
        return self.hook('where ' + name) != 'none'

    # Doing

    def xdo(self, *words):
        subprocess.run(['xdotool'] + [str(word) for word in words], check=True,
                       stdout=subprocess.DEVNULL)

    def at(self, name, x=0.5, y=0.5, label=False):
        window, left, top, width, height = self.find(name, label)
        if name.startswith('canvas:'):
            # The part of it that can be seen.
            _, edge_left, edge_top, edge_width, edge_height = self.find('canvas-layer')
            right = min(left + width, edge_left + edge_width)
            bottom = min(top + height, edge_top + edge_height)
            left, top = max(left, edge_left), max(top, edge_top)
            width, height = right - left, bottom - top
            if width < 2 or height < 2:
                raise Failure('“%s” is out of sight' % name)
        return window, round(left + width * x), round(top + height * y)

    def click(self, name, label=False, x=0.5, y=0.5, button=1, repeat=1):
        place = self.at(name, x, y, label)
        while True:
            self.xdo('mousemove', '--window', *place)
            # What is hovered, and what is told meanwhile, may move it.
            before, place = place, self.at(name, x, y, label)
            if place == before:
                break
        self.xdo('click', '--repeat', repeat, button)

    def press(self, name, condition, what):
        """Clicks until it has an effect: a layout that follows the network moves under the pointer."""
        end = time.monotonic() + BOUND
        while True:
            if self.exists(name):
                self.click(name)
            try:
                return self.until(condition, what, 3)
            except Failure:
                if time.monotonic() > end:
                    raise

    def answer(self, text=None):
        """Types into the question that is open and accepts it."""
        self.find('ask-entry')
        self.until(lambda: self.hook('focus') == 'GtkText', 'the focus on the question')
        if text is not None:
            self.keys('ctrl+a')
            self.type(text)
        self.keys('Return')
        self.until(lambda: not self.exists('ask-entry'), 'the end of the question')

    def hover(self, name, x=0.5, y=0.5):
        window, x, y = self.at(name, x, y)
        self.xdo('mousemove', '--window', window, x, y)

    def keys(self, *keys):
        self.xdo('key', *keys)

    def type(self, text):
        self.xdo('type', '--delay', '12', text)

    def focus(self, name):
        """Waits until a widget whose name begins so has the focus."""
        self.until(lambda: self.hook('focus').startswith(name), 'the focus on ' + name)

    def grab(self, source, x=0.5, y=0.5):
        window, x, y = self.at(source, x, y)
        self.xdo('mousemove', '--window', window, x, y, 'mousedown', 1)
        for step in (4, 9, 16):
            self.xdo('mousemove', '--window', window, x + step, y + step)

    def hover_drag(self, target, condition, what, x=0.5, y=0.5, label=False):
        """Leads a drag that is on its way over target until the condition holds."""
        moved = [0]

        def over():
            window, left, top = self.at(target, x, y, label)
            # A drag sees only motion, and motions within a frame are one.
            moved[0] ^= 1
            self.xdo('mousemove', '--window', window, left + moved[0], top)
            self.hook('idle')
            return condition()

        try:
            self.until(over, '%s over %s' % (what, target))
        except Failure:
            self.xdo('mouseup', 1)
            raise

    def hold(self, source, target, condition, what, x=0.5, y=0.5, label=False):
        """Drags from source to over target until the condition holds; the button stays down."""
        self.grab(source)
        self.hover_drag(target, condition, what, x, y, label)

    def drag(self, source, target, x=0.5, y=0.5, active=None):
        """Releases only when `active`, else the target, says that it takes the drop."""
        self.hold(source, target, lambda: self.hook('dropactive ' + (active or target)) == '1',
                  'a drop', x, y)
        self.xdo('mouseup', 1)

    def screenshot(self, path):
        self.hook('idle')
        subprocess.run(['import', '-window', 'root', path], check=True)
