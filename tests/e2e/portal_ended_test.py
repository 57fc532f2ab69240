# SPDX-License-Identifier: MIT OR Apache-2.0
"""The desktop ends what the person had allowed: whether they are asked again, and what becomes of the share."""
import signal
import unittest

from rigs.portal_sharing import BACK, CARD, GREEN, RED, SOON, TOKENS, PortalTest
from rigs.processes import wait_for


class EndedByTheDesktopTest(PortalTest):
    def setUp(self):
        super().setUp()
        self.agrees(RED, token=TOKENS[0])
        self.share()
        self.watching, self.player = self.watch()
        self.assert_seen(self.player, RED)

    def assert_asked_again(self, token):
        """The viewer sees a card and the desktop is asked again, with that token or without."""
        self.wait_for_state("lost")
        self.assert_seen(self.player, CARD)
        wait_for("the next question", lambda: len(self.portal.asked("Start")) == 2, BACK)
        self.assertEqual(self.portal.selections()[-1].get("restore_token"), token)

    def assert_goes_on(self, colour):
        self.wait_for_state("live")
        self.assert_seen(self.player, colour)
        self.assertEqual([event["event"] for event in self.sharing.events].count("ticket"), 1)
        _, other = self.watch()
        self.assert_seen(other, colour)

    def assert_person_is_asked_again(self, end):
        self.portal.hesitates()
        end()
        self.assert_asked_again(token=None)
        self.agrees(GREEN, token=TOKENS[1])
        self.assert_goes_on(GREEN)

    def test_a_session_that_is_closed_before_its_node_ends_is_asked_for_again(self):
        self.assert_person_is_asked_again(self.portal.closes_and_ends_node)

    def test_a_session_that_is_closed_long_before_its_node_ends_is_asked_for_again(self):
        self.assert_person_is_asked_again(lambda: self.portal.closes_and_ends_node(200))

    def test_a_session_that_is_closed_after_its_node_ended_is_asked_for_again(self):
        self.assert_person_is_asked_again(self.portal.ends_node_and_closes)

    def test_a_session_that_is_closed_long_after_its_node_ended_is_asked_for_again(self):
        self.assert_person_is_asked_again(lambda: self.portal.ends_node_and_closes(200))

    def test_a_person_who_then_refuses_ends_the_share(self):
        self.portal.refuses()
        self.portal.closes_and_ends_node()
        self.assert_asked_again(token=None)
        self.assertTrue(self.sharing.event("ended", BACK)["reason"])
        self.assertEqual(self.sharing.wait(SOON), 0)
        self.assertEqual(self.watching.event("ended", SOON)["reason"], "the host has ended the share")
        self.assertEqual(self.watching.wait(SOON), 0)

    def test_a_desktop_that_has_nothing_to_share_for_now_is_asked_till_it_has(self):
        self.portal.refuses(after_ms=0)  # as no person would
        self.portal.closes_and_ends_node()
        self.assert_asked_again(token=None)
        wait_for("yet another question", lambda: len(self.portal.asked("Start")) > 2, BACK)
        self.agrees(GREEN)
        self.assert_goes_on(GREEN)

    def test_a_node_that_ends_alone_is_asked_for_with_the_token(self):
        self.agrees(GREEN, token=TOKENS[1], after_ms=500)
        self.portal.ends_node()
        self.assert_asked_again(token=TOKENS[0])
        self.assert_goes_on(GREEN)
        self.assertEqual(self.token_file.read_text(), TOKENS[1])

    def test_a_share_that_waits_for_the_person_can_be_ended(self):
        self.portal.hesitates()
        self.portal.closes_and_ends_node()
        self.assert_asked_again(token=None)
        self.assertEqual(self.sharing.stop(signal.SIGINT, SOON), 0)
        wait_for("the program has left the bus", lambda: self.portal.asked("gone"), SOON)
        self.assertEqual(len(self.portal.asked("Session.Close")), 1)


class EndedUnseenTest(PortalTest):
    """Nobody watches when it comes to that."""

    def setUp(self):
        super().setUp()
        self.agrees(RED, token=TOKENS[0])
        self.share()
        self.watching, player = self.watch()
        self.assert_seen(player, RED)

    def leave(self):
        self.watching.stop()
        self.sharing.event("stats", where=lambda stats: not stats["viewers"])

    def wait_for_question(self, number=2):
        wait_for("the next question", lambda: len(self.portal.asked("Start")) == number, BACK)
        self.assertNotIn("restore_token", self.portal.selections()[-1])

    def test_the_next_viewer_makes_the_person_be_asked_again(self):
        self.leave()
        self.portal.closes_and_ends_node()
        self.agrees(GREEN, after_ms=2000)
        _, player = self.watch()
        self.wait_for_question()
        self.assert_seen(player, CARD)
        self.assert_seen(player, GREEN)

    def test_the_question_is_withdrawn_when_nobody_watches_any_more(self):
        self.portal.hesitates()
        self.portal.closes_and_ends_node()
        self.wait_for_question()
        self.leave()
        wait_for("the question's end", lambda: self.portal.asked("Request.Close"), BACK)
        self.agrees(GREEN)
        _, player = self.watch()
        self.wait_for_question(3)
        self.assert_seen(player, GREEN)

    def test_a_refusal_after_a_pause_ends_the_share(self):
        self.portal.hesitates()
        self.portal.closes_and_ends_node()
        self.wait_for_question()
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.wait_for_state("paused")
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.wait_for_question(3)
        self.portal.refuses()
        self.sharing.event("ended", BACK)
        self.assertEqual(self.sharing.wait(SOON), 0)
        self.assertEqual([event["state"] for event in self.sharing.events if event["event"] == "source"],
                         ["live", "lost", "paused"])


if __name__ == "__main__":
    unittest.main()
