"""A name that stands on many pages changed: the worker brings it to the open ones, a batch at a time.

The verb writes the work down in its own transaction (`changed`); `bring` does it, in short transactions of its own.
What shows the name gets a new revision and remembers it as `names_revision`, at which no edit conflict looks.
"""

import logging
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from realtime.doorbell import ring
from realtime.models import Followed, NameChange

log = logging.getLogger(__name__)

BATCH = 200  # things; a transaction of some milliseconds, as others want the same things
MOST_REST = 0.1  # seconds between two of them, and no longer than the one before took


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name stands: in rows of `model` that `path` leads from to its id, shown with a followed thing.

    `thing` leads from the row to the id of that thing. `is_part`: the row counts its own revision, as a comment does.
    """

    model: type[models.Model]
    path: str
    followed: type[Followed]
    thing: str = "pk"
    is_part: bool = False
    only: Q = field(default_factory=Q)

    def rows(self, id: int) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.only, **{self.path: id})

    def things(self, id: int, after: int) -> list[int]:
        """The next batch of what shows that name here, in the order of everybody."""
        later = self.rows(id).filter(**{f"{self.thing}__gt": after}).order_by(self.thing)
        return list(later.values_list(self.thing, flat=True).distinct()[:BATCH])


_spots: dict[str, dict[str, Spot]] = {}


def register(kind: str, **spots: Spot) -> None:
    """A name of this kind stands in these spots too. Again with the same word: the later one counts."""
    _spots.setdefault(kind, {}).update(spots)


def spots_of(kind: str) -> dict[str, Spot]:
    return _spots[kind]


def changed(kind: str, ids: Iterable[int]) -> None:
    """Have what these are called brought to every open page; call it in the transaction that changes it."""
    NameChange.objects.bulk_create(NameChange(kind=kind, thing_id=id) for id in ids)


def show_anew(followed: type[Followed], ids: Collection[int]) -> None:
    """Give these, which are locked in the order of everybody, a revision for the names on them, and ring."""
    moved = F("revision") + 1
    followed._default_manager.filter(pk__in=ids).update(revision=moved, names_revision=moved)
    for id in ids:
        ring(f"{followed._meta.model_name}-{id}")


def bring() -> None:
    """Every two seconds, by the worker: do all that is written down, in turn. What fails is tried again the next time.

    May run in several workers at once, and be killed at any time: how far it is stands in the row.
    """
    failed: set[int] = set()
    while changes := list(NameChange.objects.exclude(pk__in=failed).order_by("pk")[:BATCH]):
        for change in changes:
            began = time.monotonic()
            try:
                do_some(change)
            except Exception:
                log.exception("The name of %s %s is not on all pages yet", change.kind, change.thing_id)
                failed.add(change.pk)
            time.sleep(min(time.monotonic() - began, MOST_REST))


def do_some(change: NameChange) -> None:
    """One batch of it; where there is none left, the row goes.

    A thing is told once, with all that names somebody there: a page that follows it would else be told, or fetched
    again, for every batch in which somebody spoke there.
    """
    kinds = _by_followed(change.kind)
    words = list(kinds)
    begun = change.spot in kinds
    after = change.after if begun else 0
    for word in words[words.index(change.spot) if begun else 0 :]:
        ids = sorted({id for spot in kinds[word] for id in spot.things(change.thing_id, after)})[:BATCH]
        if ids:
            _show(change, word, kinds[word], ids)
            return
        after = 0
    _as_it_was(change).delete()


def _by_followed(kind: str) -> dict[str, list[Spot]]:
    kinds: dict[str, list[Spot]] = {}
    for spot in spots_of(kind).values():
        kinds.setdefault(spot.followed._meta.model_name or "", []).append(spot)
    return kinds


def _show(change: NameChange, word: str, spots: list[Spot], ids: list[int]) -> None:
    followed = spots[0].followed
    with transaction.atomic():
        if not _as_it_was(change).update(spot=word, after=ids[-1]):
            return  # another worker did this batch
        if not change.spot:  # this one, from its beginning, does what those before it had still to do
            NameChange.objects.filter(kind=change.kind, thing_id=change.thing_id, pk__lt=change.pk).delete()
        things = followed._default_manager.filter(pk__in=ids).order_by("pk")
        show_anew(followed, list(things.select_for_update(no_key=True).values_list("pk", flat=True)))
        for spot in spots:
            if spot.is_part:
                theirs = followed._default_manager.filter(pk=OuterRef(spot.thing)).values("revision")
                spot.rows(change.thing_id).filter(**{f"{spot.thing}__in": ids}).update(revision=Subquery(theirs))


def _as_it_was(change: NameChange) -> QuerySet[NameChange]:
    return NameChange.objects.filter(pk=change.pk, spot=change.spot, after=change.after)
