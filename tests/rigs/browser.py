# SPDX-License-Identifier: MIT OR Apache-2.0
"""A real Chromium on a display, driven over a pair of pipes by its DevTools protocol; and a BROWSER that hands addresses to it."""
import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading

from rigs.processes import die_with_parent, wait_for
from rigs.xvfb import Xvfb

# It fills the display, and asks nobody for anything. In a container it has no sandbox. Pages of others reach this machine, as they
# do in browsers that don't ask about that.
OPTIONS = ["--no-sandbox", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--password-store=basic", "--kiosk", "--remote-debugging-pipe",
           "--window-position=0,0", "--ozone-platform=x11", "--disable-features=LocalNetworkAccessChecks"]


class BrowserScreen(Xvfb):
    """A screen whose browser fills it: a window of exactly the screen's size Chromium makes smaller by a pixel."""

    def start(self):
        size = self.size
        self.size = size[0] + 1, size[1] + 1
        super().start()
        self.size = size

    def screenshot(self):
        return super().screenshot()[:self.size[1], :self.size[0]]


class Browser:
    """A context manager. `env` is for a pixelpass that is to use it: BROWSER there hands the address over and ends at once, as a
    browser does that runs already. It shows a page when open() is called."""

    def __init__(self, display, env=None):
        self.display, self._env = display, env or {}
        self._answers, self._lock, self._number = {}, threading.Condition(), 0
        self.requests = []  # the addresses that pages asked for
        self.statuses = {}  # of the answers, by address

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pixelpass-browser."))
        self._handed = self.folder / "handed"
        script = self.folder / "hand-over"
        script.write_text(f'#!/bin/sh\nprintf %s "$1" >{self._handed}.new && mv {self._handed}.new {self._handed}\n')
        script.chmod(0o755)
        self.env = {"BROWSER": str(script), "DISPLAY": self.display.name, "WAYLAND_DISPLAY": ""}
        self._start()
        return self

    def _start(self):
        (to_read, self._to), (self._from, to_write) = os.pipe(), os.pipe()
        # Chromium has 3 and 4 for them, which may be others' here.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (to_read, to_write)]
        width, height = self.display.size
        command = ["bash", "-c", f'exec "$@" 3<&{ends[0]} 4>&{ends[1]}', "bash", "chromium", *OPTIONS,
                   f"--user-data-dir={self.folder}/profile", f"--window-size={width},{height}", "about:blank"]
        env = {**os.environ, **self._env, "HOME": str(self.folder), "DISPLAY": self.display.name, "WAYLAND_DISPLAY": ""}
        self.process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, pass_fds=ends, preexec_fn=die_with_parent)
        for end in (to_read, to_write, *ends):
            os.close(end)
        threading.Thread(target=self._read, daemon=True).start()
        self.send("Target.setDiscoverTargets", discover=True)

    def __exit__(self, *_):
        # Its other processes end with it.
        self.process.kill()
        self.process.wait()
        os.close(self._to)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self):
        rest = b""
        while True:
            try:
                piece = os.read(self._from, 1 << 16)
            except OSError:
                return
            if not piece:
                return
            *messages, rest = (rest + piece).split(b"\0")
            for message in map(json.loads, messages):
                if message.get("method") == "Network.requestWillBeSent":
                    self.requests.append(message["params"]["request"]["url"])
                if message.get("method") == "Network.responseReceived":
                    answer = message["params"]["response"]
                    self.statuses[answer["url"]] = answer["status"]
                with self._lock:
                    if "id" in message:
                        self._answers[message["id"]] = message
                        self._lock.notify_all()

    def send(self, method, session=None, limit=20, **parameters):
        """Sends a command and waits for its answer."""
        with self._lock:
            self._number += 1
            number = self._number
        message = {"id": number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        os.write(self._to, json.dumps(message).encode() + b"\0")
        with self._lock:
            if not self._lock.wait_for(lambda: number in self._answers, limit):
                raise AssertionError(f"the browser does not answer {method}")
            answer = self._answers.pop(number)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def handed_over(self, limit=20):
        """The address that BROWSER was given."""
        wait_for("the address for the browser", self._handed.exists, limit)
        address = self._handed.read_text()
        self._handed.unlink()
        return address

    def open(self, address):
        """Shows a page, in a tab of its own."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        page = Page(self, target)
        page.send("Page.navigate", url=address)
        return page


class Page:
    """A tab."""

    def __init__(self, browser, target):
        self._browser, self._target = browser, target
        self._session = browser.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Network", "Page", "Runtime"):
            self.send(f"{domain}.enable")

    def send(self, method, **parameters):
        return self._browser.send(method, self._session, **parameters)

    def reload(self):
        self.send("Page.reload")

    def close(self):
        self._browser.send("Target.closeTarget", targetId=self._target)

    def evaluate(self, expression):
        """The value of an expression, or of the promise that it is."""
        result = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise AssertionError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def text(self, name):
        """What the element says, if it is shown."""
        return self.evaluate(f"(e => e.hidden ? '' : e.textContent)(document.getElementById('{name}'))")

    def click(self, x, y, count=1):
        for number in range(1, count + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=number)

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, text=key if kind == "keyDown" and len(key) == 1 else "")
