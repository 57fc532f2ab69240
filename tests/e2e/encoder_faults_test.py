# SPDX-License-Identifier: MIT OR Apache-2.0
"""Whatever a GPU's driver does wrong, and whenever, viewers see the picture. The GPU is a test double."""
import os
import subprocess
import unittest

from rigs.pictures import strip_time
from rigs.processes import die_with_parent, wait_for
from rigs.program import host, view
from rigs.streams import PictureReader
from rigs.vaapi_rig import VaapiRig

SIZE = 320, 180
SHARED = ["--source", "test", "--size", "{}x{}".format(*SIZE), "--audio", "none"]


class EncoderFaultsTest(unittest.TestCase):
    def share(self, faults, *options, registry=None):
        """Shares by a GPU that has these faults; gives the encoder that was chosen."""
        self.gpu = self.enterContext(VaapiRig(faults, registry))
        self.sharing = self.enterContext(host(*SHARED, *options, env=self.gpu.env))
        chosen = self.sharing.event("encoder")["name"]
        watching = self.enterContext(view(self.sharing.event("ticket")["ticket"], "--player", "none"))
        self.pictures = self.enterContext(PictureReader(watching.event("url")["url"], SIZE))
        return chosen

    def assert_in_motion(self):
        """The picture of now is seen, and newer ones after it."""
        for _ in range(2):
            before = self.pictures.count
            wait_for("more pictures", lambda: self.pictures.count > before + 5 and strip_time(self.pictures.picture))

    def assert_goes_on_in_software(self, cause):
        change = self.sharing.event("encoder", where=lambda event: event["reason"])
        self.assertEqual(change["name"], "x264enc")
        self.assertIn(cause, change["reason"])
        self.assert_in_motion()
        self.assertEqual(self.sharing.event_so_far("error"), None)

    def test_a_gpu_that_works_encodes(self):
        self.assertEqual(self.share(""), "vah264enc")
        self.assert_in_motion()
        self.assertTrue(self.gpu.log("frame"))
        self.assertEqual(self.sharing.event_so_far("encoder"), None)

    def test_what_fails_in_the_trial_is_not_chosen(self):
        for faults in ("init", "init=2", "noenc", "context", "encode=4", "sync=4"):
            with self.subTest(faults):
                self.assertEqual(self.share(faults, registry="good"), "x264enc")
                self.assert_in_motion()

    def test_what_fails_in_mid_stream_is_replaced(self):
        # Behind the ten frames of the trial, which is a process of its own.
        for faults in ("encode=40", "sync=40"):
            with self.subTest(faults):
                self.assertEqual(self.share(faults), "vah264enc")
                self.assert_goes_on_in_software("the encoder vah264enc failed: ")

    def test_what_hangs_in_mid_stream_is_replaced(self):
        self.assertEqual(self.share("hang=40"), "vah264enc")
        self.assert_goes_on_in_software("the encoder vah264enc hangs")
        self.assertEqual(self.sharing.stop(), 0)

    def test_what_is_too_slow_is_replaced(self):
        self.assertEqual(self.share("slow=90"), "vah264enc")
        self.assert_goes_on_in_software("the encoder vah264enc is too slow")

    def test_software_that_is_too_slow_makes_fewer_pictures(self):
        # Whatever the machine can do: on one core, of which most belongs to another.
        core = ("taskset", "--cpu-list", str(min(os.sched_getaffinity(0))))
        sharing = self.enterContext(host("--source", "test", "--size", "1920x1080", "--fps", "60", "--codec", "av1",
                                         "--encoder", "av1enc", "--audio", "none", prefix=("nice", "-n", "8", *core)))
        watching = self.enterContext(view(sharing.event("ticket")["ticket"], "--player", "none"))
        self.pictures = self.enterContext(PictureReader(watching.event("url")["url"], SIZE, "scale={}:{}".format(*SIZE)))
        hog = subprocess.Popen([*core, "sh", "-c", "while :; do :; done"], preexec_fn=die_with_parent)
        self.addCleanup(hog.wait)
        self.addCleanup(hog.kill)
        change = sharing.event("encoder", where=lambda event: event["reason"])
        self.assertEqual((change["name"], change["reason"]), ("av1enc", "the encoder av1enc is too slow"))
        self.assertLess(change["frames_per_second"], 60)
        self.assertIn("--size", change["hint"])
        self.assert_in_motion()

    def test_a_forced_encoder_that_fails_in_mid_stream_is_replaced_as_well(self):
        self.assertEqual(self.share("encode=40", "--encoder", "vah264enc"), "vah264enc")
        self.assert_goes_on_in_software("the encoder vah264enc failed: ")


if __name__ == "__main__":
    unittest.main()
