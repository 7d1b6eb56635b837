"""The worker sends the waiting mails one by one. If the mail server is down, they wait; none is lost."""

import logging
import time
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import EmailMessage, mailers
from django.db import Error, close_old_connections
from django.db.models import F, QuerySet

from common import clock
from notifications.messages import as_message
from notifications.models import OutgoingMail, State

logger = logging.getLogger(__name__)
PATIENCE = timedelta(days=2)
LONGEST_PAUSE = 60  # minutes
LONGEST_TRY = timedelta(minutes=10)  # longer than the slowest mail server needs
DATABASE_PATIENCE = 5 * 60  # seconds; with the mail server's part less than LONGEST_TRY


def send_next() -> bool:
    """Send the next mail that is due. Return False if there is none.

    A failed mail is tried again after 1, 2, 4 … 60 minutes. A mail is sent twice rather than never: if the worker is
    killed, or the database is down for minutes, after the mail server accepted it and before the row says so.
    """
    now = clock.now()
    mail = take(now)
    if mail is None:
        return False
    try:
        message = as_message(mail)
        if message:
            hand_over(message)
    except Exception as error:  # noqa: BLE001  the mail is tried again after any error
        put_off(mail, error, now)
    else:
        if message:
            end(mail, State.SENT)
        else:
            as_it_was(mail).delete()
    return True


def take(now: datetime) -> OutgoingMail | None:
    """Claim the mail to send now: a new one, else one that failed. No other worker claims it for ten minutes.

    If the worker is killed, the mail is due again after ten minutes. It reads before it writes, because on SQLite a
    write makes others wait.
    """
    waiting = OutgoingMail.objects.waiting()
    again = waiting.filter(due_at__lte=now).order_by("due_at", "pk")
    while mail := waiting.filter(due_at=None).first() or again.first():
        if as_it_was(mail).update(tries=F("tries") + 1, due_at=now + LONGEST_TRY):
            mail.tries += 1
            return mail
    return None


def as_it_was(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """Return the mail's row; no row if another worker claimed it since, or if it was deleted."""
    return OutgoingMail.objects.waiting().filter(pk=mail.pk, tries=mail.tries)


def put_off(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    """Schedule the next try, or give up. Log neither the address nor the server's text, which repeats it."""
    code, is_for_good = refusal(error)
    trouble = " ".join([type(error).__name__, *([str(code)] if code else [])])
    if is_for_good:
        give_up(mail, f"refused for good: {code}")
    elif now - mail.written_at > PATIENCE:
        give_up(mail, f"not sent for two days: {trouble}")
    else:
        logger.warning("Mail %d was not sent, it is tried again: %s", mail.pk, trouble)
        write_down(mail, due_at=now + pause(mail.tries), trouble=trouble)


def give_up(mail: OutgoingMail, trouble: str) -> None:
    logger.error("GivenUp: mail %d, %s", mail.pk, trouble)
    end(mail, State.GIVEN_UP, trouble)


def end(mail: OutgoingMail, state: State, trouble: str = "") -> None:
    """Store the final state, and delete the text: it names people who may erase their account."""
    write_down(mail, state=state, done_at=clock.now(), trouble=trouble, subject="", body="", calendar="")


def pause(tries: int) -> timedelta:
    return timedelta(minutes=min(2 ** (tries - 1), LONGEST_PAUSE))


def write_down(mail: OutgoingMail, **values: Any) -> None:
    """Store the result of a try. If the database is down, wait for minutes: otherwise the mail would be sent again."""
    until = time.monotonic() + DATABASE_PATIENCE
    while True:
        try:
            as_it_was(mail).update(**values)
        except Error:
            if time.monotonic() > until:
                raise
            close_old_connections()
            time.sleep(1)
        else:
            return


def hand_over(message: EmailMessage) -> None:
    """Send the mail, and return when the mail server has accepted it. A later error is ignored."""
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
    """Return the code with which the mail server refused, and whether it refused this address or content permanently.

    The code is 0 if the mail server refused nothing. A code 5.7 is a policy of the server, such as "relay denied": the
    cause is our configuration, which the operator can repair, so it is not permanent.
    """
    said: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPDataError):
        code, said = error.smtp_code, error.smtp_error
    elif isinstance(error, SMTPResponseException):
        return error.smtp_code, False
    else:
        return 0, False
    words = said if isinstance(said, bytes) else said.encode()
    return code, code >= 500 and not words.startswith(b"5.7.")
