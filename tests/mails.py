"""The mails in the database, and the worker that writes and sends them."""

from contextlib import AbstractContextManager
from datetime import timedelta

from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.utils import timezone

from common import clock
from notifications.collecting import collect_next
from notifications.messages import words_of
from notifications.models import Inbox, Notice, Notification, OutgoingMail
from notifications.sending import send_next
from notifications.working_off import work_off_next
from tests.standing import standing_at


def work_off() -> None:
    """Write the mails of what verbs told, as the worker does."""
    while work_off_next() or collect_next():
        pass


def told() -> list[tuple[str, str]]:
    """Return the recipient and subject of each, in order of creation; of news as if everybody wanted it at once."""
    work_off()
    hurry()
    return [(mail.address, subject_of(mail)) for mail in OutgoingMail.objects.order_by("pk")]


def hurry() -> None:
    """Make all mails of news that wait for their time."""
    Notification.objects.filter(mail_due__isnull=False).update(mail_due=clock.now())
    work_off()


def subject_of(mail: OutgoingMail) -> str:
    words = words_of(mail, mail.user) if mail.is_news else mail
    return words.subject if words else ""


def bodies() -> list[str]:
    """Return the plain text of each, in order of creation."""
    told()
    found = [words_of(mail, mail.user) for mail in OutgoingMail.objects.order_by("pk")]
    return [words.body for words in found if words]


def forget() -> None:
    """Delete what was told until now."""
    Notice.objects.all().delete()
    OutgoingMail.objects.all().delete()
    Notification.objects.update(mail_due=None)
    Inbox.objects.update(mailed_at=None)


def send_all() -> None:
    """Write and send the mails, as the worker does; those of news as if everybody wanted them at once."""
    work_off()
    hurry()
    while send_next():
        pass


def run() -> list[EmailMessage]:
    """Do what the worker does; return the mails that it sent now."""
    django_mail.outbox.clear()
    work_off()
    while send_next():
        pass
    return list(django_mail.outbox)


def mailed() -> list[tuple[str, str]]:
    return [(message.to[0].partition("@")[0], message.subject) for message in run()]


def later(minutes: int) -> AbstractContextManager[object]:
    return standing_at(timezone.now() + timedelta(minutes=minutes))
