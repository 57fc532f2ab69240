# SPDX-License-Identifier: MIT OR Apache-2.0
"""Who has the ticket does not get in for that alone, if the host's person does not want it so."""
import os
import pathlib
import pty
import select
import signal
import tempfile
import unittest

from rigs.players import PlayerHome
from rigs.program import host, view
from rigs.xvfb import Xvfb

SMALL = ["--source", "test", "--size", "160x90", "--fps", "10", "--audio", "none"]
REFUSED = 6
SOON = 5  # seconds for what should be there at once


class ConsentTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def share(self, *options):
        sharing = self.enterContext(host(*SMALL, *options, env={"XDG_STATE_HOME": str(self.folder)}))
        self.ticket = sharing.event("ticket")["ticket"]
        return sharing

    def watch(self, *options, **settings):
        return self.enterContext(view(self.ticket, "--player", "none", *options, **settings))

    def file(self, name, text, mode=0o600):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return str(path)

    def assert_refused(self, viewer, message):
        error = viewer.event("error", SOON)
        self.assertEqual((error["status"], error["message"]), (REFUSED, message))
        self.assertTrue(error["hint"])
        self.assertEqual(viewer.wait(SOON), REFUSED)

    def test_a_password_lets_in_who_knows_it(self):
        sharing = self.share("--password-file", self.file("right", "correct horse\n"))
        for name, text in (("same", "correct horse"), ("wrong", "correct horsf\n")):
            with self.subTest(name):
                viewer = self.watch("--password-file", self.file(name, text))
                if name == "wrong":
                    self.assert_refused(viewer, "the password is wrong")
                    told = sharing.event("viewer_turned_away", SOON)
                    self.assertEqual((told["reason"], told["attempts_before"]), ("the password is wrong", 0))
                    continue
                sharing.event("viewer_joined", SOON)
                self.assertEqual(viewer.stop(signal.SIGTERM), 0)
        with self.subTest("none, and no terminal to ask at"):
            viewer = self.watch()
            self.assert_refused(viewer, "the host asks for a password")
            self.assertIn("--password-file", viewer.events[-1]["hint"])

    def test_a_password_is_asked_for_at_the_terminal_and_not_shown(self):
        self.share("--password-file", self.file("right", "correct horse\n"))
        home = self.enterContext(PlayerHome(self.enterContext(Xvfb(320, 180))))
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        watching = self.enterContext(view(self.ticket, "--player", "mpv", env=home.env, stdin=theirs, stderr=theirs))
        os.close(theirs)
        shown = b""
        while b"asks for a password: " not in shown:
            self.assertTrue(select.select([ours], [], [], SOON)[0], shown)
            shown += os.read(ours, 4096)
        # The player that was started already has not waited for a person.
        watching.event("player_exited", SOON)
        os.write(ours, b"correct horse\n")
        watching.event("player_started", SOON)
        watching.event("stats", where=lambda stats: stats["players"] and stats["fps"])
        while select.select([ours], [], [], 0)[0]:
            shown += os.read(ours, 4096)
        self.assertNotIn(b"horse", shown)
        self.assertEqual(watching.stop(signal.SIGTERM), 0)

    def test_a_password_file_has_a_password(self):
        with host(*SMALL, "--password-file", self.file("empty", "")) as sharing:
            self.assertEqual(sharing.event("error", SOON)["status"], 2)
        sharing = self.share("--password-file", self.file("open", "correct horse\n", 0o644))
        self.assertIn("others on this machine can read", str(sharing.events))

    def test_only_those_who_are_allowed_get_in_or_all_till_the_ticket_expires(self):
        # Whose id it is is not known before it has come once.
        sharing = self.share("--expires", "2")
        identity = str(self.folder / "identity")
        friend = self.watch("--identity", identity)
        friend_id = sharing.event("viewer_joined", SOON)["id"]
        sharing.event("stats", where=lambda stats: stats["viewers"])
        sharing.event("stats")
        sharing.event("stats")
        self.assert_refused(self.watch(), "the ticket has expired")
        self.assertIsNone(friend.process.poll())
        self.assertEqual(friend.stop(signal.SIGTERM), 0)
        sharing.stop()
        sharing = self.share("--allow", friend_id)
        self.assert_refused(self.watch(), "the host did not let you in")
        friend = self.watch("--identity", identity)
        joined = sharing.event("viewer_joined", SOON)
        self.assertEqual(joined["id"], friend_id)
        self.assertRegex(joined["words"], "^[a-z]+-[a-z]+$")
        self.assertNotIn("viewer_request", str(sharing.events))

    def test_a_viewer_waits_for_the_host_s_person_and_may_go(self):
        sharing = self.share("--approve")
        viewer = self.watch()
        viewer.event("pending", SOON)
        request = sharing.event("viewer_request", SOON)
        self.assertEqual(request["protocol"], "pixelpass/1")
        self.assertEqual(sharing.event("stats")["pictures_encoded"], 0)
        self.assertEqual(viewer.stop(signal.SIGINT, SOON), 130)
        gone = sharing.event("viewer_request_gone", SOON)
        self.assertEqual((gone["id"], gone["words"], gone["reason"]), (request["id"], request["words"], "left"))

    def test_a_friend_is_let_in_always_by_a_line_in_a_file(self):
        sharing = self.share("--approve")
        home = {"XDG_STATE_HOME": str(self.folder / "friend")}
        with view(self.ticket, "--player", "none", env=home):
            friend_id = sharing.event("viewer_request", SOON)["id"]
        sharing.stop()
        (self.folder / "pixelpass").mkdir(exist_ok=True)
        self.file("pixelpass/allowed-viewers", f"# by hand\n{friend_id}\tfriend\t2026-01-01\n")
        sharing = self.share("--approve")
        self.watch(env=home)
        self.assertEqual(sharing.event("viewer_joined", SOON)["id"], friend_id)
        self.watch(env=home) # while the first one watches, it is somebody else
        self.assertNotEqual(sharing.event("viewer_request", SOON)["id"], friend_id)

    def test_an_identity_is_that_of_one_program_at_a_time(self):
        identity = str(self.folder / "identity")
        sharing = self.share("--identity", identity)
        for second in (host(*SMALL, "--identity", identity), view(self.ticket, "--player", "none", "--identity", identity)):
            with second:
                error = second.event("error", SOON)
                self.assertEqual((error["status"], error["message"]),
                                 (2, f"the identity in {identity} is in use by another pixelpass"))
        sharing.stop()
        self.share("--identity", identity)


if __name__ == "__main__":
    unittest.main()
