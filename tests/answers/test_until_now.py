"""What the migrations make of what stood before: owed answers of what waited for one, and no wait for a first word."""

from datetime import date
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from answers.models import Answer, Because
from ideas.models import Idea, Status
from tests.answers.conftest import asked, voice_of, words
from tests.factories import make_idea

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 12, 8), date(2026, 12, 20)


def fill(migration="0002_owed_until_now"):
    import_module(f"answers.migrations.{migration}").fill(apps, None)


def waits(idea, fleur, day, why):
    return idea.set_status(fleur, voice_of(fleur), Status.WAITING, why, "Straks meer.", on=day)


def test_what_waited_owes_an_answer_with_its_first_date_and_each_later_one(idea, fleur):
    waits(idea, fleur, FIRST, "Oud.")
    idea.set_status(fleur, voice_of(fleur), Status.DOING, "Beantwoord.", "Verder.")
    step = waits(idea, fleur, FIRST, "Wij zoeken het uit.")
    waits(idea, fleur, FIRST, "Nog steeds.")
    later = waits(idea, fleur, SECOND, "De telling moest over.")
    Idea.objects.filter(pk=idea.pk).update(status=Status.DOING, answer_due=SECOND, first_date=FIRST)
    for _again in "ab":
        fill()
    answer = Answer.objects.get()
    assert (answer.because, answer.asked_by, answer.voice_label) == (Because.PROMISED, fleur, "team Groen")
    assert (answer.reason, answer.owed_at) == ("Wij zoeken het uit.", step.at)
    assert (answer.first_due, answer.due, answer.is_owed) == (FIRST, SECOND, True)
    chosen = answer.dates.get()
    assert (chosen.day, chosen.reason, chosen.by, chosen.at) == (SECOND, "De telling moest over.", fleur, later.at)


def test_what_waited_without_a_history_owes_one_too(idea):
    Idea.objects.filter(pk=idea.pk).update(answer_due=FIRST)
    fill()
    answer = Answer.objects.get()
    assert (answer.due, answer.first_due, answer.asked_by, answer.reason) == (FIRST, FIRST, None, "")


def test_nothing_else_owes_an_answer(idea, fleur):
    idea.set_status(fleur, voice_of(fleur), Status.DOING, "Het mag.", "Verder.")
    fill()
    assert not Answer.objects.exists()


def test_an_idea_that_was_answered_before_waits_for_no_first_word(anna, chaima, fleur):
    titles = ("Beantwoord", "Wacht op antwoord", "Verwelkomd en beantwoord")
    answered, owed, welcomed = ideas = [make_idea(anna, title) for title in titles]
    days = [idea.welcome_due for idea in ideas]
    for idea in ideas:
        asked(idea, chaima)
    welcomed.post_comment(fleur, voice_of(fleur), "Welkom!", uuid4())
    for idea in (answered, welcomed):
        idea.answers.get().give(fleur, voice_of(fleur), **words())
    Idea.objects.filter(pk=answered.pk).update(welcome_due=days[0])
    fill("0015_answered_waits_for_no_welcome")
    assert [Idea.objects.get(pk=idea.pk).welcome_due for idea in ideas] == [None, *days[1:]]
