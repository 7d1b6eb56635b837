"""Find the answer about an idea that this person may read."""

from django.core.exceptions import PermissionDenied

from answers.models import Answer
from ideas.models import Idea
from ideas.views.found import find_idea
from labs.decorators import LabRequest


def find_owed(request: LabRequest, pk: int) -> Answer:
    """Return the answer that is owed, or the last one when none is. Raises PermissionDenied if there is none."""
    idea = find_idea(request, pk)
    return with_idea(idea.answers.owed().first() or idea.answers.last(), idea)


def find_given(request: LabRequest, pk: int) -> Answer:
    """Return the last answer that was given. Raises PermissionDenied if there is none."""
    idea = find_idea(request, pk)
    return with_idea(idea.answers.filter(given_at__isnull=False).last(), idea)


def with_idea(answer: Answer | None, idea: Idea) -> Answer:
    if answer is None:
        raise PermissionDenied
    answer.idea = idea
    return answer
