"""What a civil servant finds filled in: "wat we hoorden", which they edit."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers import heard
from ideas.models import Need
from tests.answers.conftest import asked, voice_of
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


def test_an_idea_of_which_nobody_said_anything_has_no_words(idea):
    assert heard.words(idea) == ""


def test_figures_show_from_five_on_and_words_below(lab, idea):
    people = [make_member(lab, f"Buur{number}") for number in range(6)]
    for person in people[:4]:
        idea.support(person)
        idea.answer_need(person, Need.YES)
    assert heard.words(idea) == "Een paar mensen steunen dit."
    idea.support(people[4])
    idea.answer_need(people[4], Need.NO)
    said = "5 mensen steunen dit. 4 mensen hebben hier iets aan en 1 niet."
    assert heard.words(idea) == said
    for person, need in ((people[3], Need.NO), (people[4], Need.UNSURE), (people[5], Need.NO)):
        idea.answer_need(person, need)
    said = "5 mensen steunen dit. 3 mensen hebben hier iets aan, 2 niet en 1 weet het niet."
    assert heard.words(idea) == said
    for person in people[:3]:
        idea.answer_need(person, Need.NO)
    assert heard.words(idea) == "5 mensen steunen dit. 0 mensen hebben hier iets aan, 5 niet en 1 weet het niet."


def test_questions_and_the_words_that_were_replied_to_most_stand_there(idea, bram, fleur, mo):
    make_comment(idea, bram, "Mooi plan.")
    most = make_comment(idea, bram, "**Groep 7** plant graag mee. En wie snoeit er? Dat wil ik weten.")
    make_comment(idea, bram, "Dat is waar ook?", parent=most)
    make_comment(idea, bram, "Wie snoeit er?")
    hidden = make_comment(idea, bram, "Lelijke woorden. Waarom eigenlijk?")
    hidden.hide(mo, "spam")
    idea.post_comment(fleur, voice_of(fleur), "Wij kijken er naar. Wie belt mee?", uuid.uuid4())
    idea.refresh_from_db()
    assert [line for line in heard.words(idea).splitlines() if line] == [
        "Jullie zeiden:",
        "- Groep 7 plant graag mee.",
        "- Mooi plan.",
        "Jullie vroegen:",
        "- En wie snoeit er?",
        "- Dat is waar ook?",
        "- Wie snoeit er?",
    ]


def test_the_welcome_is_not_what_people_said(idea, chaima):
    idea.post_comment(chaima, voice_of(chaima), "Welkom, Anna! Leuk dat je dit deelt.", uuid.uuid4(), is_welcome=True)
    idea.refresh_from_db()
    assert heard.words(idea) == ""


def test_the_form_has_it_in_dutch_and_never_in_place_of_what_was_typed(idea, chaima, bram, fleur, settings):
    idea.support(bram)
    asked(idea, chaima)
    client = browser(fleur)
    client.cookies["language"] = "en"
    address = f"{idea.get_absolute_url()}antwoord/geven/"
    assert "Een paar mensen steunen dit.</textarea>" in client.get(address).content.decode()
    page = client.post(address, {"heard": "Iets anders.", "kind": "no"}).content.decode()
    assert "Iets anders.</textarea>" in page
    assert "Een paar mensen" not in page
    page = client.post(address, {"heard": "", "kind": "no"}).content.decode()
    assert "Een paar mensen" not in page, "who emptied it wants it empty"


def test_what_was_heard_stands_with_the_answer_and_in_its_earlier_versions(idea, chaima, fleur, client):
    asked(idea, chaima)
    said = {"kind": "no", "words": "De bus moet daar keren.", "contact": "Fleur", "heard": "86 mensen *steunen* dit."}
    said |= {"gains": "De buschauffeur.", "unheard": "Wie er met de bus komt."}
    browser(fleur).post(f"{idea.get_absolute_url()}antwoord/geven/", said)
    for address in ("", "antwoord/"):
        page = client.get(idea.get_absolute_url() + address).content.decode()
        assert "86 mensen <em>steunen</em> dit." in page
        for words in ("Wat we hoorden", "Ons antwoord", "De buschauffeur.", "Wie er met de bus komt."):
            assert words in page
    answer = idea.answers.get()
    more = said | {"heard": "90 mensen.", "reason": "Meer steun.", "seen": answer.versions.get().pk}
    browser(fleur).post(f"{idea.get_absolute_url()}antwoord/verbeteren/", more)
    page = client.get(f"{idea.get_absolute_url()}antwoord/").content.decode()
    assert "90 mensen." in page
    assert "86 mensen <em>steunen</em> dit." in page


def test_the_number_of_queries_does_not_grow(idea, bram):
    counts = []
    for number in range(4):
        make_comment(idea, bram, f"Zin {number}. Vraag {number}?")
        with CaptureQueriesContext(connection) as queries:
            heard.words(idea)
        counts.append(len(queries))
    assert counts == [counts[0]] * 4


def test_of_many_comments_five_are_drafted(bram):
    other = make_idea(bram)
    for number in range(8):
        make_comment(other, bram, f"Zin {number}.")
    assert len(heard.words(other).splitlines()) == 2 + heard.MOST


def test_a_dot_inside_an_address_a_number_or_a_short_form_ends_no_sentence(idea, bram):
    make_comment(idea, bram, "Kijk op www.horst.nl/?plan=1 of bel bijv. mij. Daarna kan het.")
    make_comment(idea, bram, "Het kost ca. 2.500 euro… Wie betaalt? Ik niet")
    assert heard.words(idea).splitlines() == [
        "Jullie zeiden:",
        "",
        "- Kijk op www.horst.nl/?plan=1 of bel bijv. mij.",
        "- Het kost ca. 2.500 euro…",
        "",
        "Jullie vroegen:",
        "",
        "- Wie betaalt?",
    ]
