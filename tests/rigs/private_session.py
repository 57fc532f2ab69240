# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the private sessions have in common: a folder, daemons in it, and an environment that leads to them."""
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from rigs.processes import die_with_parent

PR_SET_CHILD_SUBREAPER = 36

# A bus that starts nothing by itself: what it started would outlive us.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={0}</listen><auth>EXTERNAL</auth>{1}
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""


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


class PrivateSession:
    """A context manager: within it the daemons run that `start` starts. `env` leads programs to them, and `prefix` are the
    words that start a program as the session's user."""

    prefix = []
    bus_settings = ""

    def __init__(self, name):
        self.name = name
        self.daemons = {}
        self.dir = tempfile.mkdtemp(prefix=f"{name}.")
        self.env = dict(os.environ)
        self.env.update(
            XDG_RUNTIME_DIR=self.dir,
            DBUS_SESSION_BUS_ADDRESS=f"unix:path={self.dir}/bus",
            # Programs that find none at once wait for nothing.
            DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={self.dir}/system-bus",
        )

    def start(self):
        """Starts the session's daemons, and waits for each."""
        raise NotImplementedError

    def __enter__(self):
        try:
            self.start()
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

    def start_bus(self, name="bus"):
        """Starts a bus that lets everybody do everything, at that name in the session's folder."""
        socket = f"{self.dir}/{name}"
        self.write(f"{name}.conf", BUS.format(socket, self.bus_settings))
        self.spawn("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={socket}.conf", name=name)
        self.wait(f"the {name}", lambda: os.path.exists(socket))

    def write(self, name, text):
        path = pathlib.Path(self.dir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def spawn(self, *command, name=None, env=None):
        name = name or command[0]
        with self._log(name).open("wb") as log:
            process = subprocess.Popen([*self.prefix, *command], env={**self.env, **(env or {})}, stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log, preexec_fn=die_with_parent)
        self.daemons[name] = process
        return process

    def wait(self, what, ready, limit=20):
        deadline = time.monotonic() + limit
        while not ready():
            if time.monotonic() > deadline or any(p.poll() is not None for p in self.daemons.values()):
                logs = [f"{n} ({p.poll()}): {self._log(n).read_text()}" for n, p in self.daemons.items()]
                raise RuntimeError("\n".join([f"{self.name}: {what} does not come", *logs]))
            time.sleep(0.02)

    def _log(self, daemon):
        return pathlib.Path(self.dir, f"{daemon}.log")


def main(session_class, usage):
    """The command line of a session: run -- CMD..."""
    if sys.argv[1:3] != ["run", "--"] or len(sys.argv) < 4:
        sys.exit(usage)
    # What CMD leaves behind becomes ours, to be ended with the session.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda caught, _: sys.exit(128 + caught))
    try:
        with session_class() as session:
            status = session.run(sys.argv[3:])
    finally:
        for pid in descendants(os.getpid()):
            os.kill(pid, signal.SIGKILL)
    sys.exit(status)
