# SPDX-License-Identifier: MIT OR Apache-2.0
"""A terminal that shows nothing while it is not told to, as one whose line is stuck."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios

from rigs.processes import wait_for


class HangingTerminal:
    """A context manager: `command` on it, in our environment but for `env`, of which None takes a variable away."""

    def __init__(self, command, env):
        self._command, self._env = list(map(str, command)), {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **env}
        self._status = None
        self.shown = b""

    def __enter__(self):
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            env = {name: value for name, value in {**os.environ, **self._env}.items() if value is not None}
            os.execve(self._command[0], self._command, env)
        self.resize(220, 60)
        return self

    def __exit__(self, *_):
        if not self.has_ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._screen)

    def press(self, keys):
        os.write(self._screen, keys.encode())

    def resize(self, columns, rows):
        fcntl.ioctl(self._screen, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def show(self):
        """Shows what has come."""
        while select.select([self._screen], [], [], 0)[0]:
            try:
                self.shown += os.read(self._screen, 65536)
            except OSError:  # the program is gone
                return

    def wait_for(self, word, limit=20):
        def seen():
            self.show()
            return word.encode() in self.shown
        wait_for(word, seen, limit)

    def has_ended(self):
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status is not None

    def wait_for_end(self, limit=5):
        """The program's exit status, while it goes on hanging."""
        wait_for("the end", self.has_ended, limit)
        return self._status
