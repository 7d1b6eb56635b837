"""Quotas: how often somebody may do something. Counted in memory, or in Redis when there are several processes."""

import logging
import math
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import redis  # noqa: F401  import it before any thread counts: `limits` reads a half imported one as version 0.0.0
from django.conf import settings
from django.utils.translation import gettext as _
from limits import parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter

from common.memory_counts import MemoryCounts

log = logging.getLogger(__name__)

RATES = {
    # What people post, so high that nobody who means well meets it: docs/decisions/0087
    "idea": "10 per hour; 30 per day",
    "comment": "30 per 10 minutes; 300 per day",
    "support": "120 per minute",
    "photo": "30 per hour",
    "photo_here": "300 per hour",  # per address, for signed-out people: sixty people in a hall share one address
    "behalf": "60 per hour",
    "claim": "10 per hour",
    "report": "20 per hour; 50 per day",
    "gathering": "30 per hour",
    "place": "30 per hour",
    "question": "10 per hour; 20 per day",
    "sign_up": "60 per minute",
    "entry": "100 per hour",
    "name": "5 per hour",
    # Signing in: docs/decisions/0035
    "code_here": "300 per minute",
    "code_asker": "5 per 15 minutes; 10 per day",
    "code_spare": "4 per hour",
    "wrong_code": "100 per 15 minutes; 500 per day",
    "factor": "5 per 15 minutes; 30 per day",  # wrong codes of the second factor, per person: docs/decisions/0070
    # The evening, per address: docs/decisions/0098
    "evening_code": "30 per hour",  # wrong codes
    "evening_word": "30 per hour",  # wrong personal words
    "screen_ask": "6 per 10 minutes",
    "walk_in": "1500 per hour",  # a hall shares one address
    "note": "120 per 10 minutes",  # per participant; one of them may type for a whole table
    "bring": "60 per 10 minutes",  # the same
}
TIMED = frozenset(
    {"code_here", "code_asker", "code_spare", "wrong_code", "factor", "evening_code", "evening_word"}
)  # the error says when they end
type Counter = RateLimiter | MemoryCounts
HOUR, DAY = 3600, 86_400  # seconds
REDIS_SECONDS = 0.1
REST_SECONDS = 5.0
LONGEST_REST = 60.0
_memory = MemoryCounts()
_rests_until = 0.0
_rest = REST_SECONDS


class TooOften(Exception):
    """The quota is used up; the current transaction must roll back. `seconds`: the length of the window it is full."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def words(self) -> str:
        """A sentence for the form that keeps what was typed."""
        if self.seconds == DAY:
            return _("That is a lot in a short time. Your text is still here. Send it again tomorrow.")
        if self.seconds == HOUR:
            return _("That is a lot in a short time. Your text is still here. Wait an hour, then send it again.")
        return _("That is a lot in a short time. Wait a few minutes, then send it again.")


def charge(what: str, *who: object) -> None:
    """Count one `what` inside the transaction that did it, so that only new actions count. Raises TooOften.

    A repeated request costs nothing and gets the response of the first one, even if it is sent fifty times at once.
    Redis may delay the transaction by REDIS_SECONDS, once in REST_SECONDS, and half as often each time after that.
    """
    if not allow(what, *who):
        raise TooOften(_full_window(what, *who))


def allow(what: str, *who: object) -> bool:
    """Count one `what` of RATES for `who`; return False when the quota is used up.

    While Redis is away all is allowed, but for TIMED: those hold who guesses, so each process counts them by itself.
    """
    rates, names = parse_many(RATES[what]), [what, *map(str, who)]

    def hit(counter: Counter) -> bool:
        return all(counter.hit(rate, *names) for rate in rates)

    return bool(_ask(lambda: hit(_counter_of(what)), lambda: what not in TIMED or hit(_memory)))


def wait(what: str, *who: object, times: int = 1) -> int:
    """Return the seconds (rounded up) until so many more `what` of TIMED are allowed; 0 when they are allowed now.

    Counts nothing.
    """
    rates, names = parse_many(RATES[what]), [what, *map(str, who)]

    def seconds(counter: Counter) -> int:
        return max(_seconds_left(counter, rate, *names, times=times) for rate in rates)

    return int(_ask(lambda: seconds(_counter_of(what)), lambda: seconds(_memory)))


def forgive(what: str, *who: object) -> None:
    """Remove the counts of `what` for `who`, because the action had no effect."""
    rates, names = parse_many(RATES[what]), [what, *map(str, who)]

    def clear(counter: Counter) -> None:
        for rate in rates:
            counter.clear(rate, *names)

    _ask(lambda: clear(_counter_of(what)), lambda: clear(_memory))


def _seconds_left(counter: Counter, rate: Any, *names: str, times: int) -> int:
    ends_at, remaining = counter.get_window_stats(rate, *names)
    return 0 if remaining >= times else max(0, math.ceil(ends_at - time.time()))


def _full_window(what: str, *who: object) -> int:
    """Return the seconds of the longest window of `what` that is used up; 0 when none is known."""
    names = [what, *map(str, who)]

    def longest() -> int:
        full = [rate for rate in parse_many(RATES[what]) if _counter_of(what).get_window_stats(rate, *names)[1] <= 0]
        return max((rate.get_expiry() for rate in full), default=0)

    return int(_ask(longest, lambda: 0))


def _ask[T](question: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """Return the result of `question`, or that of `otherwise` while Redis can't be reached."""
    global _rests_until, _rest
    if time.monotonic() < _rests_until:
        return otherwise()
    try:
        answer = question()
    except Exception as error:  # noqa: BLE001  whatever Redis raises: a quota must never stop a neighbour
        _rests_until = time.monotonic() + _rest
        log.warning("limits rest %s s: %r", _rest, error)
        _rest = min(2 * _rest, LONGEST_REST)
        return otherwise()
    _rest = REST_SECONDS
    return answer


def forget() -> None:
    """Reset all counts; for tests."""
    _memory.clear_all()
    _counter.cache_clear()
    _storage.cache_clear()


def _counter_of(what: str) -> Counter:
    return _counter(MovingWindowRateLimiter if what in TIMED else SlidingWindowCounterRateLimiter)


@cache
def _counter(kind: type[RateLimiter]) -> Counter:
    return kind(_storage()) if settings.REDIS_URL else _memory


@cache
def _storage() -> Any:
    patience = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    return storage_from_string(settings.REDIS_URL, **patience)
