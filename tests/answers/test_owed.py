"""When an answer is owed: someone asks, or support passes the threshold; by when; and what never changes that."""

from datetime import date, timedelta

import pytest

from answers.models import Answer, AskedBefore, Because, NotOwed, Terms, VillageThreshold
from answers.models.answer import ask
from common.working_days import Recess
from ideas.models import Idea, IdeaClosed, Moved, Status
from labs.models import RESIDENT_VOICE
from tests.answers.conftest import TODAY, asked, voice_of
from tests.factories import make_idea, make_member
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
THIRTY_WORKING_DAYS = date(2027, 1, 14)


def supported(idea, count, name="Buur"):
    """Let `count` people more support the idea."""
    for number in range(count):
        idea.support(make_member(idea.lab, f"{name}{number}"))
    return Idea.objects.get(pk=idea.pk)


def of(lab, **terms):
    Terms.objects.update_or_create(lab=lab, defaults=terms)


# By a request


def test_an_answer_that_is_asked_for_is_due_in_thirty_working_days(today, idea, chaima):
    answer = asked(idea, chaima)
    assert (answer.because, answer.due, answer.first_due) == (Because.ASKED, THIRTY_WORKING_DAYS, THIRTY_WORKING_DAYS)
    assert (answer.asked_by, answer.voice_kind, answer.reason) == (chaima, "stadmaker", "De kwekers willen het weten.")
    idea.refresh_from_db()
    assert (idea.answer_due, idea.first_date, idea.status) == (THIRTY_WORKING_DAYS, None, Status.NEW)


def test_the_recess_of_the_lab_does_not_count(today, idea, chaima):
    of(idea.lab, recesses=[["2026-12-21", "2027-01-01"]], days=15)
    assert asked(idea, chaima).due == date(2027, 1, 5)


def test_asking_twice_is_one_answer_whoever_asks(idea, chaima, mo):
    first = ask(idea, chaima, voice_of(chaima), "Waarom?")
    again = ask(idea, mo, voice_of(mo), "Ik wil het ook weten.")
    assert (first.is_new, again.is_new, again.thing) == (True, False, first.thing)
    assert Answer.objects.get().reason == "Waarom?"


def test_the_author_asks_once_per_idea_and_a_stadmaker_again(idea, anna, chaima, fleur):
    answer = asked(idea, anna)
    assert answer.voice_kind == "resident"
    answer.give(fleur, voice_of(fleur), **said(kind="already"))
    with pytest.raises(AskedBefore):
        asked(idea, anna)
    assert asked(idea, chaima).is_owed
    other = make_idea(anna, "Een ander idee")
    assert asked(other, anna).is_owed, "another idea counts anew"


def said(**more):
    first = {"kind": "no", "day": None, "to": "", "words": "Nee.", "next_step": "", "contact": "Fleur"}
    return first | more


def test_nobody_asks_about_what_is_hidden_or_closed(idea, chaima, mo):
    held = Idea.objects.get(pk=idea.pk)
    idea.hide(mo, "spam")
    with pytest.raises(IdeaClosed):
        asked(held, chaima)
    idea.restore(mo, "Toch.")
    idea.set_status(chaima, RESIDENT_VOICE, Status.DONE, "Klaar.")
    with pytest.raises(IdeaClosed):
        asked(held, chaima)
    assert not Answer.objects.exists()


# By support


@pytest.fixture
def six(lab):
    """Six supporters are enough here."""
    of(lab, threshold=6)


def test_support_that_passes_the_threshold_owes_an_answer_and_one_less_does_not(today, six, idea):
    idea = supported(idea, 5)
    assert (idea.answer_due, Answer.objects.count()) == (None, 0)
    idea = supported(idea, 1, "Els")
    answer = Answer.objects.get()
    assert (answer.because, answer.supporters, answer.asked_by) == (Because.SUPPORT, 6, None)
    assert (idea.answer_due, answer.due) == (THIRTY_WORKING_DAYS, THIRTY_WORKING_DAYS)


def test_without_a_word_of_the_lab_the_threshold_is_seventy_five(idea):
    Idea.objects.filter(pk=idea.pk).update(support_count=73)
    idea = supported(idea, 1)
    assert idea.answer_due is None
    assert supported(idea, 1, "Els").answer_due


def test_a_village_may_have_a_lower_threshold(lab, anna):
    east, west = lab.neighbourhoods.order_by("name")
    of(lab, threshold=8)
    VillageThreshold.objects.create(village=east, threshold=5)
    there, elsewhere = (make_idea(anna, f"Idee {v}", neighbourhood=v) for v in (east, west))
    assert supported(there, 5).answer_due
    assert supported(elsewhere, 5, "Els").answer_due is None


def test_what_is_taken_back_never_un_owes_and_pressing_again_owes_no_second_one(six, idea, fleur):
    idea = supported(idea, 6)
    due = idea.answer_due
    last = idea.supports.last().person
    idea.withdraw_support(last)
    idea.refresh_from_db()
    assert (idea.support_count, idea.answer_due) == (5, due)
    idea.support(last)
    assert Answer.objects.count() == 1
    Answer.objects.get().give(fleur, voice_of(fleur), **said(kind="already"))
    idea.withdraw_support(last)
    idea.support(last)
    supported(idea, 3, "Els")
    assert Answer.objects.count() == 1, "nor after it was answered"


def test_support_that_passes_while_an_answer_is_owed_is_noted_there_and_counts_once(six, idea, chaima, fleur):
    answer = asked(idea, chaima)
    supported(idea, 7)
    answer.refresh_from_db()
    assert (Answer.objects.count(), answer.because, answer.supporters) == (1, Because.ASKED, 6)
    answer.give(fleur, voice_of(fleur), **said(kind="already"))
    supported(idea, 2, "Els")
    assert Answer.objects.count() == 1


def test_a_copy_that_was_read_before_the_threshold_passed_does_not_forget_it(six, idea, chaima, fleur):
    before = Answer.objects.get(pk=asked(idea, chaima).pk)
    supported(idea, 6)
    before.choose_date(fleur, voice_of(fleur), date(2100, 1, 1), "Het duurt langer.", 0)
    assert Answer.objects.get().supporters == 6


def test_support_of_an_imported_round_never_owes(six, idea):
    Idea.objects.filter(pk=idea.pk).update(ballot_count=900, source="NL/x")
    with pytest.raises(IdeaClosed):
        supported(Idea.objects.get(pk=idea.pk), 1)
    assert not Answer.objects.exists()


def test_support_that_is_rolled_back_owes_nothing(six, idea):
    idea = supported(idea, 5)

    def refuse():
        raise RuntimeError("too often")

    with pytest.raises(RuntimeError):
        idea.support(make_member(idea.lab, "Els"), refuse)
    assert not Answer.objects.exists()
    assert Idea.objects.get(pk=idea.pk).answer_due is None


def test_below_five_support_asks_nothing_of_the_database(idea, django_assert_num_queries):
    buur = make_member(idea.lab, "Buur")
    with django_assert_num_queries(4):  # with the savepoint
        idea.support(buur)


# Another date


def test_a_new_date_keeps_the_first_one_and_its_reason(today, idea, chaima, fleur):
    answer = asked(idea, chaima)
    later = THIRTY_WORKING_DAYS + timedelta(days=14)
    chosen = answer.choose_date(fleur, voice_of(fleur), later, "De tekening is er later.", 0)
    answer.refresh_from_db()
    assert (answer.due, answer.first_due) == (later, THIRTY_WORKING_DAYS)
    assert (chosen.day, chosen.reason, chosen.by, chosen.voice_label) == (
        later, "De tekening is er later.", fleur, "team Groen"
    )  # fmt: skip
    idea.refresh_from_db()
    assert (idea.answer_due, idea.first_date) == (later, THIRTY_WORKING_DAYS)


def test_the_first_day_stays_in_sight_also_after_an_earlier_date(today, idea, chaima, fleur):
    answer, seen = asked(idea, chaima), 0
    for days in (14, -7, 7):
        day = THIRTY_WORKING_DAYS + timedelta(days=days)
        seen = answer.choose_date(fleur, voice_of(fleur), day, f"Om {days}.", seen).pk
    idea.refresh_from_db()
    assert (idea.answer_due, idea.first_date) == (day, THIRTY_WORKING_DAYS)


def test_a_verb_stores_what_it_changes_and_nothing_that_changed_meanwhile(idea, anna, fleur):
    answer = asked(idea, anna, "Ik wil beginnen.")
    Answer.objects.get(pk=answer.pk).remove_reason()
    answer.choose_date(fleur, voice_of(fleur), date(2100, 1, 1), "Later.", 0)
    answer.refresh_from_db()
    assert (answer.reason, answer.due) == ("", date(2100, 1, 1))


def test_the_same_new_date_twice_is_one_and_another_one_meanwhile_is_told(idea, chaima, fleur):
    answer, later = asked(idea, chaima), date(2100, 1, 1)
    for _again in "ab":
        answer.choose_date(fleur, voice_of(fleur), later, "Later.", 0)
    assert answer.dates.count() == 1
    with pytest.raises(Moved):
        answer.choose_date(fleur, voice_of(fleur), date(2100, 2, 1), "Nog later.", 0)


def test_a_change_of_the_terms_moves_no_date_that_was_given(today, idea, chaima, admin):
    answer = asked(idea, chaima)
    recess = [Recess(date(2026, 12, 21), date(2027, 1, 1))]
    assert Terms.change(admin, Terms.objects.of(idea.lab).state, 50, 10, "", recess, {})
    answer.refresh_from_db()
    idea.refresh_from_db()
    assert (answer.due, idea.answer_due) == (THIRTY_WORKING_DAYS, THIRTY_WORKING_DAYS)


# What happens meanwhile


def test_a_withdrawn_idea_closes_its_answer_with_a_trace(idea, anna, chaima, bram, fleur):
    answer = asked(idea, chaima)
    assert idea.withdraw(anna, RESIDENT_VOICE, "Toch niet."), "asking is taking part: a trace stays"
    answer.refresh_from_db()
    idea.refresh_from_db()
    assert (answer.is_owed, answer.given_at, idea.answer_due) == (False, None, None)
    assert answer.closed_at
    with pytest.raises(NotOwed):
        answer.choose_date(fleur, voice_of(fleur), date(2100, 1, 1), "Later.", 0)
    with pytest.raises(NotOwed):
        answer.give(fleur, voice_of(fleur), **said())


def test_a_hidden_idea_pauses_its_answer_and_a_restored_one_goes_on(today, idea, chaima, mo, fleur):
    answer = asked(idea, chaima)
    idea.hide(mo, "spam")
    with standing_at(TODAY + timedelta(days=90)):
        held = Idea.objects.get(pk=idea.pk)
        assert held.become_late() is False
        with pytest.raises(NotOwed):
            answer.give(fleur, voice_of(fleur), **said())
        idea.restore(mo, "Toch.")
        assert Idea.objects.get(pk=idea.pk).become_late()
    answer.refresh_from_db()
    assert (answer.is_owed, answer.due) == (True, THIRTY_WORKING_DAYS)
