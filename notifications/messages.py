"""A mail as it goes over the wire: plain text and HTML, who gets the answers, and what mail programs need."""

import re
from collections.abc import Callable, Mapping
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from accounts.models import User
from common import clock
from common.http import origin
from common.joins import ExtensionPoint
from notifications import news_mail, stopping
from notifications.groups import Mail
from notifications.mail import Words, as_html, site_address, with_stop
from notifications.models import OutgoingMail, all_wishes
from notifications.subjects import SUBJECTS

UNSAID: ExtensionPoint[Callable[[OutgoingMail], Mapping[str, str]]] = ExtensionPoint(
    "notifications.messages.UNSAID",
    "Names that a mail which was written earlier may not say any more, and what stands for each in its language.",
)
METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)  # of a calendar; comes before any text of people


def as_message(mail: OutgoingMail) -> EmailMultiAlternatives | None:
    """Return the mail to send; None if it comes too late, or has no reader any more.

    The reader is gone, or stopped it, or all of it is hidden or read.

    Sent again it has the same Message-ID, so that mail programs can show it once.
    """
    if mail.useless_at and mail.useless_at <= clock.now():
        return None
    user = User.objects.filter(pk=mail.user_id).first() if mail.user_id else None
    words = words_of(mail, user)
    if words is None:
        return None
    reply_to = [words.reply_to] if words.reply_to else None
    message = EmailMultiAlternatives(
        words.subject, words.body, sender(words), [mail.address], headers=headers(mail, words), reply_to=reply_to
    )
    message.attach_alternative(words.html, "text/html")
    if mail.calendar:
        message.attach(for_calendars(mail.calendar))
    return message


def words_of(mail: OutgoingMail, user: User | None) -> Words | None:
    if mail.user_id and (user is None or not user.is_active):
        return None
    if mail.is_news:
        return news_mail.words_of(mail, user) if user else None
    groups = mail.groups.split()
    if user and groups and is_stopped(user, groups):
        return None
    if (groups or mail.while_shown) and not is_shown(mail.thread):
        return None
    stop = stopping.link(user.pk, groups) if user and groups else ""
    language = mail.language or settings.LANGUAGE_CODE
    with translation.override(language):
        leave_unsaid(mail)
        body = with_stop(mail.body, stop)
        context = {"subject": mail.subject, "body": mail.body, "language": language, "sender": mail.sender}
        html = as_html("mail/written.html", context | {"stop": stop})
    return Words(mail.subject, body, html, mail.groups, language, mail.sender, mail.reply_to, mail.thread)


def leave_unsaid(mail: OutgoingMail) -> None:
    """Replace names that were hidden since it was written. The mail isn't saved."""
    for unsaid in UNSAID:
        for name, words in unsaid(mail).items():
            whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            for part in ("subject", "body", "calendar"):
                setattr(mail, part, whole.sub(words, getattr(mail, part)))


def is_stopped(user: User, groups: list[str]) -> bool:
    wishes = all_wishes(user)
    return all(wishes.get(group) == Mail.NEVER for group in groups)


def is_shown(thread: str) -> bool:
    """Can everybody read the thing still?"""
    label, _dot, pk = thread.rpartition(".")
    subject = SUBJECTS.find(label)
    return subject is None or subject.readable().filter(pk=pk).exists()


def sender(words: Words) -> str:
    """Return the address of the site, with the name of the lab."""
    address = site_address()
    return formataddr((words.sender[:1].upper() + words.sender[1:], address)) if words.sender else ""


def headers(mail: OutgoingMail, words: Words) -> dict[str, str]:
    host = urlsplit(origin()).hostname
    found = {"Message-ID": f"<mail.{mail.pk}.{mail.written_at:%Y%m%d%H%M%S}@{host}>"}
    if words.thread:
        found |= dict.fromkeys(["In-Reply-To", "References"], f"<{words.thread}@{host}>")
    if mail.user_id and words.groups:
        stop = stopping.link(mail.user_id, words.groups.split())
        found |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found


def for_calendars(calendar: str) -> MIMEPart:
    """Return an attachment: phones offer to add it to the calendar or to remove it, depending on its METHOD."""
    part = MIMEPart(policy=SMTP)
    method = METHOD.search(calendar)
    params = {"method": method[1] if method else "PUBLISH"}
    part.set_content(calendar, "calendar", cte="base64", filename="agenda.ics", params=params)
    return part
