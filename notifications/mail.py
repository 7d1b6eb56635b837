"""The words of one mail to one person, in their language; messages.py makes a message of it, sending.py sends it."""

from collections.abc import Callable
from email.utils import parseaddr
from typing import Any, NamedTuple

import css_inline
from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.user import mailbox
from common.unseen import seen_only
from notifications.models import OutgoingMail

INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)  # what is dark needs a rule
NOWHERE = ".invalid"  # reserved (RFC 2606): no mail can be delivered there. The people of example labs have it


class Words(NamedTuple):
    """What a mail says; the other values are as in OutgoingMail."""

    subject: str
    body: str
    html: str
    groups: str
    language: str
    sender: str = ""
    reply_to: str = ""
    thread: str = ""


def mail_to(
    user: Any, template: str, context: dict[str, Any], calendar: Callable[[], str] | None = None
) -> OutgoingMail | None:
    """Write a mail to `user` in their own language: the first line of `template` is the subject, the rest the text.

    The mail isn't saved. A guest has an `email` and a `language` too. `calendar` returns the iCalendar text to attach;
    it is called with that language active. Return None for an address that cannot exist, if mails are really sent: the
    worker would try such a mail for two days, and before real mails.
    """
    if not can_be_mailed(user.email):
        return None
    language = user.language or settings.LANGUAGE_CODE
    with translation.override(language):
        words = seen_only(render_to_string(template, context))  # an older title may reverse its line
        subject, _newline, body = words.strip().partition("\n")
        more = calendar() if calendar else ""
    return OutgoingMail(
        user=user if isinstance(user, User) else None,
        mailbox=mailbox(user.email),
        address=user.email,
        subject=capfirst(" ".join(subject.split())),  # no line break ever reaches a header
        body=body.strip() + "\n",
        calendar=more,
        language=language,
        **around(context.get("lab"), context.get("gathering") or context.get("idea") or context.get("challenge")),
    )


def around(lab: Any, thing: Any) -> dict[str, str]:
    """Return what the headers of a mail need: the lab that sends it, who gets the answers, and what it is about."""
    lab_facts = {"sender": sender_of(lab), "reply_to": lab.reply_address} if lab else {}
    return lab_facts | ({"thread": thread_of(thing)} if isinstance(thing, Model) else {})


def sender_of(lab: Any) -> str:
    return f"{lab.lab_word} {lab.name}"


def site_address() -> str:
    """Return the address that sends all mails. Whoever runs the site reads what comes there."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def thread_of(thing: Model) -> str:
    return f"{thing._meta.label}.{thing.pk}"


def can_be_mailed(address: str) -> bool:
    return not (settings.MAIL_IS_SENT and mailbox(address).endswith(NOWHERE))


def as_html(template: str, context: dict[str, Any]) -> str:
    """Render the HTML of a mail. Mail programs forget style sheets, so each element gets its own style."""
    return INLINER.inline(seen_only(render_to_string(template, context)))


def with_stop(body: str, stop: str) -> str:
    """Return the plain text with the link *Stop these mails* below it; `stop` may be empty."""
    return f"{body}\n{_('Stop these mails')} ({_('press once, no need to sign in')}):\n{stop}\n" if stop else body
