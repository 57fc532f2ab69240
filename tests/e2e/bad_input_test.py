# SPDX-License-Identifier: MIT OR Apache-2.0
"""What is wrong is said in one line, with at most one hint, and by the exit status."""
import time
import unittest

from rigs.complaints import ComplainingTest
from rigs.dumbpipe import free_port
from rigs.program import LOCAL, host, view

TEST = ["--source", "test"]
FOREIGN = "nodeaa2uk53lucvjvsc2tbzawmpbt7pzhygvdkrkr7dgp4jcorfvq5ywkajdnb2hi4dthixs6"


def without_display():
    return {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


class BadInputTest(ComplainingTest):
    @classmethod
    def setUpClass(cls):
        with host(*TEST, "--audio", "none") as gone:
            cls.gone = gone.event("ticket")["ticket"]

    def test_tickets_that_are_none(self):
        middle = len(self.gone) // 2
        flipped = "b" if self.gone[middle] == "a" else "a"
        for ticket in (self.gone[:middle], self.gone[:middle] + "!" + self.gone[middle + 1:], self.gone + "a", FOREIGN,
                       "endpoint", "endpointaaaa", "hello world", "", "endpoint" + flipped * 50):
            with self.subTest(ticket=ticket[:80]):
                self.both_ways(2, "view", ticket, "--player", "none", *LOCAL)
        self.both_ways(2, "view", "-", "--player", "none", *LOCAL, stdin="hello\n")
        self.both_ways(2, "view", "-", "--player", "none", *LOCAL, stdin="")

    def test_a_host_that_is_gone(self):
        begun = time.monotonic()
        self.complaint(5, "view", self.gone, "--player", "none", *LOCAL, limit=15)
        self.assertLess(time.monotonic() - begun, 10)
        self.complaint(5, "view", self.gone, "--player", "none", *LOCAL, "--json", limit=15)

    def test_a_port_that_is_taken(self):
        port = str(free_port())
        with host(*TEST, "--audio", "none") as sharing:
            ticket = sharing.event("ticket")["ticket"]
            with view(ticket, "--player", "none", "--port", port) as first:
                first.event("url")
                self.assertIn(port, self.both_ways(2, "view", ticket, "--player", "none", "--port", port, *LOCAL))

    def test_no_display(self):
        for source in ("auto", "x11"):
            self.both_ways(3, "host", "--source", source, *LOCAL, env=without_display())
        self.both_ways(3, "host", "--source", "x11", *LOCAL, env={"DISPLAY": ":4711", "WAYLAND_DISPLAY": ""})
        self.both_ways(3, "host", *LOCAL, env={"DISPLAY": "", "WAYLAND_DISPLAY": "wayland-0"})

    def test_options_that_are_none(self):
        for arguments in (["--bogus"], ["host", "--bogus"], ["host", "extra"], ["view"], ["bogus"], ["host", "view"],
                          ["list", "bogus"], ["list", "encoders", "--fps", "3"],
                          ["view", self.gone, "--fps", "3"], ["host", "--fps"], ["host", "--duration", "0"],
                          ["host", "--max-viewers", "0"], ["host", "--source", "bogus"], ["host", "--audio", "bogus"],
                          ["host", "--codec", "vp8"], ["host", "--hide-addresses", "--relay", "none"],
                          ["view", self.gone, "--player", "bogus"], ["view", self.gone, "--port", "70000"],
                          ["view", self.gone, "--port", "-1"]):
            with self.subTest(arguments=arguments):
                self.complaint(2, *arguments)

    def test_sizes_rates_and_addresses_that_are_none(self):
        for option, values in {
                "--size": ("", "0x0", "1280", "1280x", "x720", "1280x720x3", "-1x-1", "99999x99999", "big"),
                "--fps": ("", "0", "-5", "241", "30.5", "fast", "1e2"),
                "--bitrate": ("", "0", "-1", "99", "200001", "99999999999999999999", "4M", "much"),
        }.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.complaint(2, "host", *TEST, option, value)
        self.both_ways(2, "host", *TEST, "--relay", "no url")
        for option, value in (("--bind", "nowhere"), ("--bind", "127.0.0.1:99999"), ("--relay-ca", "/nonexistent")):
            with self.subTest(option=option, value=value):
                self.both_ways(2, "host", "--quiet", *TEST, "--relay", "none", option, value)

    def test_encoders_that_are_none(self):
        self.assertIn("x264enc", self.both_ways(4, "host", *TEST, *LOCAL, "--encoder", "bogus"))
        said = self.both_ways(4, "host", *TEST, *LOCAL, "--codec", "av1", "--encoder", "x264enc")
        self.assertIn("x264enc makes H.264, not AV1", said)

    def test_an_encoder_that_does_not_work_here(self):
        # No VA-API driver is found there, wherever this runs.
        env = {"LIBVA_DRIVERS_PATH": "/nonexistent", "LIBVA_DRIVER_NAME": "bogus"}
        said = self.both_ways(4, "host", *TEST, *LOCAL, "--encoder", "vah264enc", env=env, limit=30)
        self.assertRegex(said, "these work: .*x264enc")

    def test_players_that_are_not_installed(self):
        for player in ("mpv", "vlc"):
            self.both_ways(7, "view", self.gone, "--player", player, *LOCAL, env={"PATH": "/nonexistent"})


if __name__ == "__main__":
    unittest.main()
