"""The mail with the code. It is sent within the request: it must arrive at once, also when the worker is down."""

import sys
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import MailedCode
from common.turns import elsewhere


class MailFailed(Exception):
    """The mail server doesn't answer within 10 seconds, or refuses."""


class AddressRefused(MailFailed):
    """The mail server refuses this address."""


def send_code(address: str, code: str, language: str, attempt: MailedCode) -> None:
    """Mail the `code`, also in the subject, so that a locked phone shows it. Raises MailFailed, AddressRefused."""
    shown = " ".join(code[at : at + 4] for at in range(0, len(code), 4)) if attempt.is_long else code
    with translation.override(language):
        words = render_to_string("mail/sign_in_code.txt", {"code": shown, "attempt": attempt})
    subject, _newline, body = words.strip().partition("\n")
    mail = EmailMessage(
        " ".join(subject.split()), body.strip() + "\n", to=[address], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        with elsewhere():
            mail.send()
    except SMTPRecipientsRefused as refusal:
        raise AddressRefused from refusal
    except (SMTPException, OSError) as failure:  # an expired certificate is a ValueError too
        raise MailFailed from failure
    except ValueError as refusal:  # the address can't be written in a mail
        raise AddressRefused from refusal
    if settings.DEBUG:
        sys.stderr.write(f"Code for {address}: {code}\n")
