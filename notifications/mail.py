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

    The mail isn't saved. A guest has an `email` and a `language` too. `calendar` returns the iCalendar text to attach;
    it is called with that language active. Return None for an address that cannot exist, if mails are really sent: the
    worker would try such a mail for two days, and before real mails.
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
