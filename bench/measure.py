# SPDX-License-Identifier: MIT OR Apache-2.0
"""Starts what is measured, and reads what it says: delays, CPU, memory, load."""
import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests"))
from rigs.processes import die_with_parent  # noqa: E402
from rigs.shaped_link import ADDRESS  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("PIXELPASS_BUILD", ROOT / "build/release"))
PIXELPASS = BUILD / "src/pixelpass"
VIEWER = BUILD / "bench/bench_viewer"
SOURCE_DELAY = BUILD / "bench/bench_source_delay"
SOUND_DELAY = BUILD / "bench/bench_sound_delay"
SCREEN_READER = BUILD / "bench/bench_screen_reader"
ENCODED = re.compile(rb"encoded (video|audio) pts (\d+) at (\d+)")
TICKS = os.sysconf("SC_CLK_TCK")
#: What is shared in every row but those of sources.py: 720p30, 4 Mbit/s, and a tone.
PICTURE = ["--source", "test", "--size", "1280x720", "--fps", "30", "--bitrate", "4000", "--encoder", "x264enc"]
#: The same picture, encoder and sound with nothing of ours (src/capture/test_source.cpp, src/gst).
PLAIN = """videotestsrc is-live=true pattern=smpte75 horizontal-speed=2
    ! video/x-raw,format=I420,width=1280,height=720,framerate=30/1
    ! clockoverlay time-format=%H:%M:%S halignment=center valignment=center font-desc="Sans,60px"
    ! timeoverlay halignment=center valignment=bottom font-desc="Sans,60px"
    ! videocrop ! videoconvertscale add-borders=false ! video/x-raw,format=I420,width=1280,height=720
    ! queue max-size-buffers=1 max-size-bytes=0 max-size-time=0 leaky=downstream
    ! x264enc tune=zerolatency speed-preset=superfast pass=cbr bframes=0 byte-stream=true bitrate=4000
      vbv-buf-capacity=300 key-int-max=30
    ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au ! fakesink sync=false
    audiotestsrc is-live=true wave=sine freq=440 volume=0.1 samplesperbuffer=1024
    ! audio/x-raw,format=F32LE,rate=48000,channels=2 ! audioconvert ! {aac} bitrate=128000 ! fakesink sync=false"""


def percentile(values, percent):
    """The value that `percent` of the values do not exceed; None of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else None


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mib(pid):
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def row(what, values=(), unit="ms", goal="", note=""):
    """A row of the table: a distribution, or one value."""
    values = list(values)
    return {"what": what, "n": len(values), "p50": percentile(values, 50), "p99": percentile(values, 99),
            "unit": unit, "goal": goal, "note": note, "load": round(load(), 1)}


class Program:
    """A program with its output in temporary files; killed at the end if it still runs."""

    def __init__(self, command, link=None, side="a", **options):
        self.out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        command = [str(word) for word in command]
        self.process = subprocess.Popen([*link.prefix(side), *command] if link else command, stdout=self.out,
                                        stderr=self.err, start_new_session=True,
                                        preexec_fn=die_with_parent, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    @property
    def pid(self):
        return self.process.pid

    def text(self, file):
        return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0)

    def lines(self):
        """The whole JSON lines on stdout so far."""
        whole = self.text(self.out).rpartition(b"\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def wait_for(self, test, limit=15):
        """The first JSON line on stdout that passes `test`."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            found = next(filter(test, self.lines()), None)
            if found:
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"{self.process.args} (exit status {self.process.poll()}) did not say it: "
                           f"{self.text(self.err)[-2000:]!r}")

    def interrupt(self):
        """Seconds from SIGINT to the exit."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        return time.monotonic() - begun


@dataclasses.dataclass(frozen=True)
class Desktop:
    """Where a program runs: its environment (None: ours), and the words that start it there."""
    env: dict | None = None
    prefix: tuple = ()


class Host(Program):
    def __init__(self, link=None, logged=True, max_viewers=20, shared=PICTURE, desktop=Desktop()):
        address = ADDRESS["a"] if link else "127.0.0.1"
        super().__init__([*desktop.prefix, PIXELPASS, "host", *shared, "--relay", "none", "--bind", address,
                          "--json", "--max-viewers", max_viewers, *(["-vv"] if logged else [])],
                         link, "a", env=desktop.env)
        self.ticket = self.wait_for(lambda line: line["event"] == "ticket")["ticket"]

    def encoded(self):
        """The time of each unit's encoding by kind and PTS, in µs."""
        return {(kind.decode(), int(pts)): int(at) for kind, pts, at in ENCODED.findall(self.text(self.err))}


class Viewers(Program):
    """`count` measuring viewers in one process, all of whom see pictures once it is made."""

    def __init__(self, host, count=1, link=None, side="b"):
        address = f"{ADDRESS[side]}:0" if link else "127.0.0.1:0"
        super().__init__([VIEWER, host.ticket, count, address], link, side)
        self.count = count
        deadline = time.monotonic() + 20
        while len(self.joins()) < count:
            if time.monotonic() > deadline:
                raise RuntimeError(f"only {len(self.joins())} of {count} viewers joined")
            time.sleep(0.05)

    def joins(self):
        """Milliseconds from dialling to the first whole keyframe, of each viewer."""
        return [line["after_us"] / 1000 for line in self.lines() if line.get("event") == "joined"]

    def units(self):
        return [line for line in self.lines() if "pts" in line]


def delays(host, viewers, kind="video", viewer=None, skip_s=2.0):
    """Milliseconds from the encoder's output to in-order delivery, without the first seconds."""
    encoded, units = host.encoded(), [unit for unit in viewers.units() if unit["kind"] == kind]
    begin = min((unit["at"] for unit in units), default=0) + skip_s * 1e6
    return [(unit["at"] - encoded[kind, unit["pts"]]) / 1000 for unit in units
            if unit["at"] >= begin and (kind, unit["pts"]) in encoded and viewer in (None, unit["viewer"])]


def kbps(viewers):
    """What the pictures that the first viewer got amount to, in kbit/s."""
    units = [unit for unit in viewers.units() if unit["kind"] == "video" and unit["viewer"] == 0]
    span_us = units[-1]["pts"] - units[0]["pts"]
    return sum(unit["bytes"] for unit in units[:-1]) * 8000 / span_us if span_us else 0.0


def lost_percent(host, viewers, kind="video"):
    """Units encoded while all viewers watched that were never handed on."""
    units = [unit for unit in viewers.units() if unit["kind"] == kind]
    firsts = {}
    for unit in units:
        firsts.setdefault(unit["viewer"], unit["pts"])
    begin, end = max(firsts.values()), max(unit["pts"] for unit in units) - 500_000
    made = {pts for encoded_kind, pts in host.encoded() if encoded_kind == kind and begin <= pts <= end}
    had = sum(unit["pts"] in made for unit in units)
    return 100 * (1 - had / (len(made) * viewers.count)) if made else 0.0


def cpu_percent(pid, seconds):
    """CPU of one process over the next seconds, in percent of one core."""
    before, begun = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_seconds(pid) - before) / (time.monotonic() - begun)


def load():
    return os.getloadavg()[0]
