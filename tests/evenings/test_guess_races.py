"""Who guesses many codes at once learns as much as who guesses one after the other, on real threads."""

from threading import Barrier, BrokenBarrierError

import pytest
from django.test import Client
from django.urls import reverse

from common import clock, rate_limits
from evenings import codes
from evenings.models import Evening, Session
from evenings.plans import plans
from evenings.views import doors
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GUESSES, LIMIT = 12, 5


@pytest.fixture(autouse=True)
def a_low_limit(monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, doors.QUOTA, f"{LIMIT} per hour")


def answers_at_once():
    """Guess twelve wrong codes at once. Return how many answers say that there is no such evening."""
    anna = make_member(make_lab(), "Anna", "stadmaker")
    evening = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    at = reverse("live", kwargs={"lab_slug": evening.gathering.lab.slug})
    wrong = [word for word in sorted(codes.words()) if not evening.code.startswith(f"{word}-")][:GUESSES]

    def guess(word):
        return lambda: Client().post(at, {"code": f"{word} 11"}).status_code

    answers = all_at_once([guess(word) for word in wrong], threads=GUESSES)
    assert set(answers) <= {422, 429}
    return answers.count(422)


def test_twelve_guesses_at_once_get_five_answers():
    assert answers_at_once() == LIMIT


def test_asked_first_and_counted_later_they_get_more(monkeypatch):
    """All ask whether they may, before one of them is counted."""
    all_asked = Barrier(GUESSES)

    def ask_then_count(what, who):
        may = not rate_limits.wait(what, who)
        try:
            all_asked.wait(20)
        except BrokenBarrierError:
            pass
        rate_limits.allow(what, who)
        return may

    monkeypatch.setattr(doors, "allow", ask_then_count)
    assert answers_at_once() == GUESSES
