# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a person sees and does in a terminal."""
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest

from PIL import Image

from rigs.hanging_terminal import HangingTerminal
from rigs.processes import wait_for
from rigs.program import LOCAL, PIXELPASS, host, view
from rigs.sound_session import SoundSession
from rigs.streams import StreamReader
from rigs.terminal import Terminal
from rigs.tones import play_tone
from rigs.xvfb import Xvfb

SMALL = ["--source", "test", "--size", "160x90", "--fps", "15", "--audio", "none"]
SOON = 5
NO_DESKTOP = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "SSH_CONNECTION": None, "SSH_TTY": None}
COLOUR = re.compile(r"\x1b\[(?:[\d;:]*;)?[34][0-8]")


def read_qr_code(screen):
    """What the QR code says that is drawn in half blocks."""
    lines = [line for line in screen.splitlines() if line and set(line) <= set(" ▀▄█") and "█" in line]
    left = min(len(line) - len(line.lstrip()) for line in lines)
    width = max(map(len, lines)) - left
    picture = Image.new("L", (width, 2 * len(lines)))
    for row, line in enumerate(lines):
        for column, letter in enumerate(line[left:]):
            picture.putpixel((column, 2 * row), 255 * (letter in "▀█"))
            picture.putpixel((column, 2 * row + 1), 255 * (letter in "▄█"))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "code.png")
        picture.resize((8 * width, 16 * len(lines)), Image.NEAREST).save(path)
        return subprocess.run(["zbarimg", "--quiet", "--raw", path], capture_output=True, text=True, timeout=20).stdout


class TerminalTest(unittest.TestCase):
    def open(self, *arguments, **settings):
        settings["env"] = {**NO_DESKTOP, **settings.get("env", {})}
        self.terminal = self.enterContext(Terminal([PIXELPASS, *arguments], **settings))
        return self.terminal

    def share(self, *options, begun="waiting for viewers", **settings):
        terminal = self.open("host", *LOCAL, *SMALL, *options, **settings)
        terminal.wait_for(begun)
        return terminal

    def ticket(self):
        """As the page of the ticket has it."""
        self.terminal.press("t")
        page = self.terminal.wait_for("the ticket: who has it can watch")
        self.terminal.press("Escape")
        self.terminal.wait_for("q quit")
        return re.search(r"endpoint\w+", page.replace("\n", ""))[0]


class DashboardTest(TerminalTest):
    def test_a_viewer_is_seen_coming_and_watching_and_the_share_ends_only_if_that_is_meant(self):
        for columns, rows in ((80, 24), (200, 50)):
            with self.subTest(columns=columns):
                terminal = self.share(columns=columns, rows=rows)
                ticket = self.ticket()
                with view(ticket, "--player", "none") as watching, StreamReader(watching.event("url")["url"]):
                    terminal.wait_for("live", "1 viewer", "direct", "ms ago", "is watching")
                    terminal.press("q")
                    terminal.wait_for("1 is watching: end the share?")
                    terminal.press("n")
                    terminal.wait_for("q quit")
                    terminal.press("q", "y")
                    self.assertEqual(watching.event("ended", SOON)["reason"], "the host has ended the share")
                self.assertEqual(terminal.wait_for_end(), 0)
                self.assertIn("the share has ended", terminal.screen())
                self.assertNotIn(ticket[:20], terminal.history())

    def test_it_says_who_may_watch_and_what_friends_get(self):
        terminal = self.share("--approve", "--expires", "2h", "--max-viewers", "3")
        terminal.wait_for("friends get 160x90", "asks you for each viewer · till", "full at 3")

    def test_it_says_how_many_friends_come_in_unasked(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "pixelpass").mkdir()
        (folder / "pixelpass/allowed-viewers").write_text(f"58{31 * '66'}\tfriend\t2026-01-01\n")
        terminal = self.share("--approve", env={"XDG_STATE_HOME": str(folder)})
        terminal.wait_for("asks you (1 known)")

    def test_it_pauses_and_says_which_keys_there_are(self):
        terminal = self.share()
        terminal.press("C-s", "C-z", "p")  # the first two would stop it
        terminal.wait_for("not shown: paused", limit=SOON)
        terminal.press("p")
        terminal.wait_for("waiting for viewers")
        terminal.press("?")
        terminal.wait_for("let in once, or always, or not")
        terminal.press("q")
        terminal.wait_for("waiting for viewers")
        terminal.press("q")
        self.assertEqual(terminal.wait_for_end(), 0)

    def test_it_goes_by_the_size_of_the_terminal(self):
        terminal = self.share()
        terminal.resize(60, 20)
        terminal.wait_for("needs 80x24")
        terminal.resize(200, 50)
        page = terminal.wait_for("waiting for viewers", "q quit").splitlines()
        self.assertEqual((len(page), len(page[1])), (50, 200))

    def test_the_ticket_goes_by_the_clipboard_or_as_a_qr_code(self):
        terminal = self.share()
        ticket = self.ticket()
        terminal.press("r")
        self.assertEqual(read_qr_code(terminal.wait_for("as a qr code", "any other key: back")), f"PIXELPASS:{ticket.upper()}\n")
        terminal.press("c")
        terminal.press("Escape")
        terminal.wait_for("was given to the clipboard, by the terminal")
        self.assertEqual(terminal.clipboard(), ticket)

    def test_it_has_colours_only_where_they_are_wanted(self):
        self.assertRegex(self.share().screen(colours=True), COLOUR)
        self.assertNotRegex(self.share(env={"NO_COLOR": "1"}).screen(colours=True), COLOUR)

    def test_it_is_ascii_where_that_is_all(self):
        terminal = self.share(env={"LC_ALL": "C"})
        self.assertTrue(terminal.screen().isascii())

    def test_lines_are_said_where_no_text_can_be_placed_and_where_more_is_asked_for(self):
        for options, env in (([], {"TERM": "dumb"}), (["-v"], {})):
            terminal = self.share(*options, env=env, begun="give this ticket")
            self.assertIn("endpoint", terminal.wait_for("endpoint"))
            terminal.press("C-c")
            terminal.wait_for_end()

    def test_the_terminal_is_given_back_however_it_ends(self):
        for number, status in ((signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGSEGV, 139), (signal.SIGABRT, 134)):
            with self.subTest(signal=number.name):
                terminal = self.share()
                os.kill(terminal.pid(), number)
                self.assertEqual(terminal.wait_for_end(1), status)
                self.assertFalse(terminal.is_on_another_screen())
        terminal = self.share()
        terminal.press("C-c")
        self.assertEqual(terminal.wait_for_end(1), 130)


class HangingTerminalTest(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        env = {**NO_DESKTOP, "XDG_RUNTIME_DIR": folder}
        self.terminal = self.enterContext(HangingTerminal([PIXELPASS, "host", *LOCAL, *SMALL], env))
        self.terminal.wait_for("endpoint")
        state = subprocess.run([PIXELPASS, "ctl", "status", "--json"], capture_output=True, check=True, timeout=10,
                               env={**os.environ, "XDG_RUNTIME_DIR": folder}).stdout
        ticket = json.loads(state)["ticket"]
        watching = self.enterContext(view(ticket, "--player", "none"))
        self.reader = self.enterContext(StreamReader(watching.event("url")["url"]))

    def hang(self):
        """Has much more drawn than a terminal has room for, while pictures go on."""
        for count in range(40):
            self.terminal.press("x" if count % 2 else "r")
            self.terminal.resize(220 - count % 2, 60)
            before = self.reader.size
            wait_for("pictures", lambda size=before: self.reader.size > size, SOON)

    def test_the_share_goes_on_and_so_does_the_page_afterwards(self):
        self.hang()
        self.terminal.show()
        self.terminal.shown = b""
        self.terminal.press("?")
        self.terminal.wait_for("let in once, or always, or not")

    def test_the_program_ends_all_the_same(self):
        self.hang()
        os.kill(self.terminal.pid, signal.SIGTERM)
        self.assertEqual(self.terminal.wait_for_end(), 0)
        self.terminal.wait_for("\x1b[?1049l")
        self.terminal.wait_for("the share has ended")


class ViewDashboardTest(TerminalTest):
    def watch(self, ticket, *options, **settings):
        terminal = self.open("view", ticket, *LOCAL, "--player", "none", *options, **settings)
        terminal.wait_for("pixelpass · watching")
        return terminal

    def test_a_viewer_is_told_how_it_goes_and_that_the_host_is_gone(self):
        sharing = self.enterContext(host(*SMALL))
        ticket = sharing.event("ticket")["ticket"]
        for columns, rows in ((80, 24), (200, 50)):
            with self.subTest(columns=columns):
                terminal = self.watch(ticket, columns=columns, rows=rows)
                url = re.search(r"http://127\S+", terminal.wait_for("http://"))[0]
                with StreamReader(url):
                    terminal.wait_for("you see", "ms ago", "Mbit/s", "160x90", "direct", "0 in the last second")
                    terminal.press("?")
                    terminal.wait_for("All else belongs to the player")
                    terminal.press("Escape")
                    terminal.wait_for("first picture after")
                if columns == 80:
                    terminal.press("q")
                    self.assertEqual(terminal.wait_for_end(), 0)
        sharing.process.kill()
        terminal.wait_for("pixelpass · waiting for the host")
        terminal.press("C-c")
        self.assertEqual(terminal.wait_for_end(1), 0)

    def test_a_viewer_is_told_that_the_host_has_paused(self):
        sharing = self.enterContext(host(*SMALL))
        ticket = sharing.event("ticket")["ticket"]
        sharing.process.send_signal(signal.SIGUSR1)
        sharing.event("source", where=lambda event: event["state"] == "paused")
        terminal = self.open("view", ticket, *LOCAL, "--player", "none")
        page = terminal.wait_for("pixelpass · the host has paused", "http://")
        with StreamReader(re.search(r"http://127\S+", page)[0]):
            terminal.wait_for("160x90")
            sharing.process.send_signal(signal.SIGUSR1)
            terminal.wait_for("pixelpass · watching")

    def test_a_wrong_password_is_asked_for_again(self):
        file = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "password")
        file.write_text("correct horse\n")
        file.chmod(0o600)
        ticket = self.enterContext(host(*SMALL, "--password-file", file)).event("ticket")["ticket"]
        terminal = self.open("view", ticket, *LOCAL, "--player", "none")
        terminal.wait_for("the host asks for a password:")
        terminal.press("nothing", "C-u", "correct horsf", "Enter")
        terminal.wait_for("that password is wrong, try again:")
        terminal.press("quit", "C-u", "correct horsee", "BSpace")  # no letter is a command
        self.assertNotIn("horse", terminal.wait_for(": *************_"))
        terminal.press("Enter")
        page = terminal.wait_for("pixelpass · watching")
        with StreamReader(re.search(r"http://127\S+", page)[0]):
            terminal.wait_for("you see")
        terminal.press("q")
        self.assertEqual(terminal.wait_for_end(), 0)

    def test_the_question_for_a_password_is_not_hidden_by_the_help(self):
        file = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "password")
        file.write_text("correct horse\n")
        file.chmod(0o600)
        sharing = self.enterContext(host(*SMALL, "--password-file", file))
        ticket = sharing.event("ticket")["ticket"]
        sharing.process.send_signal(signal.SIGSTOP)
        self.addCleanup(sharing.process.send_signal, signal.SIGCONT)
        terminal = self.open("view", ticket, *LOCAL, "--player", "none")
        terminal.wait_for("connecting")
        terminal.press("?")
        terminal.wait_for("All else belongs to the player")
        sharing.process.send_signal(signal.SIGCONT)
        terminal.wait_for("the host asks for a password: _")
        terminal.press("correct horse", "Enter")
        terminal.wait_for("pixelpass · watching")

    def test_why_the_watch_is_over_is_to_be_read_afterwards(self):
        sharing = self.enterContext(host(*SMALL))
        terminal = self.watch(sharing.event("ticket")["ticket"])
        sharing.stop()
        self.assertEqual(terminal.wait_for_end(), 0)
        self.assertIn("pixelpass: the host has ended the share", terminal.screen())
        self.assertNotIn("http://", terminal.history())


class MenuTest(TerminalTest):
    def setUp(self):
        home = self.enterContext(tempfile.TemporaryDirectory())
        self.env = {"XDG_STATE_HOME": home, "XDG_RUNTIME_DIR": home}

    def menu(self, **settings):
        terminal = self.open(**{"env": self.env, **settings})
        terminal.wait_for("what do you want to do?")
        return terminal

    def test_a_screen_is_shared_and_the_choices_are_remembered(self):
        screen = self.enterContext(Xvfb(320, 180))
        self.env["DISPLAY"] = screen.name
        terminal = self.menu()
        terminal.press("h")
        terminal.wait_for("the whole screen", "320x180", "the test picture")
        terminal.press("Down", "Up", "Enter")
        terminal.wait_for("what are friends to hear?")
        terminal.press("4")
        page = terminal.wait_for("the ticket as a qr code", "any other key: back")
        ticket = re.search(r"endpoint\w+", page.replace("\n", ""))[0]
        self.assertEqual(read_qr_code(page), f"PIXELPASS:{ticket.upper()}\n")
        terminal.press("Escape")
        terminal.wait_for("was given to the clipboard")
        terminal.press("q")
        self.assertEqual(terminal.wait_for_end(), 0)
        terminal = self.menu(columns=200, rows=50)
        terminal.press("Enter")
        terminal.wait_for("› 1  the whole screen")
        terminal.press("Enter")
        terminal.wait_for("› 4  nothing")
        terminal.press("Escape")
        terminal.wait_for("what do you want to show?")
        terminal.press("Escape", "q")
        self.assertEqual(terminal.wait_for_end(), 0)

    def test_without_a_display_there_is_the_test_picture_with_its_tone(self):
        choices = pathlib.Path(self.env["XDG_STATE_HOME"], "pixelpass/menu")
        choices.parent.mkdir()
        choices.write_text("sound apps\n")
        terminal = self.menu()
        terminal.press("h")
        terminal.wait_for("the test picture", "there is no display to share", "open a terminal")
        terminal.press("Enter")
        page = terminal.wait_for("1  the test tone", "2  nothing")
        self.assertNotIn("voice programs", page)
        terminal.press("Enter")
        terminal.wait_for("the ticket as a qr code")
        terminal.press("Escape")
        terminal.wait_for("sound      a test tone")
        terminal.press("q")
        self.assertEqual(terminal.wait_for_end(), 0)
        self.assertIn("source-kind test\nsource-name", choices.read_text())
        self.assertIn("\nsound apps\n", choices.read_text())  # what a screen's is

    def page_of_applications(self):
        """A sound session in which nothing plays, and a terminal with the menu's page of who plays there."""
        session = self.enterContext(SoundSession())
        screen = self.enterContext(Xvfb(320, 180))
        self.env.update(session.env, DISPLAY=screen.name)
        terminal = self.menu()
        terminal.press("h")
        terminal.wait_for("the whole screen")
        terminal.press("Enter")
        terminal.wait_for("chosen applications alone")
        terminal.press("3")
        terminal.wait_for("nothing plays now")
        return session, terminal

    def test_applications_come_onto_the_page_when_they_play(self):
        session, terminal = self.page_of_applications()
        with play_tone(session.env, "Firefox"):
            terminal.wait_for("[ ] Firefox")
            terminal.press("Down", "Space")
            with play_tone(session.env, "Celluloid"):
                terminal.wait_for("[ ] Celluloid", "[x] Firefox")
                terminal.press("2")
                terminal.wait_for("[ ] Firefox")
                terminal.press("1")
                terminal.wait_for("no application is checked")
            page = terminal.wait_for("does not play now", "no application is checked")
            self.assertIn("3  [ ] Celluloid", page)
            terminal.press("2")
        terminal.wait_for("[x] Firefox", "does not play now, is waited for", "[ ] Celluloid")
        terminal.press("1")
        terminal.wait_for("the ticket as a qr code")
        terminal.press("Escape")
        terminal.wait_for("nothing but Firefox")

    def test_the_page_of_applications_outlives_pipewire(self):
        session, terminal = self.page_of_applications()
        os.kill(int(session.env["SOUND_SESSION_PIPEWIRE"]), signal.SIGKILL)
        terminal.wait_for("PipeWire has ended")
        terminal.press("1")
        terminal.wait_for("no application is checked")
        terminal.press("Escape")
        terminal.wait_for("chosen applications alone")

    def test_a_ticket_is_pasted_and_watched(self):
        sharing = self.enterContext(host(*SMALL))
        ticket = sharing.event("ticket")["ticket"]
        terminal = self.menu()
        terminal.press("v")
        terminal.wait_for("which ticket did your friend give you?")
        terminal.paste("no ticket")
        terminal.wait_for("noticket")
        terminal.press("Enter")
        terminal.wait_for("this is not a ticket", "copy the whole ticket")
        terminal.press("C-u")
        terminal.wait_for("ticket: _")
        terminal.press("endpoint", "typed")  # a ticket that is pasted takes its place
        terminal.wait_for("endpointtyped_")
        terminal.paste(f"pixelpass:{ticket[:40]}\n{ticket[40:]}\n")
        terminal.wait_for(ticket[-20:])
        terminal.press("Enter")
        page = terminal.wait_for("what do you want to watch in?")
        terminal.click(next(row for row, line in enumerate(page.splitlines()) if "open its address" in line), 8)
        terminal.wait_for("pixelpass · watching")
        terminal.press("q")
        self.assertEqual(terminal.wait_for_end(), 0)

    def test_a_ticket_on_the_clipboard_is_offered(self):
        sharing = self.enterContext(host(*SMALL))
        screen = self.enterContext(Xvfb(320, 180))
        subprocess.run(["xclip", "-selection", "clipboard"], input=sharing.event("ticket")["ticket"], text=True, check=True,
                       env={**os.environ, "DISPLAY": screen.name}, timeout=10, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.env["DISPLAY"] = screen.name
        terminal = self.menu()
        terminal.press("v")
        terminal.wait_for("›    the one on the clipboard", "endpoint")
        terminal.press("Enter")
        terminal.wait_for("what do you want to watch in?")
        terminal.press("C-c")
        self.assertEqual(terminal.wait_for_end(), 130)

    def test_there_is_none_where_nothing_can_be_placed(self):
        terminal = self.open(env={**self.env, "TERM": "dumb"})
        self.assertEqual(terminal.wait_for_end(), 2)
        self.assertIn("host", terminal.screen())


if __name__ == "__main__":
    unittest.main()
