# SPDX-License-Identifier: MIT OR Apache-2.0
"""How late a viewer sees what is on the host's screen, from display to display, in each player, and the same in one
process of GStreamer; and how long the first picture takes."""
import contextlib
import os
import pathlib
import subprocess
import sys
import time

from measure import PIXELPASS, SCREEN_READER, Desktop, Host, Program, percentile, row
from sources import CONVERT, NEWEST, Painter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from rigs.browser import Browser, BrowserScreen  # noqa: E402
from rigs.bus_session import BusSession  # noqa: E402
from rigs.lip_sync import beeping  # noqa: E402
from rigs.ordinary_user import ordinary_user  # noqa: E402
from rigs.players import PlayerHome  # noqa: E402
from rigs.sound_session import SoundSession  # noqa: E402
from rigs.xvfb import Xvfb  # noqa: E402

SIZE, RATE = (1280, 720), 30
PAINTED = 25  # pictures a second, so that all phases to a source that reads 30 come to pass
SETTLE, SECONDS = 6.0, 12
SHARED = ["--source", "x11", "--fps", RATE, "--bitrate", 4000, "--encoder", "x264enc"]
#: What each may be later than the floor, and the first picture, in ms.
PLAYERS = {"window": (50, 1000), "mpv": (120, 2000), "vlc": (250, 2000), "browser": (120, 2000)}
#: Captures, encodes as ours, decodes and shows.
FLOOR = f"""ximagesrc display-name={{}} use-damage=false ! video/x-raw,framerate={RATE}/1 ! {CONVERT} ! {NEWEST}
    ! x264enc tune=zerolatency speed-preset=superfast pass=cbr bframes=0 byte-stream=true bitrate=4000
      vbv-buf-capacity=300 key-int-max=30
    ! h264parse ! avdec_h264 thread-type=slice ! videoconvert ! ximagesink display={{}} sync=false"""


def seen_delays(painter, reader, begin):
    """From the host's screen to the viewer's, in ms, of the pictures that came there since `begin`."""
    painted = {line["number"]: line["at"] for line in painter.lines()}
    return [(line["at"] - painted[line["number"]]) / 1000 for line in reader.lines()
            if line["at"] >= begin and line["number"] in painted]


def watch(painter, screen, command, env, then=lambda: None):
    """What `command` shows on `screen`: the delays, the time to the first picture, and its events of the time measured."""
    with Program([SCREEN_READER], env={**os.environ, "DISPLAY": screen.name}) as reader:
        begun = time.monotonic_ns() // 1000
        with Program(command, env={**os.environ, **env}, stdin=subprocess.DEVNULL) as showing:
            then()
            first = reader.wait_for(lambda line: line["at"] > begun, 20)["at"]
            time.sleep(SETTLE)
            lines, settled = len(showing.text(showing.out).splitlines()), time.monotonic_ns() // 1000
            time.sleep(SECONDS)
            events = showing.lines()[lines:] if command[-1] == "--json" else []
            return seen_delays(painter, reader, settled), (first - begun) / 1000, events


def claimed_ms(events):
    """What the viewer said that it sees, in the median."""
    return percentile([stats["delay_ms"] + stats["player_delay_ms"] for stats in events if stats["event"] == "stats"], 50)


def player_rows(player, host, painter, floor_ms, sound):
    later, first_goal = PLAYERS[player]
    heard = sound.env if sound else {}
    command = [PIXELPASS, "view", host.ticket, "--player", player, "--relay", "none", "--bind", "127.0.0.1", "--json"]
    with contextlib.ExitStack() as stack:
        if player == "browser":
            screen = stack.enter_context(BrowserScreen(*SIZE))
            browser = stack.enter_context(Browser(screen, heard))
            delays, first, events = watch(painter, screen, command, {**heard, **browser.env},
                                          lambda: browser.open(browser.handed_over()))
        else:
            screen = stack.enter_context(Xvfb(*SIZE))
            home = stack.enter_context(PlayerHome(screen))
            prefix, bus = [], {}
            if player == "vlc":
                prefix = ordinary_user(home)
                session = stack.enter_context(BusSession(ordinary=True))
                bus = {"DBUS_SESSION_BUS_ADDRESS": session.env["DBUS_SESSION_BUS_ADDRESS"]}
            delays, first, events = watch(painter, screen, [*prefix, *command], {**heard, **home.env, **bus})
    name = f"{player}{', with sound' if sound else ''}"
    middle = percentile(delays, 50)
    yield row(f"screen to screen, {name}", delays, goal=f"≤ floor + {later}",
              note=f"{middle - floor_ms:+.0f} at p50; it says {claimed_ms(events):.0f}; "
                   f"{len(delays) / SECONDS:.1f} of {PAINTED} pictures a second")
    yield row(f"first picture, {name}", [first], goal=f"≤ {first_goal}")


def all_rows(sound):
    with Xvfb(*SIZE) as shown:
        desktop = Desktop({**os.environ, **(sound.env if sound else {}), "DISPLAY": shown.name})
        with Painter("x11", desktop, PAINTED) as painter:
            with Xvfb(*SIZE) as screen:
                floor, *_ = watch(painter, screen, ["gst-launch-1.0", "-q", *FLOOR.format(shown.name, screen.name).split()], {})
            yield row("screen to screen, one process of GStreamer: the floor", floor)
            shared = [*SHARED, *([] if sound else ["--audio", "none"])]
            for player in PLAYERS:
                with Host(logged=False, shared=shared, desktop=desktop) as host:
                    yield from player_rows(player, host, painter, percentile(floor, 50), sound)


def glass(_options):
    yield from all_rows(None)
    with SoundSession() as session, beeping(session.env):
        yield from all_rows(session)
