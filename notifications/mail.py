"""The words of one mail to one person, in their language; sending.py sends it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from accounts.models.user import mailbox
from common.unseen import seen_only
from notifications.models import OutgoingMail

NOWHERE = ".invalid"  # reserved (RFC 2606): no mail can be delivered there. The people of example labs have it


def mail_to(
    user: Any, template: str, context: dict[str, Any], calendar: Callable[[], str] | None = None
) -> OutgoingMail | None:
    """Write a mail to `user` in their own language: the first line of `template` is the subject, the rest the text.

    It isn't saved. A guest has an `email` and a `language` too. `calendar` gives the iCalendar text that goes with it;
    called with that language active. None for an address that cannot exist, where mails are really sent: such a mail
    would be tried before real mails, and for two days.
    """
    if settings.MAIL_IS_SENT and mailbox(user.email).endswith(NOWHERE):
        return None
    with translation.override(user.language or "nl"):
        words = seen_only(render_to_string(template, context))  # an older title may reverse its line
        subject, _newline, body = words.strip().partition("\n")
        more = calendar() if calendar else ""
    return OutgoingMail(
        user=user if isinstance(user, User) else None,
        mailbox=mailbox(user.email),
        address=user.email,
        subject=" ".join(subject.split()),  # no line break ever reaches a header
        body=body.strip() + "\n",
        calendar=more,
    )
