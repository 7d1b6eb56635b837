"""Results and exceptions of an idea's verbs."""

from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied

SAME_WORDS_WITHIN = timedelta(minutes=10)  # after that, equal words count as new


class IdeaClosed(PermissionDenied):
    """The idea no longer accepts this. If only the lock shows that, the response is 403; nothing is written."""


class AnswerOwed(IdeaClosed):
    """An answer is owed since: what the municipality says comes with that answer."""


class Moved(Exception):
    """Somebody else changed this since it was read: nothing is written, and the form keeps the typed text."""


class Repeat[T](NamedTuple):
    """The result of a form; `is_new` is False if the same form was sent before."""

    thing: T
    is_new: bool


class SaidBefore[T](Exception):
    """The same was sent before: everything rolls back, and `first` is the result."""

    def __init__(self, first: T) -> None:
        self.first = first
