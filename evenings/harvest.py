"""What stands on the page *Wat kwam eruit?*: lists of notes, of contributions, and of what was promised aloud.

A page of one is read.
"""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import F, QuerySet

from common.paging import NearestPaginator
from evenings.models import Evening, Note, Outcome, Pile, Pledge, RoomPromise, Source
from evenings.models.harvesting import has_notes, undecided
from evenings.models.note import GOES_ALONG, NoteState
from evenings.models.outcome import DECIDED, notes_on_wall, words_of
from evenings.models.pile import goes_along

PER_PAGE = 25
TO_DO, WAITS, DONE, OTHERS, BRINGS, PROMISES = "kiezen", "wachten", "klaar", "andere", "bijdragen", "gezegd"


@dataclass(frozen=True)
class Row:
    """A note or pile on the list. `outcome`: where it went, or None; `credit`: whom to name with it."""

    source: Source | None
    title: str
    notes: list[str]
    number: int
    credit: str
    outcome: Outcome | None = None
    is_added: bool = False

    @property
    def name(self) -> str:
        """In the address of its pages and in its buttons, like `briefje-7`."""
        return f"{NAMES[self.source.kind]}-{self.source.pk}" if self.source else ""

    @property
    def anchor(self) -> str:
        return self.name or f"uitkomst-{self.outcome.pk if self.outcome else 0}"


NAMES = {"note": "briefje", "pile": "stapel"}
KINDS = {name: kind for kind, name in NAMES.items()}


class Harvest:
    """The six lists of an evening: the number of each, and the page that is asked for."""

    def __init__(self, evening: Evening, which: str, number: Any) -> None:
        self.evening = evening
        self.which = which if which in (TO_DO, WAITS, DONE, OTHERS, BRINGS, PROMISES) else TO_DO
        self.lists: dict[str, list[Source]] = {
            TO_DO: sources(*undecided(evening)),
            WAITS: [Source("note", pk) for pk in waiting(evening).values_list("pk", flat=True)],
            DONE: [Source("outcome", pk) for pk in decided(evening).values_list("pk", flat=True)],
            OTHERS: sources(*others(evening)),
            BRINGS: [Source("pledge", pk) for pk in brings(evening).values_list("pk", flat=True)],
            PROMISES: [Source("promise", pk) for pk in evening.promises.standing().values_list("pk", flat=True)],
        }
        self.counts = {which: len(found) for which, found in self.lists.items()}
        self.page: Page[Source] = NearestPaginator(self.lists[self.which], PER_PAGE).get_page(number)

    @property
    def is_ticked(self) -> bool:
        """Are its notes taken along by a tick?"""
        return self.which in (OTHERS, WAITS)

    @property
    def rows(self) -> list[Row]:
        """The notes and piles of this page. Four queries at most."""
        asked = list(self.page.object_list)
        if self.which in (BRINGS, PROMISES):
            return []
        if self.which == WAITS:
            return [row_of(note) for note in waiting(self.evening).filter(pk__in=[source.pk for source in asked])]
        if self.which == DONE:
            found = decided(self.evening).with_place().in_bulk([source.pk for source in asked])
            return [row_of_outcome(found[source.pk]) for source in asked if source.pk in found]
        return rows_of(self.evening, asked)

    @property
    def brings(self) -> list[Pledge]:
        """What people bring, of this page: by idea, and what belongs to none yet at the end. One query."""
        if self.which != BRINGS:
            return []
        asked = [source.pk for source in self.page.object_list]
        return list(brings(self.evening).filter(pk__in=asked).select_related("idea__lab", "went_to__person__user"))

    @property
    def promises(self) -> list[RoomPromise]:
        """What was promised aloud, of this page. One query."""
        if self.which != PROMISES:
            return []
        asked = [source.pk for source in self.page.object_list]
        return list(self.evening.promises.standing().with_page().filter(pk__in=asked))


def rows_of(evening: Evening, asked: list[Source]) -> list[Row]:
    """Return the rows of these notes and piles, in their order, if they are on the wall. Three queries at most."""
    piles, notes = (
        {one.pk: one for one in kind.filter(pk__in=[source.pk for source in asked if source.kind == name])}
        for name, kind in (
            ("pile", evening.piles.filter(has_notes()).select_related("outcome").prefetch_related(notes_on_wall())),
            ("note", evening.notes.on_wall().select_related("outcome", "participant")),
        )
    )
    by_kind = {"pile": piles, "note": notes}
    return [row_of(by_kind[source.kind][source.pk]) for source in asked if source.pk in by_kind[source.kind]]


def row_of(thing: Note | Pile) -> Row:
    words, number, credit = words_of(thing)
    title, *notes = words.split("\n") if isinstance(thing, Pile) else [words]
    kind = "pile" if isinstance(thing, Pile) else "note"
    outcome = getattr(thing, "outcome", None)
    return Row(
        Source(kind, thing.pk), title, notes, number, credit, outcome, outcome is not None and not thing.goes_along
    )


def row_of_outcome(outcome: Outcome) -> Row:
    source = outcome.source
    return Row(source, outcome.title, outcome.lines, outcome.number, outcome.credit, outcome)


def decided(evening: Evening) -> Any:
    """Return what was decided, the last first."""
    return evening.outcomes.filter(DECIDED).order_by("-at", "-pk")


def waiting(evening: Evening) -> QuerySet[Note]:
    """Return the notes that nobody glanced at, the oldest first."""
    return evening.notes.filter(state=NoteState.WAITS).select_related("participant", "outcome").order_by("pk")


def brings(evening: Evening) -> Any:
    """Return what people bring, by idea; what belongs to none yet comes last."""
    return evening.pledges.standing().order_by(F("idea").asc(nulls_last=True), "pk")


def others(evening: Evening) -> tuple[QuerySet[Pile], QuerySet[Note]]:
    """Return the piles and loose notes on the wall that aren't on the list."""
    piles = evening.piles.filter(has_notes(), ~goes_along(), outcome=None).order_by("pk")
    return piles, evening.notes.on_wall().exclude(GOES_ALONG).filter(outcome=None, pile=None).order_by("number")


def sources(piles: QuerySet[Pile], notes: QuerySet[Note]) -> list[Source]:
    """Return them by their ids. Two queries."""
    return [
        *(Source("pile", pk) for pk in piles.values_list("pk", flat=True)),
        *(Source("note", pk) for pk in notes.values_list("pk", flat=True)),
    ]
