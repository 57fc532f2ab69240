# SPDX-License-Identifier: MIT OR Apache-2.0
"""However one side ends, both are gone soon, leave nothing behind, and say how it was."""
import fcntl
import os
import pathlib
import signal
import subprocess
import termios
import time
import unittest
import urllib.parse

from rigs.dumbpipe import answers
from rigs.players import PlayerHome
from rigs.private_session import descendants
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.sound_session import SoundSession
from rigs.streams import StreamReader
from rigs.xvfb import Xvfb

SMALL = ["--source", "test", "--size", "320x180", "--audio", "none"]
SOON = 3  # seconds for an end that was asked for
NOTICED = 8  # seconds till the other side knows of one that was not


def is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class EndingTest(unittest.TestCase):
    def share(self, *options, **settings):
        self.sharing = self.enterContext(host(*(options or SMALL), **settings))
        self.ticket = self.sharing.event("ticket")["ticket"]

    def watch(self, player="none", **settings):
        self.watching = self.enterContext(view(self.ticket, "--player", player, **settings))
        self.url = self.watching.event("url")["url"]

    def watch_in_mpv(self):
        home = self.enterContext(PlayerHome(self.enterContext(Xvfb(320, 180))))
        self.watch("mpv", env=home.env)
        self.watching.event("stats", where=lambda stats: stats["player_delay_ms"] > 0)
        self.player, *_ = descendants(self.watching.process.pid)

    def assert_nothing_is_left(self):
        port = urllib.parse.urlsplit(self.url).port
        wait_for("the player to be gone", lambda: not is_running(self.player), SOON)
        self.assertFalse(answers(port), "the address still answers")

    def stop(self, program, number):
        """The exit status, which must come soon."""
        begun = time.monotonic()
        status = program.stop(number)
        self.assertLess(time.monotonic() - begun, SOON)
        return status

    def test_a_player_that_can_show_nothing_was_not_closed(self):
        self.share()
        home = self.enterContext(PlayerHome(self.enterContext(Xvfb(320, 180)), mpv_output=""))
        self.watch("mpv", env={**home.env, "DISPLAY": ""})
        error = self.watching.event("error")
        self.assertEqual((error["status"], error["message"]), (7, "mpv ended before it showed a picture"))
        self.assertIn("DISPLAY", error["hint"])
        self.assertEqual(self.watching.wait(SOON), 7)

    def test_a_signal_ends_the_viewer_and_its_player(self):
        self.share()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number.name):
                self.watch_in_mpv()
                self.assertEqual(self.stop(self.watching, number), 0)
                self.assert_nothing_is_left()
                self.assertEqual(self.sharing.event("viewer_left", limit=SOON)["reason"], "left")

    def test_a_signal_ends_the_host_and_with_it_the_viewer(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number.name):
                self.share()
                self.watch_in_mpv()
                self.assertEqual(self.stop(self.sharing, number), 0)
                self.assertEqual(self.watching.event("ended", SOON)["reason"], "the host has ended the share")
                self.assertEqual(self.watching.wait(SOON), 0)
                self.assert_nothing_is_left()

    def test_ctrl_c_before_anything_was_shared_is_told_apart(self):
        self.share()
        self.watch()
        self.assertEqual(self.stop(self.watching, signal.SIGINT), 130)
        self.share()
        self.assertEqual(self.stop(self.sharing, signal.SIGINT), 130)
        self.share()
        self.assertEqual(self.stop(self.sharing, signal.SIGTERM), 0)

    def test_the_time_that_was_given_ends_both(self):
        self.share(*SMALL, "--duration", "4")
        self.watch()
        self.assertEqual(self.sharing.event("ended", 6)["reason"], "the share has ended")
        self.assertEqual((self.sharing.wait(SOON), self.watching.wait(SOON)), (0, 0))
        self.share()
        watching = self.enterContext(view(self.ticket, "--player", "none", "--duration", "1"))
        self.assertEqual(watching.wait(1 + SOON), 0)

    def test_a_player_that_is_closed_ends_the_viewer(self):
        self.share()
        self.watch_in_mpv()
        os.kill(self.player, signal.SIGTERM)
        self.watching.event("player_exited", SOON)
        self.assertEqual(self.watching.event("ended", SOON)["reason"], "the player was closed")
        self.assertEqual(self.watching.wait(SOON), 0)

    def test_a_host_that_is_killed_is_waited_for_till_somebody_ends_that(self):
        self.share()
        for end in (signal.SIGINT, None):
            with self.subTest(end=end or "the player is closed"):
                self.watch_in_mpv()
                self.sharing.process.kill()
                self.watching.event("waiting", NOTICED)
                self.watching.event("stats", where=lambda stats: stats["waiting"])
                if end:
                    self.assertEqual(self.stop(self.watching, end), 0)
                else:
                    os.kill(self.player, signal.SIGTERM)
                    self.assertEqual(self.watching.event("ended", SOON)["reason"], "the player was closed")
                    self.assertEqual(self.watching.wait(SOON), 0)
                self.assert_nothing_is_left()
                self.share()

    def test_a_viewer_that_is_killed_takes_its_player_along_and_is_missed(self):
        self.share()
        self.watch_in_mpv()
        self.watching.process.kill()
        self.assertEqual(self.sharing.event("viewer_left", NOTICED)["reason"], "the connection was lost")
        self.assert_nothing_is_left()
        self.watch()
        with StreamReader(self.url):
            self.watching.event("first_frame")

    def test_a_terminal_that_is_closed_ends_what_runs_in_it(self):
        self.share()
        self.watch_in_mpv()
        for program, begun in ((self.sharing, "ticket"), (self.watching, "url")):
            terminal = self.enterContext(Terminal(program.command, program.env))
            terminal.wait_for_line(begun)
            terminal.close()
            self.assertEqual(terminal.process.wait(SOON), 0)

    def test_a_host_that_is_killed_leaves_nothing_in_pipewire(self):
        session = self.enterContext(SoundSession())
        screen = self.enterContext(Xvfb(320, 180))

        def ours():
            nodes = subprocess.run(["pw-cli", "list-objects", "Node"], env=session.env, capture_output=True, check=True,
                                   text=True, timeout=10).stdout
            return "pixelpass" in nodes

        self.share("--source", "x11", env={**session.env, "DISPLAY": screen.name})
        self.watch()
        with StreamReader(self.url):
            wait_for("our node", ours)
            self.sharing.process.kill()
            wait_for("our node to be gone", lambda: not ours(), SOON)


class Terminal:
    """A context manager: a program in a terminal of its own, its standard output aside."""

    def __init__(self, command, env):
        self._command, self._env = command, env

    def __enter__(self):
        self._master, slave = os.openpty()
        self.process = subprocess.Popen(self._command, env=self._env, stdin=slave, stdout=subprocess.PIPE, stderr=slave,
                                        start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0))
        os.close(slave)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.close()

    def wait_for_line(self, word):
        """Waits till the program has said a line with that word."""
        while word.encode() not in self.process.stdout.readline():
            if self.process.poll() is not None:
                raise AssertionError(f"ended without {word}")

    def close(self):
        """Closes the terminal, as a person does its window."""
        if self._master is not None:
            os.close(self._master)
            self._master = None


if __name__ == "__main__":
    unittest.main()
