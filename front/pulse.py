"""What is going on in a lab: the last thing that happened to each idea, and how lively it was day by day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext

from ideas.models import Comment, Idea, StatusChange
from ideas.words import FIGURES_FROM, status_words
from labs.models import Lab, Voice

SHOWN = 5
LOOKED_AT = 30  # a long talk about one idea is one happening
DAYS = 14
WIDE, HIGH = 280, 100


@dataclass(frozen=True, slots=True)
class Happening:
    """The last thing that happened to an idea: `what` is idea, comment or status. No words of its makers are in it."""

    what: str
    idea: Idea
    name: str
    voice: Voice | None
    at: datetime
    status: str = ""

    @property
    def revision(self) -> int:
        """Of the lab: when the idea appeared, or a name here last changed."""
        return max(self.idea.lab_revision, self.idea.lab.names_revision)


def appeared(idea: Idea) -> Happening:
    return Happening("idea", idea, *_speaker(idea, idea.author), idea.created_at)


def happenings(lab: Lab, newest: list[Idea], most: int = SHOWN) -> list[Happening]:
    """The newest few, one an idea. Two queries beside `newest`, which has its authors and `behalf` with it."""
    in_sight = {"idea__lab": lab, "idea__is_hidden": False}
    comments = Comment.objects.filter(**in_sight, is_hidden=False, removed_at=None)
    comments = comments.select_related("idea", "author__user", "behalf").order_by("-pk")[:LOOKED_AT]
    steps = StatusChange.objects.filter(**in_sight).select_related("idea", "by__user").order_by("-pk")[:LOOKED_AT]
    found = [appeared(idea) for idea in newest if not idea.source]
    for comment in comments:
        comment.idea.lab = lab
        found.append(Happening("comment", comment.idea, *_speaker(comment, comment.author), comment.created_at))
    for step in steps:
        step.idea.lab = lab
        words = status_words(step.status, step.date, step.to)
        found.append(Happening("status", step.idea, *_speaker(step, step.by), step.at, words))
    last: dict[int, Happening] = {}
    for happening in sorted(found, key=lambda one: one.at, reverse=True):
        last.setdefault(happening.idea.pk, happening)
    return list(last.values())[:most]


def _speaker(thing, member) -> tuple[str, Voice | None]:
    """Who is named, and their role; whoever had it written down goes without a role."""
    behalf = getattr(thing, "behalf", None)
    if behalf and not member:
        return behalf.shown_name, None
    return member.name if member else gettext("former participant"), thing.voice


class Bar(NamedTuple):
    """One day in the picture."""

    x: int
    y: int
    height: int


class Fortnight(NamedTuple):
    """How many ideas and comments there were in two weeks, and a bar a day; no bars when they are few."""

    total: int
    bars: list[Bar]


def fortnight(lab: Lab) -> Fortnight:
    """One query."""
    today = timezone.localdate()
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    ideas = Idea.objects.filter(lab=lab, is_hidden=False, source="", created_at__gte=since)
    comments = Comment.objects.filter(idea__lab=lab, idea__is_hidden=False, is_hidden=False, removed_at=None)
    counts: dict[date, int] = {}
    both = _by_day(ideas).union(_by_day(comments.filter(created_at__gte=since)), all=True)
    for day, count in both.order_by():
        counts[day] = counts.get(day, 0) + count
    total = sum(counts.values())
    if total < FIGURES_FROM:
        return Fortnight(total, [])
    most, step = max(counts.values()), WIDE // DAYS
    heights = [HIGH * counts.get(today - timedelta(days=ago), 0) // most for ago in reversed(range(DAYS))]
    return Fortnight(
        total, [Bar(place * step, HIGH - max(high, 2), max(high, 2)) for place, high in enumerate(heights)]
    )


def _by_day(things):
    return (
        things.order_by().values(day=TruncDate("created_at")).annotate(count=Count("pk")).values_list("day", "count")
    )
