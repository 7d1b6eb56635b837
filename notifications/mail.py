"""One mail about one thing, sent by the worker; a mail server that is down delays, never loses.

It waits in the database from the transaction of what it tells of, and chores.py puts back what failed.
"""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from email.message import MIMEPart
from email.policy import SMTP
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import EmailMessage, mailers
from django.db.models import Max, Q, QuerySet
from django.tasks import TaskContext, TaskResultStatus, task
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from common.unseen import seen_only

logger = logging.getLogger(__name__)
PATIENCE = timedelta(days=2)
METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)  # of a calendar: stands before any words of people
# Failed, and not to be tried again. `deliver` asks the database nothing: such an error came when it had been sent.
OVER = Q(exception_class_path=f"{__name__}.GivenUp") | Q(exception_class_path__startswith="django.db.")


class GivenUp(Exception):
    """Refused for good, or not sent for two days: nobody tries again. The log has it, and for a week the task."""


@task(takes_context=True)
def deliver(context: TaskContext, address: str, subject: str, body: str, calendar: str = "") -> None:
    """Hand one mail to the mail server. Raises GivenUp, or what went wrong: then it is tried again.

    Sent twice rather than never: when the worker is killed, or loses the database, after the mail server took it and
    before that is written down. Address and words of the mail server, which repeat it, stay out of the log.
    """
    message = EmailMessage(subject, body, to=[address])
    if calendar:
        message.attach(for_calendars(calendar))
    try:
        hand_over(message)
    except Exception as error:  # whatever it is, it is raised again, or given up after two days
        code, is_for_good = refusal(error)
        if is_for_good:
            raise GivenUp(f"refused for good: {code}") from None
        written_at = context.task_result.enqueued_at
        if written_at and timezone.now() - written_at > PATIENCE:
            raise GivenUp(f"not sent for two days: {code or type(error).__name__}") from None
        if code:
            raise SMTPResponseException(code, "refused for now") from None
        raise


def hand_over(message: EmailMessage) -> None:
    """Return once the mail server took it; trouble at the goodbye changes nothing about that."""
    mailer = mailers.default
    mailer.open()
    try:
        mailer.send_messages([message])
    finally:
        try:
            mailer.close()
        except (SMTPException, OSError) as error:
            logger.warning("The mail server did not say goodbye: %s", type(error).__name__)


def refusal(error: Exception) -> tuple[int, bool]:
    """With which code the mail server refused this address or these words, and whether that is for good; else 0.

    5.7 is its policy, such as "relay denied": that is about us, and whoever runs this can mend it.
    """
    said: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPDataError):
        code, said = error.smtp_code, error.smtp_error
    else:
        return 0, False
    words = said if isinstance(said, bytes) else said.encode()
    return code, code >= 500 and not words.startswith(b"5.7.")


def for_calendars(calendar: str) -> MIMEPart:
    """An attachment that phones offer to put in the calendar, or to take out of it: with the METHOD that it holds."""
    part = MIMEPart(policy=SMTP)
    method = METHOD.search(calendar)
    params = {"method": method[1] if method else "PUBLISH"}
    part.set_content(calendar, "calendar", cte="base64", filename="agenda.ics", params=params)
    return part


def tell(user: Any, template: str, context: dict[str, Any], calendar: Callable[[], str] | None = None) -> None:
    """Mail `user` in their own language: the first line of `template` is the subject, the rest the text.

    Call it inside the transaction of what it tells of. `calendar` gives the iCalendar text that goes with it; called
    with that language active.
    """
    with translation.override(user.language or "nl"):
        words = seen_only(render_to_string(template, context))  # a title from before may turn its line around
        subject, _newline, body = words.strip().partition("\n")
        more = calendar() if calendar else ""
    subject = " ".join(subject.split())  # no line break ever reaches a header
    deliver.enqueue(user.email, subject, body.strip() + "\n", more)


def all_mails() -> DBTaskResultQuerySet:
    """Those that wait, went or failed, as the worker remembers them for a week."""
    return DBTaskResult.objects.filter(task_path=deliver.module_path)


def failing() -> QuerySet[DBTaskResult]:
    """Those that failed while no mail got out since they were written: then it is not about one mailbox."""
    failed = all_mails().exclude(status=TaskResultStatus.SUCCESSFUL).exclude(exception_class_path="").exclude(OVER)
    last_sent = all_mails().successful().aggregate(at=Max("finished_at"))["at"]
    return failed.filter(enqueued_at__gt=last_sent) if last_sent else failed
