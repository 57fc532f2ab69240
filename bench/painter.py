#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Shows a page that moves, in a process of its own, and prints one JSON object a line for each picture: its number, and
when it was on the screen (CLOCK_MONOTONIC, in µs).

    painter.py x11|wayland RATE    on $DISPLAY or $WAYLAND_DISPLAY; a line on stdin is a new rate, 0 to stand still"""
import json
import os
import pathlib
import select
import sys
import time
import types

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests"))
from rigs.moving_page import MovingPage  # noqa: E402
from rigs.wayland_window import WaylandWindow  # noqa: E402
from rigs.x11_window import X11Window  # noqa: E402


def play(window, page, rate):
    """Till stdin ends."""
    number, due = 0, time.monotonic()
    while True:
        left = max(0.0, due - time.monotonic()) if rate else None
        if select.select([sys.stdin], [], [], left)[0]:
            line = sys.stdin.readline()
            if not line:
                return
            rate, due = float(line), time.monotonic()
            continue
        window.show(page.picture(number), page.moving_parts if number else None)
        print(json.dumps({"number": number, "at": time.monotonic_ns() // 1000}), flush=True)
        number += 1
        due = max(due, time.monotonic() - 1 / rate) + 1 / rate


def main():
    kind, rate = sys.argv[1], float(sys.argv[2])
    made = (X11Window(os.environ["DISPLAY"]) if kind == "x11" else
            WaylandWindow(types.SimpleNamespace(env=os.environ)))
    with made as window:
        window.move_pointer(window.size[0] // 2, window.size[1] - 20)
        play(window, MovingPage(*window.size), rate)


if __name__ == "__main__":
    main()
