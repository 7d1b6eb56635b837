"""Mails to a person who erases their account."""

from accounts.models import User
from notifications.models import OutgoingMail
from notifications.old_tasks import take_over


def leave(user: User) -> None:
    """Delete all mails to them, in every state. Call it before the user is deleted."""
    take_over()
    OutgoingMail.objects.to(user).delete()
