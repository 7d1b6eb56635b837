"""The cost of pages at 1,000 and 10,000 ideas (--all: 100,000 too; --postgres), and with the stock handler.

The references, all in this run: an earlier commit for the page of an idea (--against COMMIT), and few ideas for home,
search, and the correction of a search.

One daphne process, four clients with keep-alive. CPU is that of the web process; "a core" is the rate of a core that
does nothing else. Own: a page made for this client. Kept: from the page cache (common/page_cache.py).
"""

import argparse
import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import pages_against, pages_browser
from benchmarks.pages_data import LISTS, misspellings, searches
from benchmarks.pages_server import Cost, KeptConnection, Server, running
from tests.services import postgres

SIZES, ALL_SIZES = (1_000, 10_000), (1_000, 10_000, 100_000)
PAGES = ("home", "list", "search", "idea")
SECONDS, ROUNDS = 0.6, 5
EMPTY = 0.6  # ms of an empty view where the limits hold; a slower or busier machine may take longer
OWN = {"Cookie": "mine=1"}  # an unknown cookie: never a cached page
STOCK = {"X-Stock": "1"}
MOST_GROWN = 1.5  # the most that home and search may grow from the fewest to the most ideas
MOST_CORRECTED = 3.0  # the most that the correction of a search may grow
MOST_LIST = 1.2  # the most that a list of 700 may take, compared with one of 25
MOST_QUERIES = {"list": 10, "search": 10, "idea": 15}
HEAD = f"{'':18}{'pages/s':>9}{'CPU ms':>8}{'stock/s':>9}{'CPU ms':>8}{'kept a core/s':>15}{'304 a core/s':>14}"


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bin/bench pages", description=__doc__.partition("\n")[0])
    arguments.add_argument("--all", action="store_true", help="100,000 ideas too")
    arguments.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    arguments.add_argument("--against", default=pages_against.COMMIT, metavar="COMMIT")
    asked = arguments.parse_args()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = stack.enter_context(postgres()).url if asked.postgres else f"sqlite:///{Path(folder, 'bench.sqlite3')}"
        os.environ |= environment(folder, url)
        for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
            subprocess.run([sys.executable, "manage.py", *command], check=True)
        sizes = ALL_SIZES if asked.all else SIZES
        failed, p95, wrong, homes = [], {}, {}, {}
        for size in sizes:
            known = grow(size, is_first=size == sizes[0])
            print(f"{size:,} ideas, {'PostgreSQL' if asked.postgres else 'SQLite'}\n{HEAD}{'bytes':>8}{'queries':>9}")
            with running() as server:
                failed += measure(server, known, size)
                p95[size], wrong[size] = search(server), correction(server)
                homes[size] = home(server, known)
                if size == sizes[0]:
                    failed += lists(server)
                    failed += pages_against.compare(server, known, asked.against, folder, asked.postgres)
                if size == sizes[-1]:
                    failed += pages_browser.look(server.port, {name: known[name] for name in PAGES})
        failed += grown("search, p95", p95)
        failed += grown("correction, p95", wrong, MOST_CORRECTED)
        for who in ("signed out", "signed in"):
            failed += grown(f"home, {who}", {size: costs[who] for size, costs in homes.items()})
    if failed:
        raise SystemExit("pages: FAILED: " + "; ".join(failed))


def environment(folder: str, url: str) -> dict[str, str]:
    os.environ.pop("REDIS_URL", None)
    return {
        "DEBUG": "0",
        "VAR_DIR": folder,
        "DATABASE_URL": url,
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(40),
        "PUBLIC_ORIGIN": "http://localhost",
        "MAIL_URL": "smtp://localhost",
        "DJANGO_SETTINGS_MODULE": "stadslab.settings",
    }


def grow(size: int, is_first: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.pages_data", "begin" if is_first else "grow", str(size)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def measure(server: Server, known: dict[str, Any], size: int) -> list[str]:
    """Print a line for each page; return the figures above their limits."""
    failed = []
    empty = server.measure("/leeg/", SECONDS), server.measure("/leeg/", SECONDS, **STOCK)
    slow = max(1, empty[0].cpu / EMPTY)
    print(row("empty view", *empty))
    for name in PAGES:
        address = known[name]
        made, stock = server.measure(address, SECONDS, **OWN), server.measure(address, SECONDS, **OWN, **STOCK)
        kept = server.measure(address, SECONDS)
        with KeptConnection(server.port) as connection:
            etag = connection.get(server.ask(address))[2]
        unchanged = server.measure(address, SECONDS, **{"If-None-Match": etag})
        print(row(name, made, stock, kept, unchanged, known["queries"][f"{name}, out"]))
        theirs = {"Cookie": known["cookie"]}
        mine, its_stock = (
            server.measure(address, SECONDS, **theirs),
            server.measure(address, SECONDS, **theirs, **STOCK),
        )
        print(row(f"{name}, signed in", mine, its_stock, queries=known["queries"][f"{name}, in"]))
        if name == "list":
            failed += [f"list at {size:,}: {made.cpu:.1f} ms"] * (made.cpu > 10 * slow)
            failed += [f"kept list at {size:,}: {1000 / kept.cpu:.0f} a core"] * (kept.cpu > slow)
        if unchanged.status != 304:
            failed.append(f"{name}: {unchanged.status} instead of 304")
        for who in ("out", "in"):
            asked = known["queries"][f"{name}, {who}"]
            failed += [f"{name}, {who}: {asked} queries"] * (asked > MOST_QUERIES.get(name, 99))
    return failed


def row(
    name: str, made: Cost, stock: Cost, kept: Cost | None = None, same: Cost | None = None, queries: int = 0
) -> str:
    cells = f"{name:18}{made.per_second:9.0f}{made.cpu:8.2f}{stock.per_second:9.0f}{stock.cpu:8.2f}"
    cells += "".join(
        f"{1000 / cost.cpu:{width}.0f}" if cost else " " * width for cost, width in ((kept, 15), (same, 14))
    )
    return cells + f"{made.bytes:8}" + (f"{queries:9}" if queries else "")


def search(server: Server) -> float:
    """Return the 95th percentile, in milliseconds, of complete searches for words of three letters and more."""
    return searched(server, "search", [words for words in searches() if all(len(word) > 2 for word in words.split())])


def correction(server: Server) -> float:
    """Return the same of complete searches for misspellings."""
    return searched(server, "correction", misspellings())


def searched(server: Server, name: str, asked: list[str]) -> float:
    from urllib.parse import urlencode

    times = server.times([f"/meetlab/ideeen/?{urlencode({'q': words})}" for words in asked], ROUNDS, **OWN)
    p95 = times[int(len(times) * 0.95)]
    print(f"  {name}: p50 {times[len(times) // 2]:.1f} ms, p95 {p95:.1f} ms\n")
    return p95


def home(server: Server, known: dict[str, Any]) -> dict[str, float]:
    """Return milliseconds of CPU of an uncached page, the best of several runs."""
    cookies = {"signed out": OWN, "signed in": {"Cookie": known["cookie"]}}
    return {
        who: min(server.measure(known["home"], SECONDS, **cookie).cpu for _turn in range(3))
        for who, cookie in cookies.items()
    }


def lists(server: Server) -> list[str]:
    """Compare a list of many ideas with one of few, the best of many runs each."""
    few, many = (server.times([f"/{slug}/ideeen/"], 40, **OWN)[0] for slug in LISTS.values())
    small, large = LISTS
    print(f"  list of {large}: {many:.1f} ms, of {small}: {few:.1f} ms, {many / few:.2f} × (reach: {MOST_LIST})\n")
    return [f"list of {large}: {many / few:.2f} ×"] * (many > MOST_LIST * few)


def grown(name: str, cost: dict[int, float], most: float = MOST_GROWN) -> list[str]:
    few, many = min(cost), max(cost)
    times = cost[many] / cost[few]
    verdict = "reached" if times <= most else "NOT reached"
    print(f"{name}: {cost[many]:.1f} ms at {many:,} ideas, {cost[few]:.1f} at {few:,}: ", end="")
    print(f"{times:.2f} × (reach: {most}) {verdict}")
    return [f"{name}: {times:.2f} ×"] * (times > most)


if __name__ == "__main__":
    main()
