#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A private sound session: its own D-Bus, PipeWire, WirePlumber and pipewire-pulse, and one null sink.

    sound_session.py run -- CMD...    runs CMD within a session and exits with its status

It needs no sound card, touches no other session, and is gone with the rig, even when that is killed.
Programs within find PipeWire's pid in SOUND_SESSION_PIPEWIRE.
"""
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SINK = "sound_session"
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36

# A bus that starts nothing by itself: what it started would outlive us.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={0}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""
NULL_SINK = f"""context.objects = [ {{ factory = adapter args = {{
    factory.name = support.null-audio-sink  media.class = Audio/Sink  node.name = {SINK}
    audio.position = [ FL FR ]  object.linger = true  priority.session = 2000  priority.driver = 2000
}} }} ]
"""


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def descendants(pid):
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as children:
                for child in map(int, children.read().split()):
                    found += [child] + descendants(child)
    except OSError:
        pass  # it ended meanwhile
    return found


class SoundSession:
    """A context manager: within it the session runs, and `env` is the environment of its programs."""

    def __init__(self):
        self.daemons = {}
        self.dir = tempfile.mkdtemp(prefix="sound_session.")
        self.env = dict(os.environ)
        self.env.update(
            XDG_RUNTIME_DIR=self.dir,
            XDG_CONFIG_HOME=f"{self.dir}/config",
            XDG_STATE_HOME=f"{self.dir}/state",
            DBUS_SESSION_BUS_ADDRESS=f"unix:path={self.dir}/bus",
            # There is none; programs that find none at once wait for nothing.
            DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={self.dir}/no-system-bus",
        )
        for name in ("PIPEWIRE_REMOTE", "PIPEWIRE_RUNTIME_DIR", "PULSE_SERVER", "PULSE_RUNTIME_PATH"):
            self.env.pop(name, None)  # they would lead out of the session

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.daemons.values()):
            process.terminate()
        for process in self.daemons.values():
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def run(self, command):
        """Runs a command in the session; its exit status, or 128 + the signal that killed it."""
        status = subprocess.call(command, env=self.env, preexec_fn=die_with_parent)
        return status if status >= 0 else 128 - status

    def _start(self):
        self._write("bus.conf", BUS.format(self.dir))
        self._write("config/pipewire/pipewire.conf.d/null-sink.conf", NULL_SINK)
        self._spawn("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={self.dir}/bus.conf")
        self._wait("the bus", lambda: os.path.exists(f"{self.dir}/bus"))
        pipewire = self._spawn("pipewire")
        self.env["SOUND_SESSION_PIPEWIRE"] = str(pipewire.pid)
        self._wait("PipeWire", lambda: os.path.exists(f"{self.dir}/pipewire-0"))
        self._spawn("wireplumber")
        self._spawn("pipewire-pulse")
        self._wait("pipewire-pulse", lambda: os.path.exists(f"{self.dir}/pulse/native"))
        self._wait("the default sink", self._has_default_sink)

    def _has_default_sink(self):
        try:
            # Asked before WirePlumber is up, it would wait for ever.
            command = ["pw-metadata", "0", "default.audio.sink"]
            found = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=0.5)
        except subprocess.TimeoutExpired:
            return False
        return f'"{SINK}"' in found.stdout

    def _write(self, name, text):
        path = pathlib.Path(self.dir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def _log(self, daemon):
        return pathlib.Path(self.dir, f"{daemon}.log")

    def _spawn(self, *command):
        with self._log(command[0]).open("wb") as log:
            process = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       preexec_fn=die_with_parent)
        self.daemons[command[0]] = process
        return process

    def _wait(self, what, ready, limit=20):
        deadline = time.monotonic() + limit
        while not ready():
            if time.monotonic() > deadline or any(p.poll() is not None for p in self.daemons.values()):
                logs = [f"{n} ({p.poll()}): {self._log(n).read_text()}" for n, p in self.daemons.items()]
                raise RuntimeError("\n".join([f"sound session: {what} does not come", *logs]))
            time.sleep(0.02)


def main():
    if sys.argv[1:3] != ["run", "--"] or len(sys.argv) < 4:
        sys.exit(__doc__)
    # What CMD leaves behind becomes ours, to be ended with the session.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda caught, _: sys.exit(128 + caught))
    try:
        with SoundSession() as session:
            status = session.run(sys.argv[3:])
    finally:
        for pid in descendants(os.getpid()):
            os.kill(pid, signal.SIGKILL)
    sys.exit(status)


if __name__ == "__main__":
    main()
