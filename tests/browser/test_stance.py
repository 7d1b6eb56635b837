"""What the municipality does about an idea, in browsers: a civil servant says it, a reader sees it at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live

pytestmark = pytest.mark.live


@pytest.mark.parametrize("has_script", [True, False])
def test_it_is_said_changed_and_taken_back_while_a_reader_looks_on(new_page, has_script):
    idea = a_lively_idea(a_lab())
    fleur = a_person(idea.lab, "Fleur", "civil_servant", label="team Groen")
    address = idea.get_absolute_url()
    reader, cards = open_live(new_page(), address), open_live(new_page(), f"/{idea.lab.slug}/ideeen/")
    expect(reader.get_by_text("Wat doet de gemeente hier?")).to_have_count(0)

    page = new_page(fleur.user, java_script_enabled=has_script)
    page.goto(address)
    expect(page.get_by_text("De gemeente zegt hier nog niets over.")).to_be_visible()
    page.get_by_role("link", name="Zeg wat de gemeente hier doet").click()
    page.get_by_role("button", name="Zet online").press("Enter")
    expect(page.get_by_text("Kies wat de gemeente doet.").first).to_be_visible()
    page.get_by_label("staat aan de kant").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Wat houdt dat hier in?").fill("We zoeken uit wat mag.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De gemeente zegt hier nog niets over.")).to_be_hidden()
    stance = reader.locator(f"#stance-{idea.pk}")
    expect(stance.get_by_role("heading", name="Wat doet de gemeente hier?")).to_be_visible()
    expect(stance).to_contain_text("De gemeente helpt: We zoeken uit wat mag.")
    expect(stance.locator("[aria-current]")).to_have_text("helpt")
    expect(reader.locator(f"#story-{idea.pk}")).to_contain_text("De gemeente helpt")
    expect(cards.locator(f"#card-stance-{idea.pk}")).to_have_text("De gemeente helpt")

    page.get_by_role("link", name="Zeg wat de gemeente hier doet").click()
    page.get_by_label("zegt hier niets meer over").check()
    page.get_by_role("button", name="Zet online").click()
    expect(stance).to_be_hidden()
    expect(cards.locator(f"#card-stance-{idea.pk}")).to_be_hidden()
    expect(reader.locator(f"#story-{idea.pk}")).to_contain_text("De gemeente zegt hier niets meer over")
