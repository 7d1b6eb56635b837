"""*Tijdelijk niet meedoen*: a moderator pauses a person in a lab, for some days and with a reason.

`Membership.paused_until` says it without a query; nobody has to do anything when that time passes.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from accounts.live import rights_changed
from audit.models import AuditEntry, Kind, Pseudonym, Thing
from common import clock
from common.joins import ExtensionPoint
from common.times import AMSTERDAM, day_of, day_words
from labs.models.impartial import must_be_impartial
from labs.models.reasons import HidingReason
from notifications.notices import notify

if TYPE_CHECKING:
    from labs.models.people import Membership


class Paused(PermissionDenied):
    """What this person wanted to do must wait. `pause`: why, and until when."""

    def __init__(self, pause: "Pause") -> None:
        super().__init__(pause)
        self.pause = pause


class Pause(models.Model):
    """A record of a pause: by whom, why, until when, and who ended it earlier."""

    membership = models.ForeignKey("labs.Membership", on_delete=models.CASCADE, related_name="pauses")
    by = models.ForeignKey("labs.Membership", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=16, choices=HidingReason.choices)
    explanation = models.TextField()
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    ended_by = models.ForeignKey("labs.Membership", null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(until__gt=models.F("at")), name="pause_has_days")]

    def __str__(self) -> str:
        return f"paused: {self.reason}"

    @property
    def day(self) -> str:
        """The first day on which this person takes part again, in words."""
        return day_words(day_of(self.until))


BEGUN: "ExtensionPoint[Callable[[Pause], None]]" = ExtensionPoint(
    "labs.models.pauses.BEGUN",
    "What follows when a moderator pauses somebody directly, and not by a decision about what they wrote; called last,"
    " with the lab locked.",
)
ENDED: "ExtensionPoint[Callable[[Pause], None]]" = ExtensionPoint(
    "labs.models.pauses.ENDED",
    "What follows when a moderator ends a pause before the time, called with the lab locked.",
)
PAGE_OF_PAUSED: "ExtensionPoint[Callable[[Pause], str]]" = ExtensionPoint(
    "labs.models.pauses.PAGE_OF_PAUSED",
    "The page on which a paused person reads the decision and can have it looked at again: its path, or empty.",
)


def page_of_paused(pause: Pause) -> str:
    """Return the path of that page, or empty when there is none."""
    return next((path for path_of in PAGE_OF_PAUSED if (path := path_of(pause))), "")


def end_of(now: datetime, days: int) -> datetime:
    """Return the midnight with which the pause ends: the rest of today, and then so many whole days."""
    return datetime.combine(day_of(now) + timedelta(days=days + 1), time(), AMSTERDAM)


def now_of(member: "Membership") -> Pause | None:
    """Return the pause that lasts now. One query, of a person who is paused."""
    return member.pauses.filter(ended_at=None).last() if member.is_paused else None


@transaction.atomic
def pause(member: "Membership", by: "Membership", reason: str, explanation: str, days: int) -> Pause | None:
    """As `give`, directly: not by a decision about something that they wrote."""
    row = give(member, by, reason, explanation, days)
    if row:
        for follow in BEGUN:
            follow(row)
    return row


@transaction.atomic
def give(member: "Membership", by: "Membership", reason: str, explanation: str, days: int) -> Pause | None:
    """Let `member` not take part for so many whole days, and tell them. Return None if they are paused already.

    Raises PermissionDenied when `by` may not decide about them. The lock on the lab puts two moderators who pause each
    other in order: the second one is paused by then.
    """
    person, decider = _read_again(member, by)
    if not decider.may_pause(person):
        raise PermissionDenied
    must_be_impartial(decider)
    if person.is_paused:
        return None
    now = clock.now()
    row = member.pauses.create(by=by, reason=reason, explanation=explanation, at=now, until=end_of(now, days))
    _set(member, row.until)
    _note(member, by, Kind.PAUSE, reason)
    notify("paused", member, pause=row.pk)
    return row


@transaction.atomic
def end_pause(member: "Membership", by: "Membership", why: str) -> bool:
    """Let `member` take part again before the time, and tell them why. Return False if they are not paused.

    Raises PermissionDenied when `by` may not decide about them.
    """
    person, decider = _read_again(member, by)
    if not decider.may_decide_about(person):
        raise PermissionDenied
    must_be_impartial(decider)
    row, now = now_of(person), clock.now()
    if row is None:
        return False
    row.ended_by, row.ended_at, row.ended_why = by, now, why
    row.save(update_fields=["ended_by", "ended_at", "ended_why"])
    _set(member, None)
    _note(member, by, Kind.END_PAUSE, why)
    notify("pause_ended", member, pause=row.pk)
    for follow in ENDED:
        follow(row)
    return True


def _read_again(member: "Membership", by: "Membership") -> tuple["Membership", "Membership"]:
    """Lock the lab, and return both people as they are now. Raises PermissionDenied when one of them is gone."""
    member.lab.hold()
    people = type(member).objects.in_bulk([member.pk, by.pk])
    if len({member.pk, by.pk}) != len(people):
        raise PermissionDenied
    return people[member.pk], people[by.pk]


def _set(member: "Membership", until: datetime | None) -> None:
    type(member).objects.filter(pk=member.pk).update(paused_until=until)
    member.paused_until = until
    for known in ("is_paused", "held", "kinds"):
        member.__dict__.pop(known, None)
    rights_changed()


def _note(member: "Membership", by: "Membership", kind: Kind, reason: str) -> None:
    whose = Pseudonym.objects.of(member.user)
    AuditEntry.objects.note(by.user, kind, Thing.PERSON, whose, lab=member.lab.slug, reason=reason)
