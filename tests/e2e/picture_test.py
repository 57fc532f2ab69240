# SPDX-License-Identifier: MIT OR Apache-2.0
"""An X screen, shared and watched in real players on another screen."""
import statistics
import unittest

from rigs.moving_page import MovingPage
from rigs.ordinary_user import ordinary_user
from rigs.pictures import psnr, strip_time
from rigs.players import PlayerHome
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

SIZE = 960, 540
GOOD_DB = 25
POINTER = slice(445, 475), slice(885, 915)  # rows and columns around where the pointer is put


class PictureTest(unittest.TestCase):
    def setUp(self):
        self.screen = self.enterContext(Xvfb(*SIZE))
        self.other = self.enterContext(Xvfb(*SIZE))
        self.home = self.enterContext(PlayerHome(self.other))
        self.window = self.enterContext(X11Window(self.screen.name))
        self.page = MovingPage(*SIZE)
        self.window.move_pointer(2, SIZE[1] - 2)

    def share(self, *options):
        sharing = self.enterContext(host("--source", "x11", "--audio", "none", *options,
                                         env={"DISPLAY": self.screen.name}))
        return sharing.event("ticket")["ticket"]

    def shown(self):
        """The number of the page that the player shows, and the player's picture of it."""
        picture = self.other.screenshot()
        return strip_time(picture), picture

    def quality(self):
        """In dB, of the whole picture and of its text; None if there is none yet."""
        number, picture = self.shown()
        if number is None:
            return None
        original, text = self.page.picture(number), self.page.text_area
        return psnr(picture, original), psnr(picture[text], original[text])

    def assert_shown_in_motion(self):
        first = wait_for("the page in the player", lambda: self.shown()[0])
        wait_for("the page moves in the player", lambda: (self.shown()[0] or 0) > first + 30)
        qualities = [quality for quality in (self.quality() for _ in range(11)) if quality]
        self.assertGreater(len(qualities), 5)
        whole, text = (statistics.median(column) for column in zip(*qualities))
        self.assertGreaterEqual(whole, GOOD_DB)
        self.assertGreaterEqual(text, GOOD_DB, "the text")

    def assert_shown_at_rest(self):
        resting = strip_time(self.screen.screenshot())
        wait_for("the last picture", lambda: self.shown()[0] == resting)
        text = self.page.text_area
        letters = self.page.picture(resting)[text].mean(axis=2) < 128

        def legible():
            return ((self.shown()[1][text].mean(axis=2) < 128) == letters).mean() > 0.997

        wait_for("each letter as it was", legible)

    def watch_and_compare(self, player, prefix=()):
        with self.page.playing(self.window):
            ticket = self.share()
            self.enterContext(view(ticket, "--player", player, env=self.home.env, prefix=prefix))
            self.assert_shown_in_motion()
        self.assert_shown_at_rest()

    def test_mpv_shows_what_is_on_the_screen(self):
        self.watch_and_compare("mpv")

    def test_vlc_shows_what_is_on_the_screen(self):
        self.watch_and_compare("vlc", ordinary_user(self.home))

    def pointer_contrast(self, *options):
        """How much the darkest point where the pointer is differs from the page."""
        self.window.show(self.page.picture(7))
        self.window.move_pointer(900, 460)
        ticket = self.share(*options)
        self.enterContext(view(ticket, "--player", "mpv", env=self.home.env))
        wait_for("a good picture", lambda: (self.quality() or [0])[0] > 30)
        return int(self.page.picture(7)[POINTER].min()) - int(self.shown()[1][POINTER].min())

    def test_the_pointer_is_shown(self):
        self.assertGreater(self.pointer_contrast(), 100)

    def test_the_pointer_is_left_out_if_that_is_asked(self):
        self.assertLess(self.pointer_contrast("--no-cursor"), 30)


if __name__ == "__main__":
    unittest.main()
