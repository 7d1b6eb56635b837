"""Several who lead press at the same moment, on real threads. The control runs our own code without the lock."""

from threading import Barrier

import pytest
from django.db import connection

from common import clock
from evenings.models import Evening, Session
from evenings.plans import plans
from ideas.models import Moved
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 10


def an_evening(anna):
    return Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())


def pressed_at_once(evening, verb):
    """Four press, all from the same page. Return what each read: True, False or Moved."""

    def press():
        try:
            return verb(Evening.objects.get(pk=evening.pk))
        except Moved:
            return Moved

    return all_at_once([press] * 4)


def next_at_once(evening):
    """Return which step it is at, and how often it moved."""
    first = evening.session.plan_steps[0]
    pressed_at_once(evening, lambda one: one.go(first.pk, evening.version, clock.now()))
    after = Evening.objects.get(pk=evening.pk)
    return after.step_id == first.pk, after.version - evening.version


def test_four_who_press_next_together_go_one_step():
    anna = make_member(make_lab(), "Anna", "stadmaker")
    for _ in range(ROUNDS):
        assert next_at_once(an_evening(anna)) == (True, 1)


def test_four_who_give_two_minutes_together_give_two():
    evening = an_evening(make_member(make_lab(), "Anna", "stadmaker"))
    evening.go(evening.session.plan_steps[0].pk, evening.version, clock.now())
    answers = pressed_at_once(evening, lambda one: one.give_more(evening.version, clock.now()))
    assert sorted(answers, key=str) == [Moved, Moved, Moved, True]
    assert 415 <= Evening.objects.get(pk=evening.pk).seconds <= 420


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_each_press_moves_it(monkeypatch):
    """All four read the evening before one of them writes."""
    evening, all_read = an_evening(make_member(make_lab(), "Anna", "stadmaker")), Barrier(4)

    def read_together(self):
        self.refresh_from_db()
        all_read.wait(20)

    monkeypatch.setattr(Evening, "hold", read_together)
    assert next_at_once(evening) == (True, 4)
