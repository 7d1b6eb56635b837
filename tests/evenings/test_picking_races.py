"""A table picks at the same moment on real threads, and while people go on. With a control."""

import uuid
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from common import clock
from evenings.models import Evening, EveningClosed, Participant, PickedEnough, StepOver
from evenings.models.choosing import seat
from tests.evenings import test_note_races as races
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
anna, ROUNDS = races.anna, races.ROUNDS


def a_table(anna):
    """An evening in its step of grouping, a table, and its four notes, which wait for a glance."""
    evening, bea = races.an_evening(anna, "group")
    seat(bea, 4, clock.now())
    bea = Participant.objects.get(pk=bea.pk)
    texts = ("Een bank", "Een boom", "Een kip", "Een tent")
    made = [evening.write(evening.step_id, text, uuid.uuid4(), clock.now(), bea) for text in texts]
    return evening, bea, made


def pick(evening, bea, note, on=True):
    try:
        return Evening.objects.get(pk=evening.pk).pick_note(note.pk, on, bea, clock.now())
    except (PickedEnough, StepOver, EveningClosed) as error:
        return type(error)


def test_of_four_presses_at_the_same_moment_three_count(anna):
    for _ in range(ROUNDS):
        evening, bea, made = a_table(anna)
        answers = all_at_once([partial(pick, evening, bea, note) for note in made])
        assert sorted(answers, key=str) == [PickedEnough, True, True, True]
        assert evening.notes.filter(is_picked=True).count() == 3


def test_the_same_press_four_times_at_the_same_moment_is_one(anna):
    for _ in range(ROUNDS):
        evening, bea, made = a_table(anna)
        answers = all_at_once([partial(pick, evening, bea, made[0])] * 4)
        assert sorted(answers) == [False, False, False, True]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_a_table_has_four(anna, monkeypatch):
    """All four read that none is picked before one of them writes."""
    evening, bea, made = a_table(anna)
    all_read = Barrier(4)

    def read_together(self):
        self.refresh_from_db()

    monkeypatch.setattr(Evening, "hold", read_together)
    was = Evening.advance

    def advance_together(self, **values):
        all_read.wait(20)
        return was(self, **values)

    monkeypatch.setattr(Evening, "advance", advance_together)
    assert all_at_once([partial(pick, evening, bea, note) for note in made]) == [True] * 4
    assert evening.notes.filter(is_picked=True).count() == 4


def test_a_press_at_the_moment_people_go_on_is_in_or_refused_and_never_later(anna):
    for _ in range(ROUNDS):
        evening, bea, made = a_table(anna)
        step = next(step for step in evening.session.plan_steps if step.kind == "dots")

        def go(evening=evening, step=step):
            return Evening.objects.get(pk=evening.pk).go(step.pk, evening.version, clock.now())

        answer, _went = all_at_once([partial(pick, evening, bea, made[0]), go])
        assert answer in (True, StepOver)
        assert evening.notes.filter(is_picked=True).count() == (answer is True)
        assert pick(evening, bea, made[1]) is StepOver
