"""What the organisers of an evening hear after it: of a note that its writer took back, and of what is wrong."""

import uuid

import pytest

from common import clock
from evenings import reporting
from evenings.models import Note, Outcome, Remark, letters
from labs.models import RESIDENT_VOICE, RoleKind
from notifications.models import Notification
from tests.evenings import test_harvest as harvest
from tests.evenings.test_doors import read
from tests.evenings.test_harvest import made_new, named, pressed, put_at, said
from tests.evenings.test_leading import again
from tests.factories import make_idea, make_member
from tests.mails import work_off
from tests.news import PAGE, signed_in, start_anew

evening, notes_step, bea = harvest.evening, harvest.notes_step, harvest.bea
evening_over = harvest.evening_over
BANK = "Een bank op het plein"


@pytest.fixture
def others(gathering, anna, lab):
    """Piet organises it too; Ria did, and is in the council now."""
    piet, ria = make_member(lab, "Piet", "connector"), make_member(lab, "Ria", "connector")
    gathering.set_organisers([anna, piet, ria])
    ria.roles.update(kind=RoleKind.COUNCILLOR, label="Groen")
    start_anew()
    return piet, ria


def told(kind):
    work_off()
    return sorted(Notification.objects.filter(kind=kind).values_list("inbox__user__name", flat=True))


def taken_back(evening, bea):
    return again(evening).withdraw(Note.objects.get(text=BANK).pk, bea)


# A note that its writer took back


def test_they_hear_that_a_note_was_taken_back_that_became_an_idea(evening_over, hers, bea, others, anna):
    made_new(hers, evening_over, named(BANK), title="Een bank")
    start_anew()
    assert taken_back(evening_over, bea)
    assert not taken_back(evening_over, bea), "pressed twice"
    assert told("note_taken_back") == ["Anna", "Piet"]
    page = " ".join(read(signed_in(anna).get(PAGE)).split())
    assert "De schrijver van een briefje haalde het terug." in page
    assert "Een bank" in page
    assert "Bea" not in page
    assert Outcome.objects.get().idea.status == "new", "it is of who posted it"


def test_and_that_became_a_comment_also_who_posted_it(evening_over, bea, others, bram, lab):
    admin = make_member(lab, "Bas", "lab_admin")
    idea = make_idea(bram, "Meer groen")
    said(signed_in(admin), evening_over, named(BANK), idea)
    start_anew()
    taken_back(evening_over, bea)
    assert told("note_taken_back") == ["Anna", "Bas", "Piet"]
    page = read(signed_in(admin).get(PAGE))
    assert (address := idea.comments.get().get_absolute_url()) in page
    idea.comments.get().remove()
    assert address not in read(signed_in(admin).get(PAGE))


def test_of_what_stands_with_an_idea_or_in_the_report_they_need_not_hear(evening_over, hers, bea, others, bram):
    put_at(hers, evening_over, named(BANK), make_idea(bram, "Meer groen"))
    start_anew()
    taken_back(evening_over, bea)
    assert told("note_taken_back") == [], "its words went"


def test_nor_of_what_is_gone(evening_over, hers, bea, others, bram, anna):
    idea = make_idea(bram, "Meer groen")
    said(hers, evening_over, named(BANK), idea)
    idea.comments.get().remove()
    start_anew()
    taken_back(evening_over, bea)
    assert told("note_taken_back") == []


def test_once_the_idea_is_withdrawn_it_is_told_nowhere_any_more(evening_over, hers, bea, others, anna, bram):
    made_new(hers, evening_over, named(BANK), title="Een bank")
    start_anew()
    taken_back(evening_over, bea)
    words = "De schrijver van een briefje haalde het terug."
    assert told("note_taken_back") == ["Anna", "Piet"]
    assert words in " ".join(read(signed_in(anna).get(PAGE)).split())
    Outcome.objects.get().idea.support(bram)
    Outcome.objects.get().idea.withdraw(anna, RESIDENT_VOICE, "De schrijver wil het niet.")
    assert words not in " ".join(read(signed_in(anna).get(PAGE)).split())
    start_anew()
    letters.writer_took_back(Outcome.objects.get())
    assert told("note_taken_back") == []


def test_the_list_says_that_its_writer_took_it_back(evening_over, hers, bea):
    made_new(hers, evening_over, named(BANK))
    pressed(hers, evening_over, "rest")
    done = f"{harvest.path(evening_over)}?lijst=klaar"
    assert "haalde dit briefje terug" not in read(hers.get(done))
    taken_back(evening_over, bea)
    assert "haalde dit briefje terug" in read(hers.get(done))


# What is wrong in the report


@pytest.fixture
def report(evening_over, others):
    made = reporting.begin(evening_over, clock.now())
    reporting.let_read(evening_over, made.version, clock.now())
    start_anew()
    return made


def test_several_remarks_are_one_row_of_the_organisers(report, evening_over, bea, anna):
    key = uuid.uuid4()
    for text, sent in (("We waren met meer.", key), ("We waren met meer.", key), ("Het regende.", uuid.uuid4())):
        reporting.remark(evening_over, bea, text, sent, clock.now())
    assert set(told("report_remarked")) == {"Anna", "Piet"}
    page = " ".join(read(signed_in(anna).get(PAGE)).split())
    assert "2 keer zegt iemand die erbij was wat er niet klopt" in page
    assert "Iemand die erbij was, zegt" not in page
    assert "Het regende" not in page
    assert "verslag/" in page


def test_what_is_done_before_the_worker_comes_is_not_told(report, evening_over, bea):
    reporting.remark(evening_over, bea, "We waren met meer.", uuid.uuid4(), clock.now())
    reporting.settle_remark(evening_over, Remark.objects.get().pk, clock.now())
    assert told("report_remarked") == []
