"""Two organisers decide about one note at the same moment, on real threads. With a control."""

import uuid
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from common import clock
from evenings.models import Evening, Note, Outcome, Source, harvesting
from ideas.models import Comment, Idea, Moved
from labs.models import RESIDENT_VOICE
from tests.evenings import test_note_races as notes
from tests.evenings.test_note_races import ROUNDS, an_evening
from tests.factories import make_idea, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
anna = notes.anna


def a_kept_note(anna):
    """An evening that is over, and its kept note."""
    evening, _bea = an_evening(anna)
    note = evening.write(evening.step_id, "Een bank", uuid.uuid4(), clock.now())
    evening.keep(Note, note.pk, True, clock.now())
    evening.close(clock.now())
    return evening, Source("note", note.pk)


def tried(verb):
    def run():
        try:
            return verb().state
        except (Moved, IntegrityError) as error:
            return type(error)

    return run


def four_ways(evening, source, anna, bea, idea):
    """Return four verbs, of two organisers, each on a fresh copy."""

    def fresh():
        return Evening.objects.get(pk=evening.pk)

    def new():
        words = {"title": f"Een bank {source.pk}", "opportunity": "Een bank op het plein."}
        return fresh().make_idea(source, anna, RESIDENT_VOICE, uuid.uuid4(), clock.now(), **words)

    def say():
        it, words = Idea.objects.get(pk=idea.pk), f"Een bank {source.pk}."  # the same words at once are one comment
        return fresh().make_comment(source, it, bea, RESIDENT_VOICE, words, uuid.uuid4(), clock.now())

    return [
        lambda: fresh().put_at_idea(source, Idea.objects.get(pk=idea.pk), bea, clock.now()),
        new,
        say,
        lambda: fresh().leave_in_report(source, anna, clock.now()),
    ]


def test_of_four_ways_at_the_same_moment_one_is_taken_and_the_others_hear_where_it_went(anna):
    bea, idea = make_member(anna.lab, "Bea", "lab_admin"), make_idea(anna)
    for _ in range(ROUNDS // 2):
        ideas, comments = Idea.objects.count(), Comment.objects.count()
        evening, source = a_kept_note(anna)
        answers = all_at_once([tried(verb) for verb in four_ways(evening, source, anna, bea, idea)])
        outcome = Outcome.objects.get(evening=evening)
        assert sorted(map(str, answers)) == sorted(map(str, [outcome.state, Moved, Moved, Moved]))
        assert Idea.objects.count() == ideas + (outcome.state == "new")
        assert Comment.objects.count() == comments + (outcome.state == "comment")


def test_the_same_form_at_the_same_moment_makes_one_idea(anna):
    for _ in range(ROUNDS // 2):
        evening, source = a_kept_note(anna)
        before, key = Idea.objects.count(), uuid.uuid4()

        def make(evening=evening, source=source, key=key):
            words = {"title": f"Een bank {key}", "opportunity": "Een bank op het plein."}
            it = Evening.objects.get(pk=evening.pk)
            return it.make_idea(source, anna, RESIDENT_VOICE, key, clock.now(), **words)

        assert all_at_once([tried(make)] * 3) == ["new"] * 3
        assert Idea.objects.count() == before + 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_two_decide(anna, monkeypatch):
    """Both read that nothing is decided before one of them writes: the database itself refuses the second."""
    all_read, decided = Barrier(2), harvesting.must_be_undecided

    def read_together(outcome):
        decided(outcome)
        all_read.wait(20)

    evening, source = a_kept_note(anna)
    idea = make_idea(anna)
    monkeypatch.setattr(Evening, "hold", Evening.refresh_from_db)
    monkeypatch.setattr(harvesting, "must_be_undecided", read_together)
    verbs = four_ways(evening, source, anna, anna, idea)
    answers = all_at_once([tried(verbs[0]), tried(partial(verbs[3]))])
    assert IntegrityError in answers
