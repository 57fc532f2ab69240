#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A machine on which a GPU seems to encode H.264 by VA-API. All of it is a test double: tests/rigs/vaapi/README.md.

    vaapi_rig.py run [--faults LIST] [--log FILE] -- CMD...    becomes CMD, on such a machine

What lasts is in build/tools and shared by all who use the rig: the libraries, the make-believe /dev and /sys, and GStreamer's
registries. So there is nothing to clean up, and `run` need not stay.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from rigs.tools import TOOLS, alone, built  # noqa: E402
from rigs.vaapi_bed import nodes, testbed  # noqa: E402

STATE = TOOLS / "vaapi_rig"
STRICT = "-Wall", "-Wextra", "-Werror"
LIBRARY = "-fPIC", "-shared", *STRICT
HEALTHY = "good"
KINDS = "init", "noenc", "novpp", "nodmabuf"  # the faults that show in what GStreamer finds when it looks for plugins


def driver():
    """The driver, by the name that libva makes of what the kernel calls our device's."""
    return built("vaapi/driver/*", "rigsw_drv_video.so", *LIBRARY, "-O2", "-fvisibility=hidden",
                 packages=["libva", "libdrm", "x264", "libavcodec", "libavutil"])


def preload():
    return built("vaapi/preload.c", "rigsw_preload.so", *LIBRARY, packages=["libdrm"])


def dmabuf_source():
    """A program that pushes pictures in file descriptors through elements: vaapi/dmabuf_source.c."""
    packages = [f"gstreamer-{part}1.0" for part in ("", "app-", "allocators-", "video-")]
    return built("vaapi/dmabuf_source.c", "dmabuf_source", *STRICT, packages=packages)


def import_modifier():
    """A program that asks the driver for pictures with a modifier: vaapi/import_modifier.c."""
    return built("vaapi/import_modifier.c", "import_modifier", *STRICT, packages=["libva-drm", "libdrm"])


class VaapiRig:
    """A context manager: `env` is the environment of programs that find the GPU, which has the faults of vaapi/README.md.

    GStreamer knows the elements that such a GPU gives; with `registry="good"` those of a healthy one, as when the driver broke
    after the last look at it. There may be two of them, with the same faults."""

    def __init__(self, faults="", registry=None, log=None, gpus=1):
        self._faults = faults
        self._gpus = gpus
        self._registry = registry or next((kind for kind in KINDS if kind in faults.split(",")), HEALTHY)
        self._log = log
        self._folder = None

    def __enter__(self):
        self.env = environment(self._registry, self._gpus)
        if self._log is None:
            self._folder = tempfile.TemporaryDirectory(prefix="vaapi_rig.")
            os.chmod(self._folder.name, 0o755)
            self._log = pathlib.Path(self._folder.name, "log")
            self._log.touch()
            self._log.chmod(0o666)  # programs may run as other users
            cache = pathlib.Path(self._folder.name, "cache")
            cache.mkdir()
            cache.chmod(0o777)
            self.env["XDG_CACHE_HOME"] = str(cache)
        self.env.update(RIGSW_LOG=str(self._log), RIGSW_FAIL=self._faults)
        return self

    def __exit__(self, *_):
        if self._folder:
            self._folder.cleanup()

    def log(self, word=""):
        """What the driver did so far, of all programs: the lines that start with that word."""
        lines = [re.sub(r"^rigsw\[\d+\] ", "", line) for line in pathlib.Path(self._log).read_text().splitlines()]
        return [line for line in lines if line.startswith(word)]


def environment(kind, gpus):
    """The environment with GPUs that have no fault and keep no log, and with the registry of GPUs of that kind."""
    library, shim = driver(), preload()
    STATE.mkdir(exist_ok=True)
    bed, registry = testbed(STATE, gpus), STATE / f"registry-{kind}-{gpus}.bin"
    env = {**os.environ, "UMOCKDEV_DIR": str(bed), "RIGSW_NODE": ":".join(map(str, nodes(bed, gpus))),
           "RIGSW_FAIL": "", "RIGSW_LOG": "",
           "XDG_CACHE_HOME": "/dev/null",  # no program may know this GPU from another run, with other faults
           "LIBVA_DRIVER_NAME": "rigsw", "LIBVA_DRIVERS_PATH": str(library.parent), "GST_REGISTRY": str(registry),
           # In this order: ours has to see a path before umockdev does.
           "LD_PRELOAD": ":".join(filter(None, [str(shim), "libumockdev-preload.so.0", os.environ.get("LD_PRELOAD")])),
           "ASAN_OPTIONS": ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))}
    if os.access(STATE, os.W_OK):
        with alone():
            # Our driver is not among what GStreamer looks at to tell whether its registry is old.
            if registry.exists() and registry.stat().st_mtime < library.stat().st_mtime:
                registry.unlink()
            look = {**env, "RIGSW_FAIL": "" if kind == HEALTHY else kind}
            subprocess.run(["gst-inspect-1.0", "--exists", "vah264enc"], env=look, stdout=subprocess.DEVNULL, check=False)
            registry.chmod(0o644)  # for other users' programs
    # No fault that comes later finds its way into it.
    env["GST_REGISTRY_UPDATE"] = "no"
    return env


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("action", choices=["run"])
    parser.add_argument("--faults", default="")
    parser.add_argument("--log", default="")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    with VaapiRig(arguments.faults, log=arguments.log) as rig:
        os.execvpe(arguments.command[0], arguments.command, rig.env)


if __name__ == "__main__":
    main()
