"""A calendar month: weeks of seven days, with the gatherings of each day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.dates import MONTHS

from common.time_words import month_words
from common.times import day_of

ASKED = re.compile(r"([0-9]{4})-([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 2000, 2100
COLOURS = (2, 4, 5, 1)  # for days with a gathering, in turn


def asked_month(words: str | None, otherwise: date) -> date:
    """Return the first day of the month in the query string, `2026-12`; ignore an invalid value."""
    asked = ASKED.fullmatch(words or "")
    if asked and FIRST_YEAR <= int(asked[1]) <= LAST_YEAR and 1 <= int(asked[2]) <= 12:
        return date(int(asked[1]), int(asked[2]), 1)
    return otherwise.replace(day=1)


@dataclass
class Day:
    day: date
    is_out: bool  # of the month before or after
    is_today: bool
    colour: int = 0
    gatherings: list[Any] = field(default_factory=list)


@dataclass
class Month:
    """A month, from `first` up to but not including `until`; `weeks` begin on Monday."""

    first: date
    until: date
    weeks: list[list[Day]]

    @classmethod
    def of(cls, first: date, today: date) -> "Month":
        until = (first + timedelta(days=31)).replace(day=1)
        begin = first - timedelta(days=first.weekday())
        count = (until - begin).days
        days = [begin + timedelta(days=number) for number in range(-(-count // 7) * 7)]
        cells = [Day(day, not first <= day < until, day == today) for day in days]
        return cls(first, until, [cells[start : start + 7] for start in range(0, len(cells), 7)])

    def with_gatherings(self, found: Iterable[Any]) -> "Month":
        """Add each gathering to the day on which it begins."""
        cells = {cell.day: cell for week in self.weeks for cell in week}
        for gathering in found:
            cells[day_of(gathering.starts_at)].gatherings.append(gathering)
        busy = [cell for cell in cells.values() if cell.gatherings]
        for number, cell in enumerate(busy):
            cell.colour = COLOURS[number % len(COLOURS)]
        return self

    @property
    def words(self) -> str:
        return self.words_inside.capitalize()

    @property
    def words_inside(self) -> str:
        """The name of the month for the middle of a sentence."""
        return month_words(self.first)

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def before_words(self) -> str:
        return str(MONTHS[self.before.month]).capitalize()

    @property
    def after_words(self) -> str:
        return str(MONTHS[self.until.month]).capitalize()

    @property
    def is_empty(self) -> bool:
        return not any(cell.gatherings for week in self.weeks for cell in week)
