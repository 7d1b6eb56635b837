"""Decide a case, and who may: a moderator who doesn't work for the municipality, about things of others."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from labs.models import Membership, Role, RoleKind
from moderation.models import letters
from moderation.models.states import Decided, DecisionKind

if TYPE_CHECKING:
    from moderation.models.case import Case
    from moderation.models.decision import Decision

MUNICIPAL = frozenset({RoleKind.CIVIL_SERVANT, RoleKind.ALDERMAN, RoleKind.COUNCILLOR})


def is_impartial(member: Membership) -> bool:
    """Is this person a moderator here, without a role of the municipality in any of its labs? One query."""
    theirs = Role.objects.filter(
        membership__user=member.user_id, membership__lab__municipality=member.lab.municipality_id
    )
    roles = set(theirs.values_list("membership", "kind"))
    return (member.pk, RoleKind.MODERATOR) in roles and not MUNICIPAL & {kind for _member, kind in roles}


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
    involved = by.pk in case.writers or case.reports.filter(by=by).exists()
    if involved or by.lab_id != case.lab_id or not is_impartial(by):
        raise PermissionDenied
    thing = case.thing
    if case.is_gone != (kind == DecisionKind.GONE) or kind == DecisionKind.RESTORE:
        raise Decided
    if thing and thing.is_hidden and kind == DecisionKind.NOTHING_WRONG:
        raise Decided
    if thing and kind == DecisionKind.HIDE and not thing.hide(by, reason, explanation):
        standing = thing.hidings.filter(restored_at=None).first()  # none if it was hidden by hand
        if standing:
            reason, explanation = standing.reason, standing.explanation
    made: Decision = case.decisions.create(by=by, kind=kind, reason=reason, explanation=explanation)
    case.decided_at = made.at
    case.save(update_fields=["decided_at"])
    letters.decided(case, by, kind == DecisionKind.HIDE)
    return made
