"""What the municipality does about an idea, each time that it changed, and the verb that changes it."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F

from common import clock
from ideas import live
from ideas.models.results import IdeaClosed, Moved
from ideas.models.status import Status
from labs.models import Lab, Membership, Stance, Voice, Voiced

if TYPE_CHECKING:
    from ideas.models.idea import Idea


class StanceChange(Voiced):
    """What the municipality said that it does; an empty stance takes that back. `revision`: the idea's at that time.

    The idea holds a copy of the last one, so that its page and its card need no other table.
    """

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="stances")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance.choices, blank=True)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    revision = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"idea {self.idea_id}: {self.stance}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab


@transaction.atomic
def set_stance(
    idea: "Idea", member: Membership, voice: Voice, stance: str, words: str = "", seen: int | None = None
) -> StanceChange | None:
    """Say what the municipality does about the idea, or take that back (empty). The same again: None.

    `seen` is the `stance_revision` that was on the screen. Raises Moved if a colleague said something else meanwhile;
    IdeaClosed if the author withdrew the idea or a moderator hid it.
    """
    idea.hold()
    idea.refresh_from_db(fields=["status", "stance", "stance_words", "stance_revision", "is_hidden"])
    if idea.status == Status.WITHDRAWN or idea.is_hidden:
        raise IdeaClosed(idea)
    words = words if stance else ""
    if (idea.stance, idea.stance_words) == (stance, words):
        return None
    if seen is not None and idea.stance_revision > seen:
        raise Moved(idea)
    now = clock.now()
    said = {"stance": stance, "stance_words": words, "stance_at": now}
    revision = idea.advance(**said, stance_revision=F("revision") + 1)
    live.idea_changed(idea)
    role = {"voice_kind": voice.kind, "voice_label": voice.label}
    return idea.stances.create(by=member, **role, stance=stance, words=words, at=now, revision=revision)
