"""Notes at the same moment, on real threads: the same form, two who glance, and the close. With controls."""

import uuid
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from common import clock
from evenings.models import Evening, EveningClosed, Note, Session
from evenings.plans import plans
from ideas.models import Moved
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 8


@pytest.fixture
def anna():
    return make_member(make_lab(), "Anna", "stadmaker")


def an_evening(anna, kind="notes"):
    """An evening in its step of this kind, and somebody who is in."""
    evening = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    step = next(step for step in evening.session.plan_steps if step.kind == kind)
    evening.go(step.pk, evening.version, clock.now())
    return evening, evening.join(uuid.uuid4(), "Bea", clock.now())


def tried(verb):
    """Return a function that runs the verb on a fresh copy, and returns its result or the error."""

    def run():
        try:
            return verb()
        except (Moved, EveningClosed, IntegrityError) as error:
            return type(error)

    return run


def same_form_at_once(evening, bea):
    key = uuid.uuid4()

    def send():
        return Evening.objects.get(pk=evening.pk).write(evening.step_id, "Een bank", key, clock.now(), bea).pk

    return all_at_once([tried(send)] * 4), evening


def different_notes_at_once(anna):
    """Four notes from paper at the same moment: return their numbers on the wall."""
    evening, _bea = an_evening(anna)

    def send(text):
        return Evening.objects.get(pk=evening.pk).write(evening.step_id, text, uuid.uuid4(), clock.now())

    all_at_once([tried(partial(send, text)) for text in ("Een", "Twee", "Drie", "Vier")])
    return sorted(evening.notes.values_list("number", flat=True))


def test_a_note_sent_four_times_at_the_same_moment_is_one_and_each_answer_says_so(anna):
    for _ in range(ROUNDS):
        answers, evening = same_form_at_once(*an_evening(anna))
        assert answers == [evening.notes.get().pk] * 4


def test_notes_at_the_same_moment_have_each_a_number(anna):
    for _ in range(ROUNDS):
        assert different_notes_at_once(anna) == [1, 2, 3, 4]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_the_same_note_is_there_twice(anna, monkeypatch):
    """All four read that it isn't there before one of them writes."""
    all_read = Barrier(4)

    def read_together(self):
        self.refresh_from_db()
        all_read.wait(20)

    evening, bea = an_evening(anna)
    monkeypatch.setattr(Evening, "hold", read_together)
    same_form_at_once(evening, bea)
    assert evening.notes.count() == 2


def test_of_two_who_glance_at_the_same_moment_one_reads_what_was_done(anna):
    for _ in range(ROUNDS):
        evening, bea = an_evening(anna)
        note = evening.write(evening.step_id, "Een bank", uuid.uuid4(), clock.now(), bea)

        def settle(to, evening=evening, note=note):
            return Evening.objects.get(pk=evening.pk).settle(note.pk, to, "waits", clock.now())

        answers = all_at_once([tried(partial(settle, to)) for to in ("wall", "off")])
        assert sorted(answers, key=str) == [Moved, True]


def test_a_note_at_the_moment_of_closing_is_in_or_refused_and_never_later(anna):
    for _ in range(ROUNDS):
        evening, bea = an_evening(anna)

        def write(evening=evening, bea=bea):
            at = clock.now()
            return Evening.objects.get(pk=evening.pk).write(evening.step_id, "Een bank", uuid.uuid4(), at, bea).state

        def close(evening=evening):
            return Evening.objects.get(pk=evening.pk).close(clock.now())

        answers = all_at_once([tried(write), tried(close)])
        assert True in answers
        assert answers[0] in ("waits", EveningClosed)
        assert Note.objects.filter(evening=evening).count() == (answers[0] == "waits")
