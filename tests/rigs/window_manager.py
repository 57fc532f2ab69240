# SPDX-License-Identifier: MIT OR Apache-2.0
"""A window manager, without which a player's full screen is what that player makes of it."""
import os
import subprocess

from rigs.processes import die_with_parent, wait_for


class WindowManager:
    """A context manager: Openbox on `display`."""

    def __init__(self, display):
        self._display = display

    def __enter__(self):
        self._process = subprocess.Popen(["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": self._display.name},
                                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
        wait_for("the window manager", self._manages)
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()

    def _manages(self):
        return "window id" in subprocess.run(
            ["xprop", "-display", self._display.name, "-root", "_NET_SUPPORTING_WM_CHECK"], check=True, capture_output=True,
            text=True).stdout
