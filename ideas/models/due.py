"""The day by which the municipality owes an answer about an idea: what the page and the card of the idea show of it.

A higher app has the answer itself. It calls these verbs inside its own transaction, with the idea locked.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ideas import live
from ideas.models import letters

if TYPE_CHECKING:
    from ideas.models.idea import Idea

AT_HOME = {"answers_revision": F("revision") + 1}  # of the lab: its home shows this idea, or did so until now
TOLD_ONCE = {"late_revision": F("late_revision") + F("revision") + 1 - F("answer_revision")}  # see `newly_late`
READ = ["answer_due", "first_date", "answer_revision", "late_revision", "is_hidden"]


def is_late(day: date | None) -> bool:
    """Is an answer owed by a day that is over? The worker tells open pages (`Idea.become_late`)."""
    return day is not None and day < timezone.localdate()


def owe_by(idea: "Idea", day: date, first_day: date) -> int:
    """Show that an answer is owed by `day`, and return the new revision. The idea is locked.

    `first_day`, which was promised first, stays in sight beside a later day.
    """
    first = first_day if first_day < day else None
    new: dict[str, Any] = {"answer_due": day, "first_date": first}
    if is_late(first):  # pages show that with this day
        new["late_revision"] = F("revision")
    revision = idea.advance(**new, answer_revision=F("revision") + 1)
    live.idea_changed(idea)
    return revision


def owe_nothing(idea: "Idea") -> int:
    """Show that no answer is owed any more, and return the new revision. The idea is locked."""
    revision = idea.advance(answer_due=None, first_date=None, answer_team="", answer_revision=F("revision") + 1)
    live.idea_changed(idea)
    return revision


def show_team(idea: "Idea", name: str) -> int:
    """Show which team works on the answer, and return the new revision; without a name: none. The idea is locked."""
    revision = idea.advance(answer_team=name, team_revision=F("revision") + 1)
    live.idea_changed(idea)
    return revision


def become_late(idea: "Idea") -> bool:
    """Update open pages when the promised day has passed; if a later day was promised too, again after that day.

    Return False if no day has passed, if the pages show it already, or while the idea is hidden.
    """
    with transaction.atomic():
        idea.hold()
        idea.refresh_from_db(fields=READ)
        if idea.is_hidden or idea.answer_due is None or not is_late(idea.first_date or idea.answer_due):
            return False
        is_last = is_late(idea.answer_due)
        if idea.late_revision >= idea.answer_revision - (0 if is_last else 1):
            return False
        idea.advance(answer_revision=F("revision") + 1, late_revision=F("revision") + (1 if is_last else 0))
        idea.lab.advance(**AT_HOME)
        live.idea_appeared(idea)
        if is_last:
            letters.late(idea)
        return True
