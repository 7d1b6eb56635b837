"""Questions are found: by words, by village, and in the lab's files. Drafts and hidden ones never are."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from challenges.leaving import remove_words
from challenges.models import Challenge, attach
from labs.models import RESIDENT_VOICE, HidingReason
from tests.challenges.factories import make_draft_question, make_municipal, make_question
from tests.factories import make_idea
from tests.ideas.conftest import browser

WHERE = ("ideeen", "vragen")  # both pages search in questions


def searched(lab, where, **query):
    return browser().get(f"/{lab.slug}/{where}/", query).text


def file_of(lab, name):
    response = browser().get(f"/{lab.slug}/{name}.csv")
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


@pytest.mark.parametrize("where", WHERE)
def test_a_question_is_found_by_its_words_whatever_their_case_and_accents(lab, anna, where):
    make_question(anna, "Waar drinken we koffie?", background="In het café van vroeger.")
    make_question(anna, "Hoe spelen kinderen buiten?", background="Er is een veld.")
    for words in ("KOFFIE", "cafe vroeger"):
        page = searched(lab, where, q=words)
        assert ("drinken we koffie" in page, "spelen kinderen" in page) == (True, False), words
    assert "drinken we koffie" not in searched(lab, where, q="koffie veld")


@pytest.mark.parametrize("where", WHERE)
def test_a_closed_question_is_found_also_by_what_came_of_it(lab, anna, question, where):
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    question.report(anna, RESIDENT_VOICE, "Er komt een tafel op het plein.", "De vereniging bouwt.")
    for words in ("eten", "tafel plein", "vereniging"):
        assert question.title in searched(lab, where, q=words), words


@pytest.mark.parametrize("where", WHERE)
def test_no_draft_and_no_hidden_question_is_found(lab, greet, mo, question, where):
    make_draft_question(greet, "Wat eten we op het stadhuis?")
    assert question.title in searched(lab, where, q="eten")
    question.hide(mo, HidingReason.SPAM)
    page = searched(lab, where, q="eten")
    assert (question.title in page, "stadhuis" in page) == (False, False)
    question.restore(mo, "Toch goed.")
    assert question.title in searched(lab, where, q="eten")


def test_words_that_were_changed_are_not_found_any_more(lab, anna, question):
    question.edit(anna, title="Wie kookt er?")
    assert "Wie kookt er?" in searched(lab, "ideeen", q="kookt")
    assert "Wie kookt er?" not in searched(lab, "ideeen", q="vaker")


def test_words_of_somebody_who_left_are_not_found_any_more(lab, anna, bram, question):
    attach(make_idea(bram), question)
    remove_words([anna])
    assert Challenge.objects.get().search_text == "verwijderd door de schrijver"


def test_a_question_is_found_in_a_village_where_an_idea_answers_it(lab, anna, mo, question):
    oost, west = lab.neighbourhoods.order_by("name")[:2]
    idea = make_idea(anna, neighbourhood=oost)
    attach(idea, question)
    for where in WHERE:
        assert question.title in searched(lab, where, dorp=oost.pk)
        assert question.title not in main_of(searched(lab, where, dorp=west.pk))
    idea.hide(mo, HidingReason.SPAM)
    assert question.title not in main_of(searched(lab, "vragen", dorp=oost.pk))


def main_of(page):
    return page.partition("<main")[2]


def test_the_search_says_when_there_are_more_and_links_to_all(lab, anna):
    for number in range(4):
        make_question(anna, f"Vraag {number} over koffie?")
    page = searched(lab, "ideeen", q="koffie")
    assert f"/{lab.slug}/vragen/?q=koffie" in page
    assert page.count("over koffie?") == 3
    assert searched(lab, "vragen", q="koffie").count("over koffie?</bdi>") == 4


@pytest.mark.parametrize(
    "query", [{"q": "%"}, {"q": "_\\"}, {"q": "\0"}, {"dorp": "9" * 40}, {"dorp": "²"}, {"q": " "}]
)
@pytest.mark.parametrize("where", WHERE)
def test_odd_searches_are_answered(lab, question, where, query):
    assert browser().get(f"/{lab.slug}/{where}/", query).status_code == 200


def test_a_search_costs_the_same_however_many_questions_there_are(lab, anna):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            searched(lab, "ideeen", q="koffie")
        return len(queries)

    make_question(anna, "Vraag over koffie?")
    cost()
    one = cost()
    for number in range(5):
        make_question(anna, f"Vraag {number} over koffie?")
    assert cost() == one


def test_the_file_of_questions_has_what_everybody_may_read(lab, anna, bram, greet, mo, question):
    make_draft_question(greet)
    municipal = make_municipal(greet, "=Wat kan er?")
    hidden = make_question(bram, "Verborgen?")
    hidden.hide(mo, HidingReason.SPAM)
    attach(make_idea(anna), question)
    rows = file_of(lab, "vragen")
    assert [(row["id"], row["title"], row["ideas"], row["is_open"]) for row in rows] == [
        (str(question.pk), question.title, "1", "yes"),
        (str(municipal.pk), "'=Wat kan er?", "0", "yes"),
    ]


def test_the_file_of_ideas_says_which_question_each_answers(lab, anna, mo, question):
    idea, other = make_idea(anna), make_idea(anna, "Los idee")

    def questions():
        return {row["id"]: row["question"] for row in file_of(lab, "ideeen")}

    assert questions() == {str(idea.pk): "", str(other.pk): ""}
    attach(idea, question)
    assert questions() == {str(idea.pk): str(question.pk), str(other.pk): ""}
    question.hide(mo, HidingReason.SPAM)
    assert questions() == {str(idea.pk): "", str(other.pk): ""}
    question.restore(mo, "Toch goed.")
    attach(idea, None)
    assert questions() == {str(idea.pk): "", str(other.pk): ""}


def test_who_has_the_file_gets_it_again_only_when_something_in_it_changed(lab, anna, mo, question):
    idea, etags = make_idea(anna), []
    changes = [
        lambda: question.edit(anna, title="Wie kookt er?"),
        lambda: attach(idea, question),
        lambda: idea.hide(mo, HidingReason.SPAM),
        lambda: question.close(anna, RESIDENT_VOICE, "Genoeg."),
        lambda: make_question(anna, "Nog een?"),
        lambda: question.hide(mo, HidingReason.SPAM),
    ]
    for change in [lambda: None, *changes]:
        change()
        etags.append(browser().get(f"/{lab.slug}/vragen.csv")["ETag"])
        again = browser().get(f"/{lab.slug}/vragen.csv", headers={"If-None-Match": etags[-1]})
        assert (again.status_code, again.content) == (304, b"")
    assert len(set(etags)) == len(etags)
