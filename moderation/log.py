"""The public log: what moderators decided in a lab, and whether it was in time. It names no thing and no person.

Rows of one month stand in the order of their words, not of time, and the day is left out: see decision 0086.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf, TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from common.csv import lines
from ideas.words import FIGURES_FROM
from labs.models import HidingReason, Lab
from moderation.models import (
    FOR_WRITER,
    LATER,
    OUTCOMES,
    Case,
    Decision,
    DecisionKind,
    Report,
    Review,
    ReviewOutcome,
    ThingKind,
)
from realtime.models import Epoch

HEADER = ("month", "kind", "reason", "outcome", "in_time", "later", "review", "review_in_time")
YEAR = timedelta(days=365)
BY_DUE = Q(decided_at__date__lte=F("due"))  # of a case, and of a review
# What is hidden directly is decided when its case opens
IN_TIME = BY_DUE | Q(decided_at=F("opened_at"))

# Where the words of the choice in the form say what to do
OUTCOME_WORDS = {DecisionKind.NOTHING_WRONG: _("Nothing is wrong with it, so it stayed")}
REVIEW_WORDS = {
    ReviewOutcome.CONFIRM: pgettext_lazy("review", "it stays as it was"),
    ReviewOutcome.RESTORE: pgettext_lazy("review", "put back"),
    ReviewOutcome.HIDE: pgettext_lazy("review", "hidden after all"),
    ReviewOutcome.END_PAUSE: pgettext_lazy("review", "the pause was ended"),
    ReviewOutcome.STAYS: pgettext_lazy("review", "nothing has to be changed"),
    ReviewOutcome.OPEN_TALK: pgettext_lazy("review", "the conversation is open again"),
    ReviewOutcome.GONE: pgettext_lazy("review", "there was nothing left to decide"),
}


class Entry(NamedTuple):
    """One decided case, as everybody may read it. `second_look`: how the last one ended; "" if there was none."""

    month: date
    kind: str
    reason: str
    ended: str
    in_time: bool
    back: bool
    second_look: str
    second_look_late: bool

    @property
    def kind_words(self) -> str:
        return str(ThingKind(self.kind).label)

    @property
    def reason_words(self) -> str:
        return str(HidingReason(self.reason).label) if self.reason else ""

    @property
    def is_of_moderator(self) -> bool:
        """Is the reason one of a moderator? Else it is one of a reporter."""
        return self.ended in FOR_WRITER

    @property
    def is_of_talk(self) -> bool:
        """Was a conversation closed? It is opened again, not put back."""
        return self.ended == DecisionKind.CLOSE

    @property
    def outcome_words(self) -> str:
        kind = DecisionKind(self.ended)
        return str(OUTCOME_WORDS.get(kind) or kind.label)

    @property
    def second_look_words(self) -> str:
        outcome = ReviewOutcome(self.second_look)
        return str(REVIEW_WORDS[outcome])


class Figures(NamedTuple):
    """`waiting`: cases without a decision. Of the last year: how many were decided, and how many of them in time.

    `reviewed` and `reviewed_in_time` are the same of second looks.
    """

    waiting: int
    decided: int
    in_time: int
    reviewed: int
    reviewed_in_time: int

    @property
    def are_enough(self) -> bool:
        return self.decided >= FIGURES_FROM

    @property
    def are_enough_reviews(self) -> bool:
        return self.reviewed >= FIGURES_FROM


def rows_in(lab: Lab) -> QuerySet[Case, dict[str, Any]]:
    """Return the values of an Entry for each decided case, the latest month on top.

    The reason is that of the decision; of a decision without one, that of the first report.
    """
    decisions = Decision.objects.filter(case=OuterRef("pk"))
    outcomes = decisions.filter(kind__in=OUTCOMES)
    reported = Report.objects.filter(case=OuterRef("pk")).order_by("pk").values("reason")[:1]
    decided_for = NullIf(Subquery(outcomes.values("reason")[:1]), Value(""))
    reviews = Review.objects.filter(decision__case=OuterRef("pk"), decided_at__isnull=False).order_by("-decided_at")
    return (
        Case.objects.filter(lab=lab, decided_at__isnull=False)
        .values("kind")
        .annotate(
            month=TruncMonth("decided_at", output_field=models.DateField()),
            reason=Coalesce(decided_for, Subquery(reported), Value("")),
            ended=Subquery(outcomes.values("kind")[:1]),
            in_time=ExpressionWrapper(IN_TIME, output_field=models.BooleanField()),
            back=Exists(decisions.filter(kind__in=LATER)),
            second_look=Coalesce(Subquery(reviews.values("outcome")[:1]), Value("")),
            second_look_late=Exists(reviews.exclude(BY_DUE)),
        )
        .order_by("-month", "kind", "reason", "ended", "-in_time", "back", "second_look", "second_look_late", "pk")
        .values(*Entry._fields)
    )


def figures_of(lab: Lab) -> Figures:
    """Return the figures of a lab. Two queries."""
    lately = Q(decided_at__gt=clock.now() - YEAR)
    counted = Case.objects.filter(lab=lab).aggregate(
        waiting=Count("pk", filter=Q(decided_at=None)),
        decided=Count("pk", filter=lately),
        in_time=Count("pk", filter=lately & IN_TIME),
    )
    reviewed = Review.objects.filter(lately, decision__case__lab=lab).aggregate(
        reviewed=Count("pk"), reviewed_in_time=Count("pk", filter=BY_DUE)
    )
    return Figures(**counted, **reviewed)


def csv_lines(lab: Lab) -> Iterator[str]:
    """Yield one CSV line at a time, in the order of the page. One query."""
    return lines(chain([HEADER], (_cells(Entry(**row)) for row in rows_in(lab).iterator())))


def csv_version(lab: Lab) -> str:
    """Return a version of what csv_lines yields: a decision never changes, a review once. Two queries."""
    ended = Q(case__decided_at__isnull=False)
    found = Decision.objects.filter(ended, case__lab=lab).aggregate(Count("pk"), Max("pk"), Max("case__decided_at"))
    reviews = Review.objects.filter(decided_at__isnull=False, decision__case__lab=lab)
    looked_again = reviews.aggregate(Count("pk"), Max("decided_at"))
    return f"{Epoch.read()} {sorted(found.items())} {sorted(looked_again.items())}"


def _cells(entry: Entry) -> list[object]:
    undone = DecisionKind.OPEN if entry.is_of_talk else DecisionKind.RESTORE
    later = undone.value if entry.back else ""
    reviewed_in_time = yes_or_no(not entry.second_look_late) if entry.second_look else ""
    decision = [f"{entry.month:%Y-%m}", entry.kind, entry.reason, entry.ended, yes_or_no(entry.in_time), later]
    return [*decision, entry.second_look, reviewed_in_time]


def yes_or_no(is_so: bool) -> str:
    return "yes" if is_so else "no"
