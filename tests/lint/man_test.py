#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The man page has each command, option and exit status of the program, and no option that it has not."""
import os
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIXELPASS = os.environ.get("PIXELPASS", str(ROOT / "build/dev/src/pixelpass"))


def help_of(*command):
    return subprocess.run([PIXELPASS, *command, "--help"], capture_output=True, text=True, check=True, timeout=20).stdout


def commands_in(text):
    return re.findall(r"^  (\w+)  ", text, re.M)


class ManTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = (ROOT / "man/pixelpass.1.scd").read_text()
        cls.commands = commands_in(help_of())
        cls.options = {"--help", "--version"}
        for command in cls.commands:
            own = help_of(command)
            for text in [own, *(help_of(command, each) for each in commands_in(own))]:
                cls.options |= set(re.findall(r"^  (?:-\w,)?(--[\w-]+)", text, re.M))

    def test_commands(self):
        self.assertIn("doctor", self.commands)
        for command in self.commands:
            self.assertIn(f"*pixelpass {command}*", self.page)

    def test_options(self):
        named = set(re.findall(r"\*(?:-\w\*, \*)?(--[\w-]+)\*", self.page))
        self.assertIn("--relay-ca", self.options)
        self.assertEqual(self.options - named, set(), "the man page lacks them")
        self.assertEqual(named - self.options, set(), "the program has none of them")

    def test_exit_statuses(self):
        codes = (ROOT / "src/base/error.h").read_text().partition("enum class Code {")[2].partition("}")[0]
        statuses = re.findall(r"= (\d+)", codes)
        self.assertGreater(len(statuses), 7)
        section = self.page.partition("# EXIT STATUS")[2].partition("\n# ")[0]
        for status in [*statuses, "0", "130"]:
            self.assertRegex(section, rf"\*{status}\*")


if __name__ == "__main__":
    unittest.main()
