"""The data of the page of a question, queried once: for the page and for updates."""

from typing import Any

from challenges.models import Challenge, ChallengeHiding, Step
from challenges.models.answering import answering_of
from common.joins import ExtensionPoint
from ideas.models import Idea
from labs.models import Membership, Visitor

SHOWN_IDEAS = 12
AT_END: ExtensionPoint[str] = ExtensionPoint(
    "challenges.page.AT_END",
    "Below everything on the page of a question, the same for every reader. Templates, with `challenge`.",
)


def with_page(challenges: Any) -> Any:
    """Load all data at the top of the page, except the lab."""
    return challenges.select_related("author__user").with_count()


def story_of(challenge: Challenge) -> list[Step]:
    """Return its steps, oldest first. One query."""
    steps = list(challenge.story.select_related("by__user"))
    for step in steps:
        step.challenge = challenge
    return steps


def hiding_of(challenge: Challenge) -> ChallengeHiding | None:
    return challenge.hidings.filter(restored_at=None).first() if challenge.is_hidden else None


def question_of(idea: Idea) -> Challenge | None:
    """Return the question that everybody may read beside this idea."""
    answering = answering_of(idea)
    challenge = answering.challenge if answering else None
    return None if challenge is None or challenge.is_hidden else challenge


def idea_revision(idea: Idea) -> int:
    """Return the revision at which the question beside this idea last changed, or its title: the worker brings it."""
    answering = answering_of(idea)
    return max(answering.revision, idea.names_revision) if answering else 0


def borrowed(idea: Idea) -> tuple[object, ...]:
    challenge = question_of(idea)
    return (idea_revision(idea), challenge.pk, challenge.title) if challenge else (idea_revision(idea),)


def ideas_of(challenge: Challenge, member: Membership | Visitor | None = None) -> Any:
    """Return the ideas that answer it as cards, the last attached first."""
    answers = Idea.objects.shown().filter(answering__challenge=challenge).with_card(member)
    return answers.order_by("-answering__lined_up", "-pk")
