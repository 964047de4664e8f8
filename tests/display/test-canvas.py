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


def bring(app, instance):
    """Scrolls a page that is complete to an instance: one that loads would move it away again."""
    await_page(app)

    def there():
        app.evaluate('document.querySelector("[data-inlay-instance=%s]")'
                     '.scrollIntoView({block: "center", behavior: "instant"})' % instance)
        _, _, top, _, height = app.find('canvas:' + instance)
        _, _, edge, _, room = app.find('canvas-layer')
        return abs(top + height / 2 - edge - room / 2) < 2

    app.until(there, instance + ' in the middle')


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


def cancel(app, source, target, active, y=0.5):
    """Escape ends a drag in mid-air; what is released after that does nothing."""
    before = app.state()
    app.hold(source, target, lambda: app.hook('dropactive ' + active) == '1', 'a drop', y=y)
    app.keys('Escape')
    app.until(lambda: app.hook('dropactive ' + active) == '0', 'the end of the drag')
    expect(app.exists('canvas-drop'), False, 'the indicator')
    window, x, top = app.at(target)
    app.xdo('mousemove', '--window', window, x + 3, top, 'mouseup', 1)
    app.hook('idle')
    after = app.state()
    for part in ('digest', 'position', 'selection'):
        expect(after[part], before[part], part + ' after a cancelled drag of ' + source)


def case_escape(app):
    """Escape in mid-air, from palette, canvas and outline; the next drag is as good as any."""
    open_sample(app)
    app.click('canvas:nav')
    app.until(lambda: app.state()['selection'] == ['nav'], 'the selection')
    cancel(app, 'palette:@inlay/text', 'canvas:nav', 'canvas:region:header', y=0.9)
    cancel(app, 'canvas-grip', 'canvas:hero', 'canvas:region:main', y=0.05)
    app.drag('palette:@inlay/text', 'canvas:nav', y=0.9, active='canvas:region:header')
    app.until(lambda: app.state()['position'] == 1, 'the drop')
    app.activate('view.outline')
    cancel(app, 'outline:hero', 'canvas:nav', 'canvas:region:header', y=0.9)


def hold_still(app, source, target):
    """Drags over target until the page, which makes room for drags, stands still there."""
    told = []

    def still():
        told.append((app.hook('text canvas-drop'), app.hook('where ' + target)))
        return len(told) > 5 and len(set(told[-5:])) == 1 and told[-1][0]

    app.hold(source, target, still, 'an answer that stays')
    return told[-1][0]


def case_hostile(app):
    """Drags that are refused, hurried, scrolled under or led astray."""
    open_sample(app)
    before = app.state()['digest']

    bring(app, 'search')

    # Refused: the reason stands there while it hovers and is told on release.
    reason = hold_still(app, 'palette:@inlay/chart', 'canvas:slot:grid/toolbar')
    expect(reason, 'Toolbar of Product Grid does not take Chart', 'the reason')
    app.xdo('mouseup', 1)
    app.find(reason, label=True)
    expect(app.state()['digest'], before, 'a refused drop')

    # Onto an entry: it takes no text from a drag.
    app.grab('palette:@inlay/text')
    window, x, y = app.at('palette-search')
    app.xdo('mousemove', '--window', window, x, y, 'mousemove', '--window', window, x + 2, y)
    app.hook('idle')
    app.xdo('mouseup', 1)
    app.hook('idle')
    expect(app.hook('text palette-search'), '', 'the search after a drop')

    # Hurried: into a slot 40 px high, released while the pointer still moves.
    app.click('palette-search')
    app.type('search')
    app.until(lambda: not app.exists('palette:@inlay/cart'), 'the search')
    hold_still(app, 'palette:@inlay/search', 'canvas:grid')
    window, left, top, width, height = app.find('canvas:slot:grid/toolbar')
    path = []
    for step in range(6):
        path += ['mousemove', '--window', window, left + width // 2 + step * 4, top + height - 14 + step]
    app.xdo(*path, 'mouseup', 1)
    app.until(lambda: app.state()['position'] == 1, 'the hurried drop')
    expect(app.state()['undo'], 'Add Search to Toolbar of Products', 'where it went')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo')

    # Scrolled under: what the indicator says last is what is done.
    app.click('palette-search')
    app.keys('Escape')
    app.until(lambda: app.exists('palette:@inlay/cart'), 'all modules')
    follows(app, 'main', ['hero', 'promise', 'grid', 'cart', 'voices'], 'the page as it was')
    app.evaluate('scrollTo(0, 0)')
    app.until(lambda: app.evaluate('scrollY') == 0, 'the top of the page')
    hold_still(app, 'palette:@inlay/text', 'canvas-layer')
    app.hover_drag('canvas-layer', lambda: app.evaluate('scrollY') > 200, 'scrolling', y=0.98)
    window, x, y = app.at('canvas-layer', y=0.5)
    told = []

    def shown():
        app.xdo('mousemove', '--window', window, x + len(told) % 2, y)
        app.hook('idle')
        told.append(app.hook('text canvas-drop'))
        return len(told) > 5 and len(set(told[-5:])) == 1 and told[-1].startswith('Drop Text into ')

    app.until(shown, 'a place in the middle')
    app.xdo('mouseup', 1)
    app.until(lambda: app.state()['position'] == 1, 'the drop after scrolling')
    place, _, neighbour = told[-1][len('Drop Text into '):].partition(', after ')
    expect(app.state()['undo'], 'Add Text to ' + place, 'what was shown')
    app.until(lambda: app.hook('status text') == 'mounted', 'the module')
    before = app.evaluate('document.querySelector("[data-inlay-instance=text]")'
                          '.previousElementSibling?.dataset.inlayInstance')
    if neighbour:
        names = {'hero': 'Opening', 'promise': 'Promise', 'grid': 'Products', 'cart': 'Cart',
                 'voices': 'Voices', 'search': 'Search'}
        expect(names.get(before), neighbour, 'what it was shown to stand behind')


def case_outline(app):
    """A drag from the palette waits over a tab, a closed row and a page: each opens."""
    open_sample(app)
    app.activate('view.outline')
    app.find('outline:hero')
    app.click('outline:region:main', x=0.5)
    app.keys('shift+Left')
    app.until(lambda: not app.exists('outline:hero'), 'a closed row')
    app.activate('view.modules')
    app.find('palette:@inlay/text')

    app.hold('palette:@inlay/text', 'Outline', lambda: app.exists('outline:region:main'), 'the tab',
             label=True)
    app.hover_drag('outline:region:main', lambda: app.exists('outline:hero'), 'the row')
    app.hover_drag('outline:page:about', lambda: app.state()['page'] == 'about', 'the page')
    app.hover_drag('outline', lambda: app.exists('outline:story'), 'scrolling', y=0.99)
    app.hover_drag('outline:story', lambda: app.hook('dropactive outline:story') == '1', 'a drop', y=0.8)
    app.xdo('mouseup', 1)
    app.until(lambda: app.state()['position'] == 1, 'the drop')
    expect(app.state()['undo'], 'Add Text to Story', 'where it went')
    expect(app.state()['page'], 'about', 'the page')


def case_menu(app):
    """The menu of the selected ones, by pointer and by key, on canvas and outline."""
    open_sample(app)
    before = app.state()['digest']
    bring(app, 'promise')
    app.click('canvas:promise', x=0.02, y=0.1, button=3)
    app.find('canvas-menu')
    expect(app.state()['selection'], ['promise'], 'what the menu is of')
    app.click('Duplicate', label=True)
    app.until(lambda: app.state()['position'] == 1, 'duplicate')
    app.activate('document.undo')
    follows(app, 'main', ['hero', 'promise', 'grid', 'cart', 'voices'], 'undo on the page')

    bring(app, 'search')
    app.click('canvas:search')
    app.until(lambda: app.state()['selection'] == ['search'], 'the selection')
    app.keys('shift+F10')
    app.click('Select Parent', label=True)
    app.until(lambda: app.state()['selection'] == ['grid'], 'the parent')

    app.keys('Menu')
    app.click('Locked', label=True)
    app.until(lambda: app.state()['undo'] == 'Lock Products', 'lock')
    app.activate('document.undo')
    expect(app.state()['digest'], before, 'undo')

    app.activate('view.outline')
    app.click('outline:voices', button=3)
    app.click('Move Up', label=True)
    app.until(lambda: app.state()['position'] == 1, 'move up')
    follows(app, 'main', ['hero', 'promise', 'grid', 'voices', 'cart'], 'the page')


def case_insert(app):
    """What is inserted goes where it is taken: into the selected one, behind it, or further out."""
    open_sample(app)
    bring(app, 'search')
    app.click('canvas:search')
    app.until(lambda: app.state()['selection'] == ['search'], 'the selection')
    app.activate('node.insert', "'@inlay/search'")
    expect(app.state()['undo'], 'Add Search to Toolbar of Products', 'behind it')
    app.activate('node.insert', "'@inlay/chart'")
    expect(app.state()['undo'], 'Add Chart to Main', 'what the slot does not take')
    app.activate('document.undo')
    app.activate('document.undo')
    bring(app, 'hero')
    app.click('canvas:hero', x=0.02, y=0.1)
    app.until(lambda: app.state()['selection'] == ['hero'], 'the selection')
    for where in ('Aside of Opening', 'Aside of Opening', 'Main'):
        app.activate('node.insert', "'@inlay/text'")
        expect(app.state()['undo'], 'Add Text to ' + where, 'a slot that takes two')


def command(app, text):
    app.keys('ctrl+k')
    app.until(lambda: app.hook('active') == 'Commands', 'the commands')
    app.type(text)
    app.until(lambda: app.hook('text command-entry') == text, 'what was typed')
    app.keys('Return')
    app.until(lambda: app.hook('active') == 'Storefront – Inlay', 'the window')


def case_commands(app):
    """Everything by typing: a page, a module to add, what was placed, an action."""
    open_sample(app)
    before = app.state()['digest']
    command(app, 'about nord')
    app.until(lambda: app.state()['page'] == 'about', 'the page')
    command(app, 'add chart')
    app.until(lambda: app.state()['undo'] == 'Add Chart to Story', 'the module')
    command(app, 'undo')
    app.until(lambda: app.state()['digest'] == before, 'undo')
    command(app, 'select cart')
    app.until(lambda: app.state()['selection'] == ['cart'], 'the selection')
    expect(app.state()['page'], 'home', 'its page')

    app.keys('ctrl+k')
    app.until(lambda: app.hook('active') == 'Commands', 'the commands')
    app.type('nothing is called so')
    app.keys('Return')
    app.keys('Escape')
    app.until(lambda: app.hook('active') == 'Storefront – Inlay', 'the window')
    expect(app.state()['digest'], before, 'the document')


def case_problem(app):
    """A problem leads to its setting; so does what a placed module lacks."""
    open_sample(app)
    app.activate('view.problems')
    expect(app.hook('config newsletter /fields/0 {}'), 'ok', 'breaking it')
    app.until(lambda: len(app.state()['problems']) == 2, 'the problems')
    problem = app.state()['problems'][0]
    expect((problem['instance'], problem['path']), ('newsletter', '/fields/0/name'), 'what is wrong')
    app.click(problem['message'], label=True)
    app.focus('field:/fields/0/name')
    expect(app.state()['selection'], ['newsletter'], 'the selection')

    bring(app, 'newsletter')
    app.click('canvas:newsletter', x=0.02, y=0.1)
    app.focus('canvas:newsletter')
    app.keys('ctrl+c', 'ctrl+v')
    app.until(lambda: app.state()['position'] == 2, 'the copy')
    app.focus('field:/fields/0/name')
    expect(app.state()['selection'] != ['newsletter'], True, 'the copy is selected')


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
