#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A shaped link between two network namespaces, `a` (10.77.0.1) and `b` (10.77.0.2).

    with Link(delay_ms=25, loss_percent=2) as link:
        link.popen("a", ["pixelpass", "host", …])
        link.change(rate_kbit=1000)

Loss and rate act from a to b alone, the direction of the media. Needs root. All of it goes away with the process
that made it, however that ends. By hand: `shaped_link.py --delay 25 --loss 2 COMMAND…` runs COMMAND in a.
"""
import argparse
import os
import pathlib
import subprocess
import sys

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from rigs.processes import die_with_parent  # noqa: E402
from rigs.tools import built  # noqa: E402

ADDRESS = {"a": "10.77.0.1", "b": "10.77.0.2"}


def works_here():
    """Whether we may make namespaces and TUN devices."""
    return os.geteuid() == 0 and pathlib.Path("/dev/net/tun").exists()


class Link:
    """The rate is in kbit/s, 0 for none; `queue_ms` is what the bottleneck buffers before it drops."""

    def __init__(self, delay_ms=0.0, loss_percent=0.0, rate_kbit=0, queue_ms=200, seed=1):
        self.quality = [delay_ms, loss_percent, 0, rate_kbit, queue_ms, seed]
        self.namespaces = {side: f"pixelpass-{os.getpid()}-{side}" for side in ADDRESS}

    def __enter__(self):
        shaper = built("link_shaper.cpp", "link_shaper")
        # Its stdin ends when this process does, even if it is killed; a session of its own spares it Ctrl-C.
        remove = "; ".join(f"ip netns del {name} 2>/dev/null" for name in self.namespaces.values())
        self.janitor = subprocess.Popen(["sh", "-c", "cat >/dev/null; " + remove], stdin=subprocess.PIPE,
                                        start_new_session=True)
        for name in self.namespaces.values():
            subprocess.run(["ip", "netns", "add", name], check=True)
        self.shaper = subprocess.Popen([shaper, *self.namespaces.values(), *map(str, self.quality)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.shaper.stdout.readline() != b"ready\n":
            self.__exit__()
            raise RuntimeError("the shaper did not start")
        for side, address in ADDRESS.items():
            self._ip(side, "link", "set", "lo", "up")
            self._ip(side, "addr", "add", f"{address}/24", "dev", "pp-link")
            self._ip(side, "link", "set", "pp-link", "mtu", "1500", "txqueuelen", "10000", "up")
        return self

    def __exit__(self, *_):
        self.shaper.kill()
        self.shaper.wait()
        self.shaper.stdin.close()
        self.shaper.stdout.close()
        self.janitor.stdin.close()
        self.janitor.wait()

    def _ip(self, side, *words):
        subprocess.run(["ip", "-n", self.namespaces[side], *words], check=True)

    def change(self, rate_kbit, loss_percent=0):
        """Another rate and loss from now on."""
        self.shaper.stdin.write(f"{rate_kbit} {loss_percent}\n".encode())
        self.shaper.stdin.flush()

    def set_up(self, side, is_up):
        """Takes the network of one end away, as an unplugged cable does, or gives it back."""
        self._ip(side, "link", "set", "pp-link", "up" if is_up else "down")

    def move(self, side, address):
        """Gives one end that address in place of those it has, as another network does."""
        self._ip(side, "addr", "flush", "dev", "pp-link")
        self._ip(side, "addr", "add", f"{address}/24", "dev", "pp-link")

    def prefix(self, side):
        """The words before a command that is to run at one end."""
        return ["ip", "netns", "exec", self.namespaces[side]]

    def popen(self, side, command, **options):
        return subprocess.Popen([*self.prefix(side), *command], preexec_fn=die_with_parent, **options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--loss", type=float, default=0)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    with Link(options.delay, options.loss, options.rate) as link:
        return link.popen("a", options.command).wait()


if __name__ == "__main__":
    sys.exit(main())
