"""Mails, news and wishes of a person: exported in the download, deleted with their account."""

from typing import Any

from accounts.models import User
from notifications import old_tasks
from notifications.models import Inbox, Notice, Notification, OutgoingMail, Wish


def leave(user: User) -> None:
    """Delete their news, their wishes and all mails to them, in every state. Call it before the user is deleted.

    Delete the old tasks first: a worker that makes rows of them locks them until its rows exist and can be deleted.
    Notices hold no data of a person. This function waits for a worker that writes mails now; a worker that writes them
    later no longer finds the person's data.
    """
    old_tasks.erase_to(user)
    Notice.objects.hold_all()
    list(Inbox.objects.filter(pk=user.pk).select_for_update(no_key=True))  # wait for who tells them, or makes a mail
    OutgoingMail.objects.to(user).delete()
    Notification.objects.filter(inbox=user.pk).delete()
    Wish.objects.filter(inbox=user.pk).delete()
    Inbox.objects.filter(pk=user.pk).delete()


def taken_along(user: User) -> dict[str, Any]:
    """Return what this person was told on their page, and what they want mail about. Two queries."""
    rows = Notification.objects.filter(inbox=user.pk).order_by("pk")
    names = ("kind", "about_kind", "about_id", "told_at", "read_at")
    wishes = Wish.objects.filter(inbox=user.pk).order_by("group").values("group", "mail", "stopped_at")
    return {
        "news": [dict(zip(names, row, strict=True)) for row in rows.values_list(*names)],
        "mail_wishes": list(wishes),
    }
