"""Notes that still waited for a glance when the evening closed: their organisers look at them afterwards."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from evenings.models import Note, Outcome, TaskKind
from tests.evenings import test_harvest as harvest
from tests.evenings.test_doors import door, read
from tests.evenings.test_harvest import named, path, pressed, put_at
from tests.evenings.test_leading import again
from tests.evenings.test_notes import written
from tests.evenings.test_tasks import take
from tests.factories import make_idea

evening, notes_step, bea = harvest.evening, harvest.notes_step, harvest.bea
LIST = "?lijst=wachten"


@pytest.fixture
def jo(evening):
    """Leads the evening, without an account."""
    return take(evening, TaskKind.LEAD)


@pytest.fixture
def evening_over(evening, bea, jo):
    """Two notes of Bea wait, one is off the wall, and one from paper is on it."""
    for text in ("Een fontein", "Wat een onzin"):
        written(evening, text, bea)
    again(evening).settle(written(evening, "Scheldwoord", bea).pk, "off", "waits", clock.now())
    written(evening, "Een kip")
    again(evening).close(clock.now())
    return again(evening)


def test_the_closed_evening_says_how_many_wait_and_leads_to_them(evening_over, hers, jo):
    page = " ".join(read(hers.get(door("live_close", evening_over))).split())
    assert "Er wachten nog 2 briefjes op een blik." in page
    assert path(evening_over, query=LIST) in page
    page = " ".join(read(jo.get(door("live_close", evening_over))).split())
    assert "Er wachten nog 2 briefjes op een blik." in page
    assert path(evening_over) not in page, "only its organisers look"


def test_what_they_take_along_goes_on_the_wall_and_the_list_once(evening_over, hers, bram):
    assert 'Nog niet bekeken <b class="num">2</b>' in read(hers.get(path(evening_over)))
    page = read(hers.get(path(evening_over, query=LIST)))
    assert page.index("Een fontein") < page.index("Wat een onzin")
    assert "Scheldwoord" not in page
    assert "Een kip" not in page
    assert put_at(hers, evening_over, named("Een fontein"), make_idea(bram, "Plein")).status_code == 404, "not yet"
    for _ in range(2):
        assert pressed(hers, evening_over, "add", add=[named("Een fontein")]).status_code == 302
    note = Note.objects.get(text="Een fontein")
    assert (note.state, note.number) == ("wall", 2)
    assert Outcome.objects.get().note == note
    assert "Een fontein" in read(hers.get(path(evening_over)))
    page = read(hers.get(path(evening_over, query=LIST)))
    assert "Een fontein" not in page
    assert "Wat een onzin" in page
    pressed(hers, evening_over, "rest")
    assert Note.objects.get(text="Wat een onzin").state == "waits", "nobody took it along"


def test_a_note_that_its_writer_took_back_meanwhile_does_not_come_back(evening_over, hers, bea):
    fountain = named("Een fontein")
    evening_over.withdraw(Note.objects.get(text="Een fontein").pk, bea)
    assert pressed(hers, evening_over, "add", add=[fountain, named("Wat een onzin")]).status_code == 409
    assert pressed(hers, evening_over, "add", add=[named("Scheldwoord")]).status_code == 409
    assert set(Note.objects.values_list("text", "state")) == {
        ("Een fontein", "back"),
        ("Wat een onzin", "waits"),
        ("Scheldwoord", "off"),
        ("Een kip", "wall"),
    }


def test_with_nothing_that_waits_nothing_is_said_of_it(evening_over, hers):
    Note.objects.filter(state="waits").update(state="off")
    assert "Nog niet bekeken" not in read(hers.get(path(evening_over)))
    assert "op een blik" not in read(hers.get(door("live_close", evening_over)))
    assert "Geen briefje wacht op een blik." in read(hers.get(path(evening_over, query=LIST)))


def test_many_cost_no_more_queries(evening_over, hers):
    def counted():
        with CaptureQueriesContext(connection) as found:
            hers.get(path(evening_over, query=LIST))
        return len(found)

    few = counted()
    row = {"source": "paper", "state": "waits", "written_at": clock.now(), "revision": 1}
    for number in range(20):
        evening_over.notes.create(text=f"Briefje {number}", key=uuid.uuid4(), **row)
    assert counted() == few
