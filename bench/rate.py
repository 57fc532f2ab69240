# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a viewer gets whose path becomes worse and better again, with --bitrate auto, and what another viewer of the same
share notices of that."""
import time

from measure import Host, Viewers, cpu_percent, row
from rigs.shaped_link import Link  # measure.py finds the rigs

SHARED = ["--source", "test", "--size", "1280x720", "--fps", "30", "--encoder", "x264enc"]
WIDTH = 1280
DELAY_MS = 10
BEFORE, DURING, AFTER = 3, 12, 10  # seconds
CHANGE = 2  # seconds of each change that count nowhere
#: In Mbit/s.
STEPS = [(20, 5), (20, 2), (20, 1), (5, 2), (2, 1)]
LOSSES = 0, 3
STEADY = 40


def delays(host, units):
    """From the encoder's output to in-order delivery. A full and a half picture bear the same time: the later of the two
    encoders counts."""
    encoded = host.encoded()
    return [(unit["at"] - encoded["video", unit["pts"]]) / 1000 for unit in units if ("video", unit["pts"]) in encoded]


def between(viewers, begin, end):
    return [unit for unit in viewers.units() if unit["kind"] == "video" and begin <= unit["at"] < end]


def now_us():
    return time.monotonic() * 1e6


def share_of_half(units):
    return 100 * sum(unit["width"] < WIDTH for unit in units) / max(1, len(units))


def back_after(viewers, since):
    """Seconds till the full picture is back, if it ever was away; else 0."""
    units = between(viewers, since, now_us())
    half = [unit for unit in units if unit["width"] < WIDTH]
    return (half[-1]["at"] - since) / 1e6 if half else 0.0


def moves(host):
    return sum(line["event"] == "rate" and line["viewer"] is not None for line in host.lines())


def step(high, low, loss, seed):
    name = f"{high} → {low} → {high} Mbit/s, {loss} % loss"
    with Link(DELAY_MS, loss, rate_kbit=1000 * high, seed=seed) as link, Host(link, shared=SHARED) as host:
        with Viewers(host, 1, link) as weak, Viewers(host, 1, link, side="a") as strong:
            time.sleep(BEFORE)
            changed = now_us()
            link.change(1000 * low, loss)
            time.sleep(DURING)
            cleared = now_us()
            link.change(1000 * high, loss)
            time.sleep(AFTER)
            slow = between(weak, changed + CHANGE * 1e6, cleared)
            note = (f"{sum(unit['bytes'] for unit in slow) * 8 / 1000 / (DURING - CHANGE):.0f} kbit/s, "
                    f"{len(slow) / (DURING - CHANGE):.0f} pictures/s, half-size: {share_of_half(slow):.0f} %; "
                    f"as before {back_after(weak, cleared):.1f} s after it has cleared; moved {moves(host)} times")
            return [row(name, delays(host, slow), goal="≤ 500", note=note),
                    row("… another viewer before", delays(host, between(strong, changed - 2e6, changed))),
                    row("… and meanwhile", delays(host, between(strong, changed, cleared)), goal="as before")]


def steady(seed):
    with Link(DELAY_MS, 0, rate_kbit=2200, seed=seed) as link, Host(link, shared=SHARED) as host:
        with Viewers(host, 1, link) as weak, Viewers(host, 1, link, side="a"):
            time.sleep(STEADY)
            units = between(weak, now_us() - (STEADY - 6) * 1e6, now_us())
            changes = sum(line["event"] == "rate" for line in host.lines())
            return [row(f"2.2 Mbit/s, {STEADY} s", delays(host, units), goal="≤ 500",
                        note=f"moved {moves(host)} times, {changes} decisions in all")]


def cost():
    """CPU of the host with two viewers, without and with the half picture."""
    rows = []
    for rate, name in ((0, "both get the full picture"), (1000, "one gets the half picture")):
        with Link(DELAY_MS, 0, rate_kbit=rate) as link, Host(link, logged=False, shared=SHARED) as host:
            with Viewers(host, 1, link), Viewers(host, 1, link, side="a"):
                time.sleep(6)
                rows.append(row(f"CPU of the host, {name}", [cpu_percent(host.pid, 12)], "% of a core"))
    return rows


def rate(options):
    rows = [one for high, low in STEPS for loss in LOSSES for one in step(high, low, loss, options.seed)]
    return rows + steady(options.seed) + cost()
