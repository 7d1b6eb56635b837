"""Is this answer clear? One word of each person about what an answer says now, and the questions of readers."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from answers.models import letters
from answers.models.results import NotOwed
from answers.models.said import Version
from answers.models.work import desk_changed, must_be_colleague
from common import clock
from ideas import live
from ideas.models import Comment, IdeaClosed, Moved, Status
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from answers.models.answer import Answer


class ClarityQuerySet(models.QuerySet["Clarity"]):
    def waiting(self) -> "ClarityQuerySet":
        """Return those that nobody answered or put aside, of ideas that everybody may read and nobody withdrew."""
        asked = self.filter(answered_at=None, put_aside_at=None, version__answer__idea__is_hidden=False)
        return asked.exclude(question="").exclude(version__answer__idea__status=Status.WITHDRAWN)

    def put_aside(self) -> "ClarityQuerySet":
        return self.filter(put_aside_at__isnull=False).exclude(question="")


class Clarity(models.Model):
    """Whether a version is clear to `person`; if not, their question, which colleagues of the municipality read."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clarities")
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    is_clear = models.BooleanField()
    question = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    put_aside_at = models.DateTimeField(null=True, blank=True)  # a colleague read it, and nobody replies

    objects = ClarityQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "clarities"
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="one_word_per_person_and_version"),
            models.CheckConstraint(condition=Q(is_clear=False) | Q(question=""), name="clear_without_a_question"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(put_aside_at=None), name="question_answered_or_put_aside"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version_id}: {self.is_clear}"

    @property
    def is_waiting(self) -> bool:
        return bool(self.question) and self.answered_at is None and self.put_aside_at is None


@transaction.atomic
def say_clear(answer: "Answer", member: Membership, is_clear: bool, question: str, seen: int) -> bool:
    """Store whether the answer is clear to `member`; the last word counts. The same again: False.

    `seen`: the id of the version that was on the screen. Raises NotOwed if there is no answer, or its idea is hidden
    or withdrawn; Moved if it was corrected meanwhile; IdeaClosed for a question when the idea takes no comments.
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
    if not is_clear and not answer.idea.takes_comments(clock.now()):
        raise IdeaClosed(answer.idea)
    asked = said | {"at": clock.now(), "answered_at": None, "put_aside_at": None}
    mine, _is_new = version.clarities.update_or_create(person=member, defaults=asked)
    _show(answer)
    if mine.question:
        letters.unclear(mine, answer)
    desk_changed(answer.lab)
    return True


@transaction.atomic
def reply(asked: Clarity, by: Membership, voice: Voice, words: str, key: UUID) -> bool:
    """Answer the question of a reader with a comment, which everybody reads. The same again: False.

    Raises Moved if a colleague did just now or put it aside, or the reader took it back; NotOwed, IdeaClosed,
    PermissionDenied.
    """
    answer = _hold(asked, by)
    if not asked.is_waiting:
        if answer.idea.comments.filter(author=by, key=key, text=words).exists():
            return False
        raise Moved(answer.idea)
    _answered(answer, asked, by, answer.idea.post_comment(by, voice, words, key).thing)
    desk_changed(answer.lab)
    return True


@transaction.atomic
def put_aside(asked: Clarity, by: Membership) -> bool:
    """Take the question of a reader off the desk without a reply; nobody is told. The same again: False.

    Raises Moved if a colleague replied just now, or the reader took it back; NotOwed, PermissionDenied.
    """
    answer = _hold(asked, by)
    if asked.put_aside_at:
        return False
    if not asked.is_waiting:
        raise Moved(answer.idea)
    _set_aside(asked, clock.now())
    return True


@transaction.atomic
def put_back(asked: Clarity, by: Membership) -> bool:
    """Bring a question that was put aside back to the desk. If it isn't put aside any more: False.

    Raises NotOwed, PermissionDenied.
    """
    _hold(asked, by)
    if asked.put_aside_at is None:
        return False
    _set_aside(asked, None)
    return True


def settle(answer: "Answer", by: Membership) -> list[int]:
    """A corrected answer answers all questions about it, and about earlier ones. Return their ids.

    The idea is locked.
    """
    waiting = list(Clarity.objects.waiting().filter(version__answer__idea=answer.idea))
    for asked in waiting:
        _answered(answer, asked, by)
    return [asked.pk for asked in waiting]


def _hold(asked: Clarity, by: Membership) -> "Answer":
    """Lock the idea, and read the question again. Raises NotOwed, PermissionDenied."""
    answer: Answer = asked.version.answer
    answer._hold()
    must_be_colleague(by)
    asked.refresh_from_db()
    return answer


def _set_aside(asked: Clarity, at: datetime | None) -> None:
    asked.put_aside_at = at
    asked.save(update_fields=["put_aside_at"])
    desk_changed(asked.version.answer.lab)


def _answered(answer: "Answer", asked: Clarity, by: Membership, comment: Comment | None = None) -> None:
    asked.answered_at = clock.now()
    asked.save(update_fields=["answered_at"])
    letters.cleared(asked, answer, by, comment)


def _show(answer: "Answer") -> None:
    """Update the page of the idea. Unlike other changes of an answer, the lab's home shows nothing of it."""
    answer.revision = answer.idea.advance()
    answer.save(update_fields=["revision"])
    live.idea_changed(answer.idea)
