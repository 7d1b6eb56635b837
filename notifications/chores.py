"""What the worker does for mail by the clock."""

from datetime import timedelta

from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone

from notifications.mail import OVER, all_mails

LONGEST_PAUSE = 60  # minutes
LONGEST_TRY = timedelta(minutes=10)  # more than a mail server needs that is slow at every step


def try_again() -> int:
    """Put back mails that failed, each after 1, 2, 4 … 60 minutes, and what a killed worker left. How many.

    Looks before it writes, as on SQLite a write makes others wait.
    """
    now = timezone.now()
    failed = Q(status=TaskResultStatus.FAILED) & ~OVER
    left = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LONGEST_TRY)
    tries = all_mails().filter(failed | left).values_list("pk", "started_at", "worker_ids")
    due = [pk for pk, started_at, workers in tries if started_at and started_at + pause(len(workers)) <= now]
    return all_mails().filter(failed | left, pk__in=due).update(status=TaskResultStatus.READY) if due else 0


def pause(tries: int) -> timedelta:
    return timedelta(minutes=min(2 ** (tries - 1), LONGEST_PAUSE))
