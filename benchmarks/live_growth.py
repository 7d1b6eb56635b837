"""How the cost of one delivery grows with the sockets of a process, and with the followed things.

A delivery is from the hub to the kernel. The cost of a page itself (mostly one `seen` for all updates of 3 to 4.5 s),
and the cost of a change itself, are not included; the column "all of it" has them.
"""

from statistics import median

from benchmarks.live_run import Site, allow_many_files
from benchmarks.live_table import note, row

PACES = {100: 8, 1_000: 8, 10_000: 2}  # changes a second that a core can handle, also the readers' core
TOPICS = (1, 100, 1_000)
SECONDS = 6
ROUNDS = 3  # in sequence; the median counts, because a machine's speed changes within minutes
FLAT = 0.25


def compare_growth(folder):
    most = allow_many_files() - 200
    with Site(folder / "growth", ideas=1 + max(TOPICS), TIME_DELIVERIES="1").running() as site:
        one = site.follows("load", 1)
        for sockets in (sockets for sockets in PACES if sockets > most):
            row(f"  cost a delivery, {sockets:,} sockets", "not measured", f"{most + 200} open files at most")
        compare(site, {f"{sockets:,} sockets": (sockets, one) for sockets in PACES if sockets <= most})
        others = {topics: ",".join(f"load-{id}" for id in site.ids[1 : 1 + topics]) for topics in TOPICS}
        compare(site, {f"1,000 sockets, {1 + topics:,} topics": (1_000, [*one, f"{names}:page:{site.epoch}.1"])
                       for topics, names in others.items()})  # fmt: skip


def compare(site, cases):
    """Print each case with the first case of 1,000 sockets, and whether both are equal within 25 %."""
    rounds = [{name: cost_of_a_delivery(site, *case) for name, case in cases.items()} for _ in range(ROUNDS)]
    found = {name: median(costs[name] for costs in rounds) for name in cases}
    reference = next(cost for name, cost in found.items() if name.startswith("1,000"))
    for name, cost in found.items():
        row(f"cost a delivery, {name}", f"{1e6 * cost:.1f} us", f"{1e6 * reference:.1f} us",
            f"{cost / reference:.2f}", f"within {1 - FLAT} and {1 + FLAT}",
            1 - FLAT <= cost / reference <= 1 + FLAT)  # fmt: skip


def cost_of_a_delivery(site, sockets, follows):
    """Return the CPU seconds of a delivery."""
    with site.readers(sockets, "/live/", *follows) as report:
        site.drive(kind="hub", rate=4, seconds=2, ids=site.ids[0])  # the first run costs more
        before = report()["frames"]
        cost = site.drive(kind="hub", rate=PACES[sockets], seconds=SECONDS, ids=site.ids[0])
        got = report()["frames"] - before
    handed, seconds = cost["counts"]["handed"], cost["counts"]["handing"]
    note(f"{sockets} sockets: {handed} deliveries at {1e6 * seconds / handed:.1f} us, {got} arrived; all of it "
         f"{cost['cpu']:.2f} s CPU in {cost['seconds']:.1f} s, {1e6 * cost['cpu'] / handed:.0f} us each")  # fmt: skip
    return seconds / handed
