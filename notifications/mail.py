"""One mail about one thing: written down in the transaction of what it tells of, and sent by the worker."""

from collections.abc import Callable
from email.message import MIMEPart
from email.policy import SMTP
from typing import Any

from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation


@task()
def deliver(address: str, subject: str, body: str, calendar: str = "") -> None:
    """Hand one mail to the mail server. Raises what that raises; the worker tries again."""
    message = EmailMessage(subject, body, to=[address])
    if calendar:
        message.attach(for_calendars(calendar))
    message.send()


def for_calendars(calendar: str) -> MIMEPart:
    """An attachment that phones offer to put in the calendar. What is in it says METHOD:PUBLISH too."""
    part = MIMEPart(policy=SMTP)
    part.set_content(calendar, "calendar", cte="base64", filename="agenda.ics", params={"method": "PUBLISH"})
    return part


def tell(user: Any, template: str, context: dict[str, Any], calendar: Callable[[], str] | None = None) -> None:
    """Mail `user` in their own language: the first line of `template` is the subject, the rest the text.

    Call it inside the transaction of what it tells of. `calendar` gives the iCalendar text that goes with it; called
    with that language active.
    """
    with translation.override(user.language or "nl"):
        subject, _newline, body = render_to_string(template, context).strip().partition("\n")
        more = calendar() if calendar else ""
    subject = " ".join(subject.split())  # no line break ever reaches a header
    deliver.enqueue(user.email, subject, body.strip() + "\n", more)
