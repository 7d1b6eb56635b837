"""Hiding and putting back, on the page of the thing itself or by its case: what it does to the case."""

from typing import Any

from common import clock
from labs.models import Hiding, Membership
from labs.models.impartial import Involved
from moderation.models.case import Case, case_that_hid, open_case
from moderation.models.deciding import is_involved, settle
from moderation.models.reviewing import end_all
from moderation.models.states import DecisionKind, ReviewOutcome
from moderation.models.things import KINDS


def decide_by_hiding(thing: Any, hiding: Hiding) -> None:
    """Decide the open case of this locked thing, or one that is opened for it. Raises Involved if they reported it."""
    if type(thing) not in KINDS or hiding.by is None:
        return
    case, _is_new = open_case(thing)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if is_involved(case, hiding.by):
        raise Involved
    settle(case, hiding.by, DecisionKind.HIDE, hiding.reason, hiding.explanation)
    stayed = Case.objects.about(thing)
    end_all(stayed, DecisionKind.NOTHING_WRONG, hiding.by, ReviewOutcome.HIDE, hiding.explanation)


def decide_by_restoring(thing: Any, hiding: Hiding | None, by: Membership, why: str) -> None:
    """Add to the case that hid this locked thing that it was put back, and why. Raises Involved."""
    case = case_that_hid(thing, hiding) if type(thing) in KINDS and hiding else None
    if case is None:
        return
    if is_involved(case, by):
        raise Involved
    case.decisions.create(by=by, kind=DecisionKind.RESTORE, explanation=why, at=clock.now())
    end_all([case], DecisionKind.HIDE, by, ReviewOutcome.RESTORE, why)
