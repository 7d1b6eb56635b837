"""Lay notes together, and take along what the tables picked. Verbs of `Evening`; each locks it.

Each raises EveningClosed, and Moved if somebody changed meanwhile what the page of who pressed showed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F

from evenings import live
from evenings.models.note import Note
from evenings.models.noting import change
from evenings.models.pile import Pile
from evenings.models.states import EveningClosed
from ideas.models import Moved

if TYPE_CHECKING:
    from evenings.models.evening import Evening


@transaction.atomic
def lay_together(evening: "Evening", seen: Mapping[int, int], title: str, key: UUID, at: datetime) -> Pile:
    """Make a pile of these notes. The same form again is the same pile.

    `seen`: by the id of each note, the pile that it lay in on the page; 0: it lay loose.
    """
    must_be_open(evening, at)
    there: Pile | None = evening.piles.filter(key=key).first()
    if there:
        return there
    notes = as_seen(evening, seen)
    made: Pile = evening.piles.create(title=title, key=key, revision=change(evening, is_public=True))
    move(evening, notes, made)
    return made


@transaction.atomic
def lay_at(evening: "Evening", seen: Mapping[int, int], pile_id: int, at: datetime) -> None:
    """Lay these notes at a pile, or loose (0). Those that lie there already stay. Raises Pile.DoesNotExist."""
    must_be_open(evening, at)
    pile = evening.piles.get(pk=pile_id) if pile_id else None
    notes = as_seen(evening, seen, pile_id)
    if notes:
        change(evening, is_public=True)
        move(evening, notes, pile)


@transaction.atomic
def take_apart(evening: "Evening", pile_id: int, at: datetime) -> None:
    """Lay all notes of a pile loose. Raises Pile.DoesNotExist."""
    must_be_open(evening, at)
    pile = evening.piles.get(pk=pile_id)
    notes = list(pile.notes.all())
    if notes:
        change(evening, is_public=True)
        move(evening, notes, None)


@transaction.atomic
def keep(evening: "Evening", thing: type[Note] | type[Pile], pk: int, on: bool, at: datetime) -> bool:
    """Take a note or a pile along, or not. False if it is so already. Raises DoesNotExist of the thing."""
    must_be_open(evening, at)
    found = thing.objects.get(evening=evening, pk=pk)
    if found.is_kept == on:
        return False
    found.is_kept = on
    found.revision = change(evening, is_public=True)
    found.save(update_fields=["is_kept", "revision"])
    if isinstance(found, Note) and found.pile_id:
        Pile.objects.filter(pk=found.pile_id).update(revision=found.revision)
    return True


@transaction.atomic
def blank(evening: "Evening", on: bool, at: datetime) -> bool:
    """Let the big screen show nothing, or again what it shows. False if it does already."""
    must_be_open(evening, at)
    if evening.is_blank == on:
        return False
    evening.advance(is_blank=on, wall_revision=F("revision") + 1, glance_revision=F("revision") + 1)
    live.evening_changed(evening)
    return True


# Under the lock


def must_be_open(evening: "Evening", at: datetime) -> None:
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed


def as_seen(evening: "Evening", seen: Mapping[int, int], to: int | None = None) -> list[Note]:
    """Return these notes without those that lie there already; raise Moved if one lies elsewhere than it was seen."""
    notes = {note.pk: note for note in evening.notes.on_wall().filter(pk__in=seen).select_related("pile")}
    for pk, pile_id in seen.items():
        note = notes.get(pk)
        if note is None or (note.pile_id or 0) not in (pile_id, to):
            raise Moved(note)
    return [note for note in notes.values() if (note.pile_id or 0) != to]


def move(evening: "Evening", notes: list[Note], pile: Pile | None) -> None:
    """Give the notes, the piles that they leave and the pile that they come in the revision of this moment."""
    changed = {note.pile_id for note in notes if note.pile_id} | ({pile.pk} if pile else set())
    evening.notes.filter(pk__in=[note.pk for note in notes]).update(pile=pile, revision=evening.revision)
    evening.piles.filter(pk__in=changed).update(revision=evening.revision)
