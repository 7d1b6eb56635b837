"""Mails to the author of an idea or comment when somebody else changes something about it. One mail each.

The verbs call these functions inside their transaction: a rollback sends nothing, and no caller can forget a mail.
"""

from typing import TYPE_CHECKING, Any

from common.http import address_of, origin
from notifications.mail import tell

if TYPE_CHECKING:
    from accounts.models import User
    from ideas.models import Comment, Idea, Pledge, StatusChange
    from labs.models import Hiding, Membership


def writer_of(thing: "Idea | Comment") -> "User | None":
    """Return who is told: the author, else the person who wrote it down. None: imported, or they left."""
    member = _member_of(thing)
    return member.user if member else None


def hidden(thing: "Idea | Comment", hiding: "Hiding", moderator: "Membership") -> None:
    """Tell the author that the text is hidden, why, and what they can do."""
    _write(
        thing, moderator, "ideas/care_mail_hidden.txt", hiding=hiding, moderator=moderator.name, words=_words(thing)
    )


def restored(thing: "Idea | Comment", why: str, moderator: "Membership") -> None:
    _write(thing, moderator, "ideas/care_mail_restored.txt", why=why, moderator=moderator.name)


def status_changed(idea: "Idea", step: "StatusChange") -> None:
    """Tell the author the idea's new status."""
    _write(idea, step.by, "ideas/care_mail_status.txt", step=step)


def pledged(pledge: "Pledge") -> None:
    """Tell the author that somebody helps."""
    _write(pledge.idea, pledge.person, "ideas/mail_pledge.txt", pledge=pledge)


def answered(comment: "Comment", by: "Membership") -> None:
    """Tell the author of a comment that it got a reply, which `by` wrote, or wrote down for somebody."""
    if comment.parent:
        _write(comment.parent, by, "ideas/mail_answer.txt", answer=comment, link=address_of(comment))


def _member_of(thing: "Idea | Comment") -> "Membership | None":
    behalf = getattr(thing, "behalf", None)
    return thing.author or (behalf.written_by if behalf else None)


def _write(thing: "Idea | Comment", by: "Membership | None", template: str, **words: Any) -> None:
    """Mail the author, or the person who wrote it down; not if that is `by`, who does this."""
    reader = writer_of(thing)
    if reader is None or by == _member_of(thing):
        return
    idea = thing.idea if hasattr(thing, "idea") else thing
    behalf = getattr(thing, "behalf", None)
    facts = {
        "reader": reader.name,
        "lab": idea.lab,
        "idea": idea,
        "is_comment": thing is not idea,
        "for_other": behalf.shown_name if behalf and thing.author_id is None else "",
        "address": address_of(thing),
        "origin": origin(),
    }
    tell(reader, template, facts | words)


def _words(thing: "Idea | Comment") -> str:
    if hasattr(thing, "text"):
        return thing.text
    return "\n\n".join(filter(None, [thing.title, thing.opportunity]))
