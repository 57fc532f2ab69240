# SPDX-License-Identifier: MIT OR Apache-2.0
"""What an application on the host plays, heard at the viewer's address."""
import math
import pathlib
import tempfile
import unittest

from rigs.moving_page import MovingPage
from rigs.program import host, view
from rigs.sound_session import SoundSession
from rigs.streams import RATE, StreamReader, probe, record_sound, tone_level, tracks
from rigs.tones import AMPLITUDE, HERTZ, play_tone
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb


class SoundTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.screen = self.enterContext(Xvfb(320, 180))
        window = self.enterContext(X11Window(self.screen.name))
        self.enterContext(MovingPage(320, 180).playing(window))

    def watch(self, *options, env):
        """The address where a share of a screen can be heard, and the host."""
        sharing = self.enterContext(host("--source", "x11", *options, env={**env, "DISPLAY": self.screen.name}))
        watching = self.enterContext(view(sharing.event("ticket")["ticket"], "--player", "none"))
        return watching.event("url")["url"], sharing

    def test_what_an_application_plays_is_heard_as_loud_as_it_is(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env))
        url, _ = self.watch(env=session.env)
        heard = record_sound(url, 5)
        self.assertGreater(len(heard), 4 * RATE)
        level = tone_level(heard[RATE:], HERTZ)
        self.assertAlmostEqual(20 * math.log10(level / AMPLITUDE), 0, delta=2)
        self.assertLess(tone_level(heard[RATE:], 1700), AMPLITUDE / 100)

    def test_without_audio_there_is_no_audio_track(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env))
        url, _ = self.watch("--audio", "none", env=session.env)
        self.assertEqual(list(tracks(probe(url))), ["video"])

    def test_without_pipewire_the_picture_goes_on_after_one_warning(self):
        env = {"XDG_RUNTIME_DIR": str(self.folder), "PIPEWIRE_REMOTE": "", "PIPEWIRE_RUNTIME_DIR": ""}
        url, sharing = self.watch(env=env)
        with StreamReader(url):
            warning = sharing.event("warning", where=lambda event: "sound" in event["message"])
            encoded = sharing.event("stats")["pictures_encoded"]
            sharing.event("stats", where=lambda stats: stats["pictures_encoded"] > encoded + 60)
        self.assertEqual([event for event in sharing.events if "sound" in event.get("message", "")], [warning])
        self.assertTrue(warning["hint"])
        self.assertIn("video", tracks(probe(url)))


if __name__ == "__main__":
    unittest.main()
