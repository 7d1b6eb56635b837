"""What can be looked at again: for each kind of decision who may ask, whether it stands, and how it is undone."""

from collections.abc import Callable
from typing import NamedTuple

from common import clock
from ideas.models import Idea
from labs.models import Membership
from moderation.models.case import Case
from moderation.models.closing import open_talk
from moderation.models.deciding import settle
from moderation.models.decision import Decision
from moderation.models.review import Asker
from moderation.models.states import DecisionKind, ReviewOutcome


class Way(NamedTuple):
    """How a decision of one kind is looked at again.

    `is_about`: may this person ask? `stands`: is it still so, and is there something to decide? `undo` is called with
    the thing and its case locked, and ends the reviews that wait, with the outcome `undone`.
    """

    is_about: Callable[[Case, Asker], bool]
    stands: Callable[[Case, Decision], bool]
    undone: ReviewOutcome
    undo: Callable[[Case, Membership, str, str], object]


def is_writer(case: Case, person: Asker) -> bool:
    return isinstance(person, Membership) and person.pk in case.writers


def is_reporter(case: Case, person: Asker) -> bool:
    """Did they report it? `reports` are prefetched."""
    if isinstance(person, Membership):
        return any(report.is_of(person) for report in case.reports.all())
    return person.case_id == case.pk


def is_author(case: Case, person: Asker) -> bool:
    return isinstance(person, Membership) and person.pk == case.author_id


def is_still_hidden(case: Case, decision: Decision) -> bool:
    """Is it hidden by this decision, and not by a later one? One query."""
    thing = case.thing
    if thing is None or case.is_gone or not thing.is_hidden or case.is_back:
        return False
    hiding = next((one for one in thing.hidings.all() if one.restored_at is None), None)
    return hiding is None or hiding.at <= decision.at


def is_still_shown(case: Case, _decision: Decision) -> bool:
    return case.thing is not None and not case.is_gone and not case.thing.is_hidden


def is_still_paused(case: Case, decision: Decision) -> bool:
    """Does the pause of this decision last, and not a later one? One query."""
    if case.author is None:
        return False
    lasting = case.author.pauses.filter(ended_at=None, until__gt=clock.now())
    return lasting.filter(at__lte=decision.at).exists()


def is_still_asked(case: Case, decision: Decision) -> bool:
    return case.is_open and is_still_shown(case, decision)


def is_told(case: Case, person: Asker) -> bool:
    """Do they read that the conversation was closed?"""
    return isinstance(person, Membership) and person.pk in case.readers


def is_still_closed(case: Case, _decision: Decision) -> bool:
    """Is the conversation closed by this decision? One query."""
    if case.talk is None or case.talk.is_hidden or case.is_open_again:
        return False
    return Idea.objects.filter(pk=case.talk.pk, talk_closed_at__isnull=False).exists()


def put_back(case: Case, by: Membership, _reason: str, explanation: str) -> None:
    if case.thing:
        case.thing.restore(by, explanation)  # directly.py ends the reviews


def hide(case: Case, by: Membership, reason: str, explanation: str) -> None:
    if case.thing:
        case.thing.hide(by, reason, explanation)  # directly.py ends the reviews


def end_pause(case: Case, by: Membership, _reason: str, explanation: str) -> None:
    if case.author:
        case.author.end_pause(by, explanation)  # directly.py ends the reviews


def let_it_stay(case: Case, by: Membership, _reason: str, explanation: str) -> None:
    settle(case, by, DecisionKind.NOTHING_WRONG, "", explanation)


def open_again(case: Case, by: Membership, _reason: str, explanation: str) -> None:
    if case.talk:
        open_talk(case.talk, by, explanation)


WAYS = {
    DecisionKind.HIDE: Way(is_writer, is_still_hidden, ReviewOutcome.RESTORE, put_back),
    DecisionKind.NOTHING_WRONG: Way(is_reporter, is_still_shown, ReviewOutcome.HIDE, hide),
    DecisionKind.PAUSE: Way(is_author, is_still_paused, ReviewOutcome.END_PAUSE, end_pause),
    DecisionKind.ASK: Way(is_writer, is_still_asked, ReviewOutcome.STAYS, let_it_stay),
    DecisionKind.CLOSE: Way(is_told, is_still_closed, ReviewOutcome.OPEN_TALK, open_again),
}


def way_of(decision: Decision | None) -> Way | None:
    """Return how this decision is looked at again; None if it can't be."""
    return WAYS.get(DecisionKind(decision.kind)) if decision else None
