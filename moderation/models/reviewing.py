"""Ask for another look at a decision, and decide about that: a moderator who didn't decide it and isn't involved."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import clock
from labs.models import Membership, Role, RoleKind
from labs.models.impartial import is_impartial
from labs.models.people import OF_MUNICIPALITY, RoleQuerySet
from moderation.models import letters
from moderation.models.case import Case, due_in
from moderation.models.decision import Decision
from moderation.models.review import Review, last_day
from moderation.models.settings import ModerationSettings
from moderation.models.states import UNDONE_BY, Decided, DecisionKind, ReviewOutcome


class Asked(PermissionDenied):
    """This person asked already, with other words."""


class NotReviewable(PermissionDenied):
    """It is too late, it was undone already, or the decision isn't about this person."""


# Asking


def askers(case: Case) -> set[int | None]:
    """Return the memberships that may ask: the writers of what was hidden, or who reported what stayed."""
    kind = case.outcome and case.outcome.kind
    if kind == DecisionKind.HIDE:
        return set(case.writers)
    return {report.by_id for report in case.reports.all()} if kind == DecisionKind.NOTHING_WRONG else set()


def stands(case: Case) -> bool:
    """Is what was decided still so, and is there something to decide? A query when it was hidden."""
    outcome, thing = case.outcome, case.thing
    if outcome is None or thing is None or case.is_gone or outcome.kind not in UNDONE_BY:
        return False
    if outcome.kind == DecisionKind.NOTHING_WRONG:
        return not thing.is_hidden
    hiding = next((one for one in thing.hidings.all() if one.restored_at is None), None)
    return thing.is_hidden and (hiding is None or hiding.at <= outcome.at) and not case.is_back


def can_ask(case: Case, by: Membership) -> bool:
    """May this person ask now, for the first time?"""
    outcome = case.outcome
    if outcome is None or by.pk not in askers(case) or not stands(case):
        return False
    is_asked = any(one.asked_by_id == by.pk for one in outcome.reviews.all())
    return not is_asked and timezone.localdate() <= last_day(outcome.at)


@transaction.atomic
def ask(case: Case, by: Membership, why: str) -> Review:
    """Ask for another look at how the case ended, and tell the moderators who may decide.

    The same words again return the first one. Raises Asked, NotReviewable.
    """
    decision = hold(case)
    there = decision.reviews.filter(asked_by=by).first()
    if there and there.why == why:
        return there
    if there:
        raise Asked
    if not can_ask(case, by):
        raise NotReviewable
    review = decision.reviews.create(asked_by=by, why=why, due=due_in(case.lab), asked_at=clock.now())
    letters.review_asked(case, by)
    if not uninvolved(case).exists():
        hand_over(review, case)
    return review


# Deciding


def uninvolved(case: Case) -> RoleQuerySet:
    """Return the roles of the moderators of this lab who may decide a review of this case."""
    lab = case.lab
    municipal = Role.objects.filter(membership__lab__municipality=lab.municipality_id, kind__in=OF_MUNICIPALITY)
    their_users = municipal.filter(membership__user__isnull=False).values("membership__user")
    here = Role.objects.that_count().filter(membership__lab=lab, kind=RoleKind.MODERATOR)
    return here.exclude(membership__in=involved(case)).exclude(membership__user__in=their_users)


def involved(case: Case) -> set[int]:
    """Return the memberships of who wrote it, reported it, or decided about it in this case."""
    reporters = case.reports.values_list("by_id", flat=True)
    deciders = case.decisions.values_list("by_id", flat=True)
    return case.writers | {pk for pk in (*reporters, *deciders) if pk}


def may_review(case: Case, by: Membership) -> bool:
    """May this moderator decide: of this lab, or the neighbour who was asked? At most five queries."""
    if by.lab_id == case.lab_id:
        return by.pk not in involved(case) and is_impartial(by)
    is_asked = Review.objects.for_neighbour(by).filter(decision__case=case).exists()
    return is_asked and neighbour_of(case) == by


def neighbour_of(case: Case) -> Membership | None:
    """Return the moderator of a neighbouring lab who may look, not involved with any of their memberships."""
    neighbour = ModerationSettings.objects.of(case.lab).second_pair
    if neighbour and Membership.objects.filter(pk__in=involved(case), user=neighbour.user_id).exists():
        return None
    return neighbour


def is_stuck(case: Case) -> bool:
    """May nobody decide a review of this case, here or in a neighbouring lab?"""
    return not uninvolved(case).exists() and neighbour_of(case) is None


def hand_over(review: Review, case: Case) -> bool:
    """Ask the neighbour to look, once; return False if there is none, or if they were asked already."""
    neighbour = neighbour_of(case)
    if neighbour is None or review.neighbour_id == neighbour.pk:
        return False
    review.neighbour = neighbour
    review.save(update_fields=["neighbour"])
    letters.review_handed(review)
    return True


def hand_over_all() -> None:
    """Ask neighbours about what waits while nobody else in the lab may decide, or while it is late.

    The lab may have named one after somebody asked, or lost a moderator. A chore of the worker.
    """
    for review in Review.objects.open().select_related("decision__case__lab"):
        with transaction.atomic():
            case = review.decision.case
            case.hold()
            review.refresh_from_db(fields=["decided_at", "neighbour"])
            is_late = review.due < timezone.localdate()
            if review.is_open and (is_late or not uninvolved(case).exists()):
                hand_over(review, case)


@transaction.atomic
def decide_review(case: Case, by: Membership, outcome: str, explanation: str = "", reason: str = "") -> Review:
    """End all reviews that wait: undo the decision or confirm it, and tell who asked and the moderators.

    The same decision again returns the first one. Raises Decided, PermissionDenied.
    """
    decision = hold(case)
    if not decision.reviews.open().exists():
        last = decision.reviews.exclude(decided_at=None).order_by("decided_at").last()
        if last and (last.decided_by_id, last.outcome, last.explanation) == (by.pk, outcome, explanation):
            return last
        raise Decided
    if not may_review(case, by):
        raise PermissionDenied
    if stands(case) == (outcome == ReviewOutcome.GONE):
        raise Decided
    if outcome in (ReviewOutcome.CONFIRM, ReviewOutcome.GONE):
        end(decision, by, outcome, explanation)
    elif outcome == UNDONE_BY.get(DecisionKind(decision.kind)) and case.thing:
        if outcome == ReviewOutcome.RESTORE:  # both end the reviews: directly.py
            case.thing.restore(by, explanation)
        else:
            case.thing.hide(by, reason, explanation)
    else:
        raise Decided
    last = decision.reviews.exclude(decided_at=None).order_by("decided_at").last()
    assert last is not None
    return last


def hold(case: Case) -> Decision:
    """Lock the thing and its case, and return the decision that ended it. Raises NotReviewable."""
    case.hold()
    case.refresh_from_db(fields=["decided_at", "decisions"])
    if case.outcome is None:
        raise NotReviewable
    return case.outcome


def end(decision: Decision, by: Membership, outcome: str, explanation: str) -> None:
    """End the reviews of this decision that wait, and tell how. Call it with the thing and its case locked."""
    waiting = list(decision.reviews.open().values_list("pk", flat=True))
    said = {"decided_by": by, "decided_at": clock.now(), "outcome": outcome, "explanation": explanation}
    if decision.reviews.open().update(**said):
        letters.reviewed(decision.case, by, waiting)


def end_all(cases: Iterable[Case], kind: str, by: Membership, outcome: str, explanation: str) -> None:
    """End what waits about decisions of this kind, because a moderator undid them."""
    waiting = Decision.objects.filter(case__in=cases, kind=kind, reviews__decided_at=None, reviews__isnull=False)
    for decision in waiting.distinct().select_related("case__lab"):
        end(decision, by, outcome, explanation)
