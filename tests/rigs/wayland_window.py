# SPDX-License-Identifier: MIT OR Apache-2.0
"""A surface over the whole of a Wayland output that shows pictures we made, spoken in the Wayland protocol itself: what is
on the screen is known to the last pixel, and a picture is there, whole, when show() returns."""
import mmap
import os
import pathlib
import socket
import struct
import time

import numpy

DISPLAY = 1
GET_REGISTRY, SYNC = (DISPLAY, 1), (DISPLAY, 0)
BIND = CREATE_SURFACE = CREATE_POOL = CREATE_BUFFER = GET_LAYER_SURFACE = 0
DESTROY_POOL = ATTACH = CREATE_REGION = MOVE_TO = 1
DAMAGE, FRAME, SET_INPUT_REGION, COMMIT = 2, 3, 5, 6
CREATE_POINTER_ON, END_OF_MOVE = 2, 4
SET_SIZE, SET_ANCHOR, SET_EXCLUSIVE_ZONE, ACKNOWLEDGE = 0, 1, 2, 6
OVERLAY, ALL_EDGES, XRGB8888 = 3, 15, 1
OUTPUT_NAME = 4
VERSIONS = {"wl_compositor": 1, "wl_shm": 1, "zwlr_layer_shell_v1": 1, "wl_output": 4,
            "zwlr_virtual_pointer_manager_v1": 2}


def text(words):
    data = words.encode() + b"\0"
    return struct.pack("<I", len(data)) + data + bytes(-len(data) % 4)


def unpack_text(body, at=0):
    length, = struct.unpack_from("<I", body, at)
    return body[at + 4:at + 3 + length].decode()


class WaylandWindow:
    """A context manager: a surface as large as an output of a DesktopSession, above all else."""

    def __init__(self, session, output="HEADLESS-1"):
        self._output, self._last_id, self._handlers = output, DISPLAY, {}
        self._pointer = None
        self._buffers = []  # the two that take turns: the last is shown
        self._missed = []  # the parts of the one before it that are older than what is shown
        self._server = socket.socket(socket.AF_UNIX)
        self._server.settimeout(10)
        self._server.connect(str(pathlib.Path(session.env["XDG_RUNTIME_DIR"], session.env["WAYLAND_DISPLAY"])))

    def __enter__(self):
        self._handlers[DISPLAY] = self._hear_display
        found, names = self._bind_globals()
        self._memory = found["wl_shm"]
        self._surface, layer, region = (self._new_id() for _ in range(3))
        self._ask(found["wl_compositor"], CREATE_SURFACE, self._surface)
        self._ask(found["zwlr_layer_shell_v1"], GET_LAYER_SURFACE, layer, self._surface, names[self._output], OVERLAY,
                  text("picture"))
        self._ask(found["wl_compositor"], CREATE_REGION, region)
        self._ask(self._surface, SET_INPUT_REGION, region)  # empty, so that the pointer keeps the desktop's shape
        self._pointer_maker = found["zwlr_virtual_pointer_manager_v1"], CREATE_POINTER_ON, 0, names[self._output]
        configured = []
        self._handlers[layer] = lambda event, body: self._hear_layer(event, body, configured)
        self._ask(layer, SET_SIZE, 0, 0)
        self._ask(layer, SET_ANCHOR, ALL_EDGES)
        self._ask(layer, SET_EXCLUSIVE_ZONE, 0xFFFFFFFF)  # not moved aside by any bar
        self._ask(self._surface, COMMIT)
        self._read_until(lambda: configured)
        serial, *self.size = configured[0]
        self._ask(layer, ACKNOWLEDGE, serial)
        return self

    def __exit__(self, *_):
        self._server.close()

    def show(self, picture, parts=None):
        """Shows an array of rows, columns and RGB, in one step. If it differs from what is shown in some parts alone, they
        can be given, each as a slice of rows and one of columns."""
        everything = [(slice(0, picture.shape[0]), slice(0, picture.shape[1]))]
        if len(self._buffers) < 2:
            self._buffers.append(self._new_buffer(*picture.shape[:2]))
            self._missed = everything
        else:
            self._buffers.reverse()
        buffer, pixels = self._buffers[-1]
        for part in [*self._missed, *parts] if parts else everything:
            pixels[(*part, slice(0, 3))] = picture[(*part, slice(None, None, -1))]
        self._missed = parts = parts or everything
        self._ask(self._surface, ATTACH, buffer, 0, 0)
        for rows, columns in parts:
            self._ask(self._surface, DAMAGE, columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)
        self._wait_for_answer(self._surface, FRAME, lambda: self._ask(self._surface, COMMIT))

    def move_pointer(self, x, y):
        """Moves the pointer, which can be seen from then on."""
        if not self._pointer:
            self._pointer = self._new_id()
            self._ask(*self._pointer_maker, self._pointer)
        now = time.monotonic_ns() // 1_000_000 & 0xFFFFFFFF
        self._ask(self._pointer, MOVE_TO, now, x, y, *self.size)
        self._ask(self._pointer, END_OF_MOVE)
        self._wait_for_answer(*SYNC)

    def _new_buffer(self, height, width):
        """Its id, and its pixels as an array of rows, columns and BGRX."""
        size = 4 * width * height
        file = os.memfd_create("picture")
        os.truncate(file, size)
        memory = mmap.mmap(file, size)
        pool, buffer = self._new_id(), self._new_id()
        self._ask(self._memory, CREATE_POOL, pool, size, file=file)
        self._ask(pool, CREATE_BUFFER, buffer, 0, width, height, 4 * width, XRGB8888)
        self._ask(pool, DESTROY_POOL)
        os.close(file)
        return buffer, numpy.frombuffer(memory, numpy.uint8).reshape(height, width, 4)

    def _bind_globals(self):
        """The ids of what we use by its interface, and those of the outputs by their names."""
        found, names = {}, {}
        registry = self._new_id()

        def bind(_, body):
            number, interface = struct.unpack_from("<I", body)[0], unpack_text(body, 4)
            if interface in VERSIONS:
                found[interface] = bound = self._new_id()
                self._ask(registry, BIND, number, text(interface), VERSIONS[interface], bound)
                if interface == "wl_output":
                    self._handlers[bound] = lambda event, data: (
                        names.update({unpack_text(data): bound}) if event == OUTPUT_NAME else None)

        self._handlers[registry] = bind
        self._ask(*GET_REGISTRY, registry)
        self._wait_for_answer(*SYNC)
        self._wait_for_answer(*SYNC)
        return found, names

    @staticmethod
    def _hear_display(event, body):
        if event == 0:
            raise RuntimeError(f"the compositor reports an error: {unpack_text(body, 8)}")

    @staticmethod
    def _hear_layer(event, body, configured):
        if event == 1:
            raise RuntimeError("the output is gone")
        configured.append(struct.unpack("<III", body))

    def _new_id(self):
        self._last_id += 1
        return self._last_id

    def _ask(self, target, request, *arguments, file=None):
        body = b"".join(value if isinstance(value, bytes) else struct.pack("<I", value) for value in arguments)
        message = struct.pack("<II", target, (8 + len(body)) << 16 | request) + body
        socket.send_fds(self._server, [message], [] if file is None else [file])

    def _wait_for_answer(self, target, request, then=lambda: None):
        """Makes a request that is answered by a wl_callback."""
        callback, done = self._new_id(), []
        self._handlers[callback] = lambda *_: done.append(True)
        self._ask(target, request, callback)
        then()
        self._read_until(lambda: done)
        del self._handlers[callback]

    def _read_until(self, done):
        while not done():
            source, word = struct.unpack("<II", self._read(8))
            body = self._read((word >> 16) - 8)
            self._handlers.get(source, lambda *_: None)(word & 0xFFFF, body)

    def _read(self, size):
        data = b""
        while len(data) < size:
            more = self._server.recv(size - len(data))
            if not more:
                raise RuntimeError("the compositor is gone")
            data += more
        return data
