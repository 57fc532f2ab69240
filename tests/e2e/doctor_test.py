# SPDX-License-Identifier: MIT OR Apache-2.0
"""`pixelpass doctor` on machines that are broken on purpose: it names the fault first, ends whatever hangs, and its exit status
is 0 only where a share works."""
import json
import pathlib
import signal
import subprocess
import tempfile
import unittest

from rigs.fake_portal import FakePortal
from rigs.program import LOCAL, PIXELPASS
from rigs.shaped_link import Link, works_here
from rigs.sound_session import SoundSession
from rigs.vaapi_rig import VaapiRig, driver
from rigs.xvfb import Xvfb

DEBIAN = "ID=debian" in pathlib.Path("/etc/os-release").read_text().splitlines()
PLUGINS = pathlib.Path("/usr/lib/x86_64-linux-gnu/gstreamer-1.0")
DRIVERS = "/usr/lib/x86_64-linux-gnu/dri"
# A firewall against all UDP, but for what stays on the machine.
WALL = """table inet wall {
    chain out {
        type filter hook output priority 0
        oifname != "lo" meta l4proto udp drop
    }
}
"""
SOURCE, ENCODER, UNREACHABLE = 3, 4, 5
LIMIT = 60  # by then it has ended, whatever hangs


def too_slow(check):
    """Whether a share with this machine came to nothing because the machine is busy, which is no fault of a test's making."""
    words = "too slow", "it hung", "too little sound", "no sound comes"
    return check["name"] == "self-share" and any(word in check["cause"] for word in words)


class Examined:
    """What the doctor says of a machine."""

    def __init__(self, env, arguments=LOCAL, prefix=()):
        run = subprocess.run([*prefix, PIXELPASS, "doctor", "--json", *arguments], env=env, capture_output=True, text=True,
                             timeout=LIMIT, check=False)
        self.status, self.errors = run.returncode, run.stderr
        *self.checks, self.end = map(json.loads, run.stdout.splitlines())
        self.first = next(check for check in self.checks if not too_slow(check))
        self.hurried = self.first is not self.checks[0]

    def check(self, name):
        return next(check for check in self.checks if check["name"] == name)


class DoctorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = cls.enterClassContext(SoundSession())
        cls.display = cls.enterClassContext(Xvfb())

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def environment(self, desktop="x11", **more):
        """That of a desktop with sound."""
        env = {**self.session.env, "XDG_SESSION_TYPE": desktop, "DISPLAY": self.display.name, **more}
        env.pop("WAYLAND_DISPLAY", None)
        if desktop == "wayland":
            env.update(WAYLAND_DISPLAY="wayland-of-nobody", XDG_CURRENT_DESKTOP="sway")
        return env

    def assert_fault(self, examined, name, health, *words, status=0):
        first = examined.first
        self.assertEqual((first["name"], first["health"]), (name, health), examined.checks)
        for word in words:
            self.assertIn(word, first["found"] + " " + first["cause"])
        if not examined.hurried:
            self.assertEqual(examined.status, status)
        self.assertEqual(examined.end, {"event": "doctor", "works": examined.status == 0, "status": examined.status})
        self.assertEqual(examined.errors, "")

    def assert_works(self, examined):
        self.assertEqual(examined.status, 0, examined.checks)
        self.assertNotIn("fail", [check["health"] for check in examined.checks])
        share = examined.check("self-share")
        self.assertEqual(share["health"], "ok", share)
        self.assertIn("and tone are what was sent", share["found"])

    def test_a_machine_with_x11_is_fine(self):
        examined = Examined(self.environment())
        self.assert_works(examined)
        self.assertIn("1280x720", examined.check("session")["found"])
        self.assertIn("WirePlumber", examined.check("pipewire")["found"])
        self.assertEqual(examined.check("pipewire")["health"], "ok")
        self.assertTrue(any("x264enc" in row and "works" in row for row in examined.check("encoders")["details"]))

    def test_a_machine_with_wayland_is_fine(self):
        with FakePortal(self.session):
            examined = Examined(self.environment("wayland"))
        self.assert_works(examined)
        self.assertIn("version 4", examined.check("portal")["found"])

    def test_people_read_the_fault_in_the_first_line(self):
        env = self.environment(DISPLAY="")
        run = subprocess.run([PIXELPASS, "doctor", *LOCAL], env=env, capture_output=True, text=True, timeout=LIMIT, check=False)
        first, second, *_, last = run.stdout.splitlines()
        self.assertRegex(first, "^fail +session +no desktop")
        self.assertRegex(second, "^ +mend: run it in a terminal of your desktop")
        self.assertEqual(last, "sharing does not work: mend what comes first above")
        self.assertEqual((run.returncode, run.stderr), (SOURCE, ""))

    def test_no_portal(self):
        examined = Examined(self.environment("wayland"))
        self.assert_fault(examined, "portal", "fail", "xdg-desktop-portal does not run", status=SOURCE)
        if DEBIAN:
            self.assertEqual(examined.first["mend"], "sudo apt install xdg-desktop-portal xdg-desktop-portal-wlr")

    def test_a_portal_that_never_answers(self):
        with FakePortal(self.session) as portal:
            portal.process.send_signal(signal.SIGSTOP)
            try:
                examined = Examined(self.environment("wayland"))
            finally:
                portal.process.send_signal(signal.SIGCONT)
        self.assert_fault(examined, "portal", "fail", "does not answer", status=SOURCE)

    def test_a_display_that_never_answers(self):
        self.display.signal(signal.SIGSTOP)
        try:
            examined = Examined(self.environment())
        finally:
            self.display.signal(signal.SIGCONT)
        self.assert_fault(examined, "session", "fail", "could not be examined", "it hung", status=SOURCE)

    def test_no_pipewire(self):
        # The bus is there, and nothing else of the session.
        bus = f"unix:path={self.session.dir}/bus"
        nowhere = {"XDG_RUNTIME_DIR": str(self.folder), "DBUS_SESSION_BUS_ADDRESS": bus}
        self.assert_fault(Examined(self.environment(**nowhere)), "pipewire", "warning", "PipeWire does not run", "no sound")
        with FakePortal(self.session):
            examined = Examined(self.environment("wayland", **nowhere))
        self.assert_fault(examined, "pipewire", "fail", "PipeWire does not run", status=SOURCE)

    def test_a_pipewire_that_never_answers(self):
        pipewire = self.session.daemons["pipewire"]
        pipewire.send_signal(signal.SIGSTOP)
        try:
            examined = Examined(self.environment())
        finally:
            pipewire.send_signal(signal.SIGCONT)
        self.assert_fault(examined, "pipewire", "warning", "does not answer")

    def without_plugins(self, *names):
        """The environment of a GStreamer that lacks these."""
        for plugin in PLUGINS.glob("*.so"):
            if plugin.name not in names:
                (self.folder / plugin.name).symlink_to(plugin)
        env = self.environment(GST_PLUGIN_SYSTEM_PATH_1_0=str(self.folder), GST_REGISTRY=str(self.folder / "registry"))
        # On a busy machine it takes longer than the doctor has to find out which plugins there are.
        subprocess.run([PIXELPASS, "list", "encoders"], env=env, capture_output=True, timeout=LIMIT, check=False)
        return env

    def test_no_x264(self):
        examined = Examined(self.without_plugins("libgstx264.so"))
        self.assert_fault(examined, "encoders", "warning", "x264enc: GStreamer's plugin x264 is not installed")
        if DEBIAN:
            self.assertEqual(examined.first["mend"], "sudo apt install gstreamer1.0-plugins-ugly")

    def test_no_encoder(self):
        examined = Examined(self.without_plugins("libgstx264.so", "libgstopenh264.so"))
        self.assert_fault(examined, "encoders", "fail", "nothing can encode the picture", "x264", status=ENCODER)

    def test_a_va_driver_that_does_not_load(self):
        (self.folder / "rigsw_drv_video.so").write_text("what was left of it")
        with VaapiRig("init") as rig:
            examined = Examined({**self.environment(), **rig.env, "LIBVA_DRIVERS_PATH": str(self.folder)})
        self.assert_fault(examined, "va-drivers", "warning", "rigsw_drv_video.so", "does not load")

    @unittest.skipUnless(DEBIAN, "the test names Debian's folder")
    def test_a_va_driver_that_no_package_owns(self):
        with VaapiRig("init") as rig:
            env = {**self.environment(), **rig.env}
            del env["LIBVA_DRIVERS_PATH"]
            prefix = ["bwrap", "--dev-bind", "/", "/", "--tmpfs", DRIVERS, "--ro-bind", driver(), f"{DRIVERS}/rigsw_drv_video.so"]
            examined = Examined(env, prefix=prefix)
        self.assert_fault(examined, "va-drivers", "warning", f"{DRIVERS}/rigsw_drv_video.so", "no package owns it")
        self.assertEqual(examined.first["mend"], "sudo apt install mesa-va-drivers")

    def test_no_player(self):
        examined = Examined(self.environment(PATH=str(self.folder), XDG_DATA_HOME=str(self.folder)))
        self.assert_fault(examined, "player", "warning", "neither mpv nor VLC is installed")
        if DEBIAN:
            self.assertEqual(examined.first["mend"], "sudo apt install mpv")

    @unittest.skipUnless(works_here(), "it takes a network namespace")
    def test_udp_is_blocked(self):
        link = self.enterContext(Link())
        name = link.namespaces["a"]
        subprocess.run(["ip", "-n", name, "route", "add", "default", "via", "10.77.0.2"], check=True)
        subprocess.run([*link.prefix("a"), "nft", "-f", "-"], input=WALL, text=True, check=True)
        relay = ["--relay", "https://10.77.0.2:4433"]
        examined = Examined(self.environment(), relay, prefix=link.prefix("a"))
        self.assert_fault(examined, "udp", "fail", "UDP is blocked on this machine", status=UNREACHABLE)
        share = examined.check("self-share")
        self.assertTrue(share["health"] == "ok" or too_slow(share), share)

    @unittest.skipUnless(works_here(), "it takes a network namespace")
    def test_no_relay_answers(self):
        link = self.enterContext(Link())
        subprocess.run(["ip", "-n", link.namespaces["a"], "route", "add", "default", "via", "10.77.0.2"], check=True)
        examined = Examined(self.environment(), ["--relay", "https://10.77.0.2:4433"], prefix=link.prefix("a"))
        self.assert_fault(examined, "relay", "fail", "no relay could be reached", "only friends on this network",
                          status=UNREACHABLE)


if __name__ == "__main__":
    unittest.main()
