"""What can be followed. Each app describes its things in `topics.py`, and joins them to TOPICS in `apps.py`."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from common.joins import ExtensionPoint
from realtime.models import Epoch, Followed
from realtime.tickets import Who

Wish = tuple[Who, int]
"""Who wants to follow which thing (its id). A page has a wish of its user or visitor, of that user as `Proved` if
their session is, and of its ticket if it has one. What only staff may follow is for Proved."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of page: one root element whose `id` is `key` and whose `data-revision` is `revision`.

    `render` is called with the reader's language active, on a thread of the hub; its words are kept by (view, key,
    revision, language), so whoever changes what a part shows gives it the new revision. `at` is the revision of the
    followed thing when it changed, where the part counts otherwise: an idea's card in the list of a lab.
    """

    key: str
    revision: int
    render: Callable[[], str]
    at: int | None = None

    @property
    def moved_at(self) -> int:
        return self.revision if self.at is None else self.at


class Topic(Protocol):
    """A kind of thing that can be followed. All methods are called on threads of the hub, never in a request."""

    name: str
    views: tuple[str, ...]

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        """Return the revision of each thing that is there. One indexed query, asked every second."""

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Return the wishes that are allowed now. A few queries for all; asked at each follow and every 5 s."""

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        """Return what changed since `after`, as every follower may see it, older first. None: too much, reset."""


TOPICS: ExtensionPoint[Topic] = ExtensionPoint(
    "realtime.topics.TOPICS", "The kinds of things that pages can follow, as `name-id`.", key=lambda topic: topic.name
)
_NAME = re.compile(r"([a-z][a-z_]{0,30})-([1-9][0-9]{0,17})")


def find(name: str) -> tuple[Topic, int] | None:
    """Return the kind and the id of `idea-42`, or None when there is no such kind."""
    match = _NAME.fullmatch(name)
    topic = TOPICS.find(match[1]) if match else None
    return (topic, int(match[2])) if match and topic else None


def cursor(followed: Followed, head: int | None = None) -> str:
    """Return the opaque `data-after` of a page. Read the thing BEFORE the state that the page shows.

    `head`: the head of the topic, if the topic doesn't use the revision of the thing.
    """
    return f"{Epoch.current()}.{followed.revision if head is None else head}"
