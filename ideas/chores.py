"""Periodic tasks of ideas."""

from ideas.models import Idea, spelling
from labs.models import Lab


def show_lateness() -> int:
    """Mark promised answers as late after their day, on open pages too. Return how many. A task of each minute."""
    return sum(idea.become_late() for idea in Idea.objects.newly_late().select_related("lab"))


def renew_spelling() -> None:
    """Add the words of ideas that no verb made, and remove those that no idea has any more. A task of each day."""
    for lab in Lab.objects.order_by("pk").values_list("pk", flat=True):
        spelling.renew(lab, Idea.objects.filter(lab=lab).texts())
