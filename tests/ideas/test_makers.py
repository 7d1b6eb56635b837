"""Search finds who made an idea, by the name that its page shows, on both databases."""

import io
import threading
import uuid

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from common.text import fold
from front.erasure import erase
from ideas.models import Idea, Spelling
from ideas.models.onbehalf import code_of, with_code, write_down_idea
from labs.models import RESIDENT_VOICE, HidingReason, Membership
from realtime import names
from tests.factories import make_idea, make_member

LIST = "/proefdorp/ideeen/"
GOOD = "Een strook gras kan fruit geven voor het hele dorp."


@pytest.fixture
def jo(lab):
    return make_member(lab, "Jo van de Tuin")


def searched(words):
    """Return the titles that a search shows, and the makers that it names."""
    context = Client().get(LIST, {"q": words}).context
    return [idea.title for idea in context["page"].object_list], context["makers"]


def write_down(writer, name, title="Bankje"):
    key = uuid.uuid4()
    return write_down_idea(writer, RESIDENT_VOICE, name, key, title, "Zit."), code_of(key)


@pytest.mark.parametrize("words", ["jo van de tuin", "Jo van de Tuin", "TUIN", "tuin jo", "pluktuin jo"])
def test_search_finds_the_ideas_of_their_maker(jo, bram, words):
    make_idea(jo, "Pluktuin")
    make_idea(bram, "Bankje")
    assert searched(words)[0] == ["Pluktuin"]


def test_the_page_says_who_made_what_the_words_of_the_idea_do_not_explain(jo, bram):
    make_idea(jo, "Bankje")
    make_idea(bram, "Tuin van de buurt")
    assert searched("jo van de tuin") == (["Bankje"], ["Jo van de Tuin"])
    assert "Gemaakt door: <bdi>Jo van de Tuin</bdi>" in Client().get(LIST + "?q=jo+tuin").text
    assert searched("tuin") == (["Tuin van de buurt", "Bankje"], ["Jo van de Tuin"])
    assert searched("buurt") == (["Tuin van de buurt"], [])
    assert "Gemaakt door" not in Client().get(LIST + "?q=buurt").text


@pytest.mark.parametrize("words", ["va", "de", "uin", "erel", "jo"])
def test_a_part_of_a_name_names_no_maker(jo, words):
    make_idea(jo, "Bankje")
    make_idea(make_member(jo.lab, "Merel"), "Kast")
    assert searched(words)[1] == []
    assert searched("mer") == (["Kast"], ["Merel"])


def test_a_misspelt_name_is_corrected(jo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_idea(jo, "Bankje")
    context = Client().get(LIST, {"q": "tuijn"}).context
    assert (context["instead"], context["makers"]) == ("tuin", ["Jo van de Tuin"])


def test_a_person_is_found_by_the_new_name_and_no_longer_by_the_old(jo, bram):
    for number in range(3):
        make_idea(jo, f"Bankje {number}")
    make_idea(bram, "Kast")
    jo.user.choose_name("Merel")
    names.bring()
    assert searched("tuin") == ([], [])
    assert searched("merel") == ([f"Bankje {number}" for number in (2, 1, 0)], ["Merel"])
    assert searched("bram") == (["Kast"], ["Bram"])


def test_an_edit_keeps_the_name(jo):
    idea = make_idea(jo, "Bankje")
    idea.edit(jo, title="Kastje")
    assert searched("kastje tuin") == (["Kastje"], ["Jo van de Tuin"])


@pytest.mark.parametrize("keep_words", [True, False])
def test_who_left_is_not_found(jo, bram, keep_words):
    make_idea(jo, "Bankje").support(bram)
    erase(User.objects.get(pk=jo.user_id), keep_words)
    names.bring()
    assert searched("tuin") == ([], [])
    assert searched("bankje")[0] == (["Bankje"] if keep_words else [])
    assert "tuin" not in Idea.objects.get().search_text
    assert "deelnemer" not in Idea.objects.get().search_text


@pytest.mark.parametrize("keep_words", [True, False])
def test_the_name_of_who_left_is_no_word_any_more(jo, bram, keep_words, django_capture_on_commit_callbacks):
    for number in range(3):
        make_idea(jo, f"Bankje {number}").support(bram)
    make_idea(bram, "Bij de tuin")
    jo.user.choose_name("Jo Zeldzaam van de Tuin")
    with django_capture_on_commit_callbacks(execute=True):
        names.bring()
    assert Spelling.objects.filter(word="zeldzaam").exists()
    erase(User.objects.get(pk=jo.user_id), keep_words)
    with django_capture_on_commit_callbacks(execute=True):
        names.bring()
    assert not Spelling.objects.filter(word="zeldzaam").exists()
    assert Spelling.objects.filter(word="tuin").exists(), "another idea has it"


def test_a_hidden_idea_is_not_found_by_its_maker(jo, mo):
    idea = make_idea(jo, "Bankje")
    idea.hide(mo, HidingReason.SPAM)
    assert searched("jo van de tuin") == ([], [])
    idea.restore(mo, "Toch goed.")
    assert searched("jo van de tuin") == (["Bankje"], ["Jo van de Tuin"])


def test_a_name_that_was_noted_is_found_until_its_maker_signs_in(bram, jo):
    (said, _new), code = write_down(bram, "Tineke")
    assert searched("tineke") == (["Bankje"], ["Tineke"])
    assert searched("bram") == ([], []), "who wrote it down did not make it"
    assert with_code(bram.lab, code).claim(jo)
    assert searched("tineke") == ([], [])
    assert searched("jo van de tuin") == (["Bankje"], ["Jo van de Tuin"])
    assert Idea.objects.get(pk=said.pk).search_text == Idea.objects.get(pk=said.pk).words_to_search()


def test_nobody_is_found_by_words_for_nobody(bram, jo):
    write_down(bram, "")
    assert searched("iemand") == searched("naam") == ([], [])


def test_the_migration_adds_the_names_twice_and_takes_them_away(jo, bram):
    make_idea(jo, "Bankje")
    make_idea(bram, "Kast")
    write_down(bram, "Tinéke", "Schommel")
    right = set(Idea.objects.values_list("title", "search_text"))
    module = __import__("ideas.migrations.0015_makers_in_search", fromlist=["x"])
    module.remove_names(apps, None)
    bare = set(Idea.objects.values_list("title", "search_text"))
    assert bare == {("Bankje", fold(f"Bankje {GOOD}")), ("Kast", fold(f"Kast {GOOD}")), ("Schommel", "schommel zit.")}
    module.add_names(apps, None)
    module.add_names(apps, None)
    assert set(Idea.objects.values_list("title", "search_text")) == right
    call_command("search_index", "--check", stdout=io.StringIO())


# Another name in the same moment


def propose(member, title="Bankje"):
    return Idea.propose(member, RESIDENT_VOICE, uuid.uuid4(), title=title, opportunity=GOOD).thing


def test_a_name_that_changed_after_the_request_began_is_stored_with_the_idea(jo):
    asked = Membership.objects.select_related("lab", "user").get(pk=jo.pk)
    jo.user.choose_name("Merel")
    names.bring()
    propose(asked)
    assert searched("tuin") == ([], [])
    assert searched("merel") == (["Bankje"], ["Merel"])


def renamed_before_the_commit(jo, act):
    """Act; before the commit Jo takes another name and the worker brings it, as far as locks allow."""

    def rename():
        try:
            User.objects.get(pk=jo.user_id).choose_name("Merel")
            names.bring()
        finally:
            connection.close()

    renaming = threading.Thread(target=rename)
    with transaction.atomic():
        act()
        renaming.start()
        renaming.join(1)
    renaming.join(10)
    return searched("tuin")[0], searched("merel")[0]


def claim(bram, jo):
    _said, code = write_down(bram, "")
    return lambda: with_code(bram.lab, code).claim(jo)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["propose", "claim"])
def test_a_name_that_changes_before_the_commit_of_an_idea_reaches_it(jo, bram, verb):
    act = claim(bram, jo) if verb == "claim" else lambda: propose(jo)
    assert renamed_before_the_commit(jo, act) == ([], ["Bankje"])


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_of_the_name_the_idea_keeps_the_old_one(jo, bram, monkeypatch):
    """With `claim`: `propose` also locks the lab, whose home the worker brings the name to first."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    monkeypatch.setattr(User, "hold_name", lambda user: False)
    assert renamed_before_the_commit(jo, claim(bram, jo)) == (["Bankje"], [])
