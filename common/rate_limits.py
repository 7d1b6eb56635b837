"""How often someone may do something. Counted in memory, or in Redis where there are more processes."""

import logging
import math
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import redis  # noqa: F401  whole before any thread counts: `limits` takes a half imported one for a version 0.0.0
from django.conf import settings
from limits import parse_many
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter

log = logging.getLogger(__name__)

RATES = {
    "idea": "10 per hour",
    "comment": "30 per 10 minutes",
    "support": "120 per minute",
    "photo": "30 per hour",
    "photo_here": "300 per hour",  # of an address, from people who aren't signed in yet: a hall of sixty is one
    "behalf": "60 per hour",
    "claim": "10 per hour",
    "gathering": "30 per hour",
    "sign_up": "60 per minute",
    "entry": "100 per hour",
    "name": "5 per hour",
    # Signing in: docs/decisions/0035
    "code_here": "300 per minute",
    "code_asker": "5 per 15 minutes; 10 per day",
    "code_spare": "4 per hour",
    "wrong_code": "100 per 15 minutes; 500 per day",
}
TOLD = frozenset({"code_here", "code_asker", "code_spare", "wrong_code"})  # whose end we tell, so each time is kept
REDIS_SECONDS = 0.1
REST_SECONDS = 5.0
LONGEST_REST = 60.0
SWEEP_SECONDS = 60.0
_rests_until = 0.0
_rest = REST_SECONDS


class TooOften(Exception):
    """One too many: what was done in this transaction must be undone."""


def charge(what: str, *who: object) -> None:
    """Count one `what` inside the transaction that did it, so that only what is new counts. Raises TooOften.

    Sending the same again, fifty times at once too, costs nothing and has the answer of the first. Redis may hold the
    transaction up for REDIS_SECONDS, once in REST_SECONDS, and half as often each time after that.
    """
    if not allow(what, *who):
        raise TooOften


def allow(what: str, *who: object) -> bool:
    """Count one `what` of RATES for `who`; False when it is one too many. Redis out of reach: all is allowed."""
    rates = parse_many(RATES[what])
    return bool(_ask(lambda: all(_counter_of(what).hit(rate, what, *map(str, who)) for rate in rates), True))


def wait(what: str, *who: object) -> int:
    """Return the seconds until one more `what` of TOLD is allowed, rounded up; 0 when it is now. Counts nothing."""
    rates = parse_many(RATES[what])
    return int(_ask(lambda: max(_seconds_left(what, rate, *map(str, who)) for rate in rates), 0))


def forgive(what: str, *who: object) -> None:
    """Forget what was counted of `what` for `who`: it came to nothing."""
    rates = parse_many(RATES[what])

    def clear() -> None:
        for rate in rates:
            _counter_of(what).clear(rate, what, *map(str, who))

    _ask(clear, None)


def _seconds_left(what: str, rate: Any, *who: str) -> int:
    ends_at, remaining = _counter_of(what).get_window_stats(rate, what, *who)
    return 0 if remaining > 0 else max(0, math.ceil(ends_at - time.time()))


def _ask[T](question: Callable[[], T], otherwise: T) -> T:
    """Return what the counts say; `otherwise` while Redis is out of reach."""
    global _rests_until, _rest
    if time.monotonic() < _rests_until:
        return otherwise
    try:
        answer = question()
    except Exception as error:  # noqa: BLE001  whatever Redis does: a limit must never stop a neighbour
        _rests_until = time.monotonic() + _rest
        log.warning("limits rest %s s: %r", _rest, error)
        _rest = min(2 * _rest, LONGEST_REST)
        return otherwise
    _rest = REST_SECONDS
    return answer


def forget() -> None:
    """Start counting anew; for tests."""
    _counter.cache_clear()
    _storage.cache_clear()


def _counter_of(what: str) -> RateLimiter:
    return _counter(MovingWindowRateLimiter if what in TOLD else SlidingWindowCounterRateLimiter)


@cache
def _counter(kind: type[RateLimiter] = SlidingWindowCounterRateLimiter) -> RateLimiter:
    return kind(_storage())


@cache
def _storage() -> Any:
    if not settings.REDIS_URL:
        memory = MemoryStorage()
        memory.timer = Sweep(SWEEP_SECONDS, memory.timer.function)
        return memory
    patience = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    return storage_from_string(settings.REDIS_URL, **patience)


class Sweep(threading.Timer):
    """Forgets what ran out as part of counting, every `interval` seconds; it is never started.

    The memory of `limits` starts a thread for that at each count, and waits for it: in our transaction, with the row
    that three hundred others want. It leaves that when its timer says that it is alive.
    """

    swept_at = 0.0

    def is_alive(self) -> bool:
        now = time.monotonic()
        if now >= self.swept_at + self.interval:
            self.swept_at = now
            self.function()
        return True
