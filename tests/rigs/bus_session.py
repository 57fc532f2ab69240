#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A private session bus and a private system bus, on which everybody may do everything.

    bus_session.py run -- CMD...    runs CMD with them and exits with its status

It touches no other session, and is gone with the rig, even when that is killed.
"""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from rigs.ordinary_user import USER_ID, user_prefix  # noqa: E402
from rigs.private_session import PrivateSession, main  # noqa: E402


class BusSession(PrivateSession):
    """A context manager: within it both buses run, and `env` is the environment of their programs: ours, or those of an
    ordinary user, since a bus takes no others."""

    def __init__(self, ordinary=False):
        super().__init__("bus_session")
        self.prefix = user_prefix() if ordinary else []
        if self.prefix:
            os.chown(self.dir, USER_ID, USER_ID)
        self.env["G_DEBUG"] = "fatal-criticals"  # a call on a connection that is not there, for one

    def start(self):
        self.start_bus("bus")
        self.start_bus("system-bus")


if __name__ == "__main__":
    main(BusSession, __doc__)
