#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The inspector by real pointer and keys: test-inspector.py INLAY CASE."""

import sys

from driver import App


def expect(value, wanted, what):
    if value != wanted:
        raise AssertionError('%s: %r instead of %r' % (what, value, wanted))


def open_sample(app):
    app.activate('library.open-sample')
    app.until(lambda: app.state()['view'] == 'editor', 'the editor')
    app.until(lambda: app.hook('page').startswith('2 1'), 'the page')
    app.hook('idle')


def select(app, instance):
    app.click('canvas:' + instance, x=0.02, y=0.02)
    app.until(lambda: app.state()['selection'] == [instance], 'selecting ' + instance)
    app.hook('idle')


def write(app, field, text):
    app.click(field)
    app.focus(field)
    app.keys('ctrl+a')
    app.type(text)


def text_of(app, instance):
    return app.evaluate(
        'document.querySelector("[data-inlay-instance=%s]").shadowRoot?.textContent' % instance) or ''


def case_text(app):
    """Typing is one named step that the page follows; leaving the field ends it."""
    open_sample(app)
    select(app, 'hero')
    before = app.state()['digest']
    write(app, 'field:/title', 'Quiet rooms')
    app.until(lambda: 'Quiet rooms' in text_of(app, 'hero'), 'the title on the page')
    state = app.state()
    expect(state['position'], 1, 'steps')
    expect(state['undo'], 'Set Title of Opening', 'the name of the step')
    expect(app.hook('focus'), 'field:/title', 'the focus while typing')

    app.click('field:/eyebrow')
    app.focus('field:/eyebrow')
    app.click('field:/title')
    app.focus('field:/title')
    app.keys('End')
    app.type('!')
    app.until(lambda: app.state()['position'] == 2, 'a step of its own')
    app.activate('document.undo')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo')


def case_reset(app):
    """What is set goes back to unset, and no default is written; undo brings it back exactly."""
    open_sample(app)
    select(app, 'hero')
    before = app.state()['digest']
    app.click('reset:/title')
    app.until(lambda: app.state()['position'] == 1, 'the reset')
    app.until(lambda: 'Things for rooms' not in text_of(app, 'hero'), 'the page')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo')


def case_keys(app):
    """Single keys of the window do nothing to a module while one of its settings is in focus."""
    open_sample(app)
    select(app, 'hero')
    before = app.state()
    app.click('settings-modified')
    app.focus('settings-modified')
    for key in ('Delete', 'l', 'w', 'ctrl+d', 'alt+Down'):
        app.keys(key)
        app.hook('idle')
    after = app.state()
    for part in ('digest', 'position', 'mode', 'selection'):
        expect(after[part], before[part], part)


def case_json(app):
    """Text that cannot be read changes nothing; once it can, it does."""
    open_sample(app)
    select(app, 'hero')
    before = app.state()['digest']
    app.click('JSON', label=True)
    app.click('instance-json')
    app.focus('instance-json')
    app.keys('ctrl+Home')
    app.type('x')
    app.hook('idle')
    expect(app.state()['digest'], before, 'the document while the text is broken')
    app.keys('BackSpace')
    app.hook('idle')
    expect(app.state()['position'], 0, 'steps')
    app.keys('Right')
    app.type('"x-note": 1.50,')
    app.until(lambda: app.state()['position'] == 1, 'the edit')
    expect(app.state()['undo'], 'Edit JSON of Opening', 'the name of the step')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo')


def case_critical(app):
    """By pointer and by key: one named step each, undone exactly."""
    open_sample(app)
    select(app, 'hero')
    before = app.state()['digest']
    app.click('Layout', label=True)
    app.until(lambda: app.exists('field:/critical'), 'the control')
    app.hook('idle')
    app.click('breakpoint:base', button=5, repeat=20)
    app.hook('idle')
    app.click('field:/critical')
    app.until(lambda: app.state()['position'] == 1, 'the step')
    expect(app.state()['undo'], 'Set Whether Opening Is Critical', 'the name of the step')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo')
    app.click('breakpoint:base')
    for _ in range(30):
        app.keys('Tab')
        app.hook('idle')
        if app.hook('focus').startswith('field:/critical'):
            break
    app.focus('field:/critical')
    app.keys('space')
    app.until(lambda: app.state()['position'] == 1, 'the step by a key')
    expect(app.state()['undo'], 'Set Whether Opening Is Critical', 'the name of the step')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo of the key')


def main():
    binary, case = sys.argv[1:]
    with App(binary) as app:
        globals()['case_' + case](app)


main()
