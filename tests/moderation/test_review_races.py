"""Two at the same moment: a review is asked once and decided once. Each has a control that shows the fault."""

import threading

import pytest
from django.db import IntegrityError, connection

from common import clock
from labs.models import Membership, Pause, RoleKind
from moderation.models import Asked, Case, Decided, Review, report, reviewing
from tests.conftest import EVERYTHING
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.test_care_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 20 if EVERYTHING else 4
WHY = "Iedereen kent dit huis."


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def mods(lab):
    return [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor", "Els")]


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


def hidden(lab, anna, mo):
    comment = make_comment(make_idea(make_member(lab, f"Schrijver{Case.objects.count()}")), anna)
    comment.hide(mo, "spam", "Dubbel.")
    return Case.objects.get(comment=comment)


def loaded(case):
    return Case.objects.with_reviews().get(pk=case.pk)


def only(case):
    return Review.objects.get(decision__case=case)


def test_the_same_request_at_the_same_moment_is_one(lab, mods, anna):
    for _round in range(ROUNDS):
        case = hidden(lab, anna, mods[0])
        told = together(*[lambda case=case: reviewing.ask(loaded(case), anna, WHY).pk] * 4)
        assert set(told) == {only(case).pk}, told


def test_of_two_requests_with_other_words_one_counts(lab, mods, anna):
    for _round in range(ROUNDS):
        case = hidden(lab, anna, mods[0])
        told = together(
            *[lambda case=case, why=why: reviewing.ask(loaded(case), anna, why) for why in ("Daarom.", "Nog iets.")]
        )
        assert sorted(type(one).__name__ for one in told) == ["Asked", "Review"], told
        assert only(case).why in ("Daarom.", "Nog iets.")


def test_control_asking_that_looks_before_it_locks_asks_twice(lab, mods, anna):
    case = hidden(lab, anna, mods[0])
    looked = threading.Barrier(2)

    def careless():
        decision = loaded(case).standing
        was_asked = decision.reviews.exists()
        looked.wait(10)
        if was_asked:
            raise Asked
        return decision.reviews.create(asked_by=anna, why=WHY, due="2026-12-01")

    told = [type(one) for one in together(careless, careless)]
    assert sorted(told, key=str) == sorted([Review, IntegrityError], key=str), "the constraint refuses it"


def test_one_of_two_moderators_decides(lab, mods, anna):
    for _round in range(ROUNDS):
        case = hidden(lab, anna, mods[0])
        reviewing.ask(case, anna, WHY)
        told = together(
            lambda case=case: reviewing.decide_review(loaded(case), mods[1], "restore", "Er staat geen adres in."),
            lambda case=case: reviewing.decide_review(loaded(case), mods[2], "confirm", "Het blijft."),
        )
        assert sorted(type(one).__name__ for one in told) == ["Decided", "Review"], told
        (won,) = [one for one in told if isinstance(one, Review)]
        assert (only(case).outcome, only(case).decided_by) == (won.outcome, won.decided_by)
        assert loaded(case).thing.is_hidden == (won.outcome == "confirm")


def careless_end(case, by, looked):
    """Look whether it waits, and then confirm it, without a lock."""
    review = only(case)
    looked.wait(10)
    if not review.is_open:
        raise Decided
    Review.objects.filter(pk=review.pk).update(decided_by=by, decided_at=clock.now(), outcome="confirm")


def test_control_deciding_that_looks_before_it_locks_decides_twice(lab, mods, anna):
    case = hidden(lab, anna, mods[0])
    reviewing.ask(case, anna, WHY)
    looked = threading.Barrier(2)
    told = together(*[lambda mod=mod: careless_end(case, mod, looked) for mod in mods[1:]])
    assert told == [None, None], "both believe that they decided"


def test_confirming_and_putting_back_directly_at_the_same_moment_agree(lab, mods, anna):
    for _round in range(ROUNDS):
        case = hidden(lab, anna, mods[0])
        reviewing.ask(case, anna, WHY)
        confirmed, is_back = together(
            lambda case=case: reviewing.decide_review(loaded(case), mods[1], "confirm", "Het blijft."),
            lambda case=case: loaded(case).thing.restore(mods[2], "Vergissing."),
        )
        assert is_back is True
        assert not loaded(case).thing.is_hidden
        review = only(case)
        if isinstance(confirmed, Decided):
            assert (review.outcome, review.decided_by) == ("restore", mods[2])
        else:
            assert (review.outcome, review.decided_by) == ("confirm", mods[1]), confirmed


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one who writes")
def test_control_confirming_that_looks_before_it_locks_confirms_what_is_back(lab, mods, anna):
    case = hidden(lab, anna, mods[0])
    reviewing.ask(case, anna, WHY)
    looked, back = threading.Barrier(2), threading.Event()

    def careless():
        review = only(case)
        looked.wait(10)
        back.wait(10)
        assert review.is_open
        Review.objects.filter(pk=review.pk).update(decided_by=mods[1], decided_at=clock.now(), outcome="confirm")

    def put_back():
        looked.wait(10)
        loaded(case).thing.restore(mods[2], "Vergissing.")
        back.set()

    assert together(careless, put_back) == [None, None]
    assert only(case).outcome == "confirm"
    assert not loaded(case).thing.is_hidden, "it says that it stays hidden, and it is back"


def test_confirming_a_pause_and_ending_it_directly_at_the_same_moment_agree(lab, mods, anna):
    for number in range(ROUNDS):
        comment = make_comment(make_idea(make_member(lab, f"Schrijver{number}")), anna)
        case = report(comment, make_member(lab, f"Melder{number}"), "abuse").report.case
        case.decide(mods[0], "pause", "abuse", "Je schold.", 3)
        reviewing.ask(loaded(case), anna, WHY)
        confirmed, is_over = together(
            lambda case=case: reviewing.decide_review(loaded(case), mods[1], "confirm", "Het blijft."),
            lambda: Membership.objects.get(pk=anna.pk).end_pause(mods[2], "Vergissing."),
        )
        assert is_over is True
        assert not Pause.objects.filter(ended_at=None).exists()
        outcome = "takes_part" if isinstance(confirmed, Decided) else "confirm"
        assert only(case).outcome == outcome, confirmed
