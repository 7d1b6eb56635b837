"""The verb that reminds people of a gathering, the day before."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from common import clock
from common.times import day_of, wall_clock
from events.models import letters

if TYPE_CHECKING:
    from events.models import Gathering
    from events.models.finding import GatheringQuerySet

AT = time(10, 0)  # local time, the day before
NOT_YET = Q(reminded_for=None) | ~Q(reminded_for=F("starts_at"))


def to_remind(gatherings: "GatheringQuerySet", now: datetime) -> "GatheringQuerySet":
    """Return the gatherings that begin later today, or, from ten o'clock on, tomorrow; without reminded ones."""
    today = day_of(now)
    is_time = now >= wall_clock(today, AT)
    until = wall_clock(today + timedelta(days=2 if is_time else 1), time())
    coming = gatherings.going_on().filter(starts_at__gt=now, starts_at__lt=until)
    return coming.filter(NOT_YET, ends_at__gt=now)  # which starts_at implies: `ends_at` has the index


def day_before(starts_at: datetime) -> datetime:
    """Return the midnight at which the day before begins. What people were told since then is reminder enough."""
    return wall_clock(day_of(starts_at) - timedelta(days=1), time())


@transaction.atomic
def remind(gathering: "Gathering") -> bool:
    """Remind everybody with seats, once for each start. Return False if there is nothing to remind of any more.

    Who was told of a move since the day before began isn't reminded.
    """
    gathering.hold()
    starts_at = gathering.starts_at
    same = type(gathering).objects.filter(pk=gathering.pk)
    if starts_at is None or not to_remind(same, clock.now()).exists():
        return False
    same.update(reminded_for=starts_at)
    if not gathering.moves.filter(from_starts_at__isnull=False, moved_at__gte=day_before(starts_at)).exists():
        letters.tomorrow(gathering)
    return True
