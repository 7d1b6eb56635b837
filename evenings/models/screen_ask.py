"""A computer that asks to be the big screen: it shows two words, and who leads lets it in.

The computer of a beamer can't scan a QR code. Each verb locks the open evenings of the lab first, because the question
stands on the page of everybody who leads one of them.
"""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from common import clock
from evenings import codes, live
from evenings.models.evening import Evening
from evenings.models.helper import Helper, TaskKind
from evenings.models.states import EveningClosed
from labs.models import Lab

WAITS = timedelta(minutes=10)
MOST_WAITING = 5  # in a lab


class TooManyScreens(Exception):
    """MOST_WAITING screens wait in this lab already."""


class ScreenAskQuerySet(models.QuerySet["ScreenAsk"]):
    def waiting(self, now: datetime) -> Self:
        return self.filter(asked_at__gt=now - WAITS, refused_at=None, helper=None)


class ScreenAsk(models.Model):
    """The question of one computer. `word`: what it shows; `helper`: who it became when it was let in.

    The row goes after ten minutes.
    """

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=30)
    key = models.UUIDField(unique=True, editable=False)  # of the form, and in the cookie of the computer
    asked_at = models.DateTimeField(default=clock.now)
    refused_at = models.DateTimeField(null=True)
    helper = models.ForeignKey(Helper, null=True, on_delete=models.CASCADE, related_name="+")

    objects = ScreenAskQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word

    @property
    def said(self) -> str:
        """The words as on the screen: "MEREL LAMP"."""
        return self.word.upper()

    def waits(self, now: datetime) -> bool:
        return self.refused_at is None and self.helper_id is None and now < self.asked_at + WAITS

    # Verbs

    @classmethod
    @transaction.atomic
    def ask(cls, lab: Lab, key: UUID, at: datetime) -> "ScreenAsk":
        """Ask to be a screen in this lab; the same form again is the same question. Raises TooManyScreens."""
        evenings = hold_open(lab, at)
        lab.hold()
        there = cls.objects.filter(lab=lab, key=key).first()
        if there:
            return there
        waiting = set(cls.objects.filter(lab=lab).waiting(at).values_list("word", flat=True))
        if len(waiting) >= MOST_WAITING:
            raise TooManyScreens
        asked = cls.objects.create(lab=lab, word=codes.new_pair(waiting), key=key, asked_at=at)
        tell(evenings)
        return asked

    @transaction.atomic
    def let_in(self, evening: Evening, at: datetime) -> bool:
        """Make this computer a screen helper of this evening. False if it no longer waits. Raises EveningClosed."""
        evenings = hold_open(self.lab, at)
        here = next((one for one in evenings if one.pk == evening.pk), None)
        if here is None:
            raise EveningClosed
        if not self.still_waits(at):
            return False
        helper = here.helpers.create(key=self.key, name=self.said, came_at=at)
        helper.tasks.create(kind=TaskKind.SCREEN, taken_at=at)
        ScreenAsk.objects.filter(pk=self.pk).update(helper=helper)
        tell(evenings)
        return True

    @transaction.atomic
    def refuse(self, at: datetime) -> bool:
        """Say that it is no screen of this room. False if it no longer waits."""
        evenings = hold_open(self.lab, at)
        if not self.still_waits(at):
            return False
        ScreenAsk.objects.filter(pk=self.pk).update(refused_at=at)
        tell(evenings)
        return True

    @classmethod
    @transaction.atomic
    def forget_old(cls, now: datetime) -> int:
        """Remove what was asked ten minutes ago, and take it off the pages of who leads. Return how many."""
        old = list(cls.objects.filter(asked_at__lte=now - WAITS).select_related("lab"))
        for lab in sorted({one.lab for one in old}, key=lambda lab: lab.pk):
            tell(hold_open(lab, now))
        cls.objects.filter(pk__in=[one.pk for one in old]).delete()
        return len(old)

    # Under the lock

    def still_waits(self, at: datetime) -> bool:
        """Does the row, read again and locked, still wait?"""
        return ScreenAsk.objects.select_for_update(no_key=True).filter(pk=self.pk).waiting(at).exists()


def hold_open(lab: Lab, at: datetime) -> list[Evening]:
    """Lock the open evenings of this lab until the transaction ends, by id."""
    found = Evening.objects.open(at).filter(session__gathering__lab=lab).order_by("pk")
    return list(found.select_for_update(no_key=True, of=("self",)))


def tell(evenings: list[Evening]) -> None:
    """Tell who leads one of them which screens wait, and who helps."""
    for evening in evenings:
        evening.advance(asks_revision=F("revision") + 1, tasks_revision=F("revision") + 1)
        live.evening_changed(evening)
        live.tasks_changed(evening)
