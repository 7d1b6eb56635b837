"""Verbs for the words of a question: change them, say what the municipality does, withdraw."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from challenges import live
from challenges.models.finding import words_to_search
from challenges.models.states import PROMISED, Asker, ChallengeAnswered, ChallengeClosed, State
from challenges.models.story import ChallengeEdit
from common import clock
from ideas.models import Moved
from labs.models import Membership
from labs.written import written
from realtime import names

if TYPE_CHECKING:
    from challenges.models.challenge import Challenge


@transaction.atomic
def edit(challenge: "Challenge", member: Membership, seen: int | None = None, **words: Any) -> list[str]:
    """Change the words; return the names of what changed. The former words of a question online stay readable.

    `seen` is the `words_revision` that was on the screen. Raises Moved if it is not the last one; ChallengeClosed if
    the question is closed or hidden, or if a promise would be left empty.
    """
    challenge.hold()
    if challenge.is_hidden or challenge.state == State.CLOSED:
        raise ChallengeClosed(challenge)
    before = {name: getattr(challenge, name) for name in words}
    changed = {name: value for name, value in words.items() if before[name] != value}
    if not changed:
        return []
    if seen is not None and seen != challenge.words_revision:
        raise Moved(challenge)
    is_left_out = challenge.is_municipal and any(not value for name, value in changed.items() if name in PROMISED)
    if is_left_out and not challenge.is_draft:
        raise ChallengeClosed(challenge)
    values = changed | ({} if challenge.is_draft else {"edited_at": clock.now()})
    values["search_text"] = words_to_search(challenge, changed)
    revision = challenge.advance(words_revision=F("revision") + 1, **values)
    if not challenge.is_draft:
        ChallengeEdit.objects.bulk_create(
            ChallengeEdit(
                challenge=challenge,
                by=member,
                field=name,
                before=str(before[name]),
                after=str(value),
                revision=revision,
            )
            for name, value in changed.items()
        )
    if "title" in changed:
        names.changed("question", [challenge.pk])
    live.challenge_changed(challenge)
    if not challenge.is_draft:
        written(challenge, member, changed.values())
    return list(changed)


@transaction.atomic
def take_stance(challenge: "Challenge", stance: str, seen: int | None = None) -> bool:
    """Say what the municipality does at a question of the neighbourhood; return True if that changed.

    `seen` is the `stance_revision` that was on the screen. Raises Moved if somebody else said it since;
    ChallengeClosed for another question, or a hidden one.
    """
    challenge.hold()
    if challenge.is_hidden or challenge.asker != Asker.NEIGHBOURS:
        raise ChallengeClosed(challenge)
    if challenge.stance == stance:
        return False
    if seen is not None and seen != challenge.stance_revision:
        raise Moved(challenge)
    challenge.advance(stance=stance, stance_revision=F("revision") + 1)
    live.challenge_changed(challenge)
    return True


@transaction.atomic
def withdraw(challenge: "Challenge") -> None:
    """Delete a question that no idea answers, or a draft. Raises ChallengeAnswered, ChallengeClosed."""
    challenge.hold()
    if challenge.is_hidden or challenge.state == State.CLOSED:
        raise ChallengeClosed(challenge)
    if challenge.answers.exists():
        raise ChallengeAnswered(challenge)
    if not challenge.is_draft:
        challenge.lab.advance(taken_back_revision=F("revision") + 1)
        live.challenge_appeared(challenge)
    challenge.delete()
