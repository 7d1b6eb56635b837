"""What waits for the staff of a lab, of every kind, by date: for the desk and for its counts.

All of it is read as light keys, sorted, and only the rows of one page are loaded: the same number of queries for five
things and for five hundred.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise

from common.joins import ExtensionPoint
from labs.models import Membership

SOON = timedelta(days=7)
MINE, TEAM, ALL = "mij", "team", "alles"  # in addresses


class Key(NamedTuple):
    """One thing that waits: by which day, and for whom. `is_mine` also when this member stands in for somebody.

    `is_held`: a colleague works on it, so it doesn't wait for the rest of their team. `is_promised`: by that day;
    otherwise it is the day on which somebody asked it, and it is never late. `is_first`: on top, whatever the day.
    """

    day: date
    kind: str
    pk: int
    is_mine: bool = False
    is_of_team: bool = False
    is_held: bool = False
    is_promised: bool = True
    is_first: bool = False

    @property
    def is_late(self) -> bool:
        return self.is_promised and self.day < timezone.localdate()

    @property
    def is_soon(self) -> bool:
        return self.is_promised and not self.is_late and self.day <= timezone.localdate() + SOON


class Act(NamedTuple):
    """What to do next: a link, or with `is_press` a button that posts."""

    words: Promise | str
    address: str
    is_press: bool = False
    is_first: bool = False  # the one that helps most


class Row(NamedTuple):
    """A row of the desk. `about` and `who` are texts; `pick`: its value in a form for several rows, or empty."""

    key: Key
    title: str
    address: str
    about: str
    who: str
    acts: list[Act]
    pick: str = ""
    support: int | None = None

    @property
    def follow(self) -> Act | None:
        """The first act that is a link: a mail has no buttons."""
        return next((act for act in self.acts if not act.is_press), None)


class Waiting(NamedTuple):
    """A kind of thing that waits. `keys` is one query or two, and so is `rows`, for any number of things."""

    name: str  # in addresses
    words: Promise  # of its filter
    keys: Callable[[Membership], Iterable[Key]]
    rows: Callable[[Membership, list[Key]], Iterable[Row]]


WAITING: ExtensionPoint[Waiting] = ExtensionPoint(
    "answers.desk.WAITING",
    "The kinds of things that wait for the staff of a lab, on their desk. The app that has such a thing advances the"
    " lab, or calls `answers.models.work.desk_changed`, when one comes or goes.",
    key=lambda kind: kind.name,
)


class Work:
    """All that waits for `member` and their colleagues."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        found = (key for kind in WAITING for key in kind.keys(member))
        self.keys = sorted(found, key=lambda key: (not key.is_first, key))

    def of(self, whose: str, kind: str = "") -> list[Key]:
        """Return what waits for me, for my team (and so for me too), or for everybody; of one kind, or of all."""
        return [key for key in self.keys if _is_of(key, whose) and kind in ("", key.kind)]

    def to_do(self) -> list[Key]:
        """Return what waits for me, and what nobody of my team works on yet."""
        return [key for key in self.keys if key.is_mine or (key.is_of_team and not key.is_held)]

    def rows(self, keys: list[Key]) -> list[Row]:
        """Load the rows of these keys, in their order. What went meanwhile is left out."""
        found: dict[Key, Row] = {}
        for kind in WAITING:
            wanted = [key for key in keys if key.kind == kind.name]
            found |= {row.key: row for row in kind.rows(self.member, wanted)} if wanted else {}
        return [found[key] for key in keys if key in found]


def _is_of(key: Key, whose: str) -> bool:
    return whose == ALL or key.is_mine or (whose == TEAM and key.is_of_team)
