"""The approval of an alderman: of a draft first, and of what is online then."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from answers.models import letters
from answers.models.draft import Draft, approval_of, draft_of, must_be_there
from answers.models.notes import Note, NoteKind
from answers.models.results import Incomplete, NoDraft
from answers.models.said import Version
from answers.models.work import desk_changed, must_be_colleague
from common import clock
from ideas.models import Moved
from labs.models import Lab, Membership, Role, RoleKind

if TYPE_CHECKING:
    from answers.models.answer import Answer


class Approval(models.Model):
    """An alderman agrees with a text. `is_noted`: staff (`by`) recorded it, and `name` is the alderman's."""

    draft = models.OneToOneField(Draft, null=True, on_delete=models.CASCADE, related_name="approval")
    version = models.OneToOneField(Version, null=True, on_delete=models.CASCADE, related_name="approval")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    is_noted = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True, version__isnull=False) | Q(draft__isnull=False, version__isnull=True),
                name="approval_of_one_text",
            )
        ]

    def __str__(self) -> str:
        return f"approval on {self.on}"

    @property
    def answer(self) -> "Answer":
        text = self.version or self.draft
        assert text  # the constraint
        return text.answer


def aldermen_of(lab: Lab) -> "models.QuerySet[Membership]":
    """Return the aldermen of this lab who can sign in."""
    held = Role.objects.that_count().filter(membership__lab=lab, kind=RoleKind.ALDERMAN)
    return (
        Membership.objects.filter(pk__in=held.values("membership")).select_related("user").order_by("user__name_key")
    )


def request_of(answer: "Answer") -> Note | None:
    """Return what an alderman was asked and did not answer yet. One query."""
    asked: models.QuerySet[Note] = answer.notes.waiting(NoteKind.TO_APPROVE).select_related("by__user", "to__user")
    return asked.last()


# Verbs: each locks the idea, and then the desk


@transaction.atomic
def ask_approval(answer: "Answer", by: Membership, to: Membership, words: str) -> Note | None:
    """Ask the alderman `to` for approval. If one was asked, or it is there already: None.

    Raises NoDraft, Incomplete, NotOwed; Moved if they are no alderman any more.
    """
    must_be_there(answer, by)
    draft = _complete(answer)
    if not aldermen_of(answer.lab).filter(pk=to.pk).exists():
        raise Moved(answer.idea)
    if approval_of(draft) or request_of(answer):
        return None
    note: Note = answer.notes.create(kind=NoteKind.TO_APPROVE, by=by, to=to, words=words)
    letters.to_approve(note)
    desk_changed(answer.lab)
    return note


@transaction.atomic
def approve(answer: "Answer", by: Membership, seen: str) -> Approval | None:
    """Approve the draft, as an alderman who reads it now. Approved already, or not asked (any more): None.

    Any alderman of the lab may: they stand in for each other. Raises Moved if the text changed since it was read;
    NoDraft, Incomplete, NotOwed, PermissionDenied.
    """
    asked = _asked(answer, by, seen)
    if asked is None:
        return None
    approval = Approval.objects.create(draft=draft_of(answer), by=by, is_noted=False, on=timezone.localdate())
    _reply(answer, NoteKind.APPROVED, by, asked)
    return approval


@transaction.atomic
def refuse(answer: "Answer", by: Membership, words: str, seen: str) -> Note | None:
    """Say what should change before an alderman approves. Not asked (any more): None. Raises as `approve`."""
    asked = _asked(answer, by, seen)
    return _reply(answer, NoteKind.REMARK, by, asked, words) if asked else None


@transaction.atomic
def record_approval(answer: "Answer", by: Membership, on: date, name: str, seen: str) -> Approval | None:
    """Write down that an alderman agreed elsewhere, on which day, and who it was. Approved already: None.

    An alderman who was asked hears it, because it is said in their name.

    Raises Moved if the text changed since; NoDraft, Incomplete, NotOwed, PermissionDenied.
    """
    must_be_there(answer, by)
    draft = _complete(answer)
    if approval_of(draft):
        return None
    if draft.seen != seen:
        raise Moved(answer.idea)
    asked = request_of(answer)
    approval = Approval.objects.create(draft=draft, by=by, is_noted=True, name=name, on=on)
    answer.notes.waiting(NoteKind.TO_APPROVE).update(replied_at=clock.now())
    note = answer.notes.create(kind=NoteKind.NOTED, by=by, to=asked.to if asked else None, words=name)
    if note.to_id:
        letters.was_read(note)
    desk_changed(answer.lab)
    return approval


@transaction.atomic
def take_back_approval(answer: "Answer", by: Membership) -> bool:
    """End the approval of a draft: an alderman, or a colleague if it was recorded. If there is none: False.

    What is online keeps its approval. Raises NotOwed, PermissionDenied.
    """
    must_be_there(answer, None)
    approval = approval_of(draft_of(answer))
    if approval is None:
        return False
    if not approval.is_noted:
        _must_be_alderman(by)
    elif not _is_alderman(by):
        must_be_colleague(by)
    approval.delete()
    asked = answer.notes.filter(kind__in=(NoteKind.TO_APPROVE, NoteKind.NOTED)).last()
    _reply(answer, NoteKind.LAPSED, by, asked)
    return True


def _asked(answer: "Answer", by: Membership, seen: str) -> Note | None:
    """Lock the idea, and return what an alderman was asked about exactly this text."""
    must_be_there(answer, None)
    _must_be_alderman(by)
    asked = request_of(answer)
    if asked and _complete(answer).seen != seen:
        raise Moved(answer.idea)
    return asked


def _reply(answer: "Answer", kind: NoteKind, by: Membership, asked: Note | None, words: str = "") -> Note:
    answer.notes.waiting(NoteKind.TO_APPROVE).update(replied_at=clock.now())
    note: Note = answer.notes.create(kind=kind, by=by, to=asked.by if asked else None, words=words)
    if note.to_id and note.to_id != by.pk:
        letters.was_read(note)
    desk_changed(answer.lab)
    return note


def _complete(answer: "Answer") -> Draft:
    draft = draft_of(answer)
    if draft is None:
        raise NoDraft
    if not draft.is_complete:
        raise Incomplete
    return draft


def _is_alderman(member: Membership) -> bool:
    return Role.objects.filter(membership=member, kind=RoleKind.ALDERMAN).exists()


def _must_be_alderman(member: Membership) -> None:
    """Check in the database that this person is an alderman of the lab. Raises PermissionDenied."""
    if not _is_alderman(member):
        raise PermissionDenied
