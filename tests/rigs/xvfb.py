# SPDX-License-Identifier: MIT OR Apache-2.0
"""Private X servers without a screen, and pictures of what they show."""
import os
import struct
import subprocess

import numpy

from rigs.processes import die_with_parent


class Xvfb:
    """A context manager: an X server of `width` x `height`; `name` is its DISPLAY."""

    def __init__(self, width=1280, height=720):
        self.size = (width, height)
        self.name = None
        self._server = None

    def __enter__(self):
        self.start()
        return self

    def start(self):
        """Starts the server, at first or, on the same display, after end()."""
        read, write = os.pipe()
        screen = f"{self.size[0]}x{self.size[1]}x24"
        command = ["Xvfb", *filter(None, [self.name]), "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp",
                   "-noreset"]
        self._server = subprocess.Popen(command, pass_fds=[write], stdin=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
        os.close(write)
        with os.fdopen(read) as announced:
            number = announced.readline().strip()
        if not number:
            raise RuntimeError("Xvfb does not start")
        self.name = f":{number}"

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Ends the server as a crash does."""
        self._server.kill()
        self._server.wait()

    def signal(self, number):
        self._server.send_signal(number)

    def screenshot(self):
        """What the screen shows, as an array of rows, columns and RGB."""
        dump = subprocess.run(["xwd", "-root", "-silent", "-display", self.name], check=True, capture_output=True).stdout
        header = struct.unpack(">25I", dump[:100])
        header_size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
        pixels = numpy.frombuffer(dump, dtype=numpy.uint8, offset=header_size + colours * 12)
        rows = pixels[: line * height].reshape(height, line)[:, : width * 4].reshape(height, width, 4)
        return rows[:, :, 2::-1]
