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


class Answer[T](NamedTuple):
    app: str
    key: Hashable
    answer: T


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
        self._answers: dict[Hashable, Answer[T]] = {}
        POINTS[name] = self

    def join(self, app: str, *answers: T) -> None:
        """Add the answer of `app`; call this in its `AppConfig.ready`. Raises AlreadyJoined, and then adds nothing."""
        joined = dict(self._answers)  # a new list: another thread may be reading the old one
        for answer in answers:
            key: Hashable = self._key(answer) if self._key else answer
            if key in joined:
                raise AlreadyJoined(f"{self.name}: {app} joins {key}, and {joined[key].app} did")
            joined[key] = Answer(app, key, answer)
        self._answers = joined

    def __iter__(self) -> Iterator[T]:
        return (joined.answer for joined in self._answers.values())

    def __len__(self) -> int:
        return len(self._answers)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._answers

    def find(self, key: Hashable) -> T | None:
        """Return the answer with this key, or None."""
        joined = self._answers.get(key)
        return joined.answer if joined else None

    def answers(self) -> list[Answer[T]]:
        """Return each answer, with its key and the app that gave it."""
        return list(self._answers.values())

    @contextmanager
    def only(self, *answers: T) -> Iterator[None]:
        """For tests: replace the answers until the block ends."""
        before, self._answers = self._answers, {}
        try:
            self.join("tests", *answers)
            yield
        finally:
            self._answers = before

    @contextmanager
    def also(self, *answers: T) -> Iterator[None]:
        """For tests: add these answers until the block ends."""
        before = self._answers
        try:
            self.join("tests", *answers)
            yield
        finally:
            self._answers = before


def where(answer: Any) -> str:
    """Return the path of a function or class, like "events.chores.erase_old_details"."""
    return f"{answer.__module__}.{answer.__qualname__}"
