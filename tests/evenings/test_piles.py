"""Lay notes together, take along what the room picked, and the empty screen."""

import uuid

import pytest
from django.test import Client

from common import clock
from evenings.models import Note, Pile
from evenings.topics import EveningTopic, WallTopic
from evenings.wall import height_of, in_pages, in_piles
from ideas.models import Moved
from tests.evenings import test_notes as notes
from tests.evenings.test_doors import door, read
from tests.evenings.test_leading import again
from tests.evenings.test_notes import after, written
from tests.evenings.test_wall import drawn
from tests.ideas.conftest import browser

evening, notes_step, phone, bea = notes.evening, notes.notes_step, notes.phone, notes.bea


@pytest.fixture
def three(evening):
    return [written(evening, text) for text in ("Een bank", "Een boom", "Een kip")]


def laid(client, evening, *chosen, at="new", title="Groen", **more):
    """Press a button of the form with the chosen notes, as they lie now, or as `(note, pile)` says."""
    boxes = [one if isinstance(one, str) else f"{one.pk}:{Note.objects.get(pk=one.pk).pile_id or 0}" for one in chosen]
    values = {"key": uuid.uuid4(), "at": at, "title": title, "note": boxes} | more
    headers = {"HX-Request": "true"} if values.pop("part", False) else {}
    return client.post(door("live_piles", evening), values, headers=headers)


def lies():
    return {note.text: note.pile.title if note.pile else "" for note in Note.objects.select_related("pile")}


def test_notes_are_laid_together_and_screen_and_phones_show_the_pile_in_a_step_of_grouping(
    evening, hers, three, phone
):
    assert laid(hers, evening, *three[:2]).status_code == 302
    assert lies() == {"Een bank": "Groen", "Een boom": "Groen", "Een kip": ""}
    assert "Groen" in read(hers.get(door("live_wall", evening)))
    for view in ("phone", "screen"):
        assert "Groen" not in drawn(EveningTopic(), evening, view, 0)
    after(evening)
    for view in ("phone", "screen"):
        html = drawn(EveningTopic(), evening, view, 0)
        assert html.index("Groen") < html.index("Een bank") < html.index("Ligt nog los") < html.index("Een kip")
    assert "Groen" in read(phone.get(door("live_phone", evening)))


def test_the_same_form_twice_makes_one_pile(evening, hers, three):
    key = uuid.uuid4()
    boxes = [f"{three[0].pk}:0"]
    for _ in range(2):
        assert laid(hers, evening, *boxes, key=key).status_code == 302
    assert Pile.objects.count() == 1


def test_notes_are_laid_at_a_pile_loose_and_apart(evening, hers, three):
    laid(hers, evening, three[0])
    pile = Pile.objects.get()
    laid(hers, evening, three[1], three[2], at=pile.pk)
    assert set(lies().values()) == {"Groen"}
    laid(hers, evening, three[1], at="0")
    assert lies() == {"Een bank": "Groen", "Een boom": "", "Een kip": "Groen"}
    assert laid(hers, evening, at=f"apart-{pile.pk}").status_code == 302
    assert set(lies().values()) == {""}


def test_two_who_lay_the_same_note_lose_nothing_and_the_second_reads_what_was_done(evening, hers, three):
    old = [f"{note.pk}:0" for note in three[:2]]
    laid(hers, evening, three[0], title="Rood")
    for part in (False, True):
        page = laid(hers, evening, *old, part=part)
        assert page.status_code == 409
        assert "Iemand anders legde “Een bank” net bij “Rood”" in read(page)
        assert 'value="Groen"' in read(page), "the title that was typed stays"
    assert lies() == {"Een bank": "Rood", "Een boom": "", "Een kip": ""}
    assert Pile.objects.count() == 1
    assert laid(hers, evening, *old, at=Pile.objects.get().pk).status_code == 302, "it lies there already"
    yellow = evening.piles.create(title="Geel", key=uuid.uuid4(), revision=1)
    with pytest.raises(Moved):
        again(evening).lay_at({three[0].pk: 0}, yellow.pk, clock.now())


def test_a_note_that_was_taken_off_is_not_laid_at_a_pile(evening, hers, three):
    boxes = [f"{three[0].pk}:0"]
    again(evening).settle(three[0].pk, "off", "wall", clock.now())
    page = laid(hers, evening, *boxes)
    assert page.status_code == 409
    assert "net van de muur gehaald" in read(page)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "Geef de stapel een naam"),
        ({"note": []}, "Kies eerst briefjes"),
        ({"note": ["x"]}, "Deze knop werkt niet"),
        ({"at": "weg"}, "Deze knop werkt niet"),
        ({"title": "x" * 61}, "Maak dit korter"),
    ],
)
def test_a_press_without_notes_or_name_is_refused_and_keeps_what_was_typed(evening, hers, three, values, words):
    page = laid(hers, evening, three[0], **values)
    assert page.status_code == 422
    assert words in read(page)
    assert not Pile.objects.exists()


def test_a_pile_of_another_evening_is_not_there(evening, hers, three):
    assert laid(hers, evening, three[0], at="999").status_code == 404
    assert laid(hers, evening, at="apart-999").status_code == 404
    assert hers.post(door("live_keep", evening), {"press": "pile:999:1"}).status_code == 404
    assert hers.post(door("live_keep", evening), {"press": "note:999:1"}).status_code == 404
    assert hers.post(door("live_keep", evening), {"press": "evening:1:1"}).status_code == 422


def test_what_the_room_picked_has_a_star(evening, hers, three):
    laid(hers, evening, three[0])
    pile = Pile.objects.get()
    for press in (f"note:{three[0].pk}:1", f"pile:{pile.pk}:1", f"pile:{pile.pk}:1"):
        assert hers.post(door("live_keep", evening), {"press": press}).status_code == 302
    after(evening)
    assert drawn(EveningTopic(), evening, "screen", 0).count("★") == 3, "with what it means"
    hers.post(door("live_keep", evening), {"press": f"note:{three[0].pk}:0"})
    assert drawn(EveningTopic(), evening, "screen", 0).count("★") == 2


def test_a_note_that_goes_from_a_pile_goes_from_the_pile_on_the_console(evening, hers, three):
    laid(hers, evening, *three[:2])
    before, pile = again(evening).revision, Pile.objects.get()
    again(evening).settle(three[0].pk, "off", "wall", clock.now())
    parts = {part.key: part.render() for part in WallTopic().parts(evening.pk, "page", before)}
    assert "Een bank" not in parts[f"pile-{pile.pk}"]
    assert "Een boom" in parts[f"pile-{pile.pk}"]
    assert "Een bank" in parts[f"off-{three[0].pk}"]
    again(evening).settle(three[1].pk, "off", "wall", clock.now())
    assert "data-gone" in {p.key: p.render() for p in WallTopic().parts(evening.pk, "page", before)}[f"pile-{pile.pk}"]


def test_the_big_screen_is_emptied_and_comes_back(evening, hers, three, phone):
    assert hers.post(door("live_blank", evening), {"on": "1"}).status_code == 302
    for text in ("Een bank", evening.step.sentence, evening.said):
        assert text not in drawn(EveningTopic(), evening, "screen", 0)
    assert "Een bank" in read(phone.get(door("live_phone", evening))), "phones go on"
    hers.post(door("live_blank", evening), {"on": "0"})
    assert "Een bank" in drawn(EveningTopic(), evening, "screen", 0)


def test_nobody_else_lays_notes_or_empties_the_screen(evening, mo, bram, phone, three):
    for client, answer in ((browser(mo), 404), (browser(bram), 404), (phone, 302), (Client(), 302)):
        assert laid(client, evening, three[0]).status_code == answer
        assert client.post(door("live_keep", evening), {"press": f"note:{three[0].pk}:1"}).status_code == answer
        assert client.post(door("live_blank", evening), {"on": "1"}).status_code == answer
    assert not Pile.objects.exists()
    assert (again(evening).is_blank, Note.objects.filter(is_kept=True).count()) == (False, 0)


def test_piles_come_first_on_the_screen_and_all_notes_once():
    piles = [Pile(pk=number, title=f"Stapel {number}") for number in (1, 2)]
    made = [Note(pk=n, text="woord " * (n % 9 + 1), pile=[None, *piles][n % 3]) for n in range(1, 60)]
    entries = in_piles(made)
    assert [entry.heading for entry in entries if entry.heading is not None] == ["Stapel 1", "Stapel 2", ""]
    assert sorted(entry.note.pk for entry in entries) == [note.pk for note in made]
    assert [entry for page in in_pages(entries, height_of) for column in page for entry in column] == entries
    assert in_piles([]) == []
