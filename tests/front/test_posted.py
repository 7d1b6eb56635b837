"""The list of what a person asked to hear of, or stopped."""

import pytest
from django.test import RequestFactory

from labs.hearing import hearing_of_lab
from labs.models import RESIDENT_VOICE, HidingReason
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
ADDRESS = "/van-mij/op-de-hoogte/"
KEEP = '<form id="ask-'


@pytest.fixture
def anna():
    return make_member(make_lab(), "Anna", "stadmaker")


@pytest.fixture
def bram(anna):
    return make_member(anna.lab, "Bram")


def test_it_lists_each_kind_of_thing_with_its_button_and_also_what_was_stopped(anna, bram):
    things = [
        make_idea(anna, "Pluktuin"),
        make_gathering(anna, "Open tafel"),
        make_place(anna, "De Labkar"),
        make_question(anna),
        anna.lab,
    ]
    for thing in things:
        thing.keep_posted(bram)
    things[0].stop_posting(bram)
    client = browser(bram)
    page = client.get(ADDRESS).content.decode()
    for thing in things:
        assert f'href="{thing.get_absolute_url()}"' in page
    assert (page.count("Je hoort hiervan"), page.count("Je hoort hier niets meer van.")) == (4, 1)
    back = client.post(
        f"{things[1].get_absolute_url()}op-de-hoogte/stop/", follow=True, HTTP_REFERER=f"http://testserver{ADDRESS}"
    )
    assert back.request["PATH_INFO"] == ADDRESS
    assert back.content.decode().count("Je hoort hiervan") == 3


def test_a_lab_has_the_same_name_in_the_list_and_after_a_press(anna, bram):
    anna.lab.keep_posted(bram)
    client = browser(bram)
    name = f">Stadslab {anna.lab.name}</bdi>"
    assert client.get(ADDRESS).content.decode().count(name) == 2
    request = RequestFactory().get("/")
    request.member = bram
    assert hearing_of_lab(request, anna.lab).title == f"Stadslab {anna.lab.name}"


def test_what_nothing_more_becomes_of_has_no_button_to_be_kept_posted(anna, bram):
    things = [make_idea(anna, "Pluktuin"), make_gathering(anna, "Open tafel"), make_place(anna, "De Labkar")]
    things.append(make_question(anna))
    things[0].support(bram)
    for thing in things:
        thing.stop_posting(bram)
    client = browser(bram)
    assert client.get(ADDRESS).content.decode().count(KEEP) == 4
    things[0].withdraw(anna, RESIDENT_VOICE, "Ik verhuis.")
    things[1].cancel("Storm.", by=anna)
    things[2].change(anna, is_closed=True)
    things[3].close(anna, RESIDENT_VOICE, "Genoeg.")
    things[3].report(anna, RESIDENT_VOICE, "Elke maand een tafel.")
    page = client.get(ADDRESS).content.decode()
    assert [thing.get_absolute_url() in page for thing in things] == [True] * 4
    assert (page.count(KEEP), page.count("Je hoort hier niets meer van.")) == (0, 4)


def test_it_shows_nothing_that_is_hidden_and_nothing_of_others(anna, bram):
    hidden, shown = make_idea(anna, "Verborgen"), make_idea(anna, "Van een ander")
    hidden.keep_posted(bram)
    shown.keep_posted(anna)
    hidden.hide(make_member(anna.lab, "Mo", "moderator"), HidingReason.SPAM)
    page = browser(bram).get(ADDRESS).content.decode()
    assert "Verborgen" not in page
    assert "Van een ander" not in page
    assert "Hier staat nog niets." in page


def test_a_visitor_signs_in_first(client):
    assert client.get(ADDRESS).headers["Location"].startswith("/inloggen/?next=")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queries_do_not_grow(anna, bram, rows, django_assert_max_num_queries):
    for number in range(rows):
        make_idea(anna, f"Idee {number}").keep_posted(bram)
    client = browser(bram)
    with django_assert_max_num_queries(9):
        client.get(ADDRESS)
