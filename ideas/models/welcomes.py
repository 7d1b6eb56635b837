"""The first word to whoever shared an idea: by whom, within how many days, and the comment that is marked as it.

Any comment of somebody with a role in the lab, straight below the idea, is a first word. Only one that was written as
a welcome is marked, and only while the idea still waits for its first word: so it never has two.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from common.joins import ExtensionPoint
from common.times import day_of
from common.working_days import due_date
from ideas.models.results import Repeat
from labs.models import FACILITATORS, Lab, Membership, Voice

if TYPE_CHECKING:
    from datetime import date

    from ideas.models import Comment, Idea

WITHIN = 5  # working days
WELCOMED: "ExtensionPoint[Callable[[Lab], None]]" = ExtensionPoint(
    "ideas.models.welcomes.WELCOMED",
    "What shows which ideas wait for a welcome: a function for each, called last, with the idea locked, when one got"
    " its first word or waits for it again.",
)


def welcome_by(now: datetime, voice: Voice) -> "date | None":
    """Return the day by which an idea that is shared now waits for a welcome.

    None for what somebody says in a role of the lab: they know the house.
    """
    return None if voice.kind in FACILITATORS else due_date(day_of(now), WITHIN)


def welcome(idea: "Idea", member: Membership, voice: Voice, text: str, key: uuid.UUID) -> "Repeat[Comment]":
    """Add a comment that is marked as the welcome; if somebody was just before, an ordinary one. Raises IdeaClosed."""
    return idea.post_comment(member, voice, text, key, is_welcome=True)


def is_first_word(comment: "Comment") -> bool:
    """Does this comment count as a first word, as long as it is shown?"""
    is_by_author = comment.author_id is not None and comment.author_id == comment.idea.author_id
    return comment.voice_kind in FACILITATORS and comment.parent_id is None and not is_by_author


def needs_none(idea: "Idea") -> None:
    """End the wait for a first word, because the municipality answered. The idea is locked."""
    idea.refresh_from_db(fields=["welcome_due", "welcomed_at"])
    if idea.welcome_due is None or idea.welcomed_at is not None:
        return
    idea.welcome_due = None
    idea.save(update_fields=["welcome_due"])
    for show in WELCOMED:
        show(idea.lab)


def settle(idea: "Idea") -> None:
    """Read again when the idea got its first word, after one came or went. The idea is locked.

    Without one it waits again, by the same day.
    """
    idea.refresh_from_db(fields=["welcome_due", "welcomed_at"])
    if idea.welcome_due is None:
        return
    shown = idea.comments.shown().filter(voice_kind__in=FACILITATORS, parent=None)
    others = shown.exclude(author=idea.author_id) if idea.author_id else shown
    first = others.order_by("pk").values_list("created_at", flat=True).first()
    if (first is None) != (idea.welcomed_at is None):
        idea.welcomed_at = first
        idea.save(update_fields=["welcomed_at"])
        for show in WELCOMED:
            show(idea.lab)
