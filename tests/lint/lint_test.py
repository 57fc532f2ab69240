#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The lint catches each kind of offence, and lets a decent tree pass."""
import tempfile
import unittest
from pathlib import Path

import lint

SPDX_CPP = f"// {lint.SPDX}\n"
SPDX_SCRIPT = f"# {lint.SPDX}\n"
TABLE = """# Architecture

## Rooms

| room | holds | may include | alone includes |
|---|---|---|---|
| `base` | errors | – | GLib `<glib` `<gio/` |
| `gst` | pipelines | base | GStreamer `<gst/`, GLib `<glib` |
| `view` | the watch | gst, base | libsoup `<libsoup/` |
| `all` | besides | – | fmt `<fmt/` |
"""
BUILD = SPDX_SCRIPT + """room(base LIBS PkgConfig::GLIB)
room(gst DEPS base LIBS PkgConfig::GST)
room(view DEPS gst base LIBS PkgConfig::SOUP)
"""


def function_of(lines, head="int f()"):
    """A function of so many lines, all told."""
    return head + " {\n" + "    ;\n" * (lines - 2) + "}\n"


class Lint(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("docs/architecture.md", TABLE)
        self.write("src/CMakeLists.txt", BUILD)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def problems(self):
        return lint.lint(self.root).problems

    def assert_caught(self, *parts):
        found = self.problems()
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])

    def test_passes_a_decent_tree(self):
        self.write("src/view/watch.cpp", SPDX_CPP + '#include "gst/pipeline.h"\n#include <fmt/format.h>\n'
                   "#include <libsoup/soup.h>\n#include <sys/wait.h>\n" + function_of(60))
        self.write("scripts/deps", "#!/bin/sh\n" + SPDX_SCRIPT + "mktemp /tmp/XXXXXX; echo ${#1} '#000000'\n")
        self.write("tests/vectors/data", "no text of ours")
        self.assertEqual(self.problems(), [])

    def test_catches_an_include_of_a_room_above(self):
        self.write("src/base/log.h", SPDX_CPP + '#include "gst/pipeline.h"\n')
        self.assert_caught("src/base/log.h:2", 'base may not include "gst/pipeline.h"')

    def test_catches_a_library_of_another_room(self):
        self.write("src/view/watch.h", SPDX_CPP + "#  include <gst/gst.h>\n")
        self.assert_caught("src/view/watch.h:2", "<gst/gst.h> belongs to gst")

    def test_lets_two_rooms_name_the_same_library(self):
        self.write("src/gst/ref.h", SPDX_CPP + "#include <glib-object.h>\n")
        self.write("src/base/loop.h", SPDX_CPP + "#include <glib-object.h>\n")
        self.write("src/view/watch.h", SPDX_CPP + "#include <glib.h>\n")
        self.assert_caught("src/view/watch.h:2", "<glib.h> belongs to base, gst")

    def test_catches_a_library_that_nobody_owns(self):
        self.write("src/view/watch.h", SPDX_CPP + "#include <boost/any.hpp>\n")
        self.assert_caught("boost/any.hpp", "no row of the table")

    def test_catches_a_room_that_the_table_lacks(self):
        self.write("src/misc/helper.h", SPDX_CPP)
        self.assert_caught("misc is no room")

    def test_catches_a_build_that_departs_from_the_table(self):
        self.write("src/CMakeLists.txt", BUILD.replace("view DEPS gst base", "view DEPS base"))
        self.assert_caught("src/CMakeLists.txt:4", "room view links ['base']")

    def test_catches_a_library_linked_by_another_room(self):
        self.write("src/CMakeLists.txt", BUILD.replace("PkgConfig::SOUP", "PkgConfig::SOUP PkgConfig::GST"))
        self.assert_caught("room view links PkgConfig::GST")

    def test_catches_a_room_that_is_not_built(self):
        self.write("src/CMakeLists.txt", BUILD.replace("room(view", "# room(view"))
        self.assert_caught("room view", "is not built")

    def test_catches_long_files(self):
        self.write("src/base/long.cpp", SPDX_CPP + "int a;\n" * 500)
        self.assert_caught("src/base/long.cpp:1", "501 lines")

    def test_catches_a_long_architecture_page(self):
        self.write("docs/architecture.md", TABLE + "words\n" * 300)
        self.assert_caught("docs/architecture.md", "300")

    def test_catches_long_functions(self):
        body = "// {\nnamespace n {\nclass C {\npublic:\n" + function_of(61, "    C() : a_(1), b_{2}, c_('{')") + "};\n}\n"
        self.write("src/base/c.h", SPDX_CPP + '#define M {\nconst char* s = "{";\n' + body)
        self.assert_caught("src/base/c.h:8", "61 lines")

    def test_counts_a_lambda_as_part_of_its_function(self):
        self.write("src/base/c.cpp", SPDX_CPP + "int f() {\n    g([] {\n" + ";\n" * 70 + "});\n}\n")
        self.assert_caught("src/base/c.cpp:2", "74 lines")

    def test_catches_long_rust_functions(self):
        self.write("bridge/src/a.rs", SPDX_CPP + "impl<'a> S<'a> {\n" + function_of(61, "    fn f(&'a self) -> char") + "}\n")
        self.assert_caught("bridge/src/a.rs:3", "61 lines")

    def test_catches_long_python_functions(self):
        self.write("tests/rigs/a.py", SPDX_SCRIPT + "def f():\n" + "    pass\n" * 60)
        self.assert_caught("tests/rigs/a.py:2", "61 lines")

    def test_catches_a_missing_licence_line(self):
        self.write("src/base/a.h", "#pragma once\n")
        self.assert_caught("src/base/a.h:1", "SPDX")

    def test_catches_a_script_without_a_licence_line(self):
        self.write("scripts/deps", "#!/bin/sh\ntrue\n")
        self.assert_caught("scripts/deps:2", "SPDX")

    def test_catches_forbidden_words(self):
        for words in ("see #" + "12", "TO" + "DO later", "XX" + "X"):
            self.write("src/base/a.h", SPDX_CPP + f"// {words}\n")
            self.assert_caught("src/base/a.h:2")

    def test_counts_what_is_over_the_aim(self):
        self.write("src/base/a.cpp", SPDX_CPP + function_of(31) * 9)
        report = lint.lint(self.root)
        self.assertEqual((report.problems, report.files_over_aim, report.functions_over_aim), ([], 1, 9))


if __name__ == "__main__":
    unittest.main()
