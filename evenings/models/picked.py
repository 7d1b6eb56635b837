"""What the room picked on the wall, for a step in which people choose from it."""

from textwrap import shorten
from typing import NamedTuple

from django.db.models import Q

from evenings.models.choice import OPTION_LENGTH
from evenings.models.note import Note
from evenings.models.noting import WITH_NOTES
from evenings.models.pile import Pile
from evenings.models.step import Step, StepKind
from ideas.words import lines


class Picked(NamedTuple):
    """A pile, or a note that lies in none of these piles (`pile` None), in the words of an option."""

    text: str
    pile: Pile | None = None


def picked_for(step: Step) -> list[Picked]:
    """Return the piles and notes to take along from the wall before this step; all piles if nothing is marked.

    A loose note that a table picked comes itself; one in a pile brings its pile. First the piles, as they lie; then
    the notes, by number. Two queries.
    """
    on_wall = Note.objects.on_wall().filter(step__in=wall_before(step)).select_related("pile").order_by("number")
    piles = list(Pile.objects.filter(notes__in=on_wall.order_by()).distinct().order_by("pk"))
    marked = list(on_wall.filter(Q(is_kept=True) | Q(is_picked=True)))
    picked = {note.pile_id for note in marked if note.is_picked}
    kept = [pile for pile in piles if pile.is_kept or pile.pk in picked]
    notes = [note for note in marked if note.pile not in kept]
    taken = kept if kept or notes else piles
    return [Picked(as_option(pile.title), pile) for pile in taken] + [Picked(as_option(note.text)) for note in notes]


def wall_before(step: Step) -> list[Step]:
    """Return the steps whose notes hung there last; grouping shows the notes of the step of notes before it too."""
    before = [one for one in step.session.plan_steps if one.position < step.position and one.kind in WITH_NOTES]
    written = [one for one in before if one.kind == StepKind.NOTES]
    last = before[-1:]
    return last if last == written[-1:] else [*last, *written[-1:]]


def as_option(text: str) -> str:
    """Return the text in one line, cut at a word if it is too long for an option."""
    line = " ".join(lines(text))
    short = shorten(line, OPTION_LENGTH, placeholder="…")
    return short if short != "…" else f"{line[: OPTION_LENGTH - 1]}…"
