"""Mails to a person who erases their account."""

from accounts.models import User
from notifications import old_tasks
from notifications.models import Notice, OutgoingMail


def leave(user: User) -> None:
    """Delete all mails to them, in every state. Call it in a transaction, before the user is deleted.

    Delete the old tasks first: a worker that makes rows of them locks them until its rows exist and can be deleted.
    Notices hold no data of a person. This function waits for a worker that writes mails now; a worker that writes them
    later no longer finds the person's data.
    """
    old_tasks.erase_to(user)
    Notice.objects.hold_all()
    OutgoingMail.objects.to(user).delete()
