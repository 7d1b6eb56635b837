"""Personal details in the words of an idea: the first press asks, the second posts. Nothing is ever blocked."""

import re

import pytest

from ideas.models import Idea
from tests.factories import make_idea
from tests.ideas.care.conftest import act as care_act
from tests.ideas.care.conftest import new_words
from tests.ideas.conftest import browser
from tests.ideas.test_propose import NEW, WORDS, propose

pytestmark = pytest.mark.django_db
act = care_act

PHONE = "Er staat een telefoonnummer in je tekst. Iedereen kan dit lezen. Klopt dat?"
MAIL = "Er staat een mailadres in je tekst."
ADDRESS = "Er staat een huisadres in je tekst."
WITH_PHONE = WORDS["opportunity"] + " Bel 06-12345678."


def hidden_fields(answer):
    page = answer.content.decode()
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name in ("key", "read_by_all")}


def test_the_first_press_asks_and_the_second_posts_the_same_words(lab, bram):
    answer = propose(bram, opportunity=WITH_PHONE)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert PHONE in page
    assert WITH_PHONE in page
    assert not Idea.objects.exists()
    answer = propose(bram, opportunity=WITH_PHONE, **hidden_fields(answer))
    assert answer.status_code == 302
    assert Idea.objects.get().opportunity == WITH_PHONE


def test_each_kind_is_asked_once_also_when_it_comes_later(lab, bram):
    answer = propose(bram, opportunity=WITH_PHONE)
    answer = propose(bram, opportunity=WITH_PHONE, needed="jan@voorbeeld.nl", **hidden_fields(answer))
    page = answer.content.decode()
    assert (answer.status_code, PHONE in page, MAIL in page) == (422, False, True)
    answer = propose(bram, opportunity=WITH_PHONE, needed="jan@voorbeeld.nl", **hidden_fields(answer))
    assert answer.status_code == 302


def test_several_kinds_are_asked_at_their_own_fields(lab, bram):
    answer = propose(bram, opportunity=WITH_PHONE, existing="De kast van Jan, Kerkstraat 12")
    page = answer.content.decode()
    assert page.index("id_opportunity_error") < page.index("id_existing_error")
    assert PHONE in page
    assert ADDRESS in page


def test_the_place_of_an_idea_may_be_an_address(lab, bram):
    assert propose(bram, place="Kerkstraat 12").status_code == 302


def test_ordinary_words_are_not_asked_about(lab, bram):
    assert propose(bram, needed="12 bakken\n€ 2.500\nop 6-12-2026, 9.00 tot 12.00 uur").status_code == 302


def test_signed_out_the_question_comes_before_the_sign_in(lab):
    client = browser()
    answer = propose(None, client, opportunity=WITH_PHONE)
    assert answer.status_code == 422
    answer = propose(None, client, opportunity=WITH_PHONE, **hidden_fields(answer))
    assert answer.status_code in (302, 303)
    assert NEW not in answer.headers["Location"].split("?")[0]


def test_a_change_is_asked_only_about_what_it_adds(act, lab, anna):
    idea = make_idea(anna, opportunity=WITH_PHONE)
    assert act(anna, "idea_edit", idea, **new_words(idea, title="Anders")).status_code == 302
    idea.refresh_from_db()
    answer = act(anna, "idea_edit", idea, **new_words(idea, needed="Bel 06-87654321"))
    assert answer.status_code == 422
    assert PHONE in answer.content.decode()
    answer = act(anna, "idea_edit", idea, **new_words(idea, needed="Bel 06-87654321", **hidden_fields(answer)))
    assert answer.status_code == 302


def test_nonsense_in_the_hidden_field_is_no_trouble(lab, bram):
    assert propose(bram, read_by_all="x" * 100 + " ÿ").status_code == 422
    assert propose(bram, read_by_all="phone nonsense", opportunity=WITH_PHONE).status_code == 302
