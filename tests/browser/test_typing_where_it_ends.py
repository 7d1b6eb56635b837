"""Typed text stays visible and in place when its purpose ends a moment later."""

import pytest
from playwright.sync_api import expect

from ideas.models import Status
from labs.models import RESIDENT_VOICE
from tests.browser.stage import a_lab, a_lively_idea, a_name, a_person, open_live
from tests.events.factories import make_gathering

WORDS = "Een stoel met leuning"
PLACES = {"typing": True, "typed and went on": False}


@pytest.fixture
def lab():
    return a_lab()


@pytest.fixture(params=PLACES.values(), ids=PLACES)
def type_in(request):
    """`type_in(field)`; the focus stays there, or moves elsewhere."""

    def type_in(field):
        field.click()
        field.press_sequentially(WORDS)
        if not request.param:
            field.blur()

    return type_in


def test_what_someone_needs_stays_when_the_gathering_is_cancelled(new_page, lab, type_in):
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), a_name("Open tafel"), capacity=5)
    page = open_live(new_page(a_person(lab, "Chaima").user), gathering.get_absolute_url())
    page.get_by_text("Ik heb iets nodig om mee te doen").click()
    field = page.locator("#kom textarea")
    type_in(field)
    focused = page.evaluate("document.activeElement.name ?? null")
    gathering.cancel("Storm.")
    expect(page.locator("#kom")).to_contain_text("Gaat niet door: Storm.")
    page.wait_for_timeout(4000)  # this page fetches its own part again; that must change nothing
    expect(field).to_be_visible()
    expect(field).to_have_value(WORDS)
    assert page.evaluate("document.activeElement.name ?? null") == focused


def test_what_someone_needs_stays_when_there_are_fewer_seats(new_page, lab, type_in):
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), a_name("Open tafel"), capacity=5)
    chaima = a_person(lab, "Chaima")
    gathering.sign_up(chaima)
    page = open_live(new_page(chaima.user), gathering.get_absolute_url())
    page.get_by_text("Verander iets").click()
    field = page.locator("#kom textarea")
    type_in(field)
    gathering.set_capacity(4)
    expect(page.locator("#kom")).to_contain_text("van de 4 bezet")
    page.wait_for_timeout(4000)
    expect(field).to_be_visible()
    expect(field).to_have_value(WORDS)


def test_what_someone_brings_stays_when_the_idea_is_finished(new_page, lab, type_in):
    idea = a_lively_idea(lab, supports=0)
    page = open_live(new_page(a_person(lab, "Chaima").user), idea.get_absolute_url())
    field = page.locator(f"#help-{idea.pk}-form [name=sentence]")
    type_in(field)
    idea.set_status(idea.author, RESIDENT_VOICE, Status.DONE, "Er staat een bank.")
    expect(page.locator("main")).to_contain_text("Er staat een bank.")
    page.wait_for_timeout(1000)
    expect(field).to_be_visible()
    expect(field).to_have_value(WORDS)
