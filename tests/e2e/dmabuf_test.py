# SPDX-License-Identifier: MIT OR Apache-2.0
"""A portal that has DMABufs and an encoder that imports them: pictures get there with no copy, and by memory wherever that
can't be. The GPU and its DMABufs are test doubles."""
import signal
import unittest

from rigs.portal_sharing import CARD, SOON, PortalTest
from rigs.processes import wait_for
from rigs.vaapi_rig import VaapiRig

RED, BLUE = (224, 0, 0), (0, 0, 224)


class DmaBufTest(PortalTest):
    def share_by_gpu(self, *options, faults="", memory="dmabuf", **agreed):
        """Shares RED; gives what a viewer plays."""
        self.gpu = self.enterContext(VaapiRig(faults))
        self.env.update(self.gpu.env)
        self.agrees(RED, memory=memory, **agreed)
        self.share("--encoder", "vah264enc", *options)
        self.tried = len(self.gpu.log())
        return self.watch()[1]

    def gpu_log(self, *words):
        """What the GPU did since the encoder was tried."""
        return [line for line in self.gpu.log()[self.tried:] if line.startswith(words)]

    def assert_comes_to_copy(self):
        """From some time on the CPU writes all pictures into the encoder's memory."""
        def last():
            lines = self.gpu_log("import", "derive", "put")
            return lines and not lines[-1].startswith("import")

        wait_for("a picture from memory", last, SOON)

    def test_a_picture_is_encoded_where_it_lies(self):
        player = self.share_by_gpu()
        self.assert_seen(player, RED)
        frames = len(self.gpu_log("frame"))
        wait_for("more pictures", lambda: len(self.gpu_log("frame")) > frames + 30, SOON)
        lines = self.gpu_log("import", "derive", "put", "get", "frame")
        first = next(i for i, line in enumerate(lines) if line.startswith("import"))
        self.assertEqual({line.split()[0] for line in lines[first:]}, {"import", "frame"}, lines)

    def test_a_picture_is_scaled_on_the_way(self):
        player = self.share_by_gpu("--size", "160x160")
        self.assert_seen(player, RED)
        self.assertIn("import 320x180", " ".join(self.gpu_log("import")))
        self.assertTrue(any("160x90" in line for line in self.gpu_log("context")), self.gpu_log("context"))

    def test_a_still_screen_is_seen_by_all_who_come(self):
        player = self.share_by_gpu(motion="still")
        self.assert_seen(player, RED)
        self.assert_seen(self.watch()[1], RED, SOON)

    def test_a_pause_shows_its_card_and_ends(self):
        player = self.share_by_gpu()
        self.assert_seen(player, RED)
        for colour in (CARD, RED):
            self.sharing.process.send_signal(signal.SIGUSR1)
            self.assert_seen(player, colour)

    def test_an_odd_size_goes_through_memory(self):
        player = self.share_by_gpu(size=(321, 181))
        self.assert_seen(player, RED)
        self.assertEqual(self.gpu_log("import"), [])
        self.assertTrue(self.gpu_log("frame"))

    def test_what_the_gpu_refuses_goes_through_memory(self):
        # GStreamer maps what can't be imported; where that can't be either, it is an error.
        player = self.share_by_gpu(faults="import=3,noexport")
        self.assert_seen(player, RED)
        self.assert_comes_to_copy()
        self.assertEqual(self.sharing.event_so_far("error"), None)

    def test_a_portal_without_dmabufs_is_read_from_memory(self):
        player = self.share_by_gpu(memory="memfd")
        self.assert_seen(player, RED)
        self.assertEqual(self.gpu_log("import"), [])

    def test_a_gpu_that_takes_none_is_given_none(self):
        player = self.share_by_gpu(faults="nodmabuf")
        self.assert_seen(player, RED)
        self.assertEqual(self.gpu_log("import"), [])

    def test_the_source_comes_back_in_dmabufs(self):
        player = self.share_by_gpu()
        self.assert_seen(player, RED)
        self.agrees(BLUE, memory="dmabuf")
        self.portal.ends_node()
        self.assert_seen(player, BLUE)
        self.assertTrue(self.gpu_log("import"))


if __name__ == "__main__":
    unittest.main()
