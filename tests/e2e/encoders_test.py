# SPDX-License-Identifier: MIT OR Apache-2.0
"""What users are told of encoders, and that a start asks a driver only once, on a test double of a GPU."""
import json
import pathlib
import re
import subprocess
import unittest

from rigs.program import LOCAL, PIXELPASS, Program
from rigs.vaapi_rig import VaapiRig

TEST = ["--source", "test", "--audio", "none"]
DEBIAN = "ID=debian" in pathlib.Path("/etc/os-release").read_text().splitlines()


class EncodersTest(unittest.TestCase):
    def rig(self, **options):
        return self.enterContext(VaapiRig(**options))

    def listed(self, rig):
        """The rows of the list, by name."""
        run = subprocess.run([PIXELPASS, "list", "encoders", "--json"], env=rig.env, capture_output=True, text=True, timeout=60,
                             check=True)
        self.assertEqual(run.stderr, "")
        return {row["encoder"]: row for row in map(json.loads, run.stdout.splitlines())}

    def started(self, rig, *options):
        """The encoder that a host takes."""
        with Program("host", *TEST, *LOCAL, *options, env=rig.env) as host:
            name = host.event("encoder")["name"]
            host.event("ticket")
        return name

    def test_a_list_tells_the_gpus_encoder_and_what_would_help_the_rest(self):
        found = self.listed(self.rig())
        row = found["vah264enc"]
        self.assertEqual((row["codec"], row["hardware"], row["works"], row["reason"]), ("h264", True, True, ""))
        hevc = found["vah265enc"]
        self.assertEqual((hevc["codec"], hevc["works"]), ("hevc", False))
        self.assertEqual(hevc["reason"], "its driver is missing, or the GPU can't encode HEVC")
        if DEBIAN:
            self.assertEqual(hevc["package"], "mesa-va-drivers")
        self.assertEqual(found["nvh264enc"]["reason"], "no GPU of NVIDIA found")

    def test_a_list_tells_what_is_wrong(self):
        row = self.listed(self.rig(faults="green"))["vah264enc"]
        self.assertEqual((row["works"], row["reason"]), (False, "it makes a green picture"))

    def test_a_second_gpu_has_an_encoder_of_its_own(self):
        rig = self.rig(gpus=2)
        found = self.listed(rig)
        names = list(found)
        second, = [name for name in names if re.fullmatch(r"varenderD\d+h264enc", name)]  # which of them, GStreamer decides
        self.assertTrue(found[second]["works"], found[second]["reason"])
        self.assertLess(names.index("vah264enc"), names.index(second))
        self.assertLess(names.index(second), names.index("x264enc"))
        self.assertEqual(self.started(rig, "--encoder", second), second)

    def test_a_start_asks_the_driver_once(self):
        rig = self.rig()
        self.assertEqual(self.started(rig), "vah264enc")
        asked = len(rig.log())
        self.assertGreater(asked, 0)
        self.assertEqual(self.started(rig), "vah264enc")
        self.assertEqual(rig.log()[asked:], [], "the second start asked again")
        self.assertEqual(self.started(rig, "--encoder", "vah264enc"), "vah264enc")
        self.assertGreater(len(rig.log()), asked, "what is forced is tried anew")

    def test_a_record_that_was_tampered_with_is_no_record(self):
        rig = self.rig()
        self.started(rig)
        records = pathlib.Path(rig.env["XDG_CACHE_HOME"], "pixelpass/encoder-trials")
        self.assertEqual(records.stat().st_mode & 0o777, 0o600)
        records.write_text(records.read_text() + "\x1b]0;owned\x07\n")
        asked = len(rig.log())
        self.assertEqual(self.started(rig), "vah264enc")
        self.assertGreater(len(rig.log()), asked)
        self.assertNotIn("owned", records.read_text())


if __name__ == "__main__":
    unittest.main()
