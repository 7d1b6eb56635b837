"""What verbs tell, and the mails that the worker makes of it."""

from notifications.models.notice import Notice
from notifications.models.outgoing import OutgoingMail, State

__all__ = ["Notice", "OutgoingMail", "State"]
