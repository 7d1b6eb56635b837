"""*Nu niet, we kijken weer op (datum)*: from that day an answer is owed, once, by the promise of then."""

from datetime import UTC, date, datetime, timedelta

import pytest

from answers.chores import look_at_ideas_again
from answers.models import Answer, Because
from answers.models.answer import look_again
from ideas.leaving import remove_words_of
from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from tests.answers.conftest import asked, voice_of, words
from tests.ideas.test_races import all_at_once
from tests.news import start_anew
from tests.news import told as on_page
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
THAT_DAY = date(2027, 3, 1)  # a Monday
BY_THEN = date(2027, 4, 14)  # thirty working days later: Good Friday and Easter Monday don't count


@pytest.fixture
def not_now(today, idea, chaima, fleur):
    """The municipality said: not now, we look again on that day."""
    asked(idea, chaima).give(fleur, voice_of(fleur), **words(kind="not_now", day=THAT_DAY))
    return Idea.objects.select_related("lab").get(pk=idea.pk)


def on(day, hour=7):
    return standing_at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def test_before_that_day_nothing_is_owed(not_now):
    with on(THAT_DAY - timedelta(days=1)):
        assert look_at_ideas_again() == 0
    assert Answer.objects.owed().count() == 0


def test_from_that_day_an_answer_is_owed_once_by_who_promised_it(not_now, fleur):
    with on(THAT_DAY):
        assert [look_at_ideas_again(), look_at_ideas_again()] == [1, 0]
    answer = Answer.objects.owed().get()
    assert (answer.because, answer.asked_by, answer.voice_label) == (Because.PROMISED, fleur, "team Groen")
    assert (answer.due, answer.first_due, answer.reason) == (BY_THEN, BY_THEN, "De bus moet daar keren.")
    not_now.refresh_from_db()
    assert (not_now.answer_due, not_now.status) == (BY_THEN, "not_now")


def test_a_promise_of_before_stands_with_the_role_of_who_made_it(not_now):
    not_now.story.update(voice_kind="stadmaker", voice_label="")  # as it could be before decision 0037
    with on(THAT_DAY):
        look_at_ideas_again()
    answer = Answer.objects.owed().get()
    assert (answer.voice_kind, answer.voice_label) == ("stadmaker", "")


def test_who_promised_it_hears_it_too(not_now):
    start_anew()
    with on(THAT_DAY):
        look_at_ideas_again()
        assert on_page() == [("Anna", "answer_owed"), ("Fleur", "answer_owed")]


@pytest.mark.parametrize(("days", "due"), [(3, BY_THEN), (90, date(2027, 7, 9))])
def test_a_worker_that_was_away_gives_the_same_day_unless_it_is_over(not_now, days, due):
    with on(THAT_DAY + timedelta(days=days)):
        assert look_at_ideas_again() == 1
    assert Answer.objects.owed().get().due == due


def test_a_hidden_idea_waits_until_it_is_restored_and_a_withdrawn_one_owes_nothing(not_now, anna, mo):
    not_now.hide(mo, "spam")
    with on(THAT_DAY):
        assert look_at_ideas_again() == 0
        Idea.objects.get(pk=not_now.pk).restore(mo, "Toch.")
        assert look_at_ideas_again() == 1
        assert Idea.objects.get(pk=not_now.pk).answer_due == BY_THEN


def test_nothing_is_owed_about_an_idea_that_its_maker_emptied(not_now):
    remove_words_of(not_now)
    with on(THAT_DAY):
        assert look_at_ideas_again() == 0
    assert Answer.objects.owed().count() == 0


def test_another_status_or_an_answer_that_is_owed_already_ends_it(not_now, chaima, fleur, mo):
    with on(THAT_DAY - timedelta(days=9)):
        not_now.set_status(mo, RESIDENT_VOICE, "talking", "Er is weer geld.")
        assert asked(Idea.objects.get(pk=not_now.pk), chaima).is_owed
    with on(THAT_DAY):
        assert look_at_ideas_again() == 0
        Answer.objects.owed().get().give(fleur, voice_of(fleur), **words(kind="no"))
        assert look_at_ideas_again() == 0


def test_a_correction_to_another_day_moves_it(not_now, fleur):
    answer, later = Answer.objects.get(), THAT_DAY + timedelta(days=7)
    corrected = words(kind="not_now", day=later)
    answer.correct(fleur, voice_of(fleur), answer.versions.get().pk, "Een week later.", **corrected)
    with on(THAT_DAY):
        assert look_at_ideas_again() == 0
    with on(later):
        assert look_at_ideas_again() == 1


def test_the_next_answer_may_be_not_now_again(not_now, fleur):
    with on(THAT_DAY):
        look_at_ideas_again()
        again = words(kind="not_now", day=THAT_DAY + timedelta(days=30))
        Answer.objects.owed().get().give(fleur, voice_of(fleur), **again)
        assert look_at_ideas_again() == 0
    with on(THAT_DAY + timedelta(days=30)):
        assert look_at_ideas_again() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.postgres
def test_ten_workers_at_once_owe_one_answer(not_now):
    with on(THAT_DAY):
        ideas = [Idea.objects.select_related("lab").get(pk=not_now.pk) for _worker in range(10)]
        done = all_at_once([lambda idea=idea: look_again(idea) for idea in ideas], threads=10)
    assert sorted(done) == [False] * 9 + [True]
    assert Answer.objects.owed().count() == 1
