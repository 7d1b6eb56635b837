"""Who brings what at the same moment, on real threads: the same form, and the close. With a control."""

import uuid
from threading import Barrier

import pytest
from django.db import connection

from common import clock
from evenings.models import Evening, Pledge, bringing
from tests.evenings import test_note_races as notes
from tests.evenings.test_note_races import tried
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 8


anna = notes.anna


def an_evening(anna):
    """An evening in its step of who brings what, and somebody who is in."""
    return notes.an_evening(anna, "bring")


def same_words_at_once(evening, bea):
    """Four pages of one person, each with a key of its own, send the same words."""

    def send():
        fresh = Evening.objects.get(pk=evening.pk)
        return fresh.bring(evening.step_id, "Een bank", uuid.uuid4(), clock.now(), bea, kind="things").pk

    return all_at_once([tried(send)] * 4), evening


def test_the_same_words_at_the_same_moment_are_one_pledge_and_each_answer_says_so(anna):
    for _ in range(ROUNDS):
        answers, evening = same_words_at_once(*an_evening(anna))
        assert answers == [evening.pledges.get().pk] * 4


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_they_are_there_more_than_once(anna, monkeypatch):
    """All four read that nothing is there before one of them writes."""
    all_read, first_of = Barrier(4), bringing.first_of

    def read_together(*of):
        found = first_of(*of)
        all_read.wait(20)
        return found

    evening, bea = an_evening(anna)
    monkeypatch.setattr(Evening, "hold", lambda self: self.refresh_from_db())
    monkeypatch.setattr(bringing, "first_of", read_together)
    same_words_at_once(evening, bea)
    assert evening.pledges.count() == 4


def test_taken_back_and_shown_at_the_same_moment_it_is_gone(anna):
    for _ in range(ROUNDS):
        evening, bea = an_evening(anna)
        pledge = evening.bring(evening.step_id, "Een bank", uuid.uuid4(), clock.now(), bea, kind="things")

        def show(evening=evening, pledge=pledge, bea=bea):
            return Evening.objects.get(pk=evening.pk).let_show(pledge.pk, True, bea)

        def back(evening=evening, pledge=pledge, bea=bea):
            return Evening.objects.get(pk=evening.pk).bring_nothing(pledge.pk, bea)

        assert all_at_once([tried(show), tried(back)])[1] is True
        assert not Pledge.objects.filter(evening=evening).standing().exists()
        assert not evening.pledges.exclude(words="").exists()


def test_at_the_moment_of_closing_it_is_in_or_refused_and_never_later(anna):
    for _ in range(ROUNDS):
        evening, bea = an_evening(anna)

        def bring(evening=evening, bea=bea):
            fresh, at = Evening.objects.get(pk=evening.pk), clock.now()
            return bool(fresh.bring(evening.step_id, "Een bank", uuid.uuid4(), at, bea, kind="things"))

        def close(evening=evening):
            return Evening.objects.get(pk=evening.pk).close(clock.now())

        answers = all_at_once([tried(bring), tried(close)])
        assert answers[1] is True
        assert evening.pledges.count() == (answers[0] is True)
