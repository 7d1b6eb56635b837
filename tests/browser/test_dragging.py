"""Notes dragged on the wall: with a mouse, and with a finger."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening, Note, Session
from evenings.plans import plans
from tests.browser.stage import LAPTOP, a_lab, a_person, open_live, until
from tests.events.factories import make_gathering

pytestmark = pytest.mark.live
TITLE = "Hoe heet de stapel?"


@pytest.fixture
def anna():
    return a_person(a_lab(), "Anna", "stadmaker")


@pytest.fixture
def evening(anna):
    starts_at = clock.now() + timedelta(minutes=1)
    gathering = make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    evening = Evening.open(Session.begin(gathering, plans()["kansen"], 0), clock.now())
    steps = evening.session.plan_steps
    for number in (2, 3):
        evening.go(steps[number].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    for text in ("Een bank", "Een boom", "Een kip"):
        evening.write(steps[2].pk, text, uuid.uuid4(), clock.now())
    return evening


@pytest.fixture
def wall(new_page, evening, anna):
    return open_live(new_page(anna.user, viewport=LAPTOP), f"{evening.get_absolute_url()}muur/")


def pile_of(evening, title, *texts):
    """Somebody lays these notes together."""
    seen = {note.pk: note.pile_id or 0 for note in evening.notes.filter(text__in=texts)}
    return evening.lay_together(seen, title, uuid.uuid4(), clock.now())


def note_on(wall, text):
    return wall.locator(".note:not(.note-ghost)", has_text=text)


def middle(wall, element):
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pick_up(wall, text):
    x, y = middle(wall, note_on(wall, text).locator("bdi"))
    wall.mouse.move(x, y)
    wall.mouse.down()
    wall.mouse.move(x + 20, y + 20)
    expect(wall.locator(".note-ghost")).to_contain_text(text)


def hold_over(wall, element):
    wall.mouse.move(*middle(wall, element), steps=4)
    expect(wall.locator(".is-target")).to_have_count(1)


def drag(wall, text, element):
    pick_up(wall, text)
    hold_over(wall, element)
    wall.mouse.up()
    expect(wall.locator(".note-ghost, .is-target, .is-lifted")).to_have_count(0)


def lies(evening):
    return {note.text: note.pile.title if note.pile else "" for note in evening.notes.select_related("pile")}


def test_a_note_dropped_on_another_becomes_a_pile_with_a_name_that_can_be_changed(wall, evening):
    drag(wall, "Een boom", note_on(wall, "Een bank"))
    expect(wall.get_by_label(TITLE)).to_be_focused()
    expect(wall.get_by_label(TITLE)).to_have_value("Een bank")
    expect(wall.get_by_label(TITLE)).to_be_in_viewport()
    assert lies(evening) == {"Een bank": "", "Een boom": "", "Een kip": ""}
    drag(wall, "Een kip", note_on(wall, "Een bank"))
    wall.keyboard.type("Groen")
    wall.keyboard.press("Enter")
    for text in ("Een bank", "Een boom", "Een kip"):
        expect(wall.locator(".pile", has_text="Groen")).to_contain_text(text)
    expect(wall.get_by_label(TITLE)).to_have_value("")
    expect(wall.locator(".is-naming")).to_have_count(0)
    assert set(lies(evening).values()) == {"Groen"}


def test_a_note_is_dragged_onto_a_pile_and_out_of_it(wall, evening):
    pile_of(evening, "Groen", "Een bank")
    expect(wall.locator(".pile")).to_contain_text("Een bank")
    drag(wall, "Een boom", wall.locator(".pile"))
    expect(wall.locator(".pile")).to_contain_text("Een boom")
    assert lies(evening) == {"Een bank": "Groen", "Een boom": "Groen", "Een kip": ""}
    pick_up(wall, "Een bank")
    loose = note_on(wall, "Een kip").bounding_box()
    wall.mouse.move(loose["x"] + loose["width"] * 2, loose["y"] + 20, steps=4)
    expect(wall.locator("#list-wall.is-target")).to_have_count(1)
    wall.mouse.up()
    expect(wall.locator("#list-wall")).to_contain_text("Een bank")
    assert lies(evening) == {"Een bank": "", "Een boom": "Groen", "Een kip": ""}


def test_ticked_notes_are_dragged_together_also_to_where_no_note_lies_loose(wall, evening):
    pile_of(evening, "Groen", "Een bank", "Een boom", "Een kip")
    for text in ("Een bank", "Een boom"):
        wall.locator(".pile .note", has_text=text).get_by_role("checkbox").check()
    pick_up(wall, "Een boom")
    expect(wall.locator(".note-ghost")).to_have_attribute("data-count", "2")
    hold_over(wall, wall.locator("#list-wall"))
    wall.mouse.up()
    expect(wall.locator("#list-wall")).to_contain_text("Een bank")
    assert lies(evening) == {"Een bank": "", "Een boom": "", "Een kip": "Groen"}


def test_escape_takes_a_drag_back_and_then_a_pile_that_it_began_and_the_screen_stays(wall, evening):
    pile_of(evening, "Groen", "Een bank")
    pick_up(wall, "Een boom")
    hold_over(wall, wall.locator(".pile"))
    wall.keyboard.press("Escape")
    expect(wall.locator(".note-ghost, .is-target, .is-lifted")).to_have_count(0)
    wall.mouse.up()
    drag(wall, "Een boom", note_on(wall, "Een kip"))
    expect(wall.locator("[data-choose]:checked")).to_have_count(2)
    wall.keyboard.press("Escape")
    expect(wall.locator("[data-choose]:checked, .is-naming")).to_have_count(0)
    expect(wall.get_by_label(TITLE)).to_have_value("")
    assert lies(evening) == {"Een bank": "Groen", "Een boom": "", "Een kip": ""}
    assert not Evening.objects.get(pk=evening.pk).is_blank
    wall.keyboard.press("Escape")
    expect(wall.locator("#blank-button")).to_have_attribute("aria-pressed", "true")


def test_what_somebody_else_laid_elsewhere_during_a_drag_stays_there_and_the_page_says_so(wall, evening):
    pile_of(evening, "Groen", "Een bank")
    expect(wall.locator(".pile")).to_contain_text("Een bank")
    pick_up(wall, "Een boom")
    hold_over(wall, wall.locator(".pile"))
    pile_of(evening, "Rood", "Een boom")
    expect(wall.locator(".pile", has_text="Rood")).to_contain_text("Een boom")
    expect(wall.locator(".note-ghost")).to_be_visible()
    hold_over(wall, wall.locator(".pile", has_text="Groen"))
    wall.mouse.up()
    expect(wall.locator("#piles")).to_contain_text("Iemand anders legde “Een boom” net bij “Rood”")
    assert lies(evening) == {"Een bank": "Groen", "Een boom": "Rood", "Een kip": ""}
    drag(wall, "Een boom", wall.locator(".pile", has_text="Groen"))
    expect(wall.locator(".pile", has_text="Groen")).to_contain_text("Een boom")


def test_an_update_during_a_drag_draws_notes_again_and_the_drop_still_counts(wall, evening):
    pile_of(evening, "Groen", "Een bank")
    pick_up(wall, "Een boom")
    for text in ("Een boom", "Een bank"):
        evening.keep(Note, evening.notes.get(text=text).pk, True, clock.now())
        button = note_on(wall, text).get_by_role("button", name="Meenemen")
        expect(button).to_have_attribute("aria-pressed", "true")
    hold_over(wall, wall.locator(".pile"))
    expect(wall.locator(".is-lifted")).to_contain_text("Een boom")
    wall.mouse.up()
    expect(wall.locator(".pile")).to_contain_text("Een boom")


def test_a_drop_without_connection_is_kept_and_sent_once(wall, evening):
    pile_of(evening, "Groen", "Een bank")
    expect(wall.locator(".pile")).to_contain_text("Een bank")
    wall.context.set_offline(True)
    drag(wall, "Een boom", wall.locator(".pile"))
    expect(wall.locator("[data-unsent-press]")).to_be_visible()
    wall.context.set_offline(False)
    expect(wall.locator(".pile")).to_contain_text("Een boom")
    assert lies(evening) == {"Een bank": "Groen", "Een boom": "Groen", "Een kip": ""}


def test_the_words_of_a_long_note_are_cut_to_a_name_that_fits(wall, evening):
    text = "Een speeltuin met schaduw en een kraan voor kinderen van alle leeftijden bij de kerk"
    evening.write(evening.session.plan_steps[2].pk, text, uuid.uuid4(), clock.now())
    drag(wall, "Een boom", note_on(wall, text))
    name = "Een speeltuin met schaduw en een kraan voor kinderen van"
    expect(wall.get_by_label(TITLE)).to_have_value(name)
    wall.keyboard.press("Enter")
    expect(wall.locator(".pile")).to_contain_text(name)
    assert lies(evening) == {text: name, "Een bank": "", "Een boom": name, "Een kip": ""}


def test_escape_takes_the_pile_back_also_after_an_error_and_the_screen_stays(wall, evening):
    drag(wall, "Een boom", note_on(wall, "Een kip"))
    wall.keyboard.press("Delete")
    wall.keyboard.press("Enter")
    expect(wall.locator("#piles")).to_contain_text("Geef de stapel een naam")
    expect(wall.locator(".is-naming")).to_have_count(1)
    wall.keyboard.press("Escape")
    expect(wall.locator("[data-choose]:checked, .is-naming")).to_have_count(0)
    expect(wall.locator("#piles")).not_to_contain_text("Geef de stapel een naam")
    assert not Evening.objects.get(pk=evening.pk).is_blank
    wall.keyboard.press("Escape")
    expect(wall.locator("#blank-button")).to_have_attribute("aria-pressed", "true")


def test_a_name_in_the_field_keeps_no_note_from_a_pile_and_stays_if_somebody_typed_it(wall, evening):
    pile_of(evening, "Groen", "Een bank")
    expect(wall.locator(".pile")).to_contain_text("Een bank")
    wall.get_by_label(TITLE).evaluate("(field, words) => { field.value = words }", "Rood " * 20)
    drag(wall, "Een boom", wall.locator(".pile"))
    expect(wall.locator(".pile")).to_contain_text("Een boom")
    expect(wall.get_by_label(TITLE)).to_have_value("Rood " * 20)
    assert lies(evening) == {"Een bank": "Groen", "Een boom": "Groen", "Een kip": ""}


def test_the_next_proposal_takes_the_place_of_the_name_before_it(wall, evening):
    evening.write(evening.session.plan_steps[2].pk, "Een vijver", uuid.uuid4(), clock.now())
    drag(wall, "Een boom", note_on(wall, "Een bank"))
    expect(wall.get_by_label(TITLE)).to_have_value("Een bank")
    drag(wall, "Een kip", note_on(wall, "Een vijver"))
    expect(wall.get_by_label(TITLE)).to_have_value("Een vijver")
    wall.keyboard.press("Enter")
    expect(wall.locator(".pile")).to_contain_text("Een kip")
    assert lies(evening) == {"Een bank": "", "Een boom": "", "Een kip": "Een vijver", "Een vijver": "Een vijver"}


def test_a_name_that_was_typed_before_stays_when_notes_are_dropped_and_when_escape_takes_them_back(wall, evening):
    wall.get_by_label(TITLE).fill("Groen")
    drag(wall, "Een boom", note_on(wall, "Een bank"))
    expect(wall.locator(".is-naming")).to_have_count(1)
    expect(wall.get_by_label(TITLE)).to_have_value("Groen")
    wall.keyboard.press("Escape")
    expect(wall.locator("[data-choose]:checked, .is-naming")).to_have_count(0)
    expect(wall.get_by_label(TITLE)).to_have_value("Groen")


def test_what_somebody_else_laid_elsewhere_during_the_naming_stays_there_until_it_is_chosen_again(wall, evening):
    drag(wall, "Een boom", note_on(wall, "Een bank"))
    pile_of(evening, "Rood", "Een boom")
    expect(wall.locator(".pile", has_text="Rood")).to_contain_text("Een boom")
    expect(wall.locator("[data-choose]:checked")).to_have_count(2)
    wall.get_by_label(TITLE).press("Enter")
    expect(wall.locator("#piles")).to_contain_text("Iemand anders legde “Een boom” net bij “Rood”")
    assert lies(evening) == {"Een bank": "", "Een boom": "Rood", "Een kip": ""}
    wall.get_by_label(TITLE).press("Enter")
    expect(wall.locator(".pile", has_text="Een bank")).to_contain_text("Een boom")
    assert lies(evening) == {"Een bank": "Een bank", "Een boom": "Een bank", "Een kip": ""}


def test_what_shifts_under_a_hand_that_holds_still_is_not_what_a_note_is_dropped_on(wall, evening):
    evening.write(evening.session.plan_steps[2].pk, "Een vijver", uuid.uuid4(), clock.now())
    pick_up(wall, "Een boom")
    hold_over(wall, note_on(wall, "Een bank"))
    before = note_on(wall, "Een bank").bounding_box()
    for text in ("Een poort", "Een hek", "Een schuur"):
        evening.write(evening.session.plan_steps[2].pk, text, uuid.uuid4(), clock.now())
        expect(note_on(wall, text)).to_be_visible()
    assert note_on(wall, "Een bank").bounding_box() != before
    expect(wall.locator(".is-target")).to_contain_text("Een bank")
    wall.mouse.up()
    expect(wall.get_by_label(TITLE)).to_have_value("Een bank")
    expect(wall.locator("[data-choose]:checked")).to_have_count(2)


def test_a_drop_on_what_went_meanwhile_does_nothing(wall, evening):
    pick_up(wall, "Een boom")
    hold_over(wall, note_on(wall, "Een bank"))
    pile_of(evening, "Groen", "Een bank")
    expect(wall.locator(".pile")).to_contain_text("Een bank")
    wall.mouse.up()
    expect(wall.locator(".note-ghost, .is-target, .is-lifted")).to_have_count(0)
    expect(wall.locator("[data-choose]:checked, .is-naming")).to_have_count(0)
    assert lies(evening) == {"Een bank": "Groen", "Een boom": "", "Een kip": ""}


def touch(wall, kind, *points):
    touches = [{"x": x, "y": y} for x, y in points]
    wall.touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def test_a_finger_drags_by_the_handle_and_scrolls_on_the_note(new_page, evening, anna):
    pile_of(evening, "Groen", "Een bank")
    wall = new_page(anna.user, viewport={"width": 768, "height": 500}, has_touch=True)
    open_live(wall, f"{evening.get_absolute_url()}muur/")
    wall.touches = wall.context.new_cdp_session(wall)
    x, y = middle(wall, note_on(wall, "Een boom").locator("bdi"))
    before = wall.evaluate("scrollY")
    touch(wall, "touchStart", (x, y))
    for step in range(1, 9):
        touch(wall, "touchMove", (x, y + step * 15))
    touch(wall, "touchEnd")
    until(wall, "before => scrollY < before", before)
    assert lies(evening) == {"Een bank": "Groen", "Een boom": "", "Een kip": ""}
    wall.locator(".pile").evaluate("pile => scrollTo(0, pile.getBoundingClientRect().top + scrollY - 100)")
    x, y = middle(wall, note_on(wall, "Een boom").locator("[data-grip]"))
    touch(wall, "touchStart", (x, y))
    touch(wall, "touchMove", (x, y - 20))
    expect(wall.locator(".note-ghost")).to_contain_text("Een boom")
    touch(wall, "touchMove", middle(wall, wall.locator(".pile h3")))
    expect(wall.locator(".pile.is-target")).to_have_count(1)
    touch(wall, "touchEnd")
    expect(wall.locator(".pile")).to_contain_text("Een boom")
