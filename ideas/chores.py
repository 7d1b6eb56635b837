"""Periodic tasks of ideas."""

from common import clock
from ideas.models import Idea, IdeaClosed, Moved, WaitingComment, spelling
from labs.models import Lab


def show_lateness() -> int:
    """Mark promised answers as late after their day, on open pages too. Return how many. A task of each minute."""
    return sum(idea.become_late() for idea in Idea.objects.newly_late().select_related("lab"))


def show_what_waited() -> int:
    """Let each comment appear that waited for a day, in the order in which they were sent. Return how many.

    A task of each minute.
    """
    shown = 0
    for waiting in WaitingComment.objects.due(clock.now()).select_related("idea__lab", "author", "parent"):
        try:
            waiting.appear()
        except (IdeaClosed, Moved):  # at this moment; or somebody let it through, or its writer took it back
            continue
        shown += 1
    return shown


def renew_spelling() -> None:
    """Add the words of ideas that no verb made, and remove those that no idea has any more. A task of each day."""
    for lab in Lab.objects.order_by("pk").values_list("pk", flat=True):
        spelling.renew(lab, Idea.objects.filter(lab=lab).texts())
