"""What a person decided after evenings, and noted of what was promised aloud, for their download.

Erasing them leaves each `Outcome` with a former participant: the words in it are of who wrote the note. A note whose
idea goes with its author can be chosen again by the other organisers. A `RoomPromise` stays too, noted by nobody: the
words are of who promised.
"""

from typing import Any

from evenings.models import Evening, Outcome, RoomPromise
from labs.models import Membership


def taken_along(members: list[Membership], origin: str) -> dict[str, Any]:
    """Return where they let notes and piles go, and what they noted. Two queries."""
    decided = Outcome.objects.filter(by__in=members).select_related("evening__session__gathering__lab", "idea__lab")
    noted = RoomPromise.objects.standing().filter(by__in=members).select_related("evening__session__gathering__lab")
    return {
        "evening_outcomes": [as_row(outcome, origin) for outcome in decided],
        "evening_promises": [as_noted(promise, origin) for promise in noted],
    }


def of_evening(evening: Evening, origin: str) -> dict[str, Any]:
    gathering = evening.gathering
    title = "" if gathering.is_hidden else gathering.title
    return {"lab": gathering.lab.slug, "gathering": title, "url": origin + gathering.get_absolute_url()}


def as_noted(promise: RoomPromise, origin: str) -> dict[str, Any]:
    return of_evening(promise.evening, origin) | {
        "name": promise.name,
        "role": promise.role,
        "words": promise.words,
        "day": promise.day,
        "at": promise.noted_at,
    }


def as_row(outcome: Outcome, origin: str) -> dict[str, Any]:
    idea = outcome.idea
    return of_evening(outcome.evening, origin) | {
        "went": outcome.state,
        "idea": "" if idea is None or idea.is_hidden else idea.title,
        "idea_url": origin + idea.get_absolute_url() if idea else "",
        "at": outcome.at,
    }
