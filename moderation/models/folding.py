"""A fold: two people report something urgent, and it is closed at once, until a moderator looked.

Nobody decided then: a fold has no reason, isn't in the public log, and its writer hears only that a moderator looks
first. Each decision but hiding opens it again; the same words never fold twice. See docs/decisions/0089.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from common import clock
from labs.models import Lab, MemberName, Role
from labs.models.moderation import fold, is_folded
from moderation.models import letters
from moderation.models.case import Case, CaseQuerySet
from moderation.models.report import Report
from moderation.models.states import URGENT, DecisionKind
from moderation.models.things import KINDS, Reported, words_key

if TYPE_CHECKING:
    from moderation.models.report import ReportQuerySet

ENOUGH = 2  # people
IN_VAIN = 3  # urgent reports of somebody LATELY that moderators let stand: their next ones close nothing
WAITING = 10  # or so many that nobody looked at yet
LATELY = timedelta(days=30)


def urgent(cases: CaseQuerySet) -> CaseQuerySet:
    """Return those that moderators look at first: with an urgent report, since they asked to change something."""
    return cases.filter(has_urgent_report())


def urgent_first(cases: CaseQuerySet) -> CaseQuerySet:
    """Sort them: the urgent ones on top, and of these the first due."""
    return cases.alias(is_first=has_urgent_report()).order_by("-is_first", "due", "pk")


def has_urgent_report() -> Exists:
    """A condition on a case, as Case.is_urgent."""
    asked = Q(case__decisions__kind=DecisionKind.ASK, case__decisions__at__gte=F("at"))
    found = Report.objects.filter(case=OuterRef("pk"), reason__in=URGENT)
    return Exists(found.exclude(pk__in=Report.objects.filter(asked, case=OuterRef(OuterRef("pk"))).values("pk")))


def urged(report: Report, thing: Reported, was_urgent: bool) -> None:
    """Close the locked thing if this report, new or changed, is the second urgent one. Tell the moderators at once.

    They also hear of the first urgent one, and the writers that it is closed. `was_urgent`: it was, before it changed.
    """
    case = report.case
    if not report.is_urgent or thing.is_hidden:
        return
    if may_fold(case, thing):
        fold(thing)
        case.folded_at = clock.now()
        case.save(update_fields=["folded_at"])
        letters.folded(case)
        letters.urgent(case, report.by)
    elif not was_urgent and not others(report).exists():
        letters.urgent(case, report.by)


def others(report: Report) -> "ReportQuerySet":
    """Return the other urgent reports that no moderator looked at: since they asked to change it, if they did."""
    case = report.case
    found = case.reports.filter(reason__in=URGENT).exclude(pk=report.pk)
    return found.filter(at__gt=case.asked.at) if case.asked else found


def may_fold(case: Case, thing: Reported) -> bool:
    """Do two independent people report the words as they are now, and did no moderator let these stand?"""
    words = words_key(thing)
    if isinstance(thing, MemberName):  # a name stands everywhere: one moderator is asked first
        return False
    if Case.objects.about(thing).filter(let_stand=words).exists():
        return False
    urgent = with_mailbox(case.reports.filter(reason__in=URGENT, of_words=words))
    people = set(urgent.values_list("whose", flat=True)) - {None, ""}
    return len(people) >= ENOUGH and len(people - left_out(case, people)) >= ENOUGH


def with_mailbox(reports: "ReportQuerySet") -> "QuerySet[Any]":
    """Add the mailbox of who reported it, with an account or without: one mailbox is one person."""
    return reports.annotate(whose=Coalesce(F("by__user__mailbox"), F("mailbox")))


def left_out(case: Case, people: Collection[str]) -> set[str]:
    """Return the mailboxes whose reports close nothing. Two queries.

    Who works for the municipality, because then two colleagues could close words on it; and who reported much lately
    that stayed, or that nobody looked at yet.
    """
    lab: Lab = case.lab
    theirs = Role.objects.of_municipality(lab).filter(membership__user__mailbox__in=people)
    municipal = theirs.values_list("membership__user__mailbox", flat=True)
    lately = Report.objects.filter(case__lab=lab, reason__in=URGENT, at__gt=clock.now() - LATELY)
    reported = with_mailbox(lately.exclude(case=case)).filter(whose__in=people).order_by()
    waits, stays = Q(case__decided_at=None), Q(case__decisions__kind=DecisionKind.NOTHING_WRONG)
    counted = reported.values("whose").annotate(
        waiting=Count("pk", filter=waits, distinct=True), in_vain=Count("pk", filter=stays, distinct=True)
    )
    many = counted.filter(Q(waiting__gte=WAITING) | Q(in_vain__gte=IN_VAIN)).values_list("whose", flat=True)
    return set(municipal) | set(many)


def folded_thing(lab: Lab, kind: str, pk: int) -> Reported | None:
    """Return this thing if it is folded: who had its page open may still report it. Some queries."""
    if kind not in KINDS.values():
        return None
    waiting = Case.objects.filter(lab=lab, decided_at=None, folded_at__isnull=False, **{kind: pk})
    case = waiting.with_thing().first()
    if case is None or case.thing is None or not is_folded(case.thing):
        return None
    case.stands_in(lab)
    return case.thing
