"""One mail about one thing, sent after commit by the worker; a mail server that is down delays, never breaks."""

from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation


@task()
def deliver(address: str, subject: str, body: str) -> None:
    """Hand one mail to the mail server. Raises what that raises; the worker tries again."""
    EmailMessage(subject, body, to=[address]).send()


def tell(user: Any, template: str, context: dict[str, Any]) -> None:
    """Mail `user` in their own language: the first line of `template` is the subject, the rest the text."""
    with translation.override(user.language or "nl"):
        subject, _newline, body = render_to_string(template, context).strip().partition("\n")
    subject = " ".join(subject.split())  # no line break ever reaches a header
    transaction.on_commit(partial(deliver.enqueue, user.email, subject, body.strip() + "\n"))
