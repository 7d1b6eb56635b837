"""A question in browsers: its ideas come and go on open pages."""

import pytest
from playwright.sync_api import expect

from challenges.models import attach
from tests.browser.stage import a_lab, a_person, open_live
from tests.challenges.factories import make_question
from tests.factories import make_idea

pytestmark = pytest.mark.live


def test_an_idea_that_leaves_a_question_leaves_its_open_page(new_page):
    lab = a_lab()
    anna = a_person(lab, "Anna")
    question = make_question(anna)
    stays, leaves = make_idea(anna, "Pluktuin"), make_idea(anna, "Fietsbus")
    for idea in (stays, leaves):
        attach(idea, question)
    reader = open_live(new_page(), question.get_absolute_url())
    cards = reader.locator("#answers > [data-in]")
    expect(cards.filter(has_text="Fietsbus")).to_have_count(1)
    attach(leaves, None)
    expect(cards.filter(has_text="Fietsbus")).to_have_count(0)
    expect(cards.filter(has_text="Pluktuin")).to_have_count(1)
    attach(leaves, question)
    expect(
        reader.get_by_role("button", name="1 nieuw idee").or_(cards.filter(has_text="Fietsbus")).first
    ).to_be_visible()
