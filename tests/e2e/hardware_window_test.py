# SPDX-License-Identifier: MIT OR Apache-2.0
"""The window's hardware decoder: it is tried first, and whatever its driver does wrong, the picture stays. The GPU is a test
double (tests/rigs/vaapi)."""
import os
import pathlib
import subprocess
import unittest

import numpy

from rigs.moving_page import MovingPage
from rigs.pictures import psnr, strip_time
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.vaapi_rig import VaapiRig
from rigs.watching import GOOD_DB
from rigs.x11_window import X11Window
from rigs.xvfb import Xvfb

SIZE = 480, 270


class HardwareWindowTest(unittest.TestCase):
    def watch(self, faults="", source=("test",)):
        """Shares by a machine without a GPU, to the window of one whose GPU has these faults."""
        self.screen = self.enterContext(Xvfb(*SIZE))
        self.gpu = self.enterContext(VaapiRig(faults, registry="good"))
        sharing = self.enterContext(host("--source", *source, "--size", "x".join(map(str, SIZE)), "--audio", "none",
                                         "--encoder", "x264enc"))
        env = {**self.gpu.env, "DISPLAY": self.screen.name, "WAYLAND_DISPLAY": ""}
        self.watching = self.enterContext(view(sharing.event("ticket")["ticket"], "--player", "window", "-v", env=env))

    def wait_for_decoder(self, name, hardware):
        stats = self.watching.event("stats", where=lambda stats: stats["window"]["decoder"] == name)
        self.assertEqual(stats["window"]["hardware"], hardware)

    def window(self):
        """Its number on the display."""
        found = subprocess.run(["xdotool", "search", "--name", "^pixelpass$"], env={**os.environ, "DISPLAY": self.screen.name},
                               check=True, capture_output=True, text=True, timeout=10).stdout
        return found.split()

    def assert_in_motion(self):
        """Pictures come, and newer ones after them."""
        wait_for("a picture", lambda: strip_time(self.screen.screenshot()) is not None)
        for _ in range(3):
            before = strip_time(self.screen.screenshot())
            wait_for("a newer picture", lambda: strip_time(self.screen.screenshot()) != before)

    def assert_stays_with_software(self, reason):
        wait_for("the reason", lambda: reason in self.watching.errors)
        wait_for("the end of the trials", lambda: "no hardware decoder works here" in self.watching.errors)
        self.wait_for_decoder("avdec_h264", False)
        self.assert_in_motion()
        self.assertIsNone(self.watching.event_so_far("warning"))

    def test_it_goes_over_to_hardware_and_the_window_stays(self):
        self.watch()
        wait_for("a picture by software", lambda: "avdec_h264 thread-type=slice, in software" in self.watching.errors)
        wait_for("the window", lambda: strip_time(self.screen.screenshot()) is not None)
        window = self.window()
        self.wait_for_decoder("vah264dec", True)
        self.assert_in_motion()
        decoded = len(self.gpu.log("decoded frame"))
        wait_for("more of its frames", lambda: len(self.gpu.log("decoded frame")) > decoded + 10)
        self.assertEqual(self.window(), window)

    def test_the_picture_is_right_before_and_after(self):
        shared = self.enterContext(Xvfb(*SIZE))
        page = MovingPage(*SIZE)
        with X11Window(shared.name, (0, 0, *SIZE), "page") as window:
            os.environ["DISPLAY"] = shared.name
            self.addCleanup(os.environ.pop, "DISPLAY", None)
            self.watch(source=("x11", "--no-cursor"))
            number = 0

            def shows():
                nonlocal number
                number += 1
                picture = page.picture(number)
                window.show(picture)
                return psnr(self.screen.screenshot()[page.text_area], picture[page.text_area]) >= GOOD_DB

            wait_for("the page by software", shows)
            # As many as this takes a picture each: on a busy machine that is a while.
            wait_for("the hardware decoder", lambda: shows() and self.gpu.log("decoded frame 60"), limit=60)
            self.wait_for_decoder("vah264dec", True)
            wait_for("the page by hardware", shows)

    def test_what_fails_in_the_trial_is_not_used(self):
        for faults, reason in (("init", "its driver does not start"), ("decode=3", "it gave no picture"),
                               ("deccrash=2", "it crashed (Segmentation fault)"), ("dechang=2", "it gave no picture"),
                               ("decgreen=4", "it makes a green picture")):
            with self.subTest(faults):
                self.watch(faults)
                self.assert_stays_with_software(reason)

    def test_what_fails_in_mid_stream_is_replaced_by_software(self):
        for faults in ("decode=60", "dechang=60"):
            with self.subTest(faults):
                self.watch(faults)
                self.wait_for_decoder("vah264dec", True)
                window = self.window()
                warning = self.watching.event("warning")
                self.assertIn("the hardware decoder vah264dec failed", warning["message"])
                self.assertIn("software", warning["hint"])
                self.wait_for_decoder("avdec_h264", False)
                self.assert_in_motion()
                self.assertEqual(self.window(), window)
                self.assertEqual(self.watching.stop(), 0)

    def test_closing_it_during_a_trial_leaves_nothing(self):
        self.watch("dechang=0")
        wait_for("the trial hangs", lambda: self.gpu.log("fault: hang"))
        child = self.trials()
        self.assertTrue(child)
        subprocess.run(["xdotool", "key", "q"], env={**os.environ, "DISPLAY": self.screen.name}, check=True, timeout=10)
        self.assertEqual(self.watching.wait(), 0)
        self.assertEqual(self.trials(), [])

    def trials(self):
        """The processes that try decoders on this test's GPU."""
        log = f"RIGSW_LOG={self.gpu.env['RIGSW_LOG']}".encode()
        found = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if (b"decoder-trial" in process.joinpath("cmdline").read_bytes() and
                        log in process.joinpath("environ").read_bytes()):
                    found.append(process.name)
            except OSError:  # it has just ended
                continue
        return found


if __name__ == "__main__":
    unittest.main()
