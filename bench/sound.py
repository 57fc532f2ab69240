# SPDX-License-Identifier: MIT OR Apache-2.0
"""What sound costs, how late it is, and whether it stays with the picture, in a private session (tests/rigs) where an
application beeps and a window flashes at each whole second."""
import contextlib
import os
import pathlib
import signal
import sys
import time

import numpy

from measure import PIXELPASS, SOUND_DELAY, Desktop, Host, Program, Viewers, cpu_percent, row

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from rigs.lip_sync import beeping, drift_ms, flashes_and_beeps, flashing, offsets_ms  # noqa: E402
from rigs.processes import wait_for  # noqa: E402
from rigs.sound_session import SoundSession  # noqa: E402
from rigs.x11_window import X11Window  # noqa: E402
from rigs.xvfb import Xvfb  # noqa: E402

SIZE = (320, 180)
SETTLE, CPU_SECONDS, DELAY_SECONDS, SYNC_SECONDS = 2.0, 8, 20, 30
SHARED = ["--source", "x11", "--encoder", "x264enc"]
RENDITIONS = {"AAC": 1, "Opus": 2}
#: What PipeWire plays, encoded as in ours, with nothing of ours.
PLAIN = """pipewiresrc stream-properties=props,stream.capture.sink=true,node.latency=512/48000
    ! audio/x-raw,format=F32LE,rate=48000,channels=2 ! audioconvert ! {} bitrate=128000 ! fakesink sync=false"""
ENCODERS = {"AAC": "avenc_aac",
            "Opus": "opusenc bitrate-type=constrained-vbr frame-size=10 audio-type=restricted-lowdelay"}


@contextlib.contextmanager
def playing():
    """A desktop on which an application beeps."""
    with SoundSession() as session, Xvfb(*SIZE) as screen, beeping(session.env):
        yield Desktop({**os.environ, **session.env, "DISPLAY": screen.name})


def listening(host, codec):
    return Program([SOUND_DELAY, host.ticket, RENDITIONS[codec]])


def plain_cpu(desktop, codec):
    with Program(["gst-launch-1.0", "-q", *PLAIN.format(ENCODERS[codec]).split()], env=desktop.env) as plain:
        time.sleep(SETTLE)
        percent = cpu_percent(plain.pid, CPU_SECONDS)
        if plain.process.poll() is not None:
            raise RuntimeError(f"it ended: {plain.text(plain.err)[-2000:]!r}")
        return percent


def host_cpu(desktop, codec):
    """Of a host that sends the sound alone to one viewer."""
    with Host(logged=False, shared=SHARED, desktop=desktop) as host, listening(host, codec) as heard:
        heard.wait_for(lambda _: True)
        return cpu_percent(host.pid, CPU_SECONDS)


def idle_cpu(desktop):
    """Of a host that nobody watches."""
    with Host(logged=False, shared=SHARED, desktop=desktop) as host:
        time.sleep(SETTLE)
        return cpu_percent(host.pid, CPU_SECONDS)


def cpu_rows():
    with playing() as desktop:
        idle = idle_cpu(desktop)
        for codec in RENDITIONS:
            plain, ours = plain_cpu(desktop, codec), host_cpu(desktop, codec) - idle
            yield row(f"CPU of plain GStreamer, PipeWire to {codec}", [plain], "% of a core")
            yield row(f"CPU of the host for the sound, {codec}, 1 viewer", [ours], "% of a core",
                      note=f"{ours / plain:.2f} × plain GStreamer; the rest of the host: {idle:.1f}" if plain else "")


def delay_rows():
    with playing() as desktop, Host(logged=False, shared=SHARED, desktop=desktop) as host, Viewers(host):
        for codec in RENDITIONS:
            with listening(host, codec) as heard:
                time.sleep(SETTLE + DELAY_SECONDS)
                found = [line["delay_us"] / 1000 for line in heard.lines()][int(SETTLE):]
            yield row(f"sound, from the application to the decoded sample at the viewer, {codec}", found)


def restart_rows():
    """How long after a restart of PipeWire an application that plays by then is heard again."""
    with SoundSession() as session, Xvfb(*SIZE) as screen:
        desktop = Desktop({**os.environ, **session.env, "DISPLAY": screen.name})
        with Host(logged=False, shared=SHARED, desktop=desktop) as host, listening(host, "AAC"):
            def heard(names, since=0):
                events = host.lines()[since:]
                return any(line["event"] == "audio" and line["heard"] == names for line in events)

            with beeping(session.env):
                wait_for("the application", lambda: heard(["beeper"]))
                os.kill(int(session.env["SOUND_SESSION_PIPEWIRE"]), signal.SIGKILL)
                wait_for("its end", lambda: host.lines()[-1]["event"] == "warning" or heard([], 1))
            before, begun = len(host.lines()), time.monotonic()
            session.start_pipewire()
            with beeping(session.env):
                wait_for("the application again", lambda: heard(["beeper"], before))
                yield row("heard again after a restart of PipeWire", [time.monotonic() - begun], "s", goal="3")


def sync_rows(seconds):
    with playing() as desktop, X11Window(desktop.env["DISPLAY"]) as window:
        bright, dark = (numpy.full((*reversed(SIZE), 3), level, numpy.uint8) for level in (255, 0))
        with (flashing(window, bright, dark), Host(logged=False, shared=SHARED, desktop=desktop) as host,
              Program([PIXELPASS, "view", host.ticket, "--player", "none", "--relay", "none", "--bind", "127.0.0.1",
                       "--json"]) as view):
            url = view.wait_for(lambda line: line["event"] == "url")["url"]
            offsets = offsets_ms(*flashes_and_beeps(url, seconds))
    yield row(f"the beep behind the flash, at the viewer's address, {seconds} s", offsets, goal="within ± 45",
              note=f"from {min(offsets):+.0f} to {max(offsets):+.0f}, drift {drift_ms(offsets):+.1f}")


def sound(options):
    return [*cpu_rows(), *delay_rows(), *restart_rows(), *sync_rows(600 if options.long else SYNC_SECONDS)]
