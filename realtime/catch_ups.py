"""A cache of catch-ups, the changes that a reader missed: while nothing changes, the next reader costs no query."""

from collections import OrderedDict
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from realtime import limits
from realtime.fragments import Found

Key = tuple[str, str]
"""The name of a thing, and the view."""


class CatchUp(NamedTuple):
    """All changes since `after` up to `head`. A cursor at or before `too_old` can't catch up."""

    head: int
    day: date
    after: int
    found: Found
    too_old: int

    @property
    def size(self) -> int:
        return sum(fragment.size + 200 for fragments in self.found.values() for fragment in fragments)


class CatchUps:
    """The newest catch-up per view of a thing; the least recently used one is dropped first.

    It is valid for one day: words such as "late", or the year of a date, can change at midnight.
    """

    def __init__(self, most_bytes: int = limits.CATCH_UPS_BYTES) -> None:
        self._kept: OrderedDict[Key, CatchUp] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes

    def of(self, key: Key, head: int) -> CatchUp:
        """Return the cached catch-up that ends at `head`, or an empty one."""
        kept = self._kept.get(key)
        if kept is None or kept.head != head or kept.day != timezone.localdate():
            return CatchUp(head, timezone.localdate(), head, {}, -1)
        self._kept.move_to_end(key)
        return kept

    def keep(self, key: Key, catch_up: CatchUp) -> None:
        self._drop(key)
        self._kept[key] = catch_up
        self._bytes += catch_up.size + 500  # Python's overhead
        while self._bytes > self._most_bytes:
            self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """Drop all catch-ups, after a restore or a new epoch."""
        self._kept.clear()
        self._bytes = 0

    def _drop(self, key: Key) -> None:
        if key in self._kept:
            self._bytes -= self._kept.pop(key).size + 500
