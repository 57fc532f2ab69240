# SPDX-License-Identifier: MIT OR Apache-2.0
"""Sound and picture stay together from the source to the viewer's address. A few seconds each, or as many as
LIP_SYNC_SECONDS says: `LIP_SYNC_SECONDS=3600 ctest --test-dir build/dev -R e2e.lip_sync --timeout 8000`."""
import os
import statistics
import unittest

import numpy

from rigs.lip_sync import beeping, drift_ms, flashes_and_beeps, flashing, offsets_ms
from rigs.program import host, view
from rigs.sound_session import SoundSession
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

SECONDS = int(os.environ.get("LIP_SYNC_SECONDS", "10"))
LIMIT_MS = 45
WIDTH, HEIGHT = 320, 180
#: src/capture/time_strip.h: within the test picture's flash, away from its edges.
FLASH_AREA = "iw*2/16:ih/8:iw*12/16:ih/16"


class LipSyncTest(unittest.TestCase):
    def watch(self, *options, env=None):
        sharing = self.enterContext(host("--size", f"{WIDTH}x{HEIGHT}", *options, env=env))
        watching = self.enterContext(view(sharing.event("ticket")["ticket"], "--player", "none"))
        return watching.event("url")["url"]

    def assert_together(self, url, **where):
        flashes, beeps = flashes_and_beeps(url, SECONDS, **where)
        offsets = offsets_ms(flashes, beeps)
        found = (f"the beep is {statistics.median(offsets or [0]):+.0f} ms behind the flash (median of {len(offsets)}, from "
                 f"{min(offsets, default=0):+.0f} to {max(offsets, default=0):+.0f})")
        print(found)
        self.assertGreaterEqual(len(offsets), SECONDS * 6 // 10, f"flashes at {flashes}, beeps at {beeps}")
        self.assertLessEqual(abs(statistics.median(offsets)), LIMIT_MS, found)
        self.assertLessEqual(abs(drift_ms(offsets)), LIMIT_MS, found)

    def test_the_test_picture_and_its_tone_are_together_in_matroska(self):
        self.assert_together(self.watch("--source", "test"), area=FLASH_AREA)

    def test_the_test_picture_and_its_tone_are_together_in_mpeg_ts(self):
        self.assert_together(self.watch("--source", "test").replace("live.mkv", "live.ts"), area=FLASH_AREA)

    def test_a_screen_and_what_an_application_plays_are_together(self):
        session = self.enterContext(SoundSession())
        screen = self.enterContext(Xvfb(WIDTH, HEIGHT))
        window = self.enterContext(X11Window(screen.name))
        bright, dark = (numpy.full((HEIGHT, WIDTH, 3), level, numpy.uint8) for level in (255, 0))
        self.enterContext(flashing(window, bright, dark))
        self.enterContext(beeping(session.env))
        self.assert_together(self.watch("--source", "x11", env={**session.env, "DISPLAY": screen.name}))


if __name__ == "__main__":
    unittest.main()
