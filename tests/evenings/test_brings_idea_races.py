"""Two organisers put one contribution at two ideas at the same moment, on real threads. With a control."""

import uuid
from threading import Barrier

import pytest
from django.db import connection

from common import clock
from evenings.models import Evening, Pledge, bringing
from ideas.models import Idea, Moved
from tests.evenings import test_note_races as notes
from tests.evenings.test_note_races import ROUNDS, an_evening
from tests.factories import make_idea
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
anna = notes.anna
DONE = "done"


def a_trailer(anna):
    evening, _bea = an_evening(anna)
    own = {"kind": "things", "name": "Jo", "may_show": True}
    return evening, evening.bring(None, "Een aanhanger", uuid.uuid4(), clock.now(), **own)


def putting(evening, pledge, idea):
    """Return a function that puts it at the idea, on fresh copies; it returns where it is for who is too late."""

    def run():
        try:
            Evening.objects.get(pk=evening.pk).belongs_to(pledge.pk, Idea.objects.get(pk=idea.pk), 0)
        except Moved as moved:
            return moved.args[0].idea
        return DONE

    return run


def test_of_two_organisers_one_puts_it_and_the_other_hears_where_it_is(anna):
    ideas = [make_idea(anna, "Groen"), make_idea(anna, "Zwembad")]
    for _ in range(ROUNDS):
        evening, pledge = a_trailer(anna)
        answers = all_at_once([putting(evening, pledge, idea) for idea in ideas])
        there = Pledge.objects.get(pk=pledge.pk).idea
        assert sorted(map(str, answers)) == sorted(map(str, [DONE, there]))
        assert answers[ideas.index(there)] == DONE


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_both_think_it_is_at_theirs(anna, monkeypatch):
    all_read, put = Barrier(2), bringing.put

    def put_together(*args, **values):
        all_read.wait(20)
        return put(*args, **values)

    evening, pledge = a_trailer(anna)
    ideas = [make_idea(anna, "Groen"), make_idea(anna, "Zwembad")]
    monkeypatch.setattr(Evening, "hold", Evening.refresh_from_db)
    monkeypatch.setattr(bringing, "put", put_together)
    assert all_at_once([putting(evening, pledge, idea) for idea in ideas]) == [DONE, DONE]
