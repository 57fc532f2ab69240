#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Opens a ScreenCast session of the desktop portal for a screen with its pointer, and becomes another program in it.

    portal_fd.py COMMAND…    in its words {fd} is the socket to PipeWire, and {node} what to look at

The command inherits the connection to the bus, unread: the session lasts as long as it does."""
import os
import sys

from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
CAST = "org.freedesktop.portal.ScreenCast"
MONITOR, POINTER_EMBEDDED = 1, 2
LIMIT_MS = 10_000


class Portal:
    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self._requests = 0

    def request(self, method, signature, *arguments, **options):
        """Calls a method that is answered by a Request's signal; the results."""
        self._requests += 1
        token, answers, loop = f"bench{self._requests}", [], GLib.MainLoop()
        sender = self.bus.get_unique_name()[1:].replace(".", "_")

        def hear(*signal):
            answers.append(signal[5].unpack())
            loop.quit()

        self.bus.signal_subscribe(NAME, "org.freedesktop.portal.Request", "Response",
                                  f"{PATH}/request/{sender}/{token}", None, Gio.DBusSignalFlags.NONE, hear)
        options["handle_token"] = GLib.Variant("s", token)
        self.bus.call_sync(NAME, PATH, CAST, method, GLib.Variant(signature, (*arguments, options)), None,
                           Gio.DBusCallFlags.NONE, LIMIT_MS)
        GLib.timeout_add(LIMIT_MS, loop.quit)
        loop.run()
        if not answers or answers[0][0] != 0:
            sys.exit(f"the portal refuses {method}: {answers}")
        return answers[0][1]

    def open_screen(self):
        """The socket to PipeWire and the node."""
        session = self.request("CreateSession", "(a{sv})",
                               session_handle_token=GLib.Variant("s", "bench"))["session_handle"]
        self.request("SelectSources", "(oa{sv})", session, types=GLib.Variant("u", MONITOR),
                     cursor_mode=GLib.Variant("u", POINTER_EMBEDDED))
        streams = self.request("Start", "(osa{sv})", session, "")["streams"]
        answer, sockets = self.bus.call_with_unix_fd_list_sync(
            NAME, PATH, CAST, "OpenPipeWireRemote", GLib.Variant("(oa{sv})", (session, {})), None,
            Gio.DBusCallFlags.NONE, LIMIT_MS, None)
        return sockets.get(answer.unpack()[0]), streams[0][0]


def main():
    portal = Portal()
    socket, node = portal.open_screen()
    for inherited in (socket, portal.bus.get_stream().get_socket().get_fd()):
        os.set_inheritable(inherited, True)
    command = [word.replace("{fd}", str(socket)).replace("{node}", str(node)) for word in sys.argv[1:]]
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
