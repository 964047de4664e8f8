# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""A token in a keyring of its own: kept, used, forgotten."""
import os
import shutil
import subprocess
import unittest

from inlayctl import BINARY, CliTest, DENIED, MISUSED, NETWORK, REFUSED, Result, closed_port
from registry import Registry

TOKEN = 'kept-in-the-keyring-0001'
BUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'display', 'session.conf')


class WithoutKeyring(CliTest):
    def test_login(self):
        registry = Registry(tokens=f'{TOKEN} admin anna\n')
        try:
            url = f'http://127.0.0.1:{registry.port}'
            result = self.refused(REFUSED, 'login', '--registry', url, stdin=TOKEN.encode() + b'\n', words='keyring')
            self.assertIn('INLAY_TOKEN', result.err)
            self.refused(DENIED, 'login', '--registry', url, stdin=b'wrong-wrong-wrong\n')
            self.refused(REFUSED, 'login', '--registry', url, stdin=b'', words='no token')
            self.refused(REFUSED, 'login', '--registry', url, stdin=b' \n', words='no token')
            self.refused(REFUSED, 'login', '--registry', url, stdin=b'x' * 10000, words='longer')
        finally:
            registry.stop()
        self.refused(NETWORK, 'login', '--registry', f'http://127.0.0.1:{closed_port()}', stdin=b'x\n')
        self.refused(MISUSED, 'login', stdin=b'x\n')


@unittest.skipUnless(shutil.which('gnome-keyring-daemon') and shutil.which('dbus-run-session'), 'no gnome-keyring-daemon or dbus-run-session')
class WithKeyring(CliTest):
    def session(self, script, **more):
        os.makedirs(self.path('run'), mode=0o700, exist_ok=True)
        environment = {**self.environment, 'INLAYCTL': BINARY, **more}
        del environment['DBUS_SESSION_BUS_ADDRESS']
        start = 'echo -n test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1\n'
        return Result(subprocess.run(['dbus-run-session', '--config-file=' + BUS, '--', 'sh', '-c', start + script], capture_output=True, timeout=90, env=environment))

    def test_login(self):
        registry = Registry(tokens=f'{TOKEN} admin anna\n')
        try:
            url = f'http://127.0.0.1:{registry.port}'
            result = self.session(f'''
                echo {TOKEN} | "$INLAYCTL" login || exit 10
                "$INLAYCTL" rollback --reason x; echo "with: $?"
                "$INLAYCTL" rollback --reason x --registry "$INLAY_REGISTRY///"; echo "slashes: $?"
                INLAY_TOKEN=wrong-wrong-wrong-wrong "$INLAYCTL" rollback --reason x; echo "named: $?"
                "$INLAYCTL" login --forget --json || exit 11
                "$INLAYCTL" login --forget || exit 12
                "$INLAYCTL" rollback --reason x; echo "without: $?"
                ''', INLAY_REGISTRY=url)
            if 'cannot be used' in result.err:
                self.skipTest('the keyring does not start here: ' + result.err)
            self.assertEqual(result.code, 0, result)
            # 4: the registry knows the token and has nothing to roll back to
            for line in ('with: 4', 'slashes: 4', 'named: 3', 'without: 3', '"success": true'):
                self.assertIn(line, result.out)
            self.assertNotIn(TOKEN, result.out + result.err)
        finally:
            registry.stop()
        for root, _, names in os.walk(self.path('library')):
            for name in names:
                with open(os.path.join(root, name), 'rb') as f:
                    self.assertNotIn(TOKEN.encode(), f.read())


if __name__ == '__main__':
    unittest.main()
