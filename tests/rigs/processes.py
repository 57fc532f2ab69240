# SPDX-License-Identifier: MIT OR Apache-2.0
"""What all rigs need of processes and of waiting."""
import ctypes
import signal
import time

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def die_with_parent():
    """For preexec_fn: the child is killed when we end, however we end."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans():
    """Descendants whose parents have ended become our children from now on."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def wait_for(what, ready, limit=20):
    """Asks `ready` until it gives something true, and returns that; fails after `limit` seconds."""
    deadline = time.monotonic() + limit
    while True:
        result = ready()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {limit} s")
        time.sleep(0.02)
