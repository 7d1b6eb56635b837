"""A person who comes back from sign-in reads which act waits, and for what, before the button that does it."""

import html
import re

import pytest
from django.urls import reverse

from accounts import acts
from ideas.models import Support
from labs.models import HidingReason
from tests.access import walk
from tests.events.factories import make_draft, make_gathering
from tests.factories import make_idea, make_lab, make_member, make_user
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
SIGNING_IN = {"sign_in", "sign_in_again", "sign_in_code", "sign_in_factor", "sign_in_name", "sign_in_new_code"}


@pytest.fixture(autouse=True)
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def lab():
    return make_lab()


def asked(client, name, thing, **fields):
    """Return the question on the page, after a press while signed out and a sign-in in another tab."""
    kwargs = {"lab_slug": thing.lab.slug, "pk": thing.pk}
    where = client.post(reverse(name, kwargs=kwargs), fields)
    assert where.headers["Location"].startswith("/inloggen/?bij=")
    client.force_login(make_user("Bram"))
    page = client.get(where.headers["Location"])
    assert page.status_code == 200
    said = re.search(r'<p class="t-3 letter" id="what">(.*?)</p>', page.text, re.DOTALL)
    assert ('aria-describedby="what">' in page.text) is bool(said)
    return html.unescape(re.sub("<[^>]+>", "", said[1])).strip() if said else ""


def test_page_names_the_act_and_the_idea_and_does_nothing_yet(client, lab):
    idea = make_idea(make_member(lab), "Fietsbus <b>Melderslo</b>")
    assert asked(client, "support", idea) == "Een idee steunen: Fietsbus <b>Melderslo</b>"
    assert Support.objects.count() == 0


def test_sign_in_page_names_the_act_and_the_idea_of_a_link_that_somebody_sent(client, lab):
    idea = make_idea(make_member(lab), "Fietsbus <b>Melderslo</b>")
    page = client.get(client.get(f"{idea.get_absolute_url()}steun/").headers["Location"])
    said = re.search(r'<p class="t-3 letter" id="what">(.*?)</p>', page.text, re.DOTALL)
    words = html.unescape(re.sub("<[^>]+>", "", said[1])).strip()
    assert words == "Een idee steunen: Fietsbus <b>Melderslo</b>"


def test_page_names_a_gathering(client, lab):
    anna = make_member(lab, "Anna", "stadmaker")
    assert asked(client, "sign_up_withdraw", make_gathering(anna, "Kansen ophalen")) == (
        "Toch niet naar een bijeenkomst komen: Kansen ophalen"
    )


def test_page_names_a_place(client, lab):
    place = make_place(make_member(lab, "Anna", "stadmaker"), "De Labkar")
    assert asked(client, "place_close", place) == "Iets veranderen aan een plek: De Labkar"


def test_nothing_is_told_of_what_not_everybody_may_read(client, lab):
    idea = make_idea(make_member(lab), "Geheim")
    idea.hide(make_member(lab, "Mo", "moderator"), HidingReason.SPAM)
    assert asked(client, "comments", idea, text="Hoi.") == "Reageren op een idee"


def test_no_draft_is_told_of(client, lab):
    draft = make_draft(make_member(lab, "Anna", "stadmaker"), "Nog niet")
    assert asked(client, "gathering_publish", draft) == "Een bijeenkomst online zetten"


def test_every_act_that_may_wait_for_a_sign_in_has_words():
    waits = {line.split()[0] for line in walk.TABLE.read_text().splitlines() if " POST " in line and "in=" in line}
    said = {words.route for words in acts.ACTS}
    assert sorted(waits - SIGNING_IN - said) == []
    assert sorted(said - {route.name for route in walk.routes()}) == []
