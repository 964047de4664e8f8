#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Holds the house: lint.py CHECK TOP. Each check prints what breaks it and exits 1."""
import os
import re
import sqlite3
import sys
import xml.etree.ElementTree as ET

FLOORS = ['core', 'store', 'wire', 'client', 'server', 'cli', 'app']
BELOW = {
    'core': [],
    'store': ['core'],
    'wire': ['core'],
    'client': ['core', 'wire'],
    'server': ['core', 'store', 'wire'],
    'cli': ['core', 'store', 'wire', 'client'],
    'app': ['core', 'store', 'wire', 'client'],
}
# Rooms of core that know nothing of the product.
GENERAL = ['idna', 'json', 'semver', 'importmap', 'schema']
PRODUCT = ['module', 'composition', 'resolve', 'lint', 'release', 'rollout']
# Which libraries a floor may name.
LIBRARIES = {
    'gtk/': ['app'], 'adwaita.h': ['app'], 'webkit/': ['app'], 'gtksourceview/': ['app'],
    'libsoup/': ['client'], 'libsecret/': ['client', 'app'], 'sqlite3.h': ['store'],
    'microhttpd.h': ['server'], 'libpq-fe.h': ['store'],
}
problems = []


def say(path, line, text):
    problems.append(f'{path}:{line}: {text}')


def sources(folder, endings=('.c', '.h')):
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.join(root, name)


def lines_of(path):
    with open(path, encoding='utf-8') as source:
        return source.read().split('\n')


def includes(path):
    for number, line in enumerate(lines_of(path), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1), match.group(2)


def headers_by_floor(top):
    found = {}
    for floor in FLOORS:
        base = os.path.join(top, 'src', floor)
        for path in sources(base, ('.h',)):
            found[os.path.relpath(path, base)] = floor
            found.setdefault(os.path.basename(path), floor)
    return found


def check_floors(top):
    headers = headers_by_floor(top)
    for floor in FLOORS:
        base = os.path.join(top, 'src', floor)
        for path in sources(base):
            for number, bracket, name in includes(path):
                if '..' in name.split('/'):
                    say(path, number, f'an include does not climb: {name}')
                for library, allowed in LIBRARIES.items():
                    if name.startswith(library) and floor not in allowed:
                        say(path, number, f'{name} belongs to {", ".join(allowed)}')
                owner = headers.get(name)
                if owner is None or owner == floor:
                    continue
                if owner not in BELOW[floor]:
                    say(path, number, f'{floor} may not include {name} of {owner}')
                elif name.endswith('-private.h'):
                    say(path, number, f'{name} is private to {owner}')
                elif '/' in name:
                    say(path, number, f'{name}: another floor is included by its umbrella')


def check_rooms(top):
    base = os.path.join(top, 'src', 'core')
    for room in GENERAL:
        for path in sources(os.path.join(base, room)):
            for number, _, name in includes(path):
                if name.split('/')[0] in PRODUCT:
                    say(path, number, f'{room} is a general room and may not include {name}')


def check_cycles(top):
    for floor in ('core', 'store', 'wire'):
        base = os.path.join(top, 'src', floor)
        graph = {}
        for path in sources(base):
            module = re.sub(r'(-private)?\.[ch]$', '', os.path.relpath(path, base))
            for _, _, name in includes(path):
                target = re.sub(r'(-private)?\.h$', '', name)
                here = os.path.join(os.path.dirname(module), target)
                if not os.path.exists(os.path.join(base, target + '.h')):
                    target = here
                if target != module and any(os.path.exists(os.path.join(base, target + end))
                                            for end in ('.h', '-private.h')):
                    if path.endswith('.h'):
                        graph.setdefault(module, set()).add(target)
        state = {}

        def visit(node, trail):
            state[node] = 'open'
            for following in sorted(graph.get(node, ())):
                if state.get(following) == 'open':
                    cycle = trail[trail.index(following):] if following in trail else [following, node]
                    say(os.path.join(base, node), 1, 'include cycle: ' + ' -> '.join(cycle + [following]))
                elif following not in state:
                    visit(following, trail + [following])
            state[node] = 'done'

        for node in sorted(graph):
            if node not in state:
                visit(node, [node])


def check_purity(top):
    calls = re.compile(r'(?<![>.\w])(g_file_(get|set|new|load|query)\w*|g_get_(real|monotonic)_time|g_date_time_new_now\w*|'
                       r'g_random_\w+|g_main_(loop|context)_\w+|fopen|open|read|write|time|rand|getenv|g_getenv|'
                       r'g_(timeout|idle)_add\w*|g_socket\w*|g_resources_lookup_data|printf|puts)\s*\(')
    for path in sources(os.path.join(top, 'src', 'core'), ('.c',)):
        code = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group(0).count('\n'), '\n'.join(lines_of(path)), flags=re.S)
        for number, line in enumerate(code.split('\n'), 1):
            bare = re.sub(r'"(\\.|[^"\\])*"', '""', line)
            match = calls.search(bare)
            # The meta-schemas are constants that happen to be linked as a resource.
            if match and not (match.group(1) == 'g_resources_lookup_data' and os.sep + 'schema' + os.sep in path):
                say(path, number, f'core does no I/O, clock or randomness: {match.group(1)}')


def check_sql(top):
    statement = re.compile(r'"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|'
                           r'CREATE\s+(TABLE|INDEX)|PRAGMA\s)', re.I)
    for path in sources(os.path.join(top, 'src')):
        if os.sep + 'store' + os.sep in path:
            continue
        for number, line in enumerate(lines_of(path), 1):
            if statement.search(line):
                say(path, number, 'SQL stands in store only')


def check_html(top):
    markup = re.compile(r'"[^"]*<(!doctype|html|head|body|script|meta|link|style|div|iframe)\b', re.I)
    for path in sources(os.path.join(top, 'src')):
        if os.path.basename(path).startswith('inlay-page') and os.sep + 'release' + os.sep in path:
            continue
        for number, line in enumerate(lines_of(path), 1):
            if markup.search(line):
                say(path, number, 'HTML is written by release/page only')


def check_text(top):
    for floor in ('core', 'store', 'wire', 'client', 'server'):
        for path in sources(os.path.join(top, 'src', floor)):
            for number, line in enumerate(lines_of(path), 1):
                if re.search(r'(^|[^\w])(_|N_|C_|ngettext)\s*\("', line):
                    say(path, number, 'libraries are not translated')
    listed = set()
    potfiles = os.path.join(top, 'po', 'POTFILES.in')
    for line in lines_of(potfiles):
        if line and not line.startswith('#'):
            listed.add(line)
            if not os.path.exists(os.path.join(top, line)):
                say(potfiles, 1, f'{line} is not there')
    in_order = [line for line in lines_of(potfiles) if line and not line.startswith('#')]
    if in_order != sorted(in_order):
        say(potfiles, 1, 'not sorted')
    for floor in ('cli', 'app'):
        for path in sources(os.path.join(top, 'src', floor), ('.c',)):
            name = os.path.relpath(path, top)
            if re.search(r'(^|[^\w])(_|N_|C_|ngettext)\s*\(\s*"', '\n'.join(lines_of(path))) and name not in listed:
                say(path, 1, 'has text for people but is not in po/POTFILES.in')
            for number, line in enumerate(lines_of(path), 1):
                if re.search(r'\b(_|N_|C_|ngettext)\s*\("[^"]*"\s*(G_G|PRI)', line):
                    say(path, number, 'a macro cuts the text that translators see')
    for path in sources(os.path.join(top, 'ui'), ('.ui',)):
        if 'translatable="yes"' in '\n'.join(lines_of(path)) and os.path.relpath(path, top) not in listed:
            say(path, 1, 'has text for people but is not in po/POTFILES.in')


def check_ui(top):
    app = '\n'.join('\n'.join(lines_of(path)) for path in sources(os.path.join(top, 'src', 'app')))
    build = '\n'.join('\n'.join(lines_of(path)) for path in sources(top, ('.gresource.xml', '.gresource.xml.in', 'meson.build'))
                      if os.sep + '_build' not in path)
    for path in sources(os.path.join(top, 'ui'), ('.ui',)):
        name = os.path.basename(path)
        text = '\n'.join(lines_of(path))
        if '<![CDATA[' in text:
            say(path, 1, 'markup in CDATA is hidden from translators')
        if name not in build and f"'{name[:-3]}'" not in build:
            say(path, 1, 'is in no resource')
        try:
            root = ET.fromstring(text)
        except ET.ParseError as error:
            say(path, 1, str(error))
            continue
        for template in root.iter('template'):
            kind = template.get('class')
            if kind.startswith('Inlay'):
                snake = re.sub(r'(?<=[a-z0-9])([A-Z])', r'_\1', kind).lower()
                if f'{snake},' not in app:
                    say(path, 1, f'no type {kind} in src/app')
                if snake.replace('_', '-') + '.ui' != name:
                    say(path, 1, f'the template of {kind} is named after it')


def check_tasks(top):
    for path in sources(os.path.join(top, 'src'), ('.c',)):
        text = '\n'.join(lines_of(path))
        if len(re.findall(r'\bg_task_new\s*\(', text)) > len(re.findall(r'\bg_task_set_source_tag\s*\(', text)):
            say(path, 1, 'a task has no source tag')


def check_iterators(top):
    for path in sources(os.path.join(top, 'src'), ('.c',)):
        for number, line in enumerate(lines_of(path), 1):
            if re.search(r'json_object_iter_next_ordered \([^,]*, NULL, ', line):
                say(path, number, 'json-glib 1.6 writes the name at the end of the members, even to NULL')


def check_notices(top):
    for folder in ('src', 'tests', 'data/shell', 'data/samples', 'build-aux'):
        for path in sources(os.path.join(top, folder), ('.c', '.h', '.js', '.mjs', '.py', '.sh', '.css', '.ts')):
            head = '\n'.join(lines_of(path)[:4])
            if 'SPDX-License-Identifier' not in head:
                say(path, 1, 'has no SPDX notice')


def check_docs(top):
    """What another floor may call says what it does; taking and dropping a reference needs no words."""
    for floor in ('core', 'store', 'wire', 'client'):
        folder = os.path.join(top, 'src', floor)
        told = set()
        for path in sources(folder, ('.c',)):
            told.update(re.findall(r'/\*\*\n \* (\w+):', '\n'.join(lines_of(path))))
        for path in sources(folder, ('.h',)):
            if path.endswith('-private.h'):
                continue
            text = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group().count('\n'), '\n'.join(lines_of(path)), flags=re.S)
            for match in re.finditer(r'^[\w ].*?\b(inlay_\w+)\s*\(', text, flags=re.M):
                name = match.group(1)
                if name not in told and not re.search(r'_(get_type|ref|unref|free|copy|quark)$', name):
                    say(path, text.count('\n', 0, match.start()) + 1, f'{name} is not documented')


def check_migrations(top):
    """Each is in the list, and says which programs can work on what it makes; never fewer than those before it said."""
    store = os.path.join(top, 'src', 'store')
    listed = '\n'.join(lines_of(os.path.join(store, 'store.gresource.xml')))
    for folder in sorted(f for f in os.listdir(store) if f.startswith('migrations-')):
        before = 1
        for number, name in enumerate(sorted(os.listdir(os.path.join(store, folder))), 1):
            path = os.path.join(store, folder, name)
            oldest = [int(m.group(1)) for m in map(re.compile(r'-- oldest: (\d+)').fullmatch, lines_of(path)) if m]
            if not re.fullmatch(r'\d{3}-[a-z-]+\.sql', name):
                say(path, 1, 'is not named like 001-what.sql')
            if f'{folder}/{name}<' not in listed:
                say(path, 1, 'is not in store.gresource.xml')
            if number > 1 and len(oldest) != 1:
                say(path, 1, 'has no line “-- oldest: N”, or several')
            if any(not before <= n <= number for n in oldest):
                say(path, 1, f'can be worked on by programs of {before} to {number} migrations, not {oldest[0]}')
            before = max([before, *oldest])


def shape_of(database):
    """What a program's statements meet: columns, what must be unique, what refers to what, what happens by itself."""
    names = [r[0] for r in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
    ask = lambda pragma, name: database.execute(f'PRAGMA {pragma} ("{name}")').fetchall()
    return {
        'columns': {n: {c[1]: c[2:6] for c in ask('table_info', n)} for n in names},
        'unique': {n: {tuple(c[2] for c in ask('index_info', i[1])) for i in ask('index_list', n) if i[2]} for n in names},
        'references': {n: {(r[2], r[6]) for r in ask('foreign_key_list', n)} for n in names},
        'triggers': {r[0] for r in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")},
    }


def taken_away(before, after, deleted):
    """Why what worked before @after might not work any more."""
    for table, columns in before['columns'].items():
        now = after['columns'].get(table)
        if now is None:
            yield f'{table} is gone'
            continue
        yield from (f'{table}.{c} is gone or another' for c, facts in columns.items() if now.get(c) != facts)
        yield from (f'{table}.{c} must be given' for c, (_, must, default, _) in now.items() if c not in columns and must and default is None)
        yield from (f'{table} is unique in {", ".join(u)}' for u in after['unique'][table] - before['unique'][table])
    for table in after['columns'].keys() - before['columns'].keys():
        yield from (f'{table} holds on to rows of {other}' for other, how in after['references'][table]
                    if other in deleted and other in before['columns'] and how != 'CASCADE')
    yield from (f'{name} does things by itself' for name in after['triggers'] - before['triggers'])


def check_expansion(top):
    """What says that the program before can work on it only adds: no statement of that program meets anything else."""
    store = os.path.join(top, 'src', 'store')
    text = '\n'.join('\n'.join(lines_of(p)) for p in sources(store, ('.c',)))
    deleted = set(re.findall(r'DELETE FROM (\w+)', text))
    for match in re.finditer(r'INSERT INTO \w+ (?:VALUES|SELECT)|SELECT \* FROM \w', text):
        say(store, 0, f'“{match.group()}” depends on how many columns there are')
    folder = os.path.join(store, 'migrations-registry')
    database = sqlite3.connect(':memory:')
    before = shape_of(database)
    for number, name in enumerate(sorted(os.listdir(folder)), 1):
        path = os.path.join(folder, name)
        sql = '\n'.join(lines_of(path))
        database.executescript(sql.replace('BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY', 'INTEGER PRIMARY KEY'))
        after = shape_of(database)
        oldest = re.search(r'^-- oldest: (\d+)$', sql, re.M)
        if oldest and int(oldest.group(1)) < number:
            for words in taken_away(before, after, deleted):
                say(path, 1, words)
        before = after


def check_packaging(top):
    """The Flatpak, the metainfo and the pictures speak of the same program."""
    [app_id] = re.findall(r"app_id = '([^']+)'", '\n'.join(lines_of(os.path.join(top, 'meson.build'))))
    manifest = os.path.join(top, 'flatpak', app_id + '.yml')
    if not os.path.exists(manifest):
        say(manifest, 1, 'is missing')
    elif f'id: {app_id}' not in lines_of(manifest):
        say(manifest, 1, f'is not of {app_id}')
    path = os.path.join(top, 'data', app_id + '.metainfo.xml.in')
    pictures = [image.text for image in ET.parse(path).getroot().iter('image')]
    if not pictures:
        say(path, 1, 'shows no picture')
    for picture in pictures:
        if not os.path.exists(os.path.join(top, 'data', 'screenshots', os.path.basename(picture))):
            say(path, 1, f'{picture} is not in data/screenshots')


CHECKS = {name[6:]: function for name, function in list(globals().items()) if name.startswith('check_')}


def main():
    check, top = sys.argv[1:]
    CHECKS[check](top)
    for problem in problems:
        print(problem.replace(top + os.sep, ''))
    print(f'{check}: {len(problems)} found')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
