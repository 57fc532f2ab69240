# SPDX-License-Identifier: MIT OR Apache-2.0
"""A person's terminal: a private tmux, which shows what a program draws and sends it keys."""
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile

from rigs.processes import wait_for

UTF8 = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


class Terminal:
    """A context manager: `command`, from a shell that afterwards notes its exit status and the terminal's modes. The
    environment is ours but for `env`, of which None takes a variable away."""

    def __init__(self, command, columns=80, rows=24, env=None, term="tmux-256color"):
        self._command, self._size, self._env, self._term = command, (columns, rows), {**UTF8, **(env or {})}, term

    def __enter__(self):
        self._folder = tempfile.mkdtemp(prefix="terminal.")
        self._status, self._before, self._after = (pathlib.Path(self._folder, name) for name in ("status", "before", "after"))
        settings = " ".join(f"-u {name}" if value is None else shlex.quote(f"{name}={value}")
                            for name, value in sorted(self._env.items(), key=lambda item: item[1] is not None))
        script = (f"trap : INT; stty -a >{self._before}; env {settings} {shlex.join(map(str, self._command))}; status=$?; "
                  f"stty -a >{self._after}; echo $status >{self._status}.new; mv {self._status}.new {self._status}; "
                  "exec sleep 60")
        columns, rows = self._size
        pathlib.Path(self._folder, "conf").write_text(
            f"set -g default-terminal {self._term}\nset -g focus-events on\nset -g status off\nset -g escape-time 0\n"
            "set -g remain-on-exit on\nset -g mouse on\nset -g set-clipboard on\n")
        self._tmux("-f", f"{self._folder}/conf", "new-session", "-d", "-x", str(columns), "-y", str(rows), "sh", "-c", script)
        return self

    def __exit__(self, *_):
        self._tmux("kill-server", check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _tmux(self, *arguments, check=True):
        env = {**os.environ, **UTF8}
        env.pop("TMUX", None)
        return subprocess.run(["tmux", "-u", "-S", f"{self._folder}/socket", *arguments], check=check, capture_output=True,
                              text=True, env=env, timeout=10).stdout

    def press(self, *keys):
        """Presses keys by tmux's names."""
        self._tmux("send-keys", *keys)

    def click(self, row, column):
        """Presses the mouse's left button and lets it go, as terminals of its kind report it: xterm's by SGR, tmux's by
        the way of X10."""
        if self._term.startswith("xterm"):
            place = f"\x1b[<0;{1 + column};{1 + row}"
            self._tmux("send-keys", "-l", f"{place}M{place}m")
        else:
            place = f"{chr(33 + column)}{chr(33 + row)}"
            self._tmux("send-keys", "-l", f"\x1b[M {place}\x1b[M#{place}")

    def focus(self, focused=True):
        """The person turns to the terminal, or away. Nobody looks at tmux by itself."""
        self._tmux("send-keys", "-l", "\x1b[I" if focused else "\x1b[O")

    def paste(self, text):
        """Pastes, as a terminal with bracketed paste does."""
        self._tmux("set-buffer", "--", text)
        self._tmux("paste-buffer", "-p")

    def resize(self, columns, rows):
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def screen(self, colours=False):
        """What is seen, a line for each row."""
        return self._tmux("capture-pane", "-p", *(["-e"] if colours else []))

    def history(self):
        """What is seen, and all that has gone off the top."""
        return self._tmux("capture-pane", "-p", "-S", "-")

    def clipboard(self):
        """What the program has given the terminal for its clipboard."""
        return self._tmux("show-buffer")

    def is_on_another_screen(self):
        """Whether the program still has the screen that a terminal keeps for whole pages."""
        return self._tmux("display-message", "-p", "#{alternate_on}#{mouse_any_flag}#{cursor_flag}").strip() != "001"

    def wait_for(self, *words, limit=20):
        """Waits until all of them are to be seen; the screen then."""
        shown = ""

        def seen():
            nonlocal shown
            shown = self.screen()
            return all(word in shown for word in words)

        try:
            wait_for("the words", seen, limit)
        except AssertionError:
            raise AssertionError(f"not {words} within {limit} s, but:\n{shown}") from None
        return shown

    def wait_for_end(self, limit=10):
        """The program's exit status; what the terminal's modes are now is what they were."""
        wait_for("the end", self._status.exists, limit)
        if self._before.read_text() != self._after.read_text():
            raise AssertionError(f"left as {self._after.read_text()}, was {self._before.read_text()}")
        return int(self._status.read_text())

    def pid(self):
        """Of the program."""
        shell = self._tmux("list-panes", "-F", "#{pane_pid}").strip()
        return int(pathlib.Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0])
