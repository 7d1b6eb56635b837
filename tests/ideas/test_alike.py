"""What is like the title of a new idea, on both databases."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas import chores
from ideas.models import Idea
from labs.models import HidingReason
from realtime.models import Epoch
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

ADDRESS = "/proefdorp/ideeen/lijkt-op/"


def alike(title, client=None):
    return [idea["title"] for idea in (client or Client()).get(ADDRESS, {"titel": title}).json()["ideas"]]


@pytest.fixture
def ideas(anna):
    titles = (
        "Fietsbus Melderslo",
        "Pluktuin Meterik",
        "Kookcafé in Horst",
        "Bank bij de kerk",
        "Speeltuin achter school",
    )
    made = {title: make_idea(anna, title, opportunity="Met een fietspad erbij.") for title in titles}
    chores.renew_spelling()
    return made


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Een fietsbus voor Lottum", ["Fietsbus Melderslo"]),
        ("fietsbussen", ["Fietsbus Melderslo"]),
        ("Fitsbus", ["Fietsbus Melderslo"]),
        ("fietsb", ["Fietsbus Melderslo"]),
        ("KOOKCAFE", ["Kookcafé in Horst"]),
        ("Speeltuintje", ["Speeltuin achter school"]),
        ("Een bank bij de kerk", ["Bank bij de kerk"]),
        ("kerk", []),
        ("fietspad", []),
        ("Samen iets leuks maken voor de buurt", []),
        ("Een", []),
        ("", []),
        ('"%_\\ <b>', []),
    ],
)
def test_a_title_shows_the_ideas_whose_titles_are_like_it(ideas, title, found):
    assert alike(title) == found


@pytest.mark.parametrize("is_hidden", [False, True])
def test_a_misspelling_in_another_idea_does_not_stand_before_the_right_word(ideas, anna, mo, is_hidden):
    careless = make_idea(anna, "Schommels", opportunity="Bij de speltuin.")
    chores.renew_spelling()
    if is_hidden:
        careless.hide(mo, HidingReason.SPAM)
    for title in ("Speeltuin", "Speeltuintje", "Speltuin", "Spelltuin"):
        assert alike(title) == ["Speeltuin achter school"], title


def test_not_even_many_misspellings_stand_before_the_typed_word(ideas, anna):
    make_idea(anna, "Schommels", opportunity="Met een fitsbus, fitzbus of vitsbus.")
    chores.renew_spelling()
    assert alike("Fietsbussen") == ["Fietsbus Melderslo"]


def test_a_title_with_the_same_misspelling_is_like_it_too(ideas, anna):
    make_idea(anna, "Speltuinfeest")
    chores.renew_spelling()
    assert alike("Speltuin") == ["Speltuinfeest", "Speeltuin achter school"]


def test_the_most_alike_stands_first_and_three_at_most(ideas, anna):
    for number in range(4):
        make_idea(anna, f"Fietsbus {number}")
    make_idea(anna, "Fietsbus bij de pluktuin")
    assert alike("fietsbus pluktuin") == ["Fietsbus bij de pluktuin", "Fietsbus 3", "Fietsbus 2"]


def test_the_answer_has_title_and_address(ideas):
    idea = ideas["Fietsbus Melderslo"]
    assert Client().get(ADDRESS, {"titel": "fietsbus"}).json() == {
        "ideas": [{"title": "Fietsbus Melderslo", "address": idea.get_absolute_url()}]
    }


def test_hidden_ideas_and_other_labs_are_not_like_it(ideas, anna, mo):
    make_idea(make_member(make_lab("elders"), "Piet"), "Fietsbus elders")
    idea = ideas["Fietsbus Melderslo"]
    assert alike("fietsbus") == ["Fietsbus Melderslo"]
    idea.hide(mo, HidingReason.SPAM)
    for member in (None, anna, mo):
        assert alike("fietsbus", browser(member)) == []
    idea.restore(mo, "Toch goed.")
    assert alike("fietsbus") == ["Fietsbus Melderslo"]


def test_the_number_of_queries_is_the_same_for_few_and_many_ideas(ideas, anna):
    def count():
        Epoch.read()
        with CaptureQueriesContext(connection) as queries:
            assert alike("fietsbus pluktuin speeltuin kookcafe")
        return len(queries)

    few = count()
    Idea.objects.bulk_create(
        Idea(lab=anna.lab, author=anna, title=f"Fietsbus {n}", search_text=f"fietsbus {n}") for n in range(200)
    )
    assert count() == few <= 14


def test_the_form_has_the_line_and_works_without_it(anna):
    page = browser(anna).get("/proefdorp/ideeen/nieuw/").text
    assert f'data-alike="{ADDRESS}"' in page
    assert 'data-words="Lijkt op:"' in page
