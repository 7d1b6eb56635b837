"""A lab keeps the steps of an evening as a plan of its own."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenings.models import LabPlan, Session
from evenings.models.lab_plan import MOST_LAB_PLANS, NoSteps, PlanNameTaken, TooManyPlans, plans_for
from events.models import Gathering
from ideas.models import Moved
from labs.models import HidingReason
from tests.evenings.test_pages import at, read
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser


def keep(session, by, name="Kort", goal="", key=None):
    return LabPlan.keep(session, by, key or uuid.uuid4(), name, goal)


def words_of(steps):
    return [step.words for step in steps]


@pytest.fixture
def kept(session, anna):
    return keep(session, anna, "Kort", "Als er weinig tijd is.")


# The verbs


def test_a_kept_plan_has_the_steps_that_are_on_the_evening_in_their_order(session, anna):
    session.take_off(session.steps.get(title="Stippen"))
    session.arrange(session.version, {}, (session.steps.get(title="Afronden").pk, -1))
    there = words_of(session.steps.on())
    assert words_of(keep(session, anna).steps.all()) == there
    assert [step["title"] for step in there][-2:] == ["Afronden", "Wie brengt wat"]


def test_another_evening_begins_with_a_kept_plan(session, kept, mo):
    begun = Session.begin(make_gathering(mo, "Van Mo"), plans_for(session.gathering.lab)[f"lab-{kept.pk}"], 0)
    assert words_of(begun.plan_steps) == words_of(session.plan_steps)


def test_what_changes_afterwards_changes_no_copy(session, kept, mo):
    begun = Session.begin(make_gathering(mo, "Van Mo"), kept.as_plan, 0)
    step = session.plan_steps[0]
    session.change_step(step, step.state, **step.words | {"title": "Hallo"})
    kept.remove()
    assert begun.steps.all()[0].title == "Welkom"


def test_the_same_form_keeps_one_plan(session, anna):
    key = uuid.uuid4()
    assert keep(session, anna, key=key).pk == keep(session, anna, key=key).pk
    assert LabPlan.objects.count() == 1


@pytest.mark.parametrize("name", ["Kort", "KORT", "kansen ophalen"])
def test_a_name_is_given_once_also_in_other_letters_and_not_of_a_plan_of_every_lab(session, kept, anna, name):
    with pytest.raises(PlanNameTaken):
        keep(session, anna, name)


def test_another_lab_may_use_the_name_and_does_not_see_the_plan(kept):
    there = make_lab("elders")
    piet = make_member(there, "Piet", "stadmaker")
    theirs = keep(Session.begin(make_gathering(piet), kept.as_plan, 0), piet, "Kort")
    assert [plan.name for plan in plans_for(there).values()].count("Kort") == 1
    assert f"lab-{kept.pk}" not in plans_for(there)
    assert f"lab-{theirs.pk}" in plans_for(there)


def test_a_lab_keeps_thirty_plans_at_most(session, anna):
    for number in range(MOST_LAB_PLANS):
        keep(session, anna, f"Plan {number}")
    with pytest.raises(TooManyPlans):
        keep(session, anna, "Nog een")


def test_an_evening_without_steps_has_nothing_to_keep(session, anna):
    session.steps.update(is_off=True)
    with pytest.raises(NoSteps):
        keep(session, anna)


def test_a_plan_is_renamed_from_the_words_that_were_on_the_screen(kept):
    seen = kept.state
    assert kept.rename(seen, "KORT", "")  # its own name in other letters
    assert not kept.rename(seen, "KORT", "")  # the same again
    with pytest.raises(Moved):
        kept.rename(seen, "Lang", "")
    with pytest.raises(PlanNameTaken):
        kept.rename(kept.state, "Open tafel", "")


def test_a_plan_is_removed_once(kept):
    assert LabPlan.objects.get(pk=kept.pk).remove()
    assert not kept.remove()


# Its pages


def test_from_an_evening_to_a_plan_of_the_lab_that_a_colleague_chooses(gathering, session, hers, mo):
    assert at("evening_keep", gathering) in read(hers.get(at("evening", gathering)))
    form = hers.get(at("evening_keep", gathering)).context["form"]
    sent = {"key": form["key"].value(), "name": "Kort", "goal": "Als er weinig tijd is."}
    for _ in range(2):
        done = hers.post(at("evening_keep", gathering), sent, follow=True)
        assert done.status_code == 200
    plan = LabPlan.objects.get()
    assert "Bewaard: Kort." in read(done)
    other = make_gathering(mo, "Van Mo")
    page = read(browser(mo).get(at("evening_plan", other)))
    for words in ("Plannen van ons lab", "Als er weinig tijd is.", "Anna"):
        assert words in page
    chosen = browser(mo).post(at("evening_plan", other), {"plan": f"lab-{plan.pk}", "seen": 0}, follow=True)
    assert "7 stappen, 60 minuten" in read(chosen)


def test_a_name_that_is_there_is_said_at_the_field_and_what_was_typed_stays(gathering, kept, hers):
    page = hers.post(at("evening_keep", gathering), {"key": uuid.uuid4(), "name": "kort", "goal": "Anders."})
    assert page.status_code == 422
    assert page.context["form"].errors == {"name": ["Er is al een plan met deze naam. Kies een andere naam."]}
    assert 'value="kort"' in read(page)
    assert 'value="Anders."' in read(page)


def test_a_plan_of_a_past_evening_can_be_kept_and_one_of_a_hidden_gathering_not(gathering, session, hers, lab):
    ago = gathering.starts_at - timedelta(days=20)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    assert at("evening_keep", gathering) in read(hers.get(at("evening", gathering)))
    assert hers.post(at("evening_keep", gathering), {"key": uuid.uuid4(), "name": "Kort"}).status_code == 302
    gathering.hide(make_member(lab, "Noor", "moderator"), HidingReason.SPAM)
    assert at("evening_keep", gathering) not in read(hers.get(at("evening", gathering)))
    assert hers.post(at("evening_keep", gathering), {"key": uuid.uuid4(), "name": "Lang"}).status_code == 403
    assert LabPlan.objects.count() == 1


def test_who_kept_it_and_a_stadmaker_may_rename_it_and_another_organiser_not(session, lab, mo):
    wil, cor = make_member(lab, "Wil", "connector"), make_member(lab, "Cor", "connector")
    plan = keep(session, wil)
    for member, status in ((mo, 200), (wil, 200), (cor, 403)):
        theirs = make_gathering(member, f"Van {member.name}")
        for name in ("evening_kept", "evening_kept_remove"):
            assert browser(member).get(at(name, theirs, plan_pk=plan.pk)).status_code == status
        listed = at("evening_kept", theirs, plan_pk=plan.pk) in read(browser(member).get(at("evening_plan", theirs)))
        assert listed == (status == 200)


def test_a_plan_that_somebody_renamed_keeps_what_was_typed(gathering, kept, hers):
    address = at("evening_kept", gathering, plan_pk=kept.pk)
    mine = {"name": "Lang", "goal": "", "seen": kept.state}
    kept.rename(kept.state, "Middel", "")
    page = hers.post(address, mine)
    assert page.status_code == 409
    assert 'value="Lang"' in read(page)
    assert hers.post(address, mine | {"seen": page.context["form"]["seen"].value()}).status_code == 302
    kept.refresh_from_db()
    assert kept.name == "Lang"


def test_a_plan_is_removed_after_a_question_and_a_second_press_says_so(gathering, kept, hers):
    address = at("evening_kept_remove", gathering, plan_pk=kept.pk)
    assert "Kort" in read(hers.get(address))
    assert "Verwijderd: Kort." in read(hers.post(address, follow=True))
    assert "Dit plan was al verwijderd." in read(hers.post(address, follow=True))
    assert hers.get(address).status_code == 404


def test_a_plan_that_was_removed_meanwhile_can_not_be_chosen(gathering, kept, hers):
    kept.remove()
    page = hers.post(at("evening_plan", gathering), {"plan": f"lab-{kept.pk}", "seen": 1})
    assert page.status_code == 422
    assert "Kies een van deze plannen." in read(page)


def test_a_plan_of_another_lab_is_not_found(gathering, session, hers):
    piet = make_member(make_lab("elders"), "Piet", "stadmaker")
    evening = make_gathering(piet)
    theirs = keep(Session.begin(evening, plans_for(piet.lab)["kansen"], 0), piet)
    for name in ("evening_kept", "evening_kept_remove"):
        assert hers.get(at(name, gathering, plan_pk=theirs.pk)).status_code == 404
        assert hers.post(at(name, gathering, plan_pk=theirs.pk), {"name": "Van mij"}).status_code == 404
    assert hers.post(at("evening_plan", gathering), {"plan": f"lab-{theirs.pk}", "seen": 1}).status_code == 422


def test_a_page_with_five_kept_plans_takes_as_many_queries_as_with_one(gathering, session, kept, hers, anna):
    def queries():
        hers.get(at("evening_plan", gathering))
        with CaptureQueriesContext(connection) as made:
            assert hers.get(at("evening_plan", gathering)).status_code == 200
        return [query["sql"][:60] for query in made]

    one = queries()
    for number in range(4):
        keep(session, anna, f"Plan {number}")
    assert queries() == one
