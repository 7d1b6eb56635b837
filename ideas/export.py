"""A lab's ideas as CSV: safe to open, the same from the command line and on the web."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import chain

from django.db.models import Count, Max, Sum
from django.utils import timezone

from common.csv import lines
from ideas.models import Idea
from ideas.models.finding import IdeaQuerySet
from labs.models import Lab, Visitor
from realtime.models import Epoch

HEADER = "id source source_id title support comments status neighbourhood created".split()
FIELDS = "pk source source_id title support_count ballot_count comment_count status neighbourhood__name created_at"


def csv_lines(lab: Lab) -> Iterator[str]:
    """Yield one CSV line at a time, oldest idea first, with only what a visitor may read. One query."""
    ideas, zone = _public(lab).order_by("pk").values_list(*FIELDS.split()), timezone.get_current_timezone()
    return lines(chain([HEADER], (_cells(zone, *idea) for idea in ideas.iterator())))


def csv_version(lab: Lab) -> str:
    """Return a version of csv_lines' content: it changes when any of it changes.

    Revisions only grow within an epoch; a deleted row changes the number of rows, and a new one the largest id. Three
    queries; one reads all rows of the lab.
    """
    sums = [Sum(name) for name in ("revision", "support_count", "ballot_count", "comment_count")]
    found = _public(lab).aggregate(Count("pk"), Max("pk"), *sums)
    villages = lab.neighbourhoods.order_by("pk").values_list("pk", "name")
    return f"{Epoch.read()} {sorted(found.items())} {list(villages)}"


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
) -> list[object]:
    at = created.astimezone(zone).isoformat(timespec="seconds")
    return [pk, source, source_id, title, support + ballots, comments, status, village, at]
