"""Extension points: a lower app shows or asks what only higher apps know, and it can't import them.

The lower app declares an `ExtensionPoint` beside the code that asks. Each higher app joins it in its `apps.py`, and
nowhere else. `manage.py joins` prints every point and the apps that joined it. Why we use no signals:
docs/decisions/0048.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

POINTS: "dict[str, ExtensionPoint[Any]]" = {}  # all declared points, by name


class AlreadyJoined(ValueError):
    """Two equal answers, or two points with one name."""


class Joined[T](NamedTuple):
    app: str
    key: Hashable
    value: T


class ExtensionPoint[T]:
    """A question of a lower app, with the answers of the apps that joined.

    The answers are in the order of INSTALLED_APPS, lower apps first. `name` says where the point is, like
    "places.models.use.USED_BY"; `asks` says its purpose. Two answers with the same `key` are refused; without a `key`
    each answer counts as different. Any thread may read the answers.
    """

    def __init__(self, name: str, asks: str, key: Callable[[T], Hashable] | None = None) -> None:
        if name in POINTS:
            raise AlreadyJoined(f"Two points are called {name}")
        self.name, self.asks = name, asks
        self._key = key
        self._joined: dict[Hashable, Joined[T]] = {}
        POINTS[name] = self

    def join(self, app: str, *values: T) -> None:
        """Add the answer of `app`; call this in its `AppConfig.ready`. Raises AlreadyJoined, and then adds nothing."""
        joined = dict(self._joined)  # a new list: another thread may be reading the old one
        for value in values:
            key: Hashable = self._key(value) if self._key else value
            if key in joined:
                raise AlreadyJoined(f"{self.name}: {app} joins {key}, and {joined[key].app} did")
            joined[key] = Joined(app, key, value)
        self._joined = joined

    def __iter__(self) -> Iterator[T]:
        return (joined.value for joined in self._joined.values())

    def __len__(self) -> int:
        return len(self._joined)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._joined

    def find(self, key: Hashable) -> T | None:
        """Return the answer with this key, or None."""
        joined = self._joined.get(key)
        return joined.value if joined else None

    def joined(self) -> list[Joined[T]]:
        """Return everything that joined: the value, its key, and the app that gave it."""
        return list(self._joined.values())

    @contextmanager
    def only(self, *values: T) -> Iterator[None]:
        """For tests: replace the answers until the block ends."""
        before, self._joined = self._joined, {}
        try:
            self.join("tests", *values)
            yield
        finally:
            self._joined = before

    @contextmanager
    def also(self, *values: T) -> Iterator[None]:
        """For tests: add these answers until the block ends."""
        before = self._joined
        try:
            self.join("tests", *values)
            yield
        finally:
            self._joined = before


def where(value: Any) -> str:
    """Return the path of a function or class, like "events.chores.erase_old_details"."""
    return f"{value.__module__}.{value.__qualname__}"
