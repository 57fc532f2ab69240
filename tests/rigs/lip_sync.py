# SPDX-License-Identifier: MIT OR Apache-2.0
"""Whether a flash and a beep of the same moment are still together in a stream, by the times that it gives them."""
import contextlib
import pathlib
import re
import statistics
import subprocess
import tempfile
import threading
import time

from rigs.processes import die_with_parent
from rigs.tools import built

BEEP_HERTZ = 1760
BRIGHT, DARK = 150, 80  # of luma, from 16 to 235
LOUD_DB = -35.0
PART_SAMPLES = 96  # 2 ms
#: Where a frame's or a part's time stands in what ffmpeg's filters print, and what follows it.
VALUE = re.compile(r"pts_time:([-\d.]+)\n\S+=(\S+)")


def onsets(text, is_on, is_off):
    """When a value turned on, by what metadata=print wrote, in s; not when it was on from the beginning."""
    found, on = [], True
    for moment, value in VALUE.findall(text):
        if not on and is_on(float(value)):
            found.append(float(moment))
            on = True
        elif on and is_off(float(value)):
            on = False
    return found


def flashes_and_beeps(url, seconds, area="iw:ih:0:0"):
    """When `area` of the picture turned bright and when the beep began, in s of the stream, as ffmpeg decodes it."""
    with tempfile.TemporaryDirectory() as folder:
        luma, level = pathlib.Path(folder, "luma"), pathlib.Path(folder, "level")
        picture = f"[0:v]crop={area},scale=2:2:flags=area,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file={luma}[v]"
        beep = f"bandpass=f={BEEP_HERTZ}:width_type=q:w=3"
        sound = (f"[0:a]{beep},{beep},asetnsamples=n={PART_SAMPLES},astats=metadata=1:reset=1:"
                 f"measure_perchannel=none:measure_overall=RMS_level,"
                 f"ametadata=print:key=lavfi.astats.Overall.RMS_level:file={level}[a]")
        subprocess.run(["ffmpeg", "-v", "error", "-copyts", "-i", url, "-filter_complex", f"{picture};{sound}",
                        "-map", "[v]", "-fps_mode", "passthrough", "-enc_time_base", "1:90000", "-t", str(seconds), "-f", "null", "-",
                        "-map", "[a]", "-t", str(seconds), "-f", "null", "-"],
                       stdin=subprocess.DEVNULL, check=True, timeout=seconds + 60, preexec_fn=die_with_parent)
        return (onsets(luma.read_text(), lambda y: y > BRIGHT, lambda y: y < DARK),
                onsets(level.read_text(), lambda db: db > LOUD_DB, lambda db: db < LOUD_DB - 10))


def offsets_ms(flashes, beeps):
    """How much later than each flash its beep is, in ms; those without are left out."""
    pairs = [(flash, min(beeps, key=lambda beep, flash=flash: abs(beep - flash))) for flash in flashes if beeps]
    return [1000 * (beep - flash) for flash, beep in pairs if abs(beep - flash) < 0.4]


def drift_ms(offsets):
    """How much later the beeps are in the last tenth than in the first."""
    part = max(1, len(offsets) // 10)
    return statistics.median(offsets[-part:]) - statistics.median(offsets[:part])


@contextlib.contextmanager
def beeping(env):
    """Within the block an application of a SoundSession beeps for a tenth of each second."""
    with subprocess.Popen([built("beeper.c", "beeper", "-lm", packages=["libpipewire-0.3"])], env=env,
                          stdout=subprocess.PIPE, preexec_fn=die_with_parent) as beeper:
        try:
            if beeper.stdout.readline() != b"playing\n":
                raise AssertionError("the beeper does not play")
            yield
        finally:
            beeper.kill()


@contextlib.contextmanager
def flashing(window, bright, dark):
    """Within the block the window shows the picture `bright` for a tenth of each second, and else `dark`."""
    ended = threading.Event()

    def flash():
        while not ended.wait(1 - time.monotonic() % 1):
            window.show(bright)
            ended.wait(0.1)
            window.show(dark)

    window.show(dark)
    thread = threading.Thread(target=flash)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
