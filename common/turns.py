"""What costs much has threads of its own, and each address its share of them.

A view that is dear says so with `@dear()`: a file of all ideas, a calendar, paper, a search. A photo is cheap, but a
page shows many of them: `@photo`. A home costs as much as three lists, and everybody opens it: `@home`. However many
ask for these, or send large bodies, pages have their own threads, and short forms too (one_hop.py). A form at such an
address has a thread apart: to erase an account with all its words takes 9 ms for each. One address has
one turn at a time, so that addresses take turns. What it used of the threads is counted; who used too much waits.
"""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any
from urllib.parse import parse_qs

from django.urls import Resolver404, resolve

MOST_WAITING = 100  # requests of one address; a school searches at the same moment
SHARE = 1 / 3  # of a thread that an address may use for ever


class TooMuch(Exception):
    """This address had its share. `seconds`: when to come back."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


class Line:
    """Those of one address, one after the other."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.waiting = 0
        self._used = 0.0
        self._used_at = 0.0

    def used(self) -> float:
        """Return the seconds of a thread that count by now."""
        return max(0.0, self._used - SHARE * (time.monotonic() - self._used_at))

    def charge(self, seconds: float) -> None:
        self._used, self._used_at = self.used() + seconds, time.monotonic()


class Turns:
    """Some threads; an address may use SHARE of one, and `burst` seconds more at once.

    At most `waiting` of one address wait. All of it runs in one event loop, the jobs on the threads.
    """

    def __init__(
        self,
        name: str,
        threads: int,
        initializer: Callable[[], None],
        burst: float = math.inf,
        waiting: int = MOST_WAITING,
    ) -> None:
        self.threads = ThreadPoolExecutor(threads, name, initializer=initializer)
        self.burst, self.waiting = burst, waiting
        self._lines: dict[str, Line] = {}

    async def take[T](self, address: str, job: Callable[[], T], is_wanted: Callable[[], bool]) -> T | None:
        """Run `job` when the turn of `address` comes, unless nobody wants it any more. Raises TooMuch."""
        line = self._lines.setdefault(address, Line())
        too_much = line.used() - self.burst
        if line.waiting >= self.waiting or too_much > 0:
            raise TooMuch(math.ceil(max(1, too_much / SHARE)))
        line.waiting += 1
        try:
            async with line.turn:
                return await self._run(line, job) if is_wanted() else None
        finally:
            line.waiting -= 1
            self._forget_idle()

    async def _run[T](self, line: Line, job: Callable[[], T]) -> T:
        """Charge what the job takes, not what it waits for others."""

        spent = 0.0

        def timed() -> T:
            nonlocal spent
            began = time.monotonic()
            try:
                return job()
            finally:
                spent = time.monotonic() - began

        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, Context().run, timed)
        finally:
            line.charge(spent)

    def _forget_idle(self) -> None:
        """Who used nothing lately leaves nothing behind; looked at only while there are many."""
        if len(self._lines) > 1_000:
            self._lines = {name: line for name, line in self._lines.items() if line.waiting or line.used()}


def dear[View: Callable[..., Any]](*fields: str) -> Callable[[View], View]:
    """Give this view the threads for what is dear; with `fields`, only where the address asks for something in one.

    The outermost of its decorators.
    """

    def mark(view: View) -> View:
        view.turns, view.dear_with = "dear", fields  # type: ignore[attr-defined]
        return view

    return mark


def photo[View: Callable[..., Any]](view: View) -> View:
    """Give this view the thread for photos. The outermost of its decorators."""
    view.turns = "photos"  # type: ignore[attr-defined]
    return view


def home[View: Callable[..., Any]](view: View) -> View:
    """Give this view the threads for homes. The outermost of its decorators."""
    view.turns = "homes"  # type: ignore[attr-defined]
    return view


def turns_of(scope: Mapping[str, Any]) -> str | None:
    """Of what the view at this address takes a turn: "dear", "photos", "homes" or nothing."""
    try:
        view = resolve(scope["path"]).func
    except Resolver404:
        return None
    fields = getattr(view, "dear_with", ())
    if fields and parse_qs(scope["query_string"].decode("latin1")).keys().isdisjoint(fields):
        return None
    return getattr(view, "turns", None)
