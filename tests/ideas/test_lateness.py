"""An answer is late from the next day: the worker tells open pages, once per promise."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from ideas import chores
from ideas.models import Status
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE
from tests.factories import make_idea, make_member
from tests.standing import standing_at

TOPIC = IdeaTopic()
TODAY = datetime(2026, 12, 7, 12, tzinfo=UTC)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with standing_at(TODAY):
        yield


@pytest.fixture
def fleur(idea):
    return make_member(idea.lab, "Fleur", "connector")


@pytest.fixture
def promised(idea, fleur):
    """An answer is due today."""
    return promise(idea, fleur, timezone.localdate())


def promise(idea, member, day, **seen):
    idea.set_status(member, RESIDENT_VOICE, Status.WAITING, "Gevraagd.", "Antwoord.", on=day, **seen)
    return idea


@pytest.mark.parametrize("view", IdeaTopic.views)
def test_whoever_has_the_page_open_hears_the_day_after(promised, view, django_capture_on_commit_callbacks):
    after = promised.revision
    assert chores.show_lateness() == 0, "not yet"
    with standing_at(TOMORROW), translation.override("nl"):
        with django_capture_on_commit_callbacks() as rings:
            assert chores.show_lateness() == 1
        told = {part.key: part.render() for part in TOPIC.parts(promised.pk, view, after)}
    assert "Antwoord te laat, uiterlijk was 7\xa0december</p>" in told[f"status-{promised.pk}"]
    assert len(rings) == 1


def test_it_is_told_once_and_again_after_a_new_promise_that_is_broken(promised, fleur):
    with standing_at(TOMORROW):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]
        promise(promised, fleur, timezone.localdate())
        assert chores.show_lateness() == 0
    with standing_at(TOMORROW + timedelta(days=1)):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]


def test_an_answer_in_time_is_never_late(promised, fleur):
    promised.set_status(fleur, RESIDENT_VOICE, Status.DOING, "Het mag.", "We beginnen.")
    with standing_at(TOMORROW):
        assert promised.become_late() is False
        assert chores.show_lateness() == 0


def test_a_civil_servant_who_answers_at_midnight_is_not_told_that_someone_else_did(promised, fleur):
    seen = promised.status_revision
    with standing_at(TOMORROW):
        chores.show_lateness()
        step = promised.set_status(fleur, RESIDENT_VOICE, Status.DOING, "Het mag.", "We beginnen.", seen=seen)
    assert step.status == Status.DOING


def test_looking_takes_one_query_for_however_many(idea, fleur, django_assert_num_queries):
    for number in range(3):
        promise(make_idea(fleur, f"Idee {number}"), fleur, timezone.localdate())
    with django_assert_num_queries(1):
        assert chores.show_lateness() == 0
