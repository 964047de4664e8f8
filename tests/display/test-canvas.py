#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The canvas by real pointer and keys: test-canvas.py INLAY CASE."""

import sys

from driver import App

PLACED = ['nav', 'hero', 'promise', 'grid', 'cart', 'voices', 'newsletter', 'foot']
NOTCH = 53  # CSS px
STILL = '2 1'  # the page is there and has told where everything stands


def expect(value, wanted, what):
    if value != wanted:
        raise AssertionError('%s: %r instead of %r' % (what, value, wanted))


def await_page(app):
    app.until(lambda: app.hook('page').startswith(STILL), 'the page')
    for instance in PLACED:
        app.until(lambda: app.hook('status ' + instance) == 'mounted', instance)
    app.hook('idle')


def open_sample(app):
    app.activate('library.open-sample')
    app.until(lambda: app.state()['view'] == 'editor', 'the editor')
    await_page(app)


def items(app, region):
    return app.evaluate(
        '[...document.querySelector("[data-inlay-region=%s]").querySelectorAll(":scope > '
        '[data-inlay-instance]")].map(e => e.dataset.inlayInstance)' % region)


def follows(app, region, wanted, what):
    app.until(lambda: items(app, region) == wanted, what)


def text_of(app, instance):
    return app.evaluate(
        'document.querySelector("[data-inlay-instance=%s]").shadowRoot?.textContent' % instance) or ''


def case_drop(app):
    """A module from the palette into a region, then into a slot; undo and redo are exact."""
    open_sample(app)
    digests = [app.state()['digest']]
    app.drag('palette:@inlay/text', 'canvas:nav', y=0.9, active='canvas:region:header')
    app.until(lambda: app.state()['position'] == 1, 'the drop')
    state = app.state()
    digests.append(state['digest'])
    expect(state['selection'], ['text'], 'what is selected')
    expect(state['undo'], 'Add Text to Header', 'the name of the step')
    app.until(lambda: app.hook('status text') == 'mounted', 'the module')
    follows(app, 'header', ['nav', 'text'], 'the module on the page')

    expect(app.hook('config text /title "Set from here"'), 'ok', 'setting')
    digests.append(app.state()['digest'])
    app.until(lambda: 'Set from here' in text_of(app, 'text'), 'the setting on the page')

    for digest in digests[-2::-1]:
        app.activate('document.undo')
        expect(app.state()['digest'], digest, 'undo')
    follows(app, 'header', ['nav'], 'undo on the page')
    for digest in digests[1:]:
        app.activate('document.redo')
        expect(app.state()['digest'], digest, 'redo')
    follows(app, 'header', ['nav', 'text'], 'redo on the page')
    app.until(lambda: 'Set from here' in text_of(app, 'text'), 'redo of the setting')


def case_move(app):
    """A placed instance by its grip; where it may not go nothing changes."""
    open_sample(app)
    before = app.state()['digest']
    app.click('canvas:nav')
    app.until(lambda: app.state()['selection'] == ['nav'], 'the selection')
    app.drag('canvas-grip', 'canvas:hero', y=0.05, active='canvas:region:main')
    app.until(lambda: app.state()['position'] == 1, 'the move')
    follows(app, 'main', ['nav', 'hero', 'promise', 'grid', 'cart', 'voices'], 'the page')
    expect(app.state()['selection'], ['nav'], 'what is selected')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo')

    follows(app, 'header', ['nav'], 'undo on the page')
    app.activate('node.lock')
    locked = app.state()['digest']
    app.until(lambda: app.hook('page').startswith(STILL), 'the page')
    app.hold('canvas:nav', 'canvas:hero', lambda: app.exists('canvas-drop'), 'the reason', y=0.1)
    expect(app.hook('dropactive canvas:region:main'), '0', 'a locked one over a region')
    app.xdo('mouseup', 1)
    app.hook('idle')
    expect(app.state()['digest'], locked, 'a refused drop')


def case_keys(app):
    """All of it without a pointer."""
    open_sample(app)
    before = app.state()['digest']
    app.click('canvas:hero')
    app.focus('canvas:hero')
    app.keys('Escape')
    app.focus('canvas:region:main')
    app.keys('Return')
    app.focus('canvas:hero')
    app.keys('Down')
    app.focus('canvas:promise')
    app.keys('space')
    app.until(lambda: app.state()['selection'] == ['promise'], 'space selects')

    app.keys('m')
    app.until(lambda: app.exists('canvas-status'), 'picked up')
    app.keys('Escape')
    app.until(lambda: not app.exists('canvas-status'), 'put back')
    expect(app.state()['digest'], before, 'Escape')
    app.keys('m')
    app.until(lambda: app.exists('canvas-status'), 'picked up')
    app.keys('Left')
    app.keys('Left')
    app.hook('idle')
    app.keys('Return')
    app.until(lambda: app.state()['position'] == 1, 'dropped')
    expect(app.state()['selection'], ['promise'], 'what is selected')

    app.keys('ctrl+d')
    app.until(lambda: app.state()['position'] == 2, 'duplicate')
    app.keys('Delete')
    app.until(lambda: app.state()['position'] == 3, 'remove')
    for _ in range(3):
        app.keys('ctrl+z')
    app.until(lambda: app.state()['digest'] == before, 'undo of everything')

    app.keys('w')
    app.until(lambda: app.state()['mode'] == 'wireframe', 'the wireframe')
    app.until(lambda: app.exists('canvas:hero'), 'boxes')
    app.keys('w')
    app.until(lambda: app.state()['mode'] == 'design', 'the page again')


def case_scroll(app):
    """The wheel scrolls the page; loading it anew leaves it where it was."""
    open_sample(app)
    app.hover('canvas:hero')
    app.xdo('click', '--repeat', 5, '--delay', 20, 5)
    place = 5 * NOTCH
    app.until(lambda: app.evaluate('scrollY') == place, 'scrolling')
    app.evaluate('window.stays = 1')
    app.activate('view.reload')
    app.until(lambda: app.evaluate('window.stays') is None, 'loading')
    app.until(lambda: app.evaluate('scrollY') == place, 'the place')
    app.activate('view.device-width', 'uint32 768')
    app.until(lambda: app.evaluate('innerWidth') == 768, 'the width of a tablet')
    app.activate('view.zoom', '0.5')
    app.until(lambda: app.hook('page').endswith('0.500'), 'zoom')
    app.until(lambda: app.evaluate('innerWidth') == 768, 'the width at half the size')


def case_hang(app):
    """A page that hangs is stopped; boxes stand in for it and nothing is lost."""
    open_sample(app)
    app.hook('config nav /brand/name "Kept"')
    digest = app.state()['digest']
    hang = 'setTimeout(() => { for (;;); }, 250), 1'
    app.until(lambda: 'Kept' in text_of(app, 'nav'), 'the page following')
    await_page(app)
    app.evaluate(hang)
    app.until(lambda: app.hook('page')[0] != STILL[0], 'the first stop', 20)
    await_page(app)
    app.evaluate(hang)
    app.until(lambda: app.hook('page').startswith('3'), 'the second stop', 20)
    app.until(lambda: app.exists('canvas-reload'), 'the banner')
    app.until(lambda: app.exists('canvas:hero'), 'boxes')
    expect(app.state()['digest'], digest, 'the document')
    app.click('canvas:hero')
    app.until(lambda: app.state()['selection'] == ['hero'], 'selecting a box')
    app.click('canvas-reload')
    app.until(lambda: app.hook('page').startswith(STILL), 'the page')
    app.until(lambda: 'Kept' in text_of(app, 'nav'), 'what was set')


def main():
    binary, case = sys.argv[1:]
    with App(binary) as app:
        globals()['case_' + case](app)


main()
