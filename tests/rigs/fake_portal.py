# SPDX-License-Identifier: MIT OR Apache-2.0
"""A test double of org.freedesktop.portal.Desktop, for what depends on the person or on the desktop: whether a share is
allowed, how it is ended there, what is remembered, and that the desktop is kept awake."""
import json
import pathlib
import subprocess
import sys

from rigs.processes import die_with_parent, wait_for
from rigs.tools import built

INHIBIT_IDLE = 8
PERSON_MS = 600  # till a person has decided; a program would be faster


class FakePortal:
    """A context manager: a portal on the bus of a session. It serves ScreenCast where the session is a SoundSession: what is
    chosen is a PipeWire node of one colour. At first nobody answers to what is asked."""

    def __init__(self, session):
        self._session = session
        self._log = pathlib.Path(session.dir, "portal.jsonl")

    def __enter__(self):
        self._log.write_text("")
        program = pathlib.Path(__file__).with_name("fake_portal_process.py")
        node = built("screen_node.c", "screen_node", packages=["libpipewire-0.3"])
        self.process = subprocess.Popen([sys.executable, "-B", program, node, self._log], env=self._session.env,
                                        stdin=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        wait_for("the portal's name on the bus", lambda: self.asked("owned"))
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    # What it was asked.

    def asked(self, call=None):
        """What has come, in order, of that call or of all: the methods' names, "gone" if a program left the bus."""
        complete, _, _ = self._log.read_text().rpartition("\n")
        entries = [json.loads(line) for line in complete.splitlines()]
        return [entry for entry in entries if call in (None, entry["call"])]

    def selections(self):
        """The options of each SelectSources."""
        return [entry["options"] for entry in self.asked("SelectSources")]

    @property
    def inhibited(self):
        """The flags of each inhibition that is open, by the path of its request."""
        closed = {entry["request"] for entry in self.asked("Request.Close")}
        return {entry["request"]: entry["arguments"][1] for entry in self.asked("Inhibit")
                if entry["request"] not in closed}

    # What it answers from now on, also to a question that is still open.

    def agrees(self, colour="c02020", size=(320, 180), told_size=None, motion="moving", memory="memfd",
               token=None, after_ms=0):
        """The person shares a screen of that colour, which is sent all the time ("moving") or once ("still"), and
        which programs may have in shared memory alone ("memfd") or in what stands for a graphics card's ("dmabuf")."""
        self._do(["answer", {"response": 0, "colour": colour, "size": size, "told_size": told_size or size,
                             "motion": motion, "memory": memory, "token": token, "after_ms": after_ms}])

    def refuses(self, after_ms=PERSON_MS):
        self._do(["answer", {"response": 1, "after_ms": after_ms}])

    def fails(self):
        self._do(["answer", {"response": 2, "after_ms": 0}])

    def hesitates(self):
        """The person is asked and does not answer."""
        self._do(["answer", {}])

    # What the desktop does.

    def closes(self):
        """Ends the sessions by their signal Closed; the node stays."""
        self._do(["close"])

    def closes_and_ends_node(self, between_ms=0):
        self._do(["close"], ["wait", between_ms], ["end_node"])

    def ends_node_and_closes(self, between_ms=0):
        self._do(["end_node"], ["wait", between_ms], ["close"])

    def ends_node(self):
        self._do(["end_node"])

    def _do(self, *steps):
        self.process.stdin.write(json.dumps(steps) + "\n")
        self.process.stdin.flush()
