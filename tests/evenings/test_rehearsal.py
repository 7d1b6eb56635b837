"""Rehearse an evening: what pretend guests do, what is left of it, and what who follows it learns."""

import uuid
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from common import clock
from evenings import guests
from evenings.chores import close_forgotten, pretend
from evenings.models import (
    Choice,
    Evening,
    EveningClosed,
    Note,
    Option,
    Participant,
    Pick,
    Session,
    StepKind,
    counting,
)
from evenings.models import choosing as verbs
from evenings.models.choice import CountedHow
from evenings.models.helping import NewHelper
from evenings.models.rehearsing import LASTS, STAYS
from evenings.models.report import Report
from evenings.plans import plans
from evenings.reporting import finish
from evenings.topics import HELPER, TICKET, ConsoleTopic, EveningTopic
from events.models import Gathering
from realtime.tickets import Ticket
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_leading import again
from tests.evenings.test_tasks import qr, take
from tests.ideas.conftest import browser
from tests.standing import standing_at

GUESTS = len(guests.guests().names)


@pytest.fixture
def later():
    """Let the clock stand still at a moment."""
    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(standing_at(moment))


@pytest.fixture
def evening(session):
    """A rehearsal that goes on."""
    return Evening.try_out(session, clock.now())


def at(name, gathering):
    return reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})


def go_to(evening, kind):
    """Go to the first step of this kind, or make one."""
    evening = again(evening)
    step = evening.session.steps.on().filter(kind=kind).first()
    if step is None:
        words = {"title": "Proberen", "minutes": 5, "sentence": "Kan dit?", "task": "", "may_skip": False}
        step = evening.session.add_step(uuid.uuid4(), kind=kind, **words)
        evening = again(evening)
    evening.go(step.pk, evening.version, clock.now())
    return step


def all_act():
    """Let the worker come until nobody has anything to do. Return how often that was."""
    times = 0
    while pretend():
        times += 1
        assert times < 100
    return times


def rows():
    """Count the rows of every table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def fields(evening):
    """Its fields, but for what only says when something changed."""
    told = {one.attname: getattr(evening, one.attname) for one in evening._meta.concrete_fields}
    return {name: value for name, value in told.items() if not name.endswith("revision") and name != "closes_at"}


def a_full_rehearsal(evening, hers):
    """All that can be done at an evening, by pretend guests, by people, and by who leads."""
    now = clock.now()
    guest, helper = walk_in(evening), take(evening, "screen")
    person = Participant.objects.latest("pk")
    evening.take_task(evening.task_keys["paper"], now, NewHelper(uuid.uuid4(), "Jo", person))
    notes = go_to(evening, StepKind.NOTES)
    all_act()
    guest.post(door("live_note", evening), {"key": uuid.uuid4(), "step": notes.pk, "text": "Een echt briefje"})
    evening = again(evening)
    evening.let_through(True, now)
    first, second = (evening.write(notes.pk, text, uuid.uuid4(), now) for text in ("Een", "Twee"))
    pile = evening.lay_together({first.pk: 0, second.pk: 0}, "Getallen", uuid.uuid4(), now)
    evening.keep(type(pile), pile.pk, True, now)
    third = evening.write(notes.pk, "Een derde", uuid.uuid4(), now)
    evening.keep(Note, third.pk, True, now)
    Participant.objects.filter(pk=person.pk).update(people=5)
    theirs = evening.write(notes.pk, "Van een tafel", uuid.uuid4(), now, person)
    go_to(evening, StepKind.GROUP)
    assert again(evening).pick_note(theirs.pk, True, Participant.objects.get(pk=person.pk), now)
    go_to(evening, StepKind.BRING)
    all_act()
    for kind in (StepKind.DOTS, StepKind.GRADE, StepKind.QUESTION, StepKind.TRY):
        step = go_to(evening, kind)
        if kind == StepKind.DOTS:
            assert verbs.take_over(again(evening), step, now)
            assert step.choice.options.filter(text="Van een tafel").exists()
        choice = Choice.objects.filter(step=step).first()
        if kind == StepKind.GRADE:
            verbs.prepare(step, 0, ["Een", "Twee"], 3, 3)
            choice = step.choice
        verbs.open_choice(again(evening), step, choice.version if choice else 0, now)
        all_act()
        option = Option.objects.filter(choice__step=step).first()
        how, grade = CountedHow.HANDS, 3 if kind == StepKind.GRADE else 0
        counting.count(again(evening), None, {(option.pk, grade): 4}, how, uuid.uuid4(), now)
    counting.set_heads(again(evening), 20, now)
    verbs.show_result(again(evening), step, True, now)
    objection = Pick.objects.get(option__key="no", option__choice__step=step)
    verbs.park(again(evening), objection.piece, "Jo", now.date(), now)
    evening = again(evening)
    evening.blank(True, now)
    evening.shorten(evening.version, now)
    assert hers.get(door("live_lead", evening)).status_code == 200
    return guest, helper


# Nothing stays


def test_nothing_of_a_rehearsal_is_left_in_any_table(session, gathering, hers):
    dots = session.steps.get(kind=StepKind.DOTS)
    grade = session.add_step(
        uuid.uuid4(), kind="grade", title="Cijfer", minutes=5, sentence="Geef.", task="", may_skip=False
    )
    verbs.prepare(dots, 0, ["Een bank", "Een boom", "Een kraan"], 3, 2)
    verbs.prepare(grade, 0, ["Een", "Twee"], 3, 3)
    session.add_step(uuid.uuid4(), kind="try", title="Kan", minutes=5, sentence="Ja?", task="", may_skip=False)
    session.add_step(uuid.uuid4(), kind="question", title="Wat", minutes=5, sentence="Ja?", task="", may_skip=False)
    evening = Evening.make_codes(session, clock.now())
    before, was = rows(), fields(again(evening))

    hers.post(at("evening_rehearse", gathering))
    a_full_rehearsal(again(evening), hers)
    assert rows() != before
    assert Choice.objects.filter(state="open").count() == 4
    hers.post(at("evening_rehearsal_stop", gathering))

    assert rows() == before
    left = again(evening)
    assert fields(left) | {"version": 0} == was | {"version": 0}
    assert set(Choice.objects.values_list("state", "is_shown", "closed_at")) == {("ready", False, None)}
    assert [one.text for one in dots.choice.options.all()] == ["Een bank", "Een boom", "Een kraan"]
    assert not left.is_open(clock.now())


def test_what_a_rehearsal_leaves_is_named(evening):
    """Who adds a column that organisers prepare puts it on the session, or names it here."""
    assert {one.name for one in evening._meta.concrete_fields} >= set(STAYS)


def test_without_codes_the_rehearsal_makes_them_and_they_stay(session, gathering, hers):
    hers.post(at("evening_rehearse", gathering))
    code, keys = Evening.objects.get().code, Evening.objects.get().task_keys
    hers.post(at("evening_rehearsal_stop", gathering))
    hers.post(at("evening_open", gathering))
    opened = Evening.objects.get()
    assert (opened.code, opened.task_keys, opened.is_rehearsal) == (code, keys, False)


def test_a_choice_of_the_plan_can_be_opened_after_the_rehearsal(session, evening):
    step = go_to(evening, StepKind.DOTS)
    verbs.prepare(step, 0, ["Een bank", "Een boom"], 3, 3)
    verbs.open_choice(again(evening), step, step.choice.version, clock.now())
    all_act()
    verbs.close_choice(again(evening), step, clock.now())
    Evening.open(session, clock.now())
    choice = Choice.objects.get()
    go_to(evening, StepKind.DOTS)
    assert verbs.open_choice(again(evening), step, choice.version, clock.now())
    assert not Pick.objects.exists()


def test_a_task_that_is_taken_back_in_a_rehearsal_keeps_its_printed_code(evening):
    printed = again(evening).task_keys
    take(evening, "paper")
    evening = again(evening)
    assert evening.take_back(evening.helpers.get().tasks.get().pk)
    assert again(evening).task_keys == printed
    assert evening.renew_key("paper", printed["paper"]), "who presses for a new code gets one"
    evening.stop_rehearsal(clock.now())
    assert again(evening).task_keys["paper"] != printed["paper"]


# Begin, go on, and the end


def test_a_rehearsal_stops_by_itself_after_a_quarter_of_an_hour(evening, later):
    pretend()
    later(clock.now() + LASTS + timedelta(seconds=1))
    assert pretend() == 0
    assert close_forgotten() == 1
    assert not Participant.objects.exists()
    assert not again(evening).is_rehearsal
    assert close_forgotten() == 0


def test_pressed_again_it_goes_on_for_a_quarter_from_now(evening, gathering, hers, later):
    pretend()
    later(clock.now() + timedelta(minutes=10))
    page = hers.post(at("evening_rehearse", gathering), follow=True)
    assert again(evening).closes_at == clock.now() + LASTS
    assert Participant.objects.count() == 1, "what there is stays"
    assert "Proef" in read(page)


def test_begun_again_after_its_time_it_is_a_new_one(evening, session, later):
    pretend()
    later(clock.now() + LASTS + timedelta(minutes=1))
    Evening.try_out(session, clock.now())
    assert again(evening).is_open(clock.now())
    assert not Participant.objects.exists()


def test_stopped_twice_is_stopped_once(evening, gathering, hers):
    assert "De proef is voorbij" in read(hers.post(at("evening_rehearsal_stop", gathering), follow=True))
    second = hers.post(at("evening_rehearsal_stop", gathering), follow=True)
    assert (second.status_code, "De proef is voorbij" in read(second)) == (200, False)


def test_closing_a_rehearsal_stops_it(evening, gathering, hers):
    pretend()
    words = {"seen": 0, "who_1": "Jo", "what_1": "De uitslag", "to_1": "De buurt"}
    page = hers.post(door("live_close", evening), words, follow=True)
    assert "De proef is voorbij" in read(page)
    left = again(evening)
    assert (left.closed_at, left.opened_at, left.participants.count()) == (None, None, 0)
    assert not Report.objects.exists()
    with pytest.raises(EveningClosed):
        finish(left, None, [], 0, clock.now())


def test_who_leads_by_a_task_closes_a_rehearsal_and_reads_that_it_is_over(evening):
    helper = take(evening, "lead")
    page = helper.post(door("live_close", evening), {"seen": 0}, follow=True)
    assert "De proef waar je in was, is voorbij." in read(page)
    assert not again(evening).is_rehearsal


def test_opened_for_real_it_stops_first(evening, session, gathering, hers):
    go_to(evening, StepKind.NOTES)
    all_act()
    page = hers.post(at("evening_open", gathering), follow=True)
    opened = again(evening)
    assert (opened.is_rehearsal, opened.step, opened.people) == (False, None, 0)
    assert opened.code == evening.code
    assert opened.closes_at - opened.opened_at == timedelta(hours=24)
    assert not Note.objects.exists()
    assert "tot " not in read(page).split('id="evening-rehearsal', 1)[1].split("</p>")[0]


def test_what_was_opened_for_real_is_never_rehearsed_again(session, gathering, hers):
    evening = Evening.open(session, clock.now())
    evening.join(uuid.uuid4(), "Jo", clock.now())
    for _ in range(2):
        page = read(hers.post(at("evening_rehearse", gathering), follow=True))
        assert "Proefdraaien kan nu niet." in page
        evening.close(clock.now())
    assert Participant.objects.count() == 1
    assert at("evening_rehearse", gathering) not in page


def test_a_gathering_that_is_over_or_hidden_is_not_rehearsed(session, gathering, hers):
    Gathering.objects.filter(pk=gathering.pk).update(is_hidden=True)
    assert hers.post(at("evening_rehearse", gathering)).status_code == 403
    past = clock.now() - timedelta(days=3)
    Gathering.objects.filter(pk=gathering.pk).update(
        is_hidden=False, starts_at=past, ends_at=past + timedelta(hours=1)
    )
    assert hers.post(at("evening_rehearse", gathering)).status_code == 403
    assert not Evening.objects.exists()


def test_hidden_meanwhile_the_guests_stop_and_at_its_time_it_is_gone(evening, gathering, later):
    pretend()
    Gathering.objects.filter(pk=gathering.pk).update(is_hidden=True)
    assert pretend() == 0
    later(clock.now() + LASTS)
    close_forgotten()
    assert not Participant.objects.exists()


def test_without_steps_or_a_plan_it_isnt_rehearsed(gathering, hers):
    assert hers.post(at("evening_rehearse", gathering)).url == at("evening_plan", gathering)
    session = Session.begin(gathering, plans()["tafel"], 0)
    for step in session.plan_steps:
        session.take_off(step)
    assert "Proefdraaien kan nu niet." in read(hers.post(at("evening_rehearse", gathering), follow=True))
    with pytest.raises(EveningClosed):
        Evening.try_out(session, clock.now())


# Who reads what


def test_every_page_says_that_it_is_a_rehearsal(evening, gathering, hers):
    person, helper = walk_in(evening), take(evening, "screen")
    pages = {
        "plan": hers.get(at("evening", gathering)),
        "walk in": Client().get(door("live_phone", evening)),
        "phone": person.get(door("live_phone", evening)),
        "lead": hers.get(door("live_lead", evening)),
        "tasks": hers.get(door("live_tasks", evening)),
        "screen": hers.get(door("live_screen", evening)),
        "wall": hers.get(door("live_wall", evening)),
        "help": helper.get(door("live_help", evening)),
    }
    until = "tot "
    for name, page in pages.items():
        said = read(page)
        assert page.status_code == 200, name
        assert "Er loopt een proef" in said if name == "plan" else f'id="evening-rehearsal-{evening.pk}"' in said, name
        assert until in said, name


def test_an_evening_for_real_says_nothing_of_it(session, hers):
    evening = Evening.open(session, clock.now())
    page = read(hers.get(door("live_lead", evening)))
    assert "Er blijft niets van over" not in page
    assert "Na de proef" not in read(Client().get(door("live_phone", evening)))


def test_who_follows_it_hears_that_it_is_over(evening, anna):
    walk_in(evening)
    take(evening, "lead")
    guest = (Ticket(TICKET, Participant.objects.get().pk), evening.pk)
    helper = (Ticket(HELPER, evening.helpers.get().pk), evening.pk)
    after = again(evening).revision
    evening.stop_rehearsal(clock.now())
    leader = (anna.user_id, evening.pk)
    assert EveningTopic().may_follow({guest, helper, leader}) == {leader}
    parts = {part.key: part.render() for part in ConsoleTopic().parts(evening.pk, "page", after)}
    assert "De proef is voorbij" in parts[f"evening-lead-{evening.pk}"]
    assert "tot " not in parts[f"evening-rehearsal-{evening.pk}"]
    parts = {part.key: part.render() for part in EveningTopic().parts(evening.pk, "screen", after)}
    assert "De proef is voorbij" in parts[f"evening-screen-{evening.pk}"]


def test_a_qr_code_that_was_printed_before_works_in_the_rehearsal_and_after(session):
    evening = Evening.make_codes(session, clock.now())
    printed = qr(evening, "paper")
    assert Client().get(printed).status_code == 403
    Evening.try_out(session, clock.now())
    assert Client().get(printed).status_code == 200
    Evening.open(session, clock.now())
    assert Client().get(printed).status_code == 200


@pytest.mark.parametrize("name", ["evening_rehearse", "evening_rehearsal_stop"])
def test_nobody_else_rehearses(name, session, gathering, mo, bram):
    for member in (mo, bram):
        assert browser(member).post(at(name, gathering)).status_code == 403
    assert Client().post(at(name, gathering)).status_code == 302
