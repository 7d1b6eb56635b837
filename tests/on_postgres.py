"""Which tests bin/test runs on PostgreSQL too; `bin/test all` runs all of them there.

1. Every test that commits, as with threads, sockets and processes, because locks and waiting differ there.
2. Every test that is marked `postgres`, because the database or Redis behaves otherwise, and what SQLite may skip.
3. For each SQL statement, and each error of the database, that tests met on SQLite in the same run: two such tests.

So a new query runs on PostgreSQL from its first test on, and nobody keeps a list. Left out are repetitions, and tests
that don't use the database.
"""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from hashlib import blake2b
from typing import Any

import pytest
from django.db import connection

from tests.databases import RUN

PER_STATEMENT = 2
# Lists of values, numbers, texts and names of savepoints differ from call to call
VARIES = [
    (re.compile(r"(%s, )+%s"), "%s"),
    (re.compile(r"(\(%s\), )+\(%s\)"), "(%s)"),
    (re.compile(r"'[^']*'"), "''"),
    (re.compile(r"\b\d+\b"), "0"),
    (re.compile(r'"s\d+_x\d+"'), "s"),
]


def noted(item: pytest.Item) -> Any:
    """Return a block that notes which statements this test meets."""
    return _noted(item) if connection.vendor == "sqlite" else nullcontext()


@contextmanager
def _noted(item: pytest.Item) -> Iterator[None]:
    met: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        met.add(sql)
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            met.add(f"{type(error).__name__} {sql}")
            raise

    began = time.process_time()
    with connection.execute_wrapper(note):
        yield
    if met:
        line = [item.nodeid, time.process_time() - began, sorted(set(map(_shape, met)))]
        with (RUN / f"statements-{getattr(item.config, 'workerinput', {}).get('workerid')}").open("a") as file:
            file.write(json.dumps(line) + "\n")


@cache
def _shape(sql: str) -> str:
    """Return a short name that a statement has in all its calls."""
    for varies, same in VARIES:
        sql = varies.sub(same, sql)
    return blake2b(sql.encode(), digest_size=8).hexdigest()


def left_out(items: list[pytest.Item]) -> set[pytest.Item]:
    """Return the tests that only repeat what others show; none where no tests ran on SQLite before."""
    lines = [json.loads(line) for path in sorted(RUN.glob("statements-*")) for line in path.open()]
    if not lines:
        return set()
    stays = {item.nodeid for item in items if _differs(item)}
    stays |= _two_of_each(lines, stays)
    return {item for item in items if item.nodeid not in stays}


def _differs(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))
    return commits or any(map(item.get_closest_marker, ("postgres", "skipif", "browser")))


def _two_of_each(lines: list[Any], stays: set[str]) -> set[str]:
    """Return the quickest tests that together meet each statement twice, also counting those that stay anyhow."""
    statements = {name: shapes for name, _seconds, shapes in lines}
    by_shape = defaultdict(list)
    for name, seconds, shapes in lines:
        for shape in shapes:
            by_shape[shape].append((seconds, name))
    chosen: set[str] = set()
    times = Counter(shape for name in stays for shape in statements.get(name, ()))
    for shape in sorted(by_shape, key=lambda shape: (len(by_shape[shape]), shape)):
        for _seconds, name in sorted(by_shape[shape]):
            if times[shape] >= PER_STATEMENT:
                break
            if name not in chosen and name not in stays:
                chosen.add(name)
                times.update(statements[name])
    return chosen
