"""What hangs on the wall in the step now: for phones, for the big screen and for who leads."""

import math
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Prefetch, Q

from evenings.models.note import Note, NoteState
from evenings.models.noting import WITH_NOTES, steps_on_wall
from evenings.models.picking import steps_to_pick_from
from evenings.models.step import StepKind

if TYPE_CHECKING:
    from evenings.models import Evening, Participant, Pile, Step

PLACES = (NoteState.WAITS, NoteState.WALL, NoteState.OFF)  # the lists of who leads
ON_PHONE = 20  # notes; the newest
COLUMNS, LINES, SIGNS = 4, 12, 17  # of the big screen: columns, lines in a column, signs in a line
ROOM_AROUND = 1.5  # lines that a note takes beside its words
TITLE_LINES = 1.7  # that the title of a pile takes
PAGES = 8  # of the big screen: more take minutes to come by, and are too much to send with each change
OF_EACH_PILE = (20, 12, 8, 5, 3, 2, 1)  # notes, when all don't fit
ON_WALL = Prefetch("notes", Note.objects.on_wall().order_by("-number"), to_attr="on_wall")


class Entry(NamedTuple):
    """A note on the wall. `heading`: of the pile that begins with it, or of the loose notes; None in between."""

    note: Note
    heading: str | None = None
    is_kept: bool = False


class Tables(NamedTuple):
    """How many tables write on a device, how many of those picked notes, and how many notes that are.

    A device that picked as a table counts as one, also when one person is left at it.
    """

    number: int
    picked: int
    notes: int


type Page = list[list[Entry]]


class Wall:
    """The notes of the step now. One query, when something of it is first read; none in a step without notes."""

    def __init__(self, evening: "Evening") -> None:
        self.evening = evening

    @property
    def is_shown(self) -> bool:
        """Do people write or group notes now?"""
        step = self.evening.step
        return step is not None and step.kind in WITH_NOTES and not self.evening.is_over

    @cached_property
    def notes(self) -> list[Note]:
        """Those on the wall, the newest first."""
        if not self.is_shown:
            return []
        there = self.evening.notes.on_wall().filter(step__in=steps_on_wall(self.evening))
        return list(there.select_related("pile").order_by("-number"))

    @property
    def paper_step(self) -> int:
        return paper_step(self.evening)

    @cached_property
    def waiting(self) -> int:
        """How many notes wait for a glance. One query."""
        return self.evening.notes.filter(state=NoteState.WAITS).count()

    @cached_property
    def pick_steps(self) -> list[int]:
        """The steps (ids) whose notes tables pick from now."""
        return [] if self.evening.is_over else steps_to_pick_from(self.evening)

    @cached_property
    def tables(self) -> Tables | None:
        """What tables picked until now, while they do. Two queries."""
        if not self.pick_steps:
            return None
        picked = self.evening.notes.filter(is_picked=True, step__in=self.pick_steps, participant__isnull=False)
        there = self.evening.participants.filter(Q(people__gt=1) | Q(pk__in=picked.values("participant")))
        return Tables(there.count(), **picked.aggregate(picked=Count("participant", distinct=True), notes=Count("pk")))

    @cached_property
    def picked(self) -> list[int]:
        """All notes (ids) on the wall that tables picked, also in earlier steps. One query, once people group them."""
        now, steps = self.evening.step, self.evening.session.plan_steps
        if not any(now and step.kind == StepKind.GROUP and step.position <= now.position for step in steps):
            return []
        there = self.evening.notes.on_wall().filter(is_picked=True)
        return list(there.order_by("pk").values_list("pk", flat=True))

    @property
    def has_stars(self) -> bool:
        """Goes anything that hangs there along?"""
        return any(note.is_picked or note.is_kept or (note.pile and note.pile.is_kept) for note in self.notes)

    @property
    def is_of_piles(self) -> bool:
        return self.evening.step is not None and self.evening.step.kind == StepKind.GROUP

    @cached_property
    def entries(self) -> list[Entry]:
        """The notes, the newest first; while people group them, pile by pile, and then the loose ones."""
        return in_piles(self.notes) if self.is_of_piles else [Entry(note) for note in self.notes]

    @property
    def on_phone(self) -> list[Entry]:
        return self.entries[: 2 * ON_PHONE if self.is_of_piles else ON_PHONE]

    @property
    def from_paper(self) -> int:
        return sum(note.source == "paper" for note in self.notes)

    @cached_property
    def pages(self) -> list[Page]:
        """The notes in columns, as many as people can read from ten metres; the big screen shows page after page.

        If all don't fit, the newest; while people group them, the newest of each pile.
        """
        pages = in_pages(self.entries, height_of)
        for most in OF_EACH_PILE if self.is_of_piles else ():
            if len(pages) > PAGES:
                pages = in_pages(newest_of_each(self.entries, most), height_of)
        return pages[:PAGES]

    @property
    def is_cut(self) -> bool:
        """Are there notes that the big screen doesn't show?"""
        return sum(len(column) for page in self.pages for column in page) < len(self.entries)


def steps_with_notes(evening: "Evening") -> list["Step"]:
    return [step for step in evening.session.plan_steps if step.kind in WITH_NOTES]


def paper_step(evening: "Evening") -> int:
    """Return the step (its id) that a note from paper is of: now, or the last with notes; before, the first."""
    steps, now = steps_with_notes(evening), evening.step
    there = [step for step in steps if now and step.position <= now.position] or steps[:1]
    return there[-1].pk if there else 0


def in_piles(notes: list[Note]) -> list[Entry]:
    """Sort notes by pile, the oldest pile first; the loose ones come last, and have no title (empty heading).

    In each, those that tables picked come first.
    """
    entries: list[Entry] = []
    last: Pile | None | int = 0
    for note in sorted(notes, key=lambda note: (note.pile_id is None, note.pile_id or 0, not note.is_picked)):
        is_first, last = note.pile != last, note.pile
        title = note.pile.title if note.pile else ""
        entries.append(
            Entry(note, title if is_first else None, is_kept=bool(is_first and note.pile and note.pile.is_kept))
        )
    return entries


def newest_of_each(entries: list[Entry], most: int) -> list[Entry]:
    """Return the first so many notes of each pile, and of the loose ones."""
    kept: list[Entry] = []
    left = most
    for entry in entries:
        left = most if entry.heading is not None else left
        kept += [entry] if left > 0 else []
        left -= 1
    return kept


def height_of(entry: Entry) -> float:
    return lines_of(entry.note.text) + ROOM_AROUND + (TITLE_LINES if entry.heading is not None else 0)


def in_pages[T](entries: list[T], height_of: Callable[[T], float]) -> list[list[list[T]]]:
    """Fill columns from the top, and pages from the left. What is higher than a column has one of its own."""
    pages: list[list[list[T]]] = []
    left = 0.0
    for entry in entries:
        height = height_of(entry)
        if pages and height <= left:
            pages[-1][-1].append(entry)
        elif pages and len(pages[-1]) < COLUMNS:
            pages[-1].append([entry])
            left = float(LINES)
        else:
            pages.append([[entry]])
            left = float(LINES)
        left -= height
    return pages


def lines_of(text: str) -> int:
    return sum(max(1, math.ceil(len(line) / SIGNS)) for line in text.splitlines())


def mine_of(participant: "Participant") -> list[Note]:
    """Return the notes of this participant that they didn't take back, the newest first. One query."""
    return list(participant.notes.exclude(state=NoteState.BACK).order_by("-pk"))


def for_leaders(evening: "Evening") -> dict[str, list[Note]]:
    """Return the loose notes in the three lists: what waits, oldest first; the others newest first. One query."""
    lists: dict[str, list[Note]] = {place: [] for place in PLACES}
    in_pile = Q(state=NoteState.WALL, pile__isnull=False)
    for note in evening.notes.exclude(state=NoteState.BACK).exclude(in_pile).order_by("pk"):
        lists[note.state].append(note)
    lists[NoteState.WALL].sort(key=lambda note: -(note.number or 0))
    lists[NoteState.OFF].reverse()
    return lists


def piles_of(evening: "Evening") -> list["Pile"]:
    """Return all piles, each with its notes as `on_wall`. Two queries."""
    return list(evening.piles.prefetch_related(ON_WALL).order_by("pk"))
