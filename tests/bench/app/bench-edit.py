#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""From a setting that changes to the page that shows it, at 10, 100 and 1,000 instances; beside it
the same edits by loading the page anew, as a builder without reconciling makes them.
bench-edit.py INLAY EDIT-COST SAMPLES [EDITS]"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time

from figures import Failure, introduce, report
from driver import App

SIZES = (10, 100, 1000)
GOAL = 33
RELOADS = 7
RUN = 5
PATIENCE = 60
# What a page is mostly made of, and where a setting of it is seen.
KINDS = {
    'text': '/title',
    'testimonial': '/quotes/0/quote',
    'metrics': '/metrics/0/label',
}


def composition(samples, size):
    """The storefront with `size` instances of its own on the home page."""
    with open(os.path.join(samples, 'storefront.json'), encoding='utf-8') as file:
        value = json.load(file)
    templates = {}
    for instance in value['instances'].values():
        templates.setdefault(instance['module'].split('/')[1], instance)
    names = list(KINDS)
    ids = ['i%d' % index for index in range(size)]
    value.update(id='bench-%d' % size, name='Bench %d' % size, environments={}, wires={}, routes={})
    value['pages'] = {'home': dict(value['pages']['home'], regions=['main'])}
    value['pageOrder'] = ['home']
    value['regions'] = {'main': dict(value['regions']['main'], items=ids)}
    value['instances'] = {
        each: {'module': '@inlay/' + names[index % len(names)],
               'config': templates[names[index % len(names)]]['config'],
               'area': {'base': {'span': 4}}}
        for index, each in enumerate(ids)}
    return value


def edits(size, count):
    """An instance, where in its settings, and a value never seen before."""
    names = list(KINDS)
    for number in range(count):
        index = random.randrange(size)
        yield 'i%d' % index, KINDS[names[index % len(names)]], 'Edit %d' % number


def shows(app, instance, text):
    return app.evaluate('document.querySelector("[data-inlay-instance=%s]").shadowRoot.textContent'
                        '.includes(%s)' % (instance, json.dumps(text)))


def await_page(app, size):
    app.until(lambda: app.hook('page').startswith('2 1'), 'the page', PATIENCE)
    app.until(lambda: app.hook('status i%d' % (size - 1)) == 'mounted', 'the instances', PATIENCE)
    app.hook('idle')


def follow(app, instance, pointer, text):
    """(ms until applied, ms until the page followed)"""
    time.sleep(random.uniform(0.03, 0.08))
    answer = app.hook('follow %s %s %s' % (instance, pointer, json.dumps(text)))
    if answer == 'refused':
        raise Failure('the page does not follow')
    if not shows(app, instance, text):
        raise Failure('the page does not show “%s”' % text)
    return tuple(int(part) / 1000 for part in answer.split())


def edit(app, size, count):
    """Of each instance a few settings, as who has selected it types them."""
    times = []
    for instance, pointer, text in edits(size, count // RUN):
        follow(app, instance, pointer, text)  # selects it
        times += [follow(app, instance, pointer, '%s, %d' % (text, step)) for step in range(RUN)]
    return times


def reload(app, size, count):
    """[ms until the page that is loaded shows the edit]"""
    times = []
    for instance, pointer, text in edits(size, count):
        text = 'Loaded ' + text
        app.evaluate('window.stays = 1')
        start = time.monotonic()
        app.activate('view.reload')
        if app.hook('config %s %s %s' % (instance, pointer, json.dumps(text))) != 'ok':
            raise Failure('an edit is refused')
        app.until(lambda: app.evaluate('window.stays === undefined && [...document.querySelectorAll('
                                       '"[data-inlay-instance=%s]")].some(e => e.shadowRoot?.textContent'
                                       '.includes(%s))' % (instance, json.dumps(text))),
                  'the page', PATIENCE)
        times.append((time.monotonic() - start) * 1000)
        await_page(app, size)
    return times


def main():
    binary, cost, samples = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    random.seed(1)
    introduce('Edit → page, %d edits each' % count)
    for size in SIZES:
        with App(binary) as app, tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'bench.json')
            with open(path, 'w', encoding='utf-8') as file:
                json.dump(composition(samples, size), file)
            app.hook('import ' + path)
            app.until(lambda: app.state()['view'] == 'editor', 'the editor', PATIENCE)
            await_page(app, size)
            edit(app, size, 10)
            times = edit(app, size, count)
            loaded = reload(app, size, RELOADS)
            steps = subprocess.run([cost, path, os.path.join(folder, 'library.db'), str(count), 'i0',
                                    KINDS['text']], check=True, capture_output=True, encoding='utf-8')
        what = '%d instances: ' % size
        report(what + 'peer: edit by loading the page', loaded)
        report(what + 'edit → journal and widgets', [applied for applied, _ in times])
        report(what + 'edit → DOM changed', [whole for _, whole in times], goal=GOAL, peer=loaded)
        for step in steps.stdout.splitlines():
            title, median, low, high = step.split('\t')
            print('%s  C alone: %-24s median %8s  range %8s … %-8s µs'
                  % (what, title, median, low, high), flush=True)


main()
