"""A lab's ideas as rows for a spreadsheet: safe to open, the same from the command line and on the web."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from ideas.models import Idea
from labs.models import Lab, Visitor

HEADER = "id source source_id title support comments status neighbourhood created".split()
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a spreadsheet would calculate or run these


class _Line:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(lab: Lab) -> Iterator[str]:
    """RFC 4180, one line with its end at a time, oldest first, without what a visitor may not read. One query."""
    writer = csv.writer(_Line())
    yield writer.writerow(HEADER)
    ideas = Idea.objects.visible_to(Visitor(lab)).select_related("neighbourhood").order_by("pk")
    for idea in ideas.iterator():
        yield writer.writerow([safe(cell) for cell in _cells(idea)])


def safe(cell: Any) -> Any:
    """Text that begins like a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _cells(idea: Idea) -> list[Any]:
    village = idea.neighbourhood.name if idea.neighbourhood else ""
    created = timezone.localtime(idea.created_at).isoformat(timespec="seconds")
    support = idea.support_count + idea.ballot_count
    words = [idea.source, idea.source_id, idea.title]
    return [idea.pk, *words, support, idea.comment_count, idea.status, village, created]
