"""The page of all answers of a lab: what is owed, late and given, and its figures."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answers.models import Answer, Because, Clarity, Terms, Version
from answers.models.answer import AnswerQuerySet
from common import working_days
from common.times import day_of
from ideas.models import Status
from ideas.words import FIGURES_FROM
from labs.models import Lab

OWED, LATE, GIVEN, ON_TIME, CLEAR = "beloofd", "te-laat", "gegeven", "op-tijd", "duidelijk"
STATES = {
    "": pgettext_lazy("answers", "All"),
    OWED: _("Promised"),
    LATE: _("Late"),
    GIVEN: _("Answered"),
    ON_TIME: _("Answered on time"),
    CLEAR: _("Clear or not"),
}


class Figures(NamedTuple):
    """The numbers of a lab; None where too few answers were promised or given to show one.

    `half_within`: the working days within which at least half of the answers came. `said`: how many people said
    whether an answer is clear, as it reads now; `clear`: to how many of them it is.
    """

    promised: int | None = None
    given: int | None = None
    on_time: int | None = None
    half_within: int | None = None
    said: int = 0
    clear: int | None = None

    @property
    def are_few_on_time(self) -> bool:
        return self.on_time is not None and self.on_time < FIGURES_FROM


class Term(NamedTuple):
    """When one answer was promised, by which first day, and when it came."""

    start: date
    first_due: date
    end: date | None

    @property
    def is_on_time(self) -> bool:
        return self.end is not None and self.end <= self.first_due


def in_public(lab: Lab) -> AnswerQuerySet:
    """Return the answers of `lab` that count: not those about hidden or withdrawn ideas, or that nobody owed."""
    answers = Answer.objects.filter(idea__lab=lab, idea__is_hidden=False, closed_at=None)
    return answers.exclude(idea__status=Status.WITHDRAWN).exclude(because=Because.ALONG)


def terms_in(lab: Lab) -> list[Term]:
    """Return the term of each answer of `lab`. One query."""
    rows = in_public(lab).order_by("pk").values_list("owed_at", "first_due", "given_at")
    return [Term(day_of(owed_at), due, day_of(given) if given else None) for owed_at, due, given in rows]


def rows_in(lab: Lab, state: str) -> AnswerQuerySet:
    """Return the answers in that state: what is owed, the soonest first, and then the newest answers.

    Late is what is owed after its first day, also when another day was promised since.
    """
    versions, today = Prefetch("versions", Version.objects.with_clarity()), timezone.localdate()
    rows = in_public(lab).select_related("idea", "joint").prefetch_related(versions)
    if state == OWED:
        rows = rows.filter(given_at=None)
    elif state == LATE:
        rows = rows.filter(given_at=None, first_due__lt=today)
    elif state == GIVEN:
        rows = rows.filter(given_at__isnull=False)
    elif state == ON_TIME:
        rows = rows.filter(given_at__date__lte=F("first_due"))  # in local time, as `day_of`
    elif state == CLEAR:
        last = Version.objects.filter(answer=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        rows = rows.alias(last=Subquery(last)).filter(Exists(Clarity.objects.filter(version=OuterRef("last"))))
    return rows.with_others().order_by(F("given_at").desc(nulls_first=True), "due", "pk")


def said_in(lab: Lab) -> QuerySet[Clarity]:
    """Return what people said about the answers of `lab` as they read now: not about words that were corrected."""
    later = Version.objects.filter(answer=OuterRef("version__answer"), pk__gt=OuterRef("version"))
    return Clarity.objects.filter(~Exists(later), version__answer__in=in_public(lab)).order_by()


def figures_of(lab: Lab, terms: list[Term]) -> Figures:
    """Return the figures, from five answers on. At most two queries: for the recess, and for what people said."""
    if len(terms) < FIGURES_FROM:
        return Figures()
    given = [(term.start, term.end) for term in terms if term.end]
    said, clear = clarity_in(lab) if given else (0, 0)
    figures = Figures(len(terms), said=said, clear=clear if said >= FIGURES_FROM else None)
    if len(given) < FIGURES_FROM:
        return figures
    days = sorted(working_days.lengths(given, Terms.objects.of(lab).recess))
    on_time = sum(term.is_on_time for term in terms)
    return figures._replace(given=len(given), on_time=on_time, half_within=days[(len(days) - 1) // 2])


def clarity_in(lab: Lab) -> tuple[int, int]:
    """Return how many people said whether an answer is clear, and to how many it is. One query."""
    counted = said_in(lab).aggregate(said=Count("pk"), clear=Count("pk", filter=Q(is_clear=True)))
    return counted["said"], counted["clear"]
