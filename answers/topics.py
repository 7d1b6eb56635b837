"""What followers of an idea, and of a lab's home, get when an answer changes."""

from functools import partial

from django.db.models import Max
from django.template.loader import render_to_string

from answers.parts import ANSWER
from ideas.models import Idea
from realtime.topics import Part


def revision_of(idea: Idea) -> int:
    """Return the revision at which the answers about this idea last changed, or a name in them; 0 without any."""
    newest = idea.answers.aggregate(newest=Max("revision"))["newest"] or 0
    return max(newest, idea.names_revision) if newest else 0


def answers_of(idea: Idea, after: int) -> list[Part]:
    """Return the answer of an idea for its topic, if it changed. One query."""
    newest = revision_of(idea)
    if not newest or newest <= after:
        return []
    return [Part(f"{ANSWER.name}-{idea.pk}", newest, partial(render_to_string, ANSWER.template, {"idea": idea}))]
