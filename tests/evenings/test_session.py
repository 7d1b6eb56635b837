"""The verbs of a plan."""

import uuid

import pytest

from evenings.models import Session, StepKind
from evenings.models.session import MOST_STEPS, TooManySteps
from evenings.plans import plans
from ideas.models import Moved
from tests.events.factories import make_gathering

A_STEP = {
    "kind": StepKind.TALK,
    "title": "Dans",
    "minutes": 5,
    "sentence": "Dans mee.",
    "task": "",
    "may_skip": False,
}


def titles(session):
    return [step.title for step in Session.objects.get(pk=session.pk).plan_steps]


def named(session, title):
    return session.steps.get(title=title)


def test_a_plan_is_copied_with_all_its_steps(session):
    assert [step.words for step in session.plan_steps] == [step._asdict() for step in plans()["kansen"].steps]
    assert session.minutes == 60


def test_the_same_plan_chosen_twice_is_chosen_once(session, gathering):
    again = Session.begin(gathering, plans()["kansen"], 0)
    assert (again.pk, again.version, again.steps.count()) == (session.pk, 1, 7)


def test_another_plan_takes_the_steps_off_and_they_can_come_back(session, gathering):
    Session.begin(gathering, plans()["tafel"], 1)
    session.refresh_from_db()
    assert titles(session) == ["Aanschuiven", "Gesprek", "Teruglezen"]
    assert session.bring_back(named(session, "Stippen"))
    assert titles(session) == ["Aanschuiven", "Gesprek", "Teruglezen", "Stippen"]


def test_a_third_plan_removes_what_was_off_before(session, gathering):
    Session.begin(gathering, plans()["tafel"], 1)
    Session.begin(gathering, plans()["klas"], 2)
    off = [step.title for step in Session.objects.get(pk=session.pk).steps_off]
    assert off == ["Aanschuiven", "Gesprek", "Teruglezen"]


def test_another_plan_is_refused_when_the_plan_was_changed_meanwhile(session, gathering):
    session.take_off(named(session, "Stippen"))
    with pytest.raises(Moved):
        Session.begin(gathering, plans()["tafel"], 1)
    assert len(titles(session)) == 6


def test_a_step_is_added_at_the_end_once(session):
    key = uuid.uuid4()
    first, second = session.add_step(key, **A_STEP), session.add_step(key, **A_STEP)
    assert first.pk == second.pk
    assert titles(session)[-2:] == ["Afronden", "Dans"]


def test_a_plan_has_thirty_steps_at_most(session):
    for _ in range(MOST_STEPS - 7):
        session.add_step(uuid.uuid4(), **A_STEP)
    with pytest.raises(TooManySteps):
        session.add_step(uuid.uuid4(), **A_STEP)
    step = named(session, "Stippen")
    session.take_off(step)
    session.add_step(uuid.uuid4(), **A_STEP)
    with pytest.raises(TooManySteps):
        session.bring_back(step)


def test_a_step_is_changed_from_the_words_that_were_on_the_screen(session):
    step = named(session, "Stippen")
    seen = step.state
    assert session.change_step(step, seen, **A_STEP | {"title": "Plakken"})
    assert not session.change_step(step, seen, **A_STEP | {"title": "Plakken"})  # the same again
    with pytest.raises(Moved):
        session.change_step(step, seen, **A_STEP)
    assert "Plakken" in titles(session)


def test_a_step_can_be_changed_while_another_step_was_changed(session):
    one, other = named(session, "Stippen"), named(session, "Welkom")
    seen = one.state
    session.change_step(other, other.state, **A_STEP | {"title": "Hallo"})
    assert session.change_step(one, seen, **A_STEP | {"title": "Plakken"})
    assert titles(session)[0] == "Hallo"
    assert titles(session)[4] == "Plakken"


def test_a_step_is_taken_off_and_comes_back_in_its_place(session):
    step = named(session, "Briefjes")
    assert session.take_off(step)
    assert not session.take_off(step)
    assert "Briefjes" not in titles(session)
    assert session.bring_back(step)
    assert not session.bring_back(step)
    assert titles(session)[2:4] in (["Briefjes", "Bij elkaar leggen"], ["Bij elkaar leggen", "Briefjes"])


def test_minutes_and_order_are_set_together(session):
    step = named(session, "Stippen")
    assert session.arrange(1, {step.pk: 25}, (step.pk, -1))
    session = Session.objects.get(pk=session.pk)
    assert titles(session)[3:5] == ["Stippen", "Bij elkaar leggen"]
    assert session.minutes == 75


def test_the_first_step_stays_first_when_it_is_moved_up(session):
    assert not session.arrange(1, {}, (named(session, "Welkom").pk, -1))
    assert titles(session)[0] == "Welkom"


def test_an_arrangement_that_was_read_before_a_change_is_refused(session):
    session.take_off(named(session, "Stippen"))
    with pytest.raises(Moved):
        session.arrange(1, {}, (named(session, "Welkom").pk, 1))


def test_a_step_of_another_evening_is_not_moved_or_changed(session, anna):
    other = Session.begin(make_gathering(anna, "Een andere avond"), plans()["tafel"], 0)
    stranger = other.steps.first()
    assert not session.arrange(1, {stranger.pk: 1}, (stranger.pk, 1))
    assert not session.take_off(stranger)
    assert other.minutes == 120
