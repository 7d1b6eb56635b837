"""What changes in a report after the evening: what was said aloud is confirmed, and the evening was open again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from evenings import reporting
from evenings.models import Evening
from tests.evenings.test_doors import read
from tests.evenings.test_report import again, at, closed, publish
from tests.events.factories import make_gathering
from tests.events.test_agenda import been
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser
from tests.standing import standing_at

DAY = date(2100, 3, 1)


@pytest.fixture
def servant(lab):
    return make_member(lab, "Ingrid", "civil_servant", label="team Groen")


def said(gathering, by, idea, words="Voor de zomer is er antwoord."):
    return gathering.aloud.create(idea=idea, name="Wim", role="wethouder", words=words, noted_by=by, revision=1)


def page_of(evening):
    return " ".join(read(Client().get(at(evening))).split())


# Said aloud


def test_what_was_said_stands_there_not_confirmed_and_later_with_its_date(evening, gathering, anna, bram, servant):
    aloud = said(gathering, anna, make_idea(bram, "Meer groen"))
    closed(evening)
    publish(evening)
    page = page_of(evening)
    assert "Gezegd in de zaal, nog niet bevestigd" in page
    assert "Voor de zomer is er antwoord." in page
    assert "Meer groen" in page
    aloud.confirm(servant, servant.voices()[-1], "Er komt antwoord voor de zomer.", DAY)
    page = page_of(evening)
    assert "Beloofd in de zaal" in page
    assert "nog niet bevestigd" not in page
    assert "1 maart 2100" in page
    assert "Voor de zomer is er antwoord." in page, "what was noted stays beside it"


def test_what_was_taken_back_or_is_about_a_hidden_idea_is_not_in_it(evening, gathering, anna, bram, lab):
    hidden = make_idea(bram, "Verborgen")
    said(gathering, anna, hidden, "Dit leest niemand.")
    said(gathering, anna, make_idea(bram, "Meer groen"), "Toch niet.").take_back(anna)
    hidden.hide(make_member(lab, "Sam", "moderator"), "spam")
    closed(evening)
    publish(evening)
    page = page_of(evening)
    assert "Dit leest niemand." not in page
    assert "Toch niet." not in page
    assert 'id="gezegd"' not in page


def test_twenty_promises_cost_no_more_queries_than_one(evening, gathering, anna, bram):
    def counted():
        with CaptureQueriesContext(connection) as found:
            page_of(evening)
        return len(found)

    said(gathering, anna, make_idea(bram, "Meer groen"))
    closed(evening)
    publish(evening)
    counted()
    few = counted()
    for number in range(20):
        said(gathering, anna, make_idea(bram, f"Idee {number}"))
    assert counted() == few


# Opened again


def test_online_and_opened_again_it_says_what_to_do(evening, gathering, hers, anna):
    closed(evening)
    publish(evening)
    words = "De avond was weer open nadat dit verslag online kwam."
    assert words not in read(hers.get(at(evening)))
    later = clock.now() + timedelta(minutes=5)
    Evening.open(evening.session, later)
    assert words in read(hers.get(at(evening)))
    assert words not in page_of(evening), "only its organisers read it"
    again(evening).close(later)
    assert words in read(hers.get(at(evening)))
    with standing_at(later + timedelta(minutes=1)):
        reporting.take_offline(again(evening))
        assert words not in read(browser(anna).get(at(evening)))
        now = reporting.Report.objects.get()
        reporting.publish(again(evening), now.version, clock.now())
        assert words not in read(browser(anna).get(at(evening)))


# Among the gatherings that are over


def test_in_the_agenda_each_past_evening_leads_to_its_report_once_that_is_online(evening, gathering, anna):
    def past():
        with CaptureQueriesContext(connection) as found:
            page = read(Client().get(f"/{gathering.lab.slug}/bijeenkomsten/?geweest"))
        return page, len(found)

    closed(evening)
    been(gathering)
    past()
    page, few = past()
    assert gathering.title in page
    assert at(evening) not in page, "only its organisers read it"
    publish(evening)
    page, now = past()
    assert f'href="{at(evening)}"' in page
    assert now == few
    for number in range(10):
        been(make_gathering(anna, f"Was {number}"))
    assert past()[1] == few
    reporting.take_offline(again(evening))
    assert at(evening) not in past()[0]
    publish(evening)
    gathering.hide(make_member(gathering.lab, "Sam", "moderator"), "spam")
    assert at(evening) not in past()[0]
    assert reporting.online_of(gathering.lab, [gathering.pk]) == {}
