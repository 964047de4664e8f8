# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Holds one thread of a process while the others go on, as a busy machine may at the worst moment."""
import contextlib
import ctypes
import os

DETACH, SEIZE, INTERRUPT = 17, 0x4206, 0x4207
ALL_CHILDREN = 0x40000000  # __WALL: threads, too

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request, thread):
    if libc.ptrace(request, thread, None, None) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def find(pid, name):
    for thread in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{thread}/comm') as f:
            if f.read().strip() == name:
                return int(thread)
    raise LookupError(name)


@contextlib.contextmanager
def held(pid, name):
    """Whether it is: not where tracing is forbidden."""
    thread = find(pid, name)
    try:
        ptrace(SEIZE, thread)
    except PermissionError:
        yield False
        return
    try:
        ptrace(INTERRUPT, thread)
        os.waitpid(thread, ALL_CHILDREN)
        yield True
    finally:
        ptrace(DETACH, thread)
