"""The news of a lab: the last event of each idea, and a chart of daily activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from ideas.models import Comment, Idea, StatusChange
from ideas.words import FIGURES_FROM, status_words
from labs.models import Lab, Membership, Voice

SHOWN = 5
LOOKED_AT = 30  # rows to read; a long talk about one idea is one event
DAYS, MOST_A_DAY = 14, 300
WIDE, HIGH = 280, 100


# Each day comes with its bounds, because it is a day in local time. Each count stops at its LIMIT. SQLite joins a
# CROSS JOIN in the written order, and uses a partial index only if its conditions are written literally.
BY_DAY = """
WITH days (number, begins, ends) AS (VALUES %(days)s)
SELECT number, (
    SELECT COUNT(*) FROM (
        SELECT 1 FROM ideas_idea
        WHERE lab_id = %%s AND is_hidden = %(no)s AND source = '' AND created_at >= begins AND created_at < ends
        LIMIT %%s
    ) AS ideas
), (
    SELECT COUNT(*) FROM (
        SELECT 1 FROM ideas_comment said CROSS JOIN ideas_idea idea
        WHERE said.is_hidden = %(no)s AND said.removed_at IS NULL
        AND said.created_at >= begins AND said.created_at < ends
        AND idea.id = said.idea_id AND idea.lab_id = %%s AND idea.is_hidden = %(no)s
        LIMIT %%s
    ) AS comments
) FROM days
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """The last event of an idea: `what` is idea, comment or status. Holds no text that people wrote."""

    what: str
    idea: Idea
    name: str
    voice: Voice | None
    at: datetime
    status: str = ""


def appeared(idea: Idea) -> Happening:
    return Happening("idea", idea, *_speaker(idea, idea.author), idea.created_at)


def last_of(idea: Idea) -> Happening | None:
    """Return the last event, or None for an imported idea without any. Two queries."""
    found = [] if idea.source else [appeared(idea)]
    comments = idea.comments.filter(is_hidden=False, removed_at=None).select_related("author__user", "behalf")
    found += [_said(comment) for comment in comments.order_by("-pk")[:1]]
    found += [stepped(step) for step in idea.story.select_related("by__user").order_by("-pk")[:1]]
    return max(found, key=lambda one: one.at, default=None)


def happenings(lab: Lab, newest: Sequence[Idea], most: int = SHOWN, is_large: bool = False) -> list[Happening]:
    """Return the newest events, one per idea.

    Two queries, besides `newest`, which includes its authors and `behalf`.
    """
    comments = _in_sight(Comment.objects.filter(is_hidden=False, removed_at=None), lab, is_large)
    comments = comments.select_related("idea", "author__user", "behalf").order_by("-pk")[:LOOKED_AT]
    steps = _in_sight(StatusChange.objects.all(), lab, is_large)
    steps = steps.select_related("idea", "by__user").order_by("-pk")[:LOOKED_AT]
    found = [appeared(idea) for idea in newest if not idea.source]
    for idea in (*(comment.idea for comment in comments), *(step.idea for step in steps)):
        idea.lab = lab
    found += [_said(comment) for comment in comments]
    found += [stepped(step) for step in steps]
    last: dict[int, Happening] = {}
    for happening in sorted(found, key=lambda one: one.at, reverse=True):
        last.setdefault(happening.idea.pk, happening)
    return list(last.values())[:most]


def _said(comment: Comment) -> Happening:
    return Happening("comment", comment.idea, *_speaker(comment, comment.author), comment.created_at)


def stepped(step: StatusChange) -> Happening:
    words = status_words(step.status, step.date, step.to)
    return Happening("status", step.idea, *_speaker(step, step.by), step.at, words)


def _in_sight[M: Model](things: QuerySet[M], lab: Lab, is_large: bool) -> QuerySet[M]:
    """Rows of the lab's visible ideas. In a large lab the rows are read newest first, in others by idea."""
    ideas = Idea.objects.filter(lab=lab).shown().order_by()
    return things.filter(Exists(ideas.filter(pk=OuterRef("idea"))) if is_large else Q(idea__in=ideas))


def _speaker(thing: Idea | Comment | StatusChange, member: Membership | None) -> tuple[str, Voice | None]:
    """Return the shown name and role; a person whose words were written down has no role."""
    behalf = getattr(thing, "behalf", None)
    if behalf and not member:
        return behalf.shown_name, None
    return member.name if member else gettext("former participant"), thing.voice


class Bar(NamedTuple):
    """One day in the chart; a full bar means that there were more than we counted."""

    x: int
    y: int
    height: int
    is_full: bool


class Fortnight(NamedTuple):
    """The number of ideas and comments in two weeks, with one bar per day; without bars if there are few."""

    total: int
    bars: list[Bar]

    @property
    def are_more(self) -> bool:
        return any(bar.is_full for bar in self.bars)


def fortnight(lab: Lab) -> Fortnight:
    """Count ideas and comments per day, with one query. At MOST_A_DAY of a kind the bar is full."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -2, -1)]
    moment = connection.ops.adapt_datetimefield_value
    no = "FALSE" if connection.vendor == "postgresql" else "0"  # literally as in the conditions of the indexes
    sql = BY_DAY % {"days": ", ".join(["(%s, %s, %s)"] * DAYS), "no": no}
    ranges = [value for n in range(DAYS) for value in (n, moment(days[n]), moment(days[n + 1]))]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*ranges, lab.pk, MOST_A_DAY + 1, lab.pk, MOST_A_DAY + 1])
        found = sorted(cursor.fetchall())
    counts = [min(ideas, MOST_A_DAY) + min(comments, MOST_A_DAY) for _day, ideas, comments in found]
    total = sum(counts)
    if total < FIGURES_FROM:
        return Fortnight(total, [])
    bars = [
        _bar(place, HIGH * count // max(counts), max(ideas, comments) > MOST_A_DAY)
        for place, (count, (_day, ideas, comments)) in enumerate(zip(counts, found, strict=True))
    ]
    return Fortnight(total, bars)


def _bar(place: int, height: int, is_full: bool) -> Bar:
    return Bar(place * (WIDE // DAYS), HIGH - max(height, 2), max(height, 2), is_full)
