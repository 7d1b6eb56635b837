"""The draft of an answer, and colleagues who read along. Only colleagues see it: as the notes, on no public page."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from answers.models import letters
from answers.models.absence import stands_in_for
from answers.models.notes import Note, NoteKind
from answers.models.results import NoDraft, NotApproved, NotOwed
from answers.models.said import WITH_DAY, AnswerKind, DecidedBy, kind_words
from answers.models.team import servants_of
from answers.models.terms import Terms
from answers.models.work import desk_changed, must_be_colleague
from common import clock
from ideas.models import Idea, Moved
from labs.models import Membership

if TYPE_CHECKING:
    from answers.models.answer import Answer
    from answers.models.approval import Approval
    from answers.models.said import Version

DAYS = ("day", "decided_on")
WORDS = (
    "kind",
    "to",
    "heard",
    "words",
    "gains",
    "unheard",
    "next_step",
    "contact",
    "decided_by",
    "decision",
    "reason",
)
ASKED = (NoteKind.READING, NoteKind.TO_APPROVE)


class Draft(models.Model):
    """What colleagues wrote so far of an answer, or of its correction, which has a `reason`.

    It goes when the answer is online. `text` rises at each change, so that a word about it is about one text.
    """

    answer = models.OneToOneField("answers.Answer", on_delete=models.CASCADE, related_name="draft")
    text = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=10, choices=AnswerKind.choices, blank=True)
    day = models.DateField(null=True, blank=True)
    to = models.CharField(max_length=80, blank=True)
    heard = models.TextField(blank=True)
    words = models.TextField(blank=True)
    gains = models.TextField(blank=True)
    unheard = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=10, choices=DecidedBy.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.URLField(blank=True)
    reason = models.TextField(blank=True)
    also = models.ManyToManyField(Idea, related_name="+")  # other ideas that get this answer

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"draft of answer {self.answer_id}"

    @property
    def seen(self) -> str:
        """Return a text that distinguishes two texts, also of a draft that was thrown away."""
        return f"{self.pk}-{self.text}"

    @property
    def heading(self) -> str:
        return kind_words(self.kind, self.day, self.to) if self.kind else ""

    @property
    def team_name(self) -> str:
        return self.answer.team.name if self.answer.team else ""

    @property
    def mandate(self) -> str:
        return self.answer.team.mandate if self.answer.team else ""

    @property
    def is_complete(self) -> bool:
        """Is there all that an answer must have?"""
        if self.answer.given_at and not self.reason:
            return False
        needs: list[Any] = [self.kind, self.words, self.contact]
        needs += [self.day] if self.kind in WITH_DAY else []
        needs += [self.to] if self.kind == AnswerKind.OTHERS else []
        return all(needs)

    def said(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in (*WORDS, *DAYS)}

    def says(self, words: dict[str, Any], also: Iterable[int]) -> bool:
        """Is it the same text, about the same ideas? What `words` doesn't name is empty."""
        said = {name: words.get(name, "") for name in WORDS} | {name: words.get(name) for name in DAYS}
        return self.said() == said and set(self.also.values_list("pk", flat=True)) == set(also)


def home_of(answer: "Answer") -> "Answer":
    """Return the answer at which its draft stands: of those given together the first one, for one text of all."""
    if answer.joint is None:
        return answer
    home = answer.joint.answers.select_related("idea__lab", "team").order_by("idea__is_hidden", "idea_id").first()
    return answer if home is None or home.pk == answer.pk else home


def draft_of(answer: "Answer") -> Draft | None:
    """Return the draft as it is in the database. One query."""
    draft = Draft.objects.filter(answer=answer).select_related("by__user", "approval__by__user").first()
    if draft:
        draft.answer = answer
    return draft


def approval_of(draft: Draft | None) -> "Approval | None":
    return getattr(draft, "approval", None)


def seen_of(draft: Draft | None) -> str:
    return draft.seen if draft else ""


# Verbs: each locks the idea, and then the desk. They move no revision that others than staff follow


@transaction.atomic
def keep(answer: "Answer", by: Membership, seen: str, version: int, also: Collection[int] = (), **words: Any) -> bool:
    """Store what is written so far. The same text again: False. The approval of another text ends.

    `seen`: that of the draft on the screen, or "". `version`: the one that is corrected, or 0. `also`: the ids of
    other ideas that get this answer. Raises NotOwed if a colleague gave the answer meanwhile; Moved if a colleague
    changed the draft; PermissionDenied.
    """
    must_be_there(answer, by, version)
    draft = draft_of(answer)
    if draft and draft.says(words, also):
        return False
    if seen_of(draft) != seen:
        raise Moved(answer.idea)
    if draft is None:
        draft = Draft(answer=answer, text=0)
    elif approval := approval_of(draft):
        approval.delete()
        answer.notes.create(kind=NoteKind.LAPSED, by=by)
    for name, value in (dict.fromkeys(WORDS, "") | dict.fromkeys(DAYS) | words).items():
        setattr(draft, name, value)
    draft.by, draft.at, draft.text = by, clock.now(), draft.text + 1
    draft.save()
    draft.also.set(Idea.objects.filter(lab=answer.lab, pk__in=also))
    desk_changed(answer.lab)
    return True


@transaction.atomic
def throw_away(answer: "Answer", by: Membership, seen: str) -> bool:
    """Delete the draft, with its approval, and end what was asked about it. Without a draft: False.

    Raises Moved if a colleague changed it meanwhile; NotOwed, PermissionDenied.
    """
    must_be_there(answer, by)
    draft = draft_of(answer)
    if draft is None:
        return False
    if draft.seen != seen:
        raise Moved(answer.idea)
    remove_draft(answer)
    answer.notes.create(kind=NoteKind.THROWN, by=by)
    desk_changed(answer.lab)
    return True


@transaction.atomic
def ask_to_read(answer: "Answer", by: Membership, to: Membership, words: str) -> Note | None:
    """Ask the colleague `to` to read along. If they are asked already: None. Raises NoDraft, NotOwed, Moved."""
    must_be_there(answer, by)
    if draft_of(answer) is None:
        raise NoDraft
    if to.pk == by.pk or not servants_of(answer.lab).filter(pk=to.pk).exists():
        raise Moved(answer.idea)  # they lost the role a moment ago
    if answer.notes.waiting(NoteKind.READING).filter(to=to).exists():
        return None
    note: Note = answer.notes.create(kind=NoteKind.READING, by=by, to=to, words=words)
    letters.to_read(note)
    desk_changed(answer.lab)
    return note


@transaction.atomic
def say_of_draft(answer: "Answer", by: Membership, is_fine: bool, words: str, seen: str) -> Note | None:
    """Say that the draft is fine, or what should change, to who asked. Who wasn't asked, or said it already: None.

    Raises Moved if the text changed since it was read; NoDraft, NotOwed.
    """
    must_be_there(answer, by)
    draft = draft_of(answer)
    if draft is None:
        raise NoDraft
    asked = answer.notes.waiting(NoteKind.READING).filter(to__in={by.pk} | stands_in_for(by))
    asker = asked.last()
    if asker is None:
        return None
    if draft.seen != seen:
        raise Moved(answer.idea)
    asked.update(replied_at=clock.now())
    kind = NoteKind.FINE if is_fine else NoteKind.REMARK
    note: Note = answer.notes.create(kind=kind, by=by, to=asker.by, words=words)
    letters.was_read(note)
    desk_changed(answer.lab)
    return note


@transaction.atomic
def stop_asking(answer: "Answer", by: Membership, note: int) -> bool:
    """Take back what a colleague or the alderman was asked. If they replied, or it was taken back already: False."""
    must_be_there(answer, by)
    asked = answer.notes.filter(pk=note, kind__in=ASKED, replied_at=None).first()
    if asked is None:
        return False
    asked.replied_at = clock.now()
    asked.save(update_fields=["replied_at"])
    answer.notes.create(kind=NoteKind.TAKEN_BACK, by=by, to=asked.to)
    desk_changed(answer.lab)
    return True


# Used by the verbs of an answer, which hold its idea


def approved(answer: "Answer", words: dict[str, Any], kept: str | None, also: Iterable[int] = ()) -> "Approval | None":
    """Return the approval of exactly these words, about exactly these other ideas.

    `kept`: the draft that was on the screen, None if it doesn't matter.
    Raises NotApproved if the lab asks for one; Moved if a colleague changed the draft meanwhile.
    """
    draft = draft_of(home_of(answer))
    if kept is not None and kept != seen_of(draft):
        raise Moved(answer.idea)
    approval = approval_of(draft) if draft and draft.says(words, also) else None
    if approval is None and Terms.objects.of(answer.lab).asks_approval(words["kind"]):
        raise NotApproved
    return approval


def put_online(answer: "Answer", version: "Version", approval: "Approval | None") -> None:
    """Keep the approval with what is online now. The draft has done its work, and that of an earlier answer too."""
    if approval:
        if approval.version:
            approval.pk = None  # a copy, for another idea that gets the same answer
        approval.draft, approval.version = None, version
        approval.save()
    for one in answer.idea.answers.filter(pk__lte=answer.pk, draft__isnull=False):
        remove_draft(one)


def remove_draft(answer: "Answer") -> None:
    """Delete the draft of an answer, if there is one, and end what was asked about it."""
    if Draft.objects.filter(answer=answer).delete()[0]:
        answer.notes.filter(kind__in=ASKED, replied_at=None).update(replied_at=clock.now())


def must_be_there(answer: "Answer", by: Membership | None, version: int | None = None) -> None:
    """Lock the idea. Raises NotOwed, also if the answer stands at another version; PermissionDenied."""
    answer._hold()
    last = answer.versions.last()
    if answer.closed_at or (version is not None and version != (last.pk if last else 0)):
        raise NotOwed
    if by:
        must_be_colleague(by)
