"""The ideas that answer a question: rows, and the verbs that attach an idea and detach it."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F

from challenges import live
from challenges.models.states import ChallengeClosed
from common import clock
from common.times import day_of
from ideas.models import Idea

if TYPE_CHECKING:
    from challenges.models.challenge import Challenge


class AnsweringQuerySet(models.QuerySet["Answering"]):
    def shown(self) -> "AnsweringQuerySet":
        return self.filter(idea__is_hidden=False)


class Answering(models.Model):
    """The question that an idea answers: at most one. When the idea is detached the row stays, without a question.

    `revision` is the idea's, when it was last attached or detached; `lined_up` the question's at that moment: the
    order of its ideas.
    """

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="answering")
    challenge = models.ForeignKey(
        "challenges.Challenge", null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    revision = models.PositiveBigIntegerField(default=0)
    lined_up = models.PositiveBigIntegerField(default=0)

    objects = AnsweringQuerySet.as_manager()

    class Meta:
        ordering = ["-lined_up", "-pk"]
        indexes = [models.Index(fields=["challenge", "-lined_up", "-id"], name="answers_of_a_question")]

    def __str__(self) -> str:
        return f"idea {self.idea_id} answers question {self.challenge_id}"


def answering_of(idea: Idea) -> Answering | None:
    """Return the row of this idea; no query when it was loaded with the idea."""
    answering: Answering | None = getattr(idea, "answering", None)
    return answering


@transaction.atomic
def attach(idea: Idea, challenge: "Challenge | None") -> bool:
    """Say that the idea answers this question, or none; return True if that changed.

    Locks the idea, and then the questions by id. Raises ChallengeClosed when the question takes no ideas any more;
    IdeaClosed when the idea is hidden or deleted.
    """
    revision = idea.change(lambda _idea: True)
    row = Answering.objects.filter(idea=idea).first() or Answering(idea=idea)
    was = row.challenge
    if (was and was.pk) == (challenge and challenge.pk):
        return False
    for one in sorted(filter(None, (was, challenge)), key=lambda one: one.pk):
        one.hold()
    if challenge:
        must_take_ideas(challenge)
        challenge.advance(ideas_revision=F("revision") + 1)
        row.lined_up = challenge.revision
        live.challenge_changed(challenge)
    if was:
        was.advance(ideas_revision=F("revision") + 1, left_revision=F("revision") + 1)
        live.challenge_changed(was)
    row.challenge, row.revision = challenge, revision
    row.save()
    live.idea_attached(idea)
    return True


def must_take_ideas(challenge: "Challenge") -> None:
    """Raise ChallengeClosed unless this locked question is open today."""
    if not challenge.is_open_on(day_of(clock.now())):
        raise ChallengeClosed(challenge)


def take(challenge: "Challenge", idea: Idea) -> None:
    """Add an idea that was just created. The question is locked, and open: the lab is locked after it."""
    challenge.advance(ideas_revision=F("revision") + 1)
    facts: dict[str, Any] = {"revision": idea.revision, "lined_up": challenge.revision}
    Answering.objects.create(idea=idea, challenge=challenge, **facts)
    live.challenge_changed(challenge)


def show_answered(idea: Idea) -> None:
    """Update the question that this locked idea answers: it was hidden, restored, or is being deleted."""
    answering = Answering.objects.select_related("challenge").filter(idea=idea).first()
    if answering and answering.challenge:
        answering.challenge.advance(ideas_revision=F("revision") + 1, left_revision=F("revision") + 1)
        live.challenge_changed(answering.challenge)
