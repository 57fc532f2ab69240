# SPDX-License-Identifier: MIT OR Apache-2.0
"""A crowd of strangers who want to watch: it takes the share from nobody."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from rigs.processes import die_with_parent, wait_for
from rigs.program import LOCAL, PIXELPASS, view
from rigs.streams import StreamReader
from rigs.terminal import Terminal

STRANGERS = pathlib.Path(PIXELPASS).parents[1] / "tests/e2e/strangers"  # a hundred a second
MOST_REQUESTS = 16
FLOOD = 300  # who are sent away till it has been enough
MOST_GROWTH_KIB = 64 << 10
SOON = 5


class FloodTest(unittest.TestCase):
    def setUp(self):
        home = self.enterContext(tempfile.TemporaryDirectory())
        self.env = {"HOME": home, "XDG_RUNTIME_DIR": home, "XDG_STATE_HOME": home, "DBUS_SESSION_BUS_ADDRESS": ""}
        self.terminal = self.enterContext(Terminal(
            [PIXELPASS, "host", *LOCAL, "--source", "test", "--size", "160x90", "--fps", "15", "--audio", "none", "--approve"],
            env=self.env))
        self.terminal.wait_for("waiting for viewers")
        self.ticket = self.status()["ticket"]

    def ctl(self, *words):
        return subprocess.run([PIXELPASS, "ctl", *words], env={**os.environ, **self.env}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=20, check=True).stdout

    def status(self):
        return json.loads(self.ctl("status", "--json"))

    def memory(self):
        """In KiB, of the host."""
        status = pathlib.Path(f"/proc/{self.terminal.pid()}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])

    def watch(self):
        """A friend who is let in, and what they get."""
        watching = self.enterContext(view(self.ticket, "--player", "none"))
        url = watching.event("url")["url"]
        watching.event("pending")
        self.ctl("approve", self.status()["requests"][0]["words"])
        reader = self.enterContext(StreamReader(url))
        self.assert_pictures_come(reader)
        return watching, reader

    def assert_pictures_come(self, reader):
        before = reader.size
        wait_for("another second of pictures", lambda: reader.size > before + 10_000, SOON)

    def test_neither_the_person_nor_a_friend_is_kept_from_anything(self):
        watching, reader = self.watch()
        before = self.memory()
        sent_away, memory, requests = 0, [], []
        with subprocess.Popen([STRANGERS, self.ticket], stdout=subprocess.PIPE, text=True,
                              preexec_fn=die_with_parent) as crowd:
            for line in crowd.stdout:
                sent_away += line == "is sent away\n"
                if line == "is sent away\n" and sent_away % (FLOOD // 4) == 0:
                    self.terminal.press("?")
                    self.terminal.wait_for("let in once, or always, or not", limit=SOON)
                    self.terminal.press("Escape")
                    self.terminal.wait_for("q quit", limit=SOON)
                    self.assert_pictures_come(reader)
                    requests.append(len(self.status()["requests"]))
                    memory.append(self.memory())
                if sent_away == FLOOD:
                    break
            crowd.terminate()
            crowd.stdout.close()
        self.assertLessEqual(max(requests), MOST_REQUESTS)
        self.assertGreaterEqual(min(requests), MOST_REQUESTS - 1)  # of those 15 s, the friend's was one
        self.assertLess(max(memory) - before, MOST_GROWTH_KIB)
        # The strangers' requests go with them, and the share goes on.
        wait_for("no requests", lambda: not self.status()["requests"])
        self.assert_pictures_come(reader)
        self.assertEqual(len(self.status()["viewers"]), 1)
        self.terminal.press("q", "y")
        self.assertEqual(self.terminal.wait_for_end(), 0)
        watching.event("ended", SOON)


if __name__ == "__main__":
    unittest.main()
