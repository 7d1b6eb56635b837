"""To pass an idea on to somebody else, beside the answers."""

from django.db import transaction

from ideas.models import Idea, Status, StatusChange
from ideas.models.results import AnswerOwed
from labs.models import Membership, Voice


@transaction.atomic
def forward(idea: Idea, member: Membership, voice: Voice, reason: str, to: str, seen: int) -> StatusChange | None:
    """Pass the idea on, with a reason, to `to`; the same again: None. Raises Moved.

    Raises IdeaClosed if it was withdrawn or hidden; AnswerOwed if an answer is owed now, which is to be given then.
    """
    idea.hold()
    idea.refresh_from_db(fields=["answer_due"])
    if idea.answer_due is not None:
        raise AnswerOwed(idea)
    return idea.set_status(member, voice, Status.FORWARDED, reason, "", None, to, seen)
