"""Who wants to say something, in order. Verbs of `Evening`; each locks it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from evenings import live
from evenings.models.participant import Participant
from evenings.models.states import EveningClosed

if TYPE_CHECKING:
    from evenings.models.evening import Evening


@transaction.atomic
def ask_floor(evening: "Evening", who: Participant, on: bool, at: datetime) -> bool:
    """Let this participant wait for the floor, behind who asked before, or not any more. False if it is so already.

    Raises EveningClosed.
    """
    must_be_open(evening, at)
    asked = evening.participants.filter(pk=who.pk, asked_floor__isnull=on).update(asked_floor=at if on else None)
    return bool(asked) and changed(evening)


@transaction.atomic
def spoke(evening: "Evening", participant_id: int, asked: datetime, at: datetime) -> bool:
    """Take off who had the floor and asked for it at that moment. False if they wait no more, or asked again since.

    Raises EveningClosed.
    """
    must_be_open(evening, at)
    waiting = evening.participants.filter(pk=participant_id, asked_floor=asked)
    return bool(waiting.update(asked_floor=None)) and changed(evening)


def must_be_open(evening: "Evening", at: datetime) -> None:
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed


def changed(evening: "Evening") -> bool:
    evening.advance(floor_revision=F("revision") + 1)
    live.evening_changed(evening)
    return True
