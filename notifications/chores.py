"""Periodic tasks for mails."""

from datetime import timedelta

from common import clock
from notifications.models import OutgoingMail, State

KEPT = timedelta(days=7)  # mails that went or were given up


def forget_mails() -> int:
    """Delete mails a week after they were sent or given up. Return how many. A daily task."""
    done = OutgoingMail.objects.filter(state__in=[State.SENT, State.GIVEN_UP], done_at__lt=clock.now() - KEPT)
    return done.delete()[0]
