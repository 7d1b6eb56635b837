"""The organisers change the report of an evening; what goes out of it, what is wrong in it, and what stays of it."""

import re
import uuid
from datetime import timedelta

import pytest

from common import clock
from evenings import reporting
from evenings.chores import erase_participants
from evenings.models import Note, Option, Participant, Pick, Remark, Report
from evenings.models import choosing as verbs
from tests.evenings.test_choosing import give, joined
from tests.evenings.test_doors import door, read
from tests.evenings.test_report import (
    DOTS,
    again,
    at,
    closed,
    go,
    let_read,
    publish,
    record,
    seen,
    take_a_ticket,
    with_word,
)
from tests.standing import standing_at

# The organisers change it


def edited(page, **more):
    return {"seen": seen(page), "title": "", "intro": "", "next_day": "", "next_at": "", **more}


def test_the_organisers_change_its_words_and_what_stands_in_it(evening, hers):
    _bea, _cor, notes = closed(evening)
    page = hers.get(at(evening, "pas-aan/"))
    asked = record(evening)["asked"][0]["step"]
    words = {"title": "Samen rijden", "intro": "Het was **druk**.", f"step_{asked}": "Veel over groen."}
    words |= {"picked": [f"note-{notes[2].pk}"], "who_1": "Jo", "what_1": "wie er rijdt"}
    assert hers.post(at(evening, "pas-aan/"), edited(page, **words)).status_code == 302
    shown = read(hers.get(at(evening)))
    for there in ("Samen rijden", "<strong>druk</strong>", "Veel over groen.", "Een kip", "wie er rijdt"):
        assert there in shown
    assert "Een bank" not in shown


def test_two_who_change_it_at_once_lose_nothing(evening, hers):
    closed(evening)
    page = hers.get(at(evening, "pas-aan/"))
    hers.post(at(evening, "pas-aan/"), edited(page, title="De eerste"))
    second = hers.post(at(evening, "pas-aan/"), edited(page, title="De tweede", intro="Mijn woorden."))
    assert second.status_code == 409
    assert "Mijn woorden." in read(second)
    assert Report.objects.get().title == "De eerste"
    assert hers.post(at(evening, "pas-aan/"), edited(second, title="De tweede")).status_code == 302
    assert Report.objects.get().title == "De tweede"


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"title": "x" * 81}, "hoogstens 80 tekens"), ({"next_day": "2020-01-01", "next_at": "19:30"}, "is voorbij")],
)
def test_what_is_wrong_is_said_at_its_field(evening, hers, typed, said):
    closed(evening)
    page = hers.post(
        at(evening, "pas-aan/"), edited(hers.get(at(evening, "pas-aan/")), intro="Mijn woorden.", **typed)
    )
    assert page.status_code == 422
    assert said in read(page)
    assert "Mijn woorden." in read(page)


# What goes out of it


def test_who_wrote_a_note_takes_it_back_also_when_it_is_online(evening, client):
    bea, cor, notes = closed(evening)
    publish(evening)
    hers, his = with_word(evening, bea), with_word(evening, cor)
    assert his.post(at(evening, "weg/"), {"piece": f"note-{notes[0].pk}"}).status_code == 403
    assert client.post(at(evening, "weg/"), {"piece": f"note-{notes[0].pk}"}).status_code == 403
    assert hers.post(at(evening, "weg/"), {"piece": f"note-{notes[0].pk}"}).status_code == 302
    shown = read(client.get(at(evening)))
    assert "Een bank" not in shown
    assert "Een boom" in shown
    assert "Een bank" not in str(Report.objects.get().record)
    assert Report.objects.get().record["notes"] == 3, "the figures stay"


def test_taken_back_on_the_phone_it_goes_from_the_report_too(evening):
    bea, _cor, notes = closed(evening)
    publish(evening)
    take_a_ticket(bea).post(door("live_note_back", evening), {"note": notes[0].pk})
    assert "Een bank" not in str(Report.objects.get().record)


def test_the_organisers_take_a_note_out_and_it_stays_out(evening, hers):
    _bea, _cor, notes = closed(evening)
    hers.post(at(evening, "weg/"), {"piece": f"note-{notes[0].pk}"})
    assert "Een bank" not in str(record(evening)["piles"])
    assert "Een bank" not in str(publish(evening).record)
    hers.post(at(evening, "weg/"), {"piece": f"note-{notes[1].pk}"})
    assert Report.objects.get().record["piles"] == []
    assert hers.post(at(evening, "weg/"), {"piece": "note-x"}).status_code == 302


def test_who_wrote_a_tip_takes_it_back(evening):
    bea = joined(evening, "Bea")
    step = evening.session.plan_steps[DOTS]
    evening.session.steps.filter(pk=step.pk).update(kind="try")
    step = go(evening, DOTS)
    verbs.open_choice(again(evening), step, 0, clock.now())
    give(bea, Option.objects.get(choice__step=step, key="tip"), 1, words="Begin klein")
    reporting.finish(again(evening), None, [], 0, clock.now())
    publish(evening)
    with_word(evening, bea).post(at(evening, "weg/"), {"piece": f"said-{Pick.objects.get().pk}"})
    assert "Begin klein" not in str(Report.objects.get().record)
    assert Pick.objects.get().words == ""


# What is wrong


def test_who_was_there_says_what_is_wrong_and_the_organisers_mark_it_done(evening, hers, client):
    bea, _cor, _notes = closed(evening)
    let_read(evening)
    reader = with_word(evening, bea)
    sent = {"key": uuid.uuid4(), "text": "We waren met dertien."}
    for _ in range(2):
        assert reader.post(at(evening, "klopt-niet/"), sent).status_code == 302
    assert Remark.objects.count() == 1
    assert client.post(at(evening, "klopt-niet/"), sent).status_code == 403
    assert reader.post(at(evening, "klopt-niet/"), {**sent, "text": ""}).status_code == 422
    page = reader.post(at(evening, "klopt-niet/"), {**sent, "text": "x" * 401})
    assert page.status_code == 422
    assert "x" * 401 in read(page)
    assert "We waren met dertien." not in read(reader.get(at(evening)))
    assert "We waren met dertien." in read(hers.get(at(evening)))
    done = at(evening, f"klopt-niet/{Remark.objects.get().pk}/klaar/")
    assert reader.post(done).status_code == 302
    assert Remark.objects.get().done_at is None
    hers.post(done)
    assert Remark.objects.get().done_at


# Ninety days


def test_after_ninety_days_the_rows_are_gone_and_the_report_is_the_same(evening, client, hers):
    bea, _cor, _notes = closed(evening)
    publish(evening)
    with_word(evening, bea).post(at(evening, "klopt-niet/"), {"key": uuid.uuid4(), "text": "Het klopt."})
    before = main(client.get(at(evening)))
    with standing_at(clock.now() + timedelta(days=91)):
        assert erase_participants() > 0
        assert main(client.get(at(evening))) == before
    assert [kind.objects.count() for kind in (Participant, Note, Remark)] == [0, 0, 0]


def test_after_ninety_days_a_draft_keeps_its_figures_too(evening, hers):
    closed(evening)
    before = record(evening)
    with standing_at(clock.now() + timedelta(days=91)):
        erase_participants()
        erase_participants()
        report = Report.objects.get()
        assert report.record == before
        assert reporting.figures_of(again(evening), report, clock.now()) == before
        assert reporting.publish(again(evening), report.version, clock.now())
        assert Report.objects.get().record == before


def test_what_is_dropped_while_it_is_counted_a_last_time_stays_out(evening):
    """The nightly task read the report before the organisers took a note out of it."""
    _bea, _cor, notes = closed(evening)
    read_before, at_end = Report.objects.get(), clock.now() + timedelta(days=91)
    piece = f"note-{notes[0].pk}"
    assert reporting.drop(again(evening), piece, at_end)
    reporting.count_again(read_before, at_end)
    assert piece not in reporting.pieces_in(Report.objects.get().record)


def main(page):
    """The page without its secrets, and without the year, which stands with a day of another year."""
    return re.sub(r'value="[^"]*"|\s20\d\d\b', "", read(page).partition("<article>")[2].partition("</article>")[0])
