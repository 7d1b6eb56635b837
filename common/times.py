"""Moments are kept in UTC; people read and type the clock on the wall, which skips an hour and repeats one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
A_DAY = timedelta(days=1)
FAR = timedelta(days=5 * 366)  # from today; five years, and never a day less


def wall_clock(day: date, at: time, fold: int = 0) -> datetime:
    """The moment, in UTC, at which the clock on the wall shows `at`.

    In Europe/Amsterdam. An hour that is skipped in spring is the one after it; of an hour that comes twice in autumn
    it is the first, or the second with `fold=1`.
    """
    return datetime.combine(day, at, AMSTERDAM).replace(fold=fold).astimezone(UTC)


def is_skipped(day: date, at: time) -> bool:
    """Whether no clock shows this time on that day."""
    return wall_clock(day, at).astimezone(AMSTERDAM).time() != at


def comes_twice(day: date, at: time) -> bool:
    return not is_skipped(day, at) and wall_clock(day, at) != wall_clock(day, at, fold=1)


def typed(day: date, at: time, fold: int = 0) -> datetime:
    """What someone typed, as a moment in UTC. Raises ValidationError for an hour that is skipped."""
    if is_skipped(day, at):
        raise ValidationError(
            _("That night the clock skips this hour. Choose a time before 2:00 or from 3:00."), code="skipped"
        )
    return wall_clock(day, at, fold)


def span(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """From `starts` on `day` until the first time after it that the clock shows `ends`, perhaps the next day.

    Raises ValidationError for an hour that is skipped.
    """
    begin = typed(day, starts)
    return begin, ends_after(begin, ends)[0]


def ends_after(begin: datetime, at: time) -> list[datetime]:
    """The first moments after `begin` that the clock shows `at`: one, or two in the night that has an hour twice.

    Raises ValidationError for an hour that is skipped.
    """
    local = begin.astimezone(AMSTERDAM)
    if at > local.time() or comes_twice(local.date(), at):
        later = [moment for moment in both(local.date(), at) if moment > begin]
        if later:
            return later
    return both(local.date() + A_DAY, at)


def both(day: date, at: time) -> list[datetime]:
    """The moment, or both, at which the clock shows `at`. Raises ValidationError for an hour that is skipped."""
    return [typed(day, at, fold) for fold in ((0, 1) if comes_twice(day, at) else (0,))]


def day_of(moment: datetime) -> date:
    """The day on which people live this moment."""
    return moment.astimezone(AMSTERDAM).date()


def days(starts_at: datetime, ends_at: datetime) -> list[date]:
    """Each day that has a part of it; what ends at midnight isn't on the day after."""
    first, last = day_of(starts_at), day_of(ends_at - timedelta(microseconds=1))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def day_words(day: date) -> str:
    """`8 december`; with the year when it isn't this one."""
    words = f"{day.day}\N{NO-BREAK SPACE}{MONTHS[day.month]}"
    return words if day.year == timezone.localdate().year else f"{words} {day.year}"
