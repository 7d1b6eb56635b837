"""What the home of a lab shows of answers: for the page, and for updates."""

from ideas.models import Idea
from labs.models import Lab

SHOWN = 3


def owed_in(lab: Lab) -> list[Idea]:
    """Return the ideas of `lab` about which an answer is owed: those that are late, and the soonest. One query."""
    ideas = list(Idea.objects.filter(lab=lab).owed().shown().order_by("answer_due", "pk")[:SHOWN])
    for idea in ideas:
        idea.lab = lab
    return ideas
