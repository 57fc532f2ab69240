# SPDX-License-Identifier: MIT OR Apache-2.0
"""A test double of a screensaver, as programs talk to it on a session bus."""
import threading

from gi.repository import Gio, GLib

FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION


class BusPeer:
    """A context manager: owns a name on the bus of a BusSession; calls are answered on a thread of its own."""

    name = ""

    def __init__(self, session):
        self._address = session.env["DBUS_SESSION_BUS_ADDRESS"]

    def __enter__(self):
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError(f"{self.name} can't be owned")
        return self

    def __exit__(self, *_):
        self._context.invoke_full(GLib.PRIORITY_DEFAULT, self._loop.quit)
        self._thread.join()
        self.bus.close_sync()

    def _run(self):
        self._context.push_thread_default()
        self.bus = Gio.DBusConnection.new_for_address_sync(self._address, FLAGS)
        self.serve_all()
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", (self.name, 0)), None, 0, -1)
        self._ready.set()
        self._loop.run()

    def serve_all(self):
        """Serves what is known from the beginning."""
        raise NotImplementedError

    def serve(self, path, xml, on_call):
        """Has `on_call` answer what an interface is asked at that path, given the method's name, arguments and sender."""
        interface, = Gio.DBusNodeInfo.new_for_xml(f"<node>{xml}</node>").interfaces

        def answer(_, sender, __, ___, method, arguments, call):
            call.return_value(on_call(method, arguments.unpack(), sender))

        return self.bus.register_object(path, interface, answer, None, None)


class FakeScreensaver(BusPeer):
    """The screensaver of freedesktop.org's desktops; `asked` is set once somebody asked whether it is active."""

    name, path = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"

    def __init__(self, session, active=False):
        super().__init__(session)
        self._active, self.asked = active, False

    def serve_all(self):
        self.serve(self.path, f"<interface name='{self.name}'><method name='GetActive'><arg type='b' direction='out'/>"
                   "</method><signal name='ActiveChanged'><arg type='b'/></signal></interface>", self._answer)

    def _answer(self, *_):
        self.asked = True
        return GLib.Variant("(b)", (self._active,))

    def become(self, active):
        self._active = active
        self.bus.emit_signal(None, self.path, self.name, "ActiveChanged", GLib.Variant("(b)", (active,)))
