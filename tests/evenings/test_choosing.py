"""Choose at an evening: dots, a grade, an answer, "can we try this?"; what counts, and what comes too late."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common import clock
from evenings.chores import erase_participants
from evenings.models import Choice, Evening, Option, Participant, Pick, counting
from evenings.models import choosing as verbs
from evenings.models.choosing import ChoiceClosed, NoDotsLeft, StillChosen, TooManyOnOne
from evenings.results import Choosing
from tests.evenings.test_doors import door
from tests.evenings.test_leading import again

THREE = ["Proefwinkel", "Filmavond op het plein", "Fietspomp"]


def begin(evening, kind="dots", texts=THREE, dots=3, most=2, is_open=True):
    """Let the evening be at a step of this kind, with something to choose. Return the options."""
    step = evening.session.plan_steps[4]
    evening.session.steps.filter(pk=step.pk).update(kind=kind)
    step.refresh_from_db()
    step.session.refresh_from_db()
    verbs.prepare(step, 0, texts, dots, most)
    now = again(evening)
    now.go(step.pk, now.version, clock.now())
    if is_open:
        verbs.open_choice(again(evening), step, 1, clock.now())
    return list(Option.objects.filter(choice__step=step))


def step_of(evening):
    return again(evening).step


def joined(evening, name=""):
    who = again(evening).join(uuid.uuid4(), name, clock.now())
    return Participant.objects.select_related("evening").get(pk=who.pk)


def give(who, option, dots, person=1, words=None):
    who.evening.refresh_from_db()
    return verbs.pick(who, person, option.pk, dots, clock.now(), words)


def close(evening):
    return verbs.close_choice(again(evening), step_of(evening), clock.now())


def press(client, evening, option, dots, **more):
    return client.post(door("live_choose", evening), {"give": f"{option.pk}-{dots}", **more})


def given(evening):
    return {one.option.text or one.option.key: one.dots for one in Pick.objects.select_related("option")}


# What counts


def test_a_person_gives_dots_and_changes_them_until_it_is_closed(evening):
    one, two, _three = begin(evening)
    who = joined(evening)
    assert give(who, one, 2)
    assert not give(who, one, 2), "the same press twice counts once"
    assert give(who, two, 1)
    assert give(who, one, 1)
    assert give(who, two, 0)
    assert given(evening) == {"Proefwinkel": 1}
    assert close(evening)
    assert not close(evening), "pressed twice is closed once"
    with pytest.raises(ChoiceClosed):
        give(who, one, 0)
    assert given(evening) == {"Proefwinkel": 1}


def test_nobody_gives_more_dots_than_they_have_or_than_one_option_may_get(evening):
    one, two, _three = begin(evening, dots=3, most=2)
    who = joined(evening)
    with pytest.raises(TooManyOnOne):
        give(who, one, 3)
    give(who, one, 2)
    with pytest.raises(NoDotsLeft):
        give(who, two, 2)
    give(who, two, 1)
    assert given(evening) == {"Proefwinkel": 2, "Filmavond op het plein": 1}


def test_an_answer_replaces_the_other_and_a_grade_stands_for_each_option(evening):
    yes, no, unsure = begin(evening, "question", texts=[])
    who = joined(evening)
    for option in (yes, unsure, no):
        give(who, option, 1)
    assert given(evening) == {"no": 1}
    with pytest.raises(TooManyOnOne):
        give(who, yes, 2)
    Choice.objects.all().delete()
    one, two, _three = begin(evening, "grade")
    give(who, one, 5)
    give(who, two, 1)
    assert given(evening) == {"Proefwinkel": 5, "Filmavond op het plein": 1}
    with pytest.raises(TooManyOnOne):
        give(who, one, 6)


def test_a_tip_goes_with_its_answer_and_goes_when_the_answer_becomes_yes(evening):
    yes, tip, no = begin(evening, "try", texts=[])
    who = joined(evening)
    give(who, tip, 1, words="")
    give(who, tip, 1, words="Begin klein.")
    assert Pick.objects.get().words == "Begin klein."
    give(who, no, 1, words="Begin klein.")
    assert (Pick.objects.get().option, Pick.objects.get().words) == (no, "Begin klein.")
    give(who, yes, 1, words="Begin klein.")
    assert Pick.objects.get().words == ""


def test_choosing_is_over_when_the_step_or_the_evening_is(evening):
    one, _two, _three = begin(evening)
    who, now = joined(evening), again(evening)
    now.go(evening.session.plan_steps[5].pk, now.version, clock.now())
    with pytest.raises(ChoiceClosed):
        give(who, one, 1)
    now = again(evening)
    now.go(one.choice.step_id, now.version, clock.now())
    assert give(who, one, 1), "back at the step it goes on"
    again(evening).close(clock.now())
    with pytest.raises(ChoiceClosed):
        give(who, one, 2)


def test_an_option_of_another_step_gets_nothing(evening, session):
    begin(evening)
    other = session.plan_steps[5]
    Choice.objects.create(step=other, state="open")
    elsewhere = Option.objects.create(choice=other.choice, position=1, text="Elders")
    with pytest.raises(ChoiceClosed):
        give(joined(evening), elsewhere, 1)


def test_the_database_keeps_one_pick_of_a_person_for_an_option(evening):
    one, *_rest = begin(evening)
    who = joined(evening)
    give(who, one, 1)
    for more in ({"person": 1, "dots": 1}, {"person": 2, "dots": 0}, {"person": 0, "dots": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pick.objects.create(option=one, participant=who, **more)


def test_one_device_chooses_for_a_table_and_each_person_counts(evening):
    one, two, _three = begin(evening)
    who = joined(evening)
    assert verbs.seat(who, 3, clock.now())
    give(who, one, 2, person=1)
    give(who, one, 2, person=3)
    give(who, two, 1, person=3)
    choosing = Choosing(again(evening))
    assert choosing.people == 2
    assert [line.total for line in choosing.lines] == [4, 1, 0]
    with pytest.raises(StillChosen):
        verbs.seat(who, 2, clock.now())
    assert [line.total for line in Choosing(again(evening)).lines] == [4, 1, 0]
    verbs.seat(who, 2, clock.now(), is_sure=True)
    assert [line.total for line in Choosing(again(evening)).lines] == [2, 0, 0]


# The figures


def test_a_recount_from_the_rows_gives_the_figures_that_are_shown(evening, anna):
    one, two, three = begin(evening, most=3)
    for number in range(7):
        who = joined(evening)
        give(who, one, 1 + number % 2)
        give(who, two, 1)
    counting.count(again(evening), anna, {(one.pk, 0): 12}, "hands", uuid.uuid4(), clock.now())
    counting.count(again(evening), anna, {(three.pk, 0): 4}, "paper", uuid.uuid4(), clock.now())
    close(evening)
    recount = {option.pk: 0 for option in (one, two, three)}
    for row in Pick.objects.all():
        recount[row.option_id] += row.dots
    for option in (one, two, three):
        recount[option.pk] += sum(row.number for row in option.counted.all())
    shown = Choosing(again(evening)).lines
    assert {line.option.pk: line.total for line in shown} == recount == {one.pk: 22, two.pk: 7, three.pk: 4}
    assert [line.figure for line in shown] == ["22", "7", "een paar"]
    assert [line.width for line in shown] == [100.0, 31.8, 0.0]


def test_a_grade_is_the_mean_also_with_those_on_paper(evening, anna):
    one, two, _three = begin(evening, "grade")
    for grade in (5, 4, 4):
        give(joined(evening), one, grade)
    give(joined(evening), two, 1)
    counting.count(again(evening), anna, {(one.pk, 1): 2}, "paper", uuid.uuid4(), clock.now())
    shown = Choosing(again(evening)).lines
    assert (shown[0].total, shown[0].people, shown[0].figure) == (15, 5, "3,0")
    assert (shown[1].figure, shown[1].width, shown[2].figure) == ("een paar", 0, "geen")


def test_more_dots_than_the_room_can_give_is_said(evening, anna):
    one, *_rest = begin(evening, dots=3, most=3)
    counting.count(again(evening), anna, {(one.pk, 0): 13}, "paper", uuid.uuid4(), clock.now())
    assert Choosing(again(evening)).too_many == 0, "nobody counted the heads"
    counting.set_heads(again(evening), 4, clock.now())
    assert Choosing(again(evening)).too_many == 1
    counting.set_heads(again(evening), 5, clock.now())
    assert Choosing(again(evening)).too_many == 0


def test_ninety_days_later_the_dots_stay_and_the_words_go(evening):
    _yes, tip, _no = begin(evening, "try", texts=[])
    give(joined(evening, "Merel"), tip, 1, words="Vraag het aan Wim.")
    close(evening)
    again(evening).close(clock.now())
    Evening.objects.update(closes_at=clock.now() - timedelta(days=91))
    assert erase_participants() == 1
    row = Pick.objects.get()
    assert (row.participant, row.words, row.dots) == (None, "", 1)
    assert Evening.objects.get().people == 1
