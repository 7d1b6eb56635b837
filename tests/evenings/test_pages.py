"""The pages of a plan, as its organisers use them."""

import re
import uuid
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evenings.models import Session
from evenings.plans import plans
from events.models import Gathering
from tests.events.factories import make_draft, make_gathering
from tests.ideas.conftest import browser


def at(name, gathering, **more):
    return reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk} | more)


def read(response):
    return response.content.decode()


def sent(session, **more):
    minutes = {f"minutes-{step.pk}": step.minutes for step in session.plan_steps}
    return minutes | {"seen": session.version} | more


def test_from_a_gathering_to_its_plan_in_three_presses(gathering, hers):
    page = read(hers.get(gathering.get_absolute_url()))
    assert at("evening", gathering) in page
    assert hers.get(at("evening", gathering)).url == at("evening_plan", gathering)
    done = hers.post(at("evening_plan", gathering), {"plan": "kansen", "seen": 0}, follow=True)
    assert "7 stappen, 60 minuten" in read(done)
    assert "19.35" in read(done)


def test_nobody_else_reads_the_plan(gathering, session, mo, bram, client):
    assert browser(mo).get(at("evening", gathering)).status_code == 403
    assert browser(bram).get(at("evening", gathering)).status_code == 403
    assert client.get(at("evening", gathering)).status_code == 302
    assert at("evening", gathering) not in read(browser(mo).get(gathering.get_absolute_url()))


def test_a_plan_that_takes_too_long_says_by_how_many_minutes(gathering, session, hers):
    step = session.plan_steps[0]
    page = hers.post(at("evening", gathering), sent(session) | {f"minutes-{step.pk}": 15}, follow=True)
    assert "10 minuten te lang" in read(page)
    assert "Je plan duurt 70 minuten, en de bijeenkomst 60." in read(page)
    assert re.search(r"Deze mogen vervallen:(&#32;| )<bdi>In tweetallen</bdi> \(10&nbsp;min\)", read(page))
    assert read(page).count("tot na 20.30") == 2


def test_a_plan_that_is_shorter_says_what_is_left(gathering, session, hers):
    step = session.plan_steps[1]
    hers.post(at("evening_step_off", gathering, step_pk=step.pk))
    assert "Er zijn 10 minuten over. Inloop" in read(hers.get(at("evening", gathering)))


def test_minutes_that_are_no_number_stay_with_a_message(gathering, session, hers):
    step = session.plan_steps[0]
    page = hers.post(at("evening", gathering), sent(session) | {f"minutes-{step.pk}": "vijf"})
    assert page.status_code == 422
    assert 'value="vijf"' in read(page)
    assert "Schrijf een aantal minuten, van 1 tot 240." in read(page)


def test_moving_a_step_keeps_the_minutes_that_were_typed(gathering, session, hers):
    first, second = session.plan_steps[:2]
    moved = hers.post(at("evening", gathering), sent(session, down=first.pk) | {f"minutes-{second.pk}": 12})
    assert moved.url == f"{at('evening', gathering)}#omlaag-{first.pk}"
    assert f'id="omlaag-{first.pk}"' in read(hers.get(moved.url))
    steps = Session.objects.get(pk=session.pk).plan_steps
    assert [(step.pk, step.minutes) for step in steps[:2]] == [(second.pk, 12), (first.pk, 5)]


def test_two_organisers_change_the_minutes_and_the_second_reads_so(gathering, session, hers):
    step = session.plan_steps[0]
    mine = sent(session) | {f"minutes-{step.pk}": 20}
    session.take_off(session.plan_steps[3])
    page = hers.post(at("evening", gathering), mine)
    assert page.status_code == 409
    assert "Iemand veranderde dit plan net." in read(page)
    assert 'value="20"' in read(page)
    again = mine | {"seen": page.context["form"]["seen"].value()}
    assert hers.post(at("evening", gathering), again).status_code == 302
    assert Session.objects.get(pk=session.pk).plan_steps[0].minutes == 20


def test_a_new_step_without_words_says_at_each_field_what_to_do(gathering, session, hers):
    page = hers.post(at("evening_step_new", gathering), {"minutes": "0"})
    assert page.status_code == 422
    for words in ("Geef de stap een korte naam.", "Kies wat de mensen doen.", "Schrijf één zin"):
        assert words in read(page)
    assert session.steps.count() == 7


def test_a_step_that_somebody_else_changed_keeps_what_was_typed(gathering, session, hers):
    step = session.plan_steps[0]
    form = hers.get(at("evening_step", gathering, step_pk=step.pk)).context["form"]
    mine = {name: form[name].value() for name in ("title", "kind", "minutes", "sentence", "task", "seen")}
    session.change_step(step, step.state, title="Hallo")
    page = hers.post(at("evening_step", gathering, step_pk=step.pk), mine | {"title": "Goedenavond"})
    assert page.status_code == 409
    assert "Goedenavond" in read(page)
    again = mine | {"title": "Goedenavond", "seen": page.context["form"]["seen"].value()}
    assert hers.post(at("evening_step", gathering, step_pk=step.pk), again).status_code == 302
    step.refresh_from_db()
    assert step.title == "Goedenavond"


def test_a_step_of_another_evening_is_not_found(gathering, session, hers, mo):
    other = Session.begin(make_gathering(mo, "Van Mo"), plans()["tafel"], 0)
    step = other.plan_steps[0].pk
    assert hers.get(at("evening_step", gathering, step_pk=step)).status_code == 404
    assert hers.post(at("evening_step_off", gathering, step_pk=step)).status_code == 404


def test_a_plan_of_a_past_evening_can_be_read_and_not_changed(gathering, session, hers):
    ago = gathering.starts_at - timedelta(days=20)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    page = read(hers.get(at("evening", gathering)))
    assert "Het plan blijft zoals het is." in page
    assert "Bewaar de minuten" not in page
    assert hers.post(at("evening", gathering), sent(session)).status_code == 403


def test_a_draft_without_a_date_can_have_a_plan(anna, hers):
    draft = make_draft(anna, starts_at=None)
    page = hers.post(at("evening_plan", draft), {"plan": "klas", "seen": 0}, follow=True)
    assert "Er is nog geen datum." in read(page)


def test_an_unknown_plan_is_refused(gathering, hers):
    page = hers.post(at("evening_plan", gathering), {"plan": "feest", "seen": 0})
    assert page.status_code == 422
    assert "Kies een van deze plannen." in read(page)


def test_a_page_of_thirty_steps_takes_as_many_queries_as_one_of_seven(gathering, session, hers):
    def queries():
        hers.get(at("evening", gathering))
        with CaptureQueriesContext(connection) as made:
            assert hers.get(at("evening", gathering)).status_code == 200
        return [query["sql"][:60] for query in made]

    seven = queries()
    for _ in range(23):
        session.add_step(uuid.uuid4(), kind="talk", title="Dans", minutes=5, sentence="Dans.", task="", may_skip=False)
    assert queries() == seven
