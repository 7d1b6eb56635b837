"""What a person asked to hear of, or stopped, in all labs: for the list of it, their download, and when they leave."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from common.joins import ExtensionPoint
from labs.models import Membership, Subscription


class Posted(NamedTuple):
    """Things that people are kept posted on. `readable`: those that everybody may read now, with their lab.

    `may_ask`: can something still become of this one?
    """

    rows: type[Subscription]
    thing: str  # the name of its foreign key
    readable: Callable[[], QuerySet[Any]]
    title: Callable[[Any], str] = str
    may_ask: Callable[[Any], bool] = lambda thing: True

    @property
    def label(self) -> str:
        return self.rows._meta.label


POSTED: ExtensionPoint[Posted] = ExtensionPoint(
    "labs.posted.POSTED",
    "The kinds of things that people can be kept posted on: the rows that say who asked for it, and who stopped it.",
    key=lambda posted: posted.label,
)


class Row(NamedTuple):
    """A person's wish about one thing. `key` names it on a page, like `idea-42`."""

    key: str
    title: str
    url: str
    is_on: bool
    at: Any
    may_ask: bool  # its page has the button too


def forget(members: Iterable[Membership]) -> None:
    """Delete their wishes. Call it in a transaction."""
    for kind in POSTED:
        kind.rows.objects.filter(person__in=list(members)).delete()


def taken_along(user: User, origin: str) -> dict[str, Any]:
    """Return their wishes, for the download."""
    return {
        "kept_posted": [
            {"title": row.title, "url": origin + row.url, "hears": row.is_on, "at": row.at} for row in rows_of(user)
        ]
    }


def rows_of(user: User) -> list[Row]:
    """Return their wishes about things that everybody may read now, the newest first. Two queries for each kind."""
    rows = []
    for kind in POSTED:
        wishes = list(kind.rows.objects.of(user).values_list(f"{kind.thing}_id", "is_on", "at"))
        things = kind.readable().in_bulk([pk for pk, _is_on, _at in wishes]) if wishes else {}
        for pk, is_on, at in wishes:
            if thing := things.get(pk):
                key, url, may_ask = f"{kind.thing}-{pk}", thing.get_absolute_url(), kind.may_ask(thing)
                rows.append(Row(key, kind.title(thing), url, is_on, at, may_ask))
    return sorted(rows, key=lambda row: row.at, reverse=True)
