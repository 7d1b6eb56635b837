"""Many buttons in a row: each press counts, in order, also on a slow line or without one."""

import uuid

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening
from tests.browser import test_evening as live
from tests.browser.stage import open_live
from tests.browser.test_evening import LAPTOP, in_notes

pytestmark = pytest.mark.live
anna, evening = live.anna, live.evening
NOTES = ("Een bank", "Een boom", "Een kip")


@pytest.fixture
def wall(new_page, evening, anna):
    """The page of the wall, with three notes that wait."""
    in_notes(evening)
    guest, now = evening.join(uuid.uuid4(), "", clock.now()), Evening.objects.get(pk=evening.pk)
    for text in NOTES:
        now.write(now.step_id, text, uuid.uuid4(), clock.now(), guest)
    return open_live(new_page(anna.user, viewport=LAPTOP), f"{evening.get_absolute_url()}muur/")


def press(wall, text, button="Op de muur"):
    wall.locator("#list-waits li", has_text=text).get_by_role("button", name=button).click()


def hold_the_first(wall):
    """Return the requests; the first waits until its `continue_()`."""
    held = []
    wall.route("**/muur/blik/", lambda route: route.continue_() if held else held.append(route))
    return held


def test_notes_that_are_pressed_while_the_first_is_on_its_way_hang_in_that_order(wall, evening):
    held = hold_the_first(wall)
    for text in ("Een kip", "Een bank", "Een bank", "Een boom"):
        press(wall, text)
    held[0].continue_()
    expect(wall.locator("#list-wall bdi")).to_have_text(["Een boom", "Een bank", "Een kip"])
    expect(wall.locator("#list-waits bdi")).to_have_count(0)


def test_notes_that_are_pressed_without_a_connection_all_hang_when_it_is_back(wall):
    wall.context.set_offline(True)
    for text in NOTES:
        press(wall, text)
    expect(wall.get_by_text("Waar je op drukte, geven we vanzelf door")).to_be_visible()
    wall.context.set_offline(False)
    expect(wall.locator("#list-wall bdi")).to_have_text(["Een kip", "Een boom", "Een bank"])
    expect(wall.get_by_text("Waar je op drukte, geven we vanzelf door")).to_be_hidden()


def test_what_is_said_of_a_press_stays_while_those_after_it_are_sent(wall, evening):
    held = hold_the_first(wall)
    press(wall, "Een bank")
    now = Evening.objects.get(pk=evening.pk)
    now.settle(now.notes.get(text="Een bank").pk, "off", "waits", clock.now())
    press(wall, "Een kip")
    held[0].continue_()
    expect(wall.locator("#list-wall bdi")).to_have_text(["Een kip"])
    expect(wall.locator("#settle [role=alert]")).to_contain_text("hier niet hoort: “Een bank”")
