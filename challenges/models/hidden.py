"""Hidden questions: their rows, and what hiding changes. The verbs are in labs/models/moderation.py."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from challenges import live
from challenges.parts import PARTS
from ideas.models.hidden import HiddenKind
from labs.models import Hiding
from realtime import names
from realtime.parts import anew

if TYPE_CHECKING:
    from challenges.models.challenge import Challenge

STANDS = Q(restored_at=None)


class ChallengeHiding(Hiding):
    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="hidings")

    class Meta(Hiding.Meta):
        constraints = [models.UniqueConstraint(fields=["challenge"], condition=STANDS, name="challenge_hidden_once")]


HIDDEN = HiddenKind(
    "question",
    lambda lab: ChallengeHiding.objects.filter(STANDS, challenge__lab=lab),
    ("by__user", "challenge__author__user"),
    "challenges/_hidden_challenge.html",
)


def writers_of(challenge: "Challenge") -> set[int]:
    return {challenge.author_id} if challenge.author_id else set()


def hold_challenge(challenge: "Challenge") -> None:
    challenge.hold()


def turn_challenge(challenge: "Challenge", is_hidden: bool) -> None:
    """Set `is_hidden`. The worker brings it to the pages of the ideas that answer it: they show its title."""
    turned = "hidden_revision" if is_hidden else "restored_revision"
    challenge.advance(is_hidden=is_hidden, **{turned: F("revision") + 1}, **anew(PARTS))
    names.changed("question", [challenge.pk])
    challenge.show_in_lists()
    live.challenge_appeared(challenge)
