"""An answer is late from the next day: the worker tells open pages, once per promised date."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ideas import chores
from ideas.models import Idea, Status
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE
from notifications.models import Notice
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
def promised(idea):
    """An answer is due today."""
    return promise(idea, timezone.localdate())


def promise(idea, day):
    with transaction.atomic():
        idea.owe_by(day, idea.first_date or idea.answer_due or day)
    return idea


@pytest.mark.parametrize("view", IdeaTopic.views)
def test_whoever_has_the_page_open_hears_the_day_after(promised, view, django_capture_on_commit_callbacks):
    after = promised.revision
    assert chores.show_lateness() == 0, "not yet"
    with standing_at(TOMORROW), translation.override("nl"):
        with django_capture_on_commit_callbacks() as rings:
            assert chores.show_lateness() == 1
        told = {part.key: part.render() for part in TOPIC.parts(promised.pk, view, after)}
    assert "Antwoord te laat, uiterlijk was 7\xa0december · " in told[f"due-{promised.pk}"]
    assert ">1 dag te laat</span>" in told[f"due-{promised.pk}"]
    assert len(rings) == 2, "the followers of the idea, and the home of its lab"


def test_it_is_told_once_and_again_after_a_new_promise_that_is_broken(promised):
    with standing_at(TOMORROW):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]
        promise(promised, timezone.localdate())
        assert chores.show_lateness() == 0
    with standing_at(TOMORROW + timedelta(days=1)):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]


def test_an_answer_in_time_is_never_late(promised):
    with transaction.atomic():
        promised.owe_nothing()
    with standing_at(TOMORROW):
        assert promised.become_late() is False
        assert chores.show_lateness() == 0


def test_who_sets_a_status_at_midnight_is_not_told_that_someone_else_did(promised, fleur):
    seen = promised.status_revision
    with standing_at(TOMORROW):
        chores.show_lateness()
        step = promised.set_status(fleur, RESIDENT_VOICE, Status.DOING, "Het mag.", "We beginnen.", seen=seen)
    assert step.status == Status.DOING


def test_another_status_leaves_the_date_of_the_answer_alone(promised, fleur):
    promised.set_status(fleur, RESIDENT_VOICE, Status.DOING, "We beginnen vast.", "Kom ook.")
    assert Idea.objects.get(pk=promised.pk).answer_due == timezone.localdate()
    with standing_at(TOMORROW):
        assert chores.show_lateness() == 1


def test_looking_takes_one_query_for_however_many(idea, fleur, django_assert_num_queries):
    for number in range(3):
        promise(make_idea(fleur, f"Idee {number}"), timezone.localdate())
    with django_assert_num_queries(1):
        assert chores.show_lateness() == 0


def said(idea):
    with translation.override("nl"):
        idea.refresh_from_db()
        return render_to_string("ideas/_due.html", {"idea": idea}).replace("\xa0", " ")


def test_the_first_date_stays_after_a_new_one(promised):
    today = timezone.localdate()
    promise(promised, today + timedelta(days=5))
    assert "De gemeente geeft antwoord, uiterlijk 12 december. Eerst beloofd: 7 december · " in said(promised)
    assert ">nog 5 dagen</span>" in said(promised)
    assert "status--turn" in said(promised)
    with standing_at(TOMORROW):
        assert "Antwoord te laat, nieuwe datum 12 december. Eerst beloofd: 7 december · " in said(promised)
        assert ">1 dag te laat</span>" in said(promised)
        assert "status--late" in said(promised)
        promise(promised, today + timedelta(days=8))
        assert "nieuwe datum 15 december. Eerst beloofd: 7 december" in said(promised)
    with standing_at(TODAY + timedelta(days=9)):
        assert "Antwoord te laat, uiterlijk was 15 december. Eerst beloofd: 7 december · " in said(promised)
        assert ">9 dagen te laat</span>" in said(promised), "since the first date"


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "vandaag"), (0, "nog 1 dag"), (1, "nog 2 dagen"), (-2, "1 dag te laat"), (-8, "7 dagen te laat")],
)
def test_days_are_counted_in_words(idea, days, words):
    promise(idea, (TOMORROW + timedelta(days=days)).date())
    assert f">{words}</span>" in said(idea)


@pytest.mark.parametrize("view", IdeaTopic.views)
def test_open_pages_hear_of_each_date_that_passes_once(promised, view, django_capture_on_commit_callbacks):
    promise(promised, timezone.localdate() + timedelta(days=5))
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
        assert f"{words} · " in told[f"due-{promised.pk}"].replace("\xa0", " ")
        assert "status--late" in told[f"due-{promised.pk}"]
        assert len(rings) == 2, "the followers of the idea, and the home of its lab"


def test_a_worker_that_was_away_tells_both_dates_at_once(promised):
    promise(promised, timezone.localdate() + timedelta(days=5))
    with standing_at(TODAY + timedelta(days=6)):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]


def test_a_new_date_of_an_answer_that_is_late_already_is_told_by_its_own_verb(promised):
    with standing_at(TOMORROW):
        promised.support(make_member(promised.lab, "Bram"))
        promise(promised, timezone.localdate() + timedelta(days=3))
        assert "nieuwe datum 11 december" in said(promised)
        assert chores.show_lateness() == 0
    with standing_at(TODAY + timedelta(days=5)):
        assert [chores.show_lateness(), chores.show_lateness()] == [1, 0]


@pytest.mark.parametrize("days", [0, -1])
def test_the_same_or_an_earlier_date_is_no_new_promise(idea, days):
    on = timezone.localdate() + timedelta(days=3)
    promise(idea, on)
    promise(idea, on + timedelta(days=days))
    assert "Eerst beloofd" not in said(idea)


def test_a_promise_of_after_an_answer_is_the_first(promised):
    with transaction.atomic():
        promised.owe_nothing()
    assert "hidden" in said(promised)
    promise(promised, timezone.localdate() + timedelta(days=5))
    assert "Eerst beloofd" not in said(promised)


def test_a_hidden_idea_is_not_told_to_be_late(promised):
    promised.hide(make_member(promised.lab, "Mo", "moderator"), "spam")
    with standing_at(TOMORROW):
        assert chores.show_lateness() == 0


def test_an_answer_that_is_late_is_not_told_again_when_its_idea_was_hidden_for_a_while(promised):
    mo = make_member(promised.lab, "Mo", "moderator")
    with standing_at(TOMORROW):
        assert chores.show_lateness() == 1
        promised.hide(mo, "spam")
        Idea.objects.get(pk=promised.pk).restore(mo, "Toch.")
        assert chores.show_lateness() == 0
    assert Notice.objects.filter(kind="late").count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it counted before")
def test_the_worker_reads_only_the_ideas_about_which_an_answer_is_owed(promised):
    assert "USING INDEX ideas_due" in Idea.objects.newly_late().explain()


# Until 0019 an answer that was owed was a status


def waiting(idea, fleur, *days):
    """An idea as it was then: with the status WAITING, by each of these days in turn."""
    for day in days:
        idea.set_status(fleur, RESIDENT_VOICE, Status.WAITING, "Gevraagd.", "Antwoord.", on=day)
    first = days[0] if days[0] != days[-1] else None
    Idea.objects.filter(pk=idea.pk).update(first_date=first)
    return Idea.objects.get(pk=idea.pk)


def moved(idea):
    import_module("ideas.migrations.0019_waiting_becomes_owed").move(apps, None)
    return Idea.objects.get(pk=idea.pk)


def test_what_waited_owes_an_answer_by_the_same_days_and_gets_its_status_back(idea, fleur):
    today = timezone.localdate()
    idea.set_status(fleur, RESIDENT_VOICE, Status.MEETING, "Kom praten.", "Kom ook.", on=today)
    before = waiting(idea, fleur, today, today + timedelta(days=5))
    after = moved(before)
    assert (after.status, after.status_date) == (Status.MEETING, today)
    assert (after.answer_due, after.first_date) == (today + timedelta(days=5), today)
    assert after.revision == after.status_revision == after.answer_revision == before.revision + 1
    assert after.story.count() == 3
    assert moved(after).revision == after.revision, "it can run twice"


@pytest.mark.parametrize("status", [None, Status.DONE])
def test_what_waited_from_its_beginning_or_after_its_end_is_talked_about(idea, fleur, status):
    if status:
        idea.set_status(fleur, RESIDENT_VOICE, status, "Klaar.")
    assert moved(waiting(idea, fleur, timezone.localdate())).status == Status.TALKING


def test_what_waited_without_a_day_gets_six_weeks(idea, fleur):
    idea.set_status(fleur, RESIDENT_VOICE, Status.WAITING, "Gevraagd.", "Antwoord.")
    assert moved(idea).answer_due == timezone.localdate() + timedelta(days=42)


def test_what_open_pages_were_told_before_is_not_told_again(idea, fleur):
    before = waiting(idea, fleur, timezone.localdate())
    with standing_at(TOMORROW):
        told = before.revision + 1
        Idea.objects.filter(pk=idea.pk).update(revision=told, status_revision=told, late_revision=told)
        moved(idea)
        assert chores.show_lateness() == 0
