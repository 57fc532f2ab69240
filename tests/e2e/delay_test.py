# SPDX-License-Identifier: MIT OR Apache-2.0
"""Both sides are told all the time how long ago what a viewer sees was captured."""
import os
import re
import subprocess
import threading
import unittest

from rigs.processes import die_with_parent, wait_for
from rigs.program import LOCAL, PIXELPASS, Program
from rigs.shaped_link import ADDRESS, Link, works_here
from rigs.streams import StreamReader

SMALL = ["--source", "test", "--size", "160x90", "--audio", "none"]
ONE_WAY = 150  # ms
SEES = rb"you see \d+ ms ago \xc2\xb7 direct \xc2\xb7 \d+\.\d Mbit/s"
IS_SEEN = rb"\S+ sees \d+ ms ago \xc2\xb7 direct"
REPLACED = rb"\r\x1b\[K"


class Said:
    """A context manager: pixelpass, whose stderr is a terminal, or else a pipe; `errors` is what it has said there."""

    def __init__(self, terminal, *arguments):
        self._terminal, self._command = terminal, [PIXELPASS, *arguments, *LOCAL]
        self.errors = b""

    def __enter__(self):
        self._end, given = os.openpty() if self._terminal else os.pipe()
        self.process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=given,
                                        preexec_fn=die_with_parent)
        os.close(given)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        return self

    def _read(self):
        try:
            while said := os.read(self._end, 4096):
                self.errors += said
        except OSError:
            pass  # how a terminal ends

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stdout.close()
        os.close(self._end)

    def result(self):
        """The first line on stdout."""
        return self.process.stdout.readline().decode().strip()


class DelayTest(unittest.TestCase):
    def start(self, terminal):
        self.sharing = self.enterContext(Said(terminal, "host", *SMALL))
        self.watching = self.enterContext(Said(terminal, "view", self.sharing.result(), "--player", "none"))
        self.player = self.enterContext(StreamReader(self.watching.result()))

    def test_a_terminal_has_it_in_a_line_that_is_replaced(self):
        self.start(terminal=True)
        for program, line in ((self.watching, SEES), (self.sharing, IS_SEEN)):
            wait_for("a line that has taken another's place",
                     lambda: re.search(rb"pixelpass: " + line + REPLACED + rb"pixelpass: " + line, program.errors))
        self.watching.process.terminate()
        wait_for("a sentence in its place", lambda: re.search(IS_SEEN + REPLACED + rb"pixelpass: .*: left\r\n",
                                                              self.sharing.errors))
        self.watching.process.wait()
        wait_for("a line for the shell's prompt", lambda: self.watching.errors.endswith(b"\r\x1b[K"))

    def test_elsewhere_it_is_said_once(self):
        self.start(terminal=False)
        for program, line in ((self.watching, SEES), (self.sharing, IS_SEEN)):
            wait_for("the line", lambda: re.search(rb"pixelpass: " + line + rb"\n", program.errors))
        before = self.player.size
        wait_for("half as much of the stream again", lambda: self.player.size > 1.5 * before)
        for program, line in ((self.watching, SEES), (self.sharing, IS_SEEN)):
            self.assertEqual(len(re.findall(line, program.errors)), 1)
            self.assertNotIn(b"\r", program.errors)

    @unittest.skipUnless(works_here(), "needs root and /dev/net/tun")
    def test_it_is_the_networks_at_least_though_the_clocks_are_strangers(self):
        link = self.enterContext(Link(delay_ms=ONE_WAY))
        sharing = self.enterContext(Program("host", *SMALL, "--relay", "none", "--bind", ADDRESS["a"],
                                            prefix=link.prefix("a")))
        watching = self.enterContext(Program("view", sharing.event("ticket")["ticket"], "--player", "none", "--relay",
                                             "none", "--bind", ADDRESS["b"], prefix=link.prefix("b")))
        player = subprocess.Popen([*link.prefix("b"), "ffmpeg", "-nostdin", "-v", "fatal", "-i",
                                   watching.event("url")["url"], "-f", "null", "-"], preexec_fn=die_with_parent)
        self.addCleanup(player.wait)
        self.addCleanup(player.kill)
        delays = [watching.event("stats", where=lambda stats: stats["delay_ms"])["delay_ms"] for _ in range(4)]
        heard = sharing.event("stats", where=lambda stats: stats["viewers"] and stats["viewers"][0]["delay_ms"])
        for delay in [*delays, heard["viewers"][0]["delay_ms"]]:
            self.assertGreater(delay, ONE_WAY)
        self.assertLess(min(delays), 2 * ONE_WAY, "the way there is not counted twice")


if __name__ == "__main__":
    unittest.main()
