#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Holds what the compiler cannot: who includes whom, sizes, licence lines, words that do not belong.

    lint.py [ROOT]    prints FILE:LINE: problem for each, and exits with 1 if there is any

The table of rooms is read from docs/architecture.md, so that the page and the code cannot part.
"""
import ast
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

FOLDERS = ("src", "tests", "bench", "bridge", "cmake", "scripts", "docs", "man", "packaging", ".ci")
CPP = {".cpp", ".h", ".c"}
SIZED = CPP | {".rs", ".py", ".js"}
SOURCES = SIZED | {".cmake", ".css", ".sh", ".txt"}
PROSE = {".md", ".scd"}
DATA_FOLDERS = {"vectors", "corpus", "corpora", "__pycache__"}
SPDX = "SPDX-License-Identifier: MIT OR Apache-2.0"

FILE_AIM, FILE_WALL = 250, 500
FUNCTION_AIM, FUNCTION_WALL = 30, 60
ARCHITECTURE_WALL = 300

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
ROOM_CALL = re.compile(r"^room\((\w+)(?: DEPS ([\w ]+?))?(?: LIBS ([\w:. ]+?))?\)", re.MULTILINE)
FORBIDDEN = (
    (re.compile(r"(?<![\w&/{#])#[1-9]\d{0,4}\b"), "an issue number: say it in words"),
    (re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b"), "unfinished work: finish it or leave it out"),
)
SYSTEM_FOLDERS = {"sys", "net", "netinet", "arpa", "linux", "asm", "bits"}


@dataclass
class Room:
    """A row of the table: the rooms that it may include, and the first letters of its headers."""
    may_include: set
    owns: set
    text: str


@dataclass
class Report:
    problems: list = field(default_factory=list)
    files_over_aim: int = 0
    functions_over_aim: int = 0

    def add(self, path, line, message):
        self.problems.append(f"{path}:{line}: {message}")


def read_rooms(text):
    """The rows of the table below "## Rooms", by name."""
    rooms = {}
    section = re.split(r"^## ", text.partition("\n## Rooms\n")[2], flags=re.MULTILINE)[0]
    for row in section.splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        name = re.fullmatch(r"`(\w+)`", cells[0])
        if name and len(cells) == 4:
            owns = {header.lstrip('<"') for header in re.findall(r'`([<"][^`]+)`', cells[3])}
            rooms[name[1]] = Room(set(re.findall(r"\w+", cells[2])), owns, cells[3].lower())
    return rooms


def check_build(rooms, text, report):
    """src/CMakeLists.txt links what the table allows, and nothing else."""
    where = "src/CMakeLists.txt"
    built = {}
    for call in ROOM_CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        name, deps = call[1], set((call[2] or "").split())
        built[name] = line
        if name not in rooms:
            report.add(where, line, f"room {name} is not in the table of docs/architecture.md")
            continue
        if deps != rooms[name].may_include:
            report.add(where, line, f"room {name} links {sorted(deps)}, the table says "
                       f"{sorted(rooms[name].may_include)}")
        for library in (call[3] or "").split():
            word = library.replace("PkgConfig::", "").split("::")[0].split("_")[0].lower()
            if word not in rooms[name].text:
                report.add(where, line, f"room {name} links {library}, which its row in the table does not name")
    for name in sorted(rooms.keys() - built.keys() - {"all"}):
        report.add(where, 1, f"room {name} of docs/architecture.md is not built")


def check_include(room, quoted, header, rooms):
    """What is wrong with an include in that room, or None."""
    first = header.split("/")[0]
    if quoted and first in rooms and first != "all":
        if first != room and first not in rooms[room].may_include:
            return f'{room} may not include "{header}"'
        return None
    owners = {name for name, row in rooms.items() if any(header.startswith(own) for own in row.owns)}
    if room in owners or "all" in owners:
        return None
    if owners:
        return f"<{header}> belongs to {', '.join(sorted(owners))}, not to {room}"
    if "/" in header and first not in SYSTEM_FOLDERS:
        return f"{header}: no row of the table in docs/architecture.md owns it"
    return None


def check_includes(path, lines, rooms, report):
    room = path.parts[1]
    if room not in rooms:
        report.add(path, 1, f"{room} is no room of docs/architecture.md")
        return
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        problem = found and check_include(room, found[1] == '"', found[2], rooms)
        if problem:
            report.add(path, number, problem)


def blank(text, rust):
    """The text with comments, literals and preprocessor lines emptied; line breaks stay."""
    literals = [
        r"//[^\n]*",
        r"/\*.*?\*/",
        r'\br(#*)"(?s:.)*?"\1' if rust else r'R"([^(\s]*)\((?s:.)*?\)\1"',
        r'"(?:\\.|[^"\\])*"',
        r"(?<![0-9a-fA-F])'(?:\\[^']+|\\'|[^'\\\n])'",
    ]
    if not rust:
        literals.append(r"^[ \t]*#(?:\\\n|[^\n])*")
    return re.sub("|".join(f"(?:{each})" for each in literals),
                  lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.DOTALL | re.MULTILINE)


def opens_function(header, rust):
    if rust:
        return re.search(r"\bfn\s+\w+", header) is not None
    words = re.sub(r"template\s*<.*?>\s*(?=\w)", "", header, flags=re.DOTALL).split(None, 1)
    if words and words[0] in ("namespace", "class", "struct", "union", "enum") and "(" not in header:
        return False
    return ")" in header and not header.rstrip().endswith("=")


def brace_functions(text, rust):
    """(line, length) of each outermost function; lambdas within count as part of it."""
    code = blank(text, rust)
    found, stack, start, inside = [], [], 0, False
    for match in re.finditer(r"[{};]", code):
        at = match.start()
        if match[0] == "{":
            header = code[start:at]
            is_function = not inside and opens_function(header, rust)
            first = start + re.match(r"(?:\s|(?:public|protected|private)\s*:)*", header).end()
            stack.append((is_function, first))
            inside = inside or is_function
        elif match[0] == "}" and stack:
            is_function, first = stack.pop()
            if is_function:
                inside = False
                # A brace within the list of a constructor's members: the body is still to come.
                if re.match(r"\s*[,{]", code[at + 1:at + 200]):
                    start = first
                    continue
                line = code.count("\n", 0, first) + 1
                found.append((line, code.count("\n", first, at) + 1))
        start = at + 1 if not inside else start
    return found


def python_functions(text):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node.lineno, node.end_lineno - node.lineno + 1) for node in ast.walk(ast.parse(text))
            if isinstance(node, kinds)]


def check_sizes(path, text, report):
    length = text.count("\n")
    report.files_over_aim += length > FILE_AIM
    if length > FILE_WALL:
        report.add(path, 1, f"{length} lines; the wall is {FILE_WALL}")
    is_python = path.suffix == ".py" or text.startswith("#!/usr/bin/env python3")
    functions = python_functions(text) if is_python else brace_functions(text, path.suffix == ".rs")
    for line, size in functions:
        report.functions_over_aim += size > FUNCTION_AIM
        if size > FUNCTION_WALL:
            report.add(path, line, f"a function of {size} lines; the wall is {FUNCTION_WALL}")


def check_text(path, lines, report):
    if path.suffix not in PROSE:
        first = 1 if lines and lines[0].startswith("#!") else 0
        if SPDX not in "".join(lines[first:first + 1]):
            report.add(path, first + 1, f"no line with {SPDX}")
    for number, line in enumerate(lines, 1):
        for pattern, message in FORBIDDEN:
            if pattern.search(line):
                report.add(path, number, message)


def source_files(root):
    """All that people wrote, as paths relative to the root; data and what is built stay out."""
    files = list(root.iterdir())
    for folder in FOLDERS:
        files += (root / folder).rglob("*")
    for path in sorted(file for file in files if file.is_file()):
        relative = path.relative_to(root)
        script = path.name == "Makefile" or (not path.suffix and path.read_bytes()[:2] == b"#!")
        if (script or path.suffix in SOURCES | PROSE) and not DATA_FOLDERS & set(relative.parts):
            yield relative


def lint(root):
    report = Report()
    page = root / "docs/architecture.md"
    text = page.read_text() if page.exists() else ""
    if text.count("\n") > ARCHITECTURE_WALL:
        report.add("docs/architecture.md", 1, f"more than {ARCHITECTURE_WALL} lines")
    rooms = read_rooms(text)
    if not rooms:
        report.add("docs/architecture.md", 1, 'no table of rooms below "## Rooms"')
    check_build(rooms, (root / "src/CMakeLists.txt").read_text(), report)
    for path in source_files(root):
        text = (root / path).read_text()
        lines = text.splitlines()
        check_text(path, lines, report)
        if path.suffix in SIZED or text.startswith("#!/usr/bin/env python3"):
            check_sizes(path, text, report)
        if path.suffix in CPP and path.parts[0] == "src":
            check_includes(path, lines, rooms, report)
    return report


def main():
    report = lint(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve())
    print("\n".join(report.problems + [
        f"{len(report.problems)} problems; over the aim: {report.files_over_aim} files of more than {FILE_AIM} lines, "
        f"{report.functions_over_aim} functions of more than {FUNCTION_AIM}"]))
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
