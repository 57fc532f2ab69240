# SPDX-License-Identifier: MIT OR Apache-2.0
"""What our captures cost against GStreamer's own sources, on private desktops without a screen (tests/rigs): CPU, and
the time from the screen to the decoded picture."""
import contextlib
import os
import pathlib
import subprocess
import sys
import time

from measure import SOURCE_DELAY, Desktop, Host, Program, Viewers, cpu_percent, percentile, row

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from rigs.desktop_session import DesktopSession  # noqa: E402
from rigs.xvfb import Xvfb  # noqa: E402

SIZE, RATE = (1920, 1080), 30
#: Of the pictures on the screen, in a second: all phases to a source that reads 30 come to pass; and as in typing.
DELAY_RATES = {"all the time": 25, "now and then": 7}
#: Pictures a second: of a video, of a page with a cursor that blinks, of one without.
SCENES = {"moves": RATE, "blinks": 2, "stands still": 0}
CPU_GOALS = {"moves": "≤ 1.1 × plain", "stands still": "≤ 2"}
CPU_SECONDS, DELAY_SECONDS = 12, 5
SETTLE = 1.5  # seconds before each measurement that count nowhere
NAMES = {"x11": "X11", "portal": "portal"}
SHARED = ["--fps", RATE, "--bitrate", 6000, "--encoder", "x264enc", "--audio", "none"]
#: From GStreamer's own source to the encoder, as in ours: src/gst/capture_pipeline.cpp.
CONVERT = "videoconvertscale ! video/x-raw,format=I420,colorimetry=bt709"
NEWEST = "queue max-size-buffers=1 max-size-bytes=0 max-size-time=0 leaky=downstream"
PLAIN = {
    "x11": f"ximagesrc use-damage=false show-pointer=true ! video/x-raw,framerate={RATE}/1 ! {CONVERT} ! {NEWEST}",
    # Not capped: videorate of GStreamer 1.22 fails an assertion on pipewiresrc's pictures, which have no duration.
    "portal": f"pipewiresrc fd={{fd}} path={{node}} ! {CONVERT} "
              f"! capssetter caps=video/x-raw,framerate={RATE}/1 ! {NEWEST}"}
#: src/gst/encoder_catalog.cpp
ENCODER = """x264enc tune=zerolatency speed-preset=superfast pass=cbr bframes=0 byte-stream=true bitrate=6000
    vbv-buf-capacity=300 key-int-max=30
    ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au ! fakesink sync=false"""


class Painter(Program):
    """Moves on the desktop from when it is made."""

    def __init__(self, source, desktop, rate=RATE):
        kind = "x11" if source == "x11" else "wayland"
        super().__init__([HERE / "painter.py", kind, rate], env=desktop.env, stdin=subprocess.PIPE)
        self.wait_for(lambda _: True)

    def change_to(self, rate):
        self.process.stdin.write(f"{rate}\n".encode())
        self.process.stdin.flush()

    def shown(self, begin, end):
        """When each picture was on the screen, by its number, in µs."""
        return {line["number"]: line["at"] for line in self.lines() if begin <= line["at"] < end}


@contextlib.contextmanager
def open_desktop(source):
    if source == "x11":
        with Xvfb(*SIZE) as screen:
            yield Desktop({**os.environ, "DISPLAY": screen.name})
    else:
        with DesktopSession(*SIZE) as session:
            yield Desktop(session.env, tuple(session.prefix))


@contextlib.contextmanager
def sharing(source, desktop):
    with Host(logged=False, shared=["--source", source, *SHARED], desktop=desktop) as host, Viewers(host):
        yield host


def decoding(source, desktop):
    return Program([*desktop.prefix, SOURCE_DELAY, source], env=desktop.env)


def plain(*command):
    """What starts a program that is given GStreamer's own source."""
    def start(source, desktop):
        portal = [HERE / "portal_fd.py"] if source == "portal" else []
        return Program([*desktop.prefix, *portal, *command], env=desktop.env)
    return start


# Each has a desktop of its own: xdg-desktop-portal-wlr 0.7.0 was seen to crash between two sessions of one.
def cpu(source, start):
    """Of what `start` starts: percent of a core in each of SCENES."""
    with (open_desktop(source) as desktop, Painter(source, desktop) as painter,
          start(source, desktop) as program):
        used = []
        for rate in SCENES.values():
            painter.change_to(rate)
            time.sleep(SETTLE)
            used.append(cpu_percent(program.pid, CPU_SECONDS))
        if program.process.poll() is not None:
            raise RuntimeError(f"it ended: {program.text(program.err)[-2000:]!r}")
        return used


def delays(source, start):
    """Of each of DELAY_RATES: milliseconds from the screen to the decoded picture, and a remark."""
    spans, last_ones = [], 0.5
    with (open_desktop(source) as desktop, Painter(source, desktop, 1) as painter,
          start(source, desktop) as program):
        program.wait_for(lambda _: True)
        for rate in DELAY_RATES.values():
            painter.change_to(rate)
            time.sleep(SETTLE)
            begin = time.monotonic()
            time.sleep(DELAY_SECONDS)
            spans.append((1e6 * begin, 1e6 * (begin + DELAY_SECONDS)))
        painter.change_to(0)
        time.sleep(last_ones)
        decoded = {line["number"]: line["at"] for line in reversed(program.lines())}  # some come more than once
        return [compare(painter.shown(*span), decoded) for span in spans]


def compare(shown, decoded):
    found = [(decoded[number] - at) / 1000 for number, at in shown.items() if number in decoded]
    return found, (f"{len(shown) / DELAY_SECONDS:.1f} pictures a second on the screen, "
                   f"{100 * (1 - len(found) / len(shown)):.0f} % of them not shared")


def cpu_rows(source):
    theirs = cpu(source, plain("gst-launch-1.0", "-q", *f"{PLAIN[source]} ! {ENCODER}".split()))
    mine = cpu(source, sharing)
    for scene, their, my in zip(SCENES, theirs, mine):
        what = f"{NAMES[source]}, 1080p that {scene}"
        yield row(f"{what}: CPU of plain GStreamer", [their], "% of a core")
        yield row(f"{what}: CPU of the host, 1 viewer", [my], "% of a core", CPU_GOALS.get(scene, ""),
                  f"{my / their:.2f} × plain GStreamer" if their > 2 else "")


def delay_rows(source):
    theirs = delays(source, plain(SOURCE_DELAY, PLAIN[source]))
    mine = delays(source, decoding)
    for when, (their, their_note), (my, note) in zip(DELAY_RATES, theirs, mine):
        what = f"{NAMES[source]}, 1080p that moves {when}, screen to decoded picture"
        added = [percentile(my, percent) - percentile(their, percent) for percent in (50, 99)]
        yield row(f"{what}: plain GStreamer", their, note=their_note)
        yield row(f"{what}: ours", my, goal="p50 ≤ 5 more than plain",
                  note=f"{added[0]:+.1f} at p50, {added[1]:+.1f} at p99; {note}")


def sources(_options):
    return [one for source in PLAIN for one in (*cpu_rows(source), *delay_rows(source))]
