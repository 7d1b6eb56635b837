"""Is this answer clear? One word of each person about what an answer says now, and the questions of readers."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from answers.models import letters
from answers.models.results import NotOwed
from answers.models.said import Version
from answers.models.work import desk_changed
from common import clock
from ideas import live
from ideas.models import Comment, Moved, Status
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from answers.models.answer import Answer


class ClarityQuerySet(models.QuerySet["Clarity"]):
    def waiting(self) -> "ClarityQuerySet":
        """Return the questions that nobody answered, of ideas that everybody may read and nobody withdrew."""
        asked = self.filter(answered_at=None, version__answer__idea__is_hidden=False)
        return asked.exclude(question="").exclude(version__answer__idea__status=Status.WITHDRAWN)


class Clarity(models.Model):
    """Whether a version is clear to `person`; if not, their question, which colleagues of the municipality read."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clarities")
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    is_clear = models.BooleanField()
    question = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ClarityQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "clarities"
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="one_word_per_person_and_version"),
            models.CheckConstraint(condition=Q(is_clear=False) | Q(question=""), name="clear_without_a_question"),
        ]

    def __str__(self) -> str:
        return f"version {self.version_id}: {self.is_clear}"

    @property
    def is_waiting(self) -> bool:
        return bool(self.question) and self.answered_at is None


@transaction.atomic
def say_clear(answer: "Answer", member: Membership, is_clear: bool, question: str, seen: int) -> bool:
    """Store whether the answer is clear to `member`; the last word counts. The same again: False.

    `seen`: the id of the version that was on the screen. Raises NotOwed if there is no answer, or its idea is hidden
    or withdrawn; Moved if it was corrected meanwhile.
    """
    answer._hold()
    version = answer.versions.last()
    if version is None:
        raise NotOwed
    if version.pk != seen:
        raise Moved(answer.idea)
    said = {"is_clear": is_clear, "question": "" if is_clear else question}
    mine = version.clarities.filter(person=member).first()
    if mine and (mine.is_clear, mine.question) == tuple(said.values()):
        return False
    asked = said | {"at": clock.now(), "answered_at": None}
    mine, _is_new = version.clarities.update_or_create(person=member, defaults=asked)
    _show(answer)
    if mine.question:
        letters.unclear(mine, answer)
    desk_changed(answer.lab)
    return True


@transaction.atomic
def reply(asked: Clarity, by: Membership, voice: Voice, words: str, key: UUID) -> bool:
    """Answer the question of a reader with a comment, which everybody reads. The same again: False.

    Raises Moved if a colleague did just now, or the reader took it back; NotOwed, IdeaClosed, PermissionDenied.
    """
    answer = asked.version.answer
    answer._hold()
    asked.refresh_from_db()
    if not asked.is_waiting:
        if answer.idea.comments.filter(author=by, key=key, text=words).exists():
            return False
        raise Moved(answer.idea)
    _answered(answer, asked, by, answer.idea.post_comment(by, voice, words, key).thing)
    desk_changed(answer.lab)
    return True


def settle(answer: "Answer", by: Membership) -> list[int]:
    """A corrected answer answers all questions about it, and about earlier ones. Return their ids.

    The idea is locked.
    """
    waiting = list(Clarity.objects.waiting().filter(version__answer__idea=answer.idea))
    for asked in waiting:
        _answered(answer, asked, by)
    return [asked.pk for asked in waiting]


def _answered(answer: "Answer", asked: Clarity, by: Membership, comment: Comment | None = None) -> None:
    asked.answered_at = clock.now()
    asked.save(update_fields=["answered_at"])
    letters.cleared(asked, answer, by, comment)


def _show(answer: "Answer") -> None:
    """Update the page of the idea. Unlike other changes of an answer, the lab's home shows nothing of it."""
    answer.revision = answer.idea.advance()
    answer.save(update_fields=["revision"])
    live.idea_changed(answer.idea)
