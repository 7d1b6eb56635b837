"""The agenda: coming gatherings, a month, past gatherings; drafts only for organisers."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from common import clock
from events.models import Gathering
from events.month import Month, asked_month
from events.topics import GatheringTopic
from front.topics import LabTopic
from tests.events.factories import make_draft, make_gathering, utc
from tests.factories import make_lab, make_member
from tests.places.factories import make_place
from tests.standing import standing_at

NOW = utc(2026, 11, 24, 9)
URL = "/proefdorp/bijeenkomsten/"


@pytest.fixture(autouse=True)
def at_nine():
    with standing_at(NOW):
        yield


def words(response) -> str:
    return " ".join(response.text.split())


def in_order(text: str, *parts: str) -> bool:
    """Does each part come after the one before it?"""
    for part in parts:
        _before, found, text = text.partition(part)
        if not found:
            return False
    return True


def been(gathering: Gathering, days: int = 7) -> Gathering:
    """Move it `days` into the past."""
    starts = clock.now() - timedelta(days=days)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    return gathering


def test_what_comes_stands_in_order_under_this_week_and_its_month(client, anna):
    make_gathering(anna, "In maart", starts_at=utc(2027, 3, 3, 18))
    make_gathering(anna, "In december", starts_at=utc(2026, 12, 3, 18, 30))
    make_gathering(anna, "Zondag", starts_at=utc(2026, 11, 29, 13))
    text = words(client.get(URL))
    assert in_order(text, "Deze week", "Zondag", "December 2026", "In december", "Maart 2027", "In maart")
    assert "19.30 tot 21.30 uur" in text


def test_what_is_going_on_now_still_comes_and_what_is_over_has_been(client, anna):
    been(make_gathering(anna, "Gisteren"), 1)
    going = make_gathering(anna, "Bezig")
    Gathering.objects.filter(pk=going.pk).update(starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=1))
    assert in_order(words(client.get(URL)), "Deze week", "Bezig", 'id="geweest"', "Gisteren")


def test_a_cancelled_one_stays_and_says_why(client, anna):
    make_gathering(anna, "Buiten eten").cancel("Storm.")
    assert in_order(words(client.get(URL)), "Buiten eten", "Gaat niet door: Storm.")


def test_a_draft_is_only_for_who_makes_gatherings(client, anna, bram):
    make_draft(anna, "Geheim plan")
    for member, is_there in ((None, False), (bram, False), (anna, True)):
        if member:
            client.force_login(member.user)
        assert ("Geheim plan" in client.get(URL).text) is is_there


def test_a_date_that_is_looked_for_has_a_place_of_its_own(client, anna):
    draft = make_draft(anna, "Wanneer dan", starts_at=None, ends_at=None)
    draft.ask_dates([(utc(2026, 12, 8, 18), utc(2026, 12, 8, 20))])
    assert in_order(words(client.get(URL)), 'id="zoekt"', "Wanneer dan")


def test_an_empty_agenda_invites_and_another_lab_is_not_in_it(client, lab, anna):
    make_gathering(make_member(make_lab("buurdorp"), "Otto", "stadmaker"), "Bij de buren")
    text = client.get(URL).text
    assert "Er is nog niets gepland" in text
    assert "Bij de buren" not in text
    client.force_login(anna.user)
    text = client.get(URL).text
    assert "Maak de eerste bijeenkomst" in text
    assert text.count("Nieuwe bijeenkomst") == 1


def test_there_is_one_way_to_make_what_is_not_there_and_what_is(client, lab, anna):
    client.force_login(anna.user)
    assert client.get("/proefdorp/plekken/").text.count("Nieuwe plek") == 1
    make_place(anna)
    make_draft(anna)
    assert client.get("/proefdorp/plekken/").text.count("Nieuwe plek") == 1
    assert client.get(URL).text.count("Nieuwe bijeenkomst") == 1


@pytest.mark.parametrize("rows", [1, 3, 12])
@pytest.mark.parametrize("role", [None, "stadmaker"])
def test_at_most_twelve_queries_however_full(client, lab, anna, rows, role, django_assert_max_num_queries):
    for number in range(rows):
        place = make_place(anna, f"Plek {number}", rooms=(10,), kind="fixed")
        make_gathering(anna, f"Komt {number}", place=place)
        been(make_gathering(anna, f"Was {number}", place=place))
        make_draft(anna, f"Klad {number}", place=place)
    if role:
        client.force_login(anna.user)
    client.get(URL)
    with django_assert_max_num_queries(12):
        text = client.get(URL).text
    assert text.count("Komt ") >= rows
    with django_assert_max_num_queries(12):
        client.get("/agenda/")


def test_more_than_a_page_follows_at_most_sixty_things(client, anna):
    for number in range(45):
        make_gathering(anna, f"Nummer {number}")
    text = client.get(URL).text
    assert text.count("data-follow=") <= 60
    assert "Latere bijeenkomsten staan in de maand hieronder" in text
    assert client.get("/agenda/").text.count("data-follow=") <= 60


def test_what_has_been_can_be_leafed_through(client, anna):
    for number in range(30):
        been(make_gathering(anna, f"Was {number:02}"), number + 1)
    text = client.get(f"{URL}?geweest&pagina=2").text
    assert "Was 29" in text
    assert "Was 03" not in text
    assert client.get(f"{URL}?geweest&pagina=x").status_code == 200


# A month


def test_a_month_puts_each_on_its_day_by_the_clock_on_the_wall(client, anna):
    late = make_gathering(anna, "Oud en nieuw", starts_at=utc(2026, 12, 31, 23, 30))  # 1 January, half past midnight
    december, january = client.get(f"{URL}?maand=2026-12").text, client.get(f"{URL}?maand=2027-01").text
    cell = f'<b>1</b><a href="{late.get_absolute_url()}" data-day="1">'
    assert (cell in december, cell in january) == (False, True)
    assert '<caption class="vh" id="maand-t">Bijeenkomsten in januari 2027</caption>' in january
    assert '?maand=2026-12#maand" rel="nofollow"' in january


def test_the_month_shown_first_is_that_of_the_next_gathering(client, anna):
    make_gathering(anna, starts_at=utc(2027, 2, 3, 18))
    assert ">Februari 2027</h2>" in client.get(URL).text


@pytest.mark.parametrize(
    "asked", ["2026-13", "2026-00", "9999-12", "0001-01", "x", "", "2026-12-01", "\x00", "２０２６-12"]
)
def test_a_month_that_makes_no_sense_is_as_if_it_was_not_asked(client, lab, asked):
    assert ">November 2026</h2>" in client.get(URL, {"maand": asked}).text


def test_weeks_begin_on_monday_and_hold_the_whole_month():
    for first in (date(2026, 2, 1), date(2027, 2, 1), date(2026, 3, 1), date(2026, 12, 1), date(2028, 2, 1)):
        month = Month.of(first, date(2026, 2, 14))
        assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in month.weeks)
        assert [c.day.day for w in month.weeks for c in w if not c.is_out] == list(
            range(1, (month.until - month.first).days + 1)
        )
    assert asked_month("2026-12", date(2026, 1, 5)) == date(2026, 12, 1)


# All labs


def test_the_agenda_of_all_labs_says_which_lab(client, anna):
    make_gathering(anna, "Hier")
    make_gathering(make_member(make_lab("buurdorp"), "Otto", "stadmaker"), "Bij de buren")
    make_draft(anna, "Geheim plan")
    text = words(client.get("/agenda/"))
    assert in_order(text, "Hier", "<strong>Proefdorp</strong>", "Bij de buren", "<strong>Buurdorp</strong>")
    assert "Geheim plan" not in text
    assert not client.cookies


# Live


def test_the_list_hears_of_a_new_one_and_its_own_lab_only(anna, lab):
    before = LabTopic().heads([lab.pk])[lab.pk]
    gathering = make_gathering(anna, "Net bedacht")
    part, _month = LabTopic().parts(lab.pk, "gatherings", before)
    assert part.key == f"ticket-{gathering.pk}"
    assert f'data-in="gatherings-{lab.pk}"' in part.render()
    assert [one.key for one in LabTopic().parts(lab.pk, "gatherings", lab.revision + 10)] == []


def test_the_month_is_told_when_something_moves_to_it_or_from_it(client, lab, anna):
    """The same HTML as on the page; unchanged months aren't sent."""
    gathering = make_gathering(anna, "Kansen ophalen", starts_at=utc(2026, 12, 3, 18, 30))
    before = LabTopic().heads([lab.pk])[lab.pk]
    gathering.change(None, starts_at=utc(2027, 1, 7, 18, 30), ends_at=utc(2027, 1, 7, 20, 30))
    parts = {part.key: part for part in LabTopic().parts(lab.pk, "gatherings", before)}
    assert set(parts) == {f"ticket-{gathering.pk}", f"month-{lab.pk}-2026-12", f"month-{lab.pk}-2027-01"}
    for month, stands_there in (("2026-12", False), ("2027-01", True)):
        with translation.override("nl"):
            said = parts[f"month-{lab.pk}-{month}"].render().partition("#}")[0].strip()
        assert (gathering.title in said) is stands_there
        assert said in client.get(f"{URL}?maand={month}").text


def test_the_month_hears_of_another_title(lab, anna):
    gathering = make_gathering(anna, "Kansen ophalen", starts_at=utc(2026, 12, 3, 18, 30))
    before = LabTopic().heads([lab.pk])[lab.pk]
    gathering.change(None, about="Met soep.")
    assert LabTopic().parts(lab.pk, "gatherings", before) == []
    gathering.change(None, title="Soep en kansen")
    (month,) = (part for part in LabTopic().parts(lab.pk, "gatherings", before) if part.key.startswith("month-"))
    assert "Soep en kansen" in month.render()


def test_who_missed_that_something_moved_twice_fetches_the_page_again(lab, anna):
    """Otherwise it would stay in the month in between, which may be on their screen."""
    gathering = make_gathering(anna, "Kansen ophalen", starts_at=utc(2026, 12, 3, 18, 30))
    before = LabTopic().heads([lab.pk])[lab.pk]
    for month in (1, 2):
        gathering.change(None, starts_at=utc(2027, month, 7, 18), ends_at=utc(2027, month, 7, 20))
    assert LabTopic().parts(lab.pk, "gatherings", before) is None
    assert LabTopic().parts(lab.pk, "gatherings", before + 1)


def test_the_news_leads_to_the_agenda_also_from_another_month(client, lab):
    assert f'data-notice-for="gatherings-{lab.pk}"' in client.get(f"{URL}?maand=2027-03").text
    assert f'data-href="{URL}"' in client.get(f"{URL}?maand=2027-03").text


def test_a_poster_and_a_card_of_all_labs_are_followed_too(anna):
    gathering = make_gathering(anna, "Kansen ophalen")
    (poster,) = GatheringTopic().parts(gathering.pk, "poster", 0)
    (card,) = GatheringTopic().parts(gathering.pk, "agenda", 0)
    assert (poster.key, card.key) == (f"poster-{gathering.pk}", f"ticket-{gathering.pk}")
    assert "<strong>Proefdorp</strong>" in card.render()
    assert 'data-view="agenda"' in card.render()


# The lab's home


def test_the_home_shows_the_next_gathering_as_a_poster_and_what_comes_after(client, lab, anna):
    make_gathering(anna, "Daarna", starts_at=utc(2026, 12, 10, 18))
    cancelled = make_gathering(anna, "Eerste koffie", starts_at=utc(2026, 11, 26, 9))
    cancelled.cancel("Storm.")
    make_gathering(anna, "Kansen ophalen", starts_at=utc(2026, 12, 3, 18, 30))
    text = words(client.get(f"/{lab.slug}/"))
    assert in_order(
        text, 'class="poster', ">3</span>", "donderdag, 19.30 uur", "Kansen ophalen", "Kom langs", "Daarna"
    )
    assert "Eerste koffie" not in text
    assert client.get(f"/{lab.slug}/").text.count('class="hero"') == 1
