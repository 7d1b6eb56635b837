"""Local time: clock changes, midnight, and a place that moves meanwhile."""

from datetime import UTC, date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from common import times
from events.templatetags.events import short_day
from events.words import moved_words, programme_steps, seats_words, together_words, when_words
from places.models import Stop
from tests.events.factories import make_draft, make_gathering, utc
from tests.places.factories import make_place

pytestmark = pytest.mark.usefixtures("in_november")
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 12, 8), time(19, 30), utc(2026, 12, 8, 18, 30)),
        (date(2026, 7, 8), time(19, 30), utc(2026, 7, 8, 17, 30)),
        (SPRING, time(1, 59), utc(2027, 3, 28, 0, 59)),
        (SPRING, time(2, 30), utc(2027, 3, 28, 1, 30)),  # skipped: half past three
        (SPRING, time(3, 0), utc(2027, 3, 28, 1, 0)),
        (AUTUMN, time(2, 30), utc(2026, 10, 25, 0, 30)),  # the first of the two
        (AUTUMN, time(3, 0), utc(2026, 10, 25, 2, 0)),
    ],
)
def test_wall_clock(day, at, moment):
    found = times.wall_clock(day, at)
    assert (found, found.tzinfo) == (moment, UTC)


def test_an_hour_that_is_skipped_is_refused(db):
    with pytest.raises(ValidationError, match=r"2.00"):
        times.typed(SPRING, time(2, 30))
    with pytest.raises(ValidationError):
        times.span(SPRING - timedelta(days=1), time(22), time(2, 30))
    assert times.comes_twice(AUTUMN, time(2, 30))
    assert not times.comes_twice(SPRING, time(2, 30))


@pytest.mark.parametrize(
    ("day", "starts", "ends", "lasts"),
    [
        (date(2026, 12, 8), time(19, 30), time(21, 30), 2),
        (date(2026, 12, 8), time(22), time(1), 3),
        (SPRING - timedelta(days=1), time(23), time(4), 4),
        (SPRING, time(1), time(4), 2),
        (AUTUMN - timedelta(days=1), time(23), time(4), 6),
        (AUTUMN, time(1), time(4), 4),
        (AUTUMN, time(2, 30), time(2, 15), 0.75),  # the second time that the clock shows it
        (date(2026, 12, 8), time(19), time(19), 24),
    ],
)
def test_a_span_lasts_as_long_as_people_are_there(day, starts, ends, lasts):
    begin, end = times.span(day, starts, ends)
    assert end - begin == timedelta(hours=lasts)


def test_what_ends_at_midnight_is_not_on_the_day_after():
    assert times.days(utc(2026, 12, 8, 18), utc(2026, 12, 8, 23)) == [date(2026, 12, 8)]
    assert times.days(utc(2026, 12, 8, 18), utc(2026, 12, 9, 0)) == [date(2026, 12, 8), date(2026, 12, 9)]


# A place: when it is open, and where it is


def test_open_now_and_next(anna):
    place = make_place(anna)
    place.set_hours([(1, time(13), time(21)), (3, time(20), time(1))])  # Tuesday; Thursday until after midnight
    assert place.opening_now(utc(2026, 12, 8, 12)).ends == utc(2026, 12, 8, 20)
    assert place.opening_now(utc(2026, 12, 8, 20)) is None
    assert place.opening_now(utc(2026, 12, 10, 23, 30)).ends == utc(2026, 12, 11, 0)
    assert place.next_opening(utc(2026, 12, 8, 12)).starts == utc(2026, 12, 10, 19)
    place.change(is_closed=True)
    assert place.next_opening(utc(2026, 12, 8, 12)) is None


def test_hours_over_the_change_of_the_clock(anna):
    place = make_place(anna)
    place.set_hours([(5, time(22), time(4))])  # Saturday night
    before = times.wall_clock(AUTUMN - timedelta(days=1), time(22))
    opening = place.opening_now(before)
    assert opening.ends - opening.starts == timedelta(hours=7)


def test_a_cart_on_its_way(anna):
    cart = make_place(anna, "De Labkar", kind="temporary")
    cart.set_stops(
        [
            Stop(first_day=date(2026, 11, 23), last_day=date(2026, 12, 6), address="Kerkplein, America"),
            Stop(first_day=date(2026, 12, 8), last_day=date(2026, 12, 20), address="Jeugdplek, Meerlo"),
        ]
    )
    cart.set_hours([(weekday, time(22), time(2)) for weekday in range(7)])
    assert [cart.stands_on(date(2026, 12, day)) for day in (6, 7, 8)] == [True, False, True]
    assert cart.address_on(date(2026, 12, 8)) == "Jeugdplek, Meerlo"
    assert cart.next_opening(utc(2026, 12, 6, 22)).starts == utc(2026, 12, 8, 21)
    over_midnight = make_draft(anna, starts_at=utc(2026, 12, 5, 22), ends_at=utc(2026, 12, 6, 2), place=cart)
    assert over_midnight.publish()
    with pytest.raises(ValidationError, match="op 7.*december"):
        make_draft(anna, starts_at=utc(2026, 12, 6, 22), ends_at=utc(2026, 12, 7, 2), place=cart)


# In words


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (utc(2026, 12, 8, 18, 30), utc(2026, 12, 8, 20, 30), "dinsdag 8\xa0december, 19.30 tot 21.30 uur"),
        (
            utc(2026, 10, 24, 21),
            utc(2026, 10, 25, 3),
            "zaterdag 24\xa0oktober, 23.00 tot zondag 25\xa0oktober, 4.00 uur",
        ),
    ],
)
def test_when_in_words(anna, starts, ends, said, settings, monkeypatch):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 10, 1))
    with translation.override("nl"):
        gathering = make_gathering(anna, starts_at=starts, ends_at=ends)
        assert when_words(gathering) == said


def test_seats_and_moves_in_words(anna, bram, chaima):
    gathering = make_gathering(anna, starts_at=utc(2026, 12, 8, 18, 30), capacity=2)
    with translation.override("nl"):
        assert seats_words(gathering) == "Nog 2 plekken vrij"
        gathering.sign_up(bram)
        assert seats_words(gathering) == "Nog 1 plek vrij"
        gathering.sign_up(chaima, 2)
        assert seats_words(gathering) == "Vol, 1 op de wachtlijst"
        assert moved_words(gathering) == ""
        gathering.change(None, starts_at=utc(2026, 12, 10, 18, 30), ends_at=utc(2026, 12, 10, 20, 30))
        assert moved_words(gathering).startswith("Was dinsdag 8\xa0december")
        gathering.change(None, starts_at=utc(2026, 12, 8, 18, 30), ends_at=utc(2026, 12, 8, 20, 30))
        gathering.cancel("storm")
        assert seats_words(gathering) == "Gaat niet door: storm"


@pytest.mark.parametrize(("language", "words"), [("nl", "do dec"), ("en", "Thu Dec")])
def test_the_day_on_a_card_is_written_as_in_its_language(language, words):
    with translation.override(language):
        assert short_day(date(2026, 12, 3)) == words


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("19.30 Welkom", ("19", "30", "Welkom")),
        ("9:05 - Koffie", ("09", "05", "Koffie")),
        ("20.00 uur: Vragen, en 3.50 wisselgeld", ("20", "00", "Vragen, en 3.50 wisselgeld")),
        ("25.00 euro is genoeg", ("", "", "25.00 euro is genoeg")),
        ("Eerst soep", ("", "", "Eerst soep")),
    ],
)
def test_a_programme_is_a_line_a_step(line, step):
    assert [tuple(found) for found in programme_steps(f"\n {line} \n")] == [step]


def test_a_step_may_explain_itself_behind_a_colon():
    told, short = programme_steps("19.35 In tweetallen: vertel je buur over 12:30 uur\n20.15 Wie brengt wat?")
    assert (told.title, told.explained) == ("In tweetallen", "vertel je buur over 12:30 uur")
    assert (short.title, short.explained) == ("Wie brengt wat?", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ["", "met z'n tweeën", "met z'n drieën", "met z'n vieren", "met z'n vijven"]),
        ("en", ["", "two in all", "three in all", "four in all", "five in all"]),
    ],
)
def test_a_party_says_how_many_it_is_in_all(language, words):
    with translation.override(language):
        assert [together_words(n) for n in range(1, 6)] == words
