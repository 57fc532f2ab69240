# SPDX-License-Identifier: MIT OR Apache-2.0
"""What an application on the host plays, heard at the viewer's address."""
import json
import math
import pathlib
import subprocess
import tempfile
import unittest

from rigs.moving_page import MovingPage
from rigs.processes import wait_for
from rigs.program import LOCAL, PIXELPASS, host, view
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

    def warnings(self, sharing):
        """Those about sound that have come."""
        return [event for event in sharing.events if event["event"] == "warning" and
                ("sound" in event["message"] or "plays" in event["message"])]

    def heard_by(self, sharing, heard, not_heard=(), waiting_for=()):
        """Waits till the host tells that exactly these are heard, and not."""
        wanted = [list(heard), list(not_heard), list(waiting_for)]
        return sharing.event("audio", where=lambda e: [e["heard"], e["not_heard"], e["waiting_for"]] == wanted)

    def test_who_is_heard_is_told_while_it_changes(self):
        session = self.enterContext(SoundSession())
        with host("--source", "test", "--audio", "all", env=session.env) as sharing:
            self.heard_by(sharing, [])
            with play_tone(session.env, "Firefox"):
                self.heard_by(sharing, ["Firefox"])
                with play_tone(session.env, "Mumble"):
                    self.heard_by(sharing, ["Firefox", "Mumble"])
                self.heard_by(sharing, ["Firefox"])
            self.heard_by(sharing, [])

    def test_voice_programs_are_left_out(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env, "Firefox"))
        self.enterContext(play_tone(session.env, "Mumble", 1700))
        url, sharing = self.watch(env=session.env)
        self.heard_by(sharing, ["Firefox"], ["Mumble"])
        heard = record_sound(url, 5)[RATE:]
        self.assertAlmostEqual(20 * math.log10(tone_level(heard, HERTZ) / AMPLITUDE), 0, delta=2)
        self.assertLess(tone_level(heard, 1700), AMPLITUDE / 100)

    def test_a_line_for_people_tells_who_is_heard(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env, "Firefox"))
        self.enterContext(play_tone(session.env, "Mumble"))
        wait_for("both play", lambda: self.list_apps(session.env).keys() == {"Firefox", "Mumble"})
        said = subprocess.run([PIXELPASS, "host", *LOCAL, "--source", "test", "--no-app", "vlc", "--duration", "3"],
                              env=session.env, capture_output=True, text=True, timeout=60, check=True).stderr
        self.assertIn("pixelpass: friend hears: Firefox · not: Mumble\n", said)

    def test_an_unknown_application_is_waited_for_with_one_warning(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env, "Firefox", 1700))
        wait_for("Firefox plays", lambda: self.list_apps(session.env))
        url, sharing = self.watch("--app", "mpv", "VLC", env=session.env)
        self.heard_by(sharing, [], ["Firefox"], ["VLC", "mpv"])
        warning = self.warnings(sharing)[0]
        self.assertIn("VLC, mpv", warning["message"])
        self.assertIn("Firefox", warning["hint"])
        with StreamReader(url), play_tone(session.env, "MPV"):
            self.heard_by(sharing, ["MPV"], ["Firefox"], ["VLC"])
            heard = record_sound(url, 5)[RATE:]
        self.assertAlmostEqual(20 * math.log10(tone_level(heard, HERTZ) / AMPLITUDE), 0, delta=2)
        self.assertLess(tone_level(heard, 1700), AMPLITUDE / 100)
        self.heard_by(sharing, [], ["Firefox"], ["VLC", "mpv"])
        self.assertEqual(self.warnings(sharing), [warning])

    def test_sound_joins_when_a_sound_server_appears(self):
        session = SoundSession()
        url, sharing = self.watch(env=session.env)
        self.assertEqual(len(self.warnings(sharing)), 1)
        with StreamReader(url) as reader:
            wait_for("the stream", lambda: reader.size > 100_000)
            self.assertEqual(sorted(tracks(probe(url))), ["audio", "video"])
            self.enterContext(session)
            self.enterContext(play_tone(session.env, "Firefox"))
            self.heard_by(sharing, ["Firefox"])
            heard = record_sound(url, 5)[RATE:]
        self.assertAlmostEqual(20 * math.log10(tone_level(heard, HERTZ) / AMPLITUDE), 0, delta=2)

    def test_nothing_is_left_in_the_graph_when_the_host_is_killed(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env))
        url, sharing = self.watch(env=session.env)

        def ours():
            graph = subprocess.run(["pw-link", "-l"], env=session.env, capture_output=True, text=True, check=True).stdout
            return graph.count("pixelpass")

        with StreamReader(url):
            wait_for("links", ours)
            sharing.process.kill()
            wait_for("no link", lambda: not ours())
        nodes = subprocess.run(["pw-dump"], env=session.env, capture_output=True, text=True, check=True).stdout
        self.assertNotIn("pixelpass", nodes)

    def list_apps(self, env):
        """The rows of the list of applications, by their names."""
        run = subprocess.run([PIXELPASS, "list", "apps", "--json"], env=env, capture_output=True, text=True, check=True)
        return {row["app"]: row for row in map(json.loads, run.stdout.splitlines())}

    def test_a_list_tells_who_plays(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env, "Firefox"))
        self.enterContext(play_tone(session.env, "Mumble"))
        rows = wait_for("both", lambda: (found := self.list_apps(session.env)).keys() == {"Firefox", "Mumble"} and
                        found["Firefox"]["heard"] and found)
        self.assertEqual((rows["Firefox"]["node"], rows["Firefox"]["binary"]), ("Firefox", "pw-cat"))
        self.assertGreater(int(rows["Firefox"]["pid"]), 1)
        self.assertFalse(rows["Mumble"]["heard"])
        self.assertIn("voice", rows["Mumble"]["reason"])
        run = subprocess.run([PIXELPASS, "list", "apps"], env=session.env, capture_output=True, text=True, check=True)
        self.assertRegex(run.stdout, r"(?m)^Firefox +pw-cat +\d+ +Firefox +heard$")

    def test_a_list_without_pipewire_is_an_error_with_a_status_of_its_own(self):
        env = {"XDG_RUNTIME_DIR": str(self.folder), "PIPEWIRE_REMOTE": "", "PIPEWIRE_RUNTIME_DIR": ""}
        run = subprocess.run([PIXELPASS, "list", "apps"], env=env, capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout), (8, ""))
        self.assertTrue(run.stderr.startswith("pixelpass: PipeWire is not running\nhint: "), run.stderr)

    def test_contradictions_are_usage_errors(self):
        for options in (["--app", "a", "--no-app", "b"], ["--app", "a", "--audio", "none"],
                        ["--no-app", "a", "--audio", "none"], ["--app"], ["--app", ""]):
            run = subprocess.run([PIXELPASS, "host", *options], capture_output=True, text=True)
            self.assertEqual((run.returncode, run.stdout), (2, ""), options)
            self.assertEqual(run.stderr.count("\n"), 2, run.stderr)

    def test_without_audio_there_is_no_audio_track(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env))
        url, _ = self.watch("--audio", "none", env=session.env)
        self.assertEqual(list(tracks(probe(url))), ["video"])

    def test_without_pipewire_the_picture_goes_on_after_one_warning(self):
        env = {"XDG_RUNTIME_DIR": str(self.folder), "PIPEWIRE_REMOTE": "", "PIPEWIRE_RUNTIME_DIR": ""}
        url, sharing = self.watch(env=env)
        with StreamReader(url):
            encoded = sharing.event("stats")["pictures_encoded"]
            sharing.event("stats", where=lambda stats: stats["pictures_encoded"] > encoded + 60)
        warnings = self.warnings(sharing)
        self.assertEqual(len(warnings), 1)
        self.assertTrue(warnings[0]["hint"])
        self.assertIn("video", tracks(probe(url)))


if __name__ == "__main__":
    unittest.main()
