# SPDX-License-Identifier: MIT OR Apache-2.0
"""A share that is paused, by its host or by the lock screen: viewers stay, and see and hear nothing."""
import os
import signal
import unittest

from rigs.bus_session import BusSession
from rigs.fake_screensaver import FakeScreensaver
from rigs.pictures import strip_time
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.sound_session import SoundSession
from rigs.streams import RATE, record_sound, tone_level
from rigs.tones import AMPLITUDE, HERTZ, play_tone
from rigs.watching import SIZE, SOON, WatchingTest, state
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

AT_ONCE = 1.5  # seconds till the viewer sees the card: a share's delay, mpv's and the test's own
TEST_HERTZ, TEST_AMPLITUDE = 440, 0.1  # src/audio/tone.cpp


class PausingTest(WatchingTest):
    def share(self, *options, env=None):
        self.sharing = self.enterContext(host(*options, env=env))
        return self.sharing.event("ticket")["ticket"]

    def share_screen(self, *options, env=None):
        """Shares a page on a screen."""
        screen = self.enterContext(Xvfb(*SIZE))
        window = self.enterContext(X11Window(screen.name))
        window.show(self.page.picture(7))
        return self.share("--source", "x11", "--no-cursor", *options, env={**(env or {}), "DISPLAY": screen.name})

    def toggle(self):
        os.kill(self.sharing.process.pid, signal.SIGUSR1)

    def pause(self):
        self.toggle()
        self.assertEqual(state(self.sharing, "paused", SOON)["reason"], "paused")

    def resume(self):
        self.toggle()
        state(self.sharing, "live", SOON)


class PauseTest(PausingTest):
    def time_shown(self):
        """The time that the test picture in the player carries, or None if that shows something else."""
        picture = self.watched(640, 360)
        return None if picture is None else strip_time(picture)

    def assert_moving(self):
        first = wait_for("the test picture", self.time_shown)
        wait_for("the test picture goes on", lambda: self.time_shown() not in (None, first), SOON)

    def test_a_signal_pauses_at_once_and_the_next_goes_on(self):
        watching = self.watch(self.share("--source", "test", "--size", "640x360"))
        self.assert_moving()
        for _ in range(2):
            self.pause()
            self.assert_card("paused", 640, 360, AT_ONCE)
            self.resume()
            self.assert_moving()
        self.assertNotIn("viewer_left", [event["event"] for event in self.sharing.events])
        self.assertIsNone(watching.process.poll())

    def test_who_comes_while_it_is_paused_sees_the_card(self):
        ticket = self.share_screen("--audio", "none")
        self.pause()
        self.watch(ticket)
        self.assert_card("paused", *SIZE, 20)
        self.resume()
        self.assert_watched(self.page.picture(7))

    def listen(self, ticket):
        watching = self.enterContext(view(ticket, "--player", "none"))
        return watching.event("url")["url"]

    def test_the_test_tone_is_silent_while_it_is_paused(self):
        url = self.listen(self.share("--source", "test", "--size", "160x90"))
        self.assert_silent_while_paused(url, TEST_HERTZ, TEST_AMPLITUDE)

    def test_what_is_played_is_silent_while_it_is_paused(self):
        session = self.enterContext(SoundSession())
        self.enterContext(play_tone(session.env))
        url = self.listen(self.share_screen(env=session.env))
        self.assert_silent_while_paused(url, HERTZ, AMPLITUDE)

    def assert_silent_while_paused(self, url, hertz, amplitude):
        def level():
            return tone_level(record_sound(url, 2)[RATE:], hertz)

        self.assertAlmostEqual(level(), amplitude, delta=amplitude / 3)
        self.pause()
        heard = record_sound(url, 2)
        self.assertGreater(len(heard), 1.5 * RATE, "silence is sent, too")
        self.assertLess(abs(heard[RATE:]).max(), 1e-3)
        self.resume()
        self.assertAlmostEqual(level(), amplitude, delta=amplitude / 3)


class DesktopTest(PausingTest):
    def setUp(self):
        super().setUp()
        self.session = self.enterContext(BusSession())

    def test_the_lock_screen_pauses_and_the_unlocked_goes_on(self):
        locker = self.enterContext(FakeScreensaver(self.session))
        self.watch(self.share_screen("--audio", "none", env=self.session.env))
        self.assert_watched(self.page.picture(7), 20)
        locker.become(True)
        self.assertEqual(state(self.sharing, "paused", SOON)["reason"], "the screen is locked")
        self.assert_card("the screen is locked", *SIZE, AT_ONCE)
        locker.become(False)
        state(self.sharing, "live", SOON)
        self.assert_watched(self.page.picture(7))

    def test_a_screen_that_is_locked_from_the_beginning_is_not_shown(self):
        self.enterContext(FakeScreensaver(self.session, active=True))
        ticket = self.share_screen("--audio", "none", env=self.session.env)
        state(self.sharing, "paused", SOON)
        self.watch(ticket)
        self.assert_card("the screen is locked", *SIZE, 20)

    def test_who_pauses_a_locked_screen_still_pauses_it_when_it_is_unlocked(self):
        locker = self.enterContext(FakeScreensaver(self.session))
        self.watch(self.share_screen("--audio", "none", env=self.session.env))
        self.assert_watched(self.page.picture(7), 20)
        locker.become(True)
        self.assert_card("the screen is locked", *SIZE)
        self.toggle()
        locker.become(False)
        self.assert_card("paused", *SIZE)

    def test_the_lock_screen_is_shared_if_that_is_asked(self):
        locker = self.enterContext(FakeScreensaver(self.session, active=True))
        self.watch(self.share_screen("--audio", "none", "--share-lock-screen", env=self.session.env))
        self.assert_watched(self.page.picture(7), 20)
        locker.become(False)
        locker.become(True)
        self.sharing.event("stats")
        self.sharing.event("stats")
        self.assertTrue(self.shows(self.page.picture(7)))
        self.assertNotIn("paused", [event.get("state") for event in self.sharing.events])


if __name__ == "__main__":
    unittest.main()
