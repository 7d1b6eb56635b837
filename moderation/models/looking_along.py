"""A moderator says whether they look along in another lab that asks them."""

from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from answers.models.work import desk_changed_later
from audit.models import AuditEntry, Kind, Thing
from common import clock
from labs.models import Lab, Membership, Role
from moderation.models import letters
from moderation.models.case import Case
from moderation.models.reminding import path_for_neighbour
from moderation.models.review import Review
from moderation.models.settings import ModerationSettings, neighbours_for


class NotAsked(PermissionDenied):
    """The lab asks somebody else by now, or nobody."""


class MayNotLook(PermissionDenied):
    """They lost the role, moderate in that lab too, or work for its municipality."""


@transaction.atomic
def answer(lab: Lab, by: Membership, is_yes: bool) -> bool:
    """Say whether `by` looks along in `lab`: log it there, and tell its lab_admins. Return False if that was said.

    They may change their mind as long as the lab names them. Raises NotAsked, MayNotLook.
    """
    lab = lab.hold()
    settings = ModerationSettings.objects.of(lab)
    if settings.neighbour_id != by.pk:
        raise NotAsked
    if is_yes and not neighbours_for(lab, Role.objects.that_count()).filter(pk=by.pk).exists():
        raise MayNotLook
    if settings.agreed_at if is_yes else settings.declined_at:
        return False
    now = clock.now()
    settings.agreed_at, settings.declined_at = (now, None) if is_yes else (None, now)
    settings.save(update_fields=["agreed_at", "declined_at"])
    kind = Kind.LOOK_ALONG if is_yes else Kind.NOT_LOOK_ALONG
    AuditEntry.objects.note(by.user, kind, Thing.SETTING, "neighbour", lab=lab.slug)
    letters.neighbour_said(settings, by)
    desk_changed_later(by.lab)
    return True


class Waiting(NamedTuple):
    """What waits in another lab for a moderator who looks along there."""

    lab: Lab
    case: Case
    path: str
    due: date
    is_review: bool

    @property
    def is_late(self) -> bool:
        return self.due < timezone.localdate()


def waiting_for(member: Membership) -> list[Waiting]:
    """Return what other labs ask this moderator to decide, the first due on top."""
    looked_along = ModerationSettings.objects.with_second_pair(member)
    reviews = Review.objects.for_neighbour(member).filter(decision__case__lab__moderation__in=looked_along)
    by_case = {one.decision.case_id: one for one in reviews.select_related("decision__case__lab", "neighbour__lab")}
    found = [
        Waiting(one.lab, one.decision.case, one.get_absolute_url(), one.due, is_review=True)
        for one in by_case.values()
    ]
    for case in Case.objects.handed_to(member).select_related("lab"):
        found.append(Waiting(case.lab, case, path_for_neighbour(case, member), case.due, is_review=False))
    return sorted(found, key=lambda one: one.due)
