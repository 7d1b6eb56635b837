"""Compare the page of an idea with an earlier commit: with its own tree, database and server, asked in turn."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.pages_server import Server, running
from tests import earlier as earlier_code
from tests.services import postgres

COMMIT = "7054531"  # before the page of an idea used the fragment cache
SIZE, TURNS, SECONDS, MOST = 1000, 8, 0.4, 0.6


def compare(server: Server, known: dict[str, Any], commit: str, folder: str, is_postgres: bool) -> list[str]:
    """Compare the best of several runs, signed out and signed in; return the figures above their limits."""
    failed = []
    with earlier(commit, folder, is_postgres) as (theirs, known_there):
        for who, out in (("signed out", True), ("signed in", False)):
            best = {"now": float("inf"), "then": float("inf")}
            for _turn in range(TURNS):
                for name, one, there in (("then", theirs, known_there), ("now", server, known)):
                    cookie = {"Cookie": "mine=1" if out else there["cookie"]}
                    best[name] = min(best[name], one.measure(there["idea"], SECONDS, **cookie).cpu)
            times = best["now"] / best["then"]
            verdict = "reached" if times <= MOST else "NOT reached"
            print(f"  idea, 30 comments, {who}: {best['now']:.1f} ms, at {commit} {best['then']:.1f} ms: ", end="")
            print(f"{times:.2f} × (reach: {MOST}) {verdict}")
            failed += [f"idea, {who}: {times:.2f} × {commit}"] * (times > MOST)
    print()
    return failed


@contextlib.contextmanager
def earlier(commit: str, folder: str, is_postgres: bool) -> Iterator[tuple[Server, dict[str, Any]]]:
    """Yield a server of that commit with the same data, and its known values."""
    tree = earlier_code.tree(commit, Path(folder, commit))
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(postgres()).url if is_postgres else f"sqlite:///{tree}/bench.sqlite3"
        env = os.environ | {"VAR_DIR": str(tree / "var"), "DATABASE_URL": url}
        for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], check=True, cwd=tree, env=env, stdout=subprocess.DEVNULL
            )
        made = [sys.executable, "-m", "benchmarks.pages_data", "begin", str(SIZE)]
        said = subprocess.run(made, check=True, cwd=tree, env=env, stdout=subprocess.PIPE, text=True).stdout
        yield stack.enter_context(running(tree, env)), json.loads(said)
