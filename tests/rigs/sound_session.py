#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A private sound session: its own D-Bus, PipeWire, WirePlumber and pipewire-pulse, and one null sink.

    sound_session.py run -- CMD...    runs CMD within a session and exits with its status

It needs no sound card, touches no other session, and is gone with the rig, even when that is killed.
Programs within find the pids of its PipeWire and its WirePlumber in SOUND_SESSION_PIPEWIRE and SOUND_SESSION_WIREPLUMBER.
"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from rigs.private_session import PrivateSession, main  # noqa: E402

SINK = "sound_session"
NULL_SINK = f"""context.objects = [ {{ factory = adapter args = {{
    factory.name = support.null-audio-sink  media.class = Audio/Sink  node.name = {SINK}
    audio.position = [ FL FR ]  object.linger = true  priority.session = 2000  priority.driver = 2000
}} }} ]
"""


class SoundSession(PrivateSession):
    """A context manager: within it the session runs, and `env` is the environment of its programs."""

    def __init__(self):
        super().__init__("sound_session")
        self.env.update(XDG_CONFIG_HOME=f"{self.dir}/config", XDG_STATE_HOME=f"{self.dir}/state")
        for name in ("PIPEWIRE_REMOTE", "PIPEWIRE_RUNTIME_DIR", "PULSE_SERVER", "PULSE_RUNTIME_PATH"):
            self.env.pop(name, None)  # they would lead out of the session

    def start(self):
        self.write("config/pipewire/pipewire.conf.d/null-sink.conf", NULL_SINK)
        self.start_bus()
        self.start_pipewire()
        self.spawn("pipewire-pulse")
        self.wait("pipewire-pulse", lambda: os.path.exists(f"{self.dir}/pulse/native"))
        self.wait("the default sink", self._has_default_sink)

    def start_pipewire(self):
        """Starts PipeWire and WirePlumber, or does so again."""
        pipewire = self.spawn("pipewire")
        self.env["SOUND_SESSION_PIPEWIRE"] = str(pipewire.pid)
        self.wait("PipeWire", lambda: os.path.exists(f"{self.dir}/pipewire-0"))
        self.env["SOUND_SESSION_WIREPLUMBER"] = str(self.spawn("wireplumber").pid)

    def _has_default_sink(self):
        try:
            # Asked before WirePlumber is up, it would wait for ever.
            command = [*self.prefix, "pw-metadata", "0", "default.audio.sink"]
            found = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=0.5)
        except subprocess.TimeoutExpired:
            return False
        return f'"{SINK}"' in found.stdout


if __name__ == "__main__":
    main(SoundSession, __doc__)
