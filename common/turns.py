"""Expensive requests run on separate threads, and each address may use a share of those.

An expensive view says so with `@dear()`: an export of all ideas, a calendar, a poster, a search. A photo is cheap, but
a page shows many of them: `@photo`. A home page costs as much as three lists, and everybody opens it: `@home`. However
many clients ask for these, or send large bodies, ordinary pages keep threads of their own, and so do short forms
(one_hop.py). A form at an expensive URL has another thread: erasing an account takes 9 ms per contribution. One
address runs one job at a time, so that addresses alternate; ordinary pages too. The thread time of an address is
counted, without the time that its jobs wait for others (`uncharged`, `held`); an address that used too much must wait.
Nobody is charged for an ordinary page.
"""

import asyncio
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import Context
from typing import Any
from urllib.parse import parse_qs

from django.urls import Resolver404, resolve

MOST_WAITING = 100  # requests of one address; a whole school may search at the same moment
SHARE = 1 / 3  # the part of one thread that an address may use continuously


_waited = threading.local()  # `seconds` that the job of this thread has waited for others
_holds = threading.local()  # `lock` of `one_at_a_time`, while the job of this thread holds it


@contextmanager
def uncharged() -> Iterator[None]:
    """Don't count the time of this block for the address: its job only waits for another job."""
    began = time.monotonic()
    try:
        yield
    finally:
        _waited.seconds = getattr(_waited, "seconds", 0.0) + time.monotonic() - began


@contextmanager
def held(lock: threading.Lock) -> Iterator[None]:
    """Hold `lock` in this block. The time that this job waits for the lock doesn't count for its address."""
    with uncharged():
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def one_at_a_time(lock: threading.Lock) -> Iterator[None]:
    """Hold `lock` in this block, except in `elsewhere`: one of the jobs that share it computes, the others wait."""
    with held(lock):
        _holds.lock = lock
        try:
            yield
        finally:
            _holds.lock = None


@contextmanager
def elsewhere() -> Iterator[None]:
    """Let the next job of `one_at_a_time` begin: in this block, this job only waits for another computer.

    It may not hold a row lock meanwhile: a job that waits for that row would keep it from going on.
    """
    lock = getattr(_holds, "lock", None)
    if lock:
        lock.release()
    try:
        yield
    finally:
        if lock:
            lock.acquire()


class TooMuch(Exception):
    """This address used up its share. `seconds`: the time to wait before it may try again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


def always() -> bool:
    return True


class AddressQueue:
    """The queue of one address: `at_once` of its jobs run at a time, in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        self.turn = asyncio.Semaphore(at_once)
        self.waiting = 0
        self._used = 0.0
        self._used_at = 0.0

    def used(self) -> float:
        """Return the seconds of thread time that still count."""
        return max(0.0, self._used - SHARE * (time.monotonic() - self._used_at))

    def charge(self, seconds: float) -> None:
        self._used, self._used_at = self.used() + seconds, time.monotonic()


class Turns:
    """A pool of threads; an address may use SHARE of one thread, and at most `burst` seconds more at once.

    At most `waiting` requests of one address wait, and `at_once` run. All code runs in one event loop; the jobs run on
    the threads.
    """

    def __init__(
        self,
        name: str,
        threads: int,
        initializer: Callable[[], None],
        burst: float = math.inf,
        waiting: float = MOST_WAITING,
        at_once: int = 1,
    ) -> None:
        self.threads = ThreadPoolExecutor(threads, name, initializer=initializer)
        self.burst, self.waiting, self.at_once = burst, waiting, at_once
        self._queues: dict[str, AddressQueue] = {}

    async def take[T](self, address: str, job: Callable[[], T], is_wanted: Callable[[], bool] = always) -> T | None:
        """Run `job` when it is the turn of `address`, unless nobody waits for it any more. Raises TooMuch."""
        queue = self._queues.setdefault(address, AddressQueue(self.at_once))
        too_much = queue.used() - self.burst
        if queue.waiting >= self.waiting or too_much > 0:
            raise TooMuch(math.ceil(max(1, too_much / SHARE)))
        queue.waiting += 1
        try:
            async with queue.turn:
                return await self._run(queue, job) if is_wanted() else None
        finally:
            queue.waiting -= 1
            self._forget_idle()

    async def _run[T](self, queue: AddressQueue, job: Callable[[], T]) -> T:
        """Charge the time that the job takes, not the time that it waits for others."""

        spent = 0.0

        def timed() -> T:
            nonlocal spent
            began, _waited.seconds = time.monotonic(), 0.0
            try:
                return job()
            finally:
                spent = time.monotonic() - began - _waited.seconds

        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, Context().run, timed)
        finally:
            queue.charge(spent)

    def _forget_idle(self) -> None:
        """Drop the queues of addresses that used nothing lately; checked only while there are many."""
        if len(self._queues) > 1_000:
            self._queues = {name: queue for name, queue in self._queues.items() if queue.waiting or queue.used()}


def dear[View: Callable[..., Any]](*fields: str) -> Callable[[View], View]:
    """Run this view on the threads for expensive ones; with `fields`, only if the query string holds one of them.

    It must be the outermost decorator.
    """

    def mark(view: View) -> View:
        view.turns, view.dear_with = "dear", fields  # type: ignore[attr-defined]
        return view

    return mark


def photo[View: Callable[..., Any]](view: View) -> View:
    """Run this view on the thread for photos. It must be the outermost decorator."""
    view.turns = "photos"  # type: ignore[attr-defined]
    return view


def home[View: Callable[..., Any]](view: View) -> View:
    """Run this view on the threads for home pages. It must be the outermost decorator."""
    view.turns = "homes"  # type: ignore[attr-defined]
    return view


def mails[View: Callable[..., Any]](view: View) -> View:
    """Run forms of this view on the threads that may wait for a mail server. It must be the outermost decorator."""
    view.turns = "mails"  # type: ignore[attr-defined]
    return view


def turns_of(scope: Mapping[str, Any]) -> str | None:
    """Return the threads that the view at this address runs on: "dear", "photos", "homes", "mails" or None."""
    try:
        view = resolve(scope["path"]).func
    except Resolver404:
        return None
    fields = getattr(view, "dear_with", ())
    if fields and parse_qs(scope["query_string"].decode("latin1")).keys().isdisjoint(fields):
        return None
    return getattr(view, "turns", None)
