"""How the cost of one delivery grows with the sockets of a process, and with the things they watch.

At much the same pace: a page says `seen` once for all that came in 3 to 4.5 s, so a trickle costs more a delivery.
"""

from benchmarks.live_run import Site, allow_many_files
from benchmarks.live_table import note, row

SOCKETS = {100: (2, 20), 1_000: (2, 10), 10_000: (1, 8)}  # changes a second, for so many seconds
TOPICS = (1, 100, 1_000)
FLAT = 0.25


def compare_growth(folder):
    most = allow_many_files() - 200
    with Site(folder / "growth", ideas=1 + max(TOPICS)).running() as site:
        site.drive(kind="hub", rate=8, seconds=4, ids=site.ids[0])  # what is done for the first time costs more
        change = cost_of(site, 1, 2, 10, site.follows("load", 1))
        note(f"a change by itself, with one reader: {1e6 * change:.0f} us")
        found = {}
        for sockets, (rate, seconds) in SOCKETS.items():
            if sockets > most:
                row(f"  cost a delivery, {sockets} sockets", "not measured", f"{most + 200} open files at most")
                continue
            cost = cost_of(site, sockets, rate, seconds, site.follows("load", 1))
            found[f"{sockets:,} sockets"] = (cost - change) / sockets
        compare(found)
        found = {}
        for topics in TOPICS:
            others = ",".join(f"load-{id}" for id in site.ids[1 : 1 + topics])
            follows = [*site.follows("load", 1), f"{others}:page:{site.epoch}.1"]
            cost = cost_of(site, 1_000, 4, 6, follows)
            found[f"1,000 sockets, {1 + topics:,} topics"] = (cost - change) / 1_000
        compare(found)


def cost_of(site, sockets, rate, seconds, follows):
    """Return the CPU seconds of one change with so many readers, without what they cost when nothing happens."""
    with site.readers(sockets, "/live/", *follows) as report:
        site.drive(kind="hub", rate=4, seconds=1, ids=site.ids[0])
        idle = site.drive(kind="wait", rate=0, seconds=4)
        before = report()["frames"]
        cost = site.drive(kind="hub", rate=rate, seconds=seconds, ids=site.ids[0])
        changes = (report()["frames"] - before) / sockets
    note(f"{sockets} sockets: {changes:.1f} of {rate * seconds:.0f} changes, {cost['cpu']:.2f} s CPU in "
         f"{cost['seconds']:.1f} s; idle {idle['cpu']:.2f} in {idle['seconds']:.1f}")  # fmt: skip
    return (cost["cpu"] - idle["cpu"] / idle["seconds"] * cost["seconds"]) / changes


def compare(found):
    """Print each beside the first that is large enough to tell, and whether it is as much, within 25 %."""
    reference = next((cost for name, cost in found.items() if name.startswith("1,000")), 0) or 1
    for name, cost in found.items():
        row(f"cost a delivery, {name}", f"{1e6 * cost:.1f} us", f"{1e6 * reference:.1f} us",
            f"{cost / reference:.2f}", f"within {1 - FLAT} and {1 + FLAT}")  # fmt: skip
