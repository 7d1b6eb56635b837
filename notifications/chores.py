"""Periodic tasks for notices and mails."""

import logging
from datetime import timedelta

from common import clock
from notifications.models import Notice, OutgoingMail, State

logger = logging.getLogger(__name__)
KEPT = timedelta(days=7)  # mails that went or were given up
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
