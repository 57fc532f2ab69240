#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The process of FakePortal (fake_portal.py): a test double of org.freedesktop.portal.Desktop, with ScreenCast and Inhibit.

    fake_portal_process.py NODE_PROGRAM LOG

What it is asked it appends to LOG, a JSON object a line. What it does it is told on stdin, a JSON list of steps a line:
["answer", {...}] to each Start, also one that waits, ["close"] the sessions as the desktop does, ["end_node"], ["wait", MS].
"""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from rigs.processes import die_with_parent  # noqa: E402

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
PROPERTIES = {"AvailableSourceTypes": 7, "AvailableCursorModes": 3, "version": 4}
OPTIONS = '<arg type="a{sv}" direction="in"/>'
HANDLE = '<arg type="o" direction="out"/>'
DESKTOP_XML = f"""<node>
<interface name="org.freedesktop.portal.ScreenCast">
<method name="CreateSession">{OPTIONS}{HANDLE}</method>
<method name="SelectSources"><arg type="o" direction="in"/>{OPTIONS}{HANDLE}</method>
<method name="Start"><arg type="o" direction="in"/><arg type="s" direction="in"/>{OPTIONS}{HANDLE}</method>
<method name="OpenPipeWireRemote"><arg type="o" direction="in"/>{OPTIONS}<arg type="h" direction="out"/></method>
{"".join(f'<property name="{name}" type="u" access="read"/>' for name in PROPERTIES)}
</interface>
<interface name="org.freedesktop.portal.Inhibit">
<method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/>{OPTIONS}{HANDLE}</method>
</interface></node>"""
REQUEST_XML = f"""<node><interface name="{REQUEST}"><method name="Close"/>
<signal name="Response"><arg type="u"/><arg type="a{{sv}}"/></signal></interface></node>"""
SESSION_XML = f"""<node><interface name="{SESSION}"><method name="Close"/>
<signal name="Closed"><arg type="a{{sv}}"/></signal></interface></node>"""


class Portal:
    """The portal's objects on the session's bus, and the nodes that it has given to programs."""

    def __init__(self, node_program, log):
        self._node_program, self._log = node_program, log
        self._bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self._answer, self._objects, self._sessions, self._waiting = {}, {}, {}, []
        self._programs, self._nodes = set(), []
        for interface in Gio.DBusNodeInfo.new_for_xml(DESKTOP_XML).interfaces:
            self._bus.register_object(PATH, interface, self._asked, self._property, None)
        Gio.bus_own_name_on_connection(self._bus, NAME, 0, lambda *_: self._record("owned"), None)

    def _record(self, call, **what):
        self._log.write(json.dumps({"call": call, **what}) + "\n")
        self._log.flush()

    # What programs ask.

    def _property(self, _, __, ___, ____, name):
        return GLib.Variant("u", PROPERTIES[name])

    def _asked(self, _, sender, __, ___, method, arguments, call):
        *others, options = arguments.unpack()
        if method == "OpenPipeWireRemote":
            self._record(method)
            return self._hand_out_pipewire(call)
        path = f"{PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token']}"
        self._record(method, arguments=others, options=options, request=path)
        self._serve(path, REQUEST_XML, lambda: self._record("Request.Close", request=path))
        self._watch(sender)
        call.return_value(GLib.Variant("(o)", (path,)))
        getattr(self, f"_{method}")(sender, path, options)

    def _hand_out_pipewire(self, call):
        """Answers with a socket to the session's PipeWire."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(f"{os.environ['XDG_RUNTIME_DIR']}/pipewire-0")
        files = Gio.UnixFDList.new_from_array([connection.detach()])
        call.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), files)

    def _CreateSession(self, sender, request, options):
        path = f"{PATH}/session/{sender[1:].replace('.', '_')}/{options['session_handle_token']}"
        self._serve(path, SESSION_XML, lambda: self._closed_by_program(path))
        self._sessions[path] = sender
        self._respond(sender, request, 0, {"session_handle": GLib.Variant("s", path)})

    def _SelectSources(self, sender, request, _):
        self._respond(sender, request, 0, {})

    def _Inhibit(self, sender, request, _):
        self._respond(sender, request, 0, {}, stays=True)

    def _Start(self, sender, request, _):
        self._waiting.append((sender, request))
        self._answer_those_who_wait()

    def _answer_those_who_wait(self):
        if "response" in self._answer:
            for sender, request in self._waiting:
                GLib.timeout_add(self._answer["after_ms"], self._answer_start, sender, request, self._answer)
            self._waiting = []

    def _answer_start(self, sender, request, answer):
        if request in self._objects:
            self._respond(sender, request, answer["response"], self._choice(answer) if answer["response"] == 0 else {})

    def _choice(self, answer):
        """What the person has chosen, now in PipeWire."""
        command = [self._node_program, *map(str, answer["size"]), answer["colour"], answer["motion"],
                   answer["memory"]]
        self._nodes.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent))
        node = int(self._nodes[-1].stdout.readline())
        size = GLib.Variant("(ii)", answer["told_size"])
        results = {"streams": GLib.Variant("a(ua{sv})", [(node, {"size": size, "source_type": GLib.Variant("u", 1)})])}
        if answer["token"]:
            results["restore_token"] = GLib.Variant("s", answer["token"])
        return results

    def _closed_by_program(self, path):
        self._record("Session.Close")
        self._abandon(self._sessions.pop(path))

    # Objects.

    def _serve(self, path, xml, on_close):
        """An object that ends with its Close."""
        def closed(_, __, ___, ____, _____, ______, call):
            self._remove(path)
            call.return_value(None)
            on_close()

        interface, = Gio.DBusNodeInfo.new_for_xml(xml).interfaces
        self._objects[path] = self._bus.register_object(path, interface, closed, None, None)

    def _remove(self, path):
        self._bus.unregister_object(self._objects.pop(path))

    def _respond(self, sender, request, response, results, stays=False):
        self._bus.emit_signal(sender, request, REQUEST, "Response", GLib.Variant("(ua{sv})", (response, results)))
        if not stays:
            self._remove(request)

    # Programs.

    def _watch(self, sender):
        if sender not in self._programs:
            self._programs.add(sender)
            Gio.bus_watch_name_on_connection(self._bus, sender, 0, None, lambda *_: self._forget(sender))

    def _forget(self, sender):
        """A program has left the bus."""
        self._record("gone", sender=sender)
        if sender in self._sessions.values():
            self._abandon(sender)
        self._sessions = {path: owner for path, owner in self._sessions.items() if owner != sender}

    def _abandon(self, sender):
        """Nobody looks at what was chosen, nor waits for an answer."""
        self._waiting = [(owner, request) for owner, request in self._waiting if owner != sender]
        self.end_node()

    # What it is told to do.

    def obey(self, steps):
        for number, (step, *arguments) in enumerate(steps):
            if step == "wait":
                return GLib.timeout_add(arguments[0], self.obey, steps[number + 1:]) and None
            getattr(self, step)(*arguments)

    def answer(self, answer):
        self._answer = answer
        self._answer_those_who_wait()

    def close(self):
        for path, owner in self._sessions.items():
            self._bus.emit_signal(owner, path, SESSION, "Closed", GLib.Variant("(a{sv})", ({},)))
            self._remove(path)
        self._sessions = {}

    def end_node(self):
        for node in self._nodes:
            node.send_signal(signal.SIGTERM)
            node.wait()
            node.stdout.close()
        self._nodes = []


def main():
    loop = GLib.MainLoop()
    with open(sys.argv[2], "a", encoding="utf-8") as log:
        portal = Portal(sys.argv[1], log)

        def listen():
            for line in sys.stdin:
                GLib.idle_add(portal.obey, json.loads(line))
            GLib.idle_add(loop.quit)

        threading.Thread(target=listen, daemon=True).start()
        loop.run()
        portal.end_node()


if __name__ == "__main__":
    main()
