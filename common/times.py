"""Times are stored in UTC; people read and type local time, which skips an hour in spring and repeats one later."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
A_DAY = timedelta(days=1)
FAR = timedelta(days=5 * 366)  # five years from today, never a day less


def wall_clock(day: date, at: time, fold: int = 0) -> datetime:
    """Return the UTC moment at which the clock in Europe/Amsterdam shows `at`.

    A skipped hour in spring becomes the hour after it. For a repeated hour in autumn it is the first, or the second
    with `fold=1`.
    """
    return datetime.combine(day, at, AMSTERDAM).replace(fold=fold).astimezone(UTC)


def is_skipped(day: date, at: time) -> bool:
    """Does the clock skip this time on that day?"""
    return wall_clock(day, at).astimezone(AMSTERDAM).time() != at


def comes_twice(day: date, at: time) -> bool:
    return not is_skipped(day, at) and wall_clock(day, at) != wall_clock(day, at, fold=1)


def typed(day: date, at: time, fold: int = 0) -> datetime:
    """Return the typed local time as a moment in UTC. Raises ValidationError for a skipped hour."""
    if is_skipped(day, at):
        raise ValidationError(
            _("That night the clock skips this hour. Choose a time before 2:00 or from 3:00."), code="skipped"
        )
    return wall_clock(day, at, fold)


def span(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Return the moments from `starts` on `day` to the first `ends` after it, perhaps on the next day.

    Raises ValidationError for a skipped hour.
    """
    begin = typed(day, starts)
    return begin, ends_after(begin, ends)[0]


def ends_after(begin: datetime, at: time) -> list[datetime]:
    """Return the first moments after `begin` when the clock shows `at`: one, or two in the night that repeats an hour.

    Raises ValidationError for a skipped hour.
    """
    local = begin.astimezone(AMSTERDAM)
    if at > local.time() or comes_twice(local.date(), at):
        later = [moment for moment in both(local.date(), at) if moment > begin]
        if later:
            return later
    return both(local.date() + A_DAY, at)


def both(day: date, at: time) -> list[datetime]:
    """Return the one or two moments when the clock shows `at`. Raises ValidationError for a skipped hour."""
    return [typed(day, at, fold) for fold in ((0, 1) if comes_twice(day, at) else (0,))]


def day_of(moment: datetime) -> date:
    """Return the local date of this moment."""
    return moment.astimezone(AMSTERDAM).date()


def days(starts_at: datetime, ends_at: datetime) -> list[date]:
    """Return each day that the period touches; one that ends at midnight doesn't touch the next day."""
    first, last = day_of(starts_at), day_of(ends_at - timedelta(microseconds=1))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def day_words(day: date) -> str:
    """Return words such as `8 december`; with the year when it isn't the current one."""
    words = f"{day.day}\N{NO-BREAK SPACE}{MONTHS[day.month]}"
    return words if day.year == timezone.localdate().year else f"{words} {day.year}"
