# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the tests on a Wayland desktop rely on: the desktop itself, without pixelpass."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest

import numpy

from rigs.desktop_session import BACKEND, PORTAL, DesktopSession
from rigs.moving_page import MovingPage
from rigs.processes import wait_for
from rigs.wayland_window import WaylandWindow

SIZE = 640, 360
ENDLESS = """
from rigs.desktop_session import DesktopSession
with DesktopSession(320, 180) as session:
    print(session.dir, flush=True)
    input()
"""


def processes_of(folder):
    """The processes that have a session's folder in their environment."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"XDG_RUNTIME_DIR={folder}\0".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            pass  # it has ended meanwhile
    return found


class DesktopRigTest(unittest.TestCase):
    def test_outputs_show_what_windows_show(self):
        session = self.enterContext(DesktopSession(*SIZE, outputs=2))
        page = MovingPage(*SIZE)
        for output in session.outputs():
            window = self.enterContext(WaylandWindow(session, output))
            window.show(page.picture(7))
            numpy.testing.assert_array_equal(session.screenshot(output), page.picture(7))
            window.move_pointer(320, 180)
            wait_for("the pointer", lambda: (session.screenshot(output) != page.picture(7)).any())

    def test_outputs_change_and_the_background_fills_them(self):
        session = self.enterContext(DesktopSession(*SIZE))
        session.swaymsg("output HEADLESS-1 mode --custom 400x300@60Hz")
        session.show_colour("#ff8000")
        self.assertEqual(session.screenshot().shape, (300, 400, 3))

    def test_the_portal_and_the_compositor_end_and_come_back(self):
        session = self.enterContext(DesktopSession(*SIZE))
        session.kill_portal(comes_back=True)
        self.assertIsNone(session.service_pid(PORTAL))
        session.start_portal()
        self.assertTrue(session.service_pid(PORTAL) and session.service_pid(BACKEND))
        session.end_compositor()
        wait_for("the backend ends with it", lambda: not session.service_pid(BACKEND))
        session.start_compositor()
        session.show_colour("#0080ff")

    def test_a_killed_test_leaves_no_process(self):
        with subprocess.Popen([sys.executable, "-B", "-c", ENDLESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as test:
            folder = test.stdout.readline().strip()
            self.addCleanup(shutil.rmtree, folder)
            self.assertGreater(len(processes_of(folder)), 7)
            os.kill(test.pid, signal.SIGKILL)
        wait_for("the end of all", lambda: not processes_of(folder))


if __name__ == "__main__":
    unittest.main()
