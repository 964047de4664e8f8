#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Adds up meson's test logs and closes with one line."""
import json
import sys

counts = {'OK': 0, 'EXPECTEDFAIL': 0, 'SKIP': 0}
failed = []
for path in sys.argv[1:]:
    with open(path, encoding='utf-8') as log:
        for line in log:
            test = json.loads(line)
            if test['result'] in counts:
                counts[test['result']] += 1
            else:
                failed.append(f"{test['name']}: {test['result']}")
for name in failed:
    print('failed:', name)
print(f"{counts['OK'] + counts['EXPECTEDFAIL']} passed, {len(failed)} failed, {counts['SKIP']} skipped")
