# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a share leaves with the desktop's portal, and what is said where there is none."""
import os
import pathlib
import signal
import subprocess
import unittest

from rigs.complaints import ComplainingTest
from rigs.desktop_session import DesktopSession
from rigs.processes import wait_for
from rigs.program import LOCAL, host


class PortalTest(ComplainingTest):
    def setUp(self):
        self.session = self.enterContext(DesktopSession(320, 180))
        self.settings = {"env": self.session.env, "prefix": self.session.prefix}
        self.token = pathlib.Path(self.session.env["XDG_STATE_HOME"], "pixelpass/portal-source")

    def share(self, *options):
        """A share that has begun, till the end of the test."""
        sharing = self.enterContext(host("--audio", "none", *options, **self.settings))
        sharing.event("ticket")
        return sharing

    def test_what_was_chosen_is_remembered_and_forgotten(self):
        tokens = []
        for options in ([], [], ["--forget-source"], []):
            self.share(*options).stop()
            tokens.append(self.token.read_text())
            self.assertRegex(tokens[-1], "^[0-9a-f-]{36}$")
            self.assertEqual(self.token.stat().st_mode & 0o777, 0o600)
        self.assertEqual(tokens[0], tokens[1])
        self.assertNotEqual(tokens[1], tokens[2])
        self.assertEqual(tokens[2], tokens[3])

    def our_nodes(self):
        nodes = subprocess.run([*self.session.prefix, "pw-cli", "list-objects", "Node"], env=self.session.env, check=True,
                               capture_output=True, text=True, timeout=10).stdout
        return nodes.count('node.name = "pixelpass')

    def test_whatever_ends_it_leaves_nothing_behind(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with self.subTest(signal=number.name):
                sharing = self.share()
                wait_for("our node", self.our_nodes)
                os.kill(sharing.process.pid, number)
                sharing.wait(3)
                wait_for("our node to be gone", lambda: not self.our_nodes(), 3)

    def complain(self, status, *options):
        return self.both_ways(status, "host", "--audio", "none", *options, *LOCAL, **self.settings)

    def test_without_a_portal_its_package_is_named(self):
        self.session.kill_portal()
        self.assertRegex(self.complain(3), "no desktop portal answers\nhint: install xdg-desktop-portal ")

    def test_without_a_backend_its_package_is_named(self):
        self.session.kill_portal()
        self.session.start_portal(backend=False)
        self.assertRegex(self.complain(3), "\nhint: install xdg-desktop-portal-wlr ")

    def test_parts_can_not_be_chosen_beforehand(self):
        for choice in (["--monitor", "HEADLESS-1"], ["--window", "foot"], ["--region", "100x100+0+0"]):
            with self.subTest(choice=choice):
                self.assertRegex(self.complain(2, *choice), "\nhint: leave them out")


if __name__ == "__main__":
    unittest.main()
