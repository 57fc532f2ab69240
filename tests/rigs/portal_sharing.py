# SPDX-License-Identifier: MIT OR Apache-2.0
"""What tests of shares by the portal have in common: a person who answers as the test wants, and viewers."""
import pathlib
import tempfile
import unittest
import uuid

from rigs.fake_portal import FakePortal
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.sound_session import SoundSession
from rigs.streams import ColourReader

SOON = 3  # seconds for what should come at once
BACK = 5  # seconds till a lost source is there again, of which the host waits one
RED, GREEN, BLUE = (192, 32, 32), (32, 160, 32), (32, 32, 192)
CARD = (32, 40, 48)  # src/gst/card.cpp, where no letter is
TOKENS = [str(uuid.UUID(int=number, version=4)) for number in (1, 2)]


class PortalTest(unittest.TestCase):
    """Its session has no screen but the portal's; `env` is for a host that remembers nothing yet."""

    @classmethod
    def setUpClass(cls):
        cls.session = cls.enterClassContext(SoundSession())

    def setUp(self):
        self.portal = self.enterContext(FakePortal(self.session))
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.token_file = self.home / "pixelpass/portal-source"
        self.env = {**self.session.env, "WAYLAND_DISPLAY": "", "XDG_STATE_HOME": str(self.home)}

    def agrees(self, colour=RED, **options):
        self.portal.agrees(bytes(colour).hex(), **options)

    def ask(self, *options):
        """Begins to share, which waits for the person."""
        return self.enterContext(host("--source", "portal", "--audio", "none", *options, env=self.env))

    def share(self, *options):
        self.sharing = self.ask(*options)
        self.ticket = self.sharing.event("ticket")["ticket"]

    def watch(self):
        """A viewer, and what it plays."""
        watching = self.enterContext(view(self.ticket, "--player", "none"))
        return watching, self.enterContext(ColourReader(watching.event("url")["url"]))

    def assert_seen(self, player, colour, limit=BACK):
        def seen():
            return player.colour and max(abs(a - b) for a, b in zip(player.colour, colour)) < 16

        wait_for(f"{colour} at the viewer", seen, limit)

    def wait_for_state(self, name):
        """Waits till viewers see the source as live, lost or paused."""
        self.sharing.event("source", BACK, lambda event: event["state"] == name)
