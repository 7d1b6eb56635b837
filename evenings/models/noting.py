"""Write notes, and put them on the wall. Verbs of `Evening`; each locks it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Max

from common.rate_limits import charge
from evenings import live
from evenings.models.note import Note, NoteSource, NoteState
from evenings.models.outcome import note_went
from evenings.models.participant import Participant
from evenings.models.report import forget
from evenings.models.states import EveningClosed
from evenings.models.step import Step, StepKind
from ideas.models import Moved

if TYPE_CHECKING:
    from evenings.models.evening import Evening

WITH_NOTES = (StepKind.NOTES, StepKind.GROUP)
LATE = timedelta(minutes=10)  # a note still counts for its step, for so long after people left it


class StepOver(Exception):
    """The step of this note is over, or it takes no notes: nothing is written."""


@transaction.atomic
def write(
    evening: "Evening", step_id: int, text: str, key: UUID, at: datetime, participant: Participant | None = None
) -> Note:
    """Add a note to a step. It waits for a glance, unless notes go through; one from paper (no participant) doesn't.

    The same form again is the same note, and so are the same words in the same step by the same person; two people at
    one table may write the same. Raises EveningClosed, StepOver, TooOften.
    """
    evening.hold()
    there = first_of(evening, step_id, text, key, participant)
    if there:
        return there
    if not evening.is_open(at):
        raise EveningClosed
    if not takes_notes(evening, step_id, at, is_paper=participant is None):
        raise StepOver
    if participant:
        charge("note", participant.pk)
    is_on_wall = participant is None or evening.notes_go_through
    revision = change(evening, is_public=is_on_wall)
    made: Note = evening.notes.create(
        step_id=step_id,
        participant=participant,
        text=text,
        source=source_of(participant),
        state=NoteState.WALL if is_on_wall else NoteState.WAITS,
        number=next_number(evening) if is_on_wall else None,
        key=own_key(evening, text, key),
        written_at=at,
        revision=revision,
    )
    return made


@transaction.atomic
def settle(evening: "Evening", note_id: int, to: str, seen: str, at: datetime) -> bool:
    """Put a note on the wall, or off it, or let it wait again. False if it is so already.

    `seen`: its state that was on the page of who pressed. Raises Moved if somebody changed it since, EveningClosed,
    Note.DoesNotExist.
    """
    evening.hold()
    note: Note = evening.notes.get(pk=note_id)
    if not evening.is_open(at):
        raise EveningClosed
    if note.state == to:
        return False
    if note.state != seen:
        raise Moved(note)
    put(evening, note, to)
    return True


@transaction.atomic
def withdraw(evening: "Evening", note_id: int, participant: Participant) -> bool:
    """Let its writer take a note back, wherever it is, also from the report. False if it is gone already."""
    evening.hold()
    note = evening.notes.filter(pk=note_id, participant=participant).first()
    if note is None or note.state == NoteState.BACK:
        return False
    put(evening, note, NoteState.BACK)
    note_went(note)
    forget(evening.pk, f"note-{note.pk}")
    return True


@transaction.atomic
def let_through(evening: "Evening", on: bool, at: datetime) -> bool:
    """Let notes go on the wall without a glance, from now on. What waits still waits. False if it is so already."""
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed
    if evening.notes_go_through == on:
        return False
    evening.advance(notes_go_through=on, glance_revision=F("revision") + 1)
    live.evening_changed(evening)
    return True


def takes_notes(evening: "Evening", step_id: int, at: datetime, *, is_paper: bool) -> bool:
    """Can a note be added to this step: is it now, or was it until some minutes ago? Paper may come at any time."""
    if not evening.session.steps.on().filter(pk=step_id, kind__in=WITH_NOTES).exists():
        return False
    left_at = evening.left_at.get(str(step_id))
    is_late = left_at is None or at > datetime.fromisoformat(left_at) + LATE
    return is_paper or step_id == evening.step_id or not is_late


def steps_on_wall(evening: "Evening") -> list[Step]:
    """Return the steps whose notes hang there: a step of grouping has those of the last step of notes too."""
    now = evening.step
    if now is None:
        return []
    before = [step for step in evening.session.plan_steps if step.position < now.position]
    written = [step for step in before if step.kind == StepKind.NOTES]
    return [now, *written[-1:]] if now.kind == StepKind.GROUP else [now]


# Under the lock


def first_of(evening: "Evening", step_id: int, text: str, key: UUID, participant: Participant | None) -> Note | None:
    """Return the note that this form, or these words of this person, made before."""
    theirs = evening.notes.filter(participant=participant, text=text)
    found: Note | None = theirs.filter(key__in=(key, uuid5(key, text))).first()
    if found is None and participant and not participant.is_table:
        found = theirs.filter(step=step_id).exclude(state=NoteState.BACK).first()
    return found


def own_key(evening: "Evening", text: str, key: UUID) -> UUID:
    """Return the key; other words in a form that was sent before (by going back) are another note, once."""
    return uuid5(key, text) if evening.notes.filter(key=key).exists() else key


def source_of(participant: Participant | None) -> NoteSource:
    if participant is None:
        return NoteSource.PAPER
    return NoteSource.TABLE if participant.is_table else NoteSource.PHONE


def put(evening: "Evening", note: Note, to: str) -> None:
    was_public = note.state == NoteState.WALL
    note.state = to
    if to in (NoteState.OFF, NoteState.BACK):
        note.is_picked = False  # its table may pick another one
    if to == NoteState.WALL and note.number is None:
        note.number = next_number(evening)
    note.revision = change(evening, is_public=was_public or to == NoteState.WALL)
    note.save(update_fields=["state", "number", "is_picked", "revision"])
    if note.pile_id:
        evening.piles.filter(pk=note.pile_id).update(revision=note.revision)


def next_number(evening: "Evening") -> int:
    last: int | None = evening.notes.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def change(evening: "Evening", *, is_public: bool) -> int:
    """Advance the evening, and return the revision. What waits is no news for phones and screen."""
    public = {"wall_revision": F("revision") + 1} if is_public else {}
    revision = evening.advance(glance_revision=F("revision") + 1, **public)
    if is_public:
        live.evening_changed(evening)
    else:
        live.console_changed(evening)
    return revision
