"""Rehearse an evening before it is opened; nothing of it stays (decision 0103). Verbs of `Evening`; each locks it.

The evening itself is rehearsed. At the end all rows that hang on it go, whichever table they are in, and its own
fields are those of an evening that only has its codes. What organisers prepare belongs to the `Session` and its steps.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q

from evenings import live
from evenings.models.choice import Choice, ChoiceState, Option
from evenings.models.picked import as_option
from evenings.models.states import EveningClosed
from evenings.parts import PARTS
from realtime.parts import anew

if TYPE_CHECKING:
    from evenings.models.evening import Evening

LASTS = timedelta(minutes=15)
STAYS = ("id", "session", "code", "key", "task_keys", "revision", "names_revision", "version", "closes_at")
"""The fields that a rehearsal leaves as they are, beside the revisions of the parts: what is printed, and what pages
compare with. Any other field of an evening gets its default."""


@transaction.atomic
def rehearse(evening: "Evening", at: datetime, lasts: timedelta = LASTS) -> None:
    """Open it as a rehearsal for fifteen minutes; one that runs goes on so long from now, and never ends sooner.

    Raises EveningClosed if it was opened for real.
    """
    evening.hold()
    if evening.opened_at and not evening.is_rehearsal:
        raise EveningClosed
    if not evening.is_open(at):
        stop_rehearsal(evening, at)
    begins = {} if evening.is_rehearsal else {"opened_at": at, "closed_at": None, "code": evening.free_code()}
    evening.advance(**begins, is_rehearsal=True, closes_at=max(evening.closes_at, at + lasts), **anew(PARTS))
    live.evening_changed(evening)
    live.tasks_changed(evening)


@transaction.atomic
def stop_rehearsal(evening: "Evening", at: datetime) -> bool:
    """Remove all that hangs on it, and leave only its codes. False if it isn't a rehearsal, or no longer."""
    evening.hold()
    if not evening.is_rehearsal:
        return False
    forget_choices(evening)
    forget_all_of(evening)
    evening.advance(**at_rest(evening), closes_at=at, version=F("version") + 1, **anew(PARTS))
    live.evening_changed(evening)
    live.tasks_changed(evening)
    live.rights_changed()
    return True


# Under the lock


def forget_choices(evening: "Evening") -> None:
    """Remove what was chosen and counted. What was written to choose from stays, and can be opened.

    What was taken over from the wall goes. So does a choice without words of its own: opening makes the same again.
    """
    choices = Choice.objects.filter(step__session=evening.session_id)
    marked = evening.notes.filter(Q(is_kept=True) | Q(is_picked=True))
    from_notes = [as_option(text) for text in marked.values_list("text", flat=True)]
    Option.objects.filter(Q(pile__evening=evening) | Q(text__in=from_notes), choice__in=choices).delete()
    forget_all_of(*Option.objects.filter(choice__in=choices))
    ready = {"state": ChoiceState.READY, "is_shown": False, "closed_at": None}
    choices.exclude(state=ChoiceState.READY).update(**ready, version=F("version") + 1)
    written = Option.objects.filter(choice__in=choices).exclude(text="").values("choice")
    choices.exclude(pk__in=written).delete()


def forget_all_of(*things: models.Model) -> None:
    """Remove every row that points at these things of one kind."""
    for relation in things[0]._meta.related_objects if things else ():
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": things})
        rows.delete()


def at_rest(evening: "Evening") -> dict[str, Any]:
    """Return the values of an evening that was never opened."""
    fields = [one for one in evening._meta.concrete_fields if one.name not in STAYS]
    return {one.name: one.get_default() for one in fields if not one.name.endswith("_revision")}
