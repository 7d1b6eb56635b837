"""Notices: a verb that tells something writes one row, in its transaction. working_off.py makes mails of it.

Each app declares the kinds of its verbs in its `apps.py`: the people concerned, and the words of their mails.
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

    `find` returns each person once, and nobody from another group of the same kind; the worker reads it in batches,
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
    """Store what a verb did to `about`: one row, for any number of people. Call it in the verb's transaction.

    `facts` must be JSON: ids, and what the mail needs of this moment. They contain no name, mail address or text of a
    person, except a typed place. Raises UnknownKind.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    if not _is_untold.get():
        Notice.objects.create(
            kind=kind, about_kind=about._meta.label, about_id=about.pk, lab=about.lab.slug, facts=facts
        )


@contextmanager
def untold() -> Iterator[None]:
    """In this block the verbs of this thread tell nobody. For invented content, whose people have no mailbox."""
    token = _is_untold.set(True)
    try:
        yield
    finally:
        _is_untold.reset(token)
