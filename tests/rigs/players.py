# SPDX-License-Identifier: MIT OR Apache-2.0
"""Environments in which players fill a display that has no window manager."""
import os
import pathlib
import shutil
import tempfile


class PlayerHome:
    """A context manager: a home with settings of mpv and VLC; `env` is for whoever starts the player. VLC's usual output
    takes all colours for those of BT.601; by OpenGL, "gl", it starts slowly here. Of mpv "" is the output of its own choice."""

    def __init__(self, display, mpv_option="", vlc_output="xcb_x11", mpv_output="x11"):
        self.display, self._mpv_option, self._vlc_output, self._mpv_output = display, mpv_option, vlc_output, mpv_output

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="pixelpass-player."))
        (self.path / "mpv.conf").write_text(f"fullscreen=yes\nvo={self._mpv_output}\n{self._mpv_option}\n")
        settings = self.path / ".config/vlc/vlcrc"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"[core]\nfullscreen=1\nintf=dummy\nvout={self._vlc_output}\naudio=1\n")
        self.env = {"DISPLAY": self.display.name, "WAYLAND_DISPLAY": "", "HOME": str(self.path),
                    "MPV_HOME": str(self.path), "XDG_CONFIG_HOME": str(self.path / ".config")}
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def give_to(self, user_id):
        """Makes it the home of another user."""
        for folder, _, files in os.walk(self.path):
            os.chown(folder, user_id, user_id)
            for name in files:
                os.chown(os.path.join(folder, name), user_id, user_id)
