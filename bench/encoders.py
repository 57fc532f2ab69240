# SPDX-License-Identifier: MIT OR Apache-2.0
"""What each encoder costs, how long it takes and how good it is, by two clips: a page of text that scrolls, rests and turns,
and a picture that moves everywhere. Each against `gst-launch-1.0` with the same encoder and settings, in the same run."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy

from measure import BUILD, row

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from rigs.moving_page import MovingPage  # noqa: E402

ENCODE = BUILD / "bench/bench_encode"
WIDTH, HEIGHT, RATE, PICTURES = 1280, 720, 30, 90
COST_KBPS = 4000
QUALITY_KBPS = 1000, 2000, 4000
#: As in src/gst/encoder_catalog.cpp and encoder_element.cpp.
PLAIN = {"x264enc": f"x264enc name=encoder tune=zerolatency speed-preset=superfast pass=cbr bframes=0 byte-stream=true "
                    f"vbv-buf-capacity=300 key-int-max={RATE} bitrate={{kbps}}",
         "openh264enc": f"openh264enc name=encoder rate-control=bitrate usage-type=camera complexity=low "
                        f"gop-size={RATE} bitrate={{kbps}}000"}
LATENCY = re.compile(r"element-latency, .*element=\(string\)encoder, .*time=\(guint64\)(\d+)")


def text_pictures():
    """A page that scrolls for a second, rests for another, and turns."""
    page = MovingPage(WIDTH, HEIGHT).picture(0)
    for number in range(PICTURES):
        yield numpy.roll(page, -2 * min(number, 30), axis=0) if number < 60 else page[::-1]


def write_clip(path, source, pictures=()):
    """I420, BT.709, limited range."""
    command = ["ffmpeg", "-v", "error", "-y", *source, "-frames:v", str(PICTURES), "-vf",
               f"scale={WIDTH}:{HEIGHT}:out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p", "-f", "rawvideo", path]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:
        for picture in pictures:
            ffmpeg.stdin.write(numpy.ascontiguousarray(picture).tobytes())
        ffmpeg.stdin.close()


def clips(folder):
    text, motion = pathlib.Path(folder, "text"), pathlib.Path(folder, "motion")
    write_clip(text, ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "-"],
               text_pictures())
    write_clip(motion, ["-f", "lavfi", "-i", f"mandelbrot=s={WIDTH}x{HEIGHT}:r={RATE}:end_scale=0.02:end_pts=200"])
    return {"text": text, "motion": motion}


def run(command, **options):
    """What it wrote, and its CPU in ms for each picture."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=subprocess.STDOUT, **options)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        output.seek(0)
        text = output.read().decode()
    if status:
        raise RuntimeError(text[-2000:])
    return text, 1000 * (usage.ru_utime + usage.ru_stime) / PICTURES


def encode_ours(encoder, clip, kbps, units):
    """The CPU, the delays in ms, and the pictures' numbers."""
    text, cpu = run([ENCODE, encoder, clip, WIDTH, HEIGHT, kbps, units])
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return cpu, [line["took_us"] / 1000 for line in lines], [line["picture"] for line in lines]


def encode_plain(encoder, clip, kbps, units, traced=False):
    """The same; delays only if traced, which costs CPU."""
    pipeline = (f"filesrc location={clip} blocksize={WIDTH * HEIGHT * 3 // 2} ! rawvideoparse width={WIDTH} height={HEIGHT} "
                f"format=i420 framerate={RATE}/1 ! clocksync ! {PLAIN[encoder].format(kbps=kbps)} ! h264parse "
                f"config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au ! filesink location={units}")
    tracing = {"GST_TRACERS": "latency(flags=element)", "GST_DEBUG": "GST_TRACER:7", "GST_DEBUG_NO_COLOR": "1"}
    text, cpu = run(["gst-launch-1.0", "-q", *pipeline.split()], env={**os.environ, **(tracing if traced else {})})
    return cpu, [int(time) / 1e6 for time in LATENCY.findall(text)], range(PICTURES)


def quality(clip, units, numbers, folder):
    """PSNR in dB and SSIM of the luma, over all pictures that were decoded."""
    reference = pathlib.Path(folder, "reference")
    pictures = numpy.memmap(clip, numpy.uint8, "r").reshape(PICTURES, -1)
    with reference.open("wb") as file:
        for number in numbers:
            file.write(pictures[number].tobytes())
    shape = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE)]
    found = subprocess.run(["ffmpeg", "-r", str(RATE), "-i", units, *shape, "-i", reference, "-filter_complex",
                            "[0:v]setpts=N,split[a][b];[1:v]setpts=N,split[c][d];[a][c]psnr;[b][d]ssim", "-f", "null", "-"],
                           capture_output=True, text=True, check=True).stderr
    return float(re.search(r"PSNR y:(\S+)", found)[1]), float(re.search(r"SSIM Y:(\S+)", found)[1])


def cost_rows(encoder, clip, units):
    plain_cpu, _, _ = encode_plain(encoder, clip, COST_KBPS, units)
    cpu, delays, _ = encode_ours(encoder, clip, COST_KBPS, units)
    _, plain_delays, _ = encode_plain(encoder, clip, COST_KBPS, units, traced=True)
    yield row(f"CPU for a picture, plain GStreamer, {encoder}", [plain_cpu])
    yield row(f"CPU for a picture, {encoder}", [cpu], goal="≤ 1.05 × plain", note=f"{cpu / plain_cpu:.2f} × plain GStreamer")
    yield row(f"encoding, within the element, plain GStreamer, {encoder}", plain_delays)
    yield row(f"encoding, from the pacer to the unit, {encoder}", delays)


def quality_rows(encoder, name, clip, folder):
    units = pathlib.Path(folder, "units.h264")
    for kbps in QUALITY_KBPS:
        for who, encode in (("plain GStreamer, ", encode_plain), ("", encode_ours)):
            _, _, numbers = encode(encoder, clip, kbps, units)
            decibels, similarity = quality(clip, units, numbers, folder)
            sent = 8 * RATE * units.stat().st_size / len(numbers) / 1000
            yield row(f"PSNR of the {name} clip, {who}{encoder}, {kbps // 1000} Mbit/s", [decibels], "dB",
                      note=f"SSIM {similarity:.4f}; {sent:.0f} kbit/s came out")


def encoders(_options):
    with tempfile.TemporaryDirectory() as folder:
        found = clips(folder)
        rows = []
        for encoder in PLAIN:
            rows += cost_rows(encoder, found["motion"], pathlib.Path(folder, "units.h264"))
            for name, clip in found.items():
                rows += quality_rows(encoder, name, clip, folder)
        return rows
