"""Choose at an evening: dots, a grade, an answer, "can we try this?"; what counts, and what comes too late."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock, rate_limits
from evenings.chores import erase_participants
from evenings.models import Choice, Evening, Option, Participant, Pick
from evenings.models import choosing as verbs
from evenings.models.choosing import ChoiceClosed, NoDotsLeft, TooManyOnOne
from evenings.parts import CHOICE, PHONE
from evenings.results import Choosing
from evenings.showing import facts_of
from events.models import Gathering
from tests.evenings.test_doors import door, read, walk_in

THREE = ["Proefwinkel", "Filmavond op het plein", "Fietspomp"]


@pytest.fixture(autouse=True)
def nothing_is_counted_yet():
    rate_limits.forget()
    yield
    rate_limits.forget()


@pytest.fixture
def evening(session):
    return Evening.open(session, clock.now())


def again(evening):
    return Evening.objects.with_page().get(pk=evening.pk)


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
    assert verbs.seat(who, 3, one.choice, clock.now())
    give(who, one, 2, person=1)
    give(who, one, 2, person=3)
    give(who, two, 1, person=3)
    choosing = Choosing(again(evening))
    assert choosing.people == 2
    assert [line.total for line in choosing.lines] == [4, 1, 0]
    verbs.seat(who, 2, one.choice, clock.now())
    assert [line.total for line in Choosing(again(evening)).lines] == [2, 0, 0]


# The figures


def test_a_recount_from_the_rows_gives_the_figures_that_are_shown(evening, anna):
    one, two, three = begin(evening, most=3)
    for number in range(7):
        who = joined(evening)
        give(who, one, 1 + number % 2)
        give(who, two, 1)
    verbs.count(again(evening), anna, one.pk, "hands", 12, uuid.uuid4(), clock.now())
    verbs.count(again(evening), anna, three.pk, "paper", 4, uuid.uuid4(), clock.now())
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
    verbs.count(again(evening), anna, one.pk, "paper", 2, uuid.uuid4(), clock.now(), 1)
    shown = Choosing(again(evening)).lines
    assert (shown[0].total, shown[0].people, shown[0].figure) == (15, 5, "3,0")
    assert (shown[1].figure, shown[1].width, shown[2].figure) == ("een paar", 0, "geen")


def test_more_dots_than_the_room_can_give_is_said(evening, anna):
    one, *_rest = begin(evening, dots=3, most=3)
    verbs.count(again(evening), anna, one.pk, "paper", 13, uuid.uuid4(), clock.now())
    assert Choosing(again(evening)).too_many == 0, "nobody counted the heads"
    verbs.set_heads(again(evening), 4, clock.now())
    assert Choosing(again(evening)).too_many == 1
    verbs.set_heads(again(evening), 5, clock.now())
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


# The phone


def test_the_phone_shows_the_form_of_the_step_and_what_was_given(evening):
    one, two, _three = begin(evening, is_open=False)
    client = walk_in(evening)
    page = read(client.get(door("live_phone", evening)))
    assert "Zo meteen kun je hier kiezen" in page
    assert 'name="give"' not in page
    verbs.open_choice(again(evening), step_of(evening), 1, clock.now())
    assert "Nog 3 van je 3 stippen" in read(client.get(door("live_phone", evening)))
    answer = press(client, evening, one, 2)
    assert answer.status_code == 302
    page = read(client.get(door("live_phone", evening)))
    assert "Nog 1 van je 3 stippen" in page
    assert f'value="{one.pk}-1"' in page
    close(evening)
    page = read(client.get(door("live_phone", evening)))
    assert "Dit koos jij" in page
    assert two.text not in page.partition("Dit koos jij")[2]


def test_too_many_is_said_at_the_option(evening):
    one, two, _three = begin(evening)
    client = walk_in(evening)
    press(client, evening, one, 2)
    page = press(client, evening, one, 3)
    assert page.status_code == 422
    assert "Op één keuze mogen hooguit 2 stippen van jou" in read(page)
    page = press(client, evening, two, 2)
    assert page.status_code == 422
    assert f'id="option-{two.pk}_error"' in read(page)
    assert "Je stippen zijn op. Haal er eerst één weg." in read(page)


def test_who_is_too_late_reads_that_and_what_they_chose(evening):
    one, two, _three = begin(evening)
    client = walk_in(evening)
    press(client, evening, one, 1)
    close(evening)
    for headers in ({}, {"HX-Request": "true"}):
        page = client.post(door("live_choose", evening), {"give": f"{two.pk}-1"}, headers=headers)
        assert page.status_code == 409
        assert "Het kiezen is net gesloten" in read(page)
        assert "Dit koos jij" in read(page)


@pytest.mark.parametrize("give", ["", "x-1", "1", "1-x", f"{'9' * 30}-1", "1-99", "-1"])
def test_a_button_that_nobody_drew_is_refused(evening, give):
    begin(evening)
    assert walk_in(evening).post(door("live_choose", evening), {"give": give}).status_code == 422
    assert not Pick.objects.exists()


def test_what_goes_wrong_is_kept_when_it_is_too_long(evening):
    _yes, _tip, no = begin(evening, "try", texts=[])
    client = walk_in(evening)
    press(client, evening, no, 1)
    page = press(client, evening, no, 1, words="Te druk. " * 40)
    assert page.status_code == 422
    assert "Te druk. Te druk." in read(page)
    press(client, evening, no, 1, words="Het is te druk op dinsdag.")
    assert "Het is te druk op dinsdag." in read(client.get(door("live_phone", evening)))


def test_without_a_ticket_of_this_evening_nobody_chooses(evening, session, client):
    one, *_rest = begin(evening)
    assert press(client, evening, one, 1).url == door("live_phone", evening)
    who = walk_in(evening)
    Gathering.objects.update(is_hidden=True)
    assert press(who, evening, one, 1).url == door("live_phone", evening)
    assert not Pick.objects.exists()


def test_a_table_chooses_one_after_the_other(evening):
    one, two, _three = begin(evening)
    client = walk_in(evening)
    for wrong in ("0", "13", "veel", ""):
        page = client.post(door("live_choose", evening), {"people": wrong})
        assert page.status_code == 422
        assert "Schrijf een aantal mensen, van 1 tot 12" in read(page)
    client.post(door("live_choose", evening), {"people": "2"})
    press(client, evening, one, 1, person=1)
    press(client, evening, two, 2, person=2)
    page = read(client.get(door("live_phone", evening), {"persoon": "2"}))
    assert "Persoon 2 van 2" in page
    assert "Nog 1 van je 3 stippen" in page
    press(client, evening, two, 1, person=9)
    assert Pick.objects.filter(person=2).count() == 1, "there is no ninth person: it was the second"


def test_another_persons_pick_is_no_news_for_phones_until_the_result_is_shown(evening):
    one, *_rest = begin(evening)
    before = again(evening)
    give(joined(evening), one, 1)
    after = again(evening)
    assert after.revision > before.revision
    for part in (PHONE, CHOICE):
        assert part.revision(after) == part.revision(before)
    verbs.show_result(again(evening), step_of(evening), True, clock.now())
    before = again(evening)
    give(joined(evening), one, 1)
    assert CHOICE.revision(again(evening)) > CHOICE.revision(before)


def test_phones_read_no_figures_while_the_result_is_hidden(evening):
    one, *_rest = begin(evening)
    for _number in range(6):
        give(joined(evening), one, 2)
    client = walk_in(evening)
    for name in ("live_phone", "live_screen"):
        page = read(client.get(door(name, evening)))
        assert 'class="result"' not in page
    verbs.show_result(again(evening), step_of(evening), True, clock.now())
    for name in ("live_phone", "live_screen"):
        page = read(client.get(door(name, evening)))
        assert 'class="result__figure">12<' in page
        assert 'class="result__figure">geen<' in page


def test_the_queries_do_not_grow_with_the_people_or_the_options(evening):
    options = begin(evening)
    client = walk_in(evening)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(door("live_phone", evening))
            client.get(door("live_screen", evening))
        return len(seen)

    verbs.show_result(again(evening), step_of(evening), True, clock.now())
    few = queries()
    for _number in range(5):
        who = joined(evening)
        for option in options:
            give(who, option, 1)
    step = step_of(evening)
    verbs.prepare(step, step.choice.version, [*THREE, "Boom", "Bank"], 3, 2)
    assert queries() == few


def test_facts_need_no_query_of_choosing_until_a_page_asks(evening, django_assert_num_queries):
    begin(evening)
    now = again(evening)
    with django_assert_num_queries(0):
        assert [option.label for option in facts_of(now)["choosing"].options] == THREE


def test_a_phone_of_another_evening_walks_in_first(evening):
    begin(evening)
    assert Client().get(door("live_choose", evening)).url == door("live_phone", evening)
