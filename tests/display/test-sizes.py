#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""The window in other sizes and for other eyes: test-sizes.py INLAY CASE."""

import os
import sys

from driver import App

STILL = '2 1'


def expect(value, wanted, what):
    if value != wanted:
        raise AssertionError('%s: %r instead of %r' % (what, value, wanted))


def width_of(app, name):
    return app.find(name)[3]


def is_inside(app, name):
    _, x, _, width, _ = app.find(name)
    _, left, _, room, _ = app.find('editor')
    return x >= left - 1 and x + width <= left + room + 1


def open_sample(app):
    app.activate('library.open-sample')
    app.until(lambda: app.state()['view'] == 'editor', 'the editor')
    app.until(lambda: app.hook('page').startswith(STILL), 'the page')
    app.until(lambda: app.hook('status hero') == 'mounted', 'the module')
    app.hook('idle')


def handles_fit(app):
    """What lies over the page lies where the page has it."""
    app.until(lambda: app.hook('page').startswith(STILL), 'the page')
    zoom = float(app.hook('page').split()[2])
    _, left, top, _, _ = app.find('canvas-layer')
    _, x, y, width, height = app.find('canvas:hero')
    rect = app.evaluate('(r => [r.x, r.y, r.width, r.height])(document.querySelector('
                        '"[data-inlay-instance=hero]").getBoundingClientRect())')
    return all(abs(a - b * zoom) < 2 for a, b in zip((x - left, y - top, width, height), rect))


def case_narrow(app):
    """360 px: panes slide over the page, nothing is out of reach."""
    open_sample(app)
    expect(width_of(app, 'editor') <= 360, True, 'the width')
    for name in ('show-library', 'left-pane-toggle', 'publish', 'right-pane-toggle', 'main-menu',
                 'page-switcher', 'problems-toggle'):
        expect(is_inside(app, name), True, name)
    expect(app.exists('palette'), False, 'the palette')
    app.click('left-pane-toggle')
    app.until(lambda: app.exists('palette') and is_inside(app, 'left-pane'), 'the palette')
    app.keys('Escape')
    app.until(lambda: not app.exists('palette'), 'the page')

    app.click('canvas:hero', x=0.1, y=0.1)
    app.until(lambda: app.state()['selection'] == ['hero'], 'the selection')
    app.click('right-pane-toggle')
    app.until(lambda: app.exists('field:/title') and is_inside(app, 'right-pane'), 'the inspector')
    app.click('field:/title')
    app.focus('field:/title')
    app.keys('ctrl+a')
    app.type('Narrow')
    app.until(lambda: app.state()['position'] == 1, 'the edit')
    app.click('right-pane-toggle')
    app.until(lambda: not app.exists('field:/title'), 'the page')
    app.until(lambda: handles_fit(app), 'the handles')

    app.click('publish')
    app.until(lambda: app.state()['view'] == 'publish', 'the publish page')
    expect(width_of(app, 'publish-page') <= 360, True, 'the width of the publish page')
    app.activate('win.show-editor')
    app.activate('win.show-library')
    app.until(lambda: app.state()['view'] == 'library', 'the library')
    expect(width_of(app, 'library-page') <= 360, True, 'the width of the library')


def case_folding(app):
    """Panes fold one after the other as the window gets smaller, and come back."""
    open_sample(app)
    for width, left, right in ((1270, 1, 1), (900, 1, 0), (600, 0, 0), (900, 1, 0), (1270, 1, 1)):
        window = app.find('editor')[0]
        app.xdo('windowsize', window, width, 780)
        app.until(lambda: abs(width_of(app, 'window') - width) < 40, 'the width %d' % width)
        app.until(lambda: (app.exists('left-pane'), app.exists('right-pane')) == (left, right),
                  'the panes at %d' % width)
        app.until(lambda: handles_fit(app), 'the handles at %d' % width)


def case_text(app):
    """Text of twice the size: panes fold earlier, the page stays the size that its visitors get."""
    open_sample(app)
    app.hook('scale 2')
    app.until(lambda: not app.exists('right-pane'), 'folding')
    app.until(lambda: app.evaluate('innerWidth') == width_of(app, 'canvas-layer'), 'the page')
    app.until(lambda: handles_fit(app), 'the handles')
    app.hook('scale 1')
    app.until(lambda: app.exists('right-pane'), 'unfolding')
    app.until(lambda: app.evaluate('innerWidth') == width_of(app, 'canvas-layer'), 'the page')
    app.until(lambda: handles_fit(app), 'the handles')


def case_mirrored(app):
    """From right to left the panes change sides; the page does not."""
    app.hook('direction rtl')
    open_sample(app)
    expect(app.find('left-pane')[1] > app.find('right-pane')[1], True, 'the sides')
    app.until(lambda: handles_fit(app), 'the handles')
    app.drag('palette:@inlay/text', 'canvas:nav', y=0.9, active='canvas:region:header')
    app.until(lambda: app.state()['position'] == 1, 'the drop')
    expect(app.state()['undo'], 'Add Text to Header', 'the name of the step')


def main():
    binary, case = sys.argv[1:]
    app = App(binary)
    if case == 'narrow':
        os.mkdir(app.data)
        with open(os.path.join(app.data, 'settings.ini'), 'w', encoding='utf-8') as file:
            file.write('[inlay]\nwindow-width=360\nwindow-height=700\n')
    with app:
        globals()['case_' + case](app)


main()
