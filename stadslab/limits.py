"""How often someone may do something. Counted in memory, or in Redis where there are more processes."""

import logging
import threading
import time
from functools import cache

import redis  # noqa: F401  whole before any thread counts: `limits` takes a half imported one for a version 0.0.0
from django.conf import settings
from limits import parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import RateLimiter, SlidingWindowCounterRateLimiter

log = logging.getLogger(__name__)

RATES = {
    "idea": "10 per hour",
    "comment": "30 per 10 minutes",
    "support": "120 per minute",
    "photo": "30 per hour",
    "behalf": "60 per hour",
    "claim": "10 per hour",
    "gathering": "30 per hour",
    "sign_up": "60 per minute",
    "entry": "100 per hour",
    "name": "5 per hour",
}
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
    global _rests_until, _rest
    if time.monotonic() < _rests_until:
        return True
    try:
        is_allowed = _counter().hit(parse(RATES[what]), what, *map(str, who))
    except Exception as error:  # noqa: BLE001  whatever Redis does: a limit must never stop a neighbour
        _rests_until = time.monotonic() + _rest
        log.warning("limits rest %s s: %r", _rest, error)
        _rest = min(2 * _rest, LONGEST_REST)
        return True
    _rest = REST_SECONDS
    return is_allowed


def forget() -> None:
    """Start counting anew; for tests."""
    _counter.cache_clear()


@cache
def _counter() -> RateLimiter:
    if not settings.REDIS_URL:
        memory = MemoryStorage()
        memory.timer = Sweep(SWEEP_SECONDS, memory.timer.function)
        return SlidingWindowCounterRateLimiter(memory)
    patience = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    return SlidingWindowCounterRateLimiter(storage_from_string(settings.REDIS_URL, **patience))


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
