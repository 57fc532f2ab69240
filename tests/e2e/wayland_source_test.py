# SPDX-License-Identifier: MIT OR Apache-2.0
"""A Wayland desktop, shared by its portal and watched through all that becomes of it."""
import contextlib
import signal
import unittest

from rigs.desktop_session import BACKEND, PORTAL, DesktopSession
from rigs.moving_page import MovingPage
from rigs.pictures import strip_time
from rigs.processes import wait_for
from rigs.program import host
from rigs.watching import SIZE, SOON, WatchingTest, state
from rigs.wayland_window import WaylandWindow

SMALL = 640, 360
LOST = "the source is lost"
BACK = 10  # seconds till a desktop that is there again is shown again
TRANSFORMS = "90", "180", "270", "flipped", "flipped-90", "flipped-180", "flipped-270"


class SharedDesktopTest(WatchingTest):
    def setUp(self):
        super().setUp()
        self.windows = self.enterContext(contextlib.ExitStack())

    def share(self, *options):
        self.sharing = self.enterContext(host("--audio", "none", *options, env=self.session.env,
                                              prefix=self.session.prefix))
        self.ticket = self.sharing.event("ticket")["ticket"]

    def show_page(self, number):
        """Opens a window with a page over the whole of the screen, in place of the one before."""
        self.windows.close()
        self.window = self.windows.enter_context(WaylandWindow(self.session))
        self.change_page(number)

    def change_page(self, number):
        self.window.show(MovingPage(*self.window.size).picture(number))

    def open_desktop(self, width, height):
        self.session = self.enterContext(DesktopSession(width, height))
        self.show_page(7)

    def assert_stirred(self, number, limit=20):
        """The viewer sees a page that is drawn again and again: PipeWire may lose the first picture of a stream, and
        xdg-desktop-portal-wlr sends no other of a screen that stands still."""
        picture = MovingPage(*self.window.size).picture(number)

        def seen():
            self.window.show(picture)
            return self.shows(picture)

        wait_for("the page in the player", seen, limit)

    def share_and_watch(self):
        self.share()
        self.watching = self.watch(self.ticket)
        self.assert_stirred(7)

    def leave(self):
        self.assertEqual(self.watching.stop(), 0)
        self.sharing.event("stats", where=lambda stats: not stats["viewers"])


class PictureTest(SharedDesktopTest):
    def test_the_viewer_sees_what_is_on_the_screen(self):
        self.open_desktop(*SIZE)
        with self.page.playing(self.window):
            self.share()
            self.watch(self.ticket)
            self.assert_shown_in_motion()
        self.assert_shown_at_rest(strip_time(self.session.screenshot()))

    def test_who_comes_to_a_still_screen_sees_it_at_once(self):
        self.open_desktop(*SIZE)
        self.share_and_watch()
        self.open_screen(*SIZE)
        second = self.watch(self.ticket)
        self.assert_watched(self.page.picture(7))
        self.assertEqual(second.stop(), 0)
        self.leave()
        self.open_screen(*SIZE)
        self.watch(self.ticket)
        self.assert_watched(self.page.picture(7))

    def test_what_changes_while_it_is_paused_is_seen_afterwards(self):
        self.open_desktop(*SIZE)
        self.share_and_watch()
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.assert_card("paused", *SIZE)
        self.change_page(300)
        self.sharing.process.send_signal(signal.SIGUSR1)
        self.assert_watched(self.page.picture(300))

    def test_what_changes_while_nobody_watches_is_seen_afterwards(self):
        self.open_desktop(*SIZE)
        self.share_and_watch()
        self.leave()
        self.change_page(300)
        self.watch(self.ticket)
        self.assert_watched(self.page.picture(300))

    def watch_small_desktop(self):
        """On a screen on which larger pictures can be seen, too."""
        self.open_desktop(*SMALL)
        self.open_screen(1024, 1024)
        self.share_and_watch()

    def change_mode(self, width, height):
        self.session.swaymsg(f"output HEADLESS-1 mode --custom {width}x{height}@60Hz")
        # Drawn again, since the first picture after another mode may be lost, too.
        resting = MovingPage(*self.window.size).picture(7)

        def told():
            self.window.show(resting)
            return self.sharing.event_so_far("source")

        live = wait_for("the new size", told, SOON)
        self.assertEqual((live["state"], live["width_px"], live["height_px"]), ("live", width, height))

    def test_another_mode_is_followed(self):
        self.watch_small_desktop()
        for number, size in ((300, (1024, 768)), (11, (320, 240))):
            self.change_mode(*size)
            self.show_page(number)
            self.assert_watched(MovingPage(*size).picture(number))

    def test_the_first_change_after_another_mode_is_seen(self):
        self.watch_small_desktop()
        for number, size in enumerate(((1024, 768), (800, 600), (1000, 700)), 1):
            self.change_mode(*size)
            self.window.show(MovingPage(*SMALL).picture(number * 100))
            self.assert_watched(self.session.screenshot())

    def test_a_screen_that_is_turned_is_seen_upright(self):
        self.watch_small_desktop()
        for number, transform in enumerate(TRANSFORMS, 1):
            with self.subTest(transform=transform):
                self.session.swaymsg(f"output HEADLESS-1 transform {transform}")
                self.show_page(number * 100)
                upright = MovingPage(*self.window.size).picture(number * 100)
                wait_for("the page, upright", lambda: (self.session.screenshot() == upright).all())
                self.assert_watched(upright)

    def test_a_screen_that_is_scaled_is_seen_with_all_its_pixels(self):
        self.watch_small_desktop()
        self.session.swaymsg("output HEADLESS-1 scale 2")
        self.show_page(300)
        self.assertEqual(self.window.size, [320, 180])
        self.assertEqual(self.session.screenshot().shape, (360, 640, 3))
        self.assert_watched(self.session.screenshot())


class ComebackTest(SharedDesktopTest):
    def setUp(self):
        super().setUp()
        self.open_desktop(*SIZE)
        self.share_and_watch()

    def assert_lost(self):
        self.assertIn(state(self.sharing, "lost", SOON)["reason"],
                      ("the screen is no longer sent", "the desktop does not answer"))
        self.assert_card(LOST, *SIZE)

    def assert_back(self, number):
        self.assert_stirred(number, BACK)
        state(self.sharing, "live", SOON)
        self.assertEqual([event["event"] for event in self.sharing.events].count("ticket"), 1)

    def test_the_backend_is_killed(self):
        self.session.kill_service(BACKEND)
        self.assert_lost()
        self.assert_back(300)

    def test_the_portal_is_killed_and_the_picture_goes_on(self):
        self.session.kill_service(PORTAL)
        self.change_page(300)
        self.assert_watched(self.page.picture(300), BACK)

    def test_the_portal_and_its_backend_are_killed_and_come_back(self):
        self.session.kill_portal()
        self.assert_lost()
        self.session.start_portal()
        self.assert_back(300)

    def test_the_compositor_is_killed_and_comes_back(self):
        self.session.end_compositor()
        self.assert_lost()
        self.session.start_compositor()
        self.show_page(300)
        self.assert_back(300)

    def test_who_comes_while_the_compositor_is_gone_sees_the_card(self):
        self.session.end_compositor()
        self.assert_lost()
        self.open_screen(*SIZE)
        self.watch(self.ticket)
        self.assert_card(LOST, *SIZE)
        self.session.start_compositor()
        self.show_page(300)
        self.assert_back(300)

    def test_the_compositor_may_be_killed_while_nobody_watches(self):
        self.leave()
        self.session.end_compositor()
        self.watch(self.ticket)
        self.assert_card(LOST, *SIZE)
        self.session.start_compositor()
        self.show_page(300)
        self.assert_back(300)


if __name__ == "__main__":
    unittest.main()
