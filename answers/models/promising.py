"""To promise an answer by a day that was said, and not by the lab's term."""

from datetime import date
from typing import Any

from django.db import transaction

from answers.models.answer import Answer, Because, owe
from ideas.models import Idea, IdeaClosed, Repeat, Status
from labs.models import Membership, Voice


@transaction.atomic
def promise(idea: Idea, member: Membership, voice: Voice, words: str, day: date) -> Repeat[Answer]:
    """Make an answer owed by `day`, in these words. If one is owed already: that one, with its own day.

    Raises IdeaClosed for a hidden or withdrawn idea.
    """
    idea.hold()
    idea.refresh_from_db(fields=["status", "is_hidden", "answer_due", "first_date"])
    if idea.is_hidden or idea.status == Status.WITHDRAWN:
        raise IdeaClosed(idea)
    if standing := idea.answers.owed().first():
        return Repeat(standing, False)
    said: dict[str, Any] = {"asked_by": member, "reason": words, "voice_kind": voice.kind, "voice_label": voice.label}
    return Repeat(owe(idea, Because.PROMISED, by=day, **said), True)
