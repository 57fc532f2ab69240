# SPDX-License-Identifier: MIT OR Apache-2.0
"""A player that is there as a Flatpak alone. Its sandbox is bubblewrap's, as that of the real thing; the rest of it stands in."""
import os
import pathlib
import signal
import unittest

from rigs.pictures import glass_to_glass_ms
from rigs.players import PlayerHome
from rigs.private_session import descendants
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.xvfb import Xvfb

FLATPAK = """#!/bin/sh
[ "$1 $2" = "run io.mpv.Mpv" ] && shift 2 && exec /usr/bin/bwrap --dev-bind / / --unshare-pid /usr/bin/mpv "$@"
"""


class FlatpakTest(unittest.TestCase):
    def setUp(self):
        self.screen = self.enterContext(Xvfb(320, 180))
        self.home = self.enterContext(PlayerHome(self.screen))

    def install(self, path, text):
        """A program in the home; its folder."""
        program = pathlib.Path(self.home.path, path)
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(text)
        program.chmod(0o755)
        return program.parent

    def test_it_is_found_plays_and_ends_with_the_viewer(self):
        programs = self.install("bin/flatpak", FLATPAK)
        self.install("data/flatpak/exports/bin/io.mpv.Mpv", "")
        env = {**self.home.env, "PATH": str(programs), "XDG_DATA_HOME": str(self.home.path / "data")}
        sharing = self.enterContext(host("--source", "test", "--size", "320x180", "--audio", "none"))
        watching = self.enterContext(view(sharing.event("ticket")["ticket"], env=env))
        self.assertEqual(watching.event("player_started")["command"][:3], ["flatpak", "run", "io.mpv.Mpv"])
        wait_for("the picture in the player", lambda: glass_to_glass_ms(self.screen))
        processes = descendants(watching.process.pid)
        self.assertEqual(watching.stop(signal.SIGINT), 0)
        wait_for("nothing is left", lambda: not any(os.path.exists(f"/proc/{process}") for process in processes))


if __name__ == "__main__":
    unittest.main()
