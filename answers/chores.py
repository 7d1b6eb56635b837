"""Periodic tasks of answers."""

from answers.models.answer import look_again
from ideas.models import Idea, IdeaClosed


def look_at_ideas_again() -> int:
    """Owe an answer where the day has come on which the municipality looks again. Return how many. A task of each day.

    A worker that was away does it later, with the same dates.
    """
    return sum(was_owed(idea) for idea in Idea.objects.to_look_at_again().select_related("lab"))


def was_owed(idea: Idea) -> bool:
    try:
        return look_again(idea)
    except IdeaClosed:  # deleted at this moment
        return False
