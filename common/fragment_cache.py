"""Pieces of a page that were drawn before, kept while what they are drawn from is the same."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Shelf:
    """What this process has drawn, by all that it was drawn from; the least asked for goes first."""

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self._drawn: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._most = most

    def take(self, key: Hashable) -> SafeString | None:
        with self._lock:
            drawn = self._drawn.get(key)
            if drawn is not None:
                self._drawn.move_to_end(key)
            return drawn

    def drawn(self, key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        """What stands there; else `draw` makes it, without holding up others."""
        drawn = self.take(key)
        if drawn is None:
            drawn = draw()
            with self._lock:
                self._drawn[key] = drawn
                if len(self._drawn) > self._most:
                    self._drawn.popitem(last=False)
        return drawn

    def clear(self) -> None:
        with self._lock:
            self._drawn.clear()


def row(thing: Model) -> tuple[Any, ...]:
    """All its columns. Raises KeyError for one that was left in the database."""
    values = (thing.__dict__[field.attname] for field in thing._meta.concrete_fields)
    return tuple(repr(value) if isinstance(value, dict) else value for value in values)


def reading() -> tuple[Any, ...]:
    """The language, and the day: what is late, or of another year, reads otherwise the day after."""
    return get_language(), timezone.localdate()
