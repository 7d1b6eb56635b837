"""Results and exceptions of an idea's verbs."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext

SAME_WORDS_WITHIN = timedelta(minutes=10)  # after that, equal words count as new


class IdeaClosed(PermissionDenied):
    """The idea no longer accepts this. If only the lock shows that, the response is 403; nothing is written."""


class TalkClosed(IdeaClosed):
    """A moderator closed the conversation: nobody comments. The form keeps what was typed."""


class AnswerOwed(IdeaClosed):
    """An answer is owed since: what the municipality says comes with that answer."""


class TooSoon(Exception):
    """This person must wait with the next comment. `again_at`: the first whole minute at which it is accepted."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(again_at)
        self.again_at = timezone.localtime(again_at + timedelta(minutes=1)).replace(second=0, microsecond=0)

    @property
    def words(self) -> str:
        """A sentence for the form that keeps what was typed."""
        words = gettext(
            "Everybody comments here once an hour now. Your text is still here. Send it from %(hour)s:%(minute)s on."
        )
        return words % {"hour": self.again_at.hour, "minute": f"{self.again_at.minute:02}"}


class LooksFirst(Exception):
    """Somebody looks at this comment before others read it: see waiting.py."""


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
