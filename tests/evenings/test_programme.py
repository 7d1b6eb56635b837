"""The plan as the programme on the page of the gathering: times and titles, and nothing else."""

from datetime import timedelta

import pytest

from evenings.models import Session
from evenings.models.programme import is_on_page, programme_of, put_on_page, take_off_page
from evenings.plans import plans
from events.models import Gathering
from events.topics import GatheringTopic
from ideas.models import Moved
from tests.evenings.test_pages import at, read
from tests.events.factories import make_draft, utc

PROGRAMME = """19.30 Welkom
19.35 In tweetallen
19.45 Briefjes
19.55 Bij elkaar leggen
20.05 Stippen
20.15 Wie brengt wat
20.25 Afronden"""


def put(session, by):
    return put_on_page(session, by, session.version, session.gathering.words_revision)


def again(session):
    """Return the session as a new request reads it."""
    return Session.objects.with_steps().select_related("gathering__lab").get(pk=session.pk)


@pytest.fixture
def shown(session, anna):
    put(session, anna)
    return again(session)


def test_the_page_gets_the_times_and_titles_and_no_tasks_or_minutes(session, anna, gathering, client):
    assert put(session, anna)
    gathering.refresh_from_db()
    assert gathering.programme == PROGRAMME
    page = read(client.get(gathering.get_absolute_url()))
    assert "19.45" in page
    assert "Briefjes" in page
    for step in session.plan_steps:
        assert step.task not in page
        assert step.sentence not in page


def test_a_step_whose_name_begins_with_a_number_keeps_it(session, anna):
    step = session.plan_steps[0]
    session.change_step(step, step.state, **step.words | {"title": "3 beelden"})
    now = again(session)
    put(now, anna)
    assert programme_of(now).startswith("19.30 3 beelden\n")
    assert is_on_page(again(session))


def test_a_gathering_without_a_date_has_a_programme_without_times(anna):
    session = Session.begin(make_draft(anna, starts_at=None), plans()["tafel"], 0)
    assert programme_of(session) == "Aanschuiven\nGesprek\nTeruglezen"


def test_over_midnight_and_when_the_clock_goes_back_each_step_has_the_time_of_the_clock(session):
    session.gathering.starts_at = utc(2026, 10, 25, 0, 50)
    assert programme_of(session).splitlines()[:4] == [
        "02.50 Welkom",
        "02.55 In tweetallen",
        "02.05 Briefjes",
        "02.15 Bij elkaar leggen",
    ]


def test_a_second_press_changes_nothing(shown, anna, gathering):
    gathering.refresh_from_db()
    revision, sequence = gathering.revision, gathering.sequence
    assert not put(shown, anna)
    gathering.refresh_from_db()
    assert (gathering.revision, gathering.sequence) == (revision, sequence)


def test_open_pages_of_the_gathering_get_it(session, anna, gathering):
    topic, before = GatheringTopic(), gathering.revision
    assert topic.parts(gathering.pk, "page", before) == []
    put(session, anna)
    parts = {part.key: part.render() for part in topic.parts(gathering.pk, "page", before)}
    assert "Bij elkaar leggen" in parts[f"gathering-words-{gathering.pk}"]


def test_it_is_refused_when_the_plan_or_the_page_changed_since_it_was_shown(session, anna, gathering):
    version, words = session.version, session.gathering.words_revision
    session.take_off(session.plan_steps[0])
    with pytest.raises(Moved):
        put_on_page(again(session), anna, version, words)
    gathering.change(None, programme="19.30 Dansen")
    with pytest.raises(Moved):
        put_on_page(again(session), anna, again(session).version, words)
    gathering.refresh_from_db()
    assert gathering.programme == "19.30 Dansen"


def test_taking_it_off_is_refused_when_the_page_changed_since_it_was_shown(shown, anna, gathering):
    words = shown.gathering.words_revision
    gathering.change(None, about="Kom ook.")
    with pytest.raises(Moved):
        take_off_page(again(shown), anna, words)
    now = again(shown)
    assert take_off_page(now, anna, now.gathering.words_revision)
    now = again(shown)
    assert not take_off_page(now, anna, now.gathering.words_revision)


def test_words_that_explain_a_step_are_no_other_programme(session):
    session.gathering.programme = PROGRAMME.replace("Briefjes", "Briefjes: schrijf wat er kan")
    assert is_on_page(session)
    session.gathering.programme = PROGRAMME.replace("19.45", "19.50")
    assert not is_on_page(session)


def test_an_empty_plan_is_not_on_an_empty_page(session):
    session.steps.update(is_off=True)
    assert not is_on_page(again(session))


# Its page


def test_an_organiser_sees_what_becomes_public_and_puts_it_there_in_one_press(gathering, session, hers):
    gathering.change(None, programme="19.30 Dansen")
    assert "staat een ander programma dan dit plan" in read(hers.get(at("evening", gathering)))
    page = hers.get(at("evening_programme", gathering))
    assert "Dit komt op de pagina" in read(page)
    assert "Dansen" in read(page)
    assert session.plan_steps[0].task not in read(page)
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("seen", "words_seen")}
    done = hers.post(at("evening_programme", gathering), sent, follow=True)
    assert "Het programma staat op de pagina." in read(done)
    assert "staan deze stappen en tijden" in read(done)
    gathering.refresh_from_db()
    assert gathering.programme == PROGRAMME


def test_after_a_change_the_plan_says_that_the_page_differs(shown, gathering, hers):
    shown.take_off(shown.plan_steps[0])
    assert "staat een ander programma dan dit plan" in read(hers.get(at("evening", gathering)))


def test_one_press_takes_it_off(shown, gathering, hers):
    form = hers.get(at("evening_programme", gathering)).context["form"]
    sent = {name: form[name].value() for name in ("seen", "words_seen")} | {"off": "1"}
    assert "Het programma staat niet meer op de pagina." in read(
        hers.post(at("evening_programme", gathering), sent, follow=True)
    )
    gathering.refresh_from_db()
    assert gathering.programme == ""


def test_what_was_pressed_too_late_shows_what_is_there_now(session, gathering, hers):
    form = hers.get(at("evening_programme", gathering)).context["form"]
    sent = {name: form[name].value() for name in ("seen", "words_seen")}
    session.take_off(session.plan_steps[0])
    page = hers.post(at("evening_programme", gathering), sent)
    assert page.status_code == 409
    assert "Kijk er eerst naar." in read(page)
    assert page.context["form"]["seen"].value() == sent["seen"] + 1
    gathering.refresh_from_db()
    assert gathering.programme == ""


def test_a_plan_without_steps_has_no_programme(session, gathering, hers):
    session.steps.update(is_off=True)
    page = hers.get(at("evening_programme", gathering), follow=True)
    assert "Op dit plan staat nog geen stap" in read(page)


def test_a_past_evening_has_its_programme_and_nobody_changes_it_here(session, gathering, hers):
    ago = gathering.starts_at - timedelta(days=20)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    assert at("evening_programme", gathering) not in read(hers.get(at("evening", gathering)))
    assert hers.get(at("evening_programme", gathering)).status_code == 403
