"""Who is named with what came of a note: who wants that, and nobody else."""

import uuid

from common import clock
from evenings.models import Note, Outcome, Participant, Source
from evenings.models.outcome import CREDIT_LENGTH, within
from ideas.models import Comment
from tests.evenings import test_harvest as before
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_harvest import named, path, said
from tests.evenings.test_leading import again
from tests.evenings.test_notes import written
from tests.factories import make_idea

evening = before.evening
evening_over = before.evening_over
notes_step = before.notes_step
bea = before.bea


# Names


def test_nobody_is_named_unless_they_ask(evening, bea, hers, anna):
    phone = walk_in(evening, name="Wim")
    wim = Participant.objects.get(name="Wim")
    note = written(evening, "Een bank op het plein", wim)
    again(evening).settle(note.pk, "wall", "waits", clock.now())
    again(evening).keep(Note, note.pk, True, clock.now())
    assert "Noem mij erbij" in read(phone.get(door("live_phone", evening)))
    again(evening).close(clock.now())
    hers.get(path(evening))
    assert "Wim" not in read(hers.get(path(evening)))
    assert phone.post(door("live_named", evening), {"on": "1"}).status_code == 302, "also after the evening"
    assert "Liever zonder mijn naam" in read(phone.get(door("live_phone", evening)))
    assert "Wim" in read(hers.get(path(evening)))
    said(hers, evening, named("Een bank op het plein"), make_idea(anna))
    assert Comment.objects.get().text.endswith("(Wim).")
    assert Outcome.objects.get().credit == "Wim"


def test_without_a_name_or_at_a_table_nobody_is_named(evening):
    phone = walk_in(evening)
    nameless = Participant.objects.get()
    note = written(evening, "Een bank op het plein", nameless)
    again(evening).settle(note.pk, "wall", "waits", clock.now())
    assert "Noem mij erbij" not in read(phone.get(door("live_phone", evening)))
    phone.post(door("live_named", evening), {"on": "1"})
    nameless.refresh_from_db()
    assert not nameless.is_named
    at_table = Participant.objects.create(
        evening=evening, name="Jo", word="a b 1", key=uuid.uuid4(), people=3, is_named=True
    )
    note = written(evening, "Een heg", at_table)
    again(evening).settle(note.pk, "wall", "waits", clock.now())
    again(evening).keep(Note, note.pk, True, clock.now())
    again(evening).close(clock.now())
    source = Note.objects.get(text="Een heg")
    assert again(evening).leave_in_report(Source("note", source.pk), None, clock.now()).credit == ""


def test_more_names_than_fit_are_left_out():
    assert within(["Bea", "Jo"]) == "Bea, Jo"
    assert len(within([f"Iemand met een lange naam {n}" for n in range(30)])) <= CREDIT_LENGTH
