"""Two organisers at the same moment, on real threads. The controls run our own code without the lock."""

import pytest
from django.db import connection

from evenings.models import Session
from evenings.plans import plans
from ideas.models import Moved
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 10


def up_at_once(session):
    """Four organisers press "up" at the last step, all from the same screen. Return how far it moved."""
    last = session.steps.on().last()

    def press():
        try:
            Session.objects.select_related("gathering").get(pk=session.pk).arrange(seen, {}, (last.pk, -1))
        except Moved:
            pass

    seen = Session.objects.get(pk=session.pk).version
    all_at_once([press] * 4)
    return [step.pk for step in session.steps.on()][::-1].index(last.pk)


def test_four_who_press_up_together_move_the_step_once():
    anna = make_member(make_lab(), "Anna", "stadmaker")
    for _ in range(ROUNDS):
        session = Session.begin(make_gathering(anna), plans()["kansen"], 0)
        assert up_at_once(session) == 1
        assert Session.objects.get(pk=session.pk).version == 2


def test_without_the_lock_it_moves_more_than_once(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    monkeypatch.setattr(Session, "hold", lambda self: self.refresh_from_db(fields=["version"]))
    anna = make_member(make_lab(), "Anna", "stadmaker")
    sessions = [Session.begin(make_gathering(anna), plans()["kansen"], 0) for _ in range(ROUNDS)]
    moved = [(up_at_once(session), Session.objects.get(pk=session.pk).version) for session in sessions]
    assert any(one != (1, 2) for one in moved)
