"""Times in words: local wall-clock time, in the reader's language."""

from datetime import date, datetime, time

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from common.times import AMSTERDAM, comes_twice, day_of, day_words, wall_clock

AN_ORDINARY_DAY = date(2000, 1, 1)  # a day on which the clock skips and repeats no hour


def date_words(day: date) -> str:
    """Return words such as `donderdag 3 december`; with the year when it isn't the current one."""
    return f"{WEEKDAYS[day.weekday()]} {day_words(day)}"


def clock_words(moment: datetime) -> str:
    """Return the local time in Europe/Amsterdam, such as `19.30` or `9.05`."""
    local = moment.astimezone(AMSTERDAM)
    return _("%(hour)s:%(minute)s") % {"hour": local.hour, "minute": f"{local.minute:02}"}


def wall_clock_words(at: time) -> str:
    """The same as `clock_words`, for a time of day without a date."""
    return clock_words(wall_clock(AN_ORDINARY_DAY, at))


def wall_words(opens: time, closes: time) -> str:
    """Return words such as `13.00 tot 21.00 uur`."""
    return _("%(starts)s to %(ends)s") % {"starts": wall_clock_words(opens), "ends": wall_clock_words(closes)}


def hour_words(moment: datetime) -> str:
    """Return `19.30`; with "summer time" or "winter time" if the clock shows that time twice in that night."""
    local = moment.astimezone(AMSTERDAM)
    if not comes_twice(local.date(), local.time().replace(fold=0)):
        return clock_words(moment)
    which = _("winter time") if local.fold else _("summer time")
    return f"{clock_words(moment)} ({which})"


def time_words(starts_at: datetime, ends_at: datetime) -> str:
    """Return words such as `19.30 tot 21.30 uur`; with the day of the end when it ends on another day."""
    words = {"starts": hour_words(starts_at), "ends": hour_words(ends_at), "day": date_words(day_of(ends_at))}
    if day_of(starts_at) == day_of(ends_at):
        return _("%(starts)s to %(ends)s") % words
    return _("%(starts)s to %(day)s, %(ends)s") % words


def month_words(day: date) -> str:
    """Return the month and year, such as `december 2026`."""
    return f"{MONTHS[day.month]} {day.year}"
