"""Periodic tasks of evenings."""

from django.db import transaction

from common import clock
from evenings.models import Counted, Evening, Helper, Note, Outcome, Participant, Pick, Pledge, RoomPromise, ScreenAsk
from evenings.reporting import count_last

MOST_AT_ONCE = 100


def close_forgotten() -> int:
    """Close evenings that nobody closed, a day after they were opened, and rehearsals after a quarter of an hour.

    Return how many. A task of each minute.
    """
    return Evening.close_forgotten(clock.now())


def ask_again() -> int:
    """Ask who brings something whether it is still right, two days after. Return how many. A task of each minute."""
    now = clock.now()
    found = Pledge.objects.to_ask(now).select_related("evening__session__gathering__lab").order_by("pk")
    return sum(pledge.evening.ask_again(pledge.pk, now) for pledge in found[:MOST_AT_ONCE])


@transaction.atomic
def erase_participants() -> int:
    """Erase notes, what people bring or promised aloud, and guests and helpers, 90 days after the evening.

    Return how many rows. A task of each day. What people chose stays counted, of nobody; the words that they wrote
    with it go. The record of the evening stays, also of a report that isn't online.
    """
    now = clock.now()
    count_last(now)
    guests = Participant.objects.to_erase(now)
    Pick.objects.filter(participant__in=guests).exclude(words="").update(words="", parked_for="", parked_on=None)
    of_all = (Outcome, Note, Pledge, RoomPromise, Counted, Helper)
    old = (*(model.objects.to_erase(now) for model in of_all), guests)
    return sum(found.delete()[0] for found in old if found.exists())


def forget_screens() -> int:
    """Forget computers that asked to be the screen ten minutes ago. Return how many. A task of each minute."""
    return ScreenAsk.forget_old(clock.now())


def pretend() -> int:
    """Let the pretend guests of rehearsals act, one of each. Return in how many. A task of each two seconds."""
    now = clock.now()
    rehearsals = Evening.objects.open(now).filter(is_rehearsal=True).select_related("session__gathering")
    return sum(evening.pretend(now) for evening in rehearsals.order_by("pk"))
