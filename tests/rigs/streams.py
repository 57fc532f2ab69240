# SPDX-License-Identifier: MIT OR Apache-2.0
"""What comes out of a stream's address, as foreign programs see it."""
import json
import math
import subprocess
import threading
import urllib.request

import numpy

from rigs.processes import die_with_parent

RATE = 48000


def probe(url, packets=60, limit=30):
    """ffprobe's word on the streams and the first packets at `url`."""
    command = ["ffprobe", "-v", "error", "-print_format", "json", "-show_streams", "-show_packets", "-read_intervals",
               f"%+#{packets}", url]
    found = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    if found.returncode:
        raise AssertionError(f"ffprobe cannot read the stream: {found.stderr}")
    return json.loads(found.stdout)


def tracks(probed):
    """The tracks that probe() saw, by their kind."""
    return {stream["codec_type"]: stream for stream in probed["streams"]}


def record_sound(url, seconds, limit=40):
    """The left channel, from -1 to 1, as ffmpeg hears it."""
    command = ["ffmpeg", "-v", "error", "-i", url, "-t", str(seconds), "-vn", "-ac", "2", "-ar", str(RATE), "-f", "f32le",
               "-"]
    pcm = subprocess.run(command, capture_output=True, timeout=limit, check=True).stdout
    return numpy.frombuffer(pcm, numpy.float32)[::2]


def tone_level(samples, hertz):
    """The amplitude of a tone: the median over tenths of a second, so that one gap changes nothing."""
    tenth = RATE // 10
    wave = numpy.exp(-2j * numpy.pi * hertz * numpy.arange(tenth) / RATE)
    parts = samples[:len(samples) // tenth * tenth].reshape(-1, tenth)
    return float(numpy.median(2 * abs((parts * wave).mean(axis=1))))


class StreamReader:
    """A context manager: reads `url` all the time, as a player does, and counts what comes."""

    def __init__(self, url):
        self._url = url
        self.size = 0

    def __enter__(self):
        self._answer = urllib.request.urlopen(self._url, timeout=30)
        self._ended = False
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended = True
        self._thread.join()
        self._answer.close()

    def _read(self):
        while not self._ended:
            try:
                data = self._answer.read1(65536)
            except OSError:
                return
            if not data:
                return
            self.size += len(data)


class PictureReader:
    """A context manager: plays the pictures at `url`, each of which is of that size once it has passed the filters; `picture`
    is the last one, as rows, columns and RGB, and `count` how many came."""

    def __init__(self, url, size, filters="format=rgb24"):
        # A still source gives a picture a second: neither may ffmpeg wait for more of them, nor keep one.
        self._command = ["ffmpeg", "-v", "error", "-threads", "1", "-analyzeduration", "1", "-fpsprobesize", "0",
                         "-i", url, "-vf", filters, "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo",
                         "-flush_packets", "1", "-"]
        self._shape = size[1], size[0], 3
        self.picture = None
        self.count = 0

    def __enter__(self):
        self._player = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._player.kill()
        self._player.wait()
        self._thread.join()
        self._player.stdout.close()

    def _read(self):
        size = math.prod(self._shape)
        while len(pixels := self._player.stdout.read(size)) == size:
            self.picture = numpy.frombuffer(pixels, numpy.uint8).reshape(self._shape)
            self.count += 1


class ColourReader(PictureReader):
    """The same, of the mean of the pictures: `colour` is that of the last one, as (red, green, blue)."""

    def __init__(self, url):
        super().__init__(url, (1, 1), "format=rgb24,scale=1:1:flags=area")

    @property
    def colour(self):
        return None if self.picture is None else tuple(map(int, self.picture[0, 0]))
