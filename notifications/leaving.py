"""Mails to a person who erases their account."""

from accounts.models import User
from notifications import old_tasks
from notifications.models import Notice, OutgoingMail


def leave(user: User) -> None:
    """Delete all mails to them, in every state. Call it in a transaction, before the user is deleted.

    The old tasks go first: a worker that makes rows of them holds them until its rows are there to delete. Notices
    hold nothing of a person; a worker that writes mails now is waited for, and one that writes them later finds their
    details gone.
    """
    old_tasks.erase_to(user)
    Notice.objects.hold_all()
    OutgoingMail.objects.to(user).delete()
