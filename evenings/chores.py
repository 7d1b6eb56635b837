"""Periodic tasks of evenings."""

from common import clock
from evenings.models import Evening, Participant


def close_forgotten() -> int:
    """Close evenings that nobody closed, a day after they were opened. Return how many. A task of each minute."""
    return Evening.close_forgotten(clock.now())


def erase_participants() -> int:
    """Erase who took part without an account, 90 days after the evening. Return how many. A task of each day."""
    old = Participant.objects.to_erase(clock.now())
    return old.delete()[0] if old.exists() else 0
