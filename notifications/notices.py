"""Notices: a verb that tells something writes one row, in its transaction. working_off.py makes mails and news of it.

Each app declares the kinds of its verbs in its `apps.py`: the people concerned, the words of their mails, and the line
on their page *Nieuw voor jou*.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from common.joins import ExtensionPoint
from notifications.groups import Group
from notifications.models import About, Notice, OutgoingMail
from notifications.subjects import Line


class UnknownKind(ValueError):
    """No app declares this kind, so nobody would ever be told."""


class Readers[News](NamedTuple):
    """Some of the people whom a notice concerns, as rows of any model: accounts, members, parties.

    `find` returns each person once, and nobody from another group of the same kind; the worker reads it in batches,
    by id. `mail` writes the mail of one row without a query; None if it can't be sent. `group` is whose setting stops
    these mails, if others of the kind get a mail that nothing stops.
    """

    find: Callable[[News], QuerySet[Any]]
    mail: Callable[[News, Any], OutgoingMail | None]
    group: Group | None = None


def own_number(thing: Model) -> int:
    return int(thing.pk)


class OnPage[News](NamedTuple):
    """How a kind is told on the page *Nieuw voor jou*.

    `find` returns the accounts of the people whom it concerns, each once, and never the account that did it. `about`
    is the thing of the row, of a model in SUBJECTS; `line` returns its words, for so many joined acts. Unread rows of
    things with the same `joins` are one row: several replies to one comment.
    Without a `line` there is nothing to read: open pages of these accounts only ask again what is their own, such as
    "Je komt". `find` then returns also the account that did it.
    `mailed` returns which of them get a mail of the kind's own readers; None: all, if it has readers.
    `apart` returns the thing of some of these accounts (ids), where that isn't `about`: one act may be about several.
    `replaces` says which news this tells too: what of it is unread goes.
    """

    find: Callable[[News], QuerySet[User]]
    about: Callable[[News], Model]
    line: Callable[[Any, int], Line] | None
    joins: Callable[[Any], int] = own_number
    mailed: Callable[[News], QuerySet[User]] | None = None
    apart: Callable[[News, Collection[int]], Mapping[int, Model]] | None = None
    replaces: Callable[[News], Q] | None = None

    def abouts_of(self, news: News, users: Collection[int]) -> dict[int, About]:
        """Return what each of these accounts reads it of."""
        apart = self.apart(news, users) if self.apart else {}
        things = {user: apart.get(user) for user in users}
        first = self._about(self.about(news))
        return {user: self._about(thing) if thing else first for user, thing in things.items()}

    def _about(self, thing: Model) -> About:
        return About(thing._meta.label, int(thing.pk), self.joins(thing))


class Kind[News](NamedTuple):
    """One thing that a verb can tell. `read` loads what the mails need; None: there is nothing to tell any more.

    `readers` get a mail of its own; `page` says who else, or also, reads it on their page. `group` is whose setting
    decides about mails; None: there is none, and only the `readers` get a mail, whatever they stopped. Such a mail
    also goes after the thing was hidden, because it may tell that; unless `while_shown`.
    """

    name: str
    read: Callable[[Notice], News | None]
    readers: tuple[Readers[News], ...] = ()
    page: OnPage[News] | None = None
    group: Group | None = None
    while_shown: bool = False

    def group_of_rows(self) -> Group | None:
        """Return whose setting decides about mails of its rows; None if they are not mailed."""
        is_mailed = self.page and (self.page.mailed or not self.readers)
        return self.group if is_mailed else None


KINDS: ExtensionPoint[Kind[Any]] = ExtensionPoint(
    "notifications.notices.KINDS",
    "The kinds of notices that verbs write: each with the people whom it concerns, their mails and their news.",
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
