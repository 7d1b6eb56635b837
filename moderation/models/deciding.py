"""Decide a case, and who may: a moderator who doesn't work for the municipality, about things of others."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from labs.models import Membership
from labs.models.impartial import is_impartial
from moderation.models import letters
from moderation.models.states import Decided, DecisionKind

if TYPE_CHECKING:
    from moderation.models.case import Case
    from moderation.models.decision import Decision


def is_involved(case: "Case", by: Membership) -> bool:
    """Did this person write the thing, or report it?"""
    return by.pk in case.writers or case.reports.of(by).exists()


@transaction.atomic
def decide(case: "Case", by: Membership, kind: str, reason: str = "", explanation: str = "") -> "Decision":
    """Decide the case, and tell the author and the reporters. The same decision again returns the first one.

    A moderator may have hidden the thing meanwhile: only hiding is left then, with that reason, so that nobody reads
    two. Raises Decided, PermissionDenied.
    """
    case.hold()
    if case.decided_at:
        there = case.decisions.first()
        if there and (there.by_id, there.kind, there.reason, there.explanation) == (by.pk, kind, reason, explanation):
            return there
        raise Decided
    if is_involved(case, by) or by.lab_id != case.lab_id or not is_impartial(by):
        raise PermissionDenied
    thing = case.thing
    if case.is_gone != (kind == DecisionKind.GONE) or kind == DecisionKind.RESTORE:
        raise Decided
    if thing and thing.is_hidden and kind == DecisionKind.NOTHING_WRONG:
        raise Decided
    if thing and kind == DecisionKind.HIDE:
        if thing.hide(by, reason, explanation):  # hiding a thing decides its case: directly.py
            case.refresh_from_db(fields=["decided_at"])
            return case.decisions.order_by("pk")[0]
        if there_is := thing.hidings.filter(restored_at=None).first():
            reason, explanation = there_is.reason, there_is.explanation
    return settle(case, by, kind, reason, explanation)


def settle(case: "Case", by: Membership, kind: str, reason: str, explanation: str) -> "Decision":
    """End the case with this decision, and tell how. Call it with the thing and the case locked."""
    made: Decision = case.decisions.create(by=by, kind=kind, reason=reason, explanation=explanation)
    case.decided_at = made.at
    case.save(update_fields=["decided_at"])
    letters.decided(case, by, kind == DecisionKind.HIDE)
    return made
