"""Hiding and putting back, on the page of the thing itself or by its case, and pauses: what they do to the case."""

from typing import Any

from django.utils.translation import gettext

from common import clock
from common.times import day_of
from events.models import Gathering
from ideas.models import IdeaPhoto
from labs.models import Hiding, MayNotDecide, MemberName, Membership, Pause
from labs.models.impartial import Involved
from moderation.models import letters
from moderation.models.case import Case, case_that_hid, due_in, open_case
from moderation.models.deciding import is_involved, settle
from moderation.models.decision import Decision
from moderation.models.ending import end
from moderation.models.review import Review
from moderation.models.reviewing import end_all
from moderation.models.states import DecisionKind, ReviewOutcome
from moderation.models.things import KINDS, Reported, ThingKind


class Overruled(MayNotDecide):
    """They hid these words before, and another moderator put them back after a second look."""

    def __init__(self) -> None:
        super().__init__(
            gettext("You hid this, and another moderator put it back. Only another moderator can hide it again.")
        )


def is_overruled(thing: Any, by: Membership) -> bool:
    """Did another moderator put back by a review what this one hid, and did no word change since? At most two queries.

    Of a gathering no earlier words are kept: there it is always so.
    """
    theirs = Review.objects.filter(decision__kind=DecisionKind.HIDE, decision__by=by, outcome=ReviewOutcome.RESTORE)
    theirs = theirs.filter(decision__case__in=Case.objects.about(thing)).exclude(decided_by=by)
    last = theirs.select_related("decision__case").order_by("decided_at").last()
    if last is None or isinstance(thing, Gathering):
        return last is not None
    if isinstance(thing, MemberName):
        return last.decision.case.name_then == thing.title
    holder = thing.idea if isinstance(thing, IdeaPhoto) else thing
    return not holder.edits.filter(at__gt=last.decided_at).exists()


def decide_by_hiding(thing: Any, hiding: Hiding) -> None:
    """Decide the open case of this locked thing, or one that is opened for it. Raises Involved, Overruled."""
    if type(thing) not in KINDS or hiding.by is None:
        return
    case, _is_new = open_case(thing)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if is_involved(case, hiding.by):
        raise Involved
    if is_overruled(thing, hiding.by):
        raise Overruled
    settle(case, hiding.by, DecisionKind.HIDE, hiding.reason, hiding.explanation)
    stayed = Case.objects.about(thing)
    end_all(stayed, DecisionKind.NOTHING_WRONG, hiding.by, ReviewOutcome.HIDE, hiding.explanation)


def decide_by_restoring(thing: Any, hiding: Hiding | None, by: Membership, why: str) -> None:
    """Add to the case that hid this locked thing that it was put back, and why. Raises Involved.

    A fold has no such case: opening it decides the one that waits.
    """
    if type(thing) in KINDS and hiding and hiding.is_fold:
        return decide_by_opening(thing, by, why)
    case = case_that_hid(thing, hiding) if type(thing) in KINDS and hiding else None
    if case is None:
        return
    if is_involved(case, by):
        raise Involved
    case.decisions.create(by=by, kind=DecisionKind.RESTORE, explanation=why, at=clock.now())
    case.let_it_stand()
    end_all([case], DecisionKind.HIDE, by, ReviewOutcome.RESTORE, why)


def decide_by_pausing(pause: Pause) -> None:
    """Decide a case that is opened for a pause that was given directly, so that it can be looked at again.

    Call it with the lab locked.
    """
    person, by = pause.membership, pause.by
    if by is None:
        return
    about = {"kind": ThingKind.PERSON, "author": person, "due": due_in(person.lab), "opened_at": pause.at}
    case = Case.objects.create(lab=person.lab, **about)
    settle(case, by, DecisionKind.PAUSE, pause.reason, pause.explanation, day_of(pause.until))


def decision_of(pause: Pause) -> Decision | None:
    """Return the decision that made this pause; None if it is from before direct ones had one. Two queries at most."""
    later = Decision.objects.filter(kind=DecisionKind.PAUSE, case__author=pause.membership_id, at__gte=pause.at)
    decision = later.select_related("case__lab").order_by("at").first()
    others = Pause.objects.filter(membership=pause.membership_id, at__gt=pause.at)
    return decision if decision and not others.filter(at__lte=decision.at).exists() else None


def path_for_paused(pause: Pause) -> str:
    """Return the path of the page that tells the paused person of the decision; empty if there is none."""
    decision = decision_of(pause)
    return decision.case.path_for_writer if decision else ""


def end_reviews_of_pause(pause: Pause) -> None:
    """End the reviews of a pause that a moderator ended. The lab is locked."""
    decision = decision_of(pause)
    if decision and pause.ended_by:
        end(decision, pause.ended_by, ReviewOutcome.END_PAUSE, pause.ended_why)


def decide_by_opening(thing: Reported, by: Membership, why: str) -> None:
    """Decide the case of this locked thing, that was folded: it stays. Raises Involved if they reported it."""
    case, _is_new = open_case(thing)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if is_involved(case, by):
        raise Involved
    settle(case, by, DecisionKind.NOTHING_WRONG, "", why)
    letters.unfolded(case, by)
