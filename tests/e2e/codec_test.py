# SPDX-License-Identifier: MIT OR Apache-2.0
"""Each codec, in each container that has a place for it, seen in real players, in its own colours. The picture is small and of
bright colours: players that are not told take it for BT.601, which is far off."""
import http.client
import os
import pathlib
import re
import tempfile
import unittest
import urllib.parse

import numpy

from rigs import dumbpipe
from rigs.ordinary_user import ordinary_user
from rigs.pictures import colour_psnr
from rigs.players import PlayerHome
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.streams import PictureReader
from rigs.vaapi_rig import VaapiRig
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

CELL = 64
SIZE = 6 * CELL, 3 * CELL
GOOD_DB = 32  # by BT.601 it would be 24
SOON = 20
COLOURS = (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 1, 1), (0, 0, 1), (1, 0, 1)
LIGHTS = (220, 30), (190, 40), (210, 60)  # of what is on and of what is off in a colour; clipped ones would err less


def bright_picture():
    cells = numpy.array([[[on if part else off for part in colour] for colour in COLOURS] for on, off in LIGHTS], numpy.uint8)
    return cells.repeat(CELL, axis=0).repeat(CELL, axis=1)


PICTURE = bright_picture()


class Shares:
    """Shares PICTURE, in `codec`."""
    codec = "h264"
    options = ()
    gpu = None

    @classmethod
    def setUpClass(cls):
        screen = cls.enterClassContext(Xvfb(*SIZE))
        cls.enterClassContext(X11Window(screen.name)).show(PICTURE)
        env = cls.enterClassContext(VaapiRig()).env if cls.gpu else {}
        cls.sharing = cls.enterClassContext(host("--source", "x11", "--no-cursor", "--audio", "none", "--codec", cls.codec,
                                                 *cls.options, env={**env, "DISPLAY": screen.name}))
        cls.ticket = cls.sharing.event("ticket")["ticket"]

    def addresses(self):
        """The viewer, and the stream's addresses as Matroska and as MPEG-TS."""
        watching = self.enterContext(view(self.ticket, "--player", "none"))
        matroska = watching.event("url")["url"]
        return watching, matroska, matroska.replace("live.mkv", "live.ts")

    def assert_true(self, seen):
        """The picture that `seen` gives comes to be PICTURE, in brightness and in colours."""
        best = [0]

        def is_true():
            picture = seen()
            if picture is not None and picture.shape == PICTURE.shape:
                best.append(colour_psnr(picture, PICTURE))
            return best[-1] > GOOD_DB

        try:
            wait_for("the picture", is_true, SOON)
        except AssertionError as error:
            raise AssertionError(f"{error}; in dB: {sorted(best)[-1]:.1f}") from None

    def assert_true_by_ffmpeg(self, url):
        with PictureReader(url, SIZE) as reader:
            self.assert_true(lambda: reader.picture)

    def assert_true_in(self, player, prefix=lambda home: (), **options):
        screen = self.enterContext(Xvfb(*SIZE))
        home = self.enterContext(PlayerHome(screen, **options))
        self.enterContext(view(self.ticket, "--player", player, env=home.env, prefix=prefix(home)))
        self.assert_true(screen.screenshot)


class H264Test(Shares, unittest.TestCase):
    def test_ffmpeg_shows_it_from_each_container(self):
        for url in self.addresses()[1:]:
            with self.subTest(url=url):
                self.assert_true_by_ffmpeg(url)

    def test_mpv_shows_it(self):
        self.assert_true_in("mpv")

    def test_vlc_shows_it(self):
        self.assert_true_in("vlc", ordinary_user, vlc_output="gl")


class HevcTest(H264Test):
    codec = "hevc"


class Av1Test(H264Test):
    codec = "av1"

    def test_the_address_of_mpegts_tells_where_it_is(self):
        watching, matroska, mpegts = self.addresses()
        address = urllib.parse.urlsplit(mpegts)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=SOON)
        self.addCleanup(connection.close)
        connection.request("GET", address.path)
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["Location"]), (302, matroska))
        self.assertRegex(answer.read().decode(), "no place for AV1.*live.mkv")
        self.assertEqual(watching.event("first_frame")["codec"], "av1")

    def test_a_player_that_can_not_play_it_is_explained(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        player = folder / "mpv"
        player.write_text('#!/bin/sh\nfor url; do :; done\ncurl -s -m 1 -o /dev/null "$url"\nexit 2\n')
        player.chmod(0o755)
        with view(self.ticket, "--player", "mpv", env={"PATH": f"{folder}:{os.environ['PATH']}"}) as watching:
            said = watching.event("error")
            self.assertIn("AV1", said["message"])
            self.assertIn("--codec h264", said["hint"])
            self.assertEqual(watching.wait(), 7)

    def test_who_speaks_an_older_protocol_is_told(self):
        with dumbpipe.connect(self.ticket) as url:
            address = urllib.parse.urlsplit(url)
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=SOON)
            self.addCleanup(connection.close)
            connection.request("GET", "/")
            answer = connection.getresponse()
            self.assertEqual(answer.status, 406)
            self.assertRegex(answer.read().decode(), "AV1.*--codec h264")
        self.sharing.event("warning", where=lambda warning: re.search("pixelpass/0.*AV1", warning["message"]))


class GpuTest(Shares, unittest.TestCase):
    """An encoder that says nothing of colours."""
    options = ("--encoder", "vah264enc")
    gpu = True

    def test_ffmpeg_shows_it(self):
        self.assert_true_by_ffmpeg(self.addresses()[1])

    def test_mpv_shows_it(self):
        self.assert_true_in("mpv")


if __name__ == "__main__":
    unittest.main()
