"""A lab's ideas as CSV: safe to open, the same from the command line and on the web."""

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from itertools import chain
from typing import NamedTuple

from django.db.models import Count, Expression, Max, Sum
from django.utils import timezone

from common.csv import lines
from common.joins import ExtensionPoint
from ideas.models import Idea
from ideas.models.finding import IdeaQuerySet
from labs.models import Lab, Visitor
from realtime.models import Epoch

HEADER = "id source source_id title support comments status neighbourhood created".split()
FIELDS = "pk source source_id title support_count ballot_count comment_count status neighbourhood__name created_at"


class Column(NamedTuple):
    """A column of a higher app: its value for an idea, and a version of what else its values in a lab depend on."""

    name: str
    value: Expression
    version: Callable[[Lab], object]


COLUMNS: ExtensionPoint[Column] = ExtensionPoint(
    "ideas.export.COLUMNS", "Columns in the file of a lab's ideas.", lambda column: column.name
)


def csv_lines(lab: Lab) -> Iterator[str]:
    """Yield one CSV line at a time, oldest idea first, with only what a visitor may read. One query."""
    more, zone = {column.name: column.value for column in COLUMNS}, timezone.get_current_timezone()
    ideas = _public(lab).annotate(**more).order_by("pk").values_list(*FIELDS.split(), *more)
    return lines(chain([[*HEADER, *more]], (_cells(zone, *idea) for idea in ideas.iterator())))


def csv_version(lab: Lab) -> str:
    """Return a version of csv_lines' content: it changes when any of it changes.

    Revisions only grow within an epoch; a deleted row changes the number of rows, and a new one the largest id. Three
    queries, and one for each column that joined; one reads all rows of the lab.
    """
    sums = [Sum(name) for name in ("revision", "support_count", "ballot_count", "comment_count")]
    found = _public(lab).aggregate(Count("pk"), Max("pk"), *sums)
    villages = lab.neighbourhoods.order_by("pk").values_list("pk", "name")
    more = [column.version(lab) for column in COLUMNS]
    return f"{Epoch.read()} {sorted(found.items())} {list(villages)} {more}"


def _public(lab: Lab) -> IdeaQuerySet:
    return Idea.objects.visible_to(Visitor(lab))


def _cells(
    zone: tzinfo,
    pk: int,
    source: str,
    source_id: str,
    title: str,
    support: int,
    ballots: int,
    comments: int,
    status: str,
    village: str | None,
    created: datetime,
    *more: object,
) -> list[object]:
    at = created.astimezone(zone).isoformat(timespec="seconds")
    return [pk, source, source_id, title, support + ballots, comments, status, village, at, *more]
