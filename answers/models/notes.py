"""What colleagues tell and ask each other about an answer that they owe. Nobody else ever reads it.

No public page, update, feed, export or mail may show a row of this file: tests/access/test_internal.py looks.
"""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from answers.models import letters
from answers.models.team import Team
from answers.models.work import Desk, must_be_colleague
from common import clock
from ideas.models import Idea
from labs.models import Membership

if TYPE_CHECKING:
    from answers.models.answer import Answer


class NoteKind(models.TextChoices):
    """What happened, for colleagues."""

    NOTE = "note"
    QUESTION = "question"
    TAKEN = "taken"
    PASSED = "passed"
    GIVEN_BACK = "given_back"
    READING = "reading"  # asks `to` to read the draft along
    FINE = "fine"
    REMARK = "remark"
    TO_APPROVE = "to_approve"  # asks the alderman `to`
    APPROVED = "approved"
    NOTED = "noted"  # that an alderman, called `words`, approved
    LAPSED = "lapsed"  # the approval: the text changed, or it was taken back
    TAKEN_BACK = "taken_back"  # what `to` was asked
    THROWN = "thrown"  # away: the draft


class NoteQuerySet(models.QuerySet["Note"]):
    def about(self, idea: Idea) -> "NoteQuerySet":
        return self.filter(answer__idea=idea)

    def unanswered(self) -> "NoteQuerySet":
        """Return the questions to which nobody replied."""
        return self.waiting(NoteKind.QUESTION)

    def waiting(self, kind: NoteKind) -> "NoteQuerySet":
        """Return what was asked in this way, and not answered or taken back yet."""
        return self.filter(kind=kind, replied_at=None)


class Note(models.Model):
    """One line of the internal history of an answer. `to` and `team`: who is asked, or who has it now."""

    answer = models.ForeignKey("answers.Answer", on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices, default=NoteKind.NOTE)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    words = models.TextField(blank=True)
    to = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["to", "replied_at"], name="note_asked")]

    def __str__(self) -> str:
        return f"answer {self.answer_id}: {self.kind}"


@transaction.atomic
def write_note(answer: "Answer", by: Membership, words: str, to: Membership | None = None) -> Note | None:
    """Write a note, or ask the colleague `to` something. The same again: None.

    A note of somebody who was asked is the reply to all that they were asked about this idea, also at an earlier
    answer. Raises PermissionDenied.
    """
    desk = Desk.hold(answer.lab)
    must_be_colleague(by)
    said: dict[str, Any] = {"by": by, "words": words, "to": to}
    last = answer.notes.last()
    if last and all(getattr(last, name) == value for name, value in said.items()):
        return None
    Note.objects.about(answer.idea).unanswered().filter(to=by).update(replied_at=clock.now())
    note = answer.notes.create(kind=NoteKind.QUESTION if to else NoteKind.NOTE, **said)
    desk.changed()
    if to:
        letters.asked(note)
    return note
