"""A lab's ideas as rows for a spreadsheet: safe to open, the same from the command line and on the web."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils import timezone

from ideas.models import Idea
from labs.models import Lab, Visitor
from stadslab.spreadsheet import lines

HEADER = "id source source_id title support comments status neighbourhood created".split()


def csv_lines(lab: Lab) -> Iterator[str]:
    """One line with its end at a time, oldest first, without what a visitor may not read. One query."""
    ideas = Idea.objects.visible_to(Visitor(lab)).select_related("neighbourhood").order_by("pk")
    return lines(chain([HEADER], map(_cells, ideas.iterator())))


def _cells(idea: Idea) -> list[Any]:
    village = idea.neighbourhood.name if idea.neighbourhood else ""
    created = timezone.localtime(idea.created_at).isoformat(timespec="seconds")
    support = idea.support_count + idea.ballot_count
    words = [idea.source, idea.source_id, idea.title]
    return [idea.pk, *words, support, idea.comment_count, idea.status, village, created]
