# SPDX-License-Identifier: MIT OR Apache-2.0
"""Small programs in C that rigs need, built where they are first used."""
import pathlib
import subprocess
import tempfile

from rigs.program import ROOT


def built(source, name, *flags, packages=()):
    """A source file beside this one as the program or library build/tools/NAME, which all users can read."""
    source, tool = pathlib.Path(__file__).with_name(source), ROOT / "build/tools" / name
    if tool.exists() and tool.stat().st_mtime > source.stat().st_mtime:
        return tool
    if packages:
        found = subprocess.run(["pkg-config", "--cflags", "--libs", *packages], check=True, capture_output=True, text=True)
        flags = [*flags, *found.stdout.split()]
    tool.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tool.parent) as folder:
        fresh = pathlib.Path(folder, name)
        subprocess.run(["cc", "-O1", "-o", fresh, source, *flags], check=True)
        fresh.replace(tool)  # others may be building it too
    return tool
