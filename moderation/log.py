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

from common import clock
from common.csv import lines
from ideas.words import FIGURES_FROM
from labs.models import HidingReason, Lab
from moderation.models import FOR_WRITER, LATER, OUTCOMES, Case, Decision, DecisionKind, Report, ThingKind
from realtime.models import Epoch

HEADER = ("month", "kind", "reason", "outcome", "in_time", "later")
YEAR = timedelta(days=365)
# What is hidden directly is decided when its case opens
IN_TIME = Q(decided_at__date__lte=F("due")) | Q(decided_at=F("opened_at"))

# Where the words of the choice in the form say what to do
OUTCOME_WORDS = {DecisionKind.NOTHING_WRONG: _("Nothing is wrong with it, so it stayed")}


class Entry(NamedTuple):
    """One decided case, as everybody may read it."""

    month: date
    kind: str
    reason: str
    ended: str
    in_time: bool
    back: bool

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


class Figures(NamedTuple):
    """`waiting`: cases without a decision. Of the last year: how many were decided, and how many of them in time."""

    waiting: int
    decided: int
    in_time: int

    @property
    def are_enough(self) -> bool:
        return self.decided >= FIGURES_FROM


def rows_in(lab: Lab) -> QuerySet[Case, dict[str, Any]]:
    """Return the values of an Entry for each decided case, the latest month on top.

    The reason is that of the decision; of a decision without one, that of the first report.
    """
    decisions = Decision.objects.filter(case=OuterRef("pk"))
    outcomes = decisions.filter(kind__in=OUTCOMES)
    reported = Report.objects.filter(case=OuterRef("pk")).order_by("pk").values("reason")[:1]
    decided_for = NullIf(Subquery(outcomes.values("reason")[:1]), Value(""))
    return (
        Case.objects.filter(lab=lab, decided_at__isnull=False)
        .values("kind")
        .annotate(
            month=TruncMonth("decided_at", output_field=models.DateField()),
            reason=Coalesce(decided_for, Subquery(reported), Value("")),
            ended=Subquery(outcomes.values("kind")[:1]),
            in_time=ExpressionWrapper(IN_TIME, output_field=models.BooleanField()),
            back=Exists(decisions.filter(kind__in=LATER)),
        )
        .order_by("-month", "kind", "reason", "ended", "-in_time", "back", "pk")
        .values(*Entry._fields)
    )


def figures_of(lab: Lab) -> Figures:
    """Return the figures of a lab. One query."""
    lately = Q(decided_at__gt=clock.now() - YEAR)
    counted = Case.objects.filter(lab=lab).aggregate(
        waiting=Count("pk", filter=Q(decided_at=None)),
        decided=Count("pk", filter=lately),
        in_time=Count("pk", filter=lately & IN_TIME),
    )
    return Figures(**counted)


def csv_lines(lab: Lab) -> Iterator[str]:
    """Yield one CSV line at a time, in the order of the page. One query."""
    return lines(chain([HEADER], (_cells(Entry(**row)) for row in rows_in(lab).iterator())))


def csv_version(lab: Lab) -> str:
    """Return a version of csv_lines' content: each decision is a row that never changes. One query."""
    ended = Q(case__decided_at__isnull=False)
    found = Decision.objects.filter(ended, case__lab=lab).aggregate(Count("pk"), Max("pk"), Max("case__decided_at"))
    return f"{Epoch.read()} {sorted(found.items())}"


def _cells(entry: Entry) -> list[object]:
    undone = DecisionKind.OPEN if entry.is_of_talk else DecisionKind.RESTORE
    later = undone.value if entry.back else ""
    in_time = "yes" if entry.in_time else "no"
    return [f"{entry.month:%Y-%m}", entry.kind, entry.reason, entry.ended, in_time, later]
