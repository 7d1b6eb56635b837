"""Words to copy: with one press, and by hand when the browser refuses it."""

import pytest
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import a_lab, a_name
from tests.factories import make_idea, make_member

CLIPBOARD = """
    const writeText = async text => { if (window.isRefused) throw new DOMException("no"); window.copied = text; };
    Object.defineProperty(navigator, "clipboard", { value: { writeText } });
"""
SELECTED = """() => {
    const { value, selectionStart, selectionEnd } = document.activeElement;
    return value?.slice(selectionStart, selectionEnd);
}"""


@pytest.fixture
def idea():
    return make_idea(make_member(a_lab(), a_name("Anna")), "Pluktuin Meterik")


def test_words_that_the_browser_does_not_copy_are_selected_to_copy_by_hand(new_page, idea):
    page, faults = new_page(idea.author.user), []
    page.add_init_script(CLIPBOARD)
    page.on("pageerror", lambda fault: faults.append(fault))
    page.goto(f"{idea.get_absolute_url()}delen/")
    page.evaluate("window.isRefused = true")
    copy, said = page.get_by_role("button", name="Kopieer").last, page.get_by_role("status")
    copy.click()
    expect(said.filter(has_text="Kopiëren lukte niet.")).to_be_in_viewport()
    assert said.filter(has_text="lukte").bounding_box()["height"] > 10, "people see it"
    assert page.evaluate(SELECTED) == page.locator("#long").input_value()
    assert copy.inner_text() == "Kopieer"
    assert (faults, findings(page)) == ([], [])
    page.evaluate("window.isRefused = false")
    copy.click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    expect(said.filter(has_text="Gekopieerd")).to_have_count(1)
    expect(page.get_by_text("Kopiëren lukte niet.")).to_have_count(0)
    assert page.evaluate("window.copied") == page.locator("#long").input_value()
