"""What hangs on the wall in the step now: for phones, for the big screen and for who leads."""

import math
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from evenings.models.note import Note, NoteState
from evenings.models.noting import WITH_NOTES
from evenings.models.step import StepKind

if TYPE_CHECKING:
    from evenings.models import Evening, Participant, Step

PLACES = (NoteState.WAITS, NoteState.WALL, NoteState.OFF)  # the lists of who leads
ON_PHONE = 20  # notes; the newest
COLUMNS, LINES, SIGNS = 4, 12, 17  # of the big screen: columns, lines in a column, signs in a line
ROOM_AROUND = 1.5  # lines that a note takes beside its words
type Page = list[list[Note]]


class Wall:
    """The notes of the step now. One query, when something of it is first read; none in a step without notes."""

    def __init__(self, evening: "Evening") -> None:
        self.evening = evening

    @property
    def is_shown(self) -> bool:
        """Do people write or group notes now?"""
        step = self.evening.step
        return step is not None and step.kind in WITH_NOTES and self.evening.closed_at is None

    @cached_property
    def notes(self) -> list[Note]:
        """Those on the wall, the newest first."""
        if not self.is_shown:
            return []
        return list(self.evening.notes.on_wall().filter(step__in=steps_on_wall(self.evening)).order_by("-number"))

    @property
    def paper_step(self) -> int:
        return paper_step(self.evening)

    @cached_property
    def waiting(self) -> int:
        """How many notes wait for a glance. One query."""
        return self.evening.notes.filter(state=NoteState.WAITS).count()

    @property
    def newest(self) -> list[Note]:
        return self.notes[:ON_PHONE]

    @property
    def from_paper(self) -> int:
        return sum(note.source == "paper" for note in self.notes)

    @property
    def pages(self) -> list[Page]:
        """The notes in columns, as many as people can read from ten metres; the big screen shows page after page."""
        return in_pages(self.notes)


def steps_on_wall(evening: "Evening") -> list["Step"]:
    """Return the steps whose notes hang there: a step of grouping has those of the last step of notes too."""
    now = evening.step
    if now is None:
        return []
    before = [step for step in evening.session.plan_steps if step.position < now.position]
    written = [step for step in before if step.kind == StepKind.NOTES]
    return [now, *written[-1:]] if now.kind == StepKind.GROUP else [now]


def steps_with_notes(evening: "Evening") -> list["Step"]:
    return [step for step in evening.session.plan_steps if step.kind in WITH_NOTES]


def paper_step(evening: "Evening") -> int:
    """Return the step (its id) that a note from paper is of: now, or the last with notes; before, the first."""
    steps, now = steps_with_notes(evening), evening.step
    there = [step for step in steps if now and step.position <= now.position] or steps[:1]
    return there[-1].pk if there else 0


def in_pages(notes: list[Note]) -> list[Page]:
    """Fill columns from the top, and pages from the left. A note longer than a column has one of its own."""
    pages: list[Page] = []
    left = 0.0
    for note in notes:
        height = lines_of(note.text) + ROOM_AROUND
        if pages and height <= left:
            pages[-1][-1].append(note)
        elif pages and len(pages[-1]) < COLUMNS:
            pages[-1].append([note])
            left = float(LINES)
        else:
            pages.append([[note]])
            left = float(LINES)
        left -= height
    return pages


def lines_of(text: str) -> int:
    return sum(max(1, math.ceil(len(line) / SIGNS)) for line in text.splitlines())


def mine_of(participant: "Participant") -> list[Note]:
    """Return the notes of this participant that they didn't take back, the newest first. One query."""
    return list(participant.notes.exclude(state=NoteState.BACK).order_by("-pk"))


def for_leaders(evening: "Evening") -> dict[str, list[Note]]:
    """Return all notes in the three lists: what waits, oldest first; the others newest first. One query."""
    lists: dict[str, list[Note]] = {place: [] for place in PLACES}
    for note in evening.notes.filter(~Q(state=NoteState.BACK)).order_by("pk"):
        lists[note.state].append(note)
    lists[NoteState.WALL].sort(key=lambda note: -(note.number or 0))
    lists[NoteState.OFF].reverse()
    return lists
