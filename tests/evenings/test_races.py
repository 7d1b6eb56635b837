"""Two organisers at the same moment, on real threads. The controls run our own code without the lock."""

from threading import Barrier, Lock
from uuid import uuid4

import pytest
from django.db import connection, transaction

from evenings.models import LabPlan, Session, lab_plan
from evenings.models.lab_plan import PlanNameTaken
from evenings.plans import plans
from ideas.models import Moved
from labs.models import Lab
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ONE_WRITER = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
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


@ONE_WRITER
def test_without_the_lock_each_moves_it(monkeypatch):
    """All four read the version before one of them writes; then they write in turn."""
    session = Session.begin(make_gathering(make_member(make_lab(), "Anna", "stadmaker")), plans()["kansen"], 0)
    all_read, turn = Barrier(4), Lock()

    def read_together(self):
        self.refresh_from_db(fields=["version"])
        all_read.wait(20)
        assert turn.acquire(timeout=20)
        transaction.on_commit(turn.release)

    monkeypatch.setattr(Session, "hold", read_together)
    assert up_at_once(session) == 4


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


@ONE_WRITER
def test_without_the_lock_of_the_lab_each_keeps_it(monkeypatch):
    """All four read which names are taken before one of them writes."""
    must_be_free, all_read = lab_plan.must_be_free, Barrier(4)

    def read_together(lab, name):
        must_be_free(lab, name)
        all_read.wait(20)

    monkeypatch.setattr(lab_plan, "must_be_free", read_together)
    monkeypatch.setattr(Lab, "hold", lambda self: self)
    sessions, anna = four_sessions()
    assert kept_at_once(sessions, anna) == 4
