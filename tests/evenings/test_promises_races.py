"""Two organisers put one promise with an idea at the same moment, on real threads. With a control."""

import uuid
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from common import clock
from evenings.models import Evening, Session, promising
from evenings.plans import plans
from events.models import Aloud, Gathering
from ideas.models import Idea, Moved
from tests.evenings import test_note_races as notes
from tests.evenings.test_note_races import ROUNDS
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
anna = notes.anna
SAID = {"name": "Wim", "role": "wethouder", "words": "Er komt een bankje."}


def a_promise(anna):
    """What was promised at an evening that is over."""
    evening = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    promise = evening.note_promise(uuid.uuid4(), clock.now(), anna, None, **SAID)
    evening.close(clock.now())
    ago = clock.now() - timedelta(hours=2)
    Gathering.objects.filter(session__evening=evening).update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    return evening, promise


def putting(evening, promise, member, idea):
    """Return a function that puts it with the idea, on fresh copies, and returns where it went."""

    def run():
        it, voice = Evening.objects.get(pk=evening.pk), member.voices()[-1]
        try:
            at = Idea.objects.get(pk=idea.pk)
            return it.put_promise(promise.pk, 0, at, member, voice, clock.now(), **SAID, day=None).idea
        except Moved as moved:
            return moved.args[0].idea

    return run


def test_of_two_organisers_one_puts_it_online_and_the_other_hears_where(anna):
    bea = make_member(anna.lab, "Bea", "lab_admin")
    ideas = [make_idea(anna, "Groen"), make_idea(anna, "Zwembad")]
    for _ in range(ROUNDS // 2):
        evening, promise = a_promise(anna)
        who = zip((anna, bea, anna), (*ideas, ideas[0]), strict=True)
        answers = all_at_once([putting(evening, promise, member, idea) for member, idea in who])
        aloud = Aloud.objects.get(gathering__session__evening=evening)
        promise.refresh_from_db()
        assert answers == [aloud.idea] * 3
        assert (promise.aloud, promise.version) == (aloud, 1)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_locks_both_are_online(anna, monkeypatch):
    all_read, as_seen = Barrier(2), promising.must_be_as_seen

    def read_together(promise, seen):
        as_seen(promise, seen)
        all_read.wait(20)

    evening, promise = a_promise(anna)
    ideas = [make_idea(anna, "Groen"), make_idea(anna, "Zwembad")]
    monkeypatch.setattr(Evening, "hold", Evening.refresh_from_db)
    monkeypatch.setattr(Gathering, "hold_with_table", lambda self, also=(): [])
    monkeypatch.setattr(promising, "must_be_as_seen", read_together)
    all_at_once([putting(evening, promise, anna, idea) for idea in ideas])
    assert Aloud.objects.count() == 2
