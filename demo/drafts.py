"""The drafts of answers in an example lab, and who approved them, with the verbs that people use."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from answers.models import Answer, Draft
from answers.models.approval import Approval, approve, ask_approval, record_approval
from answers.models.draft import ask_to_read, draft_of, keep, say_of_draft, seen_of
from demo import shapes
from demo.people import People
from labs.models import Lab, Membership, Voice

EARLIER = timedelta(hours=3)  # an alderman agrees before the answer is online


def write(told: shapes.Draft, owed: Answer, people: People, now: datetime, at: datetime) -> None:
    """Write a draft of what is `owed`, let a colleague read along, and ask an alderman for approval."""
    writer, before = people.member(told.by), _last_note(owed)
    day = timezone.localdate(now) + timedelta(days=told.on) if told.on is not None else None
    words: dict[str, Any] = {
        "kind": told.kind,
        "day": day,
        "heard": told.heard,
        "words": told.why,
        "next_step": told.next,
    }
    keep(owed, writer, "", 0, **words, contact=contact(owed.lab, writer, people.voice(told.by)))
    seen = seen_of(draft_of(owed))
    if told.reader:
        name, question = told.reader
        ask_to_read(owed, writer, people.member(name), question)
        if told.fine:
            say_of_draft(owed, people.member(name), True, told.fine, seen)
    if told.alderman:
        name, question = told.alderman
        ask_approval(owed, writer, people.member(name), question)
    _move(owed, before, at)


def agree(
    owed: Answer, step: shapes.Step, people: People, at: datetime, words: dict[str, Any], also: list[int]
) -> None:
    """Let an alderman approve exactly these words about these ideas, before they are given as the answer."""
    giver, before, at = people.member(step.by), _last_note(owed), at - EARLIER
    keep(owed, giver, "", 0, also, **words)
    seen = seen_of(draft_of(owed))
    if step.approved:
        alderman = people.member(step.approved)
        ask_approval(owed, giver, alderman, "")
        approve(owed, alderman, seen)
    else:
        record_approval(owed, giver, timezone.localdate(at), step.noted, seen)
    _move(owed, before, at)


def contact(lab: Lab, member: Membership, voice: Voice) -> str:
    """Return whom people can ask about an answer."""
    return ", ".join(filter(None, [member.name, voice.label, lab.contact_phone]))


def _last_note(answer: Answer) -> int:
    return answer.notes.order_by("pk").values_list("pk", flat=True).last() or 0


def _move(answer: Answer, before: int, at: datetime) -> None:
    """Set the time of the draft, its approval and the notes after `before`, as if it was then."""
    Draft.objects.filter(answer=answer).update(at=at)
    Approval.objects.filter(draft__answer=answer).update(at=at, on=timezone.localdate(at))
    notes = answer.notes.filter(pk__gt=before)
    notes.update(at=at)
    notes.exclude(replied_at=None).update(replied_at=at)
