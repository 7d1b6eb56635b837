"""Count in the room what people choose: hands and paper, by a paper helper or by who leads."""

import re
import uuid

import pytest
from django.test import Client

from common import clock
from evenings.models import Counted, Option, counting
from evenings.models import choosing as verbs
from evenings.models.choosing import ChoiceClosed
from evenings.results import Choosing
from evenings.topics import EveningTopic
from tests.evenings.test_choosing import again, begin, close, give, joined, step_of
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_tasks import take
from tests.ideas.conftest import browser


@pytest.fixture
def jo(evening):
    """A browser of somebody without an account, who has the task of paper helper."""
    return take(evening, "paper", name="Jo")


def body(evening, numbers, how="hands", grade=0, **more):
    values = {f"number-{option.pk}-{grade}": number for option, number in numbers.items()}
    return {"key": uuid.uuid4(), "choice": step_of(evening).choice.pk, "how": how, **values, **more}


def post(client, evening, values, *, part=False):
    return client.post(door("live_count", evening), values, headers={"HX-Request": "true"} if part else {})


def rows():
    return [(row.option.text or row.option.key, row.how, row.number, row.grade) for row in Counted.objects.all()]


def test_a_paper_helper_types_a_whole_sheet_at_once_and_it_counts_once(evening, jo, hers):
    one, two, _three = begin(evening)
    values = body(evening, {one: "12", two: "3"}, "paper")
    for _again in range(2):
        assert post(jo, evening, values).url == door("live_count", evening)
    assert rows() == [("Proefwinkel", "paper", 12, 0), ("Filmavond op het plein", "paper", 3, 0)]
    assert {row.helper.name for row in Counted.objects.all()} == {"Jo"}
    page = read(jo.get(door("live_count", evening)))
    assert "+12" in page
    assert "wie op een telefoon kiest, steekt geen hand op" in page
    assert [line.total for line in Choosing(again(evening)).lines] == [12, 3, 0]
    assert "Tel in de zaal" in read(hers.get(door("live_lead", evening)))


def test_the_screen_does_not_say_that_nobody_chose_where_all_was_counted_in_the_room(evening, jo, hers):
    one, *_rest = begin(evening)
    screen = door("live_screen", evening)
    assert "Nog niemand heeft gekozen" in read(hers.get(screen))
    post(jo, evening, body(evening, {one: "12"}))
    assert "Nog niemand heeft gekozen" not in read(hers.get(screen))
    close(evening)
    assert "Nog niemand heeft gekozen" not in read(hers.get(screen))
    verbs.show_result(again(evening), step_of(evening), True, clock.now())
    page = read(hers.get(screen))
    assert "Geteld in de zaal: 12." in page
    assert "Nog niemand heeft gekozen" not in page


def test_who_counts_reads_nothing_of_what_was_chosen_by_phone(evening, jo):
    one, *_rest = begin(evening)
    for _number in range(7):
        give(joined(evening), one, 2)
    page = read(jo.get(door("live_count", evening)))
    assert not re.search(r">\s*14\s*<", page)
    parts = EveningTopic().parts(evening.pk, "count", 0)
    assert [part.key for part in parts] == [f"evening-rehearsal-{evening.pk}", f"evening-count-{evening.pk}"]
    assert "Proefwinkel" not in "".join(part.render() for part in parts)


def test_a_count_is_taken_back_until_it_is_closed(evening, jo):
    one, *_rest = begin(evening)
    post(jo, evening, body(evening, {one: "12"}))
    wrong = Counted.objects.get()
    post(jo, evening, {"uncount": wrong.pk})
    assert not Counted.objects.exists()
    post(jo, evening, body(evening, {one: "11"}))
    late = body(evening, {one: "8"})
    close(evening)
    page = post(jo, evening, late)
    assert page.status_code == 409
    assert "Dit telt niet meer mee." in read(page)
    assert "Proefwinkel: 8</textarea>" in read(page)
    assert post(jo, evening, {"uncount": Counted.objects.get().pk}).status_code == 409
    assert [row.number for row in Counted.objects.all()] == [11]
    page = read(jo.get(door("live_count", evening)))
    assert "Wat geteld is, blijft zo" in page
    assert 'id="count-form"' not in page


def test_what_was_typed_for_another_step_is_not_added_to_this_one(evening, jo):
    one, *_rest = begin(evening)
    old = body(evening, {one: "12"})
    talk = evening.session.plan_steps[0]
    again(evening).go(talk.pk, again(evening).version, clock.now())
    assert post(jo, evening, old).status_code == 409
    assert "valt er niets te tellen" in read(jo.get(door("live_count", evening)))
    with pytest.raises(ChoiceClosed):
        counting.count(again(evening), None, {(one.pk, 0): 1}, "hands", uuid.uuid4(), clock.now())
    assert not Counted.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("veel", "Schrijf een getal"),
        ("-1", "Schrijf een getal"),
        ("2001", "Schrijf een getal"),
        ("", "eerst ergens"),
    ],
)
def test_what_is_no_number_is_said_at_its_field_and_stays(evening, jo, typed, said):
    one, two, _three = begin(evening)
    for part in (False, True):
        page = post(jo, evening, body(evening, {one: typed, two: "5" if typed else ""}), part=part)
        assert page.status_code == 422
        assert said in read(page)
        assert f'value="{typed}"' in read(page)
    assert not Counted.objects.exists()


def test_a_button_that_does_not_exist_and_wrong_heads_are_refused(evening, jo):
    one, *_rest = begin(evening)
    assert post(jo, evening, body(evening, {one: "2"}, "feet")).status_code == 422
    page = post(jo, evening, {"heads": "veel"})
    assert page.status_code == 422
    assert "veel" in read(page)
    assert post(jo, evening, {"uncount": "x"}).status_code == 302
    assert not Counted.objects.exists()


def test_grades_are_counted_for_each_grade(evening, jo):
    one, _two, _three = begin(evening, "grade")
    values = body(evening, {one: "3"}, "paper", grade=5) | {f"number-{one.pk}-1": "1"}
    for _again in range(2):
        post(jo, evening, values)
    assert sorted(rows()) == [("Proefwinkel", "paper", 1, 1), ("Proefwinkel", "paper", 3, 5)]
    assert Choosing(again(evening)).lines[0].total == 16


def test_the_leader_reads_heads_votes_and_the_warning(evening, hers, jo):
    one, *_rest = begin(evening)
    give(joined(evening), one, 2)
    post(jo, evening, {"heads": "1"})
    post(jo, evening, body(evening, {one: "2"}, "paper"))
    page = read(hers.get(door("live_lead", evening)))
    assert "Dat is 1 meer dan de mensen in de zaal kunnen geven" in page
    assert "Dat is 1 meer" not in read(walk_in(evening).get(door("live_phone", evening)))


def test_only_who_types_or_leads_counts(evening, mo, bram, client, anna):
    one, *_rest = begin(evening)
    values = body(evening, {one: "2"})
    screen = take(evening, "screen", name="Els")
    assert [browser(who).get(door("live_count", evening)).status_code for who in (mo, bram)] == [404, 404]
    assert post(browser(mo), evening, values).status_code == 404
    assert post(screen, evening, values).status_code == 403
    assert post(Client(), evening, values).status_code == 302
    assert post(walk_in(evening), evening, values).status_code == 302
    assert not Counted.objects.exists()
    assert "Tel in de zaal" not in read(screen.get(door("live_help", evening)))
    assert post(browser(anna), evening, values).status_code == 302
    assert Counted.objects.get().by == anna


def test_the_queries_do_not_grow_with_the_options_and_the_counts(evening, jo, django_assert_max_num_queries):
    options = begin(evening, texts=["A", "B"])
    post(jo, evening, body(evening, {options[0]: "2"}))
    jo.get(door("live_count", evening))
    with django_assert_max_num_queries(100) as asked:
        jo.get(door("live_count", evening))
    few = len(asked)
    verbs.prepare(step_of(evening), step_of(evening).choice.version, list("ABCDEFGHIJ"), 3, 2)
    for _number in range(5):
        post(jo, evening, body(evening, dict.fromkeys(Option.objects.all(), "2")))
    with django_assert_max_num_queries(few):
        jo.get(door("live_count", evening))
