"""Periodic tasks of gatherings."""

from common import clock
from events.models import Attendance, Gathering


def erase_old_details() -> int:
    """Erase names, addresses and needs some days after a gathering. Return how many parties. A task of each minute.

    It checks before it writes: on SQLite even an empty write blocks others.
    """
    old = Attendance.objects.with_old_details()
    return old.erase_details() if old.exists() else 0


def remind() -> int:
    """Remind people of gatherings of tomorrow. Return how many gatherings. A task of each minute."""
    return sum(gathering.remind() for gathering in Gathering.objects.to_remind(clock.now()).select_related("lab"))
