"""Who follows a question hears that it is closed and what came of it; who stopped that hears nothing."""

import pytest

from challenges.chores import close_questions
from challenges.models import Challenge, ChallengeSubscription, attach
from common import clock
from common.times import A_DAY, day_of
from labs.models import RESIDENT_VOICE
from tests import news
from tests.challenges.factories import in_a_month
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

ASK, STOP = "op-de-hoogte/", "op-de-hoogte/stop/"
BUTTON, HEARS = "Houd me op de hoogte", "Je hoort hiervan"
OUTCOME = "Elke maand een tafel."


@pytest.fixture
def reader(lab):
    return make_member(lab, "Rita")


def close(question, by):
    question.close(by, RESIDENT_VOICE, "Genoeg.")


def names():
    return sorted(name for name, _kind in news.told())


def test_who_only_reads_asks_for_it_and_hears_the_closing_and_the_report(anna, reader, question):
    url, here = question.get_absolute_url(), browser(reader)
    assert BUTTON in here.get(url).text
    for _press in range(2):
        page = here.post(url + ASK, follow=True).text
        assert "Je hoort wanneer de vraag dichtgaat, en wat eruit kwam." in page
        assert HEARS in page
    assert ChallengeSubscription.objects.count() == 1
    news.start_anew()
    close(question, anna)
    assert news.told() == [("Rita", "question_closed")], "not Anna, who closed it"
    assert news.lines(reader) == ["Deze vraag is dicht: Hoe eten we vaker samen?"]
    question.report(anna, RESIDENT_VOICE, OUTCOME)
    assert news.told()[1:] == [("Rita", "question_reported")]


def test_who_stopped_hears_neither_though_they_take_part(anna, bram, question):
    attach(make_idea(bram), question)
    url, here = question.get_absolute_url(), browser(bram)
    assert HEARS in here.get(url).text
    assert BUTTON in here.post(url + STOP, follow=True).text
    news.start_anew()
    close(question, anna)
    news.start_anew()
    question.report(anna, RESIDENT_VOICE, OUTCOME)
    assert names() == []


def test_who_takes_part_hears_that_it_is_closed_also_who_asked_it_when_its_day_is_over(anna, bram, question):
    attach(make_idea(bram), question)
    news.start_anew()
    Challenge.objects.update(until=day_of(clock.now()) - A_DAY)
    close_questions()
    assert names() == ["Anna", "Bram"]


@pytest.mark.parametrize("undo", ["hide", "lengthen", "report"])
def test_a_closing_that_no_longer_counts_is_not_told(anna, mo, reader, question, undo):
    question.keep_posted(reader)
    news.start_anew()
    close(question, anna)
    if undo == "hide":
        question.hide(mo, "spam")
    elif undo == "lengthen":
        question.lengthen(anna, RESIDENT_VOICE, in_a_month(), "Er komt nog een avond.")
    else:
        question.report(anna, RESIDENT_VOICE, OUTCOME)
    assert "question_closed" not in [kind for _name, kind in news.told()]


def test_after_the_report_there_is_nothing_more_to_hear(anna, reader, question):
    close(question, anna)
    assert BUTTON in browser(reader).get(question.get_absolute_url()).text
    question.report(anna, RESIDENT_VOICE, OUTCOME)
    assert BUTTON not in browser(reader).get(question.get_absolute_url()).text
    assert browser(reader).post(question.get_absolute_url() + ASK).status_code == 403


def test_a_visitor_signs_in_first(question):
    url = question.get_absolute_url()
    assert f'href="{url}{ASK}"' in browser().get(url).text
    assert browser().get(url + ASK).headers["Location"].startswith("/inloggen/")


def test_a_draft_has_no_button(greet, municipal):
    Challenge.objects.update(state="draft")
    assert BUTTON not in browser(greet).get(municipal.get_absolute_url()).text
    assert browser(greet).post(municipal.get_absolute_url() + ASK).status_code == 403
