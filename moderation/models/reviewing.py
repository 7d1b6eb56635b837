"""Ask for another look at a decision, and decide about that: a moderator who didn't decide it and isn't involved."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from answers.models.work import desk_changed, desk_changed_later
from common import clock
from labs.models import Membership, Role
from labs.models.impartial import is_impartial
from labs.models.people import RoleQuerySet
from moderation.models import letters
from moderation.models.case import Case, due_in
from moderation.models.decision import Decision
from moderation.models.ending import end
from moderation.models.looking_again import way_of
from moderation.models.report import Report, reporters_of
from moderation.models.review import Asker, Review, last_day
from moderation.models.settings import ModerationSettings
from moderation.models.states import Decided, DecisionKind, ReviewOutcome


class Asked(PermissionDenied):
    """This person asked already, with other words."""


class NotReviewable(PermissionDenied):
    """It is too late, it was undone already, or the decision isn't about this person."""


# Asking


def is_about(case: Case, person: Asker) -> bool:
    """Is the decision that stands one of which this person may ask another look? `reports` are prefetched."""
    way = way_of(case.standing)
    return way is not None and way.is_about(case, person)


def stands(case: Case) -> bool:
    """Is what was decided still so, and is there something to decide? A query, when it was hidden, or a pause."""
    decision = case.standing
    way = way_of(decision)
    return bool(decision and way and way.stands(case, decision))


def can_ask(case: Case, by: Asker) -> bool:
    """May this person ask now, for the first time?"""
    decision = case.standing
    if decision is None or not is_about(case, by) or not stands(case):
        return False
    is_asked = any(one.is_of(by) for one in decision.reviews.all())
    return not is_asked and timezone.localdate() <= last_day(decision.at)


def set_review(report: Report, by: Asker) -> None:
    """Say in this report whether its reporter asked for another look, or may. Its case is loaded `with_reviews`."""
    report.review = next((review for review in report.case.reviews if review.is_of(by)), None)
    report.may_ask = can_ask(report.case, by)


@transaction.atomic
def ask(case: Case, by: Asker, why: str) -> Review:
    """Ask for another look at the decision that stands, and tell the moderators who may decide.

    The same words again return the first one. Raises Asked, NotReviewable.
    """
    decision = hold(case)
    there = next((one for one in decision.reviews.select_related("asked_by__user", "report") if one.is_of(by)), None)
    if there and there.why == why:
        return there
    if there:
        raise Asked
    if not can_ask(case, by):
        raise NotReviewable
    whose = {"asked_by": by} if isinstance(by, Membership) else {"report": by}
    review = decision.reviews.create(**whose, why=why, due=due_in(case.lab), asked_at=clock.now())
    letters.review_asked(case, by if isinstance(by, Membership) else None)
    desk_changed(case.lab)
    if not uninvolved(case).exists():
        hand_over(review, case)
    return review


# Deciding


def uninvolved(case: Case) -> RoleQuerySet:
    """Return the roles of the moderators of this lab who may decide a review of this case."""
    return Role.objects.that_decide(case.lab).exclude(membership__in=involved(case))


def involved(case: Case) -> set[int]:
    """Return the memberships of who wrote it, reported it (also signed out), or decided about it in this case."""
    deciders = case.decisions.values_list("by_id", flat=True)
    return case.writers | case.readers | reporters_of(case) | {pk for pk in deciders if pk}


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
    desk_changed_later(neighbour.lab)
    return True


def hand_over_all() -> None:
    """Ask neighbours about what waits while nobody else in the lab may decide, or while it is late.

    The lab may have named one after somebody asked, or lost a moderator. A chore of the worker.
    """
    settings = ModerationSettings.objects.exclude(agreed_at=None).filter(lab=OuterRef("decision__case__lab"))
    unasked = Review.objects.open().exclude(Exists(settings.filter(neighbour=OuterRef("neighbour"))))
    for review in unasked.filter(Exists(settings)).select_related("decision__case__lab"):
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
    decision, way = hold(case), way_of(case.standing)
    if not decision.reviews.open().exists():
        last = last_ended(Review.objects.filter(decision__case=case))
        if last and (last.decided_by_id, last.outcome, last.explanation) == (by.pk, outcome, explanation):
            return last
        raise Decided
    if not may_review(case, by):
        raise PermissionDenied
    if way is None or stands(case) == (outcome == ReviewOutcome.GONE):
        raise Decided
    if outcome == way.undone:
        way.undo(case, by, reason, explanation)
    elif outcome in (ReviewOutcome.CONFIRM, ReviewOutcome.GONE):
        if (outcome, decision.kind) == (ReviewOutcome.CONFIRM, DecisionKind.ASK):
            give_time(case, decision)
        end(decision, by, outcome, explanation)
    else:
        raise Decided
    last = last_ended(decision.reviews.all())
    assert last is not None
    return last


def give_time(case: Case, decision: Decision) -> None:
    """Let the writer change it by a new day: they waited for the other moderator."""
    decision.until = case.due = case.due_again()
    decision.save(update_fields=["until"])
    case.save(update_fields=["due"])


def last_ended(reviews: QuerySet[Review]) -> Review | None:
    return reviews.exclude(decided_at=None).order_by("decided_at").last()


def hold(case: Case) -> Decision:
    """Lock the thing and its case, and return the decision that stands. Raises NotReviewable.

    A pause is ended with its lab locked, on the page of pauses too.
    """
    case.hold()
    case.refresh_from_db(fields=["decided_at", "decisions"])
    if case.standing is None:
        raise NotReviewable
    if case.standing.kind == DecisionKind.PAUSE:
        case.lab.hold()
    return case.standing


def end_all(cases: Iterable[Case], kind: str, by: Membership, outcome: str, explanation: str) -> None:
    """End what waits about decisions of this kind, because a moderator undid them."""
    waiting = Decision.objects.filter(case__in=cases, kind=kind, reviews__decided_at=None, reviews__isnull=False)
    for decision in waiting.distinct().select_related("case__lab"):
        end(decision, by, outcome, explanation)
