# SPDX-License-Identifier: MIT OR Apache-2.0
"""The viewer's local address: what foreign players get there, and who is turned away."""
import http.client
import unittest
import urllib.parse

from rigs.processes import wait_for
from rigs.program import host, view
from rigs.streams import StreamReader, probe, tracks

SMALL = ["--source", "test", "--size", "320x180"]


class StreamTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sharing = cls.enterClassContext(host(*SMALL))
        cls.ticket = cls.sharing.event("ticket")["ticket"]
        cls.watching = cls.enterClassContext(view(cls.ticket, "--player", "none"))
        cls.mkv = cls.watching.event("url")["url"]
        cls.ts = cls.mkv.replace("live.mkv", "live.ts")

    def assert_playable(self, url):
        probed = probe(url)
        video, audio = (tracks(probed)[kind] for kind in ("video", "audio"))
        self.assertEqual(video["codec_name"], "h264")
        self.assertEqual((video["width"], video["height"]), (320, 180))
        self.assertEqual(video["pix_fmt"], "yuv420p")
        self.assertEqual([video[name] for name in ("color_space", "color_primaries", "color_transfer")], ["bt709"] * 3)
        self.assertEqual((audio["codec_name"], audio["sample_rate"], audio["channels"]), ("aac", "48000", 2))
        pictures = [packet for packet in probed["packets"] if packet["codec_type"] == "video"]
        self.assertIn("K", pictures[0]["flags"], "the first picture is a keyframe")

    def test_live_ts_is_h264_and_aac_and_starts_at_a_keyframe(self):
        self.assert_playable(self.ts)

    def test_live_mkv_is_h264_and_aac_and_starts_at_a_keyframe(self):
        self.assert_playable(self.mkv)

    def test_several_players_share_an_address_at_once(self):
        with StreamReader(self.ts) as one, StreamReader(self.ts) as two, StreamReader(self.mkv) as three:
            wait_for("bytes for all", lambda: min(reader.size for reader in (one, two, three)) > 100_000)
            self.assert_playable(self.ts)

    def test_players_come_one_after_another(self):
        for url in (self.ts, self.mkv, self.ts):
            self.assert_playable(url)

    def ask(self, path, method="GET", **headers):
        """The status of an answer; endless ones are left at their head."""
        address = urllib.parse.urlsplit(self.ts)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
        self.addCleanup(connection.close)
        connection.request(method, path, headers=headers)
        return connection.getresponse().status

    def test_only_those_who_know_the_address_get_the_stream(self):
        path = urllib.parse.urlsplit(self.ts).path
        secret = path.split("/")[1]
        self.assertEqual(self.ask(path, "HEAD"), 200)
        other = path.replace(secret, secret[:-1] + ("0" if secret[-1] != "0" else "1"))
        for wrong in ("/", "/live.ts", "/" + secret, path + "x", other):
            self.assertEqual(self.ask(wrong), 404, wrong)

    def test_web_pages_are_turned_away(self):
        path = urllib.parse.urlsplit(self.ts).path
        port = urllib.parse.urlsplit(self.ts).port
        for headers in ({"Host": "example.org"}, {"Host": f"example.org:{port}"}, {"Host": "127.0.0.1:1"},
                        {"Origin": "https://example.org"}, {"Origin": "null"}):
            self.assertEqual(self.ask(path, "HEAD", **headers), 403, headers)
            self.assertEqual(self.ask(path, "GET", **headers), 403, headers)
        self.assertEqual(self.ask(path, "HEAD", Host=f"localhost:{port}"), 200)

    def test_the_address_can_only_be_read(self):
        path = urllib.parse.urlsplit(self.ts).path
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            self.assertEqual(self.ask(path, method), 405, method)


if __name__ == "__main__":
    unittest.main()
