"""A moderator closes the conversation of an idea, and opens it again: meanwhile nobody comments or changes a comment.

What was said stays readable, and everything else at the idea goes on. Each closing is kept, with its reason.
"""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q

from audit.models import Kind
from common import clock
from ideas import live
from ideas.models import welcomes
from labs.models import HidingReason, Membership
from labs.models.impartial import must_be_impartial
from labs.models.moderation import note

if TYPE_CHECKING:
    from ideas.models.idea import Idea


class TalkClosing(models.Model):
    """One closing of the conversation of an idea. Everybody reads `reason` and `explanation`, and `opened_why`.

    Without `opened_at` it is closed now, as `Idea.talk_closed_at` says.
    """

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="talk_closings")
    reason = models.CharField(max_length=16, choices=HidingReason.choices)
    explanation = models.TextField()
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_why = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(opened_at=None), name="one_closing_per_talk")
        ]

    def __str__(self) -> str:
        return f"conversation of idea {self.idea_id} closed: {self.reason}"


def closing_of(idea: "Idea") -> TalkClosing | None:
    """Return the closing that stands. A query only if the conversation is closed."""
    return idea.talk_closings.filter(opened_at=None).first() if idea.talk_closed_at else None


@transaction.atomic
def close_talk(idea: "Idea", by: Membership, reason: str, explanation: str) -> TalkClosing | None:
    """Take no comments from now on, live. Return None if it takes none already. Raises MayNotDecide, IdeaClosed."""
    hold(idea)
    now = clock.now()
    if not idea.takes_comments(now):
        return None
    must_be_impartial(by, idea.writers())
    closing = idea.talk_closings.create(by=by, reason=reason, explanation=explanation, at=now)
    turn(idea, talk_closed_at=now)
    note(by, Kind.CLOSE_TALK, idea, reason)
    return closing


@transaction.atomic
def open_talk(idea: "Idea", by: Membership, why: str) -> bool:
    """Take comments again, live. Return False if the conversation isn't closed. Raises MayNotDecide, IdeaClosed."""
    hold(idea)
    if not idea.talk_closed_at:
        return False
    must_be_impartial(by, idea.writers())
    standing = idea.talk_closings.filter(opened_at=None)
    standing.update(opened_by=by, opened_at=clock.now(), opened_why=why)
    turn(idea, talk_closed_at=None)
    note(by, Kind.OPEN_TALK, idea, why)
    return True


def hold(idea: "Idea") -> None:
    """Lock the idea, and read again what decides whether it takes comments."""
    idea.hold()
    idea.refresh_from_db(fields=["status", "closed_at", "is_hidden", "talk_closed_at", "welcome_due", "welcomed_at"])


def turn(idea: "Idea", **values: object) -> None:
    idea.advance(**values, closing_revision=F("revision") + 1)
    live.idea_changed(idea)
    if idea.welcome_due and not idea.welcomed_at:  # it waits for its first word, or waits no longer
        for show in welcomes.WELCOMED:
            show(idea.lab)
