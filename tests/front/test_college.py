"""The page for the municipal executive: what was promised, what is late, which evening asks, what has no answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answers.models import Answer
from answers.models.answer import ask
from events.models import TableIdea
from front import college
from tests.answers.conftest import make_team, voice_of
from tests.answers.test_pages import text_of
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def lab(db):
    return make_lab()


def page(member):
    return text_of(browser(member).get(f"/{member.lab.slug}/college/"))


def owe(lab, title, days):
    servant = make_member(lab, f"Ans{title}", "civil_servant")
    answer = ask(make_idea(servant, title), servant, voice_of(servant), "Kan dit?").thing
    due = timezone.localdate() + timedelta(days=days)
    Answer.objects.filter(pk=answer.pk).update(due=due, first_due=due)
    type(answer.idea).objects.filter(pk=answer.idea_id).update(answer_due=due)
    return answer, servant


def test_who_governs_or_answers_reads_it_and_nobody_else(lab):
    for kind in ("alderman", "councillor", "civil_servant", "lab_admin"):
        assert browser(make_member(lab, f"A{kind}", kind)).get(f"/{lab.slug}/college/").status_code == 200
    for kind in ("stadmaker", "connector", "moderator"):
        assert browser(make_member(lab, f"B{kind}", kind)).get(f"/{lab.slug}/college/").status_code == 403
    wethouder = make_member(lab, "Wim", "alderman")
    assert "Voor het college" in browser(wethouder).get(f"/{lab.slug}/").text


def test_it_says_what_was_promised_and_what_is_late_and_who_works_on_it(lab):
    admin = make_member(lab, "Bea", "lab_admin")
    answer, servant = owe(lab, "Bus", -4)
    make_team(admin, "team Groen", servant, mandate="Dit team beslist zelf tot € 2.500.")
    answer.take(servant)
    owe(lab, "Tuin", 9)
    said = page(admin)
    assert "De gemeente beloofde 2 antwoorden." in said
    assert "1 is te laat." in said
    late, _heading, promised = said.partition('id="beloofd"')
    assert "Bus" in late
    assert "4 dagen te laat" in late
    assert "Dit team beslist zelf tot € 2.500." in late
    assert "Tuin" in promised


def test_it_counts_also_the_answers_that_are_left_out(lab, monkeypatch):
    monkeypatch.setattr(college, "MOST", 2)
    for number in range(3):
        owe(lab, f"Laat{number}", number - 5)
        owe(lab, f"Straks{number}", number + 5)
    said = page(make_member(lab, "Bea", "lab_admin"))
    assert "De gemeente beloofde 6 antwoorden. 3 zijn te laat." in said
    assert ("Laat1" in said, "Laat2" in said, "Straks1" in said, "Straks2" in said) == (True, False, True, False)
    for state in ("te-laat", "beloofd"):
        assert f'<a href="/{lab.slug}/antwoorden/?stand={state}">Alle 3 antwoorden</a>' in said


def test_it_says_which_evening_asks_and_what_has_no_answer(lab):
    admin = make_member(lab, "Bea", "lab_admin")
    answer, _servant = owe(lab, "Bus", 9)
    asks, other = make_gathering(admin, title="Avond over de bus"), make_gathering(admin, title="Koffie")
    TableIdea.objects.create(gathering=asks, idea=answer.idea)
    quiet, loved = make_idea(admin, "Bankje"), make_idea(admin, "Pluktuin")
    for number in range(6):
        buur = make_member(lab, f"Buur{number}")
        loved.support(buur)
        if number < 3:
            quiet.support(buur)
    said = page(admin).partition("<main")[2]
    assert asks.title in said
    assert other.title not in said
    assert "Pluktuin" in said
    assert "Bankje" not in said, "small numbers don't shame"


def test_it_costs_as_many_queries_for_many(lab):
    admin = make_member(lab, "Bea", "lab_admin")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(admin)
        return len(queries)

    owe(lab, "Bus", 9)
    page(admin)
    few = cost()
    for number in range(4):
        owe(lab, f"Idee{number}", number - 2)
    assert cost() == few
