from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from common import clock
from common.times import wall_clock
from front.erasure import erase
from labs.models import RESIDENT_VOICE, Lab
from places.models import Stop
from tests.events.factories import in_nine_days, make_draft, make_gathering
from tests.factories import make_idea, make_lab, make_member
from tests.places.factories import make_place
from tests.standing import standing_at

pytestmark = pytest.mark.django_db

READ_ONLY = [
    "/",
    "/privacy/",
    "/toegankelijkheid/",
    "/gezond",
    "/metrics",
    "/robots.txt",
    "/.well-known/security.txt",
    "/favicon.ico",
]


@pytest.mark.parametrize("address", [*READ_ONLY, "/nergens/"])
def test_reading_sets_no_cookie(client, address):
    assert not client.get(address).cookies


def test_home_lists_the_labs_with_their_ideas(client):
    lab = make_lab("proefdorp", name="Proefdorp")
    make_lab("leegdorp", name="Leegdorp", is_demo=True)
    idea = make_idea(make_member(lab, "Anna"))
    make_idea(make_member(lab, "Bram"), title="Bankjes")
    type(idea).objects.filter(pk=idea.pk).update(is_hidden=True)
    page = client.get("/").text
    assert 'href="/proefdorp/">Proefdorp</a>' in page
    assert "<span>1 idee</span>" in page
    assert "<span>nog geen ideeën</span><span>voorbeeld, verzonnen</span>" in page


def furnished(slug, **fields):
    """A lab with everything that the home shows."""
    lab = make_lab(slug, **fields)
    mo = make_member(lab, f"Mo {slug}", "lab_admin")
    place = make_place(mo, f"Kar {slug}", kind="temporary")
    place.set_hours([(day, time(9), time(17)) for day in range(7)])
    village = lab.neighbourhoods.first()
    today = clock.now().date()
    place.set_stops(
        [Stop(first_day=today, last_day=today + timedelta(days=30), address="Plein", neighbourhood=village)]
    )
    for number in range(3):
        idea = make_idea(mo, f"Idee {number} van {slug}")
        idea.set_status(mo, RESIDENT_VOICE, "doing", "Ze zijn bezig.", "Verder.")
        make_gathering(mo, f"Avond {number} van {slug}", place=place)
    return lab


def test_home_asks_as_much_for_five_labs_as_for_three(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    for slug in ("een", "twee", "drie"):
        furnished(slug)
    client.get("/")
    with django_assert_max_num_queries(9) as first:
        client.get("/")
    for slug in ("vier", "vijf"):
        furnished(slug, municipality="Elders")
    with django_assert_num_queries(len(first)):
        client.get("/")


def test_home_shows_what_comes_in_each_lab_and_in_all(client):
    busy, quiet = make_lab("druk", name="Druk"), make_lab("stil", name="Stil")
    anna, bram = make_member(busy, "Anna", "stadmaker"), make_member(quiet, "Bram", "stadmaker")
    make_draft(anna, "Klad", starts_at=in_nine_days() - timedelta(days=1))
    for number in range(5):
        make_gathering(anna, f"Avond {number}", starts_at=in_nine_days() + timedelta(days=number))
    asked = make_draft(bram, "Eerste koffie", starts_at=None)
    asked.ask_dates([(in_nine_days(), in_nine_days() + timedelta(hours=2))])
    context = client.get("/").context
    assert [one.title for one in context["next_ones"]] == ["Avond 0", "Avond 1", "Avond 2", "Avond 3"]
    assert {lab.name: next.title for lab, _spot, next in context["rows"]} == {
        "Druk": "Avond 0",
        "Stil": "Eerste koffie",
    }
    text = " ".join(client.get("/").text.split())
    assert "Er wordt een datum gezocht" in text
    assert 'href="/agenda/"' in text
    assert "Nog geen lab bij jou?" in text
    assert "Klad" not in text


def test_home_shows_what_is_fresh_first_of_each_lab_and_nothing_hidden(client):
    busy, quiet = make_lab("druk", name="Druk"), make_lab("stil", name="Stil")
    anna, bram = make_member(busy, "Anna"), make_member(quiet, "Bram")
    of_quiet = make_idea(bram, "Van stil", opportunity="Eerste zin hier. Tweede zin.")
    for number in range(4):
        make_idea(anna, f"Druk {number}")
    hidden = make_idea(anna, "Verborgen plan")
    assert "Verborgen plan" in client.get("/").text
    hidden.hide(make_member(busy, "Mo", "moderator"), "spam")
    response = client.get("/")
    assert [one.idea.title for one in response.context["fresh"]] == ["Druk 3", "Druk 2", "Van stil"]
    assert "Eerste zin hier." in response.text
    assert "Tweede zin" not in response.text
    assert "Verborgen plan" not in response.text
    of_quiet.set_status(bram, RESIDENT_VOICE, "doing", "Ze zijn bezig.", "Verder.")
    first = client.get("/").context["fresh"][0]
    assert (first.idea.title, first.status) == ("Van stil", "Mensen zijn bezig")


def test_home_advertises_no_idea_that_was_withdrawn_or_emptied(client):
    lab = make_lab()
    bram = make_member(lab, "Bram")
    for number in range(2):
        make_idea(bram, f"Bankje {number}")
    anna = make_member(lab, "Anna")
    done, taken_back, last = (make_idea(anna, title) for title in ("Fruit", "Schommel", "Pluktuin"))
    for idea in (done, taken_back, last):
        idea.support(bram)
    done.set_status(anna, RESIDENT_VOICE, "done", "Het staat er.", "Plukken maar.")
    taken_back.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    titles = [one.idea.title for one in client.get("/").context["fresh"]]
    assert titles == ["Fruit", "Pluktuin", "Bankje 1"]
    erase(anna.user, keep_words=False)
    titles = [one.idea.title for one in client.get("/").context["fresh"]]
    assert titles == ["Bankje 1", "Bankje 0"]


def test_home_says_which_place_is_open_now(client):
    lab = make_lab("druk", name="Druk")
    place = make_place(make_member(lab, "Mo", "lab_admin"), "Lab aan het plein")
    place.set_hours([(1, time(13), time(21))])
    with standing_at(wall_clock(date(2026, 12, 1), time(14))):
        door = " ".join(client.get("/").text.split()).partition('class="doors__next"')[2].partition("</p>")[0]
    assert "<strong>Nu open, tot 21.00 uur</strong>" in door
    assert "Lab aan het plein" in door


def test_home_without_labs_says_so(client):
    assert not Lab.objects.exists()
    assert "Hier is nog geen lab open" in client.get("/").text


@pytest.mark.parametrize("address", ["/privacy/", "/toegankelijkheid/"])
def test_text_is_there_in_both_languages(client, address):
    dutch, english = client.get(address).text, client.get(address, headers={"accept-language": "en"}).text
    assert '<html class="utrecht-root" lang="nl">' in dutch
    assert '<html class="utrecht-root" lang="en">' in english
    assert "je mailadres" in dutch.lower() or "toetsenbord" in dutch
    assert "your email address" in english.lower() or "keyboard" in english


def test_privacy_tells_what_gatherings_keep_and_for_how_long(client, settings):
    assert timedelta(weeks=1) == settings.GATHERING_DETAILS_KEPT
    dutch, english = client.get("/privacy/").text, client.get("/privacy/", headers={"accept-language": "en"}).text
    assert "alleen de mensen die de bijeenkomst maken en de beheerders van het lab" in dutch
    assert "Een week na de bijeenkomst wissen we" in dutch
    assert "by the people who organise it and by the lab admins" in english
    assert "A week after the gathering we delete" in english


@time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
def test_security_txt_says_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:veilig@example.org"
    assert client.get("/.well-known/security.txt").text == (
        "Contact: mailto:veilig@example.org\n"
        "Expires: 2027-05-23T00:00:00Z\n"
        "Preferred-Languages: nl, en\n"
        "Canonical: http://testserver/.well-known/security.txt\n"
    )


def test_favicon_is_our_mark(client):
    assert client.get("/favicon.ico")["Location"].endswith("stadslab/img/icon.svg")


@pytest.mark.parametrize("address", READ_ONLY)
def test_reading_pages_take_no_post(client, address):
    assert client.post(address).status_code == 405
