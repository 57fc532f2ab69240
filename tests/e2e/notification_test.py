# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the desktop shows the host's person, and that they can answer there."""
import pathlib
import re
import signal
import tempfile
import unittest

from rigs.bus_session import BusSession
from rigs.fake_desktop import FakeDesktop
from rigs.processes import wait_for
from rigs.program import LOCAL, PIXELPASS, host, view
from rigs.streams import StreamReader
from rigs.terminal import Terminal
from rigs.xvfb import Xvfb

SCREEN = ["--source", "x11", "--size", "160x90", "--audio", "none"]
REFUSED = 6
SOON = 5


class NotificationTest(unittest.TestCase):
    """Only for a real source there are notifications."""

    def setUp(self):
        session = self.enterContext(BusSession())
        self.desktop = self.enterContext(FakeDesktop(session))
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.env = {**session.env, "DISPLAY": self.enterContext(Xvfb(320, 180)).name, "WAYLAND_DISPLAY": "",
                    "XDG_STATE_HOME": str(self.home)}

    def share(self, *options):
        self.sharing = self.enterContext(host(*SCREEN, *options, env=self.env))
        self.ticket = self.sharing.event("ticket")["ticket"]

    def watch(self):
        return view(self.ticket, "--player", "none")

    def ask(self):
        """A viewer, the address of what it gets, the request, and its notification."""
        asking = self.enterContext(self.watch())
        url = asking.event("url")["url"]
        request = self.sharing.event("viewer_request")
        name = self.desktop.wait_for(request["words"])
        self.assertIn("asks to be let in", self.desktop.shown[name]["title"])
        return asking, url, request["id"], name

    def assert_marked(self, text):
        wait_for(f"the mark: {text}", lambda: self.desktop.mark() == text)

    def test_its_buttons_let_in_once_or_always_or_not(self):
        self.share("--approve")
        allowed = self.home / "pixelpass/allowed-viewers"
        for label in ("Once", "Always"):
            with self.subTest(label):
                _, url, viewer, name = self.ask()
                self.desktop.press(name, label)
                self.assertEqual(self.sharing.event("viewer_joined", SOON)["id"], viewer)
                with StreamReader(url) as reader:
                    wait_for("what is watched", lambda: reader.size)
                self.assertEqual(allowed.exists() and viewer in allowed.read_text(), label == "Always")
                self.assertNotIn(name, self.desktop.shown)
        asking, _, viewer, name = self.ask()
        self.desktop.press(name, "No")
        gone = self.sharing.event("viewer_request_gone", where=lambda event: event["id"] == viewer)
        self.assertEqual(gone["reason"], "refused")
        self.assertEqual(asking.wait(), REFUSED)
        wait_for("its notification to go", lambda: name not in self.desktop.shown)

    def test_who_comes_and_goes_is_told(self):
        self.share()
        self.assert_marked("nobody is watching")
        with self.watch() as watching:
            name = self.desktop.wait_for(" is watching")
            self.assert_marked("1 is watching")
            watching.stop()
        self.assertEqual(self.desktop.wait_for(" has left"), name)
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.assert_marked("paused: nobody sees it")

    @staticmethod
    def turn(terminal, focused):
        """The person turns to the terminal, or away; the program has taken it when a key after that has had its effect."""
        terminal.focus(focused)
        terminal.press("?")
        terminal.wait_for("any key: back")
        terminal.press("Escape")
        terminal.wait_for("q quit")

    def test_nothing_is_told_while_the_dashboard_is_looked_at(self):
        terminal = self.enterContext(Terminal([PIXELPASS, "host", *LOCAL, *SCREEN], env=self.env))
        terminal.wait_for("waiting for viewers")
        terminal.press("t")
        page = terminal.wait_for("the ticket: who has it can watch")
        self.ticket = re.search(r"endpoint\w+", page.replace("\n", ""))[0]
        terminal.press("Escape")
        terminal.wait_for("q quit")
        self.turn(terminal, True)
        with self.watch() as first:
            terminal.wait_for("1 viewer", "is watching")
            self.turn(terminal, False)
            first.stop()
        self.desktop.wait_for(" has left")
        terminal.wait_for("waiting for viewers")
        self.turn(terminal, True)
        with self.watch():
            terminal.wait_for("1 viewer")
            self.turn(terminal, False)
            with self.watch():
                self.desktop.wait_for(" is watching")
        self.assertRegex(", ".join(self.desktop.titles[:2]), "^[^,]+ has left, [^,]+ is watching$")


if __name__ == "__main__":
    unittest.main()
