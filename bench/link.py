#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A shaped link between the network namespaces pp-bench-a (10.77.0.1) and pp-bench-b (10.77.0.2).

    with Link(delay_ms=25, loss_percent=2) as link:
        link.popen("a", ["pixelpass", "host", …])

Loss and rate act from a to b alone, the direction of the media. Needs root. All of it goes away with the process
that made it, however that ends. By hand: `link.py --delay 25 --loss 2 COMMAND…` runs COMMAND in a.
"""
import argparse
import ctypes
import pathlib
import signal
import subprocess
import sys

ADDRESS = {"a": "10.77.0.1", "b": "10.77.0.2"}
REMOVE = "; ".join(f"ip netns del pp-bench-{side} 2>/dev/null" for side in ADDRESS)
BUILD = pathlib.Path(__file__).resolve().parent.parent / "build/release/bench"


PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def die_with_parent():
    """For `preexec_fn`: the child is killed when we end, even if we are killed."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Link:
    def __init__(self, delay_ms=0.0, loss_percent=0.0, rate_kbit=0, queue_ms=200, seed=1, build=BUILD):
        self.quality = [delay_ms, loss_percent, 0, rate_kbit, queue_ms, seed]
        self.program = pathlib.Path(build) / "bench_link_shaper"

    def __enter__(self):
        subprocess.run(["sh", "-c", REMOVE + "; true"], check=True)
        # Its stdin ends when this process does, even if it is killed; a session of its own spares it Ctrl-C.
        self.janitor = subprocess.Popen(["sh", "-c", "cat >/dev/null; " + REMOVE], stdin=subprocess.PIPE,
                                        start_new_session=True)
        for side in ADDRESS:
            subprocess.run(["ip", "netns", "add", f"pp-bench-{side}"], check=True)
        self.shaper = subprocess.Popen([self.program, "pp-bench-a", "pp-bench-b", *map(str, self.quality)],
                                       stdout=subprocess.PIPE)
        if self.shaper.stdout.readline() != b"ready\n":
            self.__exit__()
            raise RuntimeError("the shaper did not start")
        for side, address in ADDRESS.items():
            self.ip(side, "link", "set", "lo", "up")
            self.ip(side, "addr", "add", f"{address}/24", "dev", "pp-link")
            self.ip(side, "link", "set", "pp-link", "mtu", "1500", "txqueuelen", "10000", "up")
        return self

    def __exit__(self, *_):
        self.shaper.kill()
        self.shaper.wait()
        self.janitor.stdin.close()
        self.janitor.wait()

    @staticmethod
    def ip(side, *words):
        subprocess.run(["ip", "-n", f"pp-bench-{side}", *words], check=True)

    @staticmethod
    def wrap(side, command):
        """The command line that runs `command` at one end."""
        return ["ip", "netns", "exec", f"pp-bench-{side}", *command]

    def popen(self, side, command, **options):
        return subprocess.Popen(self.wrap(side, command), preexec_fn=die_with_parent, **options)


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
