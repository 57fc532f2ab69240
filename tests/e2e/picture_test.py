# SPDX-License-Identifier: MIT OR Apache-2.0
"""An X screen, shared and watched in real players on another screen."""
import unittest

from rigs.ordinary_user import ordinary_user
from rigs.pictures import strip_time
from rigs.players import PlayerHome
from rigs.processes import wait_for
from rigs.program import host
from rigs.watching import SIZE, WatchingTest
from rigs.window_manager import WindowManager
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

POINTER = slice(445, 475), slice(885, 915)  # rows and columns around where the pointer is put


class PictureTest(WatchingTest):
    def setUp(self):
        super().setUp()
        self.screen = self.enterContext(Xvfb(*SIZE))
        self.window = self.enterContext(X11Window(self.screen.name))
        self.window.move_pointer(2, SIZE[1] - 2)

    def share(self, *options):
        sharing = self.enterContext(host("--source", "x11", "--audio", "none", *options,
                                         env={"DISPLAY": self.screen.name}))
        return sharing.event("ticket")["ticket"]

    def watch_and_compare(self, player, prefix=()):
        with self.page.playing(self.window):
            self.watch(self.share(), player, prefix)
            self.assert_shown_in_motion()
        self.assert_shown_at_rest(strip_time(self.screen.screenshot()))

    def test_mpv_shows_what_is_on_the_screen(self):
        self.watch_and_compare("mpv")

    def test_mpv_shows_it_by_the_output_that_it_finds_itself(self):
        self.enterContext(WindowManager(self.other))
        self.home = self.enterContext(PlayerHome(self.other, mpv_output=""))
        self.watch_and_compare("mpv")

    def test_vlc_shows_what_is_on_the_screen(self):
        self.watch_and_compare("vlc", ordinary_user(self.home))

    def pointer_contrast(self, *options):
        """How much the darkest point where the pointer is differs from the page."""
        self.window.show(self.page.picture(7))
        self.window.move_pointer(900, 460)
        self.watch(self.share(*options))
        wait_for("a good picture", lambda: (self.quality() or [0])[0] > 30)
        return int(self.page.picture(7)[POINTER].min()) - int(self.shown()[1][POINTER].min())

    def test_the_pointer_is_shown(self):
        self.assertGreater(self.pointer_contrast(), 100)

    def test_the_pointer_is_left_out_if_that_is_asked(self):
        self.assertLess(self.pointer_contrast("--no-cursor"), 30)


if __name__ == "__main__":
    unittest.main()
