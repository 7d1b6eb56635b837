"""Who brings what: on a phone, from paper, private or on the screen, and taken back."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from evenings.models import Evening, EveningClosed, Participant, Pledge, StepOver
from evenings.topics import EveningTopic
from events.models import Gathering
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_leading import again
from tests.ideas.conftest import browser

WORDS = "Een aanhanger op zaterdag"


@pytest.fixture
def bring_step(session):
    return next(step for step in session.plan_steps if step.kind == "bring")


@pytest.fixture
def evening(session, bring_step):
    """The evening, in its step of who brings what."""
    opened = Evening.open(session, clock.now())
    opened.go(bring_step.pk, opened.version, clock.now())
    return again(opened)


@pytest.fixture
def phone(evening):
    return walk_in(evening, name="Bea")


@pytest.fixture
def bea(evening, phone):
    return Participant.objects.get()


def brought(evening, words=WORDS, participant=None, **more):
    values = {"step_id": evening.step_id, "key": uuid.uuid4(), "at": clock.now(), "kind": "things"} | more
    return again(evening).bring(words=words, participant=participant, **values)


def sent(client, evening, words=WORDS, **more):
    values = {"key": uuid.uuid4(), "step": evening.step_id, "kind": "things", "words": words} | more
    headers = {"HX-Request": "true"} if values.pop("part", False) else {}
    return client.post(door("live_bring", evening), values, headers=headers)


def changed(client, evening, pledge, do, **more):
    return client.post(door("live_bring_change", evening), {"press": f"{pledge.pk}:{do}"}, **more)


def pressed(client, evening, pledge, do, **more):
    return client.post(door("live_brought_press", evening), {"press": f"{pledge.pk}:{do}"}, **more)


def typed(client, evening, words=WORDS, **more):
    values = {"key": uuid.uuid4(), "kind": "things", "name": "Mo", "words": words} | more
    return client.post(door("live_brought", evening), values)


def everywhere(evening):
    """Return all that phones and the big screen get of this evening, as pages and as parts."""
    other = walk_in(evening)
    pages = [read(other.get(door(name, evening))) for name in ("live_phone", "live_screen")]
    return "".join(
        pages + [part.render() for view in ("phone", "screen") for part in EveningTopic().parts(evening.pk, view, 0)]
    )


# On a phone


def test_what_a_phone_brings_is_private_until_its_writer_says_otherwise(evening, phone, hers):
    assert 'id="bring-form"' in read(phone.get(door("live_phone", evening)))
    assert sent(phone, evening, contact="bea@example.org", by_when="").status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.words, pledge.name, pledge.may_show, pledge.state) == (WORDS, "Bea", None, "open")
    page = read(phone.get(door("live_phone", evening)))
    assert "Mag dit op het scherm?" in page
    assert WORDS not in everywhere(evening)
    assert WORDS in read(hers.get(door("live_brought", evening)))
    for do in ("no", "yes"):
        changed(phone, evening, pledge, do)
        assert "Mag dit op het scherm?" not in read(phone.get(door("live_phone", evening)))
    assert WORDS not in everywhere(evening), "it waits for a glance, as a note does"
    assert pressed(hers, evening, pledge, "on").status_code == 302
    assert WORDS in everywhere(evening)
    changed(phone, evening, pledge, "no")
    assert WORDS not in everywhere(evening)


def test_what_may_go_through_is_on_the_screen_as_soon_as_its_writer_says_so(evening, phone, bea):
    again(evening).let_through(True, clock.now())
    pledge = brought(evening, participant=bea)
    assert WORDS not in everywhere(evening)
    changed(phone, evening, pledge, "yes")
    assert WORDS in everywhere(evening)


def test_how_to_reach_somebody_is_read_by_the_organisers_alone(evening, phone, hers, bea, bram):
    pledge = brought(evening, participant=bea, contact="bea@example.org")
    again(evening).let_show(pledge.pk, True, bea)
    again(evening).put_on_screen(pledge.pk, True, clock.now())
    assert "bea@example.org" not in everywhere(evening)
    assert "bea@example.org" not in read(hers.get(door("live_brought", evening)))
    contacts = reverse("evening_brought", args=[evening.gathering.lab.slug, evening.gathering.pk])
    assert "bea@example.org" in read(hers.get(contacts))
    assert browser(bram).get(contacts).status_code == 403
    evening.close(clock.now())
    assert "bea@example.org" in read(hers.get(contacts))
    assert contacts in read(hers.get(contacts.removesuffix("bijdragen/")))
    Gathering.objects.update(is_hidden=True)
    assert hers.get(contacts).status_code in (403, 404)


def test_the_same_form_twice_is_one_and_so_are_the_same_words_but_not_at_a_table(evening, phone, bea):
    key = uuid.uuid4()
    for words in ("Een bank", "Een bank", "Een boom", "Een boom"):
        assert sent(phone, evening, words, key=key).status_code == 302
    sent(phone, evening, "Een bank")
    assert list(Pledge.objects.order_by("pk").values_list("words", flat=True)) == ["Een bank", "Een boom"]
    Participant.objects.update(people=3)
    for name in ("Mo", "Mia"):
        sent(phone, evening, "Een bank", name=name)
    assert list(Pledge.objects.order_by("pk").values_list("name", flat=True)) == ["Bea", "Bea", "Mo", "Mia"]


def test_sent_again_after_it_was_taken_back_it_does_not_come_back(evening, phone):
    key = uuid.uuid4()
    sent(phone, evening, key=key)
    changed(phone, evening, Pledge.objects.get(), "back")
    sent(phone, evening, key=key)
    assert Pledge.objects.get().state == "taken_back"


def test_a_part_shows_ones_own_with_the_question(evening, phone):
    page = sent(phone, evening, part=True)
    assert (page.status_code, "<html" in read(page)) == (201, False)
    assert "Mag dit op het scherm?" in read(page)
    page = changed(phone, evening, Pledge.objects.get(), "yes", headers={"HX-Request": "true"})
    assert (page.status_code, "<html" in read(page)) == (200, False)
    assert "Toch niet op het scherm" in read(page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"words": "x" * 201},
        {"kind": ""},
        {"kind": "love"},
        {"by_when": "gisteren"},
        {"by_when": "2020-01-01"},
        {"contact": "x" * 101},
        {"step": "x"},
    ],
)
def test_bad_input_is_refused_and_kept(evening, phone, wrong):
    for part in (False, True):
        page = sent(phone, evening, **{"words": WORDS, "part": part} | wrong)
        assert page.status_code == 422
        assert "words" in wrong or WORDS in read(page)
    assert not Pledge.objects.exists()


def test_without_a_name_it_is_somebody(evening):
    client = walk_in(evening)
    assert "Hoe heet je?" in read(client.get(door("live_phone", evening)))
    sent(client, evening)
    sent(client, evening, "Nog iets", name="Bo")
    assert list(Pledge.objects.order_by("pk").values_list("name", flat=True)) == ["", "Bo"]


def test_the_next_form_knows_how_to_reach_them(evening, phone):
    sent(phone, evening, contact="06 12 34 56 78")
    assert 'value="06 12 34 56 78"' in read(phone.get(door("live_phone", evening)))


def test_from_its_step_on_until_the_end_something_can_be_brought_in(session, evening, phone, bea, bring_step):
    later = session.plan_steps[bring_step.position :]
    for step in [bring_step, *later]:
        again(evening).go(step.pk, again(evening).version, clock.now())
        assert brought(evening, f"In {step.position}", bea, step_id=bring_step.pk)
        assert f'data-brings="{bring_step.pk}"' in read(phone.get(door("live_phone", evening)))
    first = session.plan_steps[0]
    again(evening).go(first.pk, again(evening).version, clock.now())
    assert brought(evening, "Weer terug", bea, step_id=bring_step.pk)


def test_before_its_step_nothing_can_be_brought_in_but_from_paper(session, bring_step):
    opened = Evening.open(session, clock.now())
    opened.go(session.plan_steps[0].pk, opened.version, clock.now())
    client = walk_in(opened)
    assert "data-brings" not in read(client.get(door("live_phone", opened)))
    who = Participant.objects.get()
    for step in session.plan_steps:
        with pytest.raises(StepOver):
            brought(opened, participant=who, step_id=step.pk)
    assert brought(opened, step_id=bring_step.pk, name="Mo")


def test_off_the_plan_its_words_are_kept(session, evening, phone, bring_step):
    session.take_off(bring_step)
    for part in (False, True):
        page = sent(phone, evening, part=part)
        assert page.status_code == 409
        assert "Deze stap is er niet meer" in read(page)
        assert WORDS in read(page)
    assert not Pledge.objects.exists()


def test_a_closed_evening_takes_nothing_and_keeps_the_words(evening, phone, bea):
    key = uuid.uuid4()
    sent(phone, evening, "Ervoor", key=key)
    evening.close(clock.now())
    for part in (False, True):
        page = sent(phone, evening, part=part)
        assert page.status_code == 409
        assert "De avond is afgesloten" in read(page)
        assert WORDS in read(page)
    with pytest.raises(EveningClosed):
        brought(evening, "Van papier")
    assert sent(phone, evening, "Ervoor", key=key).status_code == 302, "it was sent before the close"
    assert Pledge.objects.count() == 1


def test_over_the_quota_its_words_stay(evening, phone, bea):
    for number in range(60):
        brought(evening, f"Ding {number}", bea)
    page = sent(phone, evening)
    assert page.status_code == 429
    assert WORDS in read(page)


def test_its_writer_takes_it_back_or_shows_it_also_after_the_evening(evening, phone, bea):
    pledge = brought(evening, participant=bea, contact="06")
    evening.close(clock.now())
    changed(phone, evening, pledge, "yes")
    pledge.refresh_from_db()
    assert pledge.may_show
    for _ in range(2):
        assert changed(phone, evening, pledge, "back").status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, pledge.words, pledge.contact, pledge.name) == ("taken_back", "", "", "")
    changed(phone, evening, pledge, "yes")
    assert WORDS not in read(phone.get(door("live_phone", evening)))


def test_nobody_changes_what_somebody_else_brings(evening, hers, bea):
    pledge = brought(evening, participant=bea)
    other = walk_in(evening)
    for do in ("yes", "back"):
        assert changed(other, evening, pledge, do).status_code == 302
        assert pressed(hers, evening, pledge, do).status_code == 302
    assert changed(other, evening, pledge, "nothing").status_code == 422
    pledge.refresh_from_db()
    assert (pledge.may_show, pledge.state) == (None, "open")


def test_only_a_ticket_of_this_evening_brings(evening, hers):
    for client in (Client(), hers):
        assert sent(client, evening).url == door("live_phone", evening)
    assert not Pledge.objects.exists()
