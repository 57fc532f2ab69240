# SPDX-License-Identifier: MIT OR Apache-2.0
"""What crashed runs left in PipeWire is found, said and removed."""
import json
import pathlib
import subprocess
import tempfile
import unittest

from rigs.processes import wait_for
from rigs.program import PIXELPASS
from rigs.sound_session import SoundSession


def ended_pid():
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


class RepairTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(SoundSession())

    def pactl(self, *words):
        run = subprocess.run(["pactl", *words], env=self.session.env, capture_output=True, text=True, check=True)
        return run.stdout

    def leave(self, pid):
        self.pactl("load-module", "module-null-sink", f"sink_name=pixelpass_{pid}_sink")
        self.pactl("load-module", "module-loopback", f"source=pixelpass_{pid}_sink.monitor", "sink=sound_session")

    def modules(self):
        return self.pactl("list", "short", "modules")

    def repair(self, *words, env=None):
        return subprocess.run([PIXELPASS, *words], env=env or self.session.env, capture_output=True, text=True, timeout=20)

    def test_it_says_what_it_does_and_does_it(self):
        pid = ended_pid()
        self.leave(pid)
        before = self.modules()
        tried = self.repair("repair", "--dry-run")
        self.assertEqual((tried.returncode, tried.stderr), (0, ""))
        self.assertEqual(tried.stdout.splitlines(), [
            f"would remove loopback pixelpass_{pid}_sink: pixelpass {pid} has ended",
            f"would remove sink pixelpass_{pid}_sink: pixelpass {pid} has ended",
            "nothing is changed"])
        self.assertEqual(self.modules(), before)
        done = self.repair("--repair")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.splitlines(), [
            f"removing loopback pixelpass_{pid}_sink: pixelpass {pid} has ended",
            f"removing sink pixelpass_{pid}_sink: pixelpass {pid} has ended",
            f"removed loopback pixelpass_{pid}_sink", f"removed sink pixelpass_{pid}_sink", "repaired"])
        wait_for("the modules to be gone", lambda: "pixelpass" not in self.modules())
        again = self.repair("repair")
        self.assertEqual((again.returncode, again.stdout), (0, "nothing to repair\n"))

    def test_scripts_get_an_object_a_line(self):
        pid = ended_pid()
        self.leave(pid)
        events = [json.loads(line) for line in self.repair("repair", "--json").stdout.splitlines()]
        self.assertEqual([event["event"] for event in events], ["leftover", "leftover", "removed", "removed", "ended"])
        self.assertEqual(events[0], {"event": "leftover", "kind": "loopback", "name": f"pixelpass_{pid}_sink", "pids": [pid]})
        self.assertEqual(events[3]["kind"], "sink")

    def test_a_living_pixelpass_keeps_its_own(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder, "pixelpass")  # version 0.1 may have been a script of any kind
            script.write_text("#!/bin/sh\nread line\n")
            script.chmod(0o755)
            with subprocess.Popen([script], stdin=subprocess.PIPE) as living:
                wait_for("the script", lambda: "pixelpass" in pathlib.Path(f"/proc/{living.pid}/comm").read_text())
                self.leave(living.pid)
                self.assertEqual(self.repair("repair").stdout, "nothing to repair\n")
                living.stdin.close()
            self.assertEqual(self.repair("repair").stdout.splitlines()[-1], "repaired")

    def test_without_pipewire_it_says_so(self):
        run = self.repair("repair", env={"XDG_RUNTIME_DIR": "/nonexistent"})
        self.assertEqual((run.returncode, run.stdout), (8, ""))
        self.assertEqual(len(run.stderr.splitlines()), 2, run.stderr)
        self.assertIn("PipeWire is not running", run.stderr)


if __name__ == "__main__":
    unittest.main()
