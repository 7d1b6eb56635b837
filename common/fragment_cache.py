"""The fragment cache: rendered pieces of a page, kept while the data they are rendered from is the same."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class FragmentCache:
    """The rendered fragments of this process, by all data they show; the least recently used one is dropped first."""

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self._drawn: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._most = most

    def get(self, key: Hashable) -> SafeString | None:
        with self._lock:
            drawn = self._drawn.get(key)
            if drawn is not None:
                self._drawn.move_to_end(key)
            return drawn

    def get_or_render(self, key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        """Return the cached fragment, or render it with `draw`; no lock is held while `draw` runs."""
        drawn = self.get(key)
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
    """Return the values of all columns. Raises KeyError for a deferred column."""
    values = (thing.__dict__[field.attname] for field in thing._meta.concrete_fields)
    return tuple(repr(value) if isinstance(value, dict) else value for value in values)


def reading() -> tuple[Any, ...]:
    """Return the language and the day: words such as "late", or the year of a date, can change at midnight."""
    return get_language(), timezone.localdate()
