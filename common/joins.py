"""Where an app shows or asks what only apps above it know, though it can't import them.

The lower app declares an `ExtensionPoint` beside the code that asks. Each higher app joins it in its `apps.py`, and
nowhere else. `manage.py joins` prints every point and who joined it. Why no signals: docs/decisions/0048.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

POINTS: "dict[str, ExtensionPoint[Any]]" = {}  # all that were declared, by name


class AlreadyJoined(ValueError):
    """Two answers that are the same, or two points of one name."""


class Answer[T](NamedTuple):
    app: str
    key: Hashable
    answer: T


class ExtensionPoint[T]:
    """A question of a lower app, and the answers of those that joined, in the order of INSTALLED_APPS: lower first.

    `name` is where the point stands, like "places.models.use.USED_BY"; `asks` says what it is for. Answers with the
    same `key` are refused; without a `key` each is its own. The answers may be read in any thread.
    """

    def __init__(self, name: str, asks: str, key: Callable[[T], Hashable] | None = None) -> None:
        if name in POINTS:
            raise AlreadyJoined(f"Two points are called {name}")
        self.name, self.asks = name, asks
        self._key = key
        self._answers: dict[Hashable, Answer[T]] = {}
        POINTS[name] = self

    def join(self, app: str, *answers: T) -> None:
        """Add what `app` answers, in its `AppConfig.ready`. Raises AlreadyJoined, and nothing is added."""
        joined = dict(self._answers)  # a new one: another thread may be reading what was there
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
        """For tests: these alone, until the block ends."""
        before, self._answers = self._answers, {}
        try:
            self.join("tests", *answers)
            yield
        finally:
            self._answers = before

    @contextmanager
    def also(self, *answers: T) -> Iterator[None]:
        """For tests: these too, until the block ends."""
        before = self._answers
        try:
            self.join("tests", *answers)
            yield
        finally:
            self._answers = before


def where(answer: Any) -> str:
    """Say where a function or a class stands, like "events.chores.erase_old_details"."""
    return f"{answer.__module__}.{answer.__qualname__}"
