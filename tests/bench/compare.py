#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
#
# Runs a benchmark program of ours before and after the peers' script on the same inputs and prints
# the ratios. Our figure is the median of both runs: load that comes and goes meets both sides. A goal that is missed is said, not failed: a
# busy machine is no fault; a wrong answer is, and the program itself ends on one.
#
#   compare.py --ratios FILE [--shared FOLDER] [--peers FOLDER] [--script NAME] -- PROGRAM [ARGUMENT…]
#
# The peers' packages are taken from INLAY_BENCH_PEERS (a folder with node_modules) or from the
# --peers folder, which `ninja bench-peers` fills. FILE is a JSON array of objects: "name", "ours"
# and "theirs" (each the beginning of "SUITE | MEASURE"), "peer" (the beginning of its name),
# "goal", and "less": true where less is better.
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

LINE = re.compile(r'^(.+?) \| (.+?) \| (.+) \| ([\d.,e+-]+) (\S+) \(([\d.,e+-]+) to ([\d.,e+-]+)\)$')
TABLE = re.compile(r'^\s*(\d+) x (\d+)\s+(\d+)((?:\s+[\d.]+){10})$')
TABLE_COLUMNS = ('first run', 'cold', 'fastest', 'processor time', 'reload', 'one joins', 'one loaded later',
                 'heap', 'map', 'resident')


def parse(text):
    rows = []
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            suite, subject, measure, value = match.group(1, 2, 3, 4)
            rows.append((subject, f'{suite} | {measure}', float(value.replace(',', ''))))
    return rows


def parse_table(text):
    """orchestrator.mjs prints one table, a line for each portfolio, all in milliseconds."""
    rows = []
    for line in text.splitlines():
        match = TABLE.match(line)
        if match:
            remotes, externals, versions = match.group(1, 2, 3)
            figures = dict(zip(TABLE_COLUMNS, match.group(4).split()))
            rows += [('orchestrator', f'resolver | {remotes} x {externals}, {versions} versions, {name}', float(value))
                     for name, value in figures.items()]
    return rows


def run(command, cwd=None, env=None):
    done = subprocess.run(command, cwd=cwd, env=env, stdout=subprocess.PIPE, text=True)
    sys.stdout.write(done.stdout)
    sys.stdout.flush()
    if done.returncode != 0:
        sys.exit(f'compare: {os.path.basename(command[0])} ended with {done.returncode}')
    return parse(done.stdout) + parse_table(done.stdout)


def find(rows, subject, measure):
    return [value for who, what, value in rows if who.startswith(subject) and what.startswith(measure)]


def run_peers(shared, modules, script):
    """Node looks for packages beside the script, so the script goes where the packages are."""
    with tempfile.TemporaryDirectory(prefix='inlay-bench-') as top:
        bench = os.path.join(top, 'bench')
        source = os.path.join(shared, 'bench', os.path.dirname(script))
        folder = os.path.normpath(os.path.join(bench, os.path.dirname(script)))
        os.makedirs(folder)
        for name in os.listdir(source):
            if name.endswith('.mjs'):
                shutil.copy(os.path.join(source, name), folder)
            elif name in ('data', 'verify'):
                os.symlink(os.path.join(source, name), os.path.join(folder, name))
        os.symlink(os.path.join(shared, 'conformance'), os.path.join(top, 'conformance'))
        os.symlink(modules, os.path.join(bench, 'node_modules'))
        name, *arguments = os.path.basename(script).split()
        return run(['node', name, *arguments], cwd=folder)


def compare(ratios, ours, theirs):
    for row in ratios:
        mine = find(ours, 'Inlay', row['ours'])
        peer = find(theirs, row['peer'], row['theirs'])
        if not mine or not peer:
            print(f"ratio | {row['name']} | not measured")
            continue
        mine, peer = statistics.median(mine), peer[0]
        ratio = peer / mine if row.get('less') else mine / peer
        verdict = 'met' if ratio >= row['goal'] else 'FALLS SHORT'
        print(f"ratio | {row['name']} | {ratio:.4g} × {row['peer']}, goal {row['goal']}: {verdict}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--ratios', required=True)
    parser.add_argument('--shared', default='')
    parser.add_argument('--peers', default='')
    parser.add_argument('--script', default='')
    parser.add_argument('program', nargs='+')
    options = parser.parse_args()
    if not options.shared:
        print('compare: no data to measure with: set the option shared_data', file=sys.stderr)
        return 77

    env = dict(os.environ, INLAY_SHARED=options.shared)
    modules = os.path.join(os.environ.get('INLAY_BENCH_PEERS') or options.peers, 'node_modules')
    ours = run(options.program, env=env)
    if not shutil.which('node') or not os.path.isdir(modules):
        print('compare: the peers are not here, so no ratios: `ninja bench-peers` installs them, or '
              'INLAY_BENCH_PEERS names a folder with their node_modules')
        return 0
    theirs = run_peers(options.shared, os.path.abspath(modules), options.script)
    ours += run(options.program, env=env)
    with open(options.ratios, encoding='utf-8') as file:
        compare(json.load(file), ours, theirs)
    return 0


sys.exit(main())
