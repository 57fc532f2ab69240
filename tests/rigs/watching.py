# SPDX-License-Identifier: MIT OR Apache-2.0
"""What tests of pictures have in common: a viewer's screen with a player on it, compared with what was to be shown."""
import statistics
import unittest

from PIL import ImageFont

from rigs.moving_page import MovingPage
from rigs.pictures import psnr, strip_time
from rigs.players import PlayerHome
from rigs.processes import wait_for
from rigs.program import view
from rigs.xvfb import Xvfb

SIZE = 960, 540
GOOD_DB = 25
CARD_COLOUR = 0x20, 0x28, 0x30  # src/gst/card.cpp
CARD_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SOON = 5  # seconds for what should be seen at once


class WatchingTest(unittest.TestCase):
    """Its viewer's screen is `other`. Players neither enlarge nor shrink a picture, so that its size can be seen."""

    def setUp(self):
        self.open_screen(*SIZE)
        self.page = MovingPage(*SIZE)

    def open_screen(self, width, height):
        """A screen for the next viewer, who is looked at from then on."""
        self.other = self.enterContext(Xvfb(width, height))
        self.home = self.enterContext(PlayerHome(self.other, "video-unscaled=yes"))

    def watch(self, ticket, player="mpv", prefix=()):
        return self.enterContext(view(ticket, "--player", player, env=self.home.env, prefix=prefix))

    # A page in motion and at rest.

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

    def assert_shown_at_rest(self, resting):
        """The player shows the page with that number, and each letter on it."""
        wait_for("the last picture", lambda: self.shown()[0] == resting)
        text = self.page.text_area
        letters = self.page.picture(resting)[text].mean(axis=2) < 128

        def legible():
            return ((self.shown()[1][text].mean(axis=2) < 128) == letters).mean() > 0.997

        wait_for("each letter as it was", legible)

    # Any picture, and its size.

    def watched(self, width, height):
        """The picture of that size that the player shows, or None if it shows none, or one of another size."""
        screen = self.other.screenshot()
        left, top = (self.other.size[0] - width) // 2, (self.other.size[1] - height) // 2
        outside = screen.copy()
        outside[top:top + height, left:left + width] = 0
        picture = screen[top:top + height, left:left + width]
        return picture if outside.max() < 8 and picture[[0, -1]].max() > 8 and picture[:, [0, -1]].max() > 8 else None

    def shows(self, expected):
        """Whether the player shows that picture, in its size."""
        picture = self.watched(expected.shape[1], expected.shape[0])
        return picture is not None and psnr(picture, expected) >= GOOD_DB

    def assert_watched(self, expected, limit=SOON):
        """The player shows soon what `expected` gives, or is."""
        wait_for("the right picture in the player",
                 lambda: self.shows(expected() if callable(expected) else expected), limit)

    def shows_card(self, text, width, height):
        """Whether the player shows a card of that size that says that."""
        picture = self.watched(width, height)
        if picture is None or abs(picture[::height - 1].astype(int) - CARD_COLOUR).max() > 12:
            return False
        columns, = (picture.mean(axis=2) > 140).any(axis=0).nonzero()
        if not len(columns):
            return False
        left, _, right, _ = ImageFont.truetype(CARD_FONT, height // 14).getmask(text).getbbox()
        return abs(columns[-1] - columns[0] + 1 - (right - left)) <= max(3, 0.04 * (right - left))

    def assert_card(self, text, width, height, limit=SOON):
        wait_for(f'the card "{text}" in the player', lambda: self.shows_card(text, width, height), limit)


def state(sharing, name, limit=20):
    """The next event of a host that tells that its source is in that state: live, lost or paused."""
    return sharing.event("source", limit, lambda event: event["state"] == name)
