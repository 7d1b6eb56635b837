"""Periodic tasks of evenings."""

from django.db import transaction

from common import clock
from evenings.models import Evening, Helper, Note, Participant, Pick, ScreenAsk


def close_forgotten() -> int:
    """Close evenings that nobody closed, a day after they were opened. Return how many. A task of each minute."""
    return Evening.close_forgotten(clock.now())


@transaction.atomic
def erase_participants() -> int:
    """Erase notes, and who took part or helped without an account, 90 days after the evening. Return how many rows.

    A task of each day. What people chose stays counted, of nobody; the words that they wrote with it go.
    """
    now = clock.now()
    guests = Participant.objects.to_erase(now)
    Pick.objects.filter(participant__in=guests).exclude(words="").update(words="", parked_for="", parked_on=None)
    old = (Note.objects.to_erase(now), Helper.objects.to_erase(now), guests)
    return sum(found.delete()[0] for found in old if found.exists())


def forget_screens() -> int:
    """Forget computers that asked to be the screen ten minutes ago. Return how many. A task of each minute."""
    return ScreenAsk.forget_old(clock.now())
