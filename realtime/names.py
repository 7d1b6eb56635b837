"""Bring a changed name to all open pages that show it: the worker does so, in batches.

The verb stores the work in its own transaction (`changed`); `bring` does it, in short transactions. A thing that shows
the name gets a new revision and stores it as `names_revision`; the edit conflict check ignores that revision.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from common.joins import ExtensionPoint
from common.pauses import resting
from realtime.doorbell import ring
from realtime.models import Followed, NameChange

log = logging.getLogger(__name__)

BATCH = 200  # things per transaction of some milliseconds, because others need the same rows


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name is shown: in rows of `model`, whose `path` is the name's id, shown with a followed thing.

    `thing` is the path from the row to that thing's id. `is_part`: the row has its own revision, like a comment.
    `stored`: the followed things also store the name; it updates these things, which are locked.
    """

    model: type[models.Model]
    path: str
    followed: type[Followed]
    thing: str = "pk"
    is_part: bool = False
    only: Q = field(default_factory=Q)
    stored: Callable[[list[int]], None] | None = None

    def rows(self, id: int) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.only, **{self.path: id})

    def things(self, id: int, after: int) -> list[int]:
        """Return the next batch of ids of things that show that name here, in the common lock order."""
        later = self.rows(id).filter(**{f"{self.thing}__gt": after}).order_by(self.thing)
        return list(later.values_list(self.thing, flat=True).distinct()[:BATCH])


type Spots = Mapping[str, Sequence[Spot]]  # by kind of name: person, member, role, village, lab
SPOTS: ExtensionPoint[Callable[[], Spots]] = ExtensionPoint(
    "realtime.names.SPOTS", "Where names are shown, by kind of name: the worker updates these when a name changes."
)


def spots_of(kind: str) -> list[Spot]:
    return [spot for spots in SPOTS for spot in spots().get(kind, ())]


def changed(kind: str, ids: Iterable[int]) -> None:
    """Bring these names to every open page; call it in the transaction that changes them."""
    NameChange.objects.bulk_create(NameChange(kind=kind, thing_id=id) for id in ids)


def show_anew(followed: type[Followed], ids: Collection[int]) -> None:
    """Give these things, locked in the common order, a new revision because of a name, and ring."""
    moved = F("revision") + 1
    followed._default_manager.filter(pk__in=ids).update(revision=moved, names_revision=moved)
    for id in ids:
        ring(f"{followed._meta.model_name}-{id}")


def bring() -> None:
    """Do all stored work in turn; try failed work again next time. A periodic task, every two seconds.

    Several workers may run it at once, and it may be killed at any time: the row stores its progress.
    """
    failed: set[int] = set()
    while changes := list(NameChange.objects.exclude(pk__in=failed).order_by("pk")[:BATCH]):
        for change in resting(changes):
            try:
                do_some(change)
            except Exception:
                log.exception("The name of %s %s is not on all pages yet", change.kind, change.thing_id)
                failed.add(change.pk)


def bring_at_once(kind: str, id: int) -> None:
    """Do the stored work about this name now, and leave what fails to the worker. Call it after commit."""
    while change := NameChange.objects.filter(kind=kind, thing_id=id).order_by("pk").first():
        do_some(change)


def do_some(change: NameChange) -> None:
    """Do one batch; delete the row when no batch is left.

    A thing is updated once, with all its rows that show the name. Otherwise a page that follows it would get an
    update, or a reset, for every batch.
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
    for spot in spots_of(kind):
        kinds.setdefault(spot.followed._meta.model_name or "", []).append(spot)
    return kinds


def _show(change: NameChange, word: str, spots: list[Spot], ids: list[int]) -> None:
    followed = spots[0].followed
    with transaction.atomic():
        if not _as_it_was(change).update(spot=word, after=ids[-1]):
            return  # another worker did this batch
        if not change.spot:  # this change starts at the beginning, so it covers the earlier changes of the same name
            NameChange.objects.filter(kind=change.kind, thing_id=change.thing_id, pk__lt=change.pk).delete()
        things = followed._default_manager.filter(pk__in=ids).order_by("pk")
        show_anew(followed, list(things.select_for_update(no_key=True).values_list("pk", flat=True)))
        for spot in spots:
            if spot.stored:
                spot.stored(ids)
            if spot.is_part:
                theirs = followed._default_manager.filter(pk=OuterRef(spot.thing)).values("revision")
                spot.rows(change.thing_id).filter(**{f"{spot.thing}__in": ids}).update(revision=Subquery(theirs))


def _as_it_was(change: NameChange) -> QuerySet[NameChange]:
    return NameChange.objects.filter(pk=change.pk, spot=change.spot, after=change.after)
