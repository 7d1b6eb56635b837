"""The mail of Monday, *Dit wacht op jou*: once a week per lab, to colleagues and to the mailboxes of teams.

When nobody works on Monday it comes on the first working day of that week; in a week of recess, not at all.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from answers.models import letters
from answers.models.terms import Terms
from answers.models.work import Desk
from common import clock
from common.times import wall_clock
from common.working_days import is_working_day
from labs.models import Lab

AT = time(7)  # local time
WEEKDAYS = 5


def monday_of(now: datetime) -> date:
    """Return the last Monday on which it was seven o'clock already."""
    day = timezone.localtime(now).date()
    monday = day - timedelta(days=day.weekday())
    return monday if now >= wall_clock(monday, AT) else monday - timedelta(days=7)


def tell_the_week() -> int:
    """Tell the colleagues of each lab what waits for them, if nobody did since Monday. Return how many labs.

    A task of each minute. A worker that was away tells it later in the week, once. A new lab is told on the Monday
    after. Whom nothing waits for gets no mail.
    """
    now = clock.now()
    monday = monday_of(now)
    labs = Lab.objects.filter(created_at__lt=wall_clock(monday, AT)).exclude(desk__told_week__gte=monday)
    return sum(_tell(lab, monday) for lab in labs.order_by("pk") if _has_begun(lab, monday, now))


def _has_begun(lab: Lab, monday: date, now: datetime) -> bool:
    """Was it seven o'clock on the first working day of this week? One query."""
    recess = Terms.objects.of(lab).recess
    week = (monday + timedelta(days=number) for number in range(WEEKDAYS))
    first = next((day for day in week if is_working_day(day, recess)), None)
    return first is not None and now >= wall_clock(first, AT)


@transaction.atomic
def _tell(lab: Lab, monday: date) -> bool:
    desk = Desk.hold(lab)
    if desk.told_week and desk.told_week >= monday:
        return False  # another worker did
    Desk.objects.filter(pk=desk.pk).update(told_week=monday)
    letters.week_begins(desk)
    return True
