"""The wall of notes, live: who leads sees what waits, phones and screen what is on it."""

import re
import uuid

import pytest

from common import clock
from evenings.models import Note
from evenings.topics import ConsoleTopic, EveningTopic, WallTopic
from evenings.wall import COLUMNS, LINES, PAGES, Entry, height_of, in_pages
from realtime import limits
from tests.evenings import test_notes as notes
from tests.evenings.test_doors import door, read
from tests.evenings.test_leading import again
from tests.evenings.test_notes import after, written
from tests.faults.compare import differences
from tests.faults.page import Page

notes_step, evening, phone, bea = notes.notes_step, notes.evening, notes.phone, notes.bea


def keys(topic, evening, view, revision):
    return [part.key for part in topic.parts(evening.pk, view, revision)]


def drawn(topic, evening, view, revision):
    return "".join(part.render() for part in topic.parts(evening.pk, view, revision))


def test_a_note_that_waits_reaches_who_leads_and_nobody_else(evening, bea):
    before = again(evening).revision
    note = written(evening, "Een bank", bea)
    assert keys(EveningTopic(), evening, "phone", before) == []
    assert keys(EveningTopic(), evening, "screen", before) == []
    assert keys(ConsoleTopic(), evening, "page", before) == [f"evening-glance-{evening.pk}"]
    assert f"waits-{note.pk}" in keys(WallTopic(), evening, "page", before)
    assert "Een bank" in drawn(WallTopic(), evening, "page", before)


def test_a_note_on_the_wall_reaches_phones_and_screen_and_leaves_the_list_of_what_waits(evening, bea):
    note = written(evening, "Een bank", bea)
    before = again(evening).revision
    again(evening).settle(note.pk, "wall", "waits", clock.now())
    for view in ("phone", "screen"):
        assert "Een bank" in drawn(EveningTopic(), evening, view, before)
    console = drawn(WallTopic(), evening, "page", before)
    assert re.search(rf'id="waits-{note.pk}"[^>]+data-gone', console)
    assert re.search(rf'id="wall-{note.pk}"[^>]+data-in="list-wall"', console)


def test_the_wall_of_grouping_has_the_notes_of_the_step_before(evening, bea):
    written(evening, "Een bank")
    assert after(evening).step.kind == "group"
    assert "Een bank" in drawn(EveningTopic(), evening, "phone", 0)
    after(evening)
    assert "Een bank" not in drawn(EveningTopic(), evening, "phone", 0)
    assert "Een bank" not in drawn(EveningTopic(), evening, "screen", 0)


def test_notes_that_come_and_go_stand_on_an_open_page_as_on_a_fresh_one(evening, hers):
    """A note is put off the wall; meanwhile another one with an earlier number comes back; then it comes back too."""
    first, second, third, fourth = [written(evening, f"Bank {number}") for number in range(4)]
    again(evening).settle(third.pk, "off", "wall", clock.now())
    mine, before = Page(read(hers.get(door("live_wall", evening)))), again(evening).revision
    for note, seen, to in ((second, "wall", "off"), (third, "off", "wall"), (second, "off", "wall")):
        again(evening).settle(note.pk, to, seen, clock.now())
        mine.apply(drawn(WallTopic(), evening, "page", before))
        before = again(evening).revision
    assert differences(mine, Page(read(hers.get(door("live_wall", evening))))) == []
    assert [one.id for one in mine.find("list-wall").children if "data-gone" not in one.attrs] == [
        f"wall-{note.pk}" for note in (fourth, third, second, first)
    ]


# The big screen


def test_all_notes_come_on_the_screen_in_columns_that_fit():
    notes = [Note(pk=number, text="woord " * (number % 30 + 1)) for number in range(1, 100)]
    entries = [Entry(note) for note in notes]
    pages = in_pages(entries, height_of)
    assert [entry for page in pages for column in page for entry in column] == entries
    assert all(len(page) <= COLUMNS for page in pages)
    assert all(len(column) * 2.5 <= LINES or len(column) == 1 for page in pages for column in page)
    assert in_pages([], height_of) == []


def many(evening, step, number=600):
    """Hang that many long notes on the wall, the first half in ten piles."""
    piles = [evening.piles.create(title=f"Stapel {n}", key=uuid.uuid4(), revision=1) for n in range(10)]
    words = {"evening": evening, "step_id": step, "source": "paper", "state": "wall", "revision": 1}
    Note.objects.bulk_create(
        Note(text=f"Bij het veld kan {n} iets komen voor wie graag lang buiten is, ook als het regent. " * 2,
             number=n, key=uuid.uuid4(), written_at=clock.now(), pile=piles[n % 10] if n % 2 else None, **words)
        for n in range(1, number + 1)
    )  # fmt: skip


@pytest.mark.parametrize("is_of_piles", [False, True])
def test_six_hundred_notes_are_on_the_screen_in_one_update(evening, monkeypatch, is_of_piles):
    many(evening, evening.step_id)
    after(evening) if is_of_piles else None
    html = drawn(EveningTopic(), evening, "screen", 0)
    assert len(html.encode()) < limits.BEHIND_BYTES
    assert html.count("data-page") == PAGES
    assert "600 briefjes, 600 van papier, hier de nieuwste" in html
    for number in range(10):
        assert (f"Stapel {number}" in html) is (is_of_piles and number % 2 == 1)
    monkeypatch.setattr("evenings.wall.PAGES", 999)
    assert len(drawn(EveningTopic(), evening, "screen", 0).encode()) > limits.BEHIND_BYTES


def test_a_few_notes_are_all_on_the_screen(evening):
    many(evening, evening.step_id, 20)
    html = drawn(EveningTopic(), evening, "screen", 0)
    assert html.count("note--row") == 20
    assert "hier de nieuwste" not in html
