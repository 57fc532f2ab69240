# SPDX-License-Identifier: MIT OR Apache-2.0
"""A window on an X screen that shows pictures we made, spoken in the X11 protocol itself: what is on the screen is known to
the last pixel, and a picture is there, whole, when show() returns."""
import socket
import struct

import numpy

CREATE_WINDOW, MAP_WINDOW, CONFIGURE_WINDOW, CHANGE_PROPERTY, GRAB, UNGRAB, WARP_POINTER = 1, 8, 12, 18, 36, 37, 41
INTERN_ATOM, SEND_EVENT = 16, 25
GET_INPUT_FOCUS, OPEN_FONT, CREATE_GC, PUT_IMAGE, CREATE_GLYPH_CURSOR = 43, 45, 55, 72, 94
OVERRIDE_REDIRECT, CURSOR = 0x200, 0x4000
WIDTH, HEIGHT = 4, 8
WM_NAME, STRING = 39, 31
CLIENT_MESSAGE = 33
CURSOR_SHAPE = 24  # a circle, of the font "cursor"
IMAGE_BYTES = 200_000  # of one request


class X11Window:
    """A context manager: a window with a pointer that can be seen on `display`, as :7. Its place is x, y, width and height;
    by default it is as large as the screen."""

    def __init__(self, display, place=None, title=""):
        self._place, self._title = place, title.encode()
        self._server = socket.socket(socket.AF_UNIX)
        self._server.connect(f"/tmp/.X11-unix/X{display.lstrip(':')}")

    def __enter__(self):
        self._greet()
        x, y, *self.size = self._place or (0, 0, *self.size)
        self._window, self._context, font, cursor = (self._ids + number for number in range(4))
        self._ask(OPEN_FONT, struct.pack("<IHxx6sxx", font, 6, b"cursor"))
        black, white = (0, 0, 0), (0xFFFF, 0xFFFF, 0xFFFF)
        self._ask(CREATE_GLYPH_CURSOR, struct.pack("<3I2H6H", cursor, font, font, CURSOR_SHAPE, CURSOR_SHAPE + 1, *black,
                                                   *white))
        self._ask(CREATE_WINDOW, struct.pack("<II2h4H4I", self._window, self._root, x, y, *self.size, 0, 1, 0,
                                             OVERRIDE_REDIRECT | CURSOR, 1, cursor))
        self._ask(CREATE_GC, struct.pack("<3I", self._context, self._window, 0))
        self._ask(CHANGE_PROPERTY, struct.pack("<3IB3xI", self._window, WM_NAME, STRING, 8, len(self._title)) + self._title
                  + bytes(-len(self._title) % 4))
        self._ask(MAP_WINDOW, struct.pack("<I", self._window))
        self._sync()
        return self

    def __exit__(self, *_):
        self._server.close()

    @property
    def id(self):
        """The window's number, as programs take it."""
        return f"{self._window:#x}"

    def resize(self, width, height):
        self.size = width, height
        self._ask(CONFIGURE_WINDOW, struct.pack("<IHxxII", self._window, WIDTH | HEIGHT, width, height))
        self._sync()

    def show(self, picture, parts=None):
        """Shows an array of rows, columns and RGB, in one step. If it differs from what is shown in some parts alone, they
        can be given, each as a slice of rows and one of columns."""
        self._ask(GRAB)
        for rows, columns in parts or [(slice(0, picture.shape[0]), slice(0, picture.shape[1]))]:
            self._put(picture[rows, columns], columns.start, rows.start)
        self._ask(UNGRAB)
        self._sync()

    def _put(self, picture, left, top):
        height, width = picture.shape[:2]
        pixels = numpy.zeros((height, width, 4), numpy.uint8)
        pixels[:, :, :3] = picture[:, :, ::-1]
        rows = IMAGE_BYTES // (4 * width)
        for row in range(0, height, rows):
            part = pixels[row:row + rows]
            self._ask(PUT_IMAGE, struct.pack("<II2H2hBBxx", self._window, self._context, width, len(part), left, top + row,
                                             0, 24) + part.tobytes(), detail=2)

    def move_pointer(self, x, y):
        self._ask(WARP_POINTER, struct.pack("<II6h", 0, self._root, 0, 0, 0, 0, x, y))
        self._sync()

    def ask_to_close(self, window):
        """Asks whoever has the window with that number to close it, as window managers do."""
        protocols, delete = map(self._atom, (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
        event = struct.pack("<BBxxII5I", CLIENT_MESSAGE, 32, window, protocols, delete, 0, 0, 0, 0)
        self._ask(SEND_EVENT, struct.pack("<II", window, 0) + event)
        self._sync()

    def _atom(self, name):
        self._ask(INTERN_ATOM, struct.pack("<Hxx", len(name)) + name + bytes(-len(name) % 4))
        return struct.unpack_from("<I", self._read(32), 8)[0]

    def _greet(self):
        self._server.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        accepted, length = struct.unpack("<B5xH", self._read(8))
        setup = self._read(4 * length)
        if accepted != 1:
            raise RuntimeError(f"the X server refuses: {setup!r}")
        self._ids, = struct.unpack_from("<I", setup, 4)
        vendor, = struct.unpack_from("<H", setup, 16)
        screen = 32 + (vendor + 3) // 4 * 4 + 8 * setup[21]
        self._root, = struct.unpack_from("<I", setup, screen)
        self.size = struct.unpack_from("<HH", setup, screen + 20)

    def _ask(self, request, body=b"", detail=0):
        self._server.sendall(struct.pack("<BBH", request, detail, 1 + len(body) // 4) + body)

    def _sync(self):
        """Waits till the server has done all that it was asked."""
        self._ask(GET_INPUT_FOCUS)
        while True:
            message = self._read(32)
            if message[0] == 0:
                raise RuntimeError(f"the X server reports error {message[1]} for request {message[10]}")
            if message[0] == 1:
                return

    def _read(self, size):
        data = b""
        while len(data) < size:
            more = self._server.recv(size - len(data))
            if not more:
                raise RuntimeError("the X server is gone")
            data += more
        return data
