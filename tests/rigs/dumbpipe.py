# SPDX-License-Identifier: MIT OR Apache-2.0
"""dumbpipe, a foreign iroh client, speaking pixelpass/0: TCP on one side, one bi-stream a connection on the other."""
import contextlib
import re
import socket
import subprocess
import tempfile

from rigs.processes import die_with_parent, wait_for
from rigs.program import ROOT

DUMBPIPE = ROOT / "build/tools/bin/dumbpipe"
ALPN = ["--custom-alpn", "utf8:pixelpass/0", "--ipv4-addr", "127.0.0.1:0"]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@contextlib.contextmanager
def _running(*arguments):
    if not DUMBPIPE.exists():
        raise RuntimeError(f"{DUMBPIPE} is missing: run scripts/test-tools")
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([DUMBPIPE, *map(str, arguments), *ALPN], stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=output, preexec_fn=die_with_parent)

        def said():
            if process.poll() is not None:
                raise AssertionError("dumbpipe has ended")
            output.seek(0)
            return output.read()

        try:
            yield said
        finally:
            process.kill()
            process.wait()


@contextlib.contextmanager
def connect(ticket):
    """The address at which a host of pixelpass/0 can be heard over plain HTTP."""
    port = free_port()
    with _running("connect-tcp", "--addr", f"127.0.0.1:{port}", ticket):
        wait_for("dumbpipe listens", lambda: answers(port))
        yield f"http://127.0.0.1:{port}/"


@contextlib.contextmanager
def listen(port):
    """The ticket of a host that passes all on to an HTTP server at `port`."""
    with _running("listen-tcp", "--host", f"127.0.0.1:{port}") as said:
        yield wait_for("dumbpipe's ticket", lambda: re.search(r"endpoint[a-z0-9]{40,}", said()))[0]
