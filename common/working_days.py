"""The working days of a Dutch municipality, on which the term of an answer runs (docs/decisions/0065)."""

from bisect import bisect_right
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from common.times import A_DAY

SATURDAY = 5
TERM = 30  # working days in which a municipality answers, unless a lab says otherwise


class Recess(NamedTuple):
    """Days on which nobody works on answers, from the first to the last one."""

    first_day: date
    last_day: date


@lru_cache(maxsize=64)
def holidays_in(year: int) -> frozenset[date]:
    """Return the days that the Algemene termijnenwet (article 3) takes out of a term.

    Good Friday is one of them, and so is 5 May in every year. When 27 April is a Sunday, King's Day is the day before.
    """
    from holidays.countries.netherlands import Netherlands  # here, because the import takes half a second

    return frozenset(Netherlands(years=year, categories=("public", "optional")))


def is_working_day(day: date, recesses: Collection[Recess] = ()) -> bool:
    if day.weekday() >= SATURDAY or day in holidays_in(day.year):
        return False
    return not any(recess.first_day <= day <= recess.last_day for recess in recesses)


def due_date(start: date, days: int, recesses: Collection[Recess] = ()) -> date:
    """Return the last day of a term of `days` working days; `start` itself doesn't count."""
    day, left = start, days
    while left > 0:
        day += A_DAY
        left -= is_working_day(day, recesses)
    return day


def days_before(day: date, days: int, recesses: Collection[Recess] = ()) -> date:
    """Return the working day that comes `days` working days before `day`, which may be any day."""
    left = days
    while left > 0:
        day -= A_DAY
        left -= is_working_day(day, recesses)
    return day


def lengths(terms: Collection[tuple[date, date]], recesses: Collection[Recess] = ()) -> list[int]:
    """Return how many working days each term had, from its start to its end; the start itself doesn't count."""
    if not terms:
        return []
    first, last = min(start for start, _end in terms), max(end for _start, end in terms)
    days = [
        day for number in range((last - first).days + 1) if is_working_day(day := first + number * A_DAY, recesses)
    ]
    return [max(0, bisect_right(days, end) - bisect_right(days, start)) for start, end in terms]
