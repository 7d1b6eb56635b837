"""A person's data in cases: exported in the download, removed when they leave. The pages are in front/.

What somebody reported stays, for the case that a moderator must decide, without the name and the words. What a
moderator decided stays, without the name. A case about words that their writer took away is closed by a moderator.
"""

from typing import Any

from django.db.models import Q

from accounts.models import User
from labs.models import Membership
from moderation.models import Decision, Flag, Report
from moderation.models.case import ReportQuerySet


def reports_of(user: User, members: list[Membership]) -> ReportQuerySet:
    """Return what they reported, also signed out with the same mailbox, in any lab."""
    return Report.objects.filter(Q(by__in=members) | Q(mailbox=user.mailbox))


def forget(user: User, members: list[Membership]) -> None:
    """Remove the words of their reports, and the flags on what they wrote. Call it in a transaction."""
    Flag.objects.filter(author__in=members).delete()
    reports_of(user, members).forget()


def taken_along(user: User, members: list[Membership]) -> dict[str, Any]:
    """Return what they reported and what they decided, and what was decided about them. Three queries."""
    reported = reports_of(user, members).order_by("pk").select_related("case__lab")
    decided = Decision.objects.filter(by__in=members).order_by("pk").select_related("case__lab")
    of_them = Decision.objects.filter(case__author__in=members, kind__in=("hide", "restore")).order_by("pk")
    said = ("kind", "reason", "explanation", "at")
    return {
        "reports": [
            at(report.case) | {name: getattr(report, name) for name in ("reason", "words", "at", "email")}
            for report in reported
        ],
        "moderator_decisions": [
            at(decision.case) | {name: getattr(decision, name) for name in said} for decision in decided
        ],
        "decisions_about_me": [
            at(decision.case) | {name: getattr(decision, name) for name in said}
            for decision in of_them.select_related("case__lab")
        ],
    }


def at(case: Any) -> dict[str, Any]:
    return {"lab": case.lab.slug, "case": case.pk, "about": case.kind}
