# SPDX-License-Identifier: MIT OR Apache-2.0
"""A share that is written to a file, by either side, and played from it."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

import numpy

from rigs.pictures import strip_time
from rigs.processes import die_with_parent, wait_for
from rigs.program import PIXELPASS, host, view

SIZE = 320, 180
SHARED = ["--source", "test", "--size", "{}x{}".format(*SIZE), "--fps", "30"]
SECONDS = 3


class RecordTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def share(self, *options, **settings):
        sharing = self.enterContext(host(*SHARED, *options, **settings))
        return sharing, sharing.event("ticket")["ticket"]

    @staticmethod
    def length(file):
        """In seconds, of the sound, and the codecs of what is in it."""
        packets = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "packet=pts_time,codec_type",
                                  "-show_entries", "stream=codec_name", "-of", "json", file], capture_output=True, check=False)
        found = json.loads(packets.stdout or "{}")
        times = [float(packet["pts_time"]) for packet in found.get("packets", []) if packet["codec_type"] == "audio"]
        return max(times, default=0), {stream["codec_name"] for stream in found.get("streams", [])}

    def wait_for_length(self, file):
        wait_for(f"{SECONDS} s in the file", lambda: self.length(file)[0] > SECONDS, 30)

    def assert_playable(self, file):
        """A player shows the test picture, and each picture is newer than the one before."""
        pictures = subprocess.run(["ffmpeg", "-v", "error", "-i", file, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"],
                                  capture_output=True, check=True)
        self.assertEqual(pictures.stderr, b"")
        shown = numpy.frombuffer(pictures.stdout, dtype=numpy.uint8).reshape(-1, SIZE[1], SIZE[0], 3)
        self.assertGreater(len(shown), 10 * SECONDS)
        times = [strip_time(picture) for picture in shown]
        self.assertNotIn(None, times)
        passed = (times[-1] - times[0]) & 0xFFFF
        self.assertGreater(passed, 1000 * (SECONDS - 1.5))
        self.assertLess(passed, 60_000)
        self.assertEqual(self.length(file)[1], {"h264", "aac"})

    def test_a_host_records_though_nobody_watches(self):
        for name in "a.mkv", "a.mp4":
            with self.subTest(name):
                sharing, _ = self.share("--record", self.folder / name)
                self.wait_for_length(self.folder / name)
                self.assertEqual(sharing.stop(), 0)
                self.assert_playable(self.folder / name)

    def test_a_viewer_records_what_it_sees(self):
        watching = self.enterContext(view(self.share()[1], "--player", "none", "--record", self.folder / "b.mkv"))
        self.wait_for_length(self.folder / "b.mkv")
        self.assertEqual(watching.stop(), 0)
        self.assert_playable(self.folder / "b.mkv")

    def test_what_was_recorded_outlives_a_crash(self):
        for name in "c.mkv", "c.mp4":
            with self.subTest(name):
                sharing, _ = self.share("--record", self.folder / name)
                self.wait_for_length(self.folder / name)
                sharing.stop(signal.SIGKILL)
                self.assert_playable(self.folder / name)

    def test_a_host_saves_the_last_half_minute_of_what_was_watched(self):
        config = self.folder / "user-dirs.dirs"
        config.write_text('XDG_VIDEOS_DIR="$HOME/My films"\n')
        sharing, ticket = self.share(env={"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)})
        sharing.process.send_signal(signal.SIGUSR2)
        sharing.event("warning", where=lambda event: "nobody has watched" in event["message"])
        self.assertFalse(list(self.folder.rglob("*.mkv")))
        with view(ticket, "--player", "none", "--record", self.folder / "f.mkv") as watching:
            self.wait_for_length(self.folder / "f.mkv")
            watching.process.send_signal(signal.SIGUSR2)  # as pidof names it, too
            self.assertEqual(watching.stop(), 0)
        sharing.event("viewer_left")
        sharing.process.send_signal(signal.SIGUSR2)
        clip = sharing.event("clip")
        file = pathlib.Path(clip["file"])
        self.assertEqual(file.parent, self.folder / "My films")
        self.assertGreater(clip["length_s"], SECONDS - 1.5)
        self.assert_playable(file)
        self.assertEqual(sharing.stop(), 0)

    def test_a_terminal_that_is_closed_ends_the_recording_well(self):
        terminal, theirs = os.openpty()
        file = self.folder / "e.mkv"
        sharing = subprocess.Popen([PIXELPASS, "host", "--relay", "none", "--bind", "127.0.0.1", *SHARED, "--record", file],
                                   stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=die_with_parent)
        os.close(theirs)
        self.addCleanup(sharing.kill)
        self.wait_for_length(file)
        os.close(terminal)  # whatever is written from now on fails
        sharing.send_signal(signal.SIGHUP)
        self.assertEqual(sharing.wait(10), 0)
        self.assertIn("duration", subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", file],
                                                 capture_output=True, check=True, text=True).stdout)
        self.assert_playable(file)

    def test_a_file_that_is_there_is_kept(self):
        file = self.folder / "d.mkv"
        file.write_text("dear to somebody")
        sharing = self.enterContext(host(*SHARED, "--record", file))
        self.assertEqual(sharing.event("error")["message"], f"{file} can not be recorded to: File exists")
        self.assertEqual(sharing.wait(), 2)
        self.assertEqual(file.read_text(), "dear to somebody")


if __name__ == "__main__":
    unittest.main()
