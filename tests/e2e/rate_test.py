# SPDX-License-Identifier: MIT OR Apache-2.0
"""A path that becomes worse and better again: who watches by it gets a smaller picture meanwhile, and the others notice
nothing. More steps, over 6 minutes: `RATE_STEPS=all ctest --test-dir build/dev -R e2e.rate --timeout 600`. Figures:
`bench/bench.py rate`."""
import os
import statistics
import subprocess
import time
import unittest

from rigs.ordinary_user import ordinary_user
from rigs.pictures import glass_to_glass_ms
from rigs.players import PlayerHome
from rigs.processes import die_with_parent, wait_for
from rigs.program import Program
from rigs.shaped_link import ADDRESS, Link, works_here
from rigs.window_manager import WindowManager
from rigs.xvfb import Xvfb

SHARED = ["--source", "test", "--size", "480x270", "--fps", "30", "--encoder", "x264enc"]
FULL, HALF = (480, 270), (240, 134)
FAST, SLOW = 20_000, 700  # kbit/s; the full picture has 900
#: Milliseconds; what is measured includes the capture and the encoder on a machine that may be busy.
SOON, LATEST = 700, 1500
STEPS = [(FAST, SLOW, 0)] if os.environ.get("RATE_STEPS") != "all" else [
    (high, low, loss) for high, low in [(FAST, SLOW), (5_000, SLOW), (2_000, 600)] for loss in (0, 1, 3)]


@unittest.skipUnless(works_here(), "needs root and /dev/net/tun")
class RateTest(unittest.TestCase):
    def share(self, *options):
        self.link = self.enterContext(Link(delay_ms=10, rate_kbit=FAST))
        self.sharing = self.enterContext(
            Program("host", *SHARED, *options, "--relay", "none", "--bind", ADDRESS["a"], prefix=self.link.prefix("a")))
        self.ticket = self.sharing.event("ticket")["ticket"]

    def watch(self, side):
        """A viewer at that end, with a player that decodes what it is given; and what the host calls it."""
        watching = self.enterContext(Program("view", self.ticket, "--player", "none", "--relay", "none", "--bind",
                                             f"{ADDRESS[side]}:0", prefix=self.link.prefix(side)))
        player = subprocess.Popen([*self.link.prefix(side), "ffmpeg", "-nostdin", "-v", "fatal", "-i",
                                   watching.event("url")["url"], "-f", "null", "-"], preexec_fn=die_with_parent)
        self.addCleanup(player.wait)
        self.addCleanup(player.kill)
        return watching, self.sharing.event("viewer_joined")["id"]

    @staticmethod
    def so_far(program, name):
        """All events of that name."""
        while program.event_so_far(name):
            pass
        return [event for event in program.events if event and event["event"] == name]

    def moves(self, viewer):
        """To which rendition a viewer has been moved so far."""
        return [event["to"] for event in self.so_far(self.sharing, "rate") if event["viewer"] == viewer]

    def assert_fluent(self, watching, size, seconds=6):
        """For so long pictures of that size, or of any, come soon and steadily, but for a moment when the machine is busy."""
        watching.event("stats", where=lambda stats: size in (None, (stats["width_px"], stats["height_px"])))
        # Two of them may be of the time before.
        watching.event("stats")
        seen = [watching.event("stats") for _ in range(seconds)]
        self.assertLessEqual({(stats["width_px"], stats["height_px"]) for stats in seen}, {size} if size else {FULL, HALF})
        self.assertGreater(statistics.median(stats["fps"] for stats in seen), 5, seen)
        self.assertLessEqual(statistics.median(stats["delay_ms"] for stats in seen), SOON, seen)
        self.assertLessEqual(statistics.median(stats["delay_max_ms"] for stats in seen), LATEST, seen)

    def test_a_weak_viewer_gets_a_smaller_picture_and_the_others_notice_nothing(self):
        self.share()
        strong, _ = self.watch("a")
        weak, weak_id = self.watch("b")
        for high, low, loss in STEPS:
            with self.subTest(high=high, low=low, loss=loss):
                self.link.change(high, loss)
                # A busy machine may have kept the viewer's packets waiting as it started.
                self.sharing.event("stats", 40, lambda stats: len(stats["viewers"]) == 2 and all(
                    viewer["rendition"] == 1 and viewer["capacity_kbps"] is None for viewer in stats["viewers"]))
                before = len(self.moves(weak_id))
                self.link.change(low, loss)
                self.sharing.event("rate", where=lambda event: event["viewer"] == weak_id and event["to"] == 2)
                self.assert_fluent(weak, HALF)
                self.link.change(high, loss)
                self.sharing.event("rate", where=lambda event: event["viewer"] == weak_id and event["to"] == 1)
                self.assert_fluent(weak, FULL)
                self.assertLessEqual(len(self.moves(weak_id)[before:]), 4, "it goes to and fro")
        seen = [(stats["width_px"], stats["height_px"]) for stats in self.so_far(strong, "stats") if stats["fps"]]
        self.assertGreater(seen.count(FULL), 0.9 * len(seen) - 2, seen)
        self.assert_fluent(strong, FULL, 1)

    def play(self, player, prefix=lambda home: ()):
        """A viewer at the other end with that player; its screen, and what the host calls the viewer."""
        screen = self.enterContext(Xvfb(*FULL))
        self.enterContext(WindowManager(screen))
        home = self.enterContext(PlayerHome(screen))
        self.enterContext(Program("view", self.ticket, "--player", player, "--relay", "none", "--bind", f"{ADDRESS['b']}:0",
                                  env=home.env, prefix=[*self.link.prefix("b"), *prefix(home)]))
        return screen, self.sharing.event("viewer_joined")["id"]

    def test_players_go_on_with_the_smaller_picture_and_with_the_full_one(self):
        self.share()
        self.watch("a")
        playing = [self.play("mpv"), self.play("vlc", ordinary_user)]
        for rate, rendition in ((FAST, 1), (1200, 2), (FAST, 1)):
            self.link.change(rate)
            for screen, viewer in playing:
                self.sharing.event("stats", 40, lambda stats: any(
                    one["id"] == viewer and one["rendition"] == rendition for one in stats["viewers"]))
                switched = time.monotonic()
                wait_for("a picture from after the switch in the player", lambda: (
                    glass_to_glass_ms(screen) or 1e6) < 1000 * (time.monotonic() - switched) - 200, 20)

    def test_the_only_viewer_gets_as_much_as_its_path_carries(self):
        self.share()
        self.link.change(700)
        watching, _ = self.watch("b")
        self.sharing.event("rate", where=lambda event: event["viewer"] is None and event["to_kbps"] < event["from_kbps"])
        self.assert_fluent(watching, None)
        self.sharing.event("stats", where=lambda stats: stats["viewers"][0]["rendition"] == 1)

    def test_random_loss_takes_nothing_away(self):
        self.share()
        self.link.change(FAST, 3)
        watching, _ = self.watch("b")
        self.assert_fluent(watching, None, 10)
        self.sharing.event("stats", where=lambda stats: stats["viewers"][0]["rendition"] == 1 and
                           stats["viewers"][0]["capacity_kbps"] is None)
        self.assert_fluent(watching, FULL)


if __name__ == "__main__":
    unittest.main()
