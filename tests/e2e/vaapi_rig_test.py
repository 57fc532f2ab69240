# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the tests with VA-API rely on: the test double of a GPU itself, without pixelpass."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import numpy

from rigs.vaapi_rig import VaapiRig, dmabuf_source, import_modifier

FRAMES = 60
DMABUF_TO_H264 = "vapostproc ! video/x-raw(memory:VAMemory),format=NV12 ! vah264enc ! h264parse ! filesink location={}"
LEAST_PSNR = 30
TO_BT601 = "in_range=full:out_range=tv:out_color_matrix=smpte170m"  # what GStreamer takes small pictures to be


def run(*command, **options):
    """Runs a command; what it wrote is in `output`."""
    ended = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30,
                           **options)
    ended.output = ended.stdout
    return ended


class Rigged(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def rig(self, **options):
        return self.enterContext(VaapiRig(**options))

    def launch(self, rig, description):
        return run("gst-launch-1.0", "-q", "--no-fault", *description.split(), env=rig.env)

    def push_dmabufs(self, rig, description, size=(640, 360), pixel_format="BGRx", colour="ff8000"):
        return run(dmabuf_source(), *size, pixel_format, colour, FRAMES, description, env=rig.env)

    def pictures(self, stream, pixel_format="rgb24"):
        """All pictures of a stream of H.264, decoded by another."""
        decoded = self.dir / "decoded"
        judged = run("ffmpeg", "-y", "-v", "error", "-xerror", "-i", stream, "-fps_mode", "passthrough", "-f", "rawvideo",
                     "-pix_fmt", pixel_format, decoded)
        self.assertEqual((judged.returncode, judged.output), (0, ""))
        return decoded


class EncodesTest(Rigged):
    def assert_encodes(self, pixel_format, size, converter="", settings="", **options):
        """What goes in comes out, after another's decoder."""
        rig, raw, stream = self.rig(**options), self.dir / "raw", self.dir / "stream.h264"
        width, height = size
        launched = self.launch(rig, f"""videotestsrc num-buffers={FRAMES}
            ! video/x-raw,format={pixel_format},width={width},height={height},framerate=30/1 ! tee name=t
            ! queue ! filesink location={raw}
            t. ! queue ! {converter} vah264enc {settings} ! h264parse ! filesink location={stream}""")
        self.assertEqual((launched.returncode, launched.output), (0, ""))
        self.assertEqual(len(rig.log("frame")), FRAMES)
        before = numpy.fromfile(self.as_nv12(raw, pixel_format, size), numpy.uint8).reshape(FRAMES, -1)
        after = numpy.fromfile(self.pictures(stream, "nv12"), numpy.uint8).reshape(FRAMES, -1)
        for one, other in zip(before, after):
            error = numpy.mean(numpy.square(one.astype(numpy.int16) - other, dtype=numpy.int32))
            self.assertGreater(10 * numpy.log10(255 ** 2 / max(error, 1e-9)), LEAST_PSNR)

    def as_nv12(self, raw, pixel_format, size):
        if pixel_format == "NV12":
            return raw
        converted = self.dir / "converted"
        run("ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "bgr0", "-s", "%dx%d" % size, "-i", raw, "-vf",
            f"scale={TO_BT601}", "-f", "rawvideo", "-pix_fmt", "nv12", converted, check=True)
        return converted

    def test_nv12(self):
        self.assert_encodes("NV12", (640, 360))

    def test_odd_sizes(self):
        self.assert_encodes("NV12", (1364, 766), settings="bitrate=8000 aud=true")

    def test_what_another_converts(self):
        self.assert_encodes("BGRx", (640, 360), "videoconvert !", "bitrate=8000")

    def test_what_it_converts_itself(self):
        self.assert_encodes("BGRx", (640, 360), "vapostproc !", "bitrate=8000 rate-control=vbr num-slices=4")

    def test_what_stays_in_its_own_memory(self):
        self.assert_encodes("BGRx", (640, 360), "vapostproc ! capsfilter caps=video/x-raw(memory:VAMemory) !",
                            "rate-control=cqp qpi=22 qpp=24")

    def test_pictures_that_can_not_be_mapped(self):
        self.assert_encodes("NV12", (640, 360), faults="noderive")


class DecodesTest(Rigged):
    SOURCE = f"videotestsrc num-buffers={FRAMES} horizontal-speed=3 ! video/x-raw,format=NV12,width=640,height=362,framerate=30/1"

    def stream(self, encoder):
        stream = self.dir / "stream.h264"
        launched = self.launch(self.rig(), f"""{self.SOURCE} ! {encoder} ! h264parse
            ! video/x-h264,stream-format=byte-stream,alignment=au ! filesink location={stream}""")
        self.assertEqual((launched.returncode, launched.output), (0, ""))
        return stream

    def decode(self, rig, stream):
        return self.launch(rig, f"""filesrc location={stream} ! h264parse ! vah264dec ! video/x-raw ! videoconvert
            ! video/x-raw,format=NV12 ! filesink location={self.dir}/ours""")

    def assert_decodes(self, encoder, **options):
        """To the last bit what another decoder makes of it."""
        rig, stream = self.rig(**options), self.stream(encoder)
        decoded = self.decode(rig, stream)
        self.assertEqual((decoded.returncode, decoded.output), (0, ""))
        self.assertEqual(len(rig.log("decoded frame")), FRAMES)
        self.assertEqual((self.dir / "ours").read_bytes(), self.pictures(stream, "nv12").read_bytes())

    def test_streams_of_each_kind(self):
        for encoder in ("x264enc tune=zerolatency key-int-max=20 ! video/x-h264,profile=high",
                        "x264enc tune=zerolatency sliced-threads=true threads=3 ref=4 ! video/x-h264,profile=main",
                        "x264enc tune=zerolatency ! video/x-h264,profile=constrained-baseline",
                        "vah264enc key-int-max=20 b-frames=0"):
            with self.subTest(encoder):
                self.assert_decodes(encoder)

    def test_pictures_that_can_not_be_mapped(self):
        self.assert_decodes("x264enc tune=zerolatency", faults="noderive")

    def test_those_of_a_gpu_that_encodes_none(self):
        self.assert_decodes("x264enc tune=zerolatency", faults="noenc")

    def test_it_fails_as_told(self):
        stream = self.stream("x264enc tune=zerolatency")
        for faults, frames in (("decode=7", 7), ("deccrash=5", 5), ("decgreen", FRAMES)):
            with self.subTest(faults):
                rig = self.rig(faults=faults)
                self.decode(rig, stream)
                self.assertEqual(len(rig.log("decoded frame")), frames)
        pictures = numpy.frombuffer((self.dir / "ours").read_bytes(), numpy.uint8)
        self.assertEqual(pictures.max(initial=0), 0, "decgreen")


class DmabufTest(Rigged):
    def assert_imports(self, pixel_format, colour, size=(640, 360)):
        rig, stream = self.rig(), self.dir / "stream.h264"
        pushed = self.push_dmabufs(rig, DMABUF_TO_H264.format(stream), size, pixel_format, colour)
        self.assertEqual((pushed.returncode, pushed.output), (0, ""))
        self.assertEqual(len(rig.log(f"import {size[0]}x{size[1]} {pixel_format.upper()} pitch ")), FRAMES)
        self.assertEqual(len(rig.log("frame")), FRAMES)
        self.assertLess(len(rig.log("derive")), FRAMES / 10, "no picture goes by the CPU")
        return numpy.fromfile(self.pictures(stream), numpy.uint8).reshape(FRAMES, size[1], size[0], 3)

    def test_rgb_of_each_order_is_imported(self):
        for pixel_format in ("BGRx", "BGRA", "RGBx", "RGBA"):
            with self.subTest(pixel_format):
                pictures = self.assert_imports(pixel_format, "ff8000", (322, 182))
                numpy.testing.assert_allclose(pictures.mean(axis=(1, 2)), [[255, 128, 0]] * FRAMES, atol=4)

    def test_nv12_is_imported(self):
        pictures = self.assert_imports("NV12", "808080", (322, 182))
        numpy.testing.assert_allclose(pictures.mean(axis=(1, 2)), [[130, 130, 130]] * FRAMES, atol=4)

    def test_those_that_are_not_linear_are_refused(self):
        rig = self.rig()
        linear, unknown, tiled = "0", "00ffffffffffffff", "0100000000000001"
        for modifier, answer in ((linear, "success"), (unknown, "success"), (tiled, "invalid parameter")):
            with self.subTest(modifier):
                self.assertIn(answer, run(import_modifier(), modifier, env=rig.env).output)
        self.assertEqual([len(rig.log("import 64x64 BGRX")), len(rig.log("import refused, modifier"))], [2, 1])

    def test_who_refuses_them_gets_copies(self):
        rig, stream = self.rig(faults="import=20"), self.dir / "stream.h264"
        pushed = self.push_dmabufs(rig, DMABUF_TO_H264.format(stream))
        self.assertEqual((pushed.returncode, pushed.output), (0, ""))
        self.assertEqual([len(rig.log(word)) for word in ("import", "fault: import", "frame")], [20, FRAMES - 20, FRAMES])

    def test_who_can_not_even_copy_them_fails(self):
        rig = self.rig(faults="import,noexport")
        self.assertIn("Internal data stream error", self.push_dmabufs(rig, DMABUF_TO_H264.format("/dev/null")).output)
        self.assertEqual(rig.log("frame"), [])

    def test_who_knows_none_does_not_negotiate(self):
        rig = self.rig(faults="nodmabuf")
        self.assertNotIn("memory:DMABuf", run("gst-inspect-1.0", "vapostproc", env=rig.env).output)
        self.assertIn("not-negotiated", self.push_dmabufs(rig, DMABUF_TO_H264.format("/dev/null")).output)

    def test_it_gives_them_too(self):
        rig = self.rig()
        launched = self.launch(rig, f"""videotestsrc num-buffers=3 ! video/x-raw,format=BGRx,width=640,height=360
            ! vapostproc ! video/x-raw(memory:DMABuf),format=NV12
            ! vapostproc ! video/x-raw(memory:VAMemory),format=BGRx
            ! vapostproc ! video/x-raw,format=BGRx ! filesink location={self.dir}/raw""")
        self.assertEqual((launched.returncode, launched.output), (0, ""))
        pictures = numpy.fromfile(self.dir / "raw", numpy.uint8).reshape(3, 360, 640, 4)
        numpy.testing.assert_allclose(pictures[:, 10, 10, :3], [[235, 235, 235]] * 3, atol=24)


class FoundTest(Rigged):
    def test_vainfo_shows_the_encoder_and_that_it_is_a_double(self):
        shown = run("vainfo", "--display", "drm", "--device", "/dev/dri/renderD128", env=self.rig().env).output
        self.assertRegex(shown, r"H264High\s*:\s*VAEntrypointEncSlice")
        self.assertIn("TEST DOUBLE", shown)

    def test_gstreamer_has_the_encoder_with_it_alone(self):
        self.assertEqual(run("gst-inspect-1.0", "vah264enc", env=self.rig().env).returncode, 0)
        self.assertNotEqual(run("gst-inspect-1.0", "vah264enc").returncode, 0)


    def test_a_command_becomes_the_program(self):
        launcher = pathlib.Path(__file__).parents[1] / "rigs/vaapi_rig.py"
        with subprocess.Popen([sys.executable, "-B", launcher, "run", "--faults", "noenc,slow=1", "--", "sh", "-c",
                               "echo $$ $RIGSW_FAIL; gst-inspect-1.0 va"], stdout=subprocess.PIPE, text=True) as program:
            output = program.stdout.read()
        self.assertTrue(output.startswith(f"{program.pid} noenc,slow=1\n"), output)
        self.assertIn("vapostproc", output)
        self.assertNotIn("vah264enc", output)


class FailsTest(Rigged):
    def assert_fails(self, faults, reason, **options):
        """Says so for that reason. gst-launch-1.0 may hang after an error, with every driver."""
        rig = self.rig(faults=faults, **options)
        launched = run("timeout", "10", "gst-launch-1.0", *f"""videotestsrc num-buffers=120 ! video/x-raw,width=640,height=360
            ! vah264enc ! fakesink""".split(), env=rig.env)
        self.assertNotEqual(launched.returncode, 0)
        self.assertIn(reason, launched.output)

    def test_as_told(self):
        for faults, reason in (("init", 'no element "vah264enc"'), ("noenc", 'no element "vah264enc"'),
                               ("init=2", "Failed to open encoder"), ("context", "not-negotiated"),
                               ("surface=2", "not-negotiated"), (f"encode={FRAMES}", "Failed to encode the frame"),
                               (f"sync={FRAMES}", "Internal data stream error")):
            with self.subTest(faults):
                self.assert_fails(faults, reason)

    def test_after_gstreamer_found_it_healthy(self):
        self.assert_fails("init", "erroneous pipeline", registry="good")

    def test_without_a_mark_on_the_next(self):
        for faults in ("init=1", "context"):
            self.rig(faults=faults)
        self.assertEqual(run("gst-inspect-1.0", "vah264enc", env=self.rig().env).returncode, 0)


if __name__ == "__main__":
    unittest.main()
