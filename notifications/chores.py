"""Periodic tasks for notices, mails and news."""

import logging
from datetime import timedelta

from django.conf import settings

from accounts.models import User
from common import clock
from common.pauses import resting
from notifications.models import Inbox, Notice, Notification, OutgoingMail, State

logger = logging.getLogger(__name__)
KEPT = timedelta(days=7)  # mails that went or were given up
BATCH = 500  # news in one DELETE
NO_NEWS_AFTER = timedelta(days=7)  # a notice that could not be worked off


def forget_mails() -> int:
    """Delete mails a week after they were sent or given up. Return how many. A daily task."""
    done = OutgoingMail.objects.filter(state__in=[State.SENT, State.GIVEN_UP], done_at__lt=clock.now() - KEPT)
    return done.delete()[0]


def drop_old_notices() -> int:
    """Delete notices older than a week, which failed again and again. Return how many. A daily task."""
    old = Notice.objects.filter(told_at__lt=clock.now() - NO_NEWS_AFTER)
    for pk, kind, trouble in old.values_list("pk", "kind", "trouble"):
        logger.error("GivenUp: notice %d (%s), %s", pk, kind, trouble)
    return old.delete()[0]


def forget_news() -> int:
    """Delete news older than NEWS_KEPT, read or not, and inboxes of deleted accounts. Return how many news.

    A daily task, in batches: on SQLite others wait for each.
    """
    deleted = 0
    old = Notification.objects.filter(told_at__lt=clock.now() - settings.NEWS_KEPT)
    for pks in resting(iter(lambda: list(old.values_list("pk", flat=True)[:BATCH]), [])):
        deleted += Notification.objects.filter(pk__in=pks).delete()[0]
    Inbox.objects.exclude(pk__in=User.objects.values("pk")).delete()
    return deleted
