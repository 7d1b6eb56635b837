"""Two who close the evening at the same moment, on real threads. With a control."""

from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from common import clock
from evenings.models import Evening, Report, Session
from evenings.plans import plans
from evenings.reporting import finish
from ideas.models import Moved
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 5


@pytest.fixture
def anna():
    return make_member(make_lab(), "Anna", "stadmaker")


def closed_at_once(anna, tells):
    """Each closes with words of their own. Return who was refused, and in what way."""
    evening = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())

    def press(who):
        try:
            finish(Evening.objects.get(pk=evening.pk), None, [{"who": who, "what": "x", "to": ""}], 0, clock.now())
        except (Moved, IntegrityError) as error:
            return type(error)
        return who

    results = all_at_once([lambda who=who: press(who) for who in tells])
    return results, Report.objects.get(evening=evening)


def test_the_words_of_one_stand_in_the_report_and_the_other_is_told(anna):
    for _ in range(ROUNDS):
        results, report = closed_at_once(anna, ["Jo", "Chaima"])
        assert sorted(map(str, results)) == sorted(map(str, [report.tells[0]["who"], Moved]))
        assert report.version == 1
        assert report.evening.closed_at


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_the_database_refuses_the_second(anna, monkeypatch):
    """Both read that there is no report before one of them stores it."""
    both_read, save = Barrier(2), Report.save

    def when_both_read(self, **options):
        both_read.wait(20)
        save(self, **options)

    monkeypatch.setattr(Evening, "hold", lambda self: self.refresh_from_db())
    monkeypatch.setattr(Report, "save", when_both_read)
    monkeypatch.setattr(Evening, "close", lambda self, at: True)
    results, _report = closed_at_once(anna, ["Jo", "Chaima"])
    assert IntegrityError in results
