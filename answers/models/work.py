"""The desk of a lab: its revision rises when something changes in what waits for the staff."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from answers import live
from ideas.models import Idea
from labs.models import Lab, Membership, Role, RoleKind
from realtime.models import Followed


class Desk(Followed):
    """One per lab, so that work inside the municipality doesn't move the revision that everybody follows.

    In the common lock order it comes after the lab.
    """

    lab = models.OneToOneField(Lab, on_delete=models.CASCADE, related_name="desk")
    told_week = models.DateField(null=True, blank=True)  # the Monday of which its people were told (weekly.py)

    def __str__(self) -> str:
        return f"desk of lab {self.lab_id}"

    @classmethod
    def hold(cls, lab: Lab) -> "Desk":
        """Lock the desk of `lab` until commit; make it at its first use."""
        desk, _is_new = cls.objects.get_or_create(lab=lab)
        return cls.objects.select_for_update(no_key=True).get(pk=desk.pk)

    def changed(self) -> int:
        """Take the next revision, and tell everybody who has this desk open."""
        revision = self.advance()
        live.desk_changed(self)
        return revision


def desk_changed(lab: Lab) -> None:
    """Tell that something changed in what waits for the staff of `lab`. Call it last in a verb."""
    Desk.hold(lab).changed()


def desk_changed_with(idea: Idea) -> None:
    """Tell the desk after commit that the status of `idea` changed: it may wait for something now, or not any more.

    Not in the same transaction, because who sets the status may lock the lab later, and the desk comes after the lab.
    """
    desk_changed_later(idea.lab)


def desk_changed_later(lab: Lab) -> None:
    """Tell it after commit: of another lab than that of the verb, whose desk must not be held at the same time."""
    transaction.on_commit(partial(_changed_by_itself, lab), robust=True)


@transaction.atomic
def _changed_by_itself(lab: Lab) -> None:
    desk_changed(lab)


def must_be_colleague(member: Membership) -> None:
    """Check in the database that this person may answer for the municipality. Raises PermissionDenied."""
    if not Role.objects.filter(membership=member, kind=RoleKind.CIVIL_SERVANT).exists():
        raise PermissionDenied
