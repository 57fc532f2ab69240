# SPDX-License-Identifier: MIT OR Apache-2.0
"""The make-believe /dev and /sys in which umockdev shows render nodes."""
import os
import pathlib
import shutil
import tempfile

SLOTS = "0000:00:1f.0", "0000:00:1e.0"  # of the first GPU and the second


def testbed(folder, gpus):
    """The test bed with so many GPUs in that folder, made if it is not there yet. It shows the /sys of this machine since it was
    booted."""
    boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    bed = pathlib.Path(folder, f"testbed{gpus}.{boot}")
    if not bed.exists():
        fresh = pathlib.Path(tempfile.mkdtemp(dir=folder))
        fresh.chmod(0o755)
        _make(fresh, gpus)
        try:
            fresh.rename(bed)
        except OSError:  # another rig was first
            shutil.rmtree(fresh)
    return bed


def nodes(bed, gpus):
    """The files that stand for the nodes."""
    return [bed / f"dev/dri/renderD{128 + index}" for index in range(gpus)]


def _make(bed, gpus):
    for index, node in enumerate(nodes(bed, gpus)):
        _add_gpu(bed, node, f"devices/pci0000:00/{SLOTS[index]}", 128 + index)
    for folder in ("sys/dev/char", "sys/dev", "sys/class", "sys/devices/pci0000:00", "sys/devices", "sys"):
        _show_the_real(bed, folder)


def _add_gpu(bed, node, gpu, minor):
    def write(name, text):
        file = bed / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def link(name, target):
        path = bed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)

    write(node, "")
    node.chmod(0o666)
    link(f"dev/.node/dri_{node.name}", f"226:{minor}")
    drm = f"sys/{gpu}/drm/{node.name}"
    write(f"{drm}/uevent", f"MAJOR=226\nMINOR={minor}\nDEVNAME=dri/{node.name}\nDEVTYPE=drm_minor\n")
    write(f"{drm}/dev", f"226:{minor}\n")
    link(f"{drm}/device", f"../../../{gpu.split('/')[-1]}")
    link(f"{drm}/subsystem", "../../../../../class/drm")
    write(f"sys/{gpu}/uevent", "DRIVER=rigsw\n")
    link(f"sys/{gpu}/subsystem", "../../../bus/pci")
    link(f"sys/class/drm/{node.name}", f"../../{gpu}/drm/{node.name}")
    link(f"sys/dev/char/226:{minor}", f"../../{gpu}/drm/{node.name}")


def _show_the_real(bed, folder):
    """umockdev hides the real /sys whole; all that is there is linked back in, next to our devices."""
    for entry in os.listdir(f"/{folder}") if os.path.isdir(f"/{folder}") else ():
        if not os.path.lexists(bed / folder / entry):
            (bed / folder / entry).symlink_to(f"/{folder}/{entry}")
