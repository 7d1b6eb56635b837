"""What somebody is typing when the evening closes: each form answers 409, and the words stand there to copy."""

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from common import clock
from evenings import reporting
from evenings.models import Counted, Evening, Note, Pick, Pledge, Remark, RoomPromise, Task
from tests.evenings.test_choosing import again, begin, press, step_of
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_tasks import main, take
from tests.ideas.conftest import browser

OVER = "De avond is voorbij"
SAID = {"name": "Wim", "role": "wethouder", "words": "Er komt een bankje.", "day": "2027-05-01"}
BROUGHT = {"name": "Mo", "kind": "things", "words": "Een ladder", "by_when": "", "contact": "mo@example.org"}


def late(client, evening, name, values, *, part=False):
    """Send a form of a page that was open when the evening closed; return what the page says."""
    again(evening).close(clock.now())
    headers = {"HX-Request": "true"} if part else {}
    response = client.post(door(name, evening), {"key": uuid.uuid4()} | values, headers=headers)
    assert response.status_code == 409
    return unescape(main(response))


def page_of(name, gathering):
    return reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})


def typed_on(page):
    """Return the lines that stand there to copy."""
    box = page.partition('id="id_typed"')[2].partition(">")[2]
    return box.partition("</textarea>")[0].split("\n")


@pytest.fixture
def paper(evening):
    return take(evening, "paper", name="Jo")


# Who helps


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize(
    ("name", "values", "lines"),
    [
        ("live_paper", {"text": "Een bank bij de Maas"}, ["Een bank bij de Maas"]),
        ("live_promises", SAID, ["Wim", "wethouder", "Er komt een bankje.", "2027-05-01"]),
        ("live_brought", BROUGHT, ["Mo", "Een ladder", "mo@example.org", "Spullen"]),
        ("live_count", {"heads": "41"}, ["Hoeveel mensen zijn er in de zaal? 41"]),
    ],
)
def test_a_paper_helper_reads_that_the_evening_is_over_and_what_was_typed(evening, paper, name, values, lines, part):
    page = late(paper, evening, name, values, part=part)
    assert OVER in page
    assert typed_on(page) == lines
    assert (Note.objects.count(), RoomPromise.objects.count(), Pledge.objects.count()) == (0, 0, 0)


def test_counts_stand_there_with_what_they_were_counted_for(evening, paper):
    one, two, _three = begin(evening)
    values = {"choice": step_of(evening).choice.pk, "how": "hands"}
    page = late(paper, evening, "live_count", values | {f"number-{one.pk}-0": "12", f"number-{two.pk}-0": "3"})
    assert typed_on(page) == ["Proefwinkel: 12", "Filmavond op het plein: 3"]
    assert not Counted.objects.exists()


def test_grades_stand_there_with_their_grade(evening, paper):
    one, *_rest = begin(evening, "grade")
    page = late(paper, evening, "live_count", {f"number-{one.pk}-4": "7", f"number-{one.pk}-5": ""})
    assert typed_on(page) == ["Proefwinkel, cijfer 4: 7"]


def test_a_sentence_heard_in_the_room_and_who_looks_at_it_again_stand_there(evening, paper, hers):
    begin(evening, "try", texts=[])
    assert typed_on(late(paper, evening, "live_count", {"words": "De zaal is verhuurd."})) == ["De zaal is verhuurd."]
    parked = {"piece": "said-1", "parked_for": "Hilde", "parked_on": "2027-05-01"}
    assert typed_on(late(hers, evening, "live_choice", parked)) == ["Hilde", "2027-05-01"]


def test_who_organises_it_reads_the_same_and_finds_the_page_of_the_evening(evening, hers, gathering):
    page = late(hers, evening, "live_promises", SAID)
    assert OVER in page
    assert "Er komt een bankje." in typed_on(page)
    assert f'href="{page_of("evening", gathering)}"' in page


def test_a_promise_that_is_corrected_too_late_keeps_its_new_words(evening, paper):
    paper.post(door("live_promises", evening), SAID | {"key": uuid.uuid4()})
    promise = RoomPromise.objects.get()
    again(evening).close(clock.now())
    answer = paper.post(f"{door('live_promises', evening)}{promise.pk}/", SAID | {"words": "Twee bankjes.", "seen": 1})
    assert answer.status_code == 409
    assert "Twee bankjes." in typed_on(unescape(main(answer)))


def test_a_button_without_words_is_refused_as_before(evening, paper, hers):
    again(evening).close(clock.now())
    for client, status in ((paper, 403), (hers, 404)):
        assert client.post(door("live_brought_press", evening), {"press": "1:on"}).status_code == status


def test_who_has_no_part_in_it_reads_nothing_of_what_they_send(evening, bram):
    again(evening).close(clock.now())
    answer = browser(bram).post(door("live_paper", evening), {"text": "Een bank"})
    assert answer.status_code == 404


def test_words_of_who_lost_the_task_meanwhile_stand_there_too(evening, paper):
    again(evening).take_back(Task.objects.get().pk)
    answer = paper.post(door("live_paper", evening), {"text": "Een bank"})
    assert answer.status_code == 403
    assert typed_on(unescape(main(answer))) == ["Een bank"]


# Who takes part


@pytest.fixture
def phone(evening):
    return walk_in(evening)


def test_a_tip_that_comes_too_late_is_not_shown_as_sent(evening, phone):
    _yes, tip, _no = begin(evening, "try", texts=[])
    press(phone, evening, tip, 1, words="Begin klein.")
    page = late(phone, evening, "live_choose", {"give": f"{tip.pk}-1", "words": "Begin klein, op dinsdag."})
    assert OVER in page
    assert "Wat je daarvoor koos, telt mee." in page
    assert "“Begin klein.”" in page
    assert typed_on(page) == ["Begin klein, op dinsdag."]
    assert Pick.objects.get().words == "Begin klein."


def test_a_tip_that_stands_already_is_not_shown_as_lost(evening, phone):
    _yes, tip, _no = begin(evening, "try", texts=[])
    press(phone, evening, tip, 1, words="Begin klein.")
    page = late(phone, evening, "live_choose", {"give": f"{tip.pk}-1", "words": "Begin klein."})
    assert 'id="id_typed"' not in page


def test_for_our_script_a_late_tip_has_no_part_so_that_the_page_comes(evening, phone):
    """With a part the script would take the form away, and the words with it."""
    _yes, tip, _no = begin(evening, "try", texts=[])
    again(evening).close(clock.now())
    sent = {"give": f"{tip.pk}-1", "words": "Begin klein."}
    answer = phone.post(door("live_choose", evening), sent, headers={"HX-Request": "true"})
    assert (answer.status_code, read(answer)) == (409, "")


# The report


def test_a_remark_keeps_its_words_when_the_report_cannot_be_read_any_more(evening, phone):
    now = clock.now()
    reporting.finish(again(evening), None, [], 0, now)
    reporting.let_read(again(evening), 1, now - timedelta(hours=49))
    at = page_of("evening_report_remark", evening.gathering)
    answer = phone.post(at, {"key": uuid.uuid4(), "text": "We waren met meer."})
    assert answer.status_code == 409
    page = unescape(main(answer))
    assert "Het verslag is nu niet te lezen" in page
    assert typed_on(page) == ["We waren met meer."]
    assert not Remark.objects.exists()
    assert walk_in(evening).post(at, {"text": "We waren met meer."}).status_code == 404
    assert Evening.objects.get().closed_at
