"""The page for the municipal executive and the council: what was promised, what is late, which evening asks for them.

Everything on it is public elsewhere, but for what an alderman is asked to approve. It stands together here, and prints
on one page.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from answers.models import Answer, Note, NoteKind
from events.models import Gathering, TableIdea
from ideas.models import OPEN, Idea
from ideas.words import FIGURES_FROM
from labs.decorators import MemberRequest, member_required
from labs.models import Lab, Membership, RoleKind

MOST, EVENINGS, SUPPORTED = 40, 6, 6


def can_read(member: Membership) -> bool:
    return member.governs or member.is_admin or member.has_role(RoleKind.CIVIL_SERVANT)


@require_safe
@member_required
def college(request: MemberRequest) -> HttpResponse:
    if not can_read(request.member):
        raise PermissionDenied
    own = {"today": timezone.localdate(), "to_approve": to_approve(request.member)}
    return render(request, "front/college.html", facts(request.lab) | own)


def facts(lab: Lab) -> dict[str, Any]:
    """Return all that the page shows, the first `MOST` of each list. Six queries."""
    today = timezone.localdate()
    answers = Answer.objects.owed().filter(idea__lab=lab, idea__is_hidden=False)
    owed = answers.select_related("idea", "team", "owner__user").order_by("due", "pk")
    counts = answers.aggregate(all=Count("pk"), late=Count("pk", filter=Q(first_due__lt=today)))
    return {
        "late": owed.filter(first_due__lt=today)[:MOST],
        "late_count": counts["late"],
        "promised": owed.filter(first_due__gte=today)[:MOST],
        "promised_count": counts["all"] - counts["late"],
        "counted": counts["all"],
        "most": MOST,
        "evenings": evenings(lab),
        "supported": supported(lab),
    }


def to_approve(member: Membership) -> list[Note]:
    """Return what aldermen are asked to approve, for an alderman. No query for others: a draft is no business of
    councillors."""
    if not member.has_role(RoleKind.ALDERMAN):
        return []
    asked = Note.objects.waiting(NoteKind.TO_APPROVE).filter(answer__idea__lab=member.lab, answer__draft__isnull=False)
    shown = asked.filter(answer__idea__is_hidden=False)
    return list(shown.select_related("answer__idea", "by__user", "to__user").order_by("answer__due", "pk")[:MOST])


def evenings(lab: Lab) -> list[Gathering]:
    """Return the gatherings ahead that discuss an idea about which an answer is owed."""
    asks = TableIdea.objects.filter(gathering=OuterRef("pk"), is_off=False, idea__is_hidden=False)
    asks = asks.filter(idea__answer_due__isnull=False)
    ahead = Gathering.objects.filter(Exists(asks), lab=lab).going_on().coming(timezone.now())
    found = list(ahead.select_related("place")[:EVENINGS])
    for gathering in found:
        gathering.lab = lab
    return found


def supported(lab: Lab) -> list[Idea]:
    """Return the open ideas with most support to which the municipality owes, and gave, no answer."""
    ideas = Idea.objects.filter(lab=lab, status__in=OPEN, source="", answer_due=None, support_count__gte=FIGURES_FROM)
    ideas = ideas.shown().filter(~Exists(Answer.objects.filter(idea=OuterRef("pk"), given_at__isnull=False)))
    found = list(ideas.order_by("-support_count", "-pk")[:SUPPORTED])
    for idea in found:
        idea.lab = lab
    return found
