"""Mails to a person who erases their account."""

from accounts.models import User
from notifications import old_tasks
from notifications.models import OutgoingMail


def leave(user: User) -> None:
    """Delete all mails to them, in every state. Call it in a transaction, before the user is deleted.

    The old tasks go first: a worker that makes rows of them holds them until its rows are there to delete.
    """
    old_tasks.erase_to(user)
    OutgoingMail.objects.to(user).delete()
