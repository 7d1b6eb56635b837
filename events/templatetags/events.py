"""Template tags for gatherings. `{% load events %}`"""

from datetime import date, datetime
from typing import NamedTuple

from django import template
from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext

from common import clock, time_words
from common.times import day_of
from events import words
from events.models import Gathering, State, TableIdea
from events.models.place_words import place_words, public_place_words
from ideas.models import Idea
from places.models import Place

register = template.Library()
MOST_AT_PLACE = 12
ROWS = TableIdea.objects.with_gatherings()  # compiled once, which took as long as the query itself
register.filter("when", words.when_words)
register.filter("where", place_words)
register.filter("seats", words.seats_words)
register.filter("together", words.together_words)
register.filter("date_words", time_words.date_words)
register.filter("clock", time_words.clock_words)
register.filter("day_of", day_of)
register.filter("programme_steps", words.programme_steps)
register.filter("party_words", words.party_words)
register.filter("moved", words.move_words)
register.filter("was", words.was_words)
register.filter("was_exactly", words.was_exactly_words)
register.simple_tag(time_words.time_words)
register.simple_tag(words.moved_words)


@register.filter
def own_where(gathering: Gathering) -> str:
    """Return where it is, for who comes: of a hidden one only the lab's place, because the rest is its own words."""
    return public_place_words(gathering) if gathering.is_hidden else place_words(gathering)


@register.filter
def time_of(moment: datetime) -> str:
    """Return the local time, such as `19.30 uur`; in English without a word after it."""
    return gettext("%(clock)s") % {"clock": time_words.clock_words(moment)}


@register.filter
def weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


@register.filter
def weekday_2(day: date) -> str:
    """Return the short name of the weekday, such as `ma`, for the head of a column in a calendar month."""
    return str(WEEKDAYS_ABBR[day.weekday()])


@register.filter
def short_day(day: date) -> str:
    """Return the weekday and month, such as `do dec` or `Thu Dec`, to show with the day's number on a card.

    In Dutch Django has short names of months in lower case only.
    """
    weekday, month = str(WEEKDAYS_ABBR[day.weekday()]), str(MONTHS_3[day.month])
    return f"{weekday} {month.title() if weekday.istitle() else month}"


class Meetings(NamedTuple):
    """The gatherings that discuss an idea: the next one, the others, and the idea's revision of their last change."""

    next: TableIdea | None
    others: list[TableIdea]
    revision: int


@register.simple_tag
def meetings_of(idea: Idea) -> Meetings:
    """Return the gatherings that discuss this idea. One query, and one for places; cached on this `idea` object.

    That object belongs to one page or update. Which gatherings are still to come is decided at rendering.
    """
    kept = vars(idea)
    if "_meetings" not in kept:
        rows = list(ROWS.filter(idea=idea))
        shown = [row for row in rows if row.is_public]
        first = next_one(shown, clock.now()) if shown else None
        newest = max((row.revision for row in rows), default=0)
        kept["_meetings"] = Meetings(first, [row for row in shown if row is not first], newest)
    return kept["_meetings"]


def next_one(rows: list[TableIdea], now: datetime) -> TableIdea | None:
    """Return the row of the next gathering that isn't over, else of one without a date yet. `rows`: soonest first."""
    ahead = [row for row in rows if row.gathering.state in (State.PUBLISHED, State.DATES)]
    coming = [row for row in ahead if row.gathering.ends_at and not row.gathering.is_over(now)]
    return next(iter(coming or [row for row in ahead if row.gathering.state == State.DATES]), None)


@register.filter
def joins_line(gathering: Gathering) -> bool:
    """Must a new party wait, because nothing is free, or free seats are for waiting parties?"""
    return not gathering.has_room_for(1) or (gathering.waiting > 0 and gathering.line_comes_first(clock.now()))


@register.filter
def takes_sign_up(gathering: Gathering) -> bool:
    """Can people sign up now? By the clock of this process: asking the database would cost a query per card."""
    return gathering.takes_sign_up(timezone.now())


@register.filter
def pebbles(gathering: Gathering) -> list[bool]:
    """Return one value per seat, True when taken; empty for a hall that is too large to draw."""
    if gathering.capacity is None or gathering.capacity > words.DRAWN_SEATS:
        return []
    return [seat < gathering.taken for seat in range(gathering.capacity)]


@register.simple_tag
def coming_at(place: Place) -> list[Gathering]:
    """The coming gatherings at a place, for its page. One query, and one for travelling places."""
    return list(Gathering.objects.filter(place=place).coming(clock.now()).with_card()[:MOST_AT_PLACE])
