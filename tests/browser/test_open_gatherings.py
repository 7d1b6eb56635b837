"""An open page of a gathering, while others sign up, hide an idea on its table and choose its date."""

import pytest
from playwright.sync_api import expect

from common import clock
from events.models import Gathering
from tests.browser.stage import a_lab, a_person, open_live
from tests.events.factories import AN_EVENING, in_nine_days, make_draft, make_gathering
from tests.factories import make_idea

pytestmark = pytest.mark.live


@pytest.fixture
def lab():
    return a_lab()


def test_a_sign_up_of_somebody_else_tells_a_visitor_nothing_about_hidden_words(page, lab):
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), capacity=8)
    open_live(page, gathering.get_absolute_url())
    gathering.sign_up(a_person(lab, "Bram"), seats=2)
    expect(page.locator(f"#seats-{gathering.pk}")).to_contain_text("Nog 6 plekken vrij")
    expect(page.locator("[data-live-gone]")).to_be_hidden()


def test_an_idea_that_was_hidden_and_restored_leaves_the_seats_of_its_gathering_in_place(page, lab):
    idea = make_idea(a_person(lab, "Chaima"), "Een bankje aan het water")
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), capacity=8, ideas=[idea])
    mo = a_person(lab, "Mo", "moderator")
    open_live(page, gathering.get_absolute_url())
    table, seats = page.locator(f"#table-{gathering.pk}"), page.locator(f"#seats-{gathering.pk}")
    expect(table).to_contain_text(idea.title)
    idea.hide(mo, "spam")
    expect(table).not_to_contain_text(idea.title)
    expect(page.locator("[data-live-gone]")).to_be_hidden()
    idea.restore(mo, "Toch goed.")
    expect(table).to_contain_text(idea.title)
    expect(page.locator("[data-live-gone]")).to_be_hidden()
    expect(seats).to_contain_text("Nog 8 plekken vrij")
