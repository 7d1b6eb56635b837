"""To pass an idea on to somebody else, beside the answers."""

from django.db import transaction

from ideas.models import Idea, IdeaClosed, Status, StatusChange
from labs.models import Membership, Voice


@transaction.atomic
def forward(idea: Idea, member: Membership, voice: Voice, reason: str, to: str, seen: int) -> StatusChange | None:
    """Pass the idea on, with a reason, to `to`; the same again: None. Raises Moved.

    Raises IdeaClosed if it was withdrawn or hidden, or if an answer is owed now: then that one is to be given.
    """
    idea.hold()
    idea.refresh_from_db(fields=["answer_due"])
    if idea.answer_due is not None:
        raise IdeaClosed(idea)
    return idea.set_status(member, voice, Status.FORWARDED, reason, "", None, to, seen)
