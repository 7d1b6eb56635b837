"""Two workers let the same guests act, and somebody stops it meanwhile. The control runs without the lock."""

import uuid
from threading import Barrier

import pytest
from django.db import connection

from common import clock
from evenings.models import Evening, EveningClosed, Note, Participant, Session, StepKind
from evenings.models import noting as verbs
from evenings.plans import plans
from tests.evenings.test_leading import again
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 5


@pytest.fixture
def session():
    return Session.begin(make_gathering(make_member(make_lab(), "Anna", "stadmaker")), plans()["kansen"], 0)


@pytest.fixture
def evening(session):
    return Evening.try_out(session, clock.now())


def act(evening):
    return again(evening).pretend(clock.now())


def at_notes(evening):
    """All guests are in, and the step is one of notes."""
    while again(evening).pretend(clock.now()):
        pass
    step = evening.session.steps.get(kind=StepKind.NOTES)
    again(evening).go(step.pk, again(evening).version, clock.now())


def test_with_two_workers_each_act_happens_once(evening):
    for _ in range(3):
        assert all_at_once([lambda: act(evening)] * 3) == [True] * 3
    assert Participant.objects.count() == again(evening).people == 9
    at_notes(evening)
    for _ in range(ROUNDS):
        assert all_at_once([lambda: act(evening)] * 3) == [True] * 3
    texts = list(Note.objects.values_list("text", flat=True))
    assert len(set(texts)) == len(texts) == ROUNDS * 3


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_two_do_the_same_act(monkeypatch, evening):
    """Both have read who wrote before one of them writes."""
    at_notes(evening)
    both_read, write = Barrier(2), verbs.write

    def when_both_read(*of):
        both_read.wait(20)
        return write(*of)

    monkeypatch.setattr(Evening, "hold", lambda self: self.refresh_from_db())
    monkeypatch.setattr(Evening, "write", when_both_read)
    assert all_at_once([lambda: act(evening)] * 2) == [True, True]
    assert len(set(Note.objects.values_list("text", flat=True))) == 1
    assert Note.objects.count() == 2


def stopped_meanwhile(evening):
    """Guests act and people come in while it is stopped. Return what is left of them."""

    def join():
        try:
            return again(evening).join(uuid.uuid4(), "", clock.now()).pk
        except EveningClosed:
            return EveningClosed

    presses = [lambda: act(evening), join, lambda: again(evening).stop_rehearsal(clock.now())]
    all_at_once([*presses, join, lambda: act(evening)])
    return Participant.objects.count(), again(evening).people


def test_nothing_comes_in_after_it_was_stopped(session):
    for _ in range(ROUNDS):
        assert stopped_meanwhile(Evening.try_out(session, clock.now())) == (0, 0)


def test_two_who_begin_and_two_who_stop_do_so_once(session):
    begun = all_at_once([lambda: Evening.try_out(Session.objects.get(), clock.now()).pk] * 4)
    assert len(set(begun)) == 1
    evening = Evening.objects.get()
    stopped = all_at_once([lambda: again(evening).stop_rehearsal(clock.now())] * 4)
    assert sorted(stopped) == [False, False, False, True]


def test_opened_for_real_and_rehearsed_at_once_it_is_open_for_real(session):
    def rehearse():
        try:
            return Evening.try_out(Session.objects.get(), clock.now()).is_rehearsal
        except EveningClosed:
            return EveningClosed

    for _ in range(ROUNDS):
        all_at_once([rehearse, lambda: Evening.open(Session.objects.get(), clock.now()), rehearse])
        opened = Evening.objects.get()
        assert (opened.is_rehearsal, opened.is_open(clock.now())) == (False, True)
        opened.delete()
