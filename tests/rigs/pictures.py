# SPDX-License-Identifier: MIT OR Apache-2.0
"""Comparing pictures, and reading the time that the test picture carries (src/capture/time_strip.h)."""
import time

import numpy


def psnr(one, other):
    """Peak signal to noise ratio of two pictures of the same size, in dB."""
    error = numpy.mean((one.astype(float) - other.astype(float)) ** 2)
    return 99.0 if error == 0 else 10 * numpy.log10(255**2 / error)


def colour_psnr(one, other):
    """The same for each of luma and the two differences of colour, as BT.709 has them, of pictures in RGB: the least."""
    red, blue = 0.2126, 0.0722
    luma = numpy.array([red, 1 - red - blue, blue])
    planes = numpy.stack([luma, ([0, 0, 1] - luma) / (2 * (1 - blue)), ([1, 0, 0] - luma) / (2 * (1 - red))])
    differences = (one.astype(float) - other.astype(float)) @ planes.T
    return min(psnr(differences[:, :, plane], 0 * differences[:, :, plane]) for plane in range(3))


def strip_time(picture):
    """The lowest 16 bits of the milliseconds in the strip, or None if there is no strip."""
    height, width = picture.shape[:2]
    cell_width, cell_height = width / 16, height / 8

    def cell(column, row):
        return picture[int((row + 0.5) * cell_height), int((column + 0.5) * cell_width)].mean()

    if cell(8, 0) < 180 or cell(8, 1) > 75:
        return None
    gray = sum((cell(bit % 8, bit // 8) >= 128) << bit for bit in range(16))
    for shift in (8, 4, 2, 1):
        gray ^= gray >> shift
    return gray


def glass_to_glass_ms(display):
    """How old the test picture that fills a display is, or None if none does. Up to some ms too much: the picture is
    taken before it is read."""
    picture = display.screenshot()
    now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
    painted = strip_time(picture)
    return None if painted is None else (now - painted) & 0xFFFF
