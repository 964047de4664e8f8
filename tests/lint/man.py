#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Holds the manual to the programs: man.py TOP INLAYCTL REGISTRY. What --help says stands in the page."""
import os
import re
import shutil
import subprocess
import sys

problems = []


def help_of(*command):
    environment = {**os.environ, 'LC_ALL': 'C.UTF-8'}
    return subprocess.run([*command, '--help'], capture_output=True, text=True, check=True, env=environment).stdout


def options_of(text):
    return set(re.findall(r'(?<![\w-])--[a-z][a-z-]*', text))


def page(top, name):
    """The text of a page without its marks."""
    with open(os.path.join(top, 'data', 'man', name), encoding='utf-8') as f:
        text = f.read()
    return re.sub(r'\\f[BIRP]', '', text).replace('\\-', '-')


def expect(name, text, words):
    for word in sorted(words):
        if not re.search(r'(?<![\w-])' + re.escape(word) + r'(?![\w-])', text):
            problems.append(f'data/man/{name}: {word} is missing')


def check_inlayctl(top, program):
    text = page(top, 'inlayctl.1')
    usage = help_of(program)
    verbs = re.findall(r'(?m)^  ([a-z]+) ', usage)
    options = options_of(usage)
    for verb in verbs:
        said = help_of(program, verb)
        options |= options_of(said)
        expect('inlayctl.1', text, re.findall(r'(?m)^  ([a-z]+) .*  [A-Z]', said.split('Help Options', 1)[0].split('\n\n', 1)[-1]))
    expect('inlayctl.1', text, verbs)
    expect('inlayctl.1', text, options)
    expect('inlayctl.1', text, re.findall(r'INLAY_[A-Z]+', usage))
    for option in options_of(text) - options - {'--version'}:
        problems.append(f'data/man/inlayctl.1: no verb takes {option}')


def check_app(top):
    """The application needs a display to say anything: its table of options is read instead."""
    with open(os.path.join(top, 'src', 'app', 'main.c'), encoding='utf-8') as f:
        names = re.findall(r'\{ "([a-z-]+)", \'?.{1,3}\'?, 0, G_OPTION_ARG', f.read())
    expect('inlay.1', page(top, 'inlay.1'), ['--' + name for name in names] + ['INLAY_DATA_DIR'])


def check_marks(top):
    folder = os.path.join(top, 'data', 'man')
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.1'):
            continue
        path = os.path.join(folder, name)
        commands = []
        if shutil.which('groff'):
            commands.append(['groff', '-man', '-Tutf8', '-ww', '-z', path])
        if shutil.which('mandoc'):
            commands.append(['mandoc', '-Tlint', '-Wwarning', path])
        for command in commands:
            run = subprocess.run(command, capture_output=True, text=True)
            if run.returncode or run.stdout or run.stderr:
                problems.append(f'{name}: {run.stdout}{run.stderr}'.strip())


def main():
    top, inlayctl, registry = sys.argv[1:]
    check_inlayctl(top, inlayctl)
    expect('inlay-registry.1', page(top, 'inlay-registry.1'), options_of(help_of(registry)))
    check_app(top)
    check_marks(top)
    for problem in problems:
        print(problem)
    print(f'man: {len(problems)} found')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
