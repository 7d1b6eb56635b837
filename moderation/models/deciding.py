"""Decide a case, and who may: a moderator who doesn't work for the municipality, about things of others.

Also the moderator of another lab to whom the clock handed it.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from answers.models.work import desk_changed, desk_changed_later
from common import clock
from common.times import day_of
from labs.models import Lab, Membership
from labs.models.impartial import is_impartial
from labs.models.moderation import is_folded, unfold
from moderation.models import letters
from moderation.models.ending import end
from moderation.models.states import FOR_NEIGHBOUR, FOR_WRITER, LATER, Decided, DecisionKind, ReviewOutcome
from moderation.models.writers import author_to_pause, can_be_changed

if TYPE_CHECKING:
    from moderation.models.case import Case
    from moderation.models.decision import Decision


def is_involved(case: "Case", by: Membership) -> bool:
    """Did this person write the thing, or report it? A neighbour may have done so as a member of that lab."""
    if case.reports.of(by).exists():
        return True
    involved = case.writers | set(case.reports.exclude(by=None).values_list("by", flat=True))
    return Membership.objects.filter(pk__in=involved, user=by.user_id).exists()


def may_decide(case: "Case", by: Membership, kind: str) -> bool:
    """May this moderator decide it so: one of this lab, or the neighbour to whom it was handed?"""
    if by.lab_id == case.lab_id:
        is_theirs = is_impartial(by)
    else:
        is_theirs = kind in FOR_NEIGHBOUR and type(case).objects.handed_to(by).filter(pk=case.pk).exists()
    return is_theirs and not is_involved(case, by)


@transaction.atomic
def decide(
    case: "Case", by: Membership, kind: str, reason: str = "", explanation: str = "", days: int | None = None
) -> "Decision":
    """Decide the case, and tell the author and the reporters. The same decision again returns the first one.

    A moderator may have hidden the thing meanwhile: only hiding is left then, with that reason, so that nobody reads
    two. Asking to change leaves the case open until a later day. Raises Decided, PermissionDenied.
    """
    case.hold()
    if case.decided_at or (kind == DecisionKind.ASK and case.decisions.filter(kind=kind).exists()):
        said = {"kind": kind, "reason": reason, "explanation": explanation}
        there: Decision | None = case.decisions.filter(by=by, **said).first()
        if there:
            return there
        raise Decided
    if not may_decide(case, by, kind):
        raise PermissionDenied
    thing = case.thing
    if case.is_gone != (kind == DecisionKind.GONE) or kind in LATER:
        raise Decided
    if thing and thing.is_hidden and kind not in (DecisionKind.HIDE, DecisionKind.GONE) and not is_folded(thing):
        raise Decided
    if thing and kind != DecisionKind.HIDE and unfold(thing, by, explanation) and kind == DecisionKind.NOTHING_WRONG:
        letters.unfolded(case, by)
    if kind == DecisionKind.ASK:
        return ask_to_change(case, by, reason, explanation)
    if kind == DecisionKind.CLOSE:
        close_talk(case, by, reason, explanation)
    until = pause_author(case, by, reason, explanation, days or 0) if kind == DecisionKind.PAUSE else None
    if thing and kind == DecisionKind.HIDE:
        if thing.hide(by, reason, explanation):  # hiding a thing decides its case: directly.py
            case.refresh_from_db(fields=["decided_at"])
            return case.decisions.filter(kind=kind)[0]
        if there_is := thing.hidings.filter(restored_at=None).first():
            reason, explanation = there_is.reason, there_is.explanation
    return settle(case, by, kind, reason, explanation, until)


def ask_to_change(case: "Case", by: Membership, reason: str, explanation: str) -> "Decision":
    """Ask the writer to change it. The case stays open, and a moderator looks again by a later day. Raises Decided."""
    if not can_be_changed(case.thing):
        raise Decided
    gone_from_neighbours(case)
    case.due = case.due_again()
    case.save(update_fields=["due"])
    case.let_it_stand()
    said = {"reason": reason, "explanation": explanation, "until": case.due}
    made: Decision = case.decisions.create(by=by, kind=DecisionKind.ASK, at=clock.now(), **said)
    letters.asked(case, by)
    return made


def pause_author(case: "Case", by: Membership, reason: str, explanation: str, days: int) -> date:
    """Let the author not take part for some days; return the day on which they do again. Raises Decided."""
    author = author_to_pause(case.thing)
    pause = author.give_pause(by, reason, explanation, days) if author else None
    if pause is None:  # the author left, or another moderator paused them
        raise Decided
    return day_of(pause.until)


def close_talk(case: "Case", by: Membership, reason: str, explanation: str) -> None:
    """Close the conversation of its idea. Raises Decided if it takes no comments now; MayNotDecide."""
    if case.talk is None or case.talk.close_talk(by, reason, explanation) is None:
        raise Decided


def settle(
    case: "Case", by: Membership, kind: str, reason: str, explanation: str, until: date | None = None
) -> "Decision":
    """End the case with this decision, and tell how. Call it with the thing and the case locked."""
    said = {"reason": reason, "explanation": explanation, "until": until}
    made: Decision = case.decisions.create(by=by, kind=kind, at=clock.now(), **said)
    case.decided_at = made.at
    case.save(update_fields=["decided_at"])
    if kind != DecisionKind.HIDE:
        case.let_it_stand()
    stays = kind == DecisionKind.NOTHING_WRONG
    for asked in case.decisions.filter(kind=DecisionKind.ASK):
        end(asked, by, ReviewOutcome.STAYS if stays else ReviewOutcome.GONE, explanation if stays else "")
    is_for_writer = case.decisions.filter(kind__in=FOR_WRITER).exists()
    letters.decided(case, by, is_for_writer and kind != DecisionKind.PAUSE)  # of which the pause itself tells
    if kind == DecisionKind.CLOSE:
        letters.talk_closed(case, by)
    desk_changed(case.lab)
    gone_from_neighbours(case)
    return made


def gone_from_neighbours(case: "Case") -> None:
    """Tell the desks of the labs whose moderators it was handed to."""
    for lab in Lab.objects.filter(pk__in=case.steps.filter(step="handed", day=case.due).values("to__lab")):
        desk_changed_later(lab)
