# SPDX-License-Identifier: MIT OR Apache-2.0
"""Running pixelpass as scripts do: with --json, reading its events."""
import json
import os
import pathlib
import queue
import signal
import subprocess
import tempfile
import threading
import time

from rigs.processes import die_with_parent

ROOT = pathlib.Path(__file__).resolve().parents[2]
PIXELPASS = os.environ.get("PIXELPASS", str(ROOT / "build/dev/src/pixelpass"))
LOCAL = ["--relay", "none", "--bind", "127.0.0.1"]


class Program:
    """A context manager: pixelpass with `arguments`; it is ended with the block. Its stdin and stderr may be a terminal's.
    What it keeps, such as a viewer's identity, is its own unless `env` names a place."""

    def __init__(self, *arguments, env=None, prefix=(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE):
        self.command = [*prefix, PIXELPASS, *arguments, "--json"]
        self._state = tempfile.TemporaryDirectory()
        self.env = {**os.environ, "XDG_STATE_HOME": self._state.name, **(env or {})}
        self.stdin, self.stderr = stdin, stderr
        self.events = []
        self._queue = queue.Queue()

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.env, stdin=self.stdin, stdout=subprocess.PIPE,
                                        stderr=self.stderr, text=True, preexec_fn=die_with_parent)
        self._errors = []
        self._readers = [threading.Thread(target=self._read_events, daemon=True)]
        if self.process.stderr:
            self._readers.append(threading.Thread(target=self._read_errors, daemon=True))
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for reader in self._readers:
            reader.join()
        self.process.stdout.close()
        if self.process.stderr:
            self.process.stderr.close()
        self._state.cleanup()

    def _read_events(self):
        for line in self.process.stdout:
            self._queue.put(json.loads(line))
        self._queue.put(None)

    def _read_errors(self):
        self._errors.extend(self.process.stderr)

    @property
    def errors(self):
        """What has come on stderr."""
        return "".join(self._errors)

    def event(self, name, limit=20, where=lambda event: True):
        """The next event called `name` for which `where` holds; others are kept in `events`."""
        deadline = time.monotonic() + limit
        while True:
            try:
                event = self._queue.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {name} within {limit} s; came: {self.events}; stderr: {self.errors}") from None
            if event is None:
                self._queue.put(None)
                raise AssertionError(f"ended without {name}; came: {self.events}; stderr: {self.errors}")
            self.events.append(event)
            if event["event"] == name and where(event):
                return event

    def event_so_far(self, name):
        """The next event called `name` if it has come, or None."""
        while not self._queue.empty():
            event = self._queue.get()
            self.events.append(event)
            if event and event["event"] == name:
                return event
        return None

    def stop(self, number=signal.SIGINT, limit=10):
        """Sends a signal and waits for the end; the exit status."""
        self.process.send_signal(number)
        return self.wait(limit)

    def wait(self, limit=20):
        """Waits for the end; the exit status."""
        return self.process.wait(limit)


def host(*arguments, **options):
    """`pixelpass host` on loopback, not yet started."""
    return Program("host", *LOCAL, *arguments, **options)


def view(ticket, *arguments, **options):
    """`pixelpass view` on loopback, not yet started."""
    return Program("view", ticket, *LOCAL, *arguments, **options)
