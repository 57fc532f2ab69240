#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Measures pixelpass and prints a table in Markdown; build/bench.json gets the same. Needs the release build:
cmake --build build/release --target pixelpass bench_viewer bench_source_delay bench_sound_delay
bench_encode bench_screen_reader. The rows with a link need root. Debian's own python3 has the numpy that the rigs need.

    bench.py                 all, in about 7 minutes
    bench.py --long          memory, and sound with the picture, over 10 minutes
    bench.py loss join       only these: loopback, sources, encoders, sound, loss, slow, join, memory, exit, glass, and rate (8
                             minutes more)
"""
import argparse
import json
import subprocess
import sys
import time

from encoders import encoders
from glass import glass
from measure import (PICTURE, PIXELPASS, PLAIN, ROOT, Host, Program, Viewers, cpu_percent, delays, kbps,
                     load, lost_percent, percentile, resident_mib, row)
from rate import rate
from sound import sound
from sources import sources
from rigs.shaped_link import Link  # measure.py finds the rigs

SECONDS = 9  # of each measurement of delay or CPU
SETTLE = 2.0  # seconds after the join that count nowhere


def delay_rows(name, host, viewers, goals=("", ""), **which):
    video = delays(host, viewers, "video", skip_s=SETTLE, **which)
    audio = delays(host, viewers, "audio", skip_s=SETTLE, **which)
    note = f"{kbps(viewers):.0f} kbit/s, {lost_percent(host, viewers):.1f} % of the pictures lost"
    return [row(f"{name}, picture", video, goal=goals[0], note=note), row(f"{name}, sound", audio, goal=goals[1])]


def plain_cpu():
    """What the same source and encoders cost with GStreamer alone."""
    found = [name for name in ("fdkaacenc", "avenc_aac", "voaacenc")
             if subprocess.run(["gst-inspect-1.0", "--exists", name], check=False).returncode == 0]
    with Program(["gst-launch-1.0", "-q", *PLAIN.format(aac=found[0]).replace('"', "").split()]) as plain:
        time.sleep(SETTLE)
        return cpu_percent(plain.pid, SECONDS)


def loopback(_options):
    rows, cpu = [], {}
    plain = plain_cpu()
    for count in (1, 4, 10):
        with Host() as host, Viewers(host, count) as viewers:
            time.sleep(SETTLE)
            cpu[count] = cpu_percent(host.pid, SECONDS)
            rows += delay_rows(f"loopback, {count} viewer{'s' * (count > 1)}", host, viewers,
                               ("p50 ≤ 2" if count == 1 else "", ""))
    rows.append(row("CPU of plain GStreamer, same chain", [plain], "% of a core"))
    for count, percent in cpu.items():
        note = f"{percent / plain:.2f} × plain GStreamer, {percent / cpu[1]:.2f} × one viewer"
        rows.append(row(f"CPU of the host, {count} viewers", [percent], "% of a core",
                        "≤ 1.3 × one viewer" if count == 10 else "", note))
    return rows


def loss(options):
    rows = []
    for percent, goal in ((0, ""), (2, "p50 ≤ 40, p99 ≤ 150")):
        with Link(25, percent, seed=options.seed) as link, Host(link) as host, Viewers(host, 4, link) as viewers:
            # Each viewer loses packets of its own: four give the figures of a run four times as long.
            time.sleep(SETTLE + (2.5 if percent else 0.5) * SECONDS)
            rows += delay_rows(f"25 ms one way, {percent} % loss towards the viewers", host, viewers, (goal, ""))
    return rows


def slow(options):
    with Link(10, 0, rate_kbit=2000, seed=options.seed) as link, Host(link) as host:
        with Viewers(host, 1, link) as limited, Viewers(host, 1, link, side="a") as free:
            time.sleep(SETTLE + 1.5 * SECONDS)
            return (delay_rows("viewer limited to 2 Mbit/s", host, limited) +
                    delay_rows("… and another viewer meanwhile", host, free))


def joins(link):
    first, later = [], []
    for _ in range(3):
        with Host(link, logged=False) as host, Viewers(host, 1, link) as watching:
            first += watching.joins()
            for _ in range(3):
                time.sleep(0.7)  # past the limit on forced keyframes
                with Viewers(host, 1, link) as joining:
                    later += joining.joins()
    return first, later


def join(_options):
    rows = []
    first, later = joins(None)
    rows += [row("join on loopback, the encoder has to start", first), row("join on loopback", later)]
    with Link(25) as link:
        first, later = joins(link)
    return rows + [row("join at 25 ms one way, the encoder has to start", first),
                   row("join at 25 ms one way", later, note=f"{percentile(later, 50) / 50:.1f} round trips")]


def memory(options):
    seconds = 600 if options.long else 60
    with Host(logged=False) as host, Viewers(host, 2):
        time.sleep(10)  # till what is cached once is cached
        samples, begun = [], time.monotonic()
        while time.monotonic() - begun < seconds - 10:
            samples.append((time.monotonic() - begun, resident_mib(host.pid)))
            time.sleep(0.5)
    mean_t, mean_m = (sum(column) / len(samples) for column in zip(*samples))
    slope = (sum((t - mean_t) * (m - mean_m) for t, m in samples) / sum((t - mean_t)**2 for t, _ in samples))
    return [row(f"memory of the host, 2 viewers, {seconds} s", [m for _, m in samples], "MiB",
                note=f"slope {slope * 60:+.2f} MiB a minute")]


def leave(_options):
    hosts, views = [], []
    for _ in range(3):
        with Host() as host:
            with Program([PIXELPASS, "view", host.ticket, "--player", "none", "--relay", "none", "--bind",
                          "127.0.0.1", "--json"]) as view, Viewers(host, 2):
                view.wait_for(lambda line: line["event"] == "url")
                views.append(1000 * view.interrupt())
                hosts.append(1000 * host.interrupt())
    return [row("SIGINT to exit, host with 2 viewers", hosts, goal="≤ 1000"),
            row("SIGINT to exit, viewer", views, goal="≤ 1000")]


#: Of them the rates take 8 minutes more, and are asked for by name.
PARTS = {"loopback": loopback, "sources": sources, "encoders": encoders, "sound": sound, "loss": loss, "slow": slow,
         "join": join, "memory": memory, "exit": leave, "glass": glass, "rate": rate}


def table(rows):
    def number(value):
        return "–" if value is None else f"{value:.1f}"

    yield "| what | unit | p50 | p99 | n | goal | remark | load |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in rows:
        spread = number(one["p99"]) if one["n"] > 1 else ""
        yield (f"| {one['what']} | {one['unit']} | {number(one['p50'])} | {spread} | {one['n']} | {one['goal']} "
               f"| {one['note']} | {one['load']} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[[], *PARTS])
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=1, help="of the packets that get lost")
    options = parser.parse_args()
    begun, rows = time.monotonic(), []
    for name in options.parts or [part for part in PARTS if part != "rate"]:
        print(f"measuring {name} …", file=sys.stderr)
        rows += PARTS[name](options)
    print("\n".join(table(rows)))
    print(f"\n{time.monotonic() - begun:.0f} s; {' '.join(PICTURE)}; load {load():.1f}")
    (ROOT / "build/bench.json").write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
