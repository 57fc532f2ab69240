# SPDX-License-Identifier: MIT OR Apache-2.0
"""pixelpass/0 with foreign programs on either side: dumbpipe carries it, an HTTP server or a player ends it."""
import contextlib
import http.server
import subprocess
import threading
import unittest
import urllib.error
import urllib.request

from rigs import dumbpipe
from rigs.program import host, view
from rigs.streams import probe, tracks

SMALL = ["--source", "test", "--size", "320x180"]
ENDLESS_TS = ["ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f", "lavfi", "-i",
              "sine", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25",
              "-c:a", "aac", "-ar", "48000", "-ac", "2", "-f", "mpegts", "-"]


class EndlessTs(http.server.BaseHTTPRequestHandler):
    """Answers each request with an MPEG-TS of its own that never ends."""
    chunked = False
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "video/mp2t")
        self.send_header(*(("Transfer-Encoding", "chunked") if self.chunked else ("Connection", "close")))
        self.end_headers()
        with subprocess.Popen(ENDLESS_TS, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as encoder:
            with contextlib.suppress(OSError):
                while data := encoder.stdout.read1(1316):
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if self.chunked else data)
            encoder.kill()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def endless_ts(chunked):
    """The port of an HTTP server."""
    handler = type("Handler", (EndlessTs,), {"chunked": chunked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


class ForeignViewerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sharing = cls.enterClassContext(host(*SMALL))
        cls.url = cls.enterClassContext(dumbpipe.connect(cls.sharing.event("ticket")["ticket"]))

    def test_ffprobe_reads_our_host_through_dumbpipe(self):
        probed = probe(self.url)
        self.assertEqual(tracks(probed)["video"]["codec_name"], "h264")
        self.assertEqual(tracks(probed)["audio"]["codec_name"], "aac")
        first = next(packet for packet in probed["packets"] if packet["codec_type"] == "video")
        self.assertIn("K", first["flags"])
        self.assertEqual(self.sharing.event("viewer_joined")["protocol"], "pixelpass/0")

    def test_mpv_plays_our_host_through_dumbpipe(self):
        command = ["mpv", "--no-config", "--vo=null", "--ao=null", "--frames=60", self.url]
        played = subprocess.run(command, capture_output=True, text=True, timeout=40)
        self.assertEqual(played.returncode, 0, played.stdout)
        self.assertIn("VO:", played.stdout)


class ForeignHostTest(unittest.TestCase):
    def assert_watched(self, chunked):
        port = self.enterContext(endless_ts(chunked))
        ticket = self.enterContext(dumbpipe.listen(port))
        watching = self.enterContext(view(ticket, "--player", "none"))
        self.assertEqual(watching.event("connected")["protocol"], "pixelpass/0")
        url = watching.event("url")["url"]
        self.assertTrue(url.endswith("/live.ts"))
        # One player: dumbpipe takes a single bi-stream of each connection.
        self.assertEqual({kind: track["codec_name"] for kind, track in tracks(probe(url)).items()},
                         {"video": "h264", "audio": "aac"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url.replace("live.ts", "live.mkv"), timeout=10)
        self.assertEqual(refused.exception.code, 404)
        refused.exception.close()
        watching.event("first_frame", limit=1)
        self.assertEqual(watching.stop(), 0)

    def test_our_viewer_watches_a_foreign_host_that_sends_chunks(self):
        self.assert_watched(chunked=True)

    def test_our_viewer_watches_a_foreign_host_that_sends_till_it_closes(self):
        self.assert_watched(chunked=False)


if __name__ == "__main__":
    unittest.main()
