"""The notices that the verbs of ideas and comments write. Their readers and the words of the mails: mails.py.

Each verb calls its function inside its transaction: after a rollback nobody is told, and no caller can forget it.
"""

from typing import TYPE_CHECKING

from notifications.notices import notify

if TYPE_CHECKING:
    from accounts.models import User
    from ideas.models import Comment, Idea, Pledge, StatusChange
    from labs.models import Hiding, Membership


def writer_of(thing: "Idea | Comment") -> "User | None":
    """Return the person to tell: the author, or the person who wrote it down. None: it was imported, or they left."""
    member = writing_member(thing)
    return member.user if member else None


def writing_member(thing: "Idea | Comment") -> "Membership | None":
    behalf = getattr(thing, "behalf", None)
    return thing.author or (behalf.written_by if behalf else None)


def hidden(thing: "Idea | Comment", hiding: "Hiding") -> None:
    """Tell the author that the text is hidden, why, and what they can do."""
    notify("hidden", thing, hiding=hiding.pk)


def restored(thing: "Idea | Comment", hiding: "Hiding") -> None:
    """Tell the author that everybody can read it again, and why."""
    notify("restored", thing, hiding=hiding.pk)


def photo_hidden(idea: "Idea", hiding: "Hiding") -> None:
    """Tell the author that the photo is hidden, why, and what they can do."""
    notify("photo_hidden", idea, hiding=hiding.pk)


def photo_restored(idea: "Idea", hiding: "Hiding") -> None:
    """Tell the author that everybody can see the photo again, and why."""
    notify("photo_restored", idea, hiding=hiding.pk)


def status_changed(step: "StatusChange") -> None:
    """Tell the idea's new status to the author, by mail, and to all who take part, on their page."""
    notify("status_changed", step.idea, step=step.pk)


def late(idea: "Idea") -> None:
    """Tell the people of the idea that the day of the promised answer has passed."""
    notify("late", idea)


def withdrawn(idea: "Idea") -> None:
    """Tell the helpers that the author withdrew the idea, and why. The idea is locked, and stays in the database."""
    notify("idea_withdrawn", idea)


def pledged(pledge: "Pledge") -> None:
    """Tell the author that somebody brings something."""
    notify("pledged", pledge.idea, pledge=pledge.pk)


def commented(comment: "Comment", by: "Membership") -> None:
    """Tell a comment, which `by` wrote, or wrote down for somebody: the author of the idea, helpers and followers.

    Tell a reply first to the author of the comment that it replies to: they get no second row of it.
    """
    if comment.parent_id:
        notify("answered", comment, by=by.pk)
    notify("commented", comment, by=by.pk)
