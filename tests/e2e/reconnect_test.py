# SPDX-License-Identifier: MIT OR Apache-2.0
"""A viewer outlives its host's absence: its player stays, shows a card meanwhile, and then the host's picture again."""
import math
import pathlib
import signal
import socket
import tempfile
import time
import unittest

from rigs.pictures import glass_to_glass_ms, strip_time
from rigs.private_session import descendants
from rigs.processes import wait_for
from rigs.program import Program
from rigs.shaped_link import ADDRESS, Link, works_here
from rigs.streams import PictureReader, StreamReader
from rigs.watching import CARD_COLOUR, WatchingTest

SIZE, SMALL = (480, 270), (320, 180)
CARD = "waiting for the host"
BACK = 2  # seconds, once the host is there
BUSY = 3  # and so many more that a busy machine may take
PRESENT = 2000  # ms: older pictures are not of now


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ReconnectTest(WatchingTest):
    def setUp(self):
        self.open_screen(*SIZE)
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.address = f"127.0.0.1:{free_port()}"

    def share(self, *options, size=SIZE, bind=None, **settings):
        """A host that is the same each time; once it has its ticket."""
        sharing = self.enterContext(
            Program("host", "--source", "test", "--size", "x".join(map(str, size)), "--identity",
                    str(self.folder / "identity"), "--relay", "none", "--bind", bind or self.address, *options, **settings))
        self.ticket = sharing.event("ticket")["ticket"]
        return sharing

    def shows_now(self):
        """Whether the player shows a picture of now."""
        age = glass_to_glass_ms(self.other)
        return age is not None and age < PRESENT

    def assert_shows_now(self, limit=20):
        wait_for("a picture of now in the player", self.shows_now, limit)

    def kill(self, sharing, watching):
        """The host is gone without a word; the viewer's player says so."""
        sharing.process.kill()
        watching.event("waiting")
        self.assert_card(CARD, *SIZE)

    def assert_back(self, watching):
        watching.event("connected", BACK + BUSY)
        self.assert_shows_now(BACK + BUSY)

    def test_a_host_that_is_killed_and_comes_back_is_shown_by_the_same_player(self):
        sharing = self.share()
        watching = self.watch(self.ticket)
        self.assert_shows_now()
        player, *_ = descendants(watching.process.pid)  # others come and go
        self.kill(sharing, watching)
        sharing = self.share()
        self.assert_back(watching)
        # And again, with a picture of another size.
        self.kill(sharing, watching)
        sharing = self.share(size=SMALL)
        watching.event("connected", BACK + BUSY)
        first = wait_for("the small picture", lambda: self.small_time())
        wait_for("it moves", lambda: self.small_time() not in (None, first))
        self.assertIn(player, descendants(watching.process.pid))
        self.assertEqual(sharing.stop(), 0)
        self.assertEqual(watching.event("ended")["reason"], "the host has ended the share")
        self.assertEqual(watching.wait(), 0)

    def small_time(self):
        picture = self.watched(*SMALL)
        return None if picture is None else strip_time(picture)

    def test_a_player_that_can_not_go_on_with_what_comes_is_started_again(self):
        sharing = self.share()
        watching = self.watch(self.ticket)
        self.assert_shows_now()
        self.kill(sharing, watching)
        self.share("--audio", "none")
        watching.event("player_exited")
        watching.event("player_started")
        self.assert_shows_now()

    def test_a_player_that_comes_while_there_is_no_host_sees_the_card(self):
        sharing = self.share("--audio", "none")
        with Program("view", self.ticket, "--player", "none", "--relay", "none", "--bind", "127.0.0.1") as watching:
            url = watching.event("url")["url"]
            with StreamReader(url):
                watching.event("first_frame")
                sharing.process.kill()
                watching.event("waiting")
            with PictureReader(url, SIZE) as reader:
                wait_for("the card", lambda: reader.picture is not None)
                self.assertLess(abs(reader.picture[0].astype(int) - CARD_COLOUR).max(), 12)

    def test_a_host_that_is_full_meanwhile_is_not_tried_again(self):
        sharing = self.share("--audio", "none")
        with Program("view", self.ticket, "--player", "none", "--relay", "none", "--bind", "127.0.0.1") as watching:
            with StreamReader(watching.event("url")["url"]):
                watching.event("first_frame")
                sharing.process.kill()
                watching.event("waiting")
                watching.process.send_signal(signal.SIGSTOP)
                sharing = self.share("--audio", "none", "--max-viewers", "1")
                self.watch(self.ticket, player="none")
                sharing.event("viewer_joined")
                watching.process.send_signal(signal.SIGCONT)
                self.assertEqual(watching.event("error")["status"], 6)
                self.assertEqual(watching.wait(), 6)

    @unittest.skipUnless(works_here(), "needs root and /dev/net/tun")
    def test_a_network_that_goes_and_comes_back(self):
        link = self.enterContext(Link(delay_ms=5))
        # The one place is the viewer's, even if the host does not know yet that the first connection is dead.
        sharing = self.share("--max-viewers", "1", bind=ADDRESS["a"], prefix=link.prefix("a"))
        watching = self.enterContext(
            Program("view", self.ticket, "--player", "mpv", "--relay", "none", "--bind", ADDRESS["b"],
                    env=self.home.env, prefix=link.prefix("b")))
        self.assert_shows_now()
        player, *_ = descendants(watching.process.pid)  # others come and go
        for side, host_knows in (("a", False), ("b", False), ("b", True)):
            with self.subTest(side=side, host_knows=host_knows):
                while sharing.event_so_far("viewer_left"):
                    pass
                link.set_up(side, False)
                watching.event("waiting")
                self.assert_card(CARD, *SIZE)
                if host_knows:
                    sharing.event("viewer_left", where=lambda event: event["reason"] == "the connection was lost")
                link.set_up(side, True)
                self.assert_back(watching)
        self.assertIn(player, descendants(watching.process.pid))

    @unittest.skipUnless(works_here(), "needs root and /dev/net/tun")
    def test_a_viewer_that_gets_another_address(self):
        link = self.enterContext(Link(delay_ms=5))
        self.share("--audio", "none", bind=ADDRESS["a"], prefix=link.prefix("a"))
        watching = self.enterContext(Program("view", self.ticket, "--player", "mpv", "--relay", "none",
                                             env=self.home.env, prefix=link.prefix("b")))
        self.assert_shows_now()
        player, *_ = descendants(watching.process.pid)  # others come and go
        link.move("b", "10.77.0.3")
        moved = time.monotonic()
        wait_for("a picture painted since", lambda: (glass_to_glass_ms(self.other) or math.inf) <
                 1000 * (time.monotonic() - moved))
        self.assertIn(player, descendants(watching.process.pid))


if __name__ == "__main__":
    unittest.main()
