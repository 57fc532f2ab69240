# SPDX-License-Identifier: MIT OR Apache-2.0
"""A test double of the desktop portal that knows notifications, and nothing else."""
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from rigs.processes import wait_for  # noqa: E402

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Notification"
XML = f"""<node><interface name="{INTERFACE}">
<method name="AddNotification"><arg type="s" direction="in"/><arg type="a{{sv}}" direction="in"/></method>
<method name="RemoveNotification"><arg type="s" direction="in"/></method>
</interface></node>"""


class FakeNotifications:
    """A context manager: a portal on the bus of a session. `shown` has what is shown now, by id: title, body and buttons, as
    the portal was given them; `titles` all that ever was."""

    def __init__(self, session):
        self._address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        self.shown, self.titles, self._owned = {}, [], False

    def __enter__(self):
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        wait_for("the portal's name on the bus", lambda: self._owned)
        return self

    def __exit__(self, *_):
        self._loop.quit()
        self._thread.join()

    def _run(self):
        self._context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self._bus = Gio.DBusConnection.new_for_address_sync(self._address, flags)
        interface, = Gio.DBusNodeInfo.new_for_xml(XML).interfaces
        self._bus.register_object(PATH, interface, self._asked, None, None)
        Gio.bus_own_name_on_connection(self._bus, NAME, 0, lambda *_: setattr(self, "_owned", True), None)
        self._loop.run()
        self._bus.close_sync()
        self._context.pop_thread_default()

    def _asked(self, _, __, ___, ____, method, arguments, call):
        name, *fields = arguments.unpack()
        if method == "AddNotification":
            self.shown[name] = fields[0]
            self.titles.append(fields[0]["title"])
        else:
            self.shown.pop(name, None)
        call.return_value(None)

    def wait_for(self, text):
        """The id of the notification with that in its title or its body."""
        return wait_for(f"a notification of {text}", lambda: next(
            (name for name, fields in list(self.shown.items()) if text in fields["title"] + fields.get("body", "")), None))

    def press(self, name, label):
        """The person presses the button with that label."""
        action, = (button["action"] for button in self.shown[name]["buttons"] if button["label"] == label)
        self._bus.emit_signal(None, PATH, INTERFACE, "ActionInvoked", GLib.Variant("(ssav)", (name, action, [])))
