"""Many people have one gathering open: after a change, their pages don't all fetch their part at once."""

import pytest
from playwright.sync_api import expect

from events.models.seats import sign_up
from tests.browser.stage import a_lab, a_name, a_person, open_live
from tests.events.factories import make_gathering

# How long each request waited for its turn; the dice always say half
NOTE_WAITS = """
    const later = setTimeout, ask = fetch;
    let waited;
    window.asked = [];
    Math.random = () => 0.5;
    window.setTimeout = (job, wait, ...all) => later(() => { waited = wait; job(...all); waited = undefined; }, wait);
    window.fetch = (...all) => { if (/kom\\/$/.test(all[0])) asked.push(waited); return ask(...all); };
"""


@pytest.mark.parametrize("comes", [True, False], ids=["who comes", "who looks on"])
def test_pages_of_a_gathering_that_is_cancelled_ask_within_three_seconds_of_each_other(new_page, comes):
    lab = a_lab()
    anna, bram = a_person(lab, "Anna", "stadmaker"), a_person(lab, "Bram")
    gathering = make_gathering(anna, a_name("Open tafel"))
    if comes:
        sign_up(gathering, bram)
    page = new_page(bram.user)
    page.add_init_script(NOTE_WAITS)
    open_live(page, gathering.get_absolute_url())
    with page.expect_response("**/kom/"):
        gathering.cancel("Storm.", anna)
    assert page.evaluate("asked") == [1500]
    expect(page.locator("main")).to_contain_text("Storm.")
