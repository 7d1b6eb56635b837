"""What waits on the desk because of drafts: a colleague reads along, an alderman approves."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answers import rules
from answers.desk import Act, Key, Row, Waiting
from answers.models import Note, NoteKind
from answers.models.absence import stands_in_for
from labs.models import Membership


def reading_keys(member: Membership) -> Iterable[Key]:
    """Who was asked, and who stands in for them; the draft is read by the day of the answer."""
    if not rules.can_work(member):
        return
    mine = {member.pk} | stands_in_for(member)
    for pk, day, to, _by in of_drafts(member, NoteKind.READING):
        yield Key(day, "meelezen", pk, to in mine)


def approval_keys(member: Membership) -> Iterable[Key]:
    """For colleagues it waits until an alderman answers: they remind them, or record the approval."""
    if not (rules.can_work(member) or rules.can_approve(member)):
        return
    mine = {member.pk} | stands_in_for(member)
    for pk, day, to, by in of_drafts(member, NoteKind.TO_APPROVE):
        yield Key(day, "akkoord", pk, to == member.pk or by in mine)


def of_drafts(member: Membership, kind: NoteKind) -> Iterable[tuple[int, date, int | None, int | None]]:
    """Return each note with the day of its answer, or of the note if it is about a correction. One query."""
    notes = Note.objects.waiting(kind).filter(answer__draft__isnull=False, answer__idea__is_hidden=False)
    rows = notes.filter(answer__idea__lab=member.lab).order_by()
    for pk, due, given, at, to, by in rows.values_list("pk", "answer__due", "answer__given_at", "at", "to", "by"):
        yield pk, timezone.localdate(at) if given else due, to, by


def draft_rows(member: Membership, keys: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in keys}
    for note in Note.objects.filter(pk__in=by_pk).select_related("answer__idea", "by__user", "to__user"):
        idea, name = note.answer.idea, note.by.name if note.by else ""
        address = reverse("answer_draft", kwargs={"lab_slug": member.lab.slug, "pk": idea.pk})
        if note.kind == NoteKind.READING:
            asks = (
                _("%(name)s asks you to read along") if note.to_id == member.pk else _("%(name)s asks to read along")
            )
            does = _("Read along") if by_pk[note.pk].is_mine else _("View")
        else:
            asks = _("%(name)s asks for the approval of the alderman")
            does = _("Approve it") if note.to_id == member.pk else _("View")
        act = Act(does, address, is_first=by_pk[note.pk].is_mine)
        yield Row(by_pk[note.pk], idea.title, address, asks % {"name": name}, note.to.name if note.to else "", [act])


KINDS = (
    Waiting("meelezen", gettext_lazy("Reading along"), reading_keys, draft_rows),
    Waiting("akkoord", gettext_lazy("Approval of the alderman"), approval_keys, draft_rows),
)
