# SPDX-License-Identifier: MIT OR Apache-2.0
"""One host and all who watch: everything is encoded once, for as long as somebody wants it."""
import contextlib
import signal
import unittest

from rigs.processes import wait_for
from rigs.program import host, view
from rigs.streams import StreamReader

FPS = 15
SMALL = ["--source", "test", "--size", "160x90", "--fps", str(FPS), "--audio", "none"]


class ManyViewersTest(unittest.TestCase):
    def share(self, *options):
        sharing = self.enterContext(host(*SMALL, *options))
        self.ticket = sharing.event("ticket")["ticket"]
        return sharing

    def watch(self):
        """A viewer, and a player that reads its stream."""
        viewer = self.enterContext(view(self.ticket, "--player", "none"))
        reader = self.enterContext(StreamReader(viewer.event("url")["url"]))
        return viewer, reader

    def encoded(self, sharing, seconds):
        """The mean of pictures encoded in a second, over the next few."""
        begin = sharing.event("stats")["pictures_encoded"]
        for _ in range(seconds):
            end = sharing.event("stats")["pictures_encoded"]
        return (end - begin) / seconds

    def assert_fluent(self, viewers):
        for viewer, reader in viewers:
            before = reader.size
            viewer.event("stats", where=lambda stats: 0.7 * FPS < stats["fps"] < 1.3 * FPS)
            wait_for("bytes for the player", lambda: reader.size > before, limit=3)

    def test_ten_watch_what_is_encoded_once(self):
        sharing = self.share()
        viewers = [self.watch() for _ in range(10)]
        self.assert_fluent(viewers)
        sharing.event("stats", where=lambda stats: len(stats["viewers"]) == 10)
        self.assertAlmostEqual(self.encoded(sharing, 4), FPS, delta=0.3 * FPS)
        with view(self.ticket, "--player", "none") as eleventh:
            self.assertEqual(eleventh.event("error")["status"], 6)
            self.assertEqual(eleventh.wait(), 6)
        self.assert_fluent(viewers)

    def test_a_viewer_that_stands_still_disturbs_nobody(self):
        sharing = self.share()
        stuck, _ = self.watch()
        others = [self.watch() for _ in range(3)]
        sharing.event("stats", where=lambda stats: len(stats["viewers"]) == 4)
        stuck.process.send_signal(signal.SIGSTOP)
        for _ in range(4):
            self.assert_fluent(others)
        sharing.event("viewer_left")
        stuck.process.send_signal(signal.SIGCONT)
        self.assert_fluent(others)
        # It comes back by itself.
        stuck.event("connected", where=lambda _: any(event["event"] == "waiting" for event in stuck.events))
        sharing.event("stats", where=lambda stats: len(stats["viewers"]) == 4)

    def test_nothing_is_encoded_while_nobody_watches(self):
        sharing = self.share()
        self.assertEqual(self.encoded(sharing, 2), 0, "before anybody came")
        viewer = self.enterContext(view(self.ticket, "--player", "none"))
        url = viewer.event("url")["url"]
        self.assertEqual(self.encoded(sharing, 2), 0, "a viewer without a player")
        with contextlib.ExitStack() as player:
            player.enter_context(StreamReader(url))
            sharing.event("stats", where=lambda stats: stats["pictures_encoded"] > FPS)
        # The viewer waits a while, in case the player is opened again.
        wait_for("the encoder to rest", lambda: self.encoded(sharing, 1) == 0)
        self.assertEqual(self.encoded(sharing, 2), 0, "after the last has left")
        with StreamReader(url):
            self.assertGreater(self.encoded(sharing, 4), 0, "when somebody comes back")


if __name__ == "__main__":
    unittest.main()
