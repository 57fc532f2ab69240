# SPDX-License-Identifier: MIT OR Apache-2.0
"""Parts of an X screen, shared and watched through all that becomes of them."""
import contextlib
import json
import os
import signal
import subprocess
import unittest

from rigs.complaints import ComplainingTest
from rigs.moving_page import MovingPage
from rigs.program import LOCAL, PIXELPASS, host
from rigs.watching import SIZE, SOON, WatchingTest, state
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

LOST = "the source is lost"
PLACE = 100, 50, 400, 300  # of a window


def xrandr(screen, *words):
    subprocess.run(["xrandr", "--display", screen.name, *words], check=True, capture_output=True, timeout=10)


class X11SourceTest(WatchingTest):
    def setUp(self):
        super().setUp()
        self.screen = self.enterContext(Xvfb(*SIZE))

    def open_window(self, place=None, title="", number=7):
        """A window with a page on it, and the page."""
        window = X11Window(self.screen.name, place, title)
        self.windows = self.enterContext(contextlib.ExitStack())
        self.windows.enter_context(window)
        page = MovingPage(*window.size).picture(number)
        window.show(page)
        return window, page

    def share(self, *options):
        self.sharing = self.enterContext(host("--source", "x11", "--audio", "none", "--no-cursor", *options,
                                              env={"DISPLAY": self.screen.name}))
        self.ticket = self.sharing.event("ticket")["ticket"]
        self.watching = self.watch(self.ticket)

    def assert_lost(self, reason, width, height):
        self.assertEqual(state(self.sharing, "lost", SOON)["reason"], reason)
        self.assert_card(LOST, width, height)

    def assert_back(self, picture):
        live = state(self.sharing, "live", SOON)
        self.assertEqual((live["height_px"], live["width_px"]), picture.shape[:2])
        self.assert_watched(picture)

    def test_a_region_is_all_that_is_shown(self):
        _, page = self.open_window()
        self.share("--region", "480x270+240+136")
        self.assert_watched(page[136:406, 240:720])

    def test_one_monitor_is_shown_and_may_go_and_come_back(self):
        _, page = self.open_window()
        xrandr(self.screen, "--setmonitor", "left", "480/100x540/100+0+0", "screen")
        xrandr(self.screen, "--setmonitor", "right", "400/100x300/100+480+60", "none")
        self.share("--monitor", "right")
        self.assert_watched(page[60:360, 480:880])
        xrandr(self.screen, "--delmonitor", "right")
        self.assert_lost("the monitor right is gone", 400, 300)
        xrandr(self.screen, "--setmonitor", "right", "320/100x200/100+500+0", "none")
        self.assert_back(page[:200, 500:820])

    def test_a_window_is_shown_in_each_size_whatever_covers_it(self):
        window, page = self.open_window(PLACE, "A page to read")
        self.share("--window", "page to")
        self.assert_watched(page)
        window.resize(602, 200)
        page = MovingPage(602, 200).picture(11)
        window.show(page)
        self.assert_back(page)
        cover = self.enterContext(X11Window(self.screen.name))
        cover.show(255 - self.page.picture(0))
        page = MovingPage(602, 200).picture(300)
        window.show(page)
        self.assert_watched(page)

    def test_a_window_by_its_title_is_waited_for(self):
        _, page = self.open_window(PLACE, "A page to read")
        self.share("--window", "A page to read")
        self.assert_watched(page)
        self.windows.close()
        self.assert_lost('the window "A page to read" was closed', 400, 300)
        _, page = self.open_window((10, 20, 300, 200), "A page to read", number=300)
        self.assert_back(page)

    def test_a_window_by_its_id_ends_the_share(self):
        window, page = self.open_window(PLACE, "A page to read")
        self.share("--window", window.id)
        self.assert_watched(page)
        self.windows.close()
        reason = 'the window "A page to read" was closed'
        self.assertEqual(self.sharing.event("ended", SOON)["reason"], reason)
        self.assertEqual(self.sharing.wait(SOON), 0)
        self.assertEqual(self.watching.event("ended", SOON)["reason"], "the host has ended the share")
        self.assertEqual(self.watching.wait(SOON), 0)

    def test_the_x_server_may_crash_and_come_back(self):
        _, page = self.open_window()
        self.share()
        self.assert_watched(page)
        self.screen.end()
        self.assert_lost(f"the X display {self.screen.name} is gone", *SIZE)
        self.screen.start()
        _, page = self.open_window(number=300)
        self.assert_back(page)
        tickets = [event for event in self.sharing.events if event["event"] == "ticket"]
        self.assertEqual(len(tickets), 1)

    def test_an_x_server_that_hangs_is_waited_for(self):
        window, page = self.open_window()
        self.share()
        self.assert_watched(page)
        self.screen.signal(signal.SIGSTOP)
        self.assert_lost(f"the X display {self.screen.name} does not answer", *SIZE)
        self.screen.signal(signal.SIGCONT)
        page = self.page.picture(300)
        window.show(page)
        self.assert_back(page)

    def test_a_screen_that_shows_nothing_at_first_is_waited_for(self):
        _, page = self.open_window()
        self.share()
        self.assert_watched(page)
        self.assertEqual(self.watching.stop(), 0)
        self.sharing.event("stats", where=lambda stats: not stats["viewers"])
        self.screen.signal(signal.SIGSTOP)
        self.watch(self.ticket)
        self.assert_card("waiting for the screen", *SIZE)
        self.screen.signal(signal.SIGCONT)
        self.assert_watched(page)

    def test_who_comes_while_it_is_lost_sees_the_card(self):
        _, page = self.open_window(PLACE, "A page to read")
        self.share("--window", "A page to read")
        self.assert_watched(page)
        self.windows.close()
        state(self.sharing, "lost", SOON)
        self.open_screen(*SIZE)
        self.watch(self.ticket)
        self.assert_card(LOST, 400, 300)
        _, page = self.open_window((10, 20, 300, 200), "A page to read", number=300)
        self.assert_back(page)

    def test_it_may_be_lost_while_nobody_watches(self):
        _, page = self.open_window(PLACE, "A page to read")
        self.share("--window", "A page to read")
        self.assert_watched(page)
        self.assertEqual(self.watching.stop(), 0)
        self.sharing.event("stats", where=lambda stats: not stats["viewers"])
        self.windows.close()
        self.watch(self.ticket)
        self.assert_lost("no window is called A page to read", 400, 300)
        _, page = self.open_window((10, 20, 300, 200), "A page to read", number=300)
        self.assert_back(page)

    def test_it_may_be_lost_while_it_is_paused(self):
        _, page = self.open_window(PLACE, "A page to read")
        self.share("--window", "A page to read")
        self.assert_watched(page)
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.assert_card("paused", 400, 300)
        self.windows.close()
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.assert_lost("no window is called A page to read", 400, 300)
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.assert_card("paused", 400, 300)
        _, page = self.open_window((10, 20, 300, 200), "A page to read", number=300)
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.assert_watched(page)


class X11ChoiceTest(ComplainingTest):
    @classmethod
    def setUpClass(cls):
        cls.screen = cls.enterClassContext(Xvfb(*SIZE))
        cls.window = cls.enterClassContext(X11Window(cls.screen.name, PLACE, "A page to read"))
        xrandr(cls.screen, "--setmonitor", "left", "480/100x540/100+0+0", "screen")
        cls.env = {"DISPLAY": cls.screen.name}

    def listed(self, *options):
        run = subprocess.run([PIXELPASS, "list", "sources", *options], env={**os.environ, **self.env}, check=True,
                             capture_output=True, text=True, timeout=10)
        self.assertEqual(run.stderr, "")
        return run.stdout

    def test_what_can_be_shared_is_listed(self):
        window = self.window.id
        self.assertRegex(self.listed(), rf"""(?x)
            \Ascreen \s+ 960x540 \s .* {self.screen.name} \n
            monitor \s+ 480x540 \s+ left \n
            window \s+ 400x300 \s+ {window} \s+ A\ page\ to\ read \n
            test \s+ 1280x720 \s .* \n\Z""")
        screen, monitor, shown, _ = map(json.loads, self.listed("--json").splitlines())
        self.assertEqual((screen["source"], screen["width_px"], screen["height_px"]), ("screen", *SIZE))
        self.assertEqual(monitor, {"source": "monitor", "name": "left", "id": "", "width_px": 480, "height_px": 540})
        self.assertEqual(shown, {"source": "window", "name": "A page to read", "id": window, "width_px": 400,
                                 "height_px": 300})

    def test_what_is_not_there_can_not_be_shared(self):
        for choice, said in {("--monitor", "DP-9"): "there is no monitor DP-9\nhint: there are: left",
                             ("--window", "Nobody's"): "Nobody's.*\nhint: ",
                             ("--window", "0x7654321"): "0x7654321.*\nhint: ",
                             ("--region", "100x100+960+0"): "outside of the screen\nhint: "}.items():
            with self.subTest(choice=choice):
                self.assertRegex(self.both_ways(3, "host", "--source", "x11", *choice, *LOCAL, env=self.env), said)

    def test_choices_that_are_none(self):
        for choice in (["--region", "100x100"], ["--region", "0x100+0+0"], ["--region", "100x100+0+0+0"],
                       ["--region", "left"], ["--region", ""], ["--monitor", "left", "--window", "page"],
                       ["--region", "100x100+0+0", "--monitor", "left"]):
            with self.subTest(choice=choice):
                self.assertIn("\nhint: ", self.complaint(2, "host", "--source", "x11", *choice, env=self.env))


if __name__ == "__main__":
    unittest.main()
