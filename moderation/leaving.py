"""A person's data in cases: exported in the download, removed when they leave. The pages are in front/.

What somebody reported stays, for the case that a moderator must decide, without the name and the words. What a
moderator decided stays, without the name. A review that they asked for ends, because nobody would hear how. A case
about words that their writer took away is closed by a moderator.
"""

from typing import Any

from django.db.models import Q

from accounts.models import User
from common import clock
from labs.models import Membership
from moderation.models import (
    FOR_WRITER,
    LATER,
    Case,
    Decision,
    Flag,
    ModerationSettings,
    Report,
    Review,
    ReviewOutcome,
)
from moderation.models.report import ReportQuerySet


def reports_of(user: User, members: list[Membership]) -> ReportQuerySet:
    """Return what they reported, also signed out with the same mailbox, in any lab."""
    return Report.objects.filter(Q(by__in=members) | Q(mailbox=user.mailbox))


def forget(user: User, members: list[Membership]) -> None:
    """Remove the words of their reports and reviews, the flags on what they wrote, and their reported name.

    Also their name as a neighbour. Call it in a transaction.
    """
    nobody = {"neighbour": None, "asked_at": None, "agreed_at": None, "declined_at": None}
    ModerationSettings.objects.filter(neighbour__in=members).update(**nobody)
    Flag.objects.filter(author__in=members).delete()
    Case.objects.filter(name__in=members).exclude(name_then="").update(name_then="")
    theirs = Review.objects.filter(Q(asked_by__in=members) | Q(report__mailbox=user.mailbox))
    found = list(theirs.values_list("pk", flat=True))
    asked = Review.objects.filter(pk__in=found)
    asked.exclude(why="").update(why="")
    asked.filter(decided_at=None).update(decided_at=clock.now(), outcome=ReviewOutcome.GONE)
    reports_of(user, members).forget()


def taken_along(user: User, members: list[Membership]) -> dict[str, Any]:
    """Return what they reported, what they decided, what was decided about them, the reviews, and who asked them.

    Five queries.
    """
    reported = reports_of(user, members).order_by("pk").select_related("case__lab")
    decided = Decision.objects.filter(by__in=members).order_by("pk").select_related("case__lab")
    of_them = Decision.objects.filter(case__author__in=members, kind__in=FOR_WRITER | LATER)
    of_them = of_them.order_by("pk")
    whose = Q(asked_by__in=members) | Q(report__mailbox=user.mailbox)
    reviews = Review.objects.filter(whose | Q(decided_by__in=members)).order_by("pk")
    known = {member.pk for member in members}
    asking = ModerationSettings.objects.filter(neighbour__in=members).order_by("pk").select_related("lab")
    found = list(reviews.select_related("decision__case__lab", "report"))
    asked = [one for one in found if one.asked_by_id in known or (one.report and one.report.mailbox == user.mailbox)]
    looked = [review for review in found if review.decided_by_id in known]
    ended = ("outcome", "explanation", "decided_at")
    said = ("kind", "reason", "explanation", "until", "at")
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
        "reviews_asked": [
            at(review.decision.case) | {"why": review.why, "asked_at": review.asked_at} | told(review)
            for review in asked
        ],
        "looks_along": [
            {"lab": one.lab.slug} | {name: getattr(one, name) for name in ("asked_at", "agreed_at", "declined_at")}
            for one in asking
        ],
        "moderator_reviews": [
            at(review.decision.case) | {name: getattr(review, name) for name in ended} for review in looked
        ],
    }


def told(review: Review) -> dict[str, Any]:
    """Return how it ended. The explanation of hiding is for the writer, as that of a decision."""
    explanation = "" if review.outcome == ReviewOutcome.HIDE else review.explanation
    return {"outcome": review.outcome, "explanation": explanation, "decided_at": review.decided_at}


def at(case: Any) -> dict[str, Any]:
    return {"lab": case.lab.slug, "case": case.pk, "about": case.kind}
