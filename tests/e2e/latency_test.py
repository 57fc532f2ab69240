# SPDX-License-Identifier: MIT OR Apache-2.0
"""However long a player stalls, it is back at the live edge within 5 s, and stays there."""
import collections
import os
import signal
import statistics
import time
import unittest

from rigs.bus_session import BusSession
from rigs.ordinary_user import ordinary_user
from rigs.pictures import glass_to_glass_ms
from rigs.players import PlayerHome
from rigs.private_session import descendants
from rigs.processes import wait_for
from rigs.program import host, view
from rigs.xvfb import Xvfb

SIZE = 320, 180
STALL = 10  # seconds
BACK = 5  # seconds, in which the delay is what it was
SAME_MS = 50
HOST_STALL = 1  # seconds; a host that is silent for longer is taken for lost


class LatencyTest(unittest.TestCase):
    def watch(self, player, env=None, ordinary=False):
        sharing = self.enterContext(host("--source", "test", "--size", "320x180", "--audio", "none"))
        self.host = sharing.process.pid
        self.screen = self.enterContext(Xvfb(*SIZE))
        home = self.enterContext(PlayerHome(self.screen))
        self.watching = self.enterContext(view(sharing.event("ticket")["ticket"], "--player", player,
                                               env={**home.env, **(env or {})},
                                               prefix=ordinary_user(home) if ordinary else ()))
        wait_for("the picture in the player", lambda: glass_to_glass_ms(self.screen))
        self.player, *_ = descendants(self.watching.process.pid)  # others come and go

    def delay(self):
        """In ms, the median of some looks; a player that shows nothing is behind for as long as the strip can tell."""
        return statistics.median(glass_to_glass_ms(self.screen) or 0xFFFF for _ in range(9))

    def settled_delay(self):
        """In ms, when it does not change any more."""
        before, now = self.delay(), self.delay()

        def settled():
            nonlocal before, now
            before, now = now, self.delay()
            return abs(now - before) < SAME_MS / 2

        wait_for("the delay stays as it is", settled)
        return now

    def assert_said(self):
        """What is said is what is seen, in the median of five seconds."""
        wrong = collections.deque(maxlen=5)

        def right():
            stats = self.watching.event("stats")
            wrong.append(stats["delay_ms"] + stats["player_delay_ms"] - self.delay())
            return len(wrong) == 5 and abs(statistics.median(wrong)) < SAME_MS

        wait_for("the delay that is said is that of the picture", right)

    def stall(self, process, seconds):
        os.kill(process, signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            os.kill(process, signal.SIGCONT)

    def assert_back(self, before):
        wait_for(f"the delay of {before} ms again", lambda: self.delay() <= before + SAME_MS, BACK)

    def assert_back_after_stalls(self):
        before = self.settled_delay()
        self.assert_said()
        self.stall(self.player, STALL)
        self.assert_back(before)
        self.stall(self.host, HOST_STALL)
        self.assert_back(before)

    def test_mpv_is_back_after_a_stall_of_its_own_and_one_of_the_host(self):
        self.watch("mpv")
        self.assert_back_after_stalls()

    def test_vlc_is_back_after_a_stall_of_its_own_and_one_of_the_host(self):
        bus = self.enterContext(BusSession(ordinary=True))
        self.watch("vlc", {"DBUS_SESSION_BUS_ADDRESS": bus.env["DBUS_SESSION_BUS_ADDRESS"]}, ordinary=True)
        self.assert_back_after_stalls()


if __name__ == "__main__":
    unittest.main()
