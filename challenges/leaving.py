"""A person's data in questions: exported in the download, removed by erasing. The pages are in front/.

The words of a question of the municipality are the municipality's: they stay, without the person.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from challenges import live
from challenges.models import Asker, Challenge, ChallengeAnswered, ChallengeClosed, State, Step
from challenges.models.finding import words_to_search
from challenges.parts import PARTS
from labs.models import Membership
from realtime import names
from realtime.parts import anew

WORDS = ("title", "background", "outcome", "follow_up")


def remove_words(members: list[Membership]) -> None:
    """Questions that no idea answers are deleted; others are emptied and closed. It can be repeated."""
    theirs = Challenge.objects.filter(asker=Asker.NEIGHBOURS).filter(Q(author__in=members) | Q(story__by__in=members))
    for challenge in theirs.select_related("lab").distinct():
        is_theirs = challenge.author_id in {member.pk for member in members}
        try:
            if is_theirs:
                challenge.withdraw()
            else:
                remove_reasons(challenge, members)
        except (ChallengeAnswered, ChallengeClosed):
            if Challenge.objects.filter(pk=challenge.pk).exists():
                remove_words_of(challenge)


@transaction.atomic
def remove_reasons(challenge: Challenge, members: list[Membership]) -> None:
    challenge.hold()
    Step.objects.filter(challenge=challenge, by__in=members).update(reason="")
    challenge.advance(state_revision=F("revision") + 1)
    live.challenge_changed(challenge)


@transaction.atomic
def remove_words_of(challenge: Challenge) -> None:
    """Keep the question, because ideas answer it or a moderator acted. Remove its words, and its old ones."""
    challenge.hold()
    challenge.edits.all().delete()
    challenge.story.update(reason="")
    removed = gettext("Removed by its writer")
    words: dict[str, Any] = {"title": removed, "background": "", "follow_up": "", "edited_at": None}
    words |= {"outcome": removed if challenge.outcome else "", "state": State.CLOSED}
    words["search_text"] = words_to_search(challenge, words)
    if challenge.state == State.OPEN:
        words["until"] = min(challenge.until, timezone.localdate())
    challenge.advance(**words, **anew(PARTS))
    names.changed("question", [challenge.pk])
    challenge.show_in_lists()
    live.challenge_appeared(challenge)


def taken_along(members: list[Membership], origin: str) -> dict[str, Any]:
    """Return their questions and steps, for their download. Three queries."""
    asked = Challenge.objects.filter(author__in=members).select_related("lab").prefetch_related("edits").order_by("pk")
    steps = Step.objects.filter(by__in=members).select_related("challenge__lab").order_by("pk")
    return {
        "questions": [question_words(challenge, origin) for challenge in asked],
        "question_steps": [
            at(step.challenge, origin)
            | {name: getattr(step, name) for name in ("kind", "reason", "was_until", "until", "at")}
            | {"voice": {"kind": step.voice_kind, "label": step.voice_label}}
            for step in steps
        ],
    }


def question_words(challenge: Challenge, origin: str) -> dict[str, Any]:
    names = ("asker", *WORDS, "fixed", "decides", "level", "promise", "until", "state", "is_hidden", "created_at")
    earlier = [{"field": e.field, "before": e.before, "after": e.after, "at": e.at} for e in challenge.edits.all()]
    said = {name: getattr(challenge, name) for name in (*names, "edited_at", "reported_at")}
    voice = {"kind": challenge.voice_kind, "label": challenge.voice_label}
    return at(challenge, origin) | said | {"voice": voice, "edits": earlier}


def at(challenge: Challenge, origin: str) -> dict[str, Any]:
    title = "" if challenge.is_hidden else challenge.title
    return {"lab": challenge.lab.slug, "question": title, "url": origin + challenge.get_absolute_url()}
