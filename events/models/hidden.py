"""Hidden gatherings: their rows, and what hiding changes. The verbs are in labs/models/moderation.py.

Hidden is not cancelled: it keeps its room, its seats and its parties. Nobody new can sign up, and the waiting list
stands still until it is back.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from answers.models.work import desk_changed
from common.joins import ExtensionPoint
from events import live
from events.models import letters
from ideas.models.hidden import HiddenKind
from labs.models import Hiding

if TYPE_CHECKING:
    from accounts.models import User
    from events.models.gathering import Gathering
    from ideas.models import Idea

STANDS = Q(restored_at=None)
TURNED: "ExtensionPoint[Callable[[Gathering], None]]" = ExtensionPoint(
    "events.models.hidden.TURNED",
    "Where else a gathering is told of: a higher app shows that again when it is hidden, back or renamed.",
)


class GatheringHiding(Hiding):
    gathering = models.ForeignKey("events.Gathering", on_delete=models.CASCADE, related_name="hidings")

    class Meta(Hiding.Meta):
        constraints = [models.UniqueConstraint(fields=["gathering"], condition=STANDS, name="gathering_hidden_once")]


HIDDEN = HiddenKind(
    "gathering",
    lambda lab: GatheringHiding.objects.filter(STANDS, gathering__lab=lab),
    ("by__user", "gathering__lab", "gathering__place"),
    "events/_hidden_gathering.html",
)


def only_folded(gathering: str) -> Exists:
    """Return a condition on the gathering at this path: is it closed until a moderator looked, and not hidden?"""
    return Exists(GatheringHiding.objects.filter(STANDS, gathering=OuterRef(gathering), reason=""))


def hold_gathering(gathering: "Gathering") -> None:
    """Lock the ideas whose pages show it, and then the gathering."""
    _hold(gathering)


def _hold(gathering: "Gathering") -> "list[Idea]":
    return gathering.hold_with_table(gathering.aloud.values_list("idea", flat=True))


def turn_gathering(gathering: "Gathering", is_hidden: bool) -> None:
    """Set `is_hidden`, here and on the pages of ideas. Back again, the waiting list moves up at once."""
    values = {} if is_hidden else {"restored_revision": F("revision") + 1}
    ideas = _hold(gathering)
    gathering.appear(ideas, is_hidden=is_hidden, sequence=F("sequence") + 1, **values)
    for idea in ideas:
        if gathering.aloud.filter(idea=idea).exists():
            gathering.aloud.filter(idea=idea).update(revision=idea.advance())
    live.ideas_discussed(ideas)
    desk_changed(gathering.lab)
    for turned in TURNED:
        turned(gathering)
    if not is_hidden:
        letters.moved_up(gathering.call_up())


def hiding_of(gathering: "Gathering") -> GatheringHiding | None:
    return gathering.hidings.filter(STANDS).first() if gathering.is_hidden else None


def writers_of(gathering: "Gathering") -> set[int]:
    """Return its organisers."""
    return set(gathering.organisers.values_list("pk", flat=True))


def writer_of(gathering: "Gathering") -> "User | None":
    """Return the first of its organisers, for the record; each of them is told. None: all of them left."""
    organiser = gathering.organisers.filter(user__isnull=False).select_related("user").order_by("pk").first()
    return organiser.user if organiser else None
