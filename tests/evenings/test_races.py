"""Two organisers at the same moment, on real threads. The controls run our own code without the lock."""

from uuid import uuid4

import pytest
from django.db import connection

from evenings.models import LabPlan, Session
from evenings.models.lab_plan import PlanNameTaken
from evenings.plans import plans
from ideas.models import Moved
from labs.models import Lab
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


def kept_at_once(sessions, by):
    """Four organisers of other gatherings keep a plan, and call it the same in other letters. Return how many."""
    lab = by.lab
    LabPlan.objects.filter(lab=lab).delete()

    def keep(session, name):
        def press():
            try:
                LabPlan.keep(
                    Session.objects.select_related("gathering__lab").get(pk=session.pk), by, uuid4(), name, ""
                )
            except PlanNameTaken:
                pass

        return press

    all_at_once([keep(*one) for one in zip(sessions, ("kort", "Kort", "KORT", "kOrt"), strict=True)])
    return LabPlan.objects.filter(lab=lab).count()


def four_sessions():
    anna = make_member(make_lab(), "Anna", "stadmaker")
    return [Session.begin(make_gathering(anna), plans()["kansen"], 0) for _ in range(4)], anna


def test_four_who_keep_a_plan_of_one_name_keep_it_once():
    sessions, anna = four_sessions()
    for _ in range(ROUNDS):
        assert kept_at_once(sessions, anna) == 1


def test_without_the_lock_of_the_lab_they_keep_it_more_than_once(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    monkeypatch.setattr(Lab, "hold", lambda self: self)
    sessions, anna = four_sessions()
    assert any(kept_at_once(sessions, anna) > 1 for _ in range(ROUNDS))
