"""What verbs tell: one row each, in the transaction of the verb. The worker makes mails of it: working_off.py.

Each app declares the kinds of its verbs in its `apps.py`: who is concerned, and how the mail reads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db.models import QuerySet

from common.joins import ExtensionPoint
from notifications.models import Notice, OutgoingMail


class UnknownKind(ValueError):
    """No app declares this kind, so nobody would ever be told."""


class Readers[News](NamedTuple):
    """Some of the people whom a notice concerns, as rows of any model: accounts, members, parties.

    `find` returns each person once, and nobody who is in another group of that kind; the worker reads it in batches,
    by id. `mail` writes the mail of one row without a query; None if it can't be sent.
    """

    find: Callable[[News], QuerySet[Any]]
    mail: Callable[[News, Any], OutgoingMail | None]


class Kind[News](NamedTuple):
    """One thing that a verb can tell. `read` loads what the mails need; None: there is nothing to tell any more."""

    name: str
    read: Callable[[Notice], News | None]
    readers: tuple[Readers[News], ...]


KINDS: ExtensionPoint[Kind[Any]] = ExtensionPoint(
    "notifications.notices.KINDS",
    "The kinds of notices that verbs write: each with the people whom it concerns, and their mails.",
    key=lambda kind: kind.name,
)
_is_untold: ContextVar[bool] = ContextVar("_is_untold", default=False)


def notify(kind: str, about: Any, **facts: Any) -> None:
    """Write down what a verb did to `about`: one row, however many people it concerns. Call it in the transaction.

    `facts` must be JSON: ids, and what the mail says of this moment; no name, mail address or text of a person but a
    typed place. Raises UnknownKind.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    if not _is_untold.get():
        Notice.objects.create(
            kind=kind, about_kind=about._meta.label, about_id=about.pk, lab=about.lab.slug, facts=facts
        )


@contextmanager
def untold() -> Iterator[None]:
    """In this block verbs of this thread tell nobody: for content that is made up, whose people have no mailbox."""
    token = _is_untold.set(True)
    try:
        yield
    finally:
        _is_untold.reset(token)
