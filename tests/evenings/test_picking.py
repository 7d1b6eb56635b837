"""Each table picks three of its notes in a step of grouping."""

import re
import uuid

import pytest

from common import clock
from evenings.harvest import OTHERS, TO_DO, Harvest
from evenings.models import EveningClosed, Note, Participant, PickedEnough, Pile, Source, StepOver
from evenings.models.picked import picked_for
from evenings.record import record_of
from evenings.topics import ConsoleTopic, EveningTopic, WallTopic
from evenings.wall import Wall
from ideas.models import Moved
from tests.evenings import test_notes as notes
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_leading import again
from tests.evenings.test_notes import after, written
from tests.evenings.test_wall import drawn

evening, notes_step, phone, bea = notes.evening, notes.notes_step, notes.phone, notes.bea
TEXTS = ("Een bank", "Een boom", "Een kip", "Een tent")


@pytest.fixture
def table(bea):
    """Bea's device is that of a table of five."""
    Participant.objects.filter(pk=bea.pk).update(people=5)
    return Participant.objects.get(pk=bea.pk)


@pytest.fixture
def four(evening, table):
    """Four notes of the table on the wall, and people group them now."""
    made = [written(evening, text, table) for text in TEXTS]
    for note in made:
        again(evening).settle(note.pk, "wall", "waits", clock.now())
    after(evening)
    return made


def pressed(client, evening, note, on=1, **more):
    return client.post(door("live_note_pick", evening), {"press": f"{note.pk}:{on}"}, **more)


def pick(evening, note, table, on=True):
    return again(evening).pick_note(note.pk, on, table, clock.now())


def picked():
    return [note.text for note in Note.objects.filter(is_picked=True).order_by("pk")]


PART = {"HX-Request": "true"}


def test_a_table_picks_three_and_the_same_button_takes_one_off(evening, phone, four):
    assert 'id="pick-' in read(phone.get(door("live_phone", evening)))
    for note in four[:3]:
        assert pressed(phone, evening, note).status_code == 302
    assert picked() == ["Een bank", "Een boom", "Een kip"]
    assert ">3</span> van 3" in read(phone.get(door("live_phone", evening)))
    page = pressed(phone, evening, four[3])
    assert page.status_code == 409
    assert "koos al drie briefjes" in read(page)
    assert pressed(phone, evening, four[0], 0).status_code == 302
    assert pressed(phone, evening, four[3]).status_code == 302
    assert picked() == ["Een boom", "Een kip", "Een tent"]


def test_the_script_gets_the_list_of_the_table_or_why_not(evening, phone, four):
    part = read(pressed(phone, evening, four[0], headers=PART))
    assert part.lstrip().startswith("<section")
    assert f'value="{four[0].pk}:0" aria-pressed="true"' in re.sub(r"\s+", " ", part)
    assert "gekozen door jullie tafel" in part
    for note in four[1:3]:
        pressed(phone, evening, note)
    refused = pressed(phone, evening, four[3], headers=PART)
    assert refused.status_code == 409
    assert 'id="pick"' in read(refused)
    assert "koos al drie briefjes. Haal er eerst één af" in read(refused)
    assert ">3</span> van 3" in read(refused), "another page of the same device may not know of all three"


def test_the_same_press_twice_is_one(evening, table, four):
    assert pick(evening, four[0], table)
    revision = again(evening).revision
    assert not pick(evening, four[0], table)
    assert not pick(evening, four[1], table, on=False)
    assert again(evening).revision == revision


def test_a_note_off_the_wall_or_taken_back_gives_its_pick_free(evening, hers, phone, table, four):
    for note in four[:3]:
        pick(evening, note, table)
    notes.pressed(hers, evening, four[0], "wall", "off")
    assert pick(evening, four[3], table)
    assert pressed(phone, evening, four[0]).status_code == 409
    phone.post(door("live_note_back", evening), {"note": four[1].pk})
    assert picked() == ["Een kip", "Een tent"]
    notes.pressed(hers, evening, four[0], "off", "wall")
    assert picked() == ["Een kip", "Een tent"], "it comes back without"
    assert pick(evening, four[0], table)


def test_what_another_table_or_a_helper_wrote_is_not_theirs_to_pick(evening, phone, table, four):
    other = walk_in(evening)
    Participant.objects.exclude(pk=table.pk).update(people=4)
    typed = written(evening, "Van papier")
    for note, client in ((four[0], other), (typed, phone)):
        assert pressed(client, evening, note).status_code == 409
    assert picked() == []


def test_a_phone_of_one_person_has_no_buttons_and_is_refused(evening, phone, table, four):
    Participant.objects.update(people=1)
    assert 'id="pick-' not in read(phone.get(door("live_phone", evening)))
    page = pressed(phone, evening, four[0])
    assert page.status_code == 409
    assert "Tafels kiezen nu geen briefjes" in read(page)
    assert picked() == []


def test_a_table_that_becomes_one_person_takes_off_what_it_picked_and_picks_nothing_more(evening, hers, phone, four):
    for note in four[:2]:
        pressed(phone, evening, note)
    Participant.objects.update(people=1)
    html = read(phone.get(door("live_phone", evening)))
    assert re.findall(r'id="pick-(\d+)"', html) == [str(note.pk) for note in (four[1], four[0])]
    assert 'id="pick"' in html
    assert "1 van 1 tafel koos. Briefjes: 2." in read(hers.get(door("live_wall", evening)))
    assert pressed(phone, evening, four[0], 0).status_code == 302
    assert picked() == ["Een boom"]
    assert pressed(phone, evening, four[0]).status_code == 409
    assert pressed(phone, evening, four[1], 0).status_code == 302
    assert picked() == []
    assert "Geen tafel heeft een toestel" in read(hers.get(door("live_wall", evening)))


def test_once_people_went_on_nothing_is_picked_or_taken_off(evening, phone, table, four):
    pick(evening, four[0], table)
    after(evening)
    for note, on in ((four[0], 0), (four[1], 1)):
        assert pressed(phone, evening, note, on).status_code == 409
    assert picked() == ["Een bank"]
    with pytest.raises(StepOver):
        pick(evening, four[1], table)


def test_once_the_evening_is_closed_nothing_is_picked_or_taken_off(evening, phone, table, four):
    pick(evening, four[0], table)
    again(evening).close(clock.now())
    page = pressed(phone, evening, four[0], 0)
    assert page.status_code == 409
    assert "Wat jullie kozen, blijft gekozen" in read(page)
    assert picked() == ["Een bank"]
    with pytest.raises(EveningClosed):
        pick(evening, four[1], table)


def test_before_people_group_notes_nothing_is_picked(evening, phone, table):
    note = written(evening, "Een bank", table)
    html = read(phone.get(door("live_phone", evening)))
    assert re.search(rf'id="pick-{note.pk}"[^>]* hidden>', html), "the script shows it when the step begins"
    assert pressed(phone, evening, note).status_code == 409


def test_three_are_counted_per_wall(evening, table, four):
    """Another round of notes and grouping has its own three."""
    for note in four[:3]:
        pick(evening, note, table)
    group = again(evening).step
    steps = again(evening).session.steps
    steps.filter(position__gt=group.position).update(kind="talk")
    same = {"minutes": 5, "sentence": "Nog een keer."}
    new = [steps.create(kind=kind, title=kind, position=at, **same) for at, kind in ((50, "notes"), (51, "group"))]
    again(evening).go(new[0].pk, again(evening).version, clock.now())
    note = written(again(evening), "Een vlag", table)
    again(evening).go(new[1].pk, again(evening).version, clock.now())
    assert pick(evening, note, table)
    with pytest.raises(StepOver):
        pick(evening, four[3], table)


def test_a_fourth_is_refused_by_the_verb(evening, table, four):
    for note in four[:3]:
        assert pick(evening, note, table)
    with pytest.raises(PickedEnough):
        pick(evening, four[3], table)


def test_a_note_that_waits_is_picked_and_nobody_else_is_told(evening, phone, table):
    note = written(evening, "Een bank", table)
    after(evening)
    before = again(evening).revision
    pick(evening, note, table)
    for view in ("phone", "screen"):
        assert drawn(EveningTopic(), evening, view, before) == ""
    assert "gekozen door een tafel" in drawn(WallTopic(), evening, "page", before)


@pytest.mark.parametrize("press", ["", "x", "1", "1:2", "note:1:1"])
def test_a_press_that_names_no_note_is_refused(evening, phone, four, press):
    page = phone.post(door("live_note_pick", evening), {"press": press})
    assert page.status_code == 422
    assert picked() == []


def test_who_is_not_in_goes_to_the_door(evening, four, client):
    assert pressed(client, evening, four[0]).url == door("live_phone", evening)
    assert client.get(door("live_note_pick", evening)).url == door("live_phone", evening)


# Who sees it


def test_phones_screen_and_who_leads_read_which_were_picked_and_the_screen_has_them_first(evening, table, four):
    before = again(evening).revision
    pick(evening, four[0], table)
    for view in ("phone", "screen"):
        html = drawn(EveningTopic(), evening, view, before)
        assert html.count("gekozen door een tafel") == 1
        assert html.index("Een bank") < html.index("Een tent")
    html = drawn(WallTopic(), evening, "page", before)
    assert html.count("gekozen door een tafel") == 1
    assert "Een boom" not in html, "only the note that changed"


def test_who_leads_reads_how_many_tables_picked(evening, hers, table, four):
    walk_in(evening)
    Participant.objects.exclude(pk=table.pk).update(people=4)
    for note in four[:2]:
        pick(evening, note, table)
    words = "1 van 2 tafels kozen. Briefjes: 2."
    assert words in drawn(ConsoleTopic(), evening, "page", 0)
    assert words in read(hers.get(door("live_wall", evening)))
    assert words in read(hers.get(door("live_lead", evening)))
    assert words not in read(hers.get(door("live_lead", after(evening))))


def test_without_a_device_of_a_table_who_leads_reads_what_to_do(evening, hers):
    after(evening)
    assert "Geen tafel heeft een toestel" in read(hers.get(door("live_wall", evening)))


def test_how_many_tables_picked_costs_two_queries(evening, table, four, django_assert_num_queries):
    now = again(evening)
    assert now.step.kind == "group"
    assert now.session.plan_steps
    with django_assert_num_queries(2):
        assert Wall(now).tables == (1, 0, 0)


def test_phones_hear_which_notes_are_picked_and_a_table_follows_its_own(evening, phone, table, four):
    for note in four[:2]:
        pick(evening, note, table)
    html = read(phone.get(door("live_phone", evening)))
    ids = [f"picked-{note.pk}" for note in four[:2]]
    assert sorted(re.findall(r'data-while="(picked-\d+)"', html)) == ids
    assert re.findall(r'id="(picked-\d+)"', html) == ids
    before = again(evening).revision
    again(evening).settle(four[0].pk, "off", "wall", clock.now())
    again(evening).settle(four[0].pk, "wall", "off", clock.now())
    assert re.findall(r'id="(picked-\d+)"', drawn(EveningTopic(), evening, "phone", before)) == ids[1:]
    before = again(evening).revision
    after(evening)
    html = drawn(EveningTopic(), evening, "phone", before)
    assert re.findall(r'id="(picked-\d+)"', html) == ids[1:], "else all tables would ask again when people go on"


def test_one_line_says_what_a_star_means_where_one_hangs(evening, table, four):
    for view in ("phone", "screen"):
        assert "★ gaat mee" not in drawn(EveningTopic(), evening, view, 0)
    pick(evening, four[0], table)
    for view in ("phone", "screen"):
        assert drawn(EveningTopic(), evening, view, 0).count("★ gaat mee") == 1
    pick(evening, four[0], table, on=False)
    again(evening).keep(Note, four[1].pk, True, clock.now())
    for view in ("phone", "screen"):
        assert drawn(EveningTopic(), evening, view, 0).count("★ gaat mee") == 1


# What comes of it


def dots_of(evening):
    return next(step for step in again(evening).session.plan_steps if step.kind == "dots")


def test_what_tables_picked_is_what_people_choose_from_next_and_a_note_in_a_pile_brings_its_pile(evening, table, four):
    for text, note in (("Groen", four[0]), ("Dieren", four[2])):
        again(evening).lay_together({note.pk: 0}, text, uuid.uuid4(), clock.now())
    assert [one.text for one in picked_for(dots_of(evening))] == ["Groen", "Dieren"], "nothing is marked: all piles"
    for note in (four[0], four[1]):
        pick(evening, note, table)
    assert [(one.text, one.pile and one.pile.title) for one in picked_for(dots_of(evening))] == [
        ("Groen", "Groen"),
        ("Een boom", None),
    ]
    again(evening).keep(Pile, Pile.objects.get(title="Dieren").pk, True, clock.now())
    assert [one.text for one in picked_for(dots_of(evening))] == ["Groen", "Dieren", "Een boom"]


def test_what_tables_picked_stands_in_the_report_and_on_the_list_of_the_organisers(evening, hers, table, four):
    """A pile with a picked note is there once, with all its notes."""
    again(evening).lay_together({four[0].pk: 0, four[3].pk: 0}, "Groen", uuid.uuid4(), clock.now())
    for note in (four[0], four[1]):
        pick(evening, note, table)
    now = again(evening)
    assert [(pile["title"], [note["text"] for note in pile["notes"]]) for pile in record_of(now, None)["piles"]] == [
        ("Groen", ["Een bank", "Een tent"]),
        ("", ["Een boom"]),
    ]
    assert [
        note["text"] for pile in record_of(now, None)["piles"] for note in pile["notes"] if "is_picked" in note
    ] == [
        "Een bank",
        "Een boom",
    ]
    now.close(clock.now())
    groen = Pile.objects.get()
    todo = [("pile", groen.pk), ("note", four[1].pk)]
    assert Harvest(again(evening), TO_DO, 1).page.object_list == todo
    assert Harvest(again(evening), OTHERS, 1).page.object_list == [("note", four[2].pk)]
    both = [Source("pile", groen.pk), Source("note", four[1].pk)]
    assert again(evening).add_to_list(both, clock.now()) == 0, "they stand there already"
    for source in both:
        with pytest.raises(Moved):
            again(evening).take_off_list(source, clock.now())


@pytest.mark.parametrize("to", ["off", "back"])
def test_a_pile_whose_picked_note_goes_off_the_wall_does_not_go_along(evening, table, four, to):
    again(evening).lay_together({four[0].pk: 0, four[3].pk: 0}, "Groen", uuid.uuid4(), clock.now())
    pick(evening, four[0], table)
    assert Pile.objects.get().goes_along
    if to == "off":
        again(evening).settle(four[0].pk, "off", "wall", clock.now())
    else:
        again(evening).withdraw(four[0].pk, table)
    assert not Pile.objects.get().goes_along
    assert record_of(again(evening), None)["piles"] == []
