"""The worker works out whom a notice concerns, and writes their mails and their news, in batches."""

import logging
import traceback
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from common import clock
from notifications.groups import Group
from notifications.models import Notice, OutgoingMail, tell, touch
from notifications.notices import KINDS, OnPage, Readers, UnknownKind

logger = logging.getLogger(__name__)
BATCH = 25  # readers in one transaction; on SQLite others wait for it, a tenth of a second
ON_PAGES = 100  # readers of a page in one transaction: some rows in one statement, and no text
LONGEST_PAUSE = 60  # minutes
MOST_TRIES = 12  # in six hours; then the worker gives up a batch of which it can write no mail


def work_off_next() -> bool:
    """Work off one batch of the next notice that is due. Return False if there is none.

    The mails, and the cursor or the end of the notice, are one transaction: a worker that is killed leaves nothing
    half done, and several workers never write the same mail. It reads before it locks, because on SQLite a lock makes
    others wait. Raises when the database is down.
    """
    now = clock.now()
    if not Notice.objects.due(now).exists():
        return False
    notice, was = None, (0, 0)
    try:
        with transaction.atomic():
            notice = Notice.objects.due(now).select_for_update(skip_locked=True, no_key=True).first()
            if notice:
                was = notice.pk, notice.tries
                work_off(notice, now)
    except Exception as error:  # noqa: BLE001  after any error the notice is tried again
        if notice:
            put_off(*was, notice.kind, error, now)
    return notice is not None


def work_off(notice: Notice, now: datetime) -> None:
    """Write the mails or the news of the next batch, and move the cursor; delete the notice after the last one.

    First the mails, then the news, in transactions of their own: what fails on the page delays no mail. The cursor's
    group after the last group of mails is the page.
    """
    kind = KINDS.find(notice.kind)
    if kind is None:
        raise UnknownKind(notice.kind)  # a newer version wrote it; the worker of that version will handle it
    news = kind.read(notice)
    mails: list[OutgoingMail | None] = []
    left = BATCH
    while news is not None and left and notice.group < len(kind.readers):
        group = kind.readers[notice.group]
        rows = list(group.find(news).filter(pk__gt=notice.after).order_by("pk")[:left])
        some = written(group, news, rows, notice)
        stopped_by = group.group or kind.group
        for mail in filter(None, some):
            mail.while_shown = kind.while_shown
            mail.groups = stopped_by.name if stopped_by and mail.user_id else ""
        mails += some
        is_last = len(rows) < left
        left = 0 if rows and not some else left - len(rows)  # given up: the next readers get all their tries
        notice.after = 0 if is_last else rows[-1].pk
        notice.group += is_last
    if made := [mail for mail in mails if mail]:
        OutgoingMail.objects.overtaken_by(made).delete()
        OutgoingMail.objects.bulk_create(made)
    is_mailed, is_told = notice.group >= len(kind.readers), not kind.page  # an older version may have had more readers
    if news is not None and not mails and kind.page and is_mailed:
        is_told = told_on_pages(kind.page, news, notice, kind.group_of_rows())
    if news is None or (is_mailed and is_told):
        notice.delete()
        return
    notice.batches, notice.worked_at = notice.batches + 1, now
    notice.tries, notice.due_at, notice.trouble = 0, None, ""
    notice.save()


def written[News](group: Readers[News], news: News, rows: list[Any], notice: Notice) -> list[OutgoingMail | None]:
    """Return the mails to these readers. If a mail can't be written, that is logged, and the others are written.

    Raises the error if no mail can be written: then the cause is probably not one reader, and the notice is tried
    again. After MOST_TRIES it returns an empty list, and the worker continues with the next readers.
    """
    mails, failed = [], 0
    for row in rows:
        try:
            mails.append(group.mail(news, row))
        except Exception as error:  # after any error the others get their mail
            failed += 1
            if failed == len(rows):
                if notice.tries + 1 < MOST_TRIES:
                    raise
                logger.error("GivenUp: notice %d (%s), %d mails of one batch", notice.pk, notice.kind, failed)
            where = "".join(traceback.format_tb(error.__traceback__))
            logger.error(
                "Notice %d (%s): no mail for %s %d: %s\n%s",
                notice.pk, notice.kind, row._meta.label, row.pk, type(error).__name__, where,
            )  # fmt: skip
    return mails


def told_on_pages[News](page: OnPage[News], news: News, notice: Notice, group: Group | None) -> bool:
    """Tell the next readers on their pages, and move the cursor. Return True if these were the last ones."""
    found = page.find(news).filter(pk__gt=notice.after, is_active=True).order_by("pk")
    users = list(found.values_list("pk", flat=True)[:ON_PAGES])
    if users and page.line:
        mailed = page.mailed(news).filter(pk__in=users).values_list("pk", flat=True) if page.mailed else ()
        replaced = page.replaces(news) if page.replaces else None
        tell(page.abouts_of(news, users), notice, group, set(mailed), replaced)
    elif users:
        touch(users)
    notice.after = users[-1] if users else 0
    return len(users) < ON_PAGES


def put_off(pk: int, tries: int, kind: str, error: Exception, now: datetime) -> None:
    """Schedule the next try after 1, 2, 4 … 60 minutes; other notices go on meanwhile.

    The message of the error isn't logged: it may hold an address.
    """
    trouble = type(error).__name__[:80]
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Notice %d (%s) was not worked off, it is tried again: %s\n%s", pk, kind, trouble, where)
    pause = timedelta(minutes=min(2**tries, LONGEST_PAUSE))
    same = Notice.objects.filter(pk=pk, tries=tries)
    same.update(tries=F("tries") + 1, due_at=now + pause, trouble=trouble)
