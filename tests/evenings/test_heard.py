"""A tip, or what goes wrong, from paper or said aloud: who counts in the room types it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common import clock
from evenings import reporting
from evenings.chores import erase_participants
from evenings.models import Counted, Evening, Report, counting
from evenings.models.choosing import ChoiceClosed
from evenings.record import record_of
from evenings.results import Choosing
from tests.evenings.test_choosing import again, begin, close, give, joined, step_of
from tests.evenings.test_counting import body, post, rows
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_tasks import take

WORDS = "Op dinsdag is de zaal verhuurd."


@pytest.fixture
def jo(evening):
    """A browser of somebody without an account, who has the task of paper helper."""
    return take(evening, "paper", name="Jo")


@pytest.fixture
def options(evening):
    """Yes, yes with a tip, and no."""
    return begin(evening, "try", texts=[])


def heard(option, words=WORDS, **more):
    return {"key": uuid.uuid4(), "option": option.pk, "words": words, **more}


def test_a_sentence_from_paper_is_noted_once_and_counts_nobody(evening, options, jo):
    _yes, _tip, no = options
    assert "Een tip, of wat er misgaat" in read(jo.get(door("live_count", evening)))
    values = heard(no)
    for _again in range(2):
        assert post(jo, evening, values).url == door("live_count", evening)
    assert [(str(row), row.number, row.helper.name) for row in Counted.objects.all()] == [(WORDS, 0, "Jo")]
    assert [line.total for line in Choosing(again(evening)).lines] == [0, 0, 0]
    page = read(jo.get(door("live_count", evening)))
    assert (WORDS in page, "<b>+0</b>" in page) == (True, False)


def test_who_leads_reads_it_and_parks_it_as_what_came_by_phone(evening, options, jo, hers):
    _yes, tip, no = options
    post(jo, evening, heard(no))
    post(jo, evening, heard(tip, "Vraag de conciërge."))
    row = Counted.objects.get(option=no)
    page = read(hers.get(door("live_lead", evening)))
    assert all(words in page for words in (WORDS, "Vraag de conciërge."))
    assert page.count('name="parked_for"') == 1
    parked = {"piece": row.piece, "parked_for": "Jo van de tuin", "parked_on": "2026-12-14"}
    assert hers.post(door("live_choice", evening), parked).status_code == 302
    assert "Jo van de tuin kijkt er opnieuw naar op 14 december 2026." in read(hers.get(door("live_lead", evening)))
    phone = walk_in(evening)
    assert not any(WORDS in read(phone.get(door(name, evening))) for name in ("live_phone", "live_screen"))


def test_a_refused_name_stays_with_its_own_objection(evening, options, jo, hers):
    _yes, _tip, no = options
    give(joined(evening), no, 1, words="Wie is verzekerd?")
    post(jo, evening, heard(no))
    piece = Counted.objects.get().piece
    page = hers.post(door("live_choice", evening), {"piece": piece, "parked_for": "Jo", "parked_on": "gisteren"})
    assert page.status_code == 422
    assert read(page).count('value="Jo"') == 1


def test_the_report_tells_it_beside_what_came_by_phone(evening, options, jo):
    _yes, _tip, no = options
    give(joined(evening), no, 1, words="Wie is verzekerd?")
    post(jo, evening, heard(no))
    post(jo, evening, body(evening, {no: "3"}, "paper"))
    reporting.finish(again(evening), None, [], 0, clock.now())
    (chosen,) = record_of(again(evening), None)["chosen"]
    assert [one["words"] for one in chosen["said"]] == ["Wie is verzekerd?", WORDS]
    assert [line["phone"] + line["hand"] for line in chosen["lines"]] == [0, 0, 4]
    piece = Counted.objects.get(number=0).piece
    assert reporting.drop(again(evening), piece, clock.now())
    picked = Report.objects.get().picked
    (chosen,) = record_of(again(evening), picked)["chosen"]
    assert [one["words"] for one in chosen["said"]] == ["Wie is verzekerd?"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "Schrijf op wat ze zeggen."),
        ({"option": ""}, "Kies waar het bij hoort."),
        ({"option": "999"}, "Kies waar het bij hoort."),
        ({"words": "x" * 281}, "280"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(evening, options, jo, wrong, said):
    page = post(jo, evening, heard(options[2]) | wrong)
    assert page.status_code == 422
    assert said in read(page)
    assert wrong.get("words", WORDS) in read(page)
    assert not Counted.objects.exists()


def test_it_is_taken_back_until_choosing_is_closed_and_then_refused_with_its_words(evening, options, jo):
    _yes, _tip, no = options
    post(jo, evening, heard(no))
    post(jo, evening, {"uncount": Counted.objects.get().pk})
    assert not Counted.objects.exists()
    close(evening)
    page = post(jo, evening, heard(no))
    assert page.status_code == 409
    assert WORDS in read(page)
    assert rows() == []


def test_only_with_a_tip_or_what_goes_wrong_words_can_stand(evening, options):
    yes, _tip, _no = options
    with pytest.raises(ChoiceClosed):
        counting.hear(again(evening), None, yes.pk, WORDS, uuid.uuid4(), clock.now())
    evening.session.steps.filter(pk=step_of(evening).pk).update(kind="question")
    with pytest.raises(ChoiceClosed):
        counting.hear(again(evening), None, options[2].pk, WORDS, uuid.uuid4(), clock.now())
    assert not Counted.objects.exists()


@pytest.mark.parametrize("values", [{"number": 0, "words": ""}, {"number": 2, "words": WORDS}])
def test_the_database_keeps_a_count_or_words(options, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Counted.objects.create(option=options[2], how="paper", key=uuid.uuid4(), **values)


def test_ninety_days_later_the_words_go_and_what_was_counted_stays(evening, options, jo):
    _yes, _tip, no = options
    post(jo, evening, heard(no))
    post(jo, evening, body(evening, {no: "3"}, "paper"))
    Evening.objects.update(closes_at=clock.now() - timedelta(days=90), closed_at=clock.now() - timedelta(days=90))
    erase_participants()
    assert rows() == [("no", "paper", 3, 0)]
