#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Hostile texts in every place of a composition are shown as they are written: test-labels.py INLAY INLAYCTL SAMPLE."""

import json
import os
import subprocess
import sys
import tempfile

from driver import App

HARM = [
    '<b>&bold;</b> & <broken', '</script><script>document.harmed = 1</script>', '<!-- $& $\' %s%n __proto__',
    '"><img src=x onerror="document.harmed=1">', 'javascript:document.harmed=1', 'data:text/html,<script>1</script>',
    'two\u2028lines\u2029of text', '\u202eturned', '_under_line',
]


def poison(value, texts):
    """Every name, title and setting of a text becomes another of the texts."""
    for key, member in list(value.items()):
        if isinstance(member, dict):
            poison(member, texts)
        elif isinstance(member, str) and key in ('name', 'title', 'label', 'text', 'heading', 'brand', 'description'):
            value[key] = next(texts)


def endless():
    while True:
        yield from HARM


def main(inlay, inlayctl, sample):
    with open(sample, encoding='utf-8') as file:
        composition = json.load(file)
    poison(composition, endless())
    composition['name'] = HARM[0]
    composition['pages']['home']['title'] = HARM[0]
    composition['instances']['hero']['name'] = HARM[1]
    composition['instances']['hero']['config']['tone'] = HARM[0]
    with tempfile.TemporaryDirectory() as data:
        path = os.path.join(data, 'harm.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(composition, file)
        store = os.path.join(data, 'data')
        subprocess.run([inlayctl, 'import', path], env=dict(os.environ, INLAY_DATA_DIR=store), check=True, stdout=subprocess.DEVNULL)
        with App(inlay, data=store) as app:
            app.find(HARM[0], label=True)
            app.click(HARM[0], label=True)
            app.until(lambda: app.state()['view'] == 'editor', 'the editor')
            app.until(lambda: app.hook('status hero') == 'mounted', 'the module')
            app.hook('idle')
            app.until(lambda: app.exists('canvas:hero'), 'the page')
            app.click('canvas:hero')
            app.until(lambda: app.state()['selection'] == ['hero'], 'the selection')
            app.hook('idle')
            app.find(HARM[1], label=True)
            harmed = app.evaluate('[document.harmed ?? null, Object.prototype.harmed ?? null, document.title]')
            assert harmed == [None, None, HARM[0]], harmed
            app.click('Outline', label=True)
            app.until(lambda: app.exists('outline:region:main'), 'the outline')
            app.click('publish')
            app.until(lambda: app.state()['view'] == 'publish', 'the publish page')
            app.find(HARM[1], label=True)
            app.hook('idle')
            app.log.flush()
            app.log.seek(0)
            log = app.log.read()
        for word in ('markup', 'WARNING', 'CRITICAL'):
            assert word not in log, log


main(*sys.argv[1:])
