# SPDX-License-Identifier: MIT OR Apache-2.0
"""A long share of a Wayland desktop: neither delay nor memory grows. A minute, or as many seconds as ENDURANCE_SECONDS
says: `ENDURANCE_SECONDS=1200 ctest --test-dir build/dev -R e2e.endurance --timeout 1500`."""
import os
import pathlib
import statistics
import time
import unittest

from rigs.desktop_session import DesktopSession
from rigs.pictures import strip_time
from rigs.processes import wait_for
from rigs.program import host
from rigs.watching import SIZE, WatchingTest
from rigs.wayland_window import WaylandWindow

SECONDS = int(os.environ.get("ENDURANCE_SECONDS", "60"))
SAMPLES = 20
LATER = 6  # pictures of 30 a second
GROWN_MIB = 16


def resident_mib(pid):
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class EnduranceTest(WatchingTest):
    def setUp(self):
        super().setUp()
        self.desktop = self.enterContext(DesktopSession(*SIZE))
        self.window = self.enterContext(WaylandWindow(self.desktop, "HEADLESS-1"))

    def lag(self):
        """How many pictures the player is behind the desktop: the median of some samples."""
        samples = []
        while len(samples) < SAMPLES:
            shown, there = strip_time(self.other.screenshot()), strip_time(self.desktop.screenshot())
            if shown is not None and there is not None:
                samples.append(there - shown)
        return statistics.median(samples)

    def test_neither_delay_nor_memory_grows(self):
        sharing = self.enterContext(host("--audio", "none", env=self.desktop.env, prefix=self.desktop.prefix))
        with self.page.playing(self.window):
            watching = self.watch(sharing.event("ticket")["ticket"])
            wait_for("the page in the player", lambda: strip_time(self.other.screenshot()))
            for _ in range(5):
                watching.event("stats")
            lag, memory = self.lag(), resident_mib(sharing.process.pid)
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                stats = watching.event("stats")
                self.assertGreater(stats["fps"], 0)
            self.assertLessEqual(self.lag(), lag + LATER)
            self.assertLessEqual(resident_mib(sharing.process.pid), memory + GROWN_MIB)
        self.assertEqual([event["state"] for event in sharing.events if event["event"] == "source"], ["live"])


if __name__ == "__main__":
    unittest.main()
