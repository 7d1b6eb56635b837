"""The notices that the verbs of an answer write, in their transaction. Their readers and the mails: mails.py."""

from typing import TYPE_CHECKING, Any

from notifications.notices import notify

if TYPE_CHECKING:
    from answers.models.answer import Answer
    from answers.models.clarity import Clarity
    from answers.models.notes import Note
    from answers.models.said import NewDate, Version
    from answers.models.work import Desk
    from ideas.models import Comment
    from labs.models import Membership


def owed(answer: "Answer", by_itself: bool = False) -> None:
    """Tell the civil servants of the lab that they owe an answer, and the author that it comes.

    `by_itself`: nobody did it now, so that also who promised it hears it.
    """
    notify("answer_owed", answer.idea, answer=answer.pk, by_itself=by_itself)


def date_chosen(chosen: "NewDate") -> None:
    """Tell the author, by mail, and all who take part, on their page, that the answer comes later, and why."""
    notify("answer_date", chosen.answer.idea, date=chosen.pk)


def given(versions: "list[Version]") -> None:
    """Tell the answer to the authors, by mail, and to all who take part, on their page, once."""
    _said("answer_given", versions)


def corrected(versions: "list[Version]", cleared: list[int]) -> None:
    """Tell the authors, by mail, and all who take part, on their page, that the answer was corrected.

    Who asked one of the questions `cleared` is told that it was answered, and not this too.
    """
    _said("answer_corrected", versions, cleared=cleared)


def _said(kind: str, versions: "list[Version]", **facts: Any) -> None:
    """One notice: whoever takes part in several of these ideas is told once."""
    first, *others = versions
    if others:
        facts["also"] = [version.pk for version in others]
    notify(kind, first.answer.idea, version=first.pk, **facts)


def passed(note: "Note") -> None:
    """Tell the colleague, or the team, that they work on this answer now.

    Words of a colleague have a mail of their own. Without them it is news: fifty in one press are one mail.
    """
    notify("answer_passed" if note.words else "answer_handed", note.answer.idea, note=note.pk)


def handed_on(note: "Note", former: int) -> None:
    """Tell whoever worked on it, the member `former`, that a colleague gave it to somebody else."""
    notify("answer_handed_on", note.answer.idea, note=note.pk, former=former)


def came_back(note: "Note") -> None:
    """Tell the team that nobody of it works on the answer any more."""
    notify("answer_came_back", note.answer.idea, note=note.pk)


def asked(note: "Note") -> None:
    """Tell a colleague that somebody asks them something about an answer."""
    notify("answer_question", note.answer.idea, note=note.pk)


def to_read(note: "Note") -> None:
    """Ask a colleague to read a draft along."""
    notify("answer_to_read", note.answer.idea, note=note.pk)


def to_approve(note: "Note") -> None:
    """Ask an alderman to approve a draft."""
    notify("answer_to_approve", note.answer.idea, note=note.pk)


def was_read(note: "Note") -> None:
    """Tell who asked what a colleague or the alderman says of the draft; an alderman, what was noted for them."""
    notify(f"answer_{note.kind}", note.answer.idea, note=note.pk)


def week_begins(desk: "Desk") -> None:
    """Tell colleagues and teams what waits for them."""
    notify("work_week", desk)


def clock_says(answer: "Answer", step: str) -> None:
    """Tell who works on it that the day comes or has passed; for the step "escalated", whom the lab chose for that."""
    kind = {"late": "answer_overdue", "escalated": "answer_escalated"}.get(step, "answer_reminder")
    notify(kind, answer.idea, answer=answer.pk, due=answer.due.isoformat())


def unclear(asked: "Clarity", answer: "Answer") -> None:
    """Tell who works on the answer that a reader has a question about it."""
    notify("answer_unclear", answer.idea, asked=asked.pk)


def cleared(asked: "Clarity", answer: "Answer", by: "Membership", comment: "Comment | None") -> None:
    """Tell that reader that there is a reply, or else a corrected answer, unless they made it."""
    at = asked.answered_at.isoformat() if asked.answered_at else ""
    notify("answer_cleared", answer.idea, asked=asked.pk, by=by.pk, at=at, comment=comment.pk if comment else None)
