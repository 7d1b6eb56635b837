"""Tasks and screens at the same moment, on real threads. The controls run our own code without the lock."""

import uuid
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from common import clock
from evenings.models import Evening, Helper, ScreenAsk, Task
from evenings.models import screen_ask as screens
from evenings.models.helping import NewHelper
from tests.evenings.test_leading_races import an_evening
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
on_postgres = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


@pytest.fixture
def evening():
    return an_evening(make_member(make_lab(), "Anna", "stadmaker"))


def at_once(act, times=4):
    """Run it several times together. Return the results, or the errors of the database."""

    def run():
        try:
            return act()
        except IntegrityError as error:
            return error

    return all_at_once([run] * times)


def scanned_at_once(evening):
    """The same form four times: one helper with one task."""
    who = NewHelper(uuid.uuid4(), "Jo")
    return at_once(
        lambda: Evening.objects.get(pk=evening.pk).take_task(evening.task_keys["lead"], clock.now(), who).pk
    )


def let_in_at_once(evening):
    """Four who lead press "let in" together."""
    asked = ScreenAsk.ask(evening.gathering.lab, uuid.uuid4(), clock.now())
    before = Helper.objects.count()
    answers = at_once(lambda: ScreenAsk.objects.get(pk=asked.pk).let_in(evening, clock.now()))
    return sorted(answers, key=str), Helper.objects.count() - before


def test_one_form_sent_four_times_at_once_is_one_helper_with_one_task(evening):
    assert len(set(scanned_at_once(evening))) == 1
    assert (Helper.objects.count(), Task.objects.count()) == (1, 1)


def test_four_who_let_a_screen_in_together_make_one_screen(evening):
    for _ in range(5):
        assert let_in_at_once(evening) == ([False, False, False, True], 1)


def test_at_most_five_screens_wait_however_many_ask_together(evening):
    def ask():
        try:
            return ScreenAsk.ask(evening.gathering.lab, uuid.uuid4(), clock.now()).word
        except screens.TooManyScreens:
            return None

    words = all_at_once([ask] * 12)
    assert len([word for word in words if word]) == ScreenAsk.objects.count() == 5


@on_postgres
def test_without_the_locks_one_screen_is_let_in_more_than_once(monkeypatch, evening):
    """All four read that it waits before one of them writes; the second screen is refused by the database alone."""
    all_read = Barrier(4)

    def read_together(self, at):
        waits = ScreenAsk.objects.filter(pk=self.pk).waiting(at).exists()
        all_read.wait(20)
        return waits

    monkeypatch.setattr(screens, "hold_open", lambda lab, at: list(Evening.objects.filter(pk=evening.pk)))
    monkeypatch.setattr(ScreenAsk, "still_waits", read_together)
    answers, _made = let_in_at_once(evening)
    assert answers.count(False) == 0
    assert any(isinstance(answer, IntegrityError) for answer in answers)
