"""The due date of an answer, over years: weekends, holidays that move, and the recess of a lab."""

from datetime import date, timedelta

import pytest

from common.working_days import Recess, due_date, holidays_in, is_working_day, lengths
from tests.conftest import sampled

A_DAY = timedelta(days=1)
# The holidays from Monday to Friday, written down from a calendar
ON_WEEKDAYS = {
    2024: "1-1 29-3 1-4 9-5 20-5 25-12 26-12",  # King's Day on a Saturday, 5 May on a Sunday
    2025: "1-1 18-4 21-4 5-5 29-5 9-6 25-12 26-12",  # 27 April on a Sunday
    2026: "1-1 3-4 6-4 27-4 5-5 14-5 25-5 25-12",
    2027: "1-1 26-3 29-3 27-4 5-5 6-5 17-5",  # Christmas in a weekend
    2028: "14-4 17-4 27-4 5-5 25-5 5-6 25-12 26-12",
    2029: "1-1 30-3 2-4 27-4 10-5 21-5 25-12 26-12",
    2030: "1-1 19-4 22-4 30-5 10-6 25-12 26-12",
    2031: "1-1 11-4 14-4 5-5 22-5 2-6 25-12 26-12",  # 27 April on a Sunday
    2038: "1-1 23-4 26-4 27-4 5-5 3-6 14-6",  # Easter at its latest
}


def easter(year: int) -> date:
    """Return Easter Sunday, by the rule of Meeus, Jones and Butcher."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    quarter, leftover = divmod(century, 4)
    moon = (19 * golden + century - quarter - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * leftover + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


def free(year: int) -> set[date]:
    """Return all days of the law, worked out here in another way."""
    kings_day = date(year, 4, 27)
    kings_day -= A_DAY if kings_day.weekday() == 6 else timedelta()
    fixed = {date(year, *day) for day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return fixed | {kings_day} | {easter(year) + timedelta(days=days) for days in (-2, 0, 1, 39, 49, 50)}


@pytest.mark.parametrize("year", ON_WEEKDAYS)
def test_the_holidays_of_a_year_are_those_of_the_calendar(year):
    days = sorted(day for day in holidays_in(year) if day.weekday() < 5)
    assert " ".join(f"{day.day}-{day.month}" for day in days) == ON_WEEKDAYS[year]


@pytest.mark.parametrize("year", sampled(range(2020, 2101), 20))
def test_the_holidays_of_any_year_follow_the_law(year):
    assert holidays_in(year) == free(year)


def test_liberation_day_is_free_in_every_year_and_not_only_in_the_fifth():
    assert [is_working_day(date(year, 5, 5)) for year in (2025, 2026, 2027, 2028)] == [False] * 4


def test_a_kings_day_that_moves_leaves_its_own_day_alone():
    assert not is_working_day(date(2025, 4, 26))
    assert is_working_day(date(2025, 4, 28)), "the Monday after the Sunday"


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 12, 1), 1, date(2026, 12, 2)),
        (date(2026, 12, 4), 1, date(2026, 12, 7)),  # a Friday
        (date(2026, 12, 5), 1, date(2026, 12, 7)),  # a Saturday
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # before Christmas
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Good Friday and Easter
        (date(2026, 4, 24), 5, date(2026, 5, 4)),  # over King's Day
        (date(2026, 4, 24), 6, date(2026, 5, 6)),  # and Liberation Day
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # over Ascension Day
        (date(2026, 12, 1), 30, date(2027, 1, 14)),  # over two years
    ],
)
def test_a_term_runs_on_working_days_after_its_start(start, days, due):
    assert due_date(start, days) == due


def test_a_term_of_any_length_from_any_day_counts_each_working_day_once():
    for start in sampled([date(2024, 1, 1) + timedelta(days=days) for days in range(0, 4000, 7)], 60):
        day, left = start, 30
        while left:
            day += A_DAY
            left -= day.weekday() < 5 and day not in free(day.year)
        assert due_date(start, 30) == day


def test_the_recess_of_a_lab_stops_the_term_from_its_first_to_its_last_day():
    recess = Recess(date(2026, 12, 21), date(2027, 1, 1))
    assert due_date(date(2026, 12, 18), 1, [recess]) == date(2027, 1, 4)
    assert due_date(date(2026, 12, 17), 1, [recess]) == date(2026, 12, 18), "the day before it counts"
    assert due_date(date(2026, 12, 18), 1) == date(2026, 12, 21), "without it the term runs on"


def test_a_recess_over_a_holiday_or_another_recess_takes_each_day_out_once():
    recesses = [Recess(date(2026, 12, 24), date(2027, 1, 1)), Recess(date(2026, 12, 30), date(2027, 1, 4))]
    assert due_date(date(2026, 12, 23), 2, recesses) == date(2027, 1, 6)


def test_the_length_of_a_term_is_the_days_that_made_its_due_date():
    start = date(2026, 12, 1)
    recess = [Recess(date(2026, 12, 21), date(2027, 1, 1))]
    terms = [(start, due_date(start, days)) for days in (1, 5, 30, 300)]
    assert lengths(terms) == [1, 5, 30, 300]
    assert lengths([(start, due_date(start, 30, recess))], recess) == [30]
    assert lengths([(start, start)]) == [0]
    assert lengths([]) == []
