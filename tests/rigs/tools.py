# SPDX-License-Identifier: MIT OR Apache-2.0
"""Small programs in C and C++ that rigs need, built where they are first used."""
import contextlib
import fcntl
import pathlib
import subprocess
import tempfile

from rigs.program import ROOT

TOOLS = ROOT / "build/tools"


@contextlib.contextmanager
def alone():
    """Within it no other rig builds anything."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    with open(TOOLS / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def built(sources, name, *flags, packages=()):
    """Files beside this one, as a glob, as the program or library build/tools/NAME, which all users can read. Headers among
    them are what the others include."""
    files, tool = sorted(pathlib.Path(__file__).parent.glob(sources)), TOOLS / name
    if not _is_fresh(tool, files):
        with alone():
            if not _is_fresh(tool, files):  # another rig may have built it meanwhile
                _build(files, tool, [*flags, *_flags_of(packages)])
    return tool


def _is_fresh(tool, files):
    return tool.exists() and tool.stat().st_mtime > max(file.stat().st_mtime for file in files)


def _flags_of(packages):
    if not packages:
        return []
    found = subprocess.run(["pkg-config", "--cflags", "--libs", *packages], check=True, capture_output=True, text=True)
    return found.stdout.split()


def _build(files, tool, flags):
    sources = [file for file in files if file.suffix != ".h"]
    compiler = ["g++", "-std=c++20"] if any(file.suffix == ".cpp" for file in sources) else ["cc"]
    with tempfile.TemporaryDirectory(dir=TOOLS) as folder:
        fresh = pathlib.Path(folder, tool.name)
        subprocess.run([*compiler, "-O1", "-o", fresh, *sources, *flags], check=True)
        fresh.replace(tool)  # others may be using it
