"""Close the conversation of an idea on its page, without a report, and open it again: what it does to the case."""

from django.db import transaction
from django.db.models import Q

from common import clock
from ideas.models import Idea
from labs.models import Membership
from labs.models.impartial import Involved, must_be_impartial
from moderation.models import letters
from moderation.models.case import Case, open_case
from moderation.models.deciding import is_involved
from moderation.models.decision import Decision
from moderation.models.ending import end
from moderation.models.states import Decided, DecisionKind, ReviewOutcome


@transaction.atomic
def close_talk(idea: Idea, by: Membership, reason: str, explanation: str) -> Decision:
    """Decide the open case about this idea, or one that is opened for it. The same again returns the first decision.

    Raises Decided if another moderator closed it, or it takes no comments; MayNotDecide.
    """
    idea.hold_to_hide()
    idea.refresh_from_db(fields=["talk_closed_at"])
    if idea.talk_closed_at:
        there = decision_that_closed(idea)
        if there and (there.by_id, there.reason, there.explanation) == (by.pk, reason, explanation):
            return there
        raise Decided
    must_be_impartial(by, idea.writers())
    case, _is_new = open_case(idea)
    if is_involved(case, by):
        raise Involved
    return case.decide(by, DecisionKind.CLOSE, reason, explanation)


@transaction.atomic
def open_talk(idea: Idea, by: Membership, why: str) -> bool:
    """Open it again, and tell those who heard that it was closed. False if it is open. Raises MayNotDecide."""
    idea.hold_to_hide()
    idea.refresh_from_db(fields=["talk_closed_at"])
    closed = decision_that_closed(idea)
    if not idea.open_talk(by, why):
        return False
    if closed:
        case = Case.objects.select_for_update(no_key=True).get(pk=closed.case_id)
        if is_involved(case, by):
            raise Involved
        case.decisions.create(by=by, kind=DecisionKind.OPEN, explanation=why, at=clock.now())
        letters.talk_opened(case, by)
        end(closed, by, ReviewOutcome.OPEN_TALK, why)
    return True


def decision_that_closed(idea: Idea) -> Decision | None:
    """Return the decision that closed its conversation, by a case about it, its photo or a comment. One query."""
    about = Q(case__idea=idea) | Q(case__photo=idea) | Q(case__comment__idea=idea)
    return Decision.objects.filter(about, kind=DecisionKind.CLOSE).last() if idea.talk_closed_at else None
