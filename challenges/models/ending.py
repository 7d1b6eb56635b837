"""Verbs for the end of a question: open for longer, closed, and the report of what came of it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from challenges import live
from challenges.models import letters
from challenges.models.finding import words_to_search
from challenges.models.states import ChallengeClosed, State
from challenges.models.story import ChallengeEdit, Step
from common import clock
from common.times import day_of
from ideas.models import Moved
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from challenges.models.challenge import Challenge


@transaction.atomic
def lengthen(
    challenge: "Challenge", member: Membership, voice: Voice, until: date, reason: str, seen: int | None = None
) -> bool:
    """Leave it open until a later day, or open it again; return True if this call did it.

    The first day stays readable.
    `seen` is the `state_revision` that was on the screen. Raises Moved if it is not the last one; ChallengeClosed if
    the question is hidden, a draft or reported, or if the day is over or earlier.
    """
    challenge.hold()
    if challenge.is_hidden or challenge.is_draft or challenge.reported_at:
        raise ChallengeClosed(challenge)
    if challenge.until == until and challenge.state == State.OPEN:
        return False
    if seen is not None and seen != challenge.state_revision:
        raise Moved(challenge)
    if until < max(day_of(clock.now()), challenge.until):
        raise ChallengeClosed(challenge)
    challenge.note(Step.Kind.LONGER, member, voice, reason=reason, was_until=challenge.until, until=until)
    change_state(challenge, State.OPEN, until)
    return True


@transaction.atomic
def close(challenge: "Challenge", member: Membership, voice: Voice, reason: str) -> bool:
    """Close it before its last day; return True if this call did it.

    Raises ChallengeClosed for a hidden one, or a draft.
    """
    challenge.hold()
    if challenge.is_hidden or challenge.is_draft:
        raise ChallengeClosed(challenge)
    if challenge.state == State.CLOSED:
        return False
    until = min(challenge.until, day_of(clock.now()))
    challenge.note(Step.Kind.CLOSED, member, voice, reason=reason, was_until=challenge.until, until=until)
    letters.closed(challenge, member)
    change_state(challenge, State.CLOSED, until)
    return True


@transaction.atomic
def close_on_time(challenge: "Challenge") -> bool:
    """Close it after its last day: the worker does. Return False if it got a later day, or was closed, meanwhile."""
    challenge.hold()
    if challenge.state != State.OPEN or challenge.until >= day_of(clock.now()):
        return False
    challenge.note(Step.Kind.CLOSED, None, None, until=challenge.until)
    letters.closed(challenge, None)
    change_state(challenge, State.CLOSED, challenge.until)
    return True


@transaction.atomic
def report(
    challenge: "Challenge",
    member: Membership,
    voice: Voice,
    outcome: str,
    follow_up: str = "",
    seen: int | None = None,
) -> bool:
    """Say what came of a closed question; return True if that changed anything.

    The first time everybody who took part or follows it is told; a later text corrects it, and the former one stays
    readable.
    `seen` is the `state_revision` that was on the screen. Raises Moved if it is not the last one; ChallengeClosed if
    the question is hidden or still open.
    """
    challenge.hold()
    if challenge.is_hidden or challenge.state != State.CLOSED:
        raise ChallengeClosed(challenge)
    words = {"outcome": outcome, "follow_up": follow_up}
    changed = {name: value for name, value in words.items() if getattr(challenge, name) != value}
    if not changed:
        return False
    if seen is not None and seen != challenge.state_revision:
        raise Moved(challenge)
    before = {name: getattr(challenge, name) for name in changed}
    is_first = challenge.reported_at is None
    if is_first:
        challenge.note(Step.Kind.REPORTED, member, voice)
        letters.reported(challenge, member)
    now = clock.now()
    values = changed | ({"reported_at": now} if is_first else {"edited_at": now, "words_revision": F("revision") + 1})
    values["search_text"] = words_to_search(challenge, changed)
    revision = challenge.advance(state_revision=F("revision") + 1, **values)
    if not is_first:
        ChallengeEdit.objects.bulk_create(
            ChallengeEdit(
                challenge=challenge, by=member, field=name, before=before[name], after=value, revision=revision
            )
            for name, value in changed.items()
        )
    live.challenge_changed(challenge)
    return True


def change_state(challenge: "Challenge", state: str, until: date) -> None:
    challenge.advance(state=state, until=until, state_revision=F("revision") + 1)
    challenge.show_in_lists()
    live.challenge_appeared(challenge)
