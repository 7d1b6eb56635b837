"""What verbs tell, and what the worker makes of it: mails, and news on a person's page."""

from notifications.models.inbox import About, Inbox, Notification, inbox_of
from notifications.models.notice import Notice
from notifications.models.outgoing import OutgoingMail, State
from notifications.models.telling import tell, touch
from notifications.models.wish import Wish, all_wishes, choose, resume, stop, wishes_of, without_daily

__all__ = [
    "About",
    "Inbox",
    "Notice",
    "Notification",
    "OutgoingMail",
    "State",
    "Wish",
    "all_wishes",
    "choose",
    "inbox_of",
    "resume",
    "stop",
    "tell",
    "touch",
    "wishes_of",
    "without_daily",
]
