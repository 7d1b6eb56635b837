"""An answer is late from the next day: the worker tells open pages, once per promised date."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ideas import chores
from ideas.models import Idea, Status
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


def said(idea):
    with translation.override("nl"):
        idea.refresh_from_db()
        return render_to_string("ideas/_status.html", {"idea": idea}).replace("\xa0", " ")


def test_the_first_date_stays_after_a_new_one(promised, fleur):
    today = timezone.localdate()
    promise(promised, fleur, today + timedelta(days=5))
    assert "Wacht op antwoord, uiterlijk 12 december. Eerst beloofd: 7 december" in said(promised)
    assert "status--turn" in said(promised)
    with standing_at(TOMORROW):
        assert "Antwoord te laat, nieuwe datum 12 december. Eerst beloofd: 7 december" in said(promised)
        assert "status--late" in said(promised)
        promise(promised, fleur, today + timedelta(days=8))
        assert "nieuwe datum 15 december. Eerst beloofd: 7 december" in said(promised)
    with standing_at(TODAY + timedelta(days=9)):
        assert "Antwoord te laat, uiterlijk was 15 december. Eerst beloofd: 7 december" in said(promised)


@pytest.mark.parametrize("view", IdeaTopic.views)
def test_open_pages_hear_of_each_date_that_passes_once(promised, fleur, view, django_capture_on_commit_callbacks):
    promise(promised, fleur, timezone.localdate() + timedelta(days=5))
    for days, words in (
        (1, "Antwoord te laat, nieuwe datum 12 december. Eerst beloofd: 7 december"),
        (6, "Antwoord te laat, uiterlijk was 12 december. Eerst beloofd: 7 december"),
    ):
        promised.refresh_from_db()
        after = promised.revision
        assert chores.show_lateness() == 0, "not yet"
        with standing_at(TODAY + timedelta(days=days)), translation.override("nl"):
            with django_capture_on_commit_callbacks() as rings:
                assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]
            told = {part.key: part.render() for part in TOPIC.parts(promised.pk, view, after)}
        assert f"{words}</p>" in told[f"status-{promised.pk}"].replace("\xa0", " ")
        assert "status--late" in told[f"status-{promised.pk}"]
        assert len(rings) == 1


def test_a_worker_that_was_away_tells_both_dates_at_once(promised, fleur):
    promise(promised, fleur, timezone.localdate() + timedelta(days=5))
    with standing_at(TODAY + timedelta(days=6)):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]


def test_a_new_date_of_an_answer_that_is_late_already_is_told_by_its_own_verb(promised, fleur):
    with standing_at(TOMORROW):
        promised.support(make_member(promised.lab, "Bram"))
        promise(promised, fleur, timezone.localdate() + timedelta(days=3))
        assert "nieuwe datum 11 december" in said(promised)
        assert chores.show_lateness() == 0
    with standing_at(TODAY + timedelta(days=5)):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]


@pytest.mark.parametrize("days", [0, -1])
def test_the_same_or_an_earlier_date_is_no_new_promise(idea, fleur, days):
    on = timezone.localdate() + timedelta(days=3)
    promise(idea, fleur, on)
    promise(idea, fleur, on + timedelta(days=days))
    assert "Eerst beloofd" not in said(idea)


def test_a_promise_of_after_another_status_is_the_first(promised, fleur):
    promised.set_status(fleur, RESIDENT_VOICE, Status.TALKING, "Eerst praten.", "Dan antwoord.")
    promise(promised, fleur, timezone.localdate() + timedelta(days=5))
    assert "Eerst beloofd" not in said(promised)


def test_first_dates_until_now_come_from_the_history(promised, fleur, idea):
    other = promise(make_idea(fleur, "Op tijd"), fleur, timezone.localdate())
    promise(promised, fleur, timezone.localdate() + timedelta(days=5))
    Idea.objects.update(first_date=None)
    import_module("ideas.migrations.0013_first_promises_until_now").fill(apps, None)
    assert "Eerst beloofd: 7 december" in said(promised)
    assert "Eerst beloofd" not in said(other)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it counted before")
def test_the_worker_reads_only_the_ideas_that_wait_for_an_answer(promised):
    plan = Idea.objects.newly_late().explain()
    assert "USING INDEX ideas_waiting" in plan
