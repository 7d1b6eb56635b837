"""What verbs tell, and what the worker makes of it: mails, and news on a person's page."""

from notifications.models.inbox import About, Inbox, Notification, inbox_of, tell, touch
from notifications.models.notice import Notice
from notifications.models.outgoing import OutgoingMail, State

__all__ = ["About", "Inbox", "Notice", "Notification", "OutgoingMail", "State", "inbox_of", "tell", "touch"]
