"""Notes: written on a phone or from paper, looked at by who leads, on the wall, taken back."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock, rate_limits
from evenings.chores import erase_participants
from evenings.models import Evening, EveningClosed, Note, Participant, StepOver
from evenings.topics import EveningTopic, WallTopic
from events.models import Gathering
from ideas.models import Moved
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_leading import again
from tests.ideas.conftest import browser


@pytest.fixture
def notes_step(session):
    return next(step for step in session.plan_steps if step.kind == "notes")


@pytest.fixture
def evening(session, notes_step):
    """The evening, in its step of notes."""
    opened = Evening.open(session, clock.now())
    opened.go(notes_step.pk, opened.version, clock.now())
    return again(opened)


@pytest.fixture
def phone(evening):
    return walk_in(evening)


@pytest.fixture
def bea(evening, phone):
    return Participant.objects.get()


def written(evening, text="Een schooltuin", participant=None, **more):
    values = {"step_id": evening.step_id, "key": uuid.uuid4(), "at": clock.now()} | more
    return again(evening).write(text=text, participant=participant, **values)


def sent(client, evening, text="Een schooltuin", **more):
    values = {"key": uuid.uuid4(), "step": evening.step_id, "text": text} | more
    headers = {"HX-Request": "true"} if values.pop("part", False) else {}
    return client.post(door("live_note", evening), values, headers=headers)


def pressed(client, evening, note, seen, to, **more):
    return client.post(door("live_settle", evening), {"press": f"{note.pk}:{seen}:{to}"}, **more)


def after(evening):
    """Go on to the step after the notes, and return it."""
    step = again(evening).session.plan_steps[again(evening).step.position]
    again(evening).go(step.pk, again(evening).version, clock.now())
    return again(evening)


# Write


def test_a_note_of_a_phone_waits_for_a_glance(evening, phone, hers):
    page = phone.get(door("live_phone", evening))
    assert 'id="note-form"' in read(page)
    assert sent(phone, evening).status_code == 302
    note = Note.objects.get()
    assert (note.text, note.state, note.source, note.number) == ("Een schooltuin", "waits", "phone", None)
    assert "een helper kijkt er eerst naar" in read(phone.get(door("live_phone", evening)))
    assert "Een schooltuin" in read(hers.get(door("live_wall", evening)))
    other = walk_in(evening)
    for client, name in ((other, "live_phone"), (other, "live_screen"), (hers, "live_screen")):
        assert "Een schooltuin" not in read(client.get(door(name, evening)))


def test_the_same_form_twice_is_one_note_and_other_words_are_another_once(evening, phone):
    key = uuid.uuid4()
    for text in ("Een bank", "Een bank", "Een boom", "Een boom"):
        assert sent(phone, evening, text, key=key).status_code == 302
    assert list(Note.objects.order_by("pk").values_list("text", flat=True)) == ["Een bank", "Een boom"]


def test_the_same_words_by_the_same_phone_are_one_note_but_not_at_a_table(evening, phone, bea):
    for _ in range(2):
        sent(phone, evening, "Een bank")
    assert Note.objects.count() == 1
    phone.post(door("live_table", evening), {"people": "3"})
    for _ in range(2):
        sent(phone, evening, "Een boom")
    assert Note.objects.filter(text="Een boom", source="table").count() == 2
    sent(walk_in(evening), evening, "Een bank")
    assert Note.objects.filter(text="Een bank").count() == 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_a_note_that_is_empty_or_too_long_is_refused_and_kept(evening, phone, text):
    page = sent(phone, evening, text)
    assert page.status_code == 422
    assert text.strip() in read(page)
    assert not Note.objects.exists()
    part = sent(phone, evening, text, part=True)
    assert (part.status_code, "<html" in read(part)) == (422, False)


def test_a_note_still_counts_for_its_step_for_ten_minutes(evening, bea):
    step, left = evening.step_id, clock.now()
    after(evening)
    written(evening, "Nog net", bea, step_id=step, at=left + timedelta(minutes=9))
    assert Note.objects.get().step_id == step
    with pytest.raises(StepOver):
        written(evening, "Te laat", bea, step_id=step, at=left + timedelta(minutes=11))
    assert written(evening, "Van papier", step_id=step, at=left + timedelta(minutes=50)).state == "wall"


def test_a_step_without_notes_takes_none(evening, bea):
    for step in evening.session.plan_steps:
        if step.kind not in ("notes", "group"):
            with pytest.raises(StepOver):
                written(evening, "Hier niet", bea, step_id=step.pk)
    with pytest.raises(StepOver):
        written(evening, "Nog niet", bea, step_id=evening.session.plan_steps[3].pk)


def test_too_late_its_words_stay_and_can_be_sent_for_the_step_of_now(evening, phone):
    step = evening.step_id
    moved = after(evening)
    Evening.objects.update(left_at={str(step): (clock.now() - timedelta(minutes=11)).isoformat()})
    page = sent(phone, evening, "Een bank", step=step)
    assert page.status_code == 409
    assert "Een bank" in read(page)
    assert f'name="step" value="{moved.step_id}"' in read(page)
    after(evening)
    page = sent(phone, evening, "Een bank", step=step)
    assert page.status_code == 409
    assert "Zeg ze hardop" in read(page)


def test_a_closed_evening_takes_no_note_and_keeps_its_words(evening, phone):
    evening.close(clock.now())
    for part in (False, True):
        page = sent(phone, evening, "Een bank", part=part)
        assert page.status_code == 409
        assert "De avond is afgesloten" in read(page)
        assert "Een bank" in read(page)
    assert not Note.objects.exists()


def test_a_note_sent_before_the_close_is_answered_again_after_it(evening, phone):
    key = uuid.uuid4()
    sent(phone, evening, key=key)
    evening.close(clock.now())
    assert sent(phone, evening, key=key).status_code == 302


def test_only_a_ticket_of_this_evening_writes(evening, anna, session):
    from evenings.models import Session
    from evenings.plans import plans
    from tests.events.factories import make_gathering

    other = Evening.open(Session.begin(make_gathering(anna, "Andere"), plans()["kansen"], 0), clock.now())
    for client in (Client(), walk_in(other), browser(anna)):
        for name in ("live_note", "live_note_back", "live_table"):
            values = {"key": uuid.uuid4(), "step": evening.step_id, "text": "Een bank", "note": 1, "people": "4"}
            assert client.post(door(name, evening), values).url == door("live_phone", evening)
    assert not Note.objects.exists()
    assert not Participant.objects.filter(people__gt=1).exists()


def test_in_a_hidden_gathering_there_are_no_notes_anywhere(evening, phone, hers, bea):
    written(evening, "Een bank")
    Gathering.objects.update(is_hidden=True)
    sent(phone, evening, "Een boom")
    for client, name in ((phone, "live_phone"), (hers, "live_wall"), (hers, "live_screen"), (phone, "live_screen")):
        assert "Een bank" not in read(client.get(door(name, evening), follow=True))
    assert Note.objects.count() == 1
    assert EveningTopic().parts(evening.pk, "phone", 0) == []
    assert WallTopic().parts(evening.pk, "page", 0) == []


def test_nobody_who_means_well_meets_the_quota(evening, bea):
    for number in range(120):
        written(evening, f"Briefje {number}", bea)
    with pytest.raises(rate_limits.TooOften):
        written(evening, "Nog een", bea)
    assert Note.objects.count() == 120


def test_over_the_quota_its_words_stay(evening, phone, bea):
    for number in range(120):
        written(evening, f"Briefje {number}", bea)
    page = sent(phone, evening, "Een bank")
    assert page.status_code == 429
    assert "Een bank" in read(page)


# The glance


def test_who_leads_puts_a_note_on_the_wall_and_everybody_reads_it(evening, phone, hers, bea):
    note = written(evening, "Een bank", bea)
    assert pressed(hers, evening, note, "waits", "wall").status_code == 302
    note.refresh_from_db()
    assert (note.state, note.number) == ("wall", 1)
    for client, name in ((phone, "live_phone"), (phone, "live_screen"), (walk_in(evening), "live_phone")):
        assert "Een bank" in read(client.get(door(name, evening)))
    assert "op de muur" in read(phone.get(door("live_phone", evening)))


def test_what_does_not_belong_here_goes_and_comes_back_with_its_number(evening, hers, phone, bea):
    written(evening, "Eerste")
    note = written(evening, "Een bank")
    pressed(hers, evening, note, "wall", "off")
    assert "Een bank" not in read(phone.get(door("live_phone", evening)))
    written(evening, "Derde")
    pressed(hers, evening, note, "off", "wall")
    note.refresh_from_db()
    assert (note.state, note.number) == ("wall", 2)
    assert list(Note.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 3]


def test_a_glance_at_a_note_that_somebody_else_settled_says_what_was_done(evening, hers, bea):
    note = written(evening, "Een bank", bea)
    pressed(hers, evening, note, "waits", "off")
    page = pressed(hers, evening, note, "waits", "wall")
    assert page.status_code == 409
    assert "Iemand anders vond net dat dit briefje hier niet hoort" in read(page)
    part = pressed(hers, evening, note, "waits", "wall", headers={"HX-Request": "true"})
    assert (part.status_code, "<html" in read(part)) == (409, False)
    assert pressed(hers, evening, note, "waits", "off").status_code == 302, "the same press twice is one"
    with pytest.raises(Moved):
        again(evening).settle(note.pk, "wall", "waits", clock.now())


@pytest.mark.parametrize(
    "press", ["", "x", "1:waits:back", "1:back:wall", "1:waits:wall\n2", "0" * 30 + ":waits:wall"]
)
def test_a_press_that_means_nothing_is_refused(evening, hers, press):
    assert hers.post(door("live_settle", evening), {"press": press}).status_code == 422


def test_a_note_of_another_evening_is_not_there(evening, hers):
    assert hers.post(door("live_settle", evening), {"press": "999:waits:wall"}).status_code == 404


def test_notes_go_through_by_choice_and_what_waits_keeps_waiting(evening, hers, bea):
    before = written(evening, "Ervoor", bea)
    hers.post(door("live_through", evening), {"on": "1"})
    assert again(evening).notes_go_through
    assert written(evening, "Erna", bea).state == "wall"
    before.refresh_from_db()
    assert before.state == "waits"
    hers.post(door("live_through", evening), {"on": "0"})
    assert written(evening, "Later", bea).state == "waits"


def test_notes_from_paper_are_on_the_wall_at_once(evening, hers):
    page = hers.get(door("live_wall", evening))
    values = {"key": uuid.uuid4(), "step": evening.step_id, "text": "Een bank"}
    assert re.search(r'name="step"', read(page))
    for _ in range(2):
        assert hers.post(door("live_paper", evening), values).status_code == 302
    note = Note.objects.get()
    assert (note.state, note.source, note.participant, note.number) == ("wall", "paper", None, 1)
    assert hers.post(door("live_paper", evening), values | {"key": uuid.uuid4()}).status_code == 302
    assert Note.objects.count() == 2, "two people wrote the same on paper"
    refused = hers.post(door("live_paper", evening), {"step": evening.step_id, "text": ""})
    assert refused.status_code == 422
    refused = hers.post(door("live_paper", evening), {"step": 0, "text": "Een boom"})
    assert refused.status_code == 422
    assert "Een boom" in read(refused)


def test_nobody_else_sees_or_settles_what_waits(evening, mo, bram, phone, bea):
    note = written(evening, "Een bank", bea)
    for client, answer in ((browser(mo), 404), (browser(bram), 404), (phone, 302), (Client(), 302)):
        assert client.get(door("live_wall", evening)).status_code == answer
        assert pressed(client, evening, note, "waits", "wall").status_code == answer
        assert client.post(door("live_paper", evening), {"step": evening.step_id, "text": "x"}).status_code == answer
        assert client.post(door("live_through", evening), {"on": "1"}).status_code == answer
    note.refresh_from_db()
    assert (note.state, Note.objects.count(), again(evening).notes_go_through) == ("waits", 1, False)


# Taken back


def test_its_writer_takes_a_note_back_from_all_pages_also_after_the_evening(evening, phone, hers, bea):
    note = written(evening, "Een bank", bea)
    again(evening).settle(note.pk, "wall", "waits", clock.now())
    evening.close(clock.now())
    assert phone.post(door("live_note_back", evening), {"note": note.pk}).status_code == 302
    note.refresh_from_db()
    assert note.state == "back"
    assert "Een bank" not in read(phone.get(door("live_phone", evening)))


def test_what_was_taken_back_does_not_come_back(evening, phone, hers, bea):
    note = written(evening, "Een bank", bea)
    phone.post(door("live_note_back", evening), {"note": note.pk})
    phone.post(door("live_note_back", evening), {"note": note.pk})
    page = pressed(hers, evening, note, "waits", "wall")
    assert page.status_code == 409
    assert "De schrijver haalde dit briefje net terug" in read(page)


def test_nobody_takes_back_a_note_of_somebody_else(evening, bea):
    note = written(evening, "Een bank", bea)
    other = walk_in(evening)
    assert other.post(door("live_note_back", evening), {"note": note.pk}).status_code == 302
    assert other.post(door("live_note_back", evening), {"note": "x"}).status_code == 422
    note.refresh_from_db()
    assert note.state == "waits"


# Later


def test_notes_go_with_who_took_part_after_ninety_days(evening, bea):
    written(evening, "Van papier")
    written(evening, "Van Bea", bea)
    assert erase_participants() == 0
    Evening.objects.update(closes_at=clock.now() - timedelta(days=90))
    erase_participants()
    assert not Note.objects.exists()
    assert not Participant.objects.exists()


@pytest.mark.parametrize("name", ["live_wall", "live_phone", "live_screen"])
def test_a_page_asks_the_same_number_of_queries_for_one_note_and_for_thirty(evening, phone, hers, bea, name):
    client = hers if name == "live_wall" else phone

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(door(name, evening))
        return len(queries)

    for waits in (bea, None):
        written(evening, "Een", waits)
    few = count()
    for number in range(30):
        written(evening, f"Briefje {number}", bea)
        written(evening, f"Papier {number}")
    assert count() == few


def test_a_closed_evening_is_not_written_in(evening, bea):
    evening.close(clock.now())
    for verb in (
        lambda: written(evening, "Een bank", bea),
        lambda: again(evening).let_through(True, clock.now()),
    ):
        with pytest.raises(EveningClosed):
            verb()
