"""What the verbs of an idea give back, and what they raise."""

from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied

SAME_WORDS_WITHIN = timedelta(minutes=10)  # after each other: the same thing, sent twice


class IdeaClosed(PermissionDenied):
    """This idea no longer takes what was sent: a lost race answers 403, and nothing is written."""


class Moved(Exception):
    """Someone else changed this since it was read: nothing is written, and what was typed is still there."""


class Repeat[T](NamedTuple):
    """The result of sending something; `is_new` is False when the same was sent before, and gave this."""

    thing: T
    is_new: bool


class SaidBefore[T](Exception):
    """Sent before: everything rolls back, and `first` is the answer."""

    def __init__(self, first: T) -> None:
        self.first = first
