"""Who decides about people and their words: a moderator who doesn't work for the municipality, about others."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

if TYPE_CHECKING:
    from labs.models.people import Membership


class MayNotDecide(PermissionDenied):
    """This person decides nothing about this. `words` tell them why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Involved(MayNotDecide):
    """They wrote it, or reported it."""

    def __init__(self) -> None:
        super().__init__(gettext("You wrote or reported this yourself, so another moderator decides."))


def is_impartial(member: "Membership") -> bool:
    """Is this person a moderator here, without a role of the municipality in any of its labs? One query.

    `Membership.decides` says it by the roles in this lab alone, for buttons.
    """
    from labs.models.voices import OF_MUNICIPALITY, RoleKind

    if member.user_id is None:
        return False
    theirs = type(member).objects.filter(user=member.user_id, lab__municipality=member.lab.municipality_id)
    roles = set(theirs.values_list("pk", "roles__kind"))
    return (member.pk, RoleKind.MODERATOR) in roles and not OF_MUNICIPALITY & {kind for _member, kind in roles}


def must_be_impartial(member: "Membership", writers: Collection[int] = ()) -> None:
    """Call it with the thing locked, whose `writers` these are. Raises MayNotDecide."""
    if member.pk in writers:
        raise Involved
    if not is_impartial(member):
        raise MayNotDecide(gettext("Whoever works for the municipality decides nothing here. Ask another moderator."))
