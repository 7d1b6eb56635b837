"""The rows of the page *Nieuw voor jou*: their words are read from the things themselves."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from common import clock
from common.times import day_of
from notifications.models import Notification
from notifications.notices import KINDS
from notifications.subjects import SUBJECTS, Line, Subject


class Row(NamedTuple):
    """One row: the id of its newest news, its words, and the heading above it."""

    newest: int
    is_new: bool
    told_at: datetime
    heading: str
    line: Line
    subject: Subject


def rows_of(joined: Iterable[dict[str, Any]]) -> list[Row]:
    """Return the rows of `NotificationQuerySet.rows`. One query, and one or some for each kind of thing.

    A row of a kind that this version doesn't know is left out.
    """
    joined = list(joined)
    newest = Notification.objects.in_bulk([row["newest"] for row in joined])
    today = day_of(clock.now())
    things = {subject.label: things_of(subject, newest.values()) for subject in SUBJECTS}
    rows = []
    for row in joined:
        news = newest.get(row["newest"])
        kind, subject = KINDS.find(row["kind"]), SUBJECTS.find(row["about_kind"])
        thing = things.get(row["about_kind"], {}).get(news.about_id) if news else None
        if news and subject and thing and kind and kind.page and kind.page.line:
            line = kind.page.line(thing, row["times"])
            heading = heading_of(day_of(news.told_at), today)
            rows.append(Row(news.pk, row["read_at"] is None, news.told_at, heading, line, subject))
    return rows


def heading_of(day: date, today: date) -> str:
    if day >= today:
        return _("Today")
    return _("Yesterday") if day == today - timedelta(days=1) else _("Earlier")


def things_of(subject: Subject, news: Iterable[Notification]) -> dict[int, Any]:
    pks = {one.about_id for one in news if one.about_kind == subject.label}
    return {thing.pk: thing for thing in subject.readable().filter(pk__in=pks)} if pks else {}
