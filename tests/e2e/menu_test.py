# SPDX-License-Identifier: MIT OR Apache-2.0
"""A person who has read nothing shares a screen: by the menu and the page, and by the mouse."""
import pathlib
import re
import tempfile
import unittest

from rigs.program import PIXELPASS
from rigs.terminal import Terminal
from rigs.watching import SIZE, WatchingTest
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

LOCAL = '[host]\nrelay = "none"\nbind = "127.0.0.1"\n'  # what hosts of all tests have


class MenuTest(WatchingTest):
    def setUp(self):
        super().setUp()
        self.screen = self.enterContext(Xvfb(*SIZE))
        home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (home / "pixelpass").mkdir()
        (home / "pixelpass/config.toml").write_text(LOCAL)
        # Of xterm's kind, whose mouse says more than that of tmux's own.
        self.terminal = self.enterContext(Terminal(
            [PIXELPASS], term="xterm-256color",
            env={"DISPLAY": self.screen.name, "WAYLAND_DISPLAY": None, "SSH_CONNECTION": None, "SSH_TTY": None,
                 "DBUS_SESSION_BUS_ADDRESS": "", "HOME": str(home), "XDG_CONFIG_HOME": str(home),
                 "XDG_STATE_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}))

    def click(self, *words):
        """Presses the mouse's button on the row with the last of the words, once all are there."""
        rows = self.terminal.wait_for(*words).splitlines()
        self.terminal.click(next(row for row, line in enumerate(rows) if words[-1] in line), 8)

    def test_a_screen_is_shared_by_clicks_and_a_friend_sees_it(self):
        picture = self.page.picture(7)
        self.enterContext(X11Window(self.screen.name)).show(picture)
        self.click("what do you want to do?", "host: share your screen")
        self.click("what do you want to show?", "the whole screen")
        self.click("what are friends to hear?", "4  nothing")
        page = self.terminal.wait_for("the ticket as a qr code", "endpoint")
        watching = self.watch(re.search(r"endpoint\w+", page.replace("\n", ""))[0])
        self.assert_watched(picture)
        self.terminal.press("Escape")
        self.click("1 viewer", " direct ")
        self.terminal.wait_for("› ")
        self.terminal.press("k", "y")
        self.assertEqual(watching.wait(), 6)
        self.terminal.wait_for("waiting for viewers")
        self.terminal.press("q")
        self.assertEqual(self.terminal.wait_for_end(), 0)


if __name__ == "__main__":
    unittest.main()
