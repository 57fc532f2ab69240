# SPDX-License-Identifier: MIT OR Apache-2.0
"""A share by the desktop's portal: what the person is asked, that they are heeded and remembered, and what is given back."""
import signal
import stat
import unittest

from rigs.fake_portal import INHIBIT_IDLE
from rigs.portal_sharing import BACK, BLUE, SOON, TOKENS, PortalTest
from rigs.processes import wait_for
from rigs.program import host

EMBEDDED, HIDDEN = 2, 1
ALL_TYPES = 7
UNTIL_REVOKED = 2


class AskingTest(PortalTest):
    def asked_for(self, *options):
        """What a share has asked the person for."""
        self.share(*options)
        self.sharing.stop()
        return self.portal.selections()[-1]

    def complaint(self):
        """What is said of a share that does not come about."""
        sharing = self.ask()
        error = sharing.event("error")
        self.assertEqual((error["status"], sharing.wait(SOON)), (3, 3))
        self.assertTrue(error["hint"])
        self.assertNotIn("ticket", [event["event"] for event in sharing.events])
        return error["message"]

    def test_a_person_who_refuses_is_taken_at_their_word(self):
        self.portal.refuses()
        self.assertEqual(self.complaint(), "you did not allow the screen to be shared")

    def test_a_portal_that_fails_is_told_apart_from_a_refusal(self):
        self.portal.fails()
        self.assertEqual(self.complaint(), "the screen can't be shared: the desktop portal failed")

    def test_all_sources_are_offered_with_the_pointer_and_to_be_remembered(self):
        self.agrees()
        asked = self.asked_for()
        self.assertEqual((asked["types"], asked["cursor_mode"], asked["persist_mode"]),
                         (ALL_TYPES, EMBEDDED, UNTIL_REVOKED))
        self.assertFalse(asked.get("multiple"))
        self.assertEqual(self.asked_for("--no-cursor")["cursor_mode"], HIDDEN)

    def test_the_size_is_announced_as_it_is_told_and_then_as_it_is_seen(self):
        def announced(event):
            return [event[key] for key in ("event", "state", "width_px", "height_px")]

        self.agrees(told_size=(200, 150), size=(400, 300))
        self.share()
        self.assertEqual(announced(self.sharing.events[0]), ["source", "live", 200, 150])
        self.watch()
        self.assertEqual(announced(self.sharing.event("source", BACK)), ["source", "live", 400, 300])

    def test_ctrl_c_while_the_person_is_asked_ends_it_at_once(self):
        self.portal.hesitates()
        asking = self.ask()
        wait_for("the question", lambda: self.portal.asked("Start"))
        self.assertIn(asking.stop(signal.SIGINT, SOON), (130, -signal.SIGINT))
        wait_for("the program has left the bus", lambda: self.portal.asked("gone"), SOON)

    def test_a_portal_that_ends_while_the_person_is_asked_is_missed(self):
        self.portal.hesitates()
        asking = self.ask()
        wait_for("the question", lambda: self.portal.asked("Start"))
        self.portal.process.kill()
        self.assertEqual(asking.event("error", SOON)["message"],
                         "the screen can't be shared: no desktop portal answers")
        self.assertEqual(asking.wait(SOON), 3)


class RememberedChoiceTest(PortalTest):
    def offered_token(self, *options):
        """The restore token that a share came with."""
        self.share(*options)
        self.sharing.stop()
        return self.portal.selections()[-1].get("restore_token")

    def remember(self, text):
        self.token_file.parent.mkdir(exist_ok=True)
        self.token_file.write_text(text)

    def test_the_token_is_kept_for_oneself_and_offered_the_next_time(self):
        self.agrees(token=TOKENS[0])
        self.assertIsNone(self.offered_token())
        self.assertEqual(self.token_file.read_text(), TOKENS[0])
        self.assertEqual(stat.S_IMODE(self.token_file.stat().st_mode), 0o600)
        self.agrees(token=TOKENS[1])
        self.assertEqual(self.offered_token(), TOKENS[0])
        self.assertEqual(self.offered_token(), TOKENS[1])

    def test_what_is_no_token_is_not_offered(self):
        self.remember("garbage")
        self.agrees(token=TOKENS[0])
        self.assertIsNone(self.offered_token())
        self.assertEqual(self.token_file.read_text(), TOKENS[0])

    def test_a_source_that_is_to_be_forgotten_is_not_offered(self):
        self.remember(TOKENS[0])
        self.agrees(token=TOKENS[1])
        self.assertIsNone(self.offered_token("--forget-source"))
        self.assertEqual(self.token_file.read_text(), TOKENS[1])

    def test_a_portal_that_gives_no_token_leaves_none(self):
        self.remember(TOKENS[0])
        self.agrees(token=None)
        self.assertEqual(self.offered_token(), TOKENS[0])
        self.assertFalse(self.token_file.exists())


class StillSourceTest(PortalTest):
    def test_who_comes_after_all_had_left_sees_a_still_source_at_once(self):
        self.agrees(BLUE, motion="still")
        self.share()
        for _ in range(2):
            watching, player = self.watch()
            self.assert_seen(player, BLUE, SOON)
            watching.stop()
            self.sharing.event("stats", where=lambda stats: not stats["viewers"])


class EndTest(PortalTest):
    def share_and_inhibit(self, *options):
        self.agrees()
        self.share(*options)
        flags, = wait_for("an inhibition", lambda: list(self.portal.inhibited.values()), SOON)
        self.assertEqual(flags, INHIBIT_IDLE)

    def assert_all_is_given_back(self, shares=1):
        wait_for("the program has left the bus", lambda: len(self.portal.asked("gone")) == shares, SOON)
        calls = [entry["call"] for entry in self.portal.asked()]
        for call in ("CreateSession", "Session.Close", "Inhibit", "Request.Close"):
            self.assertEqual(calls.count(call), shares, calls)

    def test_a_signal_gives_back_the_inhibition_and_the_session(self):
        for shares, number in enumerate((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), 1):
            with self.subTest(signal=number.name):
                self.share_and_inhibit()
                self.sharing.stop(number, SOON)
                self.assert_all_is_given_back(shares)

    def test_the_time_that_was_given_gives_back_the_inhibition_and_the_session(self):
        self.share_and_inhibit("--duration", "2")
        self.assertEqual(self.sharing.wait(2 + SOON), 0)
        self.assert_all_is_given_back()

    def test_a_test_picture_keeps_no_desktop_awake(self):
        sharing = self.enterContext(host("--source", "test", "--size", "320x180", "--audio", "none", env=self.env))
        sharing.event("stats")
        sharing.event("stats")
        sharing.stop()
        self.assertEqual([entry["call"] for entry in self.portal.asked()], ["owned"])


if __name__ == "__main__":
    unittest.main()
