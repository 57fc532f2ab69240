# SPDX-License-Identifier: MIT OR Apache-2.0
"""A test double of what a desktop shows of programs beside their windows: notifications, and marks in its panel."""
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from rigs.processes import wait_for  # noqa: E402

PORTAL, PORTAL_PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
NOTIFICATION = "org.freedesktop.portal.Notification"
PORTAL_XML = f"""<node><interface name="{NOTIFICATION}">
<method name="AddNotification"><arg type="s" direction="in"/><arg type="a{{sv}}" direction="in"/></method>
<method name="RemoveNotification"><arg type="s" direction="in"/></method>
</interface></node>"""
PANEL, PANEL_PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
PANEL_XML = f"""<node><interface name="{PANEL}">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
</interface></node>"""
MARK, MARK_PATH = "org.kde.StatusNotifierItem", "/StatusNotifierItem"


class FakeDesktop:
    """A context manager: a portal and a panel on the bus of a session. `shown` has the notifications that are shown now, by
    id: title, body and buttons, as the portal was given them; `titles` all that ever were."""

    def __init__(self, session):
        self._address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        self.shown, self.titles, self._owned, self._program = {}, [], [], None

    def __enter__(self):
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        wait_for("the names on the bus", lambda: len(self._owned) == 2)
        return self

    def __exit__(self, *_):
        self._loop.quit()
        self._thread.join()

    def _run(self):
        self._context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self._bus = Gio.DBusConnection.new_for_address_sync(self._address, flags)
        for name, path, xml in ((PORTAL, PORTAL_PATH, PORTAL_XML), (PANEL, PANEL_PATH, PANEL_XML)):
            interface, = Gio.DBusNodeInfo.new_for_xml(xml).interfaces
            self._bus.register_object(path, interface, self._asked, None, None)
            Gio.bus_own_name_on_connection(self._bus, name, 0, lambda _, owned: self._owned.append(owned), None)
        self._loop.run()
        self._bus.close_sync()
        self._context.pop_thread_default()

    def _asked(self, _, __, ___, ____, method, arguments, call):
        name, *fields = arguments.unpack()
        if method == "RegisterStatusNotifierItem":
            self._program = name
        elif method == "AddNotification":
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
        self._bus.emit_signal(None, PORTAL_PATH, NOTIFICATION, "ActionInvoked", GLib.Variant("(ssav)", (name, action, [])))

    def mark(self):
        """What the mark of the program says that has one; empty if there is none."""
        if not self._program:
            return ""
        asked = GLib.Variant("(ss)", (MARK, "ToolTip"))
        answer = self._bus.call_sync(self._program, MARK_PATH, "org.freedesktop.DBus.Properties", "Get", asked, None, 0, 5000)
        return answer.unpack()[0][3]
