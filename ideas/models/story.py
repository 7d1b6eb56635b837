"""The history of an idea's statuses, and the verbs that add one."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F

from common import clock
from common.joins import ExtensionPoint
from ideas import live
from ideas.models import letters
from ideas.models.results import AnswerOwed, IdeaClosed, Moved
from ideas.models.status import BY_MUNICIPALITY, OPEN, Status
from labs.models import Lab, Membership, Voice, Voiced

if TYPE_CHECKING:
    from ideas.models.idea import Idea

STATUS_SET: "ExtensionPoint[Callable[[Idea], None]]" = ExtensionPoint(
    "ideas.models.story.STATUS_SET",
    "Other things that depend on the status of an idea: a verb for each, called under the idea's lock when it is set.",
)


class StatusChange(Voiced):
    """One status of an idea: the reason, and the next step. `revision` is the idea's at that change."""

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="story")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices)
    reason = models.TextField()
    next_step = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True)
    to = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)
    revision = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"idea {self.idea_id}: {self.status}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab


@transaction.atomic
def set_status(
    idea: "Idea",
    member: Membership,
    voice: Voice,
    status: str,
    reason: str,
    next_step: str = "",
    on: date | None = None,
    to: str = "",
    seen: int | None = None,
    tells: bool = True,
) -> StatusChange | None:
    """Change the status, with a reason and a next step, and tell the author; each status is kept.

    For permissions see rules.py. `seen` is the `status_revision` that was on the screen. The same status again: None.
    `tells` False: the caller tells it in its own words.
    Raises Moved if somebody has set another one; AnswerOwed if an answer is owed since the form was opened, of which
    this would be the kind; IdeaClosed if the author withdrew it or a moderator hid it.
    """
    idea.hold()
    idea.refresh_from_db(fields=["status", "status_date", "status_revision", "is_hidden", "answer_due"])
    if idea.status == Status.WITHDRAWN or idea.is_hidden:
        raise IdeaClosed(idea)
    step = {
        "by": member,
        "voice_kind": voice.kind,
        "voice_label": voice.label,
        "status": status,
        "reason": reason,
        "next_step": next_step,
        "date": on,
        "to": to,
    }
    newest = idea.story.last()
    if seen is not None and newest and newest.revision > seen:
        if all(getattr(newest, name) == given for name, given in step.items()):
            return None
        raise Moved(idea)
    if seen is not None and status in BY_MUNICIPALITY and idea.answer_due is not None:
        raise AnswerOwed(idea)
    now = clock.now()
    closed_at = None if status in OPEN else now
    new = {"status": status, "status_date": on, "status_to": to, "closed_at": closed_at}
    revision = idea.advance(**new, status_revision=F("revision") + 1, tally_revision=F("revision") + 1)
    live.idea_changed(idea)
    change = idea.story.create(**step, at=now, revision=revision)
    if tells:
        letters.status_changed(change)
    for take_note in STATUS_SET:
        take_note(idea)
    return change


def reopened_revision(idea: "Idea") -> int:
    """Return the revision at which the idea last changed from closed to open, or 0. One query."""
    reopened, was_open = 0, True
    for status, revision in idea.story.values_list("status", "revision"):
        if status in OPEN and not was_open:
            reopened = revision
        was_open = status in OPEN
    return reopened


def meets_on(idea: "Idea", was: date, on: date | None) -> None:
    """Set another date in its status "at a gathering", or remove that date. `idea` is locked."""
    if idea.status == Status.MEETING and idea.status_date == was:
        idea.advance(status_date=on, status_revision=F("revision") + 1)
        live.idea_changed(idea)
