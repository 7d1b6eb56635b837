"""Live: deliveries per second compared with other servers, how their cost grows, and the time from post to screen."""

import argparse
import contextlib
import os
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("DEBUG", "1")  # needed to import the settings; the server itself runs with DEBUG off

from benchmarks import live_references as references
from benchmarks.live_growth import compare_growth
from benchmarks.live_run import Site
from benchmarks.live_table import at, end, head, note, row
from tests import services

SOCKETS = 1_000
QUIET = 1  # change a second: a stock consumer loses nothing, and `seen` costs most
BYTES = 560  # of a message of the others: as long as ours and the stock consumer's


def deliveries(site, kind, rate, seconds, topics=1, sockets=SOCKETS):
    """Return deliveries per second of the server's CPU.

    Each socket follows `topics` things, and all of them change.
    """
    path, follows = ("/live/", site.follows("load", topics)) if kind == "hub" else ("/stock/", [])
    with site.readers(sockets, path, *follows) as report:
        before = report()
        cost = site.drive(kind=kind, rate=rate, seconds=seconds, ids=",".join(map(str, site.ids[:topics])))
        after = report()
        current = site.all_current(report, "load", topics)["current"] if kind == "hub" else 0
    got = after["frames"] - before["frames"]
    size = (after["bytes"] - before["bytes"]) / got
    sent = sockets * int(rate * seconds) * topics
    came = f"{current} of {sockets} pages current" if kind == "hub" else f"{max(0, sent - got)} of {sent} lost"
    note(f"{kind}, {rate:g}/s: {got} deliveries of {size:.0f} bytes, {cost['cpu']:.2f} s CPU in {cost['seconds']:.1f} "
         f"s, {came}, {after['gaps']} gaps, {after['closed']} closed")  # fmt: skip
    return got / cost["cpu"]


def seen(site, readers, rate, seconds, idea=0):
    """Return how long each post took to be seen by each page, sorted, in ms, and the share that was applied.

    `idea` is the number of the idea; measured again, it must be another one.
    """
    with site.readers(readers, "/live/", *site.follows("idea", 1, first=idea)) as report:
        site.connections = threading.local()  # the connection was idle for too long
        site.post_comments(1, 3, first=900, idea=idea)  # warms up templates and connections
        sent, _ = site.post_comments(rate, seconds, idea=idea)
        time.sleep(3)
        after = report()
    marks = after["marks"]
    took = sorted(1000 * (marks[reader][str(mark)] - at) for reader in range(len(marks)) for mark, at in sent.items()
                  if str(mark) in marks[reader])  # fmt: skip
    note(f"{len(sent)} posts, {readers} pages, {after['gaps']} gaps, {after['closed']} closed")
    return took, len(took) / (len(sent) * readers)


def compare_stock(folder, rate, seconds):
    """Print our figures and those of the stock consumer, with each layer, busy and quiet; return ours when busy."""
    with contextlib.ExitStack() as stack:
        layers = {"memory": {}}
        try:
            layers["Redis"] = {"STOCK_REDIS": stack.enter_context(services.redis()).url}
        except services.Absent as absent:
            note(f"no stock consumer with Redis: {absent}")
        for name, environment in layers.items():
            with Site(folder / name, **environment).running() as site:
                hubs = {pace: deliveries(site, "hub", pace, seconds) for pace in (rate, QUIET)}
            with Site(folder / f"{name}-stock", STOCK_LINES="1", **environment).running() as site:
                stocks = {pace: deliveries(site, "stock", pace, seconds) for pace in (rate, QUIET)}
            for pace, reach in ((rate, 4.0), (QUIET, 6.0)):
                row(f"deliveries/s a core, {SOCKETS} sockets, 600 bytes, {pace:g}/s", f"{hubs[pace]:,.0f}",
                    f"stock, {name}: {stocks[pace]:,.0f}", f"{hubs[pace] / stocks[pace]:.1f}", f">= {reach}",
                    hubs[pace] >= reach * stocks[pace])  # fmt: skip
    return hubs[rate]


def compare_others(folder, hub, rate, seconds):
    for name, command, reach in (("websockets", references.websockets, ""), ("Node ws", references.node, ">= 0.9")):
        try:
            other = references.deliveries(command(), SOCKETS, rate, seconds, BYTES)
        except references.Absent as absent:
            row("  beside another server", f"{hub:,.0f}", f"{absent}")
            continue
        row("  beside another server", f"{hub:,.0f}", f"{name}: {other:,.0f}", f"{hub / other:.2f}", reach)
    with Site(folder / "three").running() as site:
        figure = f"{deliveries(site, 'hub', QUIET, seconds, topics=3):,.0f}"
        row("  the same, three topics a socket, each at 1 change/s", figure)
    with Site(folder / "full").running() as site:
        row("  the same, six topics at 8 updates/s each", f"{deliveries(site, 'hub', 8, seconds, topics=6):,.0f}")


def compare_latencies(folder, seconds):
    with Site(folder / "seen").running() as site:
        took, applied = seen(site, SOCKETS, 5, seconds)
    figures = f"{at(took, 0.5):.0f} / {at(took, 0.95):.0f} / {at(took, 0.99):.0f} ms"
    row(
        f"post -> seen, 5/s, {SOCKETS} pages: p50 / p95 / p99",
        figures,
        reach="p95 <= 150, p99 <= 300",
        holds=at(took, 0.95) <= 150 and at(took, 0.99) <= 300,
    )
    row("  applied", f"{100 * applied:.2f} %", reach="100 %", holds=applied == 1)
    for off, reach in (("POLL", 200), ("DOORBELL", 1500)):
        with Site(folder / off, **{f"LIVE_{off}": "0"}).running() as site:
            took, applied = seen(site, 100, 1, seconds)
        row(f"post -> seen with the {off.lower()} off: p50 / p99", f"{at(took, 0.5):.0f} / {at(took, 0.99):.0f} ms",
            f"{100 * applied:.0f} % applied", reach=f"<= {reach} ms", holds=at(took, 0.99) <= reach)  # fmt: skip


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=10, help="of each measurement")
    arguments.add_argument("--rate", type=float, default=4, help="updates a second that all must keep up with")
    arguments.add_argument("--only", choices=["deliveries", "growth", "seen"])
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="stadslab-bench-") as name:
        folder = Path(name)
        head()
        if asked.only in (None, "deliveries"):
            hub = compare_stock(folder, asked.rate, asked.seconds)
            compare_others(folder, hub, asked.rate, asked.seconds)
        if asked.only in (None, "growth"):
            compare_growth(folder)
        if asked.only in (None, "seen"):
            compare_latencies(folder, asked.seconds)
    end()


if __name__ == "__main__":
    main()
