# SPDX-License-Identifier: MIT OR Apache-2.0
"""A page of text with a bar that moves below it; each picture carries its number, as the test picture does its time."""
import contextlib
import threading

import numpy
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
WORDS = "Ein Text, den man lesen kann: if (unit->keyframe) queue.push(unit); 0123456789 Il1 O0 {}[]() %$ §ÄÖÜ "


class MovingPage:
    """Pictures of one size, by number."""

    def __init__(self, width, height):
        self.size = (width, height)
        self._page = numpy.array(self._draw_page())
        self._page.setflags(write=False)

    @property
    def text_area(self):
        """Where nothing but text is: rows and columns for an array."""
        width, height = self.size
        return slice(height // 4 + 8, height * 3 // 4), slice(0, width)

    @property
    def moving_parts(self):
        """Where pictures differ from each other: rows and columns for an array, of each part."""
        width, height = self.size
        return [(slice(0, round(height / 4)), slice(0, round(width * 9 / 16))),
                (slice(height + -height // 8, height), slice(0, width))]

    def picture(self, number):
        """Rows, columns and RGB."""
        picture = self._page.copy()
        width, height = self.size
        left = 12 * number % width
        picture[-height // 8:, left:left + width // 10] = (200, 60, 40)
        for cell, bright in self._cells(number):
            picture[cell] = 235 if bright else 20
        return picture

    def _cells(self, number):
        gray = (number & 0xFFFF) ^ ((number & 0xFFFF) >> 1)
        bits = [(bit % 8, bit // 8, gray >> bit & 1) for bit in range(16)]
        for column, row, bright in [*bits, (8, 0, 1), (8, 1, 0)]:
            yield (self._span(row, self.size[1] / 8), self._span(column, self.size[0] / 16)), bright

    @staticmethod
    def _span(index, size):
        return slice(round(index * size), round((index + 1) * size))

    def _draw_page(self):
        width, height = self.size
        page = Image.new("RGB", self.size, (250, 250, 245))
        draw = ImageDraw.Draw(page)
        font = ImageFont.truetype(FONT, 16)
        for line, top in enumerate(range(height // 4 + 12, height * 3 // 4 - 20, 22)):
            draw.text((10, top), (WORDS[3 * line:] + WORDS)[:(width - 20) // 10], (20, 20, 30), font)
        draw.rectangle((width * 3 // 4, 10, width - 10, height // 5), (40, 120, 200))
        return page

    @contextlib.contextmanager
    def playing(self, window, rate=30):
        """Within the block the page moves on `window`."""
        ended = threading.Event()

        def play():
            number = 0
            while not ended.wait(1 / rate):
                window.show(self.picture(number))
                number += 1

        window.show(self.picture(0))
        player = threading.Thread(target=play)
        player.start()
        try:
            yield
        finally:
            ended.set()
            player.join()
