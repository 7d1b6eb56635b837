"""Bring something in, say who may read it, and take it back. Verbs of `Evening`; each locks it.

What is private is private everywhere: `change` tells the pages, and the parts show only what `Pledge.on_screen` has.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from common.rate_limits import charge
from evenings import live
from evenings.models.harvesting import must_be_over
from evenings.models.noting import StepOver
from evenings.models.participant import Participant
from evenings.models.pledge import Pledge
from evenings.models.report import forget
from evenings.models.states import EveningClosed
from evenings.models.step import Step, StepKind
from ideas.models import Idea, Moved, PledgeState

if TYPE_CHECKING:
    from evenings.models.evening import Evening


@transaction.atomic
def bring(
    evening: "Evening",
    step_id: int | None,
    words: str,
    key: UUID,
    at: datetime,
    participant: Participant | None = None,
    *,
    kind: str,
    name: str = "",
    by_when: date | None = None,
    contact: str = "",
    may_show: bool | None = None,
    language: str = "",
) -> Pledge:
    """Add what somebody brings; private, unless it is from paper (no participant, at any time) and may be shown.

    It has no name if people younger than 16 come. The same form again is the same pledge, and so are the same words by
    the same person; a table may bring the same twice. Raises EveningClosed, StepOver, TooOften.
    """
    evening.hold()
    there = first_of(evening, words, key, participant)
    if there:
        return there
    if not evening.is_open(at):
        raise EveningClosed
    if participant:
        must_take_pledges(evening, step_id)
        charge("bring", participant.pk)
    made: Pledge = evening.pledges.create(
        step_id=step_id,
        participant=participant,
        name=evening.kept_name(name or (participant.name if participant else "")),
        kind=kind,
        words=words,
        by_when=by_when,
        contact=contact,
        may_show=may_show if participant is None else None,
        is_passed=participant is None,
        key=uuid5(key, words),
        given_at=at,
        language=language,
    )
    changed(evening)
    return made


@transaction.atomic
def let_show(evening: "Evening", pledge_id: int, on: bool, participant: Participant | None) -> bool:
    """Say whether others may read it: who brings it, also after the evening; or who typed it (no participant).

    False if it is so already, or gone.
    """
    evening.hold()
    pledge = theirs(evening, pledge_id, participant)
    if pledge is None or pledge.may_show == on:
        return False
    return put(evening, pledge, may_show=on, is_passed=participant is None or evening.notes_go_through)


@transaction.atomic
def bring_nothing(evening: "Evening", pledge_id: int, participant: Participant | None) -> bool:
    """Take it back, also after the evening: who brings it, or who typed it (no participant). Its words go.

    False if it is gone already.
    """
    evening.hold()
    pledge = theirs(evening, pledge_id, participant)
    if pledge is None:
        return False
    return put(evening, pledge, state=PledgeState.TAKEN_BACK, words="", contact="", name="", by_when=None)


@transaction.atomic
def put_on_screen(evening: "Evening", pledge_id: int, on: bool, at: datetime) -> bool:
    """Let who leads or types put it on the screen, or off it. False if it is so already.

    Raises EveningClosed, and Moved if who brings it keeps it private, or took it back.
    """
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed
    pledge = evening.pledges.allowed().filter(pk=pledge_id).first()
    if pledge is None:
        raise Moved(evening)
    if pledge.is_passed == on:
        return False
    return put(evening, pledge, is_passed=on)


@transaction.atomic
def pass_later(evening: "Evening", pledge_id: int, at: datetime) -> bool:
    """Let everybody read what somebody brings and lets them, but nobody looked at during the evening.

    False if everybody reads it already. Raises StillOpen, and Pledge.DoesNotExist if who brings it keeps it private,
    or took it back.
    """
    must_be_over(evening, at)
    pledge: Pledge = evening.pledges.allowed().get(pk=pledge_id)
    return pledge.waits and put(evening, pledge, is_passed=True)


@transaction.atomic
def belongs_to(evening: "Evening", pledge_id: int, idea: Idea | None, seen: int | None = None) -> bool:
    """Say at which idea it belongs; none takes that away. False if it is so already, or gone.

    Raises Moved, with the pledge, if who brings it put it with its idea; and if `seen`, the idea (id; 0: none) that
    was on the page, is another one by now.
    """
    evening.hold()
    pledge = evening.pledges.standing().filter(pk=pledge_id).first()
    if pledge is None or pledge.idea_id == (idea.pk if idea else None):
        return False
    if pledge.went_to_id or (seen is not None and seen != (pledge.idea_id or 0)):
        raise Moved(pledge)
    return put(evening, pledge, idea=idea)


def step_to_bring(evening: "Evening") -> Step | None:
    """Return the step of who brings what that is now, or that was; None before it. No query after `with_page`."""
    steps = [step for step in evening.session.plan_steps if step.kind == StepKind.BRING and was_reached(evening, step)]
    return steps[-1] if steps else None


def step_for_paper(evening: "Evening") -> int | None:
    """Return the step (its id) that what is on paper belongs to: the last that was, or else the first to come."""
    to_come = (step for step in evening.session.plan_steps if step.kind == StepKind.BRING)
    step = step_to_bring(evening) or next(to_come, None)
    return step.pk if step else None


def was_reached(evening: "Evening", step: Step) -> bool:
    now = evening.step
    return str(step.pk) in evening.left_at or (now is not None and step.position <= now.position)


# Under the lock


def must_take_pledges(evening: "Evening", step_id: int | None) -> None:
    """From this step on something can be brought in, until the end. Raises StepOver."""
    step = evening.session.steps.on().filter(pk=step_id or 0, kind=StepKind.BRING).first()
    if step is None or not was_reached(evening, step):
        raise StepOver


def first_of(evening: "Evening", words: str, key: UUID, participant: Participant | None) -> Pledge | None:
    """Return the pledge that this form, or these words of this person, made before."""
    found: Pledge | None = evening.pledges.filter(key=uuid5(key, words)).first()
    if found is None and participant and not participant.is_table:
        found = evening.pledges.standing().filter(participant=participant, words=words).first()
    return found


def theirs(evening: "Evening", pledge_id: int, participant: Participant | None) -> Pledge | None:
    """Return the standing pledge if it is of this participant, or if nobody brought it by phone (None)."""
    found: Pledge | None = evening.pledges.standing().filter(pk=pledge_id, participant=participant).first()
    return found


def put(evening: "Evening", pledge: Pledge, **values: Any) -> bool:
    """Store this of a pledge. What others may no longer read goes from the report too."""
    Pledge.objects.filter(pk=pledge.pk).update(**values)
    changed(evening)
    if not evening.pledges.on_screen().filter(pk=pledge.pk).exists():
        forget(evening.pk, f"pledge-{pledge.pk}")
    return True


def changed(evening: "Evening") -> None:
    evening.advance(brought_revision=F("revision") + 1)
    live.brought_changed(evening)
