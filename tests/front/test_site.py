from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from labs.models import Lab
from tests.factories import make_idea, make_lab, make_member

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


def test_home_asks_as_much_for_three_labs_as_for_one(client, django_assert_num_queries):
    make_lab("een")
    with django_assert_num_queries(1):
        client.get("/")
    make_lab("twee")
    make_lab("drie", municipality="Elders")
    with django_assert_num_queries(1):
        client.get("/")


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
