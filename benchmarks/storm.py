"""Live under load: many supports at once, a thousand lost connections, a hanging Redis, mute clients."""

import argparse
import contextlib
import json
import os
import signal
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("DEBUG", "1")  # needed to import the settings; the server itself runs with DEBUG off

from benchmarks import live_references as references
from benchmarks import storm_attack, storm_names
from benchmarks.live import BYTES, SOCKETS
from benchmarks.live_run import Site
from benchmarks.live_table import at, end, head, note, row
from benchmarks.storm_dear import IDEAS, SECONDS, dear
from benchmarks.storm_mute import MUCH, Mute
from tests import services

PEOPLE = 300
MUTES = 10


def idle_memory(folder):
    with Site(folder / "idle").running() as site:
        before = site.drive(kind="wait", rate=0, seconds=0)["rss"]
        with site.readers(SOCKETS, "/live/", *site.follows("load", 1)):
            held = (site.drive(kind="wait", rate=0, seconds=2)["rss"] - before) / SOCKETS
    row("memory an idle socket", f"{held / 1024:.1f} KiB", reach="<= 30 KiB", holds=held <= 30 * 1024)


def supports(folder):
    """Let all people press at the same moment.

    References: the same presses one by one, and another server that sends to a thousand pages, which shows how fast
    this machine is now.
    """
    broadcast = PEOPLE * SOCKETS / references.deliveries(references.websockets(), SOCKETS, 20, 3, BYTES)
    for name, url in databases(folder):
        with url as environment, Site(folder / name, people=PEOPLE, **environment).running() as site:
            press(site, 1, range(8))
            alone, _ = press(site, 2, range(8, 68))
            began = time.monotonic()
            took, failed = press(site, 0, range(PEOPLE), at_once=True)
            whole = time.monotonic() - began
            tally = site.manage("shell", "-v", "0", "-c", TALLY.format(site.ids[0]))
        row(f"{PEOPLE} support one idea at once, {name}: p50 / p99",
            f"{at(took, 0.5):.2f} / {at(took, 0.99):.2f} s", f"one by one, p99: {at(alone, 0.99):.2f} s",
            reach="p99 <= 2 s", holds=at(took, 0.99) <= 2)  # fmt: skip
        row(f"  beside websockets.broadcast of {PEOPLE} messages to {SOCKETS} sockets", f"{at(took, 0.99):.2f} s",
            f"{broadcast:.2f} s", f"{at(took, 0.99) / broadcast:.2f}")  # fmt: skip
        row(
            "  tally, rows, errors",
            f"{tally}, {failed}",
            f"all in {whole:.2f} s",
            reach=f"{PEOPLE}, {PEOPLE}, 0",
            holds=(tally.strip(), failed) == (f"{PEOPLE}, {PEOPLE}", 0),
        )


TALLY = (
    "from ideas.models import Idea; i = Idea.objects.get(pk={}); print(i.support_count, i.supports.count(), sep=', ')"
)


def databases(folder):
    yield "SQLite", contextlib.nullcontext({})
    try:
        services.program("initdb")
    except services.Absent as absent:
        note(f"no PostgreSQL: {absent}")
    else:
        yield "PostgreSQL", address(services.postgres())


@contextlib.contextmanager
def address(service):
    with service as server:
        yield {"DATABASE_URL": server.url}


def press(site, idea, people, at_once=False):
    """Return how long each response took, sorted, in seconds, and how many requests failed."""
    gate = threading.Barrier(len(people) if at_once else 1)

    def support(person):
        gate.wait()
        began = time.monotonic()
        try:
            status, _ = site.post(f"/meetlab/ideeen/{site.ids[idea]}/steun/", person)
        except OSError:
            status = 0
        return time.monotonic() - began, status

    with ThreadPoolExecutor(len(people) if at_once else 1) as crowd:
        answers = list(crowd.map(support, people))
    bad = [status for _, status in answers if status != 200]
    if bad:
        note(f"answered: {sorted(set(bad))}")
    return sorted(took for took, _ in answers), len(bad)


def cuts(folder):
    """Cut all connections, so that they miss two comments. The reference is one page that is cut alone."""
    found = {}
    for sockets in (1, SOCKETS):
        with contextlib.ExitStack() as stack:
            site = stack.enter_context(Site(folder / f"cut{sockets}", people=20).running())
            report = stack.enter_context(site.readers(sockets, "/live/", *site.follows("idea", 1)))
            visits = stack.enter_context(Visits(site))
            site.post_comments(2, 2)
            time.sleep(1)
            before, visits.took = site.drive(kind="look", rate=0, seconds=0)["all"], []
            posting = threading.Thread(target=site.post_comments, args=(4, 0.5), kwargs={"first": 100})
            posting.start()
            report("cut")
            posting.join()
            back = site.all_current(report, "idea", 1)
            pages = sorted(visits.took)
            after = site.drive(kind="look", rate=0, seconds=0)["all"]
        found[sockets] = back, pages, {name: after[name] - before[name] for name in after}, visits.failed
    (one, _, asked_by_one, _), (all, pages, asked, failed) = found[1], found[SOCKETS]
    row(f"{SOCKETS} sockets cut at once: all current", f"{all['current']} in {all['seconds']:.1f} s",
        f"one: {one['seconds']:.1f} s", reach="<= 10 s", holds=all["seconds"] <= 10)  # fmt: skip
    took = f"{1000 * at(pages, 0.5):.0f} / {1000 * at(pages, 0.95):.0f} ms"
    row("  pages served meanwhile: number, p50 / p95, errors", f"{len(pages)}, {took}, {failed}", reach="some, 0",
        holds=pages and not failed)  # fmt: skip
    row("  queries, renders, resets of the hub, as they come in 2 s",
        f"{asked['queries']}, {asked['renders']}, {asked['resets']:.0f}",
        f"one: {asked_by_one['queries']}, {asked_by_one['renders']}, {asked_by_one['resets']:.0f}",
        reach="as one, each 50 ms")  # fmt: skip


class Visits:
    """A visitor who opens the idea's page again and again."""

    def __init__(self, site):
        self.address = f"http://127.0.0.1:{site.port}/meetlab/ideeen/{site.ids[0]}/"
        self.host = site.origin.partition("//")[2]
        self.took, self.failed = [], 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.visit)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def visit(self):
        while not self.is_over.wait(0.05):
            began = time.monotonic()
            try:
                request = urllib.request.Request(self.address, headers={"Host": self.host})
                urllib.request.urlopen(request, timeout=20).close()
                self.took.append(time.monotonic() - began)
            except OSError:
                self.failed += 1


def stopped_redis(folder):
    """Comment while Redis hangs. The reference is the same site just before."""
    with contextlib.ExitStack() as stack:
        try:
            database, redis = stack.enter_context(services.postgres()), stack.enter_context(services.redis())
        except services.Absent as absent:
            row("POST p95 with Redis stopped", "not measured", str(absent))
            return
        where = {"DATABASE_URL": database.url, "REDIS_URL": redis.url}
        site = stack.enter_context(Site(folder / "redis", people=40, **where).running())
        with site.readers(10, "/live/", *site.follows("idea", 1)):
            site.post_comments(5, 2, first=900)
            without = sorted(site.post_comments(5, 12)[1].values())
            redis.process.send_signal(signal.SIGSTOP)
            try:
                stopped = sorted(site.post_comments(5, 12, first=200)[1].values())
            finally:
                redis.process.send_signal(signal.SIGCONT)
    with_it, without_it = (
        f"{1000 * at(took, 0.5):.0f} / {1000 * at(took, 0.95):.0f} ms" for took in (stopped, without)
    )
    row(
        "POST p50 / p95 with Redis stopped",
        with_it,
        f"without: {without_it}",
        reach="p95 + 50 ms",
        holds=at(stopped, 0.95) <= at(without, 0.95) + 0.05,
    )


def mutes(folder):
    """Start clients that follow a thing which changes by 55 KB 8 times a second. They send pings, but never `seen`."""
    for how, reads in {"reads nothing": 0, "reads a byte a second": 1, "reads all, never says seen": MUCH}.items():
        with Site(folder / f"mute-{reads}").running() as site:
            with site.readers(1, "/live/", *site.follows("bulk", 1)):
                # Its own first buffers exist after this
                site.drive(kind="hub", rate=8, seconds=3, ids=site.ids[0])
            closed_after, most = mute(site, reads)
        when = f"{closed_after:.1f} s" if closed_after else "not in 20 s"
        row(f"{how}: closed after, at most", f"{when}, + {most / MUTES / 2**20:.2f} MB each",
            f"{MUTES} of them, 55 KB 8 times a second", reach="<= 12 s, + 1 MB",
            holds=closed_after and closed_after <= 12 and most <= MUTES * 2**20)  # fmt: skip


def mute(site, reads):
    """Return the seconds until all were closed, and the bytes by which the server grew."""
    id = site.ids[0]
    before = site.drive(kind="look", rate=0, seconds=0)
    driving = threading.Thread(target=site.drive, kwargs={"kind": "hub", "rate": 8, "seconds": 20, "ids": id})
    most, closed_after = 0, None
    with contextlib.ExitStack() as stack:
        for _ in range(MUTES):
            stack.enter_context(Mute(site, f"bulk-{id}", before["heads"][str(id)], reads))
        began = time.monotonic()
        driving.start()
        while closed_after is None and time.monotonic() < began + 20:
            time.sleep(0.2)
            now = site.drive(kind="look", rate=0, seconds=0)
            most = max(most, now["rss"] - before["rss"])
            if now["all"]["not_read"] - before["all"]["not_read"] >= MUTES:
                closed_after = time.monotonic() - began
    driving.join()
    return closed_after, most


def attacks(folder):
    """Let ten people read while somebody comments, during an attack. The reference is the same without an attack."""
    with contextlib.ExitStack() as stack:
        site = Site(folder / "attack", ideas=60, people=20, LIVE_SOCKETS_PER_ADDRESS="50")
        site.manage("shell", "-v", "0", "-c", "from benchmarks.live_data import talk; talk(8)")
        stack.enter_context(site.running())
        report = stack.enter_context(site.readers(10, "/live/", *site.follows("idea", 1, revision=9)))
        site.post_comments(2, 2, first=900)
        quiet = seen_after(site, report, first=1_000)
        row("post to seen, nobody attacks: p50 / p95", milliseconds(quiet))
        for number, how in enumerate(storm_attack.HOWS, 2):
            with storm_attack.attacked(site, how) as fared:
                late = seen_after(site, report, first=1_000 * number)
            row(f"  {storm_attack.SOCKETS} sockets and {storm_attack.CALLERS} callers, {how}", milliseconds(late),
                f"quiet: {milliseconds(quiet)}", f"{at(late, 0.95) / at(quiet, 0.95):.1f}", "p95 <= 3 x",
                at(late, 0.95) <= 3 * at(quiet, 0.95))  # fmt: skip
            note(", ".join(f"{end}: {times}" for end, times in sorted(fared.items())))


def renames(folder):
    """Change the name of somebody with 4,000 comments and of a village of 100 ideas, and remove that village."""
    for name, where in (("SQLite", contextlib.nullcontext({})), ("PostgreSQL, Redis", addresses())):
        with contextlib.ExitStack() as stack:
            try:
                environment = stack.enter_context(where)
            except services.Absent as absent:
                note(f"not measured: {absent}")
                continue
            site = Site(folder / f"names-{name[:6]}", ideas=200, people=24, **environment)
            fill = "from benchmarks.live_data import much_to_tell; much_to_tell(5_000, 2_500)"
            first, _second = json.loads(site.manage("shell", "-v", "0", "-c", fill))["villages"]
            stack.enter_context(site.running())
            stack.enter_context(site.working())
            watch = stack.enter_context(storm_names.open_pages(site, storm_names.PAGES))
            villages = f"/meetlab/beheer/dorpen/{first}/"
            for what, old, person, address, fields in (
                ("another name of a person", "Anna 0", 0, "/account/", {"name": "Wendelien"}),
                ("another name of a village", "Oud Dorp", 1, villages, {"name": "Nieuw Dorp"}),
                ("a village goes", "Nieuw Dorp", 1, f"{villages}weg/", {}),
            ):
                site.connections = threading.local()  # the connection was idle for too long
                status, body = site.post(address, person, **fields)
                if status != 302:
                    raise RuntimeError(f"{address} was answered {status}: {body[:300]!r}")
                told = watch(old)
                row(f"{what}, {name}: on {told['showed']} open pages, p50 / last",
                    f"{at(told['took'], 0.5):.1f} / {told['took'][-1]:.1f} s", f"{told['fetches']} fetched again",
                    reach="last <= 10 s", holds=told["took"][-1] <= 10 and not told["left"])  # fmt: skip
                if told["left"]:
                    note(f"  still the old name: {sorted(set(told['left']))[:10]}")


@contextlib.contextmanager
def addresses():
    with services.postgres() as database, services.redis() as redis:
        yield {"DATABASE_URL": database.url, "REDIS_URL": redis.url}


def seen_after(site, report, first):
    """Return the seconds between sending each comment and each reader's seeing it, sorted."""
    sent, _ = site.post_comments(3, 8, first=first)
    time.sleep(2)
    return sorted(marks.get(str(mark), 99 + at) - at for marks in report()["marks"] for mark, at in sent.items())


def milliseconds(sorted_seconds):
    return f"{1000 * at(sorted_seconds, 0.5):.0f} / {1000 * at(sorted_seconds, 0.95):.0f} ms"


PARTS = {
    "attack": attacks,
    "memory": idle_memory,
    "support": supports,
    "cut": cuts,
    "redis": stopped_redis,
    "mute": mutes,
    "dear": dear,
    "names": renames,
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", choices=PARTS)
    arguments.add_argument(
        "--kinds", nargs="+", default=[], help="of dear, those with one of these words in their name"
    )
    arguments.add_argument("--ideas", type=int, default=IDEAS, help="of dear")
    arguments.add_argument("--seconds", type=float, default=SECONDS, help="of dear, for each kind")
    asked = arguments.parse_args()
    options = {"dear": {"kinds": asked.kinds, "ideas": asked.ideas, "seconds": asked.seconds}}
    with tempfile.TemporaryDirectory(prefix="stadslab-bench-") as name:
        os.chmod(name, 0o755)
        head()
        for part, measure in PARTS.items():
            if asked.only in (None, part):
                measure(Path(name), **options.get(part, {}))
    end()


if __name__ == "__main__":
    main()
