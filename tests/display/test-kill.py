#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The application is killed the moment an edit is shown; opened again, the edit is there and can be
undone by its name. test-kill.py INLAY"""

import os
import sys

from driver import App, Failure

ROUNDS = 50 if os.environ.get('INLAY_LONG') else 6
KEPT = ('digest', 'position', 'undo', 'redo')


def expect(value, wanted, what):
    if value != wanted:
        raise AssertionError('%s: %r instead of %r' % (what, value, wanted))


def open_sample(app):
    app.activate('library.open-sample')
    app.until(lambda: app.state()['view'] == 'editor', 'the editor')
    app.until(lambda: app.hook('page').startswith('2 1'), 'the page')
    app.until(lambda: app.hook('status hero') == 'mounted', 'the module')
    app.hook('idle')


def text_of(app, instance):
    return app.evaluate('document.querySelector("[data-inlay-instance=\'%s\']")?.shadowRoot?.textContent'
                        % instance) or ''


def select(app):
    app.click('canvas:hero', x=0.02, y=0.02)
    app.until(lambda: app.state()['selection'] == ['hero'], 'the selection')
    app.hook('idle')


def edit_typed(app, number):
    """By keys in the settings form."""
    select(app)
    app.click('field:/title')
    app.focus('field:/title')
    app.keys('ctrl+a')
    text = 'Typed %d' % number
    app.type(text)
    app.until(lambda: text in text_of(app, 'hero'), 'the page')
    return 'hero', text, 'Set Title of Opening'


def edit_set(app, number):
    """By what is below the form, so that nothing passes between the answer of the page and the end."""
    text = 'Set %d' % number
    if app.hook('follow promise /title "%s"' % text) == 'refused':
        raise Failure('the page does not follow')
    return 'promise', text, 'Set Title of Promises'


def edit_doubled(app, number):
    """An instance more, by its key."""
    select(app)
    app.focus('canvas:hero')
    count = app.state()['instances']
    shown = 'document.querySelectorAll("[data-inlay-instance]").length'
    before = app.evaluate(shown)
    app.keys('ctrl+d')
    app.until(lambda: app.evaluate(shown) == before + 1, 'the page')
    expect(app.state()['instances'], count + 1, 'the instances')
    return None, None, 'Duplicate Opening'


EDITS = (edit_typed, edit_set, edit_doubled)


def check_kept(app, before, after, instance, text, name):
    """The edit is there, and undo and redo lead out of it and back."""
    state = app.state()
    for part in KEPT:
        expect(state[part], after[part], part)
    expect(state['undo'], name, 'the name of the step')
    if text:
        app.until(lambda: text in text_of(app, instance), 'the edit on the page')
    app.activate('document.undo')
    expect(app.state()['digest'], before['digest'], 'undo')
    expect(app.state()['redo'], name, 'the name of the step that was undone')
    if text:
        app.until(lambda: text not in text_of(app, instance), 'undo on the page')
    app.activate('document.redo')
    expect(app.state()['digest'], after['digest'], 'redo')


def main():
    with App(sys.argv[1]) as app:
        open_sample(app)
        for number in range(ROUNDS):
            before = app.state()
            instance, text, name = EDITS[number % len(EDITS)](app, number)
            after = app.state() if number % 2 else None
            app.kill()
            app.start()
            open_sample(app)
            after = after or app.state()
            if after['position'] <= before['position']:
                raise AssertionError('round %d: the edit is lost' % number)
            check_kept(app, before, after, instance, text, name)
            if number % len(EDITS) == len(EDITS) - 1:
                app.activate('document.undo')  # or the page would grow from round to round
    print('%d rounds, nothing lost' % ROUNDS)


main()
