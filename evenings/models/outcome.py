"""Where a note or a pile of an evening went after it: to an idea, a new idea, a comment, or only to the report."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple, Self

from django.db import models, transaction
from django.db.models import Q

from common.text import one_line
from evenings.models import letters
from evenings.models.note import Note, NoteSource, NoteState
from evenings.models.participant import KEPT
from evenings.models.pile import Pile
from events.models import Gathering
from ideas import live
from ideas.models import Comment, Idea, Status, WaitingComment
from labs.models import Lab, Membership

CREDIT_LENGTH = 120


class OutcomeState(models.TextChoices):
    """`OPEN`: not decided; somebody added it to the list, or took back where it went."""

    OPEN = "open"
    IDEA = "idea"
    NEW = "new"
    COMMENT = "comment"
    REPORT_ONLY = "report_only"


POSTED = Q(state__in=(OutcomeState.NEW, OutcomeState.COMMENT))  # online by a verb of ideas, by who pressed
DECIDED = ~Q(state=OutcomeState.OPEN)


class Source(NamedTuple):
    """A note or a pile (`kind`), by its id: before there is an outcome of it."""

    kind: str
    pk: int


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def with_place(self) -> Self:
        """Load where they went: one query."""
        return self.select_related("idea", "comment", "waiting__comment", "by__user", "note")

    def to_erase(self, now: datetime) -> Self:
        """Those that are nowhere online, of evenings whose notes are erased too. A report keeps its own words."""
        return self.filter(evening__closes_at__lte=now - KEPT, state__in=(OutcomeState.OPEN, OutcomeState.REPORT_ONLY))


class Outcome(models.Model):
    """What became of one note or pile; its words are a copy, which stays when the note goes.

    `idea`: where it is part of, the idea that was made of it, or the one with the comment. `comment`: once everybody
    can read it; before that it may be `waiting`. `credit`: the names of who wrote it, if they want that. `number`: of
    notes. `revision`: of the idea, when its page last changed by this.
    """

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="outcomes")
    note = models.OneToOneField(Note, null=True, on_delete=models.SET_NULL, related_name="outcome")
    pile = models.OneToOneField(Pile, null=True, on_delete=models.SET_NULL, related_name="outcome")
    is_of_pile = models.BooleanField(default=False)
    text = models.TextField()
    number = models.PositiveSmallIntegerField(default=1)
    credit = models.CharField(max_length=CREDIT_LENGTH, blank=True)
    state = models.CharField(max_length=11, choices=OutcomeState.choices, default=OutcomeState.OPEN)
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="outcomes")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="outcomes")
    waiting = models.ForeignKey(WaitingComment, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(null=True)
    revision = models.PositiveBigIntegerField(default=0)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def lab(self) -> Lab:
        return self.evening.gathering.lab

    @property
    def is_open(self) -> bool:
        return self.state == OutcomeState.OPEN

    @property
    def source(self) -> Source | None:
        """The note or pile that it is of; None when that went."""
        if self.pile_id:
            return Source("pile", self.pile_id)
        return Source("note", self.note_id) if self.note_id else None

    @property
    def title(self) -> str:
        """The words of a note, or what a pile is called."""
        return self.text.split("\n")[0] if self.is_of_pile else self.text

    @property
    def lines(self) -> list[str]:
        """The notes of a pile."""
        return self.text.split("\n")[1:] if self.is_of_pile else []

    @property
    def said(self) -> Comment | None:
        """Its comment, as it is now."""
        return self.comment or (self.waiting.comment if self.waiting else None)

    @property
    def is_gone(self) -> bool:
        """Did the idea or the comment that was made of it go: withdrawn, removed, or erased?"""
        if self.state == OutcomeState.NEW:
            return self.idea is None or self.idea.status == Status.WITHDRAWN
        if self.state == OutcomeState.COMMENT:
            waits = self.waiting is not None and self.waiting.ended_at is None
            return not waits and (self.said is None or self.said.removed_at is not None)
        return self.state == OutcomeState.IDEA and self.idea is None

    @property
    def was_taken_back(self) -> bool:
        """Did the writer of its note take that back?"""
        return self.note is not None and self.note.state == NoteState.BACK

    @property
    def can_be_taken_back(self) -> bool:
        """What is online by a verb of ideas goes by a verb of ideas; the rest can be chosen again."""
        return not self.is_open and (self.state in (OutcomeState.IDEA, OutcomeState.REPORT_ONLY) or self.is_gone)


def words_of(thing: Note | Pile) -> tuple[str, int, str]:
    """Return the words of a note, or of a pile and its notes on the wall; how many notes; and whom to name with it."""
    if isinstance(thing, Note):
        notes, words = [thing], thing.text
    else:
        loaded: list[Note] | None = getattr(thing, "on_wall", None)
        notes = (
            list(thing.notes.on_wall().select_related("participant").order_by("number")) if loaded is None else loaded
        )
        words = "\n".join([thing.title, *(one_line(note.text) for note in notes)])
    names = dict.fromkeys(name for note in notes if (name := name_with(note)))
    return words, len(notes), within(list(names))


def notes_on_wall() -> models.Prefetch:
    """Load the notes of piles with them: `on_wall`, as `words_of` reads them."""
    notes = Note.objects.on_wall().select_related("participant").order_by("number")
    return models.Prefetch("notes", notes, to_attr="on_wall")


def name_with(note: Note) -> str:
    """Return the name of who wrote it on their own phone and wants to be named; else an empty text."""
    writer = note.participant
    return writer.name if writer and writer.is_named and note.source == NoteSource.PHONE else ""


def within(names: list[str]) -> str:
    """Return the names with commas between them; not those that don't fit."""
    while len(", ".join(names)) > CREDIT_LENGTH:
        names = names[:-1]
    return ", ".join(names)


def note_went(note: Note) -> None:
    """Let the words of a note go that its writer took back. What is online by a verb of ideas stays: it is told.

    Call it with the evening locked. Where it stood with an idea, its row stays without words, so that pages hear it.
    """
    posted = Outcome.objects.filter(POSTED).filter(Q(note=note) | Q(pile=note.pile_id, pile__isnull=False))
    for outcome in posted:
        letters.writer_took_back(outcome)
    ours = Outcome.objects.exclude(POSTED)
    of_pile = ours.filter(pile=note.pile_id).select_related("pile").first() if note.pile_id else None
    those = [one for one in (ours.filter(note=note).first(), of_pile) if one]
    for outcome in those:
        outcome.text, outcome.number, outcome.credit = words_of(outcome.pile) if outcome.pile else ("", 0, "")
        if not outcome.number:
            outcome.text, outcome.state = "", OutcomeState.OPEN
        outcome.save()
        if outcome.idea_id:
            show_on_ideas(outcome.evening_id, [outcome.idea_id])
        elif not outcome.number:
            outcome.delete()


def show_on_ideas(evening_id: int, ideas: Iterable[int] | None = None) -> None:
    """Update the pages of the ideas (ids) that its outcomes went to, None: all, after the verb of the evening.

    Ideas are locked before an evening, so what changes by a verb of the evening follows after it.
    """
    transaction.on_commit(partial(_show, evening_id, ideas), robust=True)


def show_when_turned(gathering: Gathering) -> None:
    """Show it again on the pages of ideas when its gathering was hidden, is back or has another title."""
    for evening in Outcome.objects.filter(evening__session__gathering=gathering).values("evening").distinct():
        show_on_ideas(evening["evening"])


@transaction.atomic
def _show(evening_id: int, ideas: Iterable[int] | None) -> None:
    outcomes = Outcome.objects.filter(evening=evening_id)
    those = outcomes.exclude(idea=None).values_list("idea", flat=True) if ideas is None else ideas
    for idea in Idea.objects.select_for_update(no_key=True).filter(pk__in=set(those)).order_by("pk"):
        outcomes.filter(idea=idea).update(revision=idea.advance())
        live.idea_changed(idea)
