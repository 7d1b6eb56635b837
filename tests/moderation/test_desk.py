"""Cases that wait stand on the desk of moderators, and of nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.desk import ALL, TEAM, Work
from answers.models import Desk
from moderation.models import Case, report, reviewing
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db

NAMES = "Aafke Bert Coba Dirk Ella Frits Greet Huub Irma Jelle Karin Leo Marga Nico Olga Piet".split()


@pytest.fixture
def case(comment, bram):
    return report(comment, bram, "privacy", "Staat er een huisnummer in.").report.case


def waits_for(member):
    return [(key.kind, key.pk, key.is_of_team) for key in Work(member).of(ALL, "gemeld")]


def test_a_case_waits_for_the_moderators_by_its_day_until_one_decides(case, mo, noor):
    for member in (mo, noor):
        assert waits_for(member) == [("gemeld", case.pk, True)]
    (row,) = Work(mo).rows(Work(mo).of(TEAM, "gemeld"))
    about = "Dit bekijken we als eerste · privégegevens van iemand"
    assert (row.key.day, row.title, row.about) == (case.due, "Iemand meldde een reactie", about)
    assert [(act.words, act.address) for act in row.acts] == [("Beslis", case.get_absolute_url())]
    Case.objects.with_thing().get().decide(mo, "nothing", "", "Dit mag.")
    assert waits_for(mo) == waits_for(noor) == []


@pytest.mark.parametrize("kinds", [["civil_servant"], ["lab_admin"], ["stadmaker"], ["moderator", "civil_servant"]])
def test_nobody_else_sees_that_something_was_reported(case, lab, kinds):
    other = make_member(lab, "Jan", *kinds)
    assert waits_for(other) == []
    assert "Iemand meldde" not in browser(other).get(f"/{lab.slug}/werk/").text


def test_no_moderator_sees_their_own_words_and_what_they_reported_waits_for_others(idea, mo, noor, lab):
    his = report(make_comment(idea, mo, "Onzin."), noor, "abuse").report.case
    assert waits_for(mo) == []
    assert waits_for(noor) == [("gemeld", his.pk, False)]
    (row,) = Work(noor).rows(Work(noor).of(ALL, "gemeld"))
    assert [act.words for act in row.acts] == ["Bekijk"]


def test_the_desk_is_told_when_a_case_comes_and_goes(idea, bram, chaima, mo, lab):
    def revision():
        return Desk.objects.filter(lab=lab).values_list("revision", flat=True).first() or 0

    before = revision()
    case = report(idea, bram, "spam").report.case
    opened = revision()
    assert opened > before
    report(idea, chaima, "spam")  # joins it
    assert revision() == opened
    Case.objects.with_thing().get(pk=case.pk).decide(mo, "nothing", "", "Dit mag.")
    assert revision() > opened


def test_the_desk_says_what_is_late_and_asks_the_same_for_two_cases_and_for_many(lab, bram, mo, idea):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = browser(mo).get(f"/{lab.slug}/werk/")
        return len(captured), page

    report(idea, bram, "spam")
    report(make_comment(idea, make_member(lab, "Els"), "Nee."), bram, "spam")
    Case.objects.filter(idea=idea).update(due=Case.objects.first().due - timedelta(days=30))
    few, page = queries()
    assert "dagen te laat" in page.text
    for number in range(8):
        report(
            make_comment(make_idea(make_member(lab, NAMES[number])), bram, "Ja."),
            make_member(lab, NAMES[number + 8]),
            "spam",
        )
    assert queries()[0] == few


def test_a_review_waits_on_the_desk_of_who_may_look_until_one_decides(case, bram, mo, noor, lab):
    Case.objects.with_thing().get().decide(mo, "nothing", "", "Dit mag.")
    case = Case.objects.with_reviews().get()
    assert not list(Work(noor).of(ALL, "nog-eens"))
    before = Desk.objects.get(lab=lab).revision
    review = reviewing.ask(case, bram, "Iedereen weet wie dat is.")
    assert Desk.objects.get(lab=lab).revision > before
    for member, is_theirs in ((noor, True), (mo, False)):
        (key,) = Work(member).of(ALL, "nog-eens")
        assert (key.day, key.pk, key.is_of_team) == (review.due, case.pk, is_theirs)
        (row,) = Work(member).rows([key])
        assert (row.title, row.about) == ("Iemand vraagt om nog eens te kijken", "Niets mis, laat staan")
        assert [act.words for act in row.acts] == ["Kijk nog eens" if is_theirs else "Bekijk"]
        assert "Die van nummer 14" not in str(row), "the mail of Monday has these rows"
    assert waits_for(bram) == []
    reviewing.decide_review(case, noor, "confirm", "Het blijft.")
    assert not list(Work(noor).of(ALL, "nog-eens"))
