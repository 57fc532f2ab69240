# SPDX-License-Identifier: MIT OR Apache-2.0
"""What tests of failures have in common."""
import json
import os
import subprocess
import unittest

from rigs.program import PIXELPASS


class ComplainingTest(unittest.TestCase):
    """What is wrong is said in one line, with at most one hint, and by the exit status."""

    def complaint(self, status, *arguments, env=None, stdin="", limit=10, prefix=()):
        """The line that says what is wrong, once all of the form is checked."""
        run = subprocess.run([*prefix, PIXELPASS, *arguments], env={**os.environ, **(env or {})}, input=stdin,
                             capture_output=True, text=True, timeout=limit)
        self.assertEqual(run.returncode, status, run.stderr)
        lines = run.stderr.splitlines()
        said = f"{arguments}: {run.stderr}"
        self.assertIn(len(lines), (1, 2), said)
        self.assertRegex(lines[0], r"^pixelpass: [^A-Z].*[^.]$", said)
        self.assertTrue(all(line.startswith("hint: ") for line in lines[1:]), said)
        if "--json" in arguments:
            events = [json.loads(line) for line in run.stdout.splitlines()]
            self.assertEqual([event["event"] for event in events].count("error"), 1)
            self.assertEqual((events[-1]["event"], events[-1]["status"]), ("error", status))
            self.assertEqual(lines[0], "pixelpass: " + events[-1]["message"])
        else:
            self.assertEqual(run.stdout, "", said)
        return run.stderr

    def both_ways(self, status, *arguments, **options):
        """Checks both as people and as scripts run it."""
        self.complaint(status, *arguments, **options)
        return self.complaint(status, *arguments, "--json", **options)
