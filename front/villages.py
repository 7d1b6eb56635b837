"""The villages of a lab, on its home: where something is going on, and where nothing is yet."""

from typing import Any, NamedTuple

from django.db.models import OuterRef

from front.counting import CountUpTo
from ideas.models import Idea
from labs.models import Lab

SHOWN = 24
MOST = 1000  # ideas that are counted in one; beyond it the page says "more than"


class Village(NamedTuple):
    """Where so many ideas are; `are_more`: they were counted no further."""

    pk: int
    name: str
    idea_count: int
    are_more: bool


def villages_of(lab: Lab) -> dict[str, Any]:
    """Those with most ideas first. One query, and no outlines."""
    count = CountUpTo(Idea.objects.shown().filter(neighbourhood=OuterRef("pk")), MOST)
    rows = lab.neighbourhoods.defer("outline").annotate(idea_count=count).order_by("-idea_count", "name")
    found = [Village(row.pk, row.name, min(row.idea_count, MOST), row.idea_count > MOST) for row in rows]
    lively = [village for village in found if village.idea_count]
    quiet = [village for village in found if not village.idea_count]
    return {
        "villages": lively[:SHOWN],
        "quiet_villages": quiet[:SHOWN],
        "has_more_villages": max(len(lively), len(quiet)) > SHOWN,
        "attributed": any(row.code for row in rows),
    }
