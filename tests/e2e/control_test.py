# SPDX-License-Identifier: MIT OR Apache-2.0
"""A share that is controlled by scripts: pixelpass ctl, and what may speak to its socket."""
import json
import os
import pathlib
import signal
import socket
import stat
import subprocess
import tempfile
import unittest

from rigs.processes import wait_for
from rigs.program import PIXELPASS, host, view
from rigs.streams import RATE, StreamReader, record_sound, tone_level
from rigs.watching import SOON, state

TEST_HERTZ, TEST_AMPLITUDE = 440, 0.1  # src/audio/tone.cpp
MOST_CLIENTS, LONGEST_LINE = 8, 4096


class ControlTest(unittest.TestCase):
    def setUp(self):
        self.runtime = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        home = self.enterContext(tempfile.TemporaryDirectory())
        self.env = {"XDG_RUNTIME_DIR": str(self.runtime), "HOME": home, "XDG_STATE_HOME": home,
                    "DBUS_SESSION_BUS_ADDRESS": ""}

    def share(self, *options):
        sharing = self.enterContext(host("--source", "test", "--size", "160x90", *options, env=self.env))
        sharing.ticket = sharing.event("ticket")["ticket"]
        wait_for("its socket", lambda: self.socket_of(sharing).exists())
        return sharing

    def watch(self, sharing):
        """A viewer, and the address of what it gets."""
        watching = self.enterContext(view(sharing.ticket, "--player", "none"))
        return watching, watching.event("url")["url"]

    def socket_of(self, sharing):
        return self.runtime / "pixelpass" / f"host-{sharing.process.pid}.sock"

    def ctl(self, *words, status=0):
        """What it prints, on stderr if it fails."""
        done = subprocess.run([PIXELPASS, "ctl", *words], env={**os.environ, **self.env}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done.stderr if status else done.stdout

    def status(self, *words):
        return json.loads(self.ctl(*words, "status", "--json"))


class CommandsTest(ControlTest):
    def test_says_how_the_share_is_and_does_what_is_asked(self):
        sharing = self.share()
        viewer, url = self.watch(sharing)
        joined = sharing.event("viewer_joined")
        known = self.status()
        self.assertEqual(known["ticket"], sharing.ticket)
        self.assertEqual([each["id"] for each in known["viewers"]], [joined["id"]])
        lines = self.ctl("status")
        self.assertIn(sharing.ticket, lines)
        self.assertIn(joined["id"][:10], lines)
        self.assertIn(str(sharing.process.pid), self.ctl("list"))

        self.assertAlmostEqual(self.tone(url), TEST_AMPLITUDE, delta=TEST_AMPLITUDE / 3)
        self.ctl("mute")
        self.assertTrue(sharing.event("muted")["muted"])
        viewer.event("stats", where=lambda stats: stats["muted"])
        self.assertLess(self.tone(url), 1e-3)
        self.ctl("unmute")
        self.assertFalse(sharing.event("muted")["muted"])

        self.ctl("pause")
        self.assertEqual(state(sharing, "paused", SOON)["reason"], "paused")
        self.assertTrue(self.status()["paused"])
        self.ctl("pause")  # which it is already
        self.ctl("resume")
        state(sharing, "live", SOON)

        self.ctl("bitrate", "200")
        self.assertEqual(sharing.event("bitrate")["most_kbps"], 200)
        sharing.event("stats", where=lambda event: event["renditions"][0]["bitrate_kbps"] == 200)
        self.ctl("bitrate", "auto")
        self.assertEqual(sharing.event("bitrate")["most_kbps"], known["most_kbps"])
        self.assertIn("100 to 200000", self.ctl("bitrate", "99", status=2))
        self.assertIn("the viewer is missing", self.ctl("approve", "--always", status=2))

        with StreamReader(url) as reader:
            wait_for("the stream", lambda: reader.size)
            file = self.ctl("clip").strip()
            clip = sharing.event("clip")
        self.assertEqual(file, clip["file"])
        self.assertTrue(pathlib.Path(clip["file"]).exists())

        self.assertIn("nobody is called bob", self.ctl("kick", "bob", status=2))
        self.ctl("kick", joined["id"][:8])
        self.assertIn("removed", sharing.event("viewer_left")["reason"])
        self.assertEqual(viewer.wait(), 6)

        self.ctl("stop")
        self.assertEqual(sharing.wait(), 0)
        self.assertFalse(self.socket_of(sharing).exists())
        self.assertIn("no host runs", self.ctl("status", status=5))

    def tone(self, url):
        return tone_level(record_sound(url, 1.5)[RATE // 2:], TEST_HERTZ)

    def test_watch_tells_all_events_until_the_end(self):
        sharing = self.share()
        command = [PIXELPASS, "ctl", "watch"]
        with subprocess.Popen(command, env={**os.environ, **self.env}, stdout=subprocess.PIPE, text=True) as watching:
            self.assertEqual(json.loads(watching.stdout.readline())["event"], "stats")
            self.ctl("mute")
            self.ctl("stop")
            events = [json.loads(line) for line in watching.stdout]
        self.assertEqual(watching.returncode, 0)
        self.assertEqual([each["event"] for each in events if each["event"] != "stats"], ["muted", "ended"])
        self.assertEqual(sharing.wait(), 0)


class ConsentTest(ControlTest):
    """Viewers keep their identities, so that they are known when they come again."""

    def ask_in(self, sharing, name):
        """A viewer with the identity of that name, and what the host is told of its request."""
        asking = self.enterContext(view(sharing.ticket, "--player", "none", "--identity", self.runtime / name))
        asking.event("pending")
        return asking, sharing.event("viewer_request")

    def test_lets_in_once_or_always_or_sends_away(self):
        sharing = self.share("--approve")
        anna, request = self.ask_in(sharing, "anna")
        self.assertEqual([each["words"] for each in self.status()["requests"]], [request["words"]])
        self.assertIn("asks", self.ctl("status"))
        self.assertIn("nobody is watching", self.ctl("kick", request["words"], status=2))
        self.ctl("approve", request["words"])
        self.assertEqual(sharing.event("viewer_joined")["id"], request["id"])
        anna.event("let_in")  # though no player asks for a picture
        self.assertEqual(self.status()["requests"], [])

        bob, request = self.ask_in(sharing, "bob")
        self.ctl("refuse", request["id"])
        self.assertEqual(bob.wait(), 6)
        _, carol = self.ask_in(sharing, "carol")
        self.ctl("approve", carol["id"][:8], "--always")
        sharing.event("viewer_joined", where=lambda event: event["id"] == carol["id"])
        self.ctl("stop")
        self.assertEqual(sharing.wait(), 0)

        later = self.share("--approve")
        _, request = self.ask_in(later, "anna")
        self.enterContext(view(later.ticket, "--player", "none", "--identity", self.runtime / "carol"))
        self.assertEqual(later.event("viewer_joined")["id"], carol["id"])
        self.assertEqual([each["id"] for each in self.status()["requests"]], [request["id"]])


class HostsTest(ControlTest):
    def test_which_of_several_has_to_be_said_and_the_dead_are_forgotten(self):
        one, two = self.share(), self.share()
        listed = self.ctl("list")
        error = self.ctl("pause", status=2)
        for sharing in (one, two):
            self.assertIn(str(sharing.process.pid), listed)
            self.assertIn(str(sharing.process.pid), error)
        self.ctl("--host", str(two.process.pid), "pause")
        state(two, "paused", SOON)
        self.assertFalse(self.status("--host", str(one.process.pid))["paused"])
        two.stop(signal.SIGKILL)
        self.assertTrue(self.socket_of(two).exists())
        self.assertFalse(self.status()["paused"])  # the other one is the only one now
        self.assertFalse(self.socket_of(two).exists())
        self.assertIn("no host with the pid", self.ctl("status", "--host", str(two.process.pid), status=5))

    def test_the_socket_is_for_this_user_alone(self):
        (self.runtime / "pixelpass").mkdir(mode=0o755)
        sharing = self.share()
        path = self.socket_of(sharing)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(path.parent.stat().st_mode), 0o700)

    def test_without_a_folder_for_it_the_share_goes_on(self):
        self.env["XDG_RUNTIME_DIR"] = ""
        sharing = self.enterContext(host("--source", "test", env=self.env))
        sharing.event("warning", where=lambda event: "XDG_RUNTIME_DIR" in event["message"])
        sharing.event("ticket")
        self.assertIn("XDG_RUNTIME_DIR", self.ctl("status", status=5))


class HostileTest(ControlTest):
    def connect(self):
        client = self.enterContext(socket.socket(socket.AF_UNIX))
        client.connect(str(self.path))
        client.settimeout(10)
        return client

    def ask(self, client, line):
        client.sendall(line)
        return json.loads(client.makefile("rb").readline())

    def test_a_host_survives_all_that_comes_by_its_socket(self):
        sharing = self.share()
        self.path = self.socket_of(sharing)
        client = self.connect()
        for line in (b"\n", b"\xff\x00\n", b"[" * 4000 + b"\n", b'{"do": "fly"}\n'):
            self.assertEqual(self.ask(client, line)["status"], 2)
        # In pieces, and two at once.
        client.sendall(b'{"do": "mu')
        self.assertTrue(self.ask(client, b'te"}\n')["ok"])
        client.sendall(b'{"do": "unmute"}\n{"do": "status"}\n')
        answers = client.makefile("rb")
        self.assertNotIn("state", json.loads(answers.readline()))
        self.assertIn("state", json.loads(answers.readline()))
        # A line without an end.
        huge = self.connect()
        self.assertFalse(self.ask(huge, b"x" * (LONGEST_LINE + 1))["ok"])
        self.assertEqual(huge.recv(1), b"")
        # One that asks and asks and never reads.
        deaf = self.connect()
        deaf.settimeout(0.5)
        with self.assertRaises(OSError):
            while True:
                deaf.sendall(b'{"do": "status"}\n' * 100)
        self.assertTrue(self.ask(client, b'{"do": "status"}\n')["ok"])

    def test_no_crowd_keeps_a_host_from_its_work(self):
        sharing = self.share()
        self.path = self.socket_of(sharing)
        crowd = [self.connect() for _ in range(100)]
        self.assertIn("too many", crowd[MOST_CLIENTS].makefile("rb").readline().decode())
        self.watch(sharing)
        sharing.event("viewer_joined")
        for client in crowd:
            client.close()
        wait_for("room for another", lambda: self.answers())
        self.assertEqual(len(self.status()["viewers"]), 1)

    def answers(self):
        try:
            return self.ask(self.connect(), b'{"do": "status"}\n')["ok"]
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main()
