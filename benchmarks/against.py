"""This code beside an earlier commit: weight, LCP and cost of four pages; deliveries; time from post to screen.

Both run on this machine, with their own trees, databases and servers, and the same data; each measurement takes turns.
The earlier commit runs twice, so that chance is known: a figure that is worse by more than that fails.
"""

import argparse
import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("DEBUG", "1")  # to import the settings; the servers run with DEBUG off

from benchmarks import live, pages, pages_browser
from benchmarks.against_figures import CPU, DELIVERIES, LATENCY, NOW, PAINT, REQUESTS, SIDES, WEIGHT, Figures
from benchmarks.live_run import Site
from benchmarks.live_table import at, note
from benchmarks.pages_server import Server, running
from tests import earlier

DATA = Path(__file__).with_name("against_data.py").read_text()
RATE, POSTS = 4, 5  # changes and posts a second
SIGNED_OUT = "mine=1"  # an unknown cookie: never a cached page


class Side(NamedTuple):
    server: Server
    pages: dict[str, str]
    cookie: str


def main() -> None:
    asked = arguments()
    begun, figures, failed = time.monotonic(), Figures(), []
    try:
        with tempfile.TemporaryDirectory(prefix="stadslab-bench-") as folder:
            then = earlier.tree(asked.commit, Path(folder, "tree"))
            trees = {side: earlier.ROOT if side == NOW else then for side in SIDES}
            if asked.only != "live":
                compare_pages(figures, trees, Path(folder), asked)
            if asked.only != "pages":
                failed += compare_live(figures, trees, Path(folder), asked)
    except earlier.Absent as absent:
        raise SystemExit(f"against: {absent}") from None
    print(f"then: {asked.commit[:7]}, best of {asked.turns} turns; {(time.monotonic() - begun) / 60:.1f} minutes")
    print("\n".join(figures.rows()))
    failed += figures.worse()
    if failed:
        raise SystemExit("against: FAILED: " + "; ".join(failed))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench against", description=__doc__.partition("\n")[0])
    parser.add_argument("commit", nargs="?", default=earlier.BEFORE_THE_ROOMS)
    parser.add_argument("--turns", type=int, default=4, help="of each measurement")
    parser.add_argument("--ideas", type=int, default=1000)
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=6, help="of each measurement of live")
    parser.add_argument("--only", choices=["pages", "live"])
    return parser.parse_args()


def in_turns(turns: int) -> Iterator[tuple[int, str]]:
    """Yield each side in each turn, another one first each time."""
    for turn in range(turns):
        first = turn % len(SIDES)
        yield from ((turn, side) for side in SIDES[first:] + SIDES[:first])


def compare_pages(figures: Figures, trees: dict[str, Path], folder: Path, asked: argparse.Namespace) -> None:
    with contextlib.ExitStack() as stack:
        sides = {
            side: stack.enter_context(serving(tree, folder / f"pages-{side}", asked.ideas))
            for side, tree in trees.items()
        }
        browser = stack.enter_context(pages_browser.chromium())
        for turn, side in in_turns(asked.turns):
            note(f"pages, turn {turn + 1}, {side}")
            server, addresses, cookie = sides[side]
            for name, address in addresses.items():
                for who, sent in (("out", SIGNED_OUT), ("in", cookie)):
                    figures.add(
                        f"{name}, signed {who}", CPU, side, server.measure(address, pages.SECONDS, Cookie=sent).cpu
                    )
                if browser:
                    visit = pages_browser.visit(browser, f"http://localhost:{server.port}{address}")
                    weighed = zip((WEIGHT, REQUESTS, PAINT), (visit[0] / 1024, *visit[1:]), strict=True)
                    for kind, value in weighed:
                        figures.add(name, kind, side, value)


@contextlib.contextmanager
def serving(tree: Path, folder: Path, ideas: int) -> Iterator[Side]:
    """Yield a server of that tree with the data of against_data.py."""
    folder.mkdir()
    environment = pages.environment(str(folder), f"sqlite:///{folder}/pages.sqlite3") | {"IDEAS": str(ideas)}
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
        earlier.manage(tree, environment, *command)
    known = json.loads(earlier.manage(tree, environment, "shell", "-v0", "-c", DATA).splitlines()[-1])
    with running(tree, earlier.clean() | environment) as server:
        yield Side(server, known["pages"], known["cookie"])


def compare_live(figures: Figures, trees: dict[str, Path], folder: Path, asked: argparse.Namespace) -> list[str]:
    """Add the figures of live; return, in words, which posts our pages didn't get."""
    failed = []
    with contextlib.ExitStack() as stack:
        sites = {
            side: stack.enter_context(
                Site(folder / f"live-{side}", ideas=asked.turns + 1, people=24, tree=tree).running()
            )
            for side, tree in trees.items()
        }
        for turn, side in in_turns(asked.turns):
            note(f"live, turn {turn + 1}, {side}")
            rate = live.deliveries(sites[side], "hub", RATE, asked.seconds, sockets=asked.sockets)
            figures.add(f"{asked.sockets} sockets, {RATE} changes/s", DELIVERIES, side, rate)
            took, applied = live.seen(sites[side], asked.sockets, POSTS, asked.seconds, idea=turn + 1)
            failed += [f"{1 - applied:.2%} of the posts of a turn were not seen"] * (side == NOW and applied < 1)
            for name, share in (("p50", 0.5), ("p95", 0.95)):
                figures.add(f"post -> seen, {name}", LATENCY, side, at(took, share))
    return failed


if __name__ == "__main__":
    main()
