"""Many choose at the same moment, and at the moment of closing. The control runs our own code without the lock."""

import uuid
from threading import Barrier, Event

import pytest
from django.db import connection
from django.db.models import Sum

from common import clock
from evenings.models import Evening, Participant, Pick, Session
from evenings.models import choosing as verbs
from evenings.models.choosing import ChoiceClosed, NoDotsLeft
from evenings.plans import plans
from evenings.results import Choosing
from tests.evenings.test_choosing import again, begin
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS, PEOPLE = 5, 8


@pytest.fixture
def anna():
    return make_member(make_lab(), "Anna", "stadmaker")


def an_evening(anna):
    return Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())


def reread(who):
    return Participant.objects.select_related("evening").get(pk=who.pk)


def pressed(who, option, dots):
    try:
        return verbs.pick(reread(who), 1, option.pk, dots, clock.now())
    except (ChoiceClosed, NoDotsLeft) as error:
        return type(error)


def given_at_once(evening, options):
    """One person presses in four tabs at once: all their dots, each on another option. Return the dots they gave."""
    who = evening.join(uuid.uuid4(), "", clock.now())
    all_at_once([lambda option=option: pressed(who, option, 3) for option in options])
    return Pick.objects.filter(participant=who).aggregate(sum=Sum("dots"))["sum"]


def test_four_tabs_of_one_person_give_no_more_than_they_have(anna):
    evening = an_evening(anna)
    options = begin(evening, texts=["A", "B", "C", "D"], most=3)
    assert [given_at_once(again(evening), options) for _ in range(ROUNDS)] == [3] * ROUNDS


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_each_tab_gives_all(monkeypatch, anna):
    """All four have read before one of them is stored."""
    evening, all_read, after = an_evening(anna), Barrier(4), verbs.picks_changed

    def when_all_read(*of):
        all_read.wait(20)
        after(*of)

    options = begin(evening, texts=["A", "B", "C", "D"], most=3)
    monkeypatch.setattr(Evening, "hold", lambda self: self.refresh_from_db())
    monkeypatch.setattr(verbs, "picks_changed", when_all_read)
    assert given_at_once(again(evening), options) == 12


def closed_at_once(anna, when_read=lambda: None, when_closed=lambda: None):
    """People choose while it is closed. Return the dots the moment it closed, those after all, and who was counted."""
    evening = an_evening(anna)
    one, *_rest = begin(evening)
    people = [again(evening).join(uuid.uuid4(), "", clock.now()) for _ in range(PEOPLE)]
    frozen = []

    def close_it():
        when_read()
        verbs.close_choice(again(evening), one.choice.step, clock.now())
        frozen.append(Choosing(again(evening)).total)
        when_closed()

    presses = [lambda who=who: pressed(who, one, 2) for who in people]
    answers = all_at_once([*presses[:4], close_it, *presses[4:]])
    return frozen[0], Choosing(again(evening)).total, answers


def test_what_comes_after_closing_is_refused_and_what_came_before_stays(anna):
    for _ in range(ROUNDS):
        frozen, after, answers = closed_at_once(anna)
        assert frozen == after == 2 * answers.count(True)
        assert answers.count(True) + answers.count(ChoiceClosed) == PEOPLE


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_without_the_lock_dots_come_in_after_closing(monkeypatch, anna):
    """All have read that it is open; then it is closed, and only then they are stored."""
    all_read, is_closed, after = Barrier(PEOPLE + 1), Event(), verbs.picks_changed

    def when_closed(*of):
        all_read.wait(20)
        is_closed.wait(20)
        after(*of)

    monkeypatch.setattr(Evening, "hold", lambda self: self.refresh_from_db())
    monkeypatch.setattr(verbs, "picks_changed", when_closed)
    frozen, after_all, _answers = closed_at_once(anna, all_read.wait, is_closed.set)
    assert (frozen, after_all) == (0, 2 * PEOPLE)
