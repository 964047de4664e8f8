#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Journey 1, the first run, and files in and out: test-first-run.py INLAY INLAYCTL CASE."""

import os
import subprocess
import sys

from driver import App, Failure

PLACED = ['nav', 'hero', 'reasons', 'voice', 'signup', 'foot']
STILL = '2 1'  # the page is there and has told where everything stands
TITLE = 'Notes that stay with you'


def expect(value, wanted, what):
    if value != wanted:
        raise AssertionError('%s: %r instead of %r' % (what, value, wanted))


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def await_page(app):
    app.until(lambda: app.state()['view'] == 'editor', 'the editor')
    app.until(lambda: app.hook('page').startswith(STILL), 'the page')
    for instance in PLACED:
        app.until(lambda: app.hook('status ' + instance) == 'mounted', instance)
    app.hook('idle')


def title_on_page(app):
    return app.evaluate('document.querySelector("[data-inlay-instance=hero]")'
                        '.shadowRoot?.querySelector("h1, h2")?.textContent.trim()')


def choose_template(app, button, title):
    app.click(button)
    app.click(title, label=True)
    await_page(app)


def choose_file(app, title, accept, path):
    """Types @path into the file chooser that is open."""
    app.until(lambda: app.hook('active') == title, 'the file chooser')
    app.find(accept, label=True)
    app.keys('ctrl+a')
    app.type(path)

    def accepted():
        # The first Return can go to what the chooser offers to complete.
        app.keys('Return')
        try:
            return app.until(lambda: app.hook('active') != title, 'the end of it', 3)
        except Failure:
            return False

    app.until(accepted, 'the end of the file chooser')


def export(app, name):
    path = os.path.join(app.folder, name)
    app.keys('ctrl+shift+s')
    choose_file(app, 'Export Composition', 'Save', path)
    app.find('Exported to “%s”' % name, label=True)
    return path


def leave(app):
    """Ends the application as a user does."""
    app.keys('ctrl+q')
    expect(app.process.wait(20), 0, 'the end of the application')
    app.hook.close()
    app.hook = app.process = None


def validate(inlayctl, path):
    subprocess.run([inlayctl, 'validate', path], check=True, stdout=subprocess.DEVNULL)


def case_journey(app, inlayctl):
    """Empty, template, preview, edit, close, reopen: everything is there, byte by byte."""
    expect(app.state()['view'], 'library', 'the first view')
    app.find('Welcome to Inlay', label=True)
    for name in ('open-sample', 'new-from-template', 'import'):
        app.find(name)
        expect(app.hook('enabled ' + name), '1', name)

    choose_template(app, 'new-from-template', 'Landing page')
    expect(app.state()['name'], 'Landing page', 'the name')
    expect(app.state()['undo'], None, 'nothing to undo')
    template = app.state()['digest']
    before = title_on_page(app)

    app.click('canvas:hero', x=0.02, y=0.1)
    app.until(lambda: app.state()['selection'] == ['hero'], 'the selection')
    app.click('field:/title')
    app.focus('field:/title')
    app.keys('ctrl+a')
    app.type(TITLE)
    app.until(lambda: title_on_page(app) == TITLE, 'the title on the page')
    step = app.state()['undo']
    expect(step, 'Set Title of Opening', 'the name of the step')
    edited = app.state()['digest']
    first = export(app, 'first.json')
    leave(app)

    app.start()
    expect(app.state()['view'], 'library', 'the view of the second start')
    app.click('document:Landing page')
    await_page(app)
    expect(app.state()['digest'], edited, 'the document')
    expect(title_on_page(app), TITLE, 'the title on the page')
    expect(app.state()['selection'], ['hero'], 'what was selected')
    second = export(app, 'second.json')
    expect(read(second), read(first), 'the file')
    validate(inlayctl, second)

    expect(app.state()['undo'], step, 'the name of the step after the start')
    app.click('undo')
    app.until(lambda: title_on_page(app) == before, 'undo on the page')
    expect(app.state()['digest'], template, 'undo')
    expect(app.state()['redo'], step, 'the name of what was undone')
    app.keys('ctrl+shift+z')
    app.until(lambda: title_on_page(app) == TITLE, 'redo on the page')
    expect(app.state()['digest'], edited, 'redo')


def case_files(app, inlayctl):
    """Out by the file chooser, in by it and as a dropped file is taken: the bytes stay the same."""
    choose_template(app, 'new-from-template', 'Landing page')
    path = export(app, 'out.json')
    app.click('show-library')
    app.until(lambda: app.state()['view'] == 'library', 'the library')

    app.keys('ctrl+o')
    choose_file(app, 'Import Compositions', 'Open', path)
    app.until(lambda: app.state()['view'] == 'editor', 'the imported document')
    key = app.state()['key']
    expect(read(export(app, 'again.json')), read(path), 'the file that was chosen')

    app.hook('import ' + os.path.join(app.folder, 'again.json'))
    app.until(lambda: app.state()['key'] != key, 'the document that was dropped')
    expect(read(export(app, 'dropped.json')), read(path), 'the file that was dropped')
    validate(inlayctl, path)

    app.click('show-library')
    app.until(lambda: app.state()['view'] == 'library', 'the library')
    broken = os.path.join(app.folder, 'broken.json')
    with open(broken, 'wb') as file:
        file.write(read(path)[:-40] + b',')
    app.hook('import ' + broken)
    app.find('“broken.json” cannot be imported', label=True)
    app.keys('Escape')
    app.until(lambda: app.hook('wherelabel “broken.json” cannot be imported') == 'none', 'the dialog')
    expect(app.state()['view'], 'library', 'the view after a file that cannot be read')


def case_session(app, inlayctl):
    """Each document opens where it was left; the library has the last opened first."""
    app.click('open-sample')
    app.until(lambda: app.state()['view'] == 'editor', 'the editor')
    app.activate('page.show', "'about'")
    app.until(lambda: app.hook('status story') == 'mounted', 'the page')
    app.until(lambda: app.hook('page').startswith(STILL), 'the page')
    app.click('canvas:story', x=0.02, y=0.1)
    app.until(lambda: app.state()['selection'] == ['story'], 'the selection')
    app.activate('view.device-width', 'uint32 768')
    app.click('show-library')
    app.until(lambda: app.state()['view'] == 'library', 'the library')
    app.activate('library.new-from-template', "'landing'")
    app.until(lambda: app.state()['view'] == 'editor', 'the second document')
    expect(app.state()['selection'], [], 'the selection in a new document')
    leave(app)

    app.start()
    first, second = app.find('document:Landing page'), app.find('document:Storefront')
    expect((first[2], first[1]) < (second[2], second[1]), True, 'the last opened first')
    app.click('document:Storefront')
    app.until(lambda: app.state()['view'] == 'editor', 'the editor')
    state = app.state()
    expect((state['page'], state['selection'], state['deviceWidth']), ('about', ['story'], 768),
           'where it was left')
    app.activate('win.show-library')
    app.until(lambda: app.find('document:Storefront')[1] < app.find('document:Landing page')[1],
              'the last opened first again')


def main():
    binary, inlayctl, case = sys.argv[1:]
    with App(binary) as app:
        globals()['case_' + case](app, inlayctl)


main()
