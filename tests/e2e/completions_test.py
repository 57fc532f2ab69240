# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the shells complete, by the completions that the program makes."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from rigs.program import PIXELPASS

BASH = """source "$1"; COMP_WORDS=("${@:2}"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); compopt() { :; }
_pixelpass; printf '%s\\n' "${COMPREPLY[@]}" """
FISH = 'source $argv[1]; complete -C "$argv[2]"'
# zsh completes only where somebody types; the terminal itself must not take its ^U, while zsh is busy, for a word to forget all.
ZSH = r"""zmodload zsh/zpty; zpty shell zsh -f -i
feed() { zpty -w shell "$1" }
feed 'PS1= PS2=; unsetopt zle_bracketed_paste 2>/dev/null; stty cols 200 -echo kill undef'
feed 'autoload -Uz compinit; compinit -u -d '$2/dump'; source '$1
feed 'zstyle ":completion:*" list-prompt ""; zstyle ":completion:*" menu no; LISTMAX=1000; setopt no_beep'
feed 'compadd() { if [[ $@[1,(i)(-|--)] == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
 typeset -a found; builtin compadd -A found "$@"; print -rl -- "<"${^found}">"; builtin compadd "$@" }'
feed 'print READY'
zpty -r shell seen '*READY*'
zpty -w -n shell "$3"$'\t'
zpty -w -n shell $'\C-u'
feed 'print OVER'
zpty -r shell seen '*OVER*'; print -r -- $seen; zpty -d shell"""


def run(*words, cwd=None):
    done = subprocess.run(words, capture_output=True, text=True, timeout=20, cwd=cwd, stdin=subprocess.DEVNULL,
                          env={**os.environ, "TERM": "dumb", "HOME": cwd or "/"})
    return done.stdout


class CompletionsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="completions.")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        # What a file's name is has to come as one word.
        pathlib.Path(self.folder, "a file.pem").touch()
        for shell in ("bash", "zsh", "fish"):
            pathlib.Path(self.folder, shell).write_text(run(PIXELPASS, "completions", shell))

    def bash(self, *words):
        return run("bash", "--norc", "-c", BASH, "bash", f"{self.folder}/bash", "pixelpass", *words,
                   cwd=self.folder).splitlines()

    def fish(self, *words):
        lines = run("fish", "--no-config", "-c", FISH, f"{self.folder}/fish", " ".join(["pixelpass", *words]),
                    cwd=self.folder).splitlines()
        return [line.split("\t")[0] for line in lines]

    def zsh(self, *words):
        seen = run("zsh", "-f", "-c", ZSH, "zsh", f"{self.folder}/zsh", self.folder, " ".join(["pixelpass", *words]),
                   cwd=self.folder)
        return re.findall("<(.*?)>", seen)

    def test_every_shell(self):
        options = set(re.findall(r"^  (?:-\w,)?(--[\w-]+)", run(PIXELPASS, "host", "--help"), re.M))
        self.assertIn("--relay-ca", options)
        for complete in (self.bash, self.fish, self.zsh):
            with self.subTest(shell=complete.__name__):
                commands = complete("")
                self.assertLessEqual({"host", "view", "list", "repair", "doctor"}, set(commands))
                self.assertNotIn("completions", commands)
                self.assertEqual(options - set(complete("host", "--")), set())
                self.assertEqual(set(complete("host", "--source", "")), {"auto", "portal", "x11", "test"})
                self.assertEqual(set(complete("host", "--bitrate", "")), {"auto"})
                self.assertIn("encoders", complete("list", ""))
                self.assertIn("file.pem", "".join(complete("view", "--relay-ca", "")))

    def test_a_ticket_stands_for_view(self):
        for complete in (self.bash, self.zsh):
            self.assertIn("browser", complete("endpointabc", "--player", ""))


if __name__ == "__main__":
    unittest.main()
