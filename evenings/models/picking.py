"""Each table picks three of its notes in a step of grouping. A verb of `Evening`, which it locks."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from evenings.models.note import NoteState
from evenings.models.noting import StepOver, change, steps_on_wall
from evenings.models.participant import Participant
from evenings.models.pile import Pile
from evenings.models.states import EveningClosed
from evenings.models.step import StepKind

if TYPE_CHECKING:
    from evenings.models.evening import Evening

MOST_PICKED = 3  # notes of a table, of those on one wall


class PickedEnough(Exception):
    """This table picked three already: nothing is written."""


@transaction.atomic
def pick_note(evening: "Evening", note_id: int, on: bool, participant: Participant, at: datetime) -> bool:
    """Let a table pick one of its notes, or not any more. False if it is so already.

    A note that still waits for a glance may be picked too. A device of one person takes off what it picked as a table.
    Raises Note.DoesNotExist if it isn't theirs, or is off the wall; EveningClosed; StepOver if people don't group
    these notes now, or one person picks; PickedEnough.
    """
    evening.hold()
    theirs = evening.notes.filter(participant=participant, state__in=(NoteState.WAITS, NoteState.WALL))
    note = theirs.select_related("participant").get(pk=note_id)
    if not evening.is_open(at):
        raise EveningClosed
    steps = steps_to_pick_from(evening)
    if note.step_id not in steps or (on and not (note.participant and note.participant.is_table)):
        raise StepOver
    if note.is_picked == on:
        return False
    if on and theirs.filter(is_picked=True, step__in=steps).count() >= MOST_PICKED:
        raise PickedEnough
    note.is_picked = on
    note.revision = change(evening, is_public=note.state == NoteState.WALL)
    note.save(update_fields=["is_picked", "revision"])
    if note.pile_id:
        Pile.objects.filter(pk=note.pile_id).update(revision=note.revision)
    return True


def steps_to_pick_from(evening: "Evening") -> list[int]:
    """Return the steps (ids) whose notes tables pick from now: while people group them, those on the wall."""
    is_now = evening.step is not None and evening.step.kind == StepKind.GROUP
    return [step.pk for step in steps_on_wall(evening)] if is_now else []
