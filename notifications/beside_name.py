"""The counter beside a person's name, on every page."""

from typing import NamedTuple

from accounts.decorators import PersonRequest
from notifications.models import inbox_of
from realtime.topics import cursor


class Counter(NamedTuple):
    """All that the header shows of an inbox."""

    pk: int
    revision: int
    unread: int
    cursor: str


def counter(request: PersonRequest) -> Counter:
    """Return the counter of the reader. One query, and one more if there may be something to read."""
    inbox = inbox_of(request.user)
    return Counter(inbox.pk, inbox.revision, inbox.unread, cursor(inbox))
