"""Who takes part in an evening without an account: a name or none, and a word to come back with."""

from datetime import UTC, datetime, timedelta
from typing import Self

from django.db import models, transaction

from common import clock
from evenings.models.states import GOES_ON

NAME_LENGTH = 30
STAYS = timedelta(days=1)  # after the evening a phone still shows its page for so long
KEPT = timedelta(days=90)  # then the row goes
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def with_ticket(self, now: datetime) -> Self:
        """Those whose ticket counts: until a day after their evening, and not while its gathering is hidden."""
        shown = {"evening__session__gathering__state__in": GOES_ON, "evening__session__gathering__is_hidden": False}
        return self.filter(evening__closes_at__gt=now - STAYS, **shown)

    def to_erase(self, now: datetime) -> Self:
        return self.filter(evening__closes_at__lte=now - KEPT)


class Participant(models.Model):
    """Somebody who walked in. `word` gives the same place on another device; nothing leads to an account.

    `people`: how many there are at this device; each of them chooses, and they write together.
    `is_named`: their name may stand with what comes of their notes. `asked_floor`: they wait to speak.
    """

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    word = models.CharField(max_length=40)
    key = models.UUIDField(editable=False)  # of the form that they walked in with
    came_at = models.DateTimeField(default=clock.now)
    people = models.PositiveSmallIntegerField(default=1)
    is_named = models.BooleanField(default=False)
    asked_floor = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evening", "word"], name="one_participant_per_word"),
            models.UniqueConstraint(fields=["evening", "key"], name="one_participant_per_key"),
        ]

    def __str__(self) -> str:
        return self.name or f"participant {self.pk}"

    @property
    def is_table(self) -> bool:
        """Are there several people at this device?"""
        return self.people > 1

    @property
    def asked_at(self) -> int:
        """The moment of `asked_floor` in microseconds, for a button; 0 without one."""
        return (self.asked_floor - EPOCH) // timedelta(microseconds=1) if self.asked_floor else 0

    @transaction.atomic
    def name_me(self, on: bool) -> None:
        """Let this person be named with what comes of their notes, or not. Without a name it stays as it is.

        So it does if people younger than 16 come.
        """
        self.evening.hold()
        self.is_named = on and bool(self.evening.kept_name(self.name))
        Participant.objects.filter(pk=self.pk).update(is_named=self.is_named)
