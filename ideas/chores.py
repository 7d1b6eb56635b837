"""Periodic tasks of ideas."""

from ideas.models import Idea


def show_lateness() -> int:
    """Mark promised answers as late after their day, on open pages too. Return how many. A task of each minute."""
    return sum(idea.become_late() for idea in Idea.objects.newly_late())
