# SPDX-License-Identifier: MIT OR Apache-2.0
"""The make-believe /dev and /sys in which umockdev shows a render node."""
import os
import pathlib
import shutil
import tempfile

GPU = "devices/pci0000:00/0000:00:1f.0"
NUMBER = "226:128"
NODE = "dev/dri/renderD128"


def testbed(folder):
    """The test bed in that folder, made if it is not there yet. It shows the /sys of this machine since it was booted."""
    boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    bed = pathlib.Path(folder, f"testbed.{boot}")
    if not bed.exists():
        fresh = pathlib.Path(tempfile.mkdtemp(dir=folder))
        fresh.chmod(0o755)
        _make(fresh)
        try:
            fresh.rename(bed)
        except OSError:  # another rig was first
            shutil.rmtree(fresh)
    return bed


def _make(bed):
    def write(name, text):
        file = bed / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def link(name, target):
        path = bed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)

    write(NODE, "")
    (bed / NODE).chmod(0o666)
    link("dev/.node/dri_renderD128", NUMBER)
    drm = f"sys/{GPU}/drm/renderD128"
    write(f"{drm}/uevent", "MAJOR=226\nMINOR=128\nDEVNAME=dri/renderD128\nDEVTYPE=drm_minor\n")
    write(f"{drm}/dev", f"{NUMBER}\n")
    link(f"{drm}/device", "../../../0000:00:1f.0")
    link(f"{drm}/subsystem", "../../../../../class/drm")
    write(f"sys/{GPU}/uevent", "DRIVER=rigsw\n")
    link(f"sys/{GPU}/subsystem", "../../../bus/pci")
    link("sys/class/drm/renderD128", f"../../{GPU}/drm/renderD128")
    link(f"sys/dev/char/{NUMBER}", f"../../{GPU}/drm/renderD128")
    for folder in ("sys/dev/char", "sys/dev", "sys/class", "sys/devices/pci0000:00", "sys/devices", "sys"):
        _show_the_real(bed, folder)


def _show_the_real(bed, folder):
    """umockdev hides the real /sys whole; all that is there is linked back in, next to our one device."""
    for entry in os.listdir(f"/{folder}") if os.path.isdir(f"/{folder}") else ():
        if not os.path.lexists(bed / folder / entry):
            (bed / folder / entry).symlink_to(f"/{folder}/{entry}")
