"""Lead an evening: one step at a time, the clock, and shortening."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from common import clock
from evenings.models import Evening, EveningClosed
from evenings.models.leading import fit
from evenings.showing import facts_of
from evenings.topics import ConsoleTopic, EveningTopic, WallTopic
from ideas.models import Moved
from tests.evenings.test_doors import door, read, walk_in
from tests.factories import make_member
from tests.ideas.conftest import browser


@pytest.fixture
def steps(session):
    return session.plan_steps


def again(evening):
    return Evening.objects.with_page().get(pk=evening.pk)


def fields(page):
    """Return the fields of the form, as a browser would send them."""
    return dict(re.findall(r'<input type="hidden" name="(seen|to|back)" value="(\d+)"', read(page)))


def pressed(client, evening, do, page=None, **more):
    page = page or client.get(door("live_lead", evening))
    return client.post(door("live_lead", evening), {"do": do, **fields(page), **more})


# Steps


def test_next_goes_one_step_and_its_clock_runs(evening, steps):
    at = clock.now()
    assert evening.go(steps[0].pk, evening.version, at)
    now = again(evening)
    assert (now.step, now.seconds, now.started_at) == (steps[0], 300, at)
    assert now.seconds_left(at + timedelta(seconds=60)) == 240
    assert now.seconds_left(at + timedelta(hours=1)) == 0


def test_two_who_press_next_together_go_one_step(evening, steps):
    seen, at = evening.version, clock.now()
    assert again(evening).go(steps[0].pk, seen, at)
    assert not again(evening).go(steps[0].pk, seen, at)
    assert again(evening).step == steps[0]


def test_an_old_page_moves_nothing(evening, steps):
    at, seen = clock.now(), evening.version
    evening.go(steps[0].pk, seen, at)
    for verb in (lambda one: one.go(steps[3].pk, seen, at), lambda one: one.give_more(seen, at)):
        with pytest.raises(Moved):
            verb(again(evening))
    assert again(evening).step == steps[0]


def test_back_after_a_wrong_press_the_step_has_the_time_that_it_had(evening, steps):
    at = clock.now()
    for number, step in enumerate((steps[0], steps[1], steps[0])):
        one = again(evening)
        one.go(step.pk, one.version, at + timedelta(seconds=100 * number))
    assert again(evening).seconds == 200


def test_a_step_that_was_taken_off_is_not_gone_to(evening, session, steps):
    session.take_off(steps[1])
    with pytest.raises(Moved):
        again(evening).go(steps[1].pk, again(evening).version, clock.now())


def test_a_closed_evening_is_not_led(evening, steps):
    evening.close(clock.now())
    with pytest.raises(EveningClosed):
        again(evening).go(steps[0].pk, again(evening).version, clock.now())


# The clock


def test_the_clock_stands_still_and_runs_on(evening, steps):
    at = clock.now()
    evening.go(steps[0].pk, evening.version, at)
    assert evening.pause(evening.version, at + timedelta(seconds=100))
    assert not again(evening).pause(again(evening).version, at + timedelta(seconds=120))
    assert again(evening).seconds_left(at + timedelta(hours=1)) == 200
    assert again(evening).start(again(evening).version, at + timedelta(seconds=500))
    assert again(evening).ends_at == at + timedelta(seconds=700)


def test_two_minutes_more_also_after_the_time_is_up(evening, steps):
    at = clock.now()
    evening.go(steps[0].pk, evening.version, at)
    late = at + timedelta(minutes=9)
    evening.give_more(evening.version, late)
    assert again(evening).ends_at == late + timedelta(minutes=2)


def test_who_types_over_the_paper_the_next_day_does_not_read_how_late_it_is(evening, steps):
    the_day_after = evening.gathering.ends_at + timedelta(hours=14)
    Evening.objects.update(closes_at=the_day_after + timedelta(hours=1))
    evening.go(steps[-1].pk, evening.version, the_day_after)
    facts = facts_of(again(evening))
    assert facts["minutes_late"] == 0
    assert not facts["is_tight"]


def test_shorten_makes_the_rest_fit_before_the_end_and_says_what_may_be_left_out(evening, session, steps):
    ends_at = evening.gathering.ends_at
    Evening.objects.update(closes_at=ends_at + timedelta(hours=1))
    evening.go(steps[2].pk, evening.version, ends_at - timedelta(minutes=30))
    facts = facts_of(again(evening))
    assert facts["minutes_late"] == 15
    assert [step.title for step in facts["may_skip"]] == [step.title for step in steps[3:] if step.may_skip]
    assert again(evening).shorten(again(evening).version, ends_at - timedelta(minutes=30))
    facts = facts_of(again(evening))
    assert facts["minutes_late"] == 0
    assert facts["end"] <= ends_at
    assert [turn.minutes for turn in facts["turns"][:2]] == [5, 10], "what is past stays"
    assert facts["is_tight"]
    assert not again(evening).shorten(again(evening).version, ends_at - timedelta(minutes=30))


@given(st.lists(st.integers(0, 14_400), max_size=30), st.integers(-3_600, 30_000))
def test_what_is_made_shorter_fits_and_no_step_gets_longer(wants, seconds):
    new = fit(wants, seconds)
    assert len(new) == len(wants)
    assert all(min(want, 60) <= one <= want for want, one in zip(wants, new, strict=True))
    assert sum(new) <= max(seconds, sum(min(want, 60) for want in wants))


# The pages


def test_the_one_who_leads_begins_and_goes_on(evening, hers, steps):
    page = hers.get(door("live_lead", evening))
    assert "Mensen komen binnen" in read(page)
    assert "Begin" in read(page)
    assert pressed(hers, evening, "go").status_code == 302
    page = read(hers.get(door("live_lead", evening)))
    assert steps[0].title in page
    assert steps[0].sentence in page
    pressed(hers, evening, "go")
    pressed(hers, evening, "back")
    assert again(evening).step == steps[0]
    pressed(hers, evening, "back")
    assert again(evening).step is None


def test_the_same_press_twice_goes_one_step(evening, hers, steps):
    page = hers.get(door("live_lead", evening))
    assert [pressed(hers, evening, "go", page).status_code for _ in range(2)] == [302, 302]
    assert again(evening).step == steps[0]


def test_a_press_on_an_old_page_says_so_and_shows_how_it_is(evening, hers, steps):
    old = hers.get(door("live_lead", evening))
    pressed(hers, evening, "go")
    pressed(hers, evening, "go")
    page = pressed(hers, evening, "more", old)
    assert page.status_code == 409
    assert "Iemand anders drukte net op een knop" in read(page)
    assert steps[1].title in read(page)
    assert pressed(hers, evening, "more", page).status_code == 302


def test_a_press_that_means_nothing_is_refused(evening, hers):
    assert hers.post(door("live_lead", evening), {"do": "jump", "seen": "1"}).status_code == 422
    assert hers.post(door("live_lead", evening), {"do": "go", "seen": "x"}).status_code == 422
    assert hers.post(door("live_lead", evening), {"do": "go", "seen": "1", "to": "9" * 18}).status_code == 409


def test_nobody_else_leads_it(evening, mo, bram, client):
    for name in (mo, bram):
        assert browser(name).get(door("live_lead", evening)).status_code == 404
        assert browser(name).post(door("live_lead", evening), {"do": "go", "seen": 1}).status_code == 404
    assert client.get(door("live_lead", evening)).status_code == 302
    assert walk_in(evening).get(door("live_lead", evening)).status_code == 302


def test_phone_and_screen_show_the_step_and_not_what_the_leader_does(evening, hers, steps):
    phone = walk_in(evening)
    assert "KLAAR" not in read(hers.get(door("live_screen", evening)))
    assert evening.said in read(hers.get(door("live_screen", evening)))
    assert "<svg" in read(hers.get(door("live_screen", evening))), "the QR code, until people are in"
    pressed(hers, evening, "go")
    for client, name in ((phone, "live_phone"), (phone, "live_screen"), (hers, "live_screen")):
        page = read(client.get(door(name, evening)))
        assert steps[0].sentence in page
        assert steps[0].task[:30] not in page
        assert "Stap 1 van 7" in page


def test_who_is_not_in_comes_in_before_the_screen(evening, client):
    assert client.get(door("live_screen", evening)).url.endswith("/live/scherm/")
    typed = door("live_screen", evening).replace(evening.code, evening.code.upper())
    assert walk_in(evening).get(typed).status_code == 200, "who is in may type the code as it is said"


@pytest.mark.parametrize(("asked", "theme"), [("donker", "dark"), ("licht", "light")])
def test_the_screen_is_for_a_dark_and_a_light_room(evening, hers, asked, theme):
    assert f'data-theme="{theme}"' in read(hers.get(door("live_screen", evening), {"zaal": asked}))


def test_when_all_fits_shorten_says_so(evening, hers):
    page = hers.post(door("live_lead", evening), {"do": "shorten", "seen": evening.version}, follow=True)
    assert "Alles past nog voor het einde" in read(page)
    part = hers.post(
        door("live_lead", evening), {"do": "shorten", "seen": evening.version}, headers={"HX-Request": "true"}
    )
    assert "Alles past nog voor het einde" in read(part)
    assert "#i-info-circle" in read(part)
    assert "#i-alert-triangle" not in read(part)
    assert f'id="evening-lead-{evening.pk}"' in read(part)
    assert "<html" not in read(part)


# Live


def test_a_step_reaches_phones_screens_and_leaders_with_one_revision(evening, steps):
    before = again(evening).revision
    evening.go(steps[0].pk, evening.version, clock.now())
    parts = {
        (topic.name, view): [part.key for part in topic.parts(evening.pk, view, before)]
        for topic in (EveningTopic(), ConsoleTopic(), WallTopic())
        for view in topic.views
    }
    assert parts == {
        ("evening", "phone"): [f"evening-{part}-{evening.pk}" for part in ("phone", "wall", "choice")],
        ("evening", "screen"): [f"evening-screen-{evening.pk}"],
        ("evening", "count"): [f"evening-count-{evening.pk}"],
        ("console", "page"): [f"evening-{part}-{evening.pk}" for part in ("lead", "glance", "picks")],
        ("wall", "page"): [f"evening-top-{evening.pk}", f"evening-glance-{evening.pk}"],
    }
    assert again(evening).revision == before + 1


def test_who_walks_in_changes_the_screen_and_the_console_and_no_phone(evening):
    before = again(evening).revision
    evening.join(uuid.uuid4(), "", clock.now())
    assert EveningTopic().parts(evening.pk, "phone", before) == []
    assert len(EveningTopic().parts(evening.pk, "screen", before)) == 1
    parts = [part.key for part in ConsoleTopic().parts(evening.pk, "page", before)]
    assert parts == [f"evening-{part}-{evening.pk}" for part in ("people", "glance", "picks")]


def test_a_participant_never_follows_the_console(evening, anna):
    from evenings.models import Participant
    from evenings.topics import TICKET
    from realtime.tickets import Ticket

    walk_in(evening)
    wishes = {(Ticket(TICKET, Participant.objects.get().pk), evening.pk), (anna.user_id, evening.pk)}
    assert ConsoleTopic().may_follow(wishes) == {(anna.user_id, evening.pk)}


def test_who_is_paused_follows_nothing_and_reads_why_they_cannot_lead(evening, anna):
    moderator = make_member(evening.gathering.lab, "Samira", "moderator")
    anna.pause(moderator, "abuse", "Je schold.", 3)
    wishes = {(anna.user_id, evening.pk)}
    for topic in (EveningTopic(), ConsoleTopic(), WallTopic()):
        assert topic.may_follow(wishes) == set()
    for name in ("live_lead", "live_wall", "live_help", "live_tasks"):
        page = browser(anna).get(door(name, evening))
        assert page.status_code == 403
        assert "Je schold." in read(page)


def test_the_console_asks_the_same_number_of_queries_for_two_steps_and_for_twenty(evening, session, hers):
    def count():
        with CaptureQueriesContext(connection) as queries:
            hers.get(door("live_lead", evening))
        return len(queries)

    few = count()
    for number in range(13):
        session.add_step(uuid.uuid4(), kind="talk", title=f"Stap {number}", minutes=5, sentence="Praat.")
    assert count() == few
    assert Client().get(door("live_lead", evening)).status_code == 302
