#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""From exec to what is on the screen: the first frame of the window, the first of the sample's page,
the whole of it. bench-start.py INLAY BARE [ROUNDS]"""

import collections
import os
import shutil
import subprocess
import sys
import tempfile
import time

from figures import Failure, Screen, color, introduce, report
from driver import App

STILL = 1.0
BOUND = 30
FRAME_GOAL = 300
PAINT_GOAL = 1000


def first_frame(watch):
    return watch.changes[1][0] * 1000


def painted(screen, watch, place):
    """When a quarter of what the page shows above its ground stood there, and when the last of it."""
    points = screen.points(place)
    last = watch.changes[-1][1]
    ground = collections.Counter(color(last, point) for point in points).most_common(1)[0][0]
    drawn = [point for point in points if color(last, point) != ground]
    if len(drawn) < 50:
        raise Failure('the page stays empty')
    first = None
    for at, sample in watch.changes:
        there = sum(color(sample, point) == color(last, point) for point in drawn)
        if first is None and there * 4 >= len(drawn):
            first = at
        if there == len(drawn):
            return first * 1000, at * 1000


def place_of(window, left, top, width, height):
    """On the screen, from a place in a window."""
    text = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', str(window)],
                          check=True, capture_output=True, encoding='utf-8').stdout
    values = dict(line.split('=') for line in text.split())
    return left + int(values['X']), top + int(values['Y']), width, height


def start_app(screen, binary, arguments, data, page):
    """first frame, first paint, last paint; the last two None without a page."""
    app = App(binary, arguments, data=data)
    watch = screen.watch()
    try:
        app.launch()
        # Asking would keep it from starting.
        watch.rest(STILL, BOUND)
        app.attach()
        if not page:
            return first_frame(watch), None, None
        app.until(lambda: app.hook('page').startswith('2 1'), 'the page')
        watch.rest(STILL, BOUND)
        return (first_frame(watch),) + painted(screen, watch, place_of(*app.find('preview')))
    finally:
        watch.stop()
        app.__exit__(None, None, None)
        await_clear(screen)


def start_bare(screen, binary):
    with tempfile.TemporaryDirectory(prefix='inlay-bare-') as folder:
        environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GTK_A11Y='none',
                           GSETTINGS_BACKEND='memory', HOME=folder, XDG_RUNTIME_DIR=folder)
        watch = screen.watch()
        process = subprocess.Popen([binary], env=environment, stderr=subprocess.DEVNULL)
        try:
            watch.rest(STILL, BOUND)
        finally:
            watch.stop()
            process.terminate()
            process.wait()
        await_clear(screen)
        # Without the edges: what is drawn of the page only.
        place = (100, 100, screen.width - 200, screen.height - 200)
        return (first_frame(watch),) + painted(screen, watch, place)


def await_clear(screen):
    """Until the window is gone from the screen."""
    end = time.monotonic() + BOUND
    while screen.sample() != screen.clear:
        if time.monotonic() > end:
            raise Failure('the window stays on the screen')
        time.sleep(0.01)


def main():
    binary, bare = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    time.sleep(STILL)  # the window manager clears the screen
    screen = Screen(os.environ['INLAY_TEST_SCREEN'])
    screen.clear = screen.sample()
    folder = tempfile.mkdtemp(prefix='inlay-bench-')
    data = os.path.join(folder, 'data')
    kinds = collections.defaultdict(list)
    try:
        introduce('Start')
        for index in range(rounds):
            # In turns, so that what else the machine does falls on all of them.
            kinds['bare'].append(start_bare(screen, bare))
            kinds['first'].append(start_app(screen, binary, ['--sample'],
                                            os.path.join(folder, 'new-%d' % index), True))
            if index == 0:
                start_app(screen, binary, ['--sample'], data, True)
            kinds['library'].append(start_app(screen, binary, [], data, False))
            kinds['sample'].append(start_app(screen, binary, ['--sample'], data, True))
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    bare = list(zip(*kinds['bare']))
    report('peer: bare window, first frame', bare[0])
    report('peer: bare window, page painted', bare[1])
    for kind, title in (('library', 'library'), ('sample', 'sample'),
                        ('first', 'sample, first run')):
        frame, paint, whole = zip(*kinds[kind])
        report(title + ': exec → first window frame', frame, goal=FRAME_GOAL, peer=bare[0])
        if paint[0]:
            report(title + ': exec → first paint of the page', paint, goal=PAINT_GOAL, peer=bare[1])
            report(title + ': exec → last paint of the page', whole)


main()
