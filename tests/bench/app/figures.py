# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""What the benchmarks share: figures and how they are told, the screen, the memory of processes."""

import math
import mmap
import os
import statistics
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../display'))


class Failure(Exception):
    pass


def percentile(values, part):
    return sorted(values)[max(math.ceil(len(values) * part) - 1, 0)]


def report(what, values, unit='ms', goal=None, peer=None):
    """One line a measure; p95 is held against the goal, the median against the peer's."""
    median = statistics.median(values)
    high = percentile(values, 0.95)
    line = '%-46s median %7.1f  p95 %7.1f  range %7.1f … %-7.1f %s' % (
        what, median, high, min(values), max(values), unit)
    if goal:
        line += '  %.2f of the goal (%g)' % (high / goal, goal)
    if peer:
        line += '  %.2f of the peer' % (median / statistics.median(peer))
    print(line, flush=True)


def introduce(title):
    load = os.getloadavg()
    print('%s (%d cores, load %.1f)' % (title, os.cpu_count(), load[0]),
          flush=True)


class Screen:
    """The memory of the display, sampled on a grid."""

    STEP = 8

    def __init__(self, path):
        with open(path, 'rb') as file:
            self.map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        # X window dump, big endian: header size, …, width, height at 4 and 5, bytes a line at 12,
        # colours at 19, each 12 bytes long.
        header = struct.unpack('>25I', self.map[:100])
        self.width, self.height = header[4], header[5]
        start = header[0] + header[19] * 12
        self.pixels = memoryview(self.map)[start:start + header[12] * self.height].cast('I')
        self.line = header[12] // 4

    def sample(self):
        step = self.STEP
        return [self.pixels[y * self.line + step // 2:y * self.line + self.width:step].tobytes()
                for y in range(step // 2, self.height, step)]

    def watch(self):
        return Watch(self)

    def points(self, place):
        """Of the grid, inside (left, top, width, height)."""
        left, top, width, height = place
        step = self.STEP
        return [(row, column)
                for row, y in enumerate(range(step // 2, self.height, step)) if top <= y < top + height
                for column, x in enumerate(range(step // 2, self.width, step)) if left <= x < left + width]


class Watch:
    """Notes every change of the screen, from now on until it is stopped."""

    def __init__(self, screen):
        self.screen = screen
        self.start = time.monotonic()
        self.changes = [(0, screen.sample())]  # seconds since the start, sample
        self.running = True
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while self.running:
            time.sleep(0.002)
            at = time.monotonic() - self.start
            now = self.screen.sample()
            if now != self.changes[-1][1]:
                self.changes.append((at, now))

    def rest(self, still, bound):
        """Until something came and then nothing changed for so many seconds."""
        while len(self.changes) == 1 or time.monotonic() - self.start - self.changes[-1][0] < still:
            if time.monotonic() - self.start > bound:
                raise Failure('the screen does not come to rest' if len(self.changes) > 1
                              else 'nothing appears on the screen')
            time.sleep(0.05)

    def stop(self):
        self.running = False
        self.thread.join()


def color(sample, point):
    row, column = point
    return sample[row][column * 4:column * 4 + 3]


def memory(pid):
    """(PSS, RSS) in MB."""
    values = {}
    with open('/proc/%d/smaps_rollup' % pid) as file:
        for line in file:
            words = line.split()
            if words[0] in ('Pss:', 'Rss:'):
                values[words[0]] = int(words[1]) / 1024
    return values['Pss:'], values['Rss:']


def children(pid):
    """Every process below, as (pid, name)."""
    parents = {}
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            with open('/proc/%s/stat' % name) as file:
                text = file.read()
        except OSError:
            continue
        command, rest = text[text.index('(') + 1:].rsplit(')', 1)
        parents.setdefault(int(rest.split()[1]), []).append((int(name), command))
    found = []
    stack = [pid]
    while stack:
        for child in parents.get(stack.pop(), []):
            found.append(child)
            stack.append(child[0])
    return found
