#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Memory of the programs, from smaps_rollup: what a process has for itself and its part of what is
shared (PSS), and all it has in memory (RSS). WebKit's processes and a bare window stand beside.
bench-memory.py INLAY BARE REGISTRY INLAYCTL SAMPLES"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request

from figures import children, introduce, memory
from driver import App

APP_GOAL = 150
REGISTRY_GOAL = 20
READS = 2000


def tell(what, pid, goal=None, peer=None):
    pss, rss = memory(pid)
    line = '%-46s PSS %6.1f  RSS %6.1f MB' % (what, pss, rss)
    if goal:
        line += '  %.2f and %.2f of the goal (%d)' % (pss / goal, rss / goal, goal)
    if peer:
        line += '  %.2f and %.2f of the peer' % (pss / peer[0], rss / peer[1])
    print(line, flush=True)
    return pss, rss


def tell_children(pid):
    for child, name in sorted(children(pid), key=lambda each: each[1]):
        if name.startswith('WebKit'):
            tell('  ' + name, child)


def at_rest(pid, seconds=2):
    """Once its memory does not grow any more."""
    before = None
    while True:
        now = memory(pid)[1]
        if before is not None and abs(now - before) < 0.5:
            return
        before = now
        time.sleep(seconds)


def measure_bare(binary):
    with tempfile.TemporaryDirectory(prefix='inlay-bare-') as folder:
        environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GTK_A11Y='none',
                           GSETTINGS_BACKEND='memory', HOME=folder, XDG_RUNTIME_DIR=folder)
        process = subprocess.Popen([binary], env=environment, stderr=subprocess.DEVNULL)
        try:
            time.sleep(2)
            at_rest(process.pid)
            bare = tell('peer: bare window with a page', process.pid)
            tell_children(process.pid)
            return bare
        finally:
            process.terminate()
            process.wait()


def measure_app(binary, bare):
    with App(binary) as app:
        at_rest(app.process.pid)
        tell('inlay: library', app.process.pid, APP_GOAL, bare)
        app.activate('library.open-sample')
        app.until(lambda: app.hook('page').startswith('2 1'), 'the page')
        at_rest(app.process.pid)
        tell('inlay: sample open', app.process.pid, APP_GOAL, bare)
        for number in range(100):
            app.hook('follow hero /title "Edit %d"' % number)
        app.click('canvas:hero')
        app.until(lambda: app.state()['selection'] == ['hero'], 'the selection')
        at_rest(app.process.pid)
        tell('inlay: sample, 100 edits, inspector', app.process.pid, APP_GOAL, bare)
        tell_children(app.process.pid)


def measure_registry(registry, inlayctl, samples):
    with tempfile.TemporaryDirectory(prefix='inlay-bench-') as folder:
        process = subprocess.Popen(
            [registry, '--database', 'sqlite:' + os.path.join(folder, 'registry.db'),
             '--listen', '127.0.0.1:0'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding='utf-8')
        try:
            address = process.stdout.readline().split()[-1]
            tell('inlay-registry: empty', process.pid, REGISTRY_GOAL)
            environment = dict(os.environ, INLAY_REGISTRY=address, INLAY_DATA_DIR=folder, HOME=folder)
            sample = os.path.join(samples, 'storefront.json')
            for words in (['publish', sample], ['deploy', 'storefront', '--env', 'green'],
                          ['switch', 'green']):
                subprocess.run([inlayctl] + words, env=environment, check=True,
                               stdout=subprocess.DEVNULL)
            for _ in range(READS):
                with urllib.request.urlopen(address + '/', timeout=10) as answer:
                    answer.read()
            tell('inlay-registry: sample live, %d pages served' % READS, process.pid, REGISTRY_GOAL)
        finally:
            process.terminate()
            process.wait()


def main():
    binary, bare_binary, registry, inlayctl, samples = sys.argv[1:]
    introduce('Memory')
    bare = measure_bare(bare_binary)
    measure_app(binary, bare)
    measure_registry(registry, inlayctl, samples)


main()
