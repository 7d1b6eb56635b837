"""The parts of a followed thing's pages. Each app declares its parts once, in its `parts.py`.

Topics send the parts, hiding and erasing give them a new revision, and a test compares them with the pages.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.db.models import F, Model
from django.db.models.expressions import Combinable

from realtime.topics import Part

NAMES = "names_revision"  # only the worker changes it, after a name changed (realtime/names.py)


class PartKind(NamedTuple):
    """One part: the element with id `name-pk`, in these views of the topic.

    `columns` of the thing store the revision at which this part last changed; the largest one counts.
    """

    name: str
    template: str
    columns: tuple[str, ...]
    views: tuple[str, ...] = ("page",)

    def revision(self, thing: Model) -> int:
        return newest(thing, self.columns)

    def part(self, thing: Model, render: Callable[[], str], at: int | None = None) -> Part:
        return Part(f"{self.name}-{thing.pk}", self.revision(thing), render, at)


type Kinds = Mapping[str, tuple[PartKind, ...]]
"""All parts that a topic can send, by view."""


def newest(thing: Model, columns: tuple[str, ...]) -> int:
    return max([getattr(thing, column) for column in columns])


def in_view(kinds: Iterable[PartKind], view: str) -> tuple[PartKind, ...]:
    return tuple(kind for kind in kinds if view in kind.views)


def anew(kinds: Iterable[PartKind]) -> dict[str, Combinable]:
    """Return the values for `Followed.advance` that give all these parts a new revision."""
    return dict.fromkeys(_own_columns(kinds), F("revision") + 1)


def at_first(kinds: Iterable[PartKind]) -> dict[str, int]:
    """Return the first values for a new thing: revision 1, and 1 for each of its parts."""
    return dict.fromkeys(["revision", *_own_columns(kinds)], 1)


def _own_columns(kinds: Iterable[PartKind]) -> list[str]:
    """Return the columns that verbs of the thing change."""
    return sorted({column for kind in kinds for column in kind.columns} - {NAMES})
