#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A private Wayland desktop without a screen: a SoundSession with sway, and xdg-desktop-portal with its -wlr backend, which
shares HEADLESS-1 without asking. All runs as an ordinary user, since sway refuses root.

    desktop_session.py run -- CMD...    runs CMD within one and exits with its status

The portal is started by the session's bus when it is first called, as on a desktop; nothing outlives the rig."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from rigs.ordinary_user import USER_ID, user_prefix  # noqa: E402
from rigs.private_session import descendants, main  # noqa: E402
from rigs.processes import adopt_orphans, wait_for  # noqa: E402
from rigs.sound_session import SoundSession  # noqa: E402
from rigs.tools import built  # noqa: E402

PORTAL, BACKEND = "org.freedesktop.portal.Desktop", "org.freedesktop.impl.portal.desktop.wlr"
PERMISSIONS = "org.freedesktop.impl.portal.PermissionStore"
LIBEXEC = "/usr/libexec"
BACKGROUND = "#204060"


class DesktopSession(SoundSession):
    """A context manager: a desktop with outputs HEADLESS-1 to HEADLESS-N. Programs within are started with `env` and
    `prefix`, as in `host(..., env=session.env, prefix=session.prefix)`."""

    def __init__(self, width=1280, height=720, outputs=1):
        super().__init__()
        self.size, self._output_count, self.prefix = (width, height), outputs, user_prefix()
        self.bus_settings = f"<servicedir>{self.dir}/services</servicedir>"
        self.env.update(
            HOME=f"{self.dir}/home", XDG_CACHE_HOME=f"{self.dir}/home/.cache", XDG_DATA_HOME=f"{self.dir}/data",
            XDG_SESSION_TYPE="wayland", XDG_CURRENT_DESKTOP="sway", WAYLAND_DISPLAY="wayland-1",
            SWAYSOCK=f"{self.dir}/sway.sock", DISPLAY="", GSETTINGS_BACKEND="memory",
        )

    # The desktop's parts.

    def start(self):
        self._give_to_user()
        adopt_orphans()  # what the bus starts becomes our child
        self._write_configuration()
        super().start()
        self.start_compositor()
        self.start_portal()

    def __exit__(self, *exception):
        try:
            self.kill_portal()  # what the bus has started is not among our daemons
        finally:
            super().__exit__(*exception)

    def _give_to_user(self):
        """Makes the session's folder the user's, with a home, and with a copy of GStreamer's registry: without that each
        program would take seconds to make its own."""
        os.mkdir(self.env["HOME"])
        registry = os.environ.get("GST_REGISTRY", "")
        self.env["GST_REGISTRY"] = f"{self.dir}/gst_registry.bin"
        pathlib.Path(self.env["GST_REGISTRY"]).write_bytes(
            pathlib.Path(registry).read_bytes() if os.path.exists(registry) else b"")
        if self.prefix:
            for path in (self.dir, self.env["HOME"], self.env["GST_REGISTRY"]):
                os.chown(path, USER_ID, USER_ID)

    def _write_configuration(self):
        places = [f"output HEADLESS-{number + 1} mode --custom {self.size[0]}x{self.size[1]}@60Hz position {number * 4000} 0"
                  for number in range(self._output_count)]
        self.write("config/sway/config", "\n".join([
            *places, f"output * bg {BACKGROUND} solid_color", "xwayland disable", "default_border none",
            "focus_follows_mouse no", ""]))
        self.write("config/xdg-desktop-portal-wlr/config", "[screencast]\nchooser_type=none\noutput_name=HEADLESS-1\n")

    def start_compositor(self):
        """Starts sway, at first or after end_compositor()."""
        pathlib.Path(self.env["SWAYSOCK"]).unlink(missing_ok=True)
        environment = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1",
                       "WLR_HEADLESS_OUTPUTS": str(self._output_count)}
        self.spawn("sway", "-c", f"{self.dir}/config/sway/config", env=environment)
        self.wait("sway", lambda: self._in_session("swaymsg", "-t", "get_outputs").returncode == 0)

    def end_compositor(self):
        """Ends sway as a crash does."""
        sway = self.daemons.pop("sway")
        sway.kill()
        sway.wait()

    def start_portal(self, backend=True):
        """Starts the portal, with its backend or without, and lets it be started."""
        commands = {PORTAL: f"{LIBEXEC}/xdg-desktop-portal", PERMISSIONS: f"{LIBEXEC}/xdg-permission-store"}
        if backend:
            shim = built("xdpw_shm.c", "xdpw_shm.so", "-shared", "-fPIC")
            commands[BACKEND] = f"/usr/bin/env LD_PRELOAD={shim} {LIBEXEC}/xdg-desktop-portal-wlr"
        self._write_services(commands)
        for name in (BACKEND, PORTAL):
            self._ask_bus("StartServiceByName", f"string:{name}", "uint32:0")

    def kill_portal(self, comes_back=False):
        """Kills the portal and its backend. Unless it comes back, calls find none till start_portal()."""
        if not comes_back:
            self._write_services({})
        for name in (PORTAL, BACKEND, PERMISSIONS):
            self.kill_service(name)

    def kill_service(self, name):
        """Kills the owner of a bus name, which the bus has started."""
        pid = self.service_pid(name)
        if pid in descendants(os.getpid()):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            wait_for(f"the bus sees the end of {name}", lambda: self.service_pid(name) != pid)

    def service_pid(self, name):
        """The process that owns a bus name, or None."""
        found = re.search(r"uint32 (\d+)", self._ask_bus("GetConnectionUnixProcessID", f"string:{name}"))
        return found and int(found[1])

    def _write_services(self, commands):
        """What the bus may start. All of it ends when the bus or the compositor does."""
        folder = pathlib.Path(self.dir, "services")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, command in commands.items():
            self.write(f"services/{name}.service",
                        f"[D-BUS Service]\nName={name}\nExec={command}\n")
        self._ask_bus("ReloadConfig")

    def _ask_bus(self, method, *arguments):
        return self._in_session("dbus-send", f"--bus={self.env['DBUS_SESSION_BUS_ADDRESS']}", "--print-reply=literal",
                                "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", f"org.freedesktop.DBus.{method}",
                                *arguments).stdout.decode()

    # What is on the screen.

    def swaymsg(self, *words):
        """Has sway do what its manual names, as "output HEADLESS-1 transform 90"; fails if it does not."""
        answer = self._in_session("swaymsg", "--", *words)
        if answer.returncode:
            raise AssertionError(f"swaymsg {words}: {(answer.stdout + answer.stderr).decode()}")

    def outputs(self):
        """What sway says of each output, by its name."""
        answer = self._in_session("swaymsg", "--raw", "-t", "get_outputs")
        return {output["name"]: output for output in json.loads(answer.stdout)}

    def screenshot(self, output="HEADLESS-1"):
        """What an output shows, as an array of rows, columns and RGB."""
        picture = self._in_session("grim", "-t", "ppm", "-o", output, "-")
        if picture.returncode:
            raise AssertionError(f"grim: {picture.stderr.decode()}")
        kind, width, height, _ = picture.stdout[:32].split(None, 4)[:4]
        assert kind == b"P6"
        pixels = numpy.frombuffer(picture.stdout[-int(width) * int(height) * 3:], numpy.uint8)
        return pixels.reshape(int(height), int(width), 3)

    def show_colour(self, colour):
        """Fills the outputs with a colour, as #rrggbb, and waits till that can be seen."""
        self.swaymsg("output", "*", "bg", colour, "solid_color")
        wanted = list(bytes.fromhex(colour[1:]))
        wait_for(f"{colour} on the screen", lambda: (self.screenshot() == wanted).all())

    def _in_session(self, *command):
        return subprocess.run([*self.prefix, *command], env=self.env, capture_output=True, timeout=20)


if __name__ == "__main__":
    main(DesktopSession, __doc__)
