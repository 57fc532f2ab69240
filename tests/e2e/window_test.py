# SPDX-License-Identifier: MIT OR Apache-2.0
"""pixelpass's own window, in which a viewer sees the picture with the least delay."""
import contextlib
import json
import os
import pathlib
import socket
import statistics
import subprocess
import tempfile
import time
import unittest

import numpy
from PIL import Image

from rigs.desktop_session import DesktopSession
from rigs.moving_page import MovingPage
from rigs.pictures import glass_to_glass_ms, psnr, strip_time
from rigs.processes import die_with_parent, wait_for
from rigs.program import PIXELPASS, Program, host, view
from rigs.sound_session import SINK, SoundSession
from rigs.streams import RATE, tone_level
from rigs.watching import CARD_COLOUR, GOOD_DB
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

SIZE, SMALL = (480, 270), (320, 180)
PRESENT = 1000  # ms: older pictures are not of now
TONE_HERTZ = 440


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class WindowTest(unittest.TestCase):
    def setUp(self):
        self.screen = self.enterContext(Xvfb(*SIZE))
        self.env = {"DISPLAY": self.screen.name, "WAYLAND_DISPLAY": ""}

    def share(self, *options, size=SIZE, **settings):
        return host("--source", "test", "--size", "x".join(map(str, size)), *options, **settings)

    def watch(self, sharing, player="window", env=None):
        self.watching = self.enterContext(view(sharing.event("ticket")["ticket"], "--player", player,
                                               env={**self.env, **(env or {})}))
        return self.watching

    def delay(self):
        """In ms, of the picture in the window; None if there is none of now."""
        delay = glass_to_glass_ms(self.screen)
        return delay if delay is not None and delay < PRESENT else None

    def assert_shows_now(self):
        wait_for("a picture of now in the window", lambda: self.delay() is not None)

    def press(self, *keys):
        subprocess.run(["xdotool", "key", *keys], env={**os.environ, **self.env}, check=True, timeout=10)

    def assert_ends_well(self):
        self.assertEqual(self.watching.event("player_exited")["status"], 0)
        self.assertEqual(self.watching.event("ended")["reason"], "the player was closed")
        self.assertEqual(self.watching.wait(), 0)

    def test_the_picture_is_live_and_closing_the_window_ends_the_watch(self):
        watching = self.watch(self.enterContext(self.share("--audio", "none")))
        started = watching.event("player_started")
        self.assertEqual((started["player"], started["command"]), ("window", []))
        self.assert_shows_now()
        stats = watching.event("stats", where=lambda stats: stats["window"]["pictures_shown"] > 0)
        delays = [self.delay() or PRESENT for _ in range(15)]
        print(f"behind: {statistics.median(delays)} ms, from {min(delays)} to {max(delays)}")
        self.assertEqual(stats["players"], 1)
        self.assertTrue(stats["window"]["decoder"])
        found = subprocess.run(["xdotool", "search", "--name", "^pixelpass$"], env={**os.environ, **self.env}, check=True,
                               capture_output=True, text=True, timeout=10).stdout
        with X11Window(self.screen.name, (0, 0, 1, 1)) as manager:
            manager.ask_to_close(int(found))
        self.assert_ends_well()

    def test_on_wayland_alone_it_opens_too_and_says_that_it_takes_no_keys(self):
        session = self.enterContext(DesktopSession(*SIZE))
        sharing = self.enterContext(self.share("--audio", "none"))
        self.watching = self.enterContext(view(sharing.event("ticket")["ticket"], "--player", "window", env=session.env,
                                               prefix=session.prefix))
        self.assertIn("takes no keys", self.watching.event("warning")["message"])
        wait_for("a picture in the window", lambda: strip_time(session.screenshot()) is not None)
        session.swaymsg("kill")
        self.assert_ends_well()

    def test_its_keys_show_figures_pause_and_end(self):
        self.watch(self.enterContext(self.share("--audio", "none")))
        self.assert_shows_now()

        def written():
            """What the figures cover is neither of the strip's two colours."""
            area = self.screen.screenshot()[10:60, 20:200].mean(axis=2)
            return ((area > 60) & (area < 190)).mean() > 0.2

        self.assertFalse(written())
        self.press("i")
        wait_for("the figures", written)
        self.press("i")
        wait_for("no figures", lambda: not written())
        self.press("space")
        wait_for("the picture stays", lambda: self.delay() is None)
        self.press("space")
        self.assert_shows_now()
        self.press("f")
        self.assertIn("can't fill the screen", self.watching.event("warning")["message"])
        with self.window_manager() as wishes:
            self.press("f")
            wait_for("the wish to fill the screen", lambda: b"(_NET_WM_STATE)" in wishes.read_bytes())
        self.press("q")
        self.assert_ends_well()

    def test_it_goes_back_and_returns_to_what_is_live(self):
        self.watch(self.enterContext(self.share()))
        self.watching.event("stats", where=lambda stats: stats["window"]["pictures_shown"] > 0)
        before_s = time.monotonic()
        wait_for("what to go back to", lambda: time.monotonic() > before_s + 7)
        self.assert_shows_now()

        def behind():
            return glass_to_glass_ms(self.screen) or 0

        def shown():
            return strip_time(self.screen.screenshot())

        self.press("Left")
        wait_for("the picture of five seconds ago", lambda: 4500 < behind() < 7000)
        first = shown()
        wait_for("it goes on from there", lambda: shown() not in (first, None))
        self.watching.event("stats", where=lambda stats: 4500 < stats["window"]["rewound_ms"] < 7000)
        self.press("space")
        wait_for("it grows older", lambda: behind() > 8000)
        still = shown()
        wait_for("and older", lambda: behind() > 9000)
        self.assertEqual(shown(), still)
        self.press("End")
        self.assert_shows_now()
        self.watching.event("stats", where=lambda stats: stats["window"]["rewound_ms"] == 0)
        self.press("space")
        wait_for("the picture stays", lambda: self.delay() is None)
        self.press("space")
        self.assert_shows_now()

    @contextlib.contextmanager
    def window_manager(self):
        """Within the block the display seems to have one that knows full screens. A file of what it is told."""
        display = {**os.environ, **self.env}
        known = "_NET_WM_STATE_FULLSCREEN"
        subprocess.run(["xprop", "-root", "-f", "_NET_SUPPORTED", "32a", "-set", "_NET_SUPPORTED", known], env=display,
                       check=True, timeout=10)
        with tempfile.NamedTemporaryFile() as told:
            manager = subprocess.Popen(["stdbuf", "-oL", "xev", "-root", "-event", "substructure"], env=display, stdout=told,
                                       preexec_fn=die_with_parent)
            try:
                def listens():
                    with X11Window(self.screen.name, (0, 0, 1, 1)):  # of which it is told
                        return os.path.getsize(told.name)

                wait_for("it listens", listens)
                yield pathlib.Path(told.name)
            finally:
                manager.kill()
                manager.wait()

    def test_it_takes_the_place_of_players_that_are_not_there(self):
        self.watch(self.enterContext(self.share("--audio", "none")), "auto", {"PATH": "/nonexistent"})
        self.assertEqual(self.watching.event("player_started")["player"], "window")
        self.assert_shows_now()

    def test_without_a_display_it_is_said_why(self):
        self.watch(self.enterContext(self.share("--audio", "none")), env={"DISPLAY": ""})
        self.assertIn("there is no display", self.watching.event("error")["message"])
        self.assertEqual(self.watching.wait(), 7)

    def test_a_source_of_another_size_and_a_host_that_comes_back(self):
        shared = self.enterContext(Xvfb(*SIZE))
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        with X11Window(shared.name, (0, 0, *SIZE), "page") as window:
            window.show(MovingPage(*SIZE).picture(7))
            options = ["host", "--source", "x11", "--window", "page", "--audio", "none", "--no-cursor", "--relay", "none",
                       "--bind", f"127.0.0.1:{free_port()}", "--identity", str(folder / "identity")]
            with Program(*options, env={"DISPLAY": shared.name}) as sharing:
                self.watch(sharing)
                wait_for("the page", lambda: self.shows(MovingPage(*SIZE).picture(7)))
                window.resize(*SMALL)
                page = MovingPage(*SMALL).picture(11)
                window.show(page)
                wait_for("the small page, enlarged", lambda: self.shows(enlarged(page)))
                sharing.process.kill()
                self.watching.event("waiting")
                wait_for("the card", lambda: abs(self.screen.screenshot()[::SIZE[1] - 1].astype(int) -
                                                 CARD_COLOUR).max() < 12)
                with Program(*options, env={"DISPLAY": shared.name}):
                    wait_for("the small page again", lambda: self.shows(enlarged(page)))

    def shows(self, picture):
        return psnr(self.screen.screenshot(), picture) >= GOOD_DB

    def test_its_sound_is_heard_here_once_there_is_a_server_and_by_no_friend(self):
        session = SoundSession()
        self.watch(self.enterContext(self.share()), env=session.env)
        self.assert_shows_now()
        self.assertIn("no sound server", self.watching.event("warning")["message"])
        self.enterContext(session)
        wait_for("the tone", lambda: self.level(session) > 0.01)
        listed = subprocess.run([PIXELPASS, "list", "apps", "--json"], env=session.env, check=True, capture_output=True,
                                text=True, timeout=20).stdout
        self.assertFalse(json.loads(listed)["heard"])
        # A host in another namespace of processes can't tell by those.
        graph = subprocess.run(["pw-dump"], env=session.env, check=True, capture_output=True, text=True, timeout=20).stdout
        self.assertIn('"pixelpass.player"', graph)
        self.press("m")
        wait_for("silence", lambda: self.level(session) < 0.001)

    def level(self, session):
        """Of the tone, in what the session's sink plays for a second."""
        command = ["timeout", "1", "parec", "--device", f"{SINK}.monitor", "--format=float32le", f"--rate={RATE}",
                   "--channels=1", "--latency-msec=20"]
        heard = subprocess.run(command, env=session.env, capture_output=True, timeout=10).stdout
        return tone_level(numpy.frombuffer(heard[:len(heard) // 4 * 4], "<f4"), TONE_HERTZ)


def enlarged(picture):
    """As large as the window."""
    return numpy.asarray(Image.fromarray(picture).resize(SIZE, Image.BILINEAR))


if __name__ == "__main__":
    unittest.main()
