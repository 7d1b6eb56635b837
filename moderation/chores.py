"""Periodic tasks of moderation."""

from common import clock
from moderation.models import Report


def forget_reporters() -> int:
    """Remove the address and the words of reports without an account, six months after their case ended.

    Return how many. A daily task. It checks before it writes: on SQLite even an empty write blocks others.
    """
    old = Report.objects.to_forget(clock.now())
    return old.forget() if old.exists() else 0
