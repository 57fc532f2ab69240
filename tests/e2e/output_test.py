# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a script reads on stdout, and what no log may tell."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from rigs.processes import die_with_parent, wait_for
from rigs.program import LOCAL, PIXELPASS
from rigs.streams import StreamReader

SMALL = ["--source", "test", "--size", "160x90", "--audio", "none"]


class Run:
    """A context manager: pixelpass with its output in files; interrupt() ends it."""

    def __init__(self, *arguments, stdin=None):
        self._command = [PIXELPASS, *arguments, *LOCAL]
        self._stdin = stdin

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self._out, self._err = (pathlib.Path(self._folder.name, name) for name in ("out", "err"))
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(self._command, env={**os.environ, "XDG_RUNTIME_DIR": self._folder.name},
                                            stdin=subprocess.PIPE, stdout=out, stderr=err,
                                            preexec_fn=die_with_parent)
        self.process.stdin.write((self._stdin or "").encode())
        self.process.stdin.close()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self._folder.cleanup()

    def lines(self):
        return self._out.read_text().splitlines()

    def errors(self):
        return self._err.read_text()

    def first_line(self):
        return wait_for("a line", lambda: "\n" in self._out.read_text() and self.lines())[0]

    def interrupt(self):
        self.process.send_signal(2)
        return self.process.wait(10)


class OutputTest(unittest.TestCase):
    def test_the_ticket_stands_alone_and_the_address_too(self):
        with Run("host", *SMALL) as sharing:
            ticket = sharing.first_line()
            self.assertRegex(ticket, r"^endpoint[a-z0-9]+$")
            with Run("view", "-", "--player", "none", stdin=f"  {ticket}\r\n") as watching:
                with StreamReader(watching.first_line()) as reader:
                    wait_for("bytes", lambda: reader.size)
                self.assertEqual(watching.interrupt(), 0)
                self.assertEqual(len(watching.lines()), 1)
            self.assertEqual(sharing.interrupt(), 0)
            self.assertEqual(sharing.lines(), [ticket])

    def test_a_word_that_is_a_ticket_means_view(self):
        with Run("host", *SMALL) as sharing, Run(sharing.first_line(), "--player", "none") as watching:
            self.assertRegex(watching.first_line(), "^http://127.0.0.1:")

    def test_with_json_each_line_is_an_event_and_no_log_tells_the_ticket(self):
        with Run("host", *SMALL, "--json", "-vv") as sharing:
            found = wait_for("the ticket", lambda: [line for line in sharing.lines() if '"ticket"' in line])
            ticket = json.loads(found[0])["ticket"]
            with Run("view", ticket, "--player", "none", "--json", "-vv") as watching:
                found = wait_for("the address", lambda: [line for line in watching.lines() if '"url"' in line])
                url = json.loads(found[0])["url"]
                with StreamReader(url):
                    wait_for("statistics", lambda: sum('"stats"' in line for line in watching.lines()) > 2)
                watching.interrupt()
                sharing.interrupt()
                self.check_events(watching, {"connected", "url", "first_frame", "stats"})
                self.check_events(sharing, {"source", "encoder", "audio", "ticket", "viewer_joined", "viewer_left",
                                            "stats", "ended"})
                self.assertIn(" info ", sharing.errors(), "-vv says more")
                for run in (sharing, watching):
                    self.assertNotIn(ticket, run.errors())
                    self.assertNotIn(ticket[20:60], run.errors())
                    self.assertNotIn(url.split("/")[3], run.errors(), "the secret of the address")

    def test_a_list_of_encoders_says_which_work(self):
        # No VA-API driver is found there, wherever this runs.
        env = {**os.environ, "LIBVA_DRIVERS_PATH": "/nonexistent", "LIBVA_DRIVER_NAME": "bogus"}
        for form in ([], ["--json"]):
            run = subprocess.run([PIXELPASS, "list", "encoders", *form], env=env, capture_output=True, text=True,
                                 timeout=60, check=True)
            self.assertEqual(run.stderr, "")
            if form:
                found = {row["encoder"]: row for row in map(json.loads, run.stdout.splitlines())}
                self.assertEqual((found["x264enc"]["works"], found["x264enc"]["reason"]), (True, ""))
                self.assertFalse(found["vah264enc"]["works"])
                self.assertNotEqual(found["vah264enc"]["reason"], "")
                self.assertEqual({row["codec"] for row in found.values()}, {"h264", "hevc", "av1"})
            else:
                self.assertRegex(run.stdout, r"(?m)^x264enc +H\.264 +software +works$")
                self.assertRegex(run.stdout, r"(?m)^vah264enc +H\.264 +hardware +(no|its) ")

    def test_a_list_of_players_says_which_are_there(self):
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(shutil.which("mpv"), os.path.join(folder, "mpv"))
            env = {**os.environ, "PATH": folder, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_DATA_DIRS": folder,
                   "XDG_CONFIG_DIRS": folder, "BROWSER": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
            run = subprocess.run([PIXELPASS, "list", "players", "--json"], env=env, capture_output=True, text=True, timeout=60,
                                 check=True)
            rows = [json.loads(line) for line in run.stdout.splitlines()]
            self.assertEqual([(row["player"], row["works"]) for row in rows],
                             [("mpv", True), ("vlc", False), ("window", False), ("browser", False)])
            self.assertEqual(rows[0]["found"], "mpv")
            self.assertIn("no display", rows[2]["reason"])
            os.remove(os.path.join(folder, "mpv"))
            run = subprocess.run([PIXELPASS, "list", "players"], env=env, capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(run.returncode, 7)
            self.assertRegex(run.stdout, r"(?m)^mpv +.*not installed")

    def check_events(self, run, expected):
        events = [json.loads(line) for line in run.lines()]
        self.assertEqual({event["event"] for event in events}, expected)


if __name__ == "__main__":
    unittest.main()
