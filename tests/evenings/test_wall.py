"""The wall of notes, live: who leads sees what waits, phones and screen what is on it."""

import re

from common import clock
from evenings.models import Note
from evenings.topics import ConsoleTopic, EveningTopic, WallTopic
from evenings.wall import COLUMNS, LINES, Entry, in_pages
from tests.evenings import test_notes as notes
from tests.evenings.test_leading import again
from tests.evenings.test_notes import after, written

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
    assert re.search(rf'id="waits-{note.pk}"\s+data-revision="\d+"\s+data-gone', console)
    assert re.search(rf'id="wall-{note.pk}"[^>]+data-in="list-wall"', console)


def test_the_wall_of_grouping_has_the_notes_of_the_step_before(evening, bea):
    written(evening, "Een bank")
    assert after(evening).step.kind == "group"
    assert "Een bank" in drawn(EveningTopic(), evening, "phone", 0)
    after(evening)
    assert "Een bank" not in drawn(EveningTopic(), evening, "phone", 0)
    assert "Een bank" not in drawn(EveningTopic(), evening, "screen", 0)


# The big screen


def test_all_notes_come_on_the_screen_in_columns_that_fit():
    notes = [Note(pk=number, text="woord " * (number % 30 + 1)) for number in range(1, 100)]
    entries = [Entry(note) for note in notes]
    pages = in_pages(entries)
    assert [entry for page in pages for column in page for entry in column] == entries
    assert all(len(page) <= COLUMNS for page in pages)
    assert all(len(column) * 2.5 <= LINES or len(column) == 1 for page in pages for column in page)
    assert in_pages([]) == []
