"""A photo of a new idea on a slow line or device: what the page says meanwhile, and what stays after going back."""

import pytest
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import a_lab, a_name, a_photo
from tests.browser.test_photos import FRAME
from tests.browser.test_signing_in import DUTCH_WORDS, sign_in
from tests.factories import make_member

WAITS, LEFT_OUT = "We versturen je foto nog. Daarna plaatsen we je idee.", "Je foto gaat niet mee."
TITLE, TEXT = "Bankje aan de Maas", "Met een bankje blijft wie oud is ook buiten."
ONE_MINUTE_IS_SHORT = """
    const ours = window.setTimeout;
    window.setTimeout = (action, time, ...rest) => ours(action, time === 60_000 ? 2000 : time, ...rest);
"""
OPENS_SLOWLY = """
    const ours = window.createImageBitmap, gate = new Promise(open => { window.openPhoto = open; });
    window.createImageBitmap = async (...photo) => { await gate; return ours(...photo); };
"""
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"


@pytest.fixture
def lab():
    return a_lab()


@pytest.fixture
def bram(lab):
    return make_member(lab, a_name("Bram"))


def filled_in(page, lab):
    page.goto(f"/{lab.slug}/ideeen/nieuw/")
    page.locator("input[type=file]").set_input_files(a_photo())
    page.locator(FRAME).wait_for()
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.locator("[name=opportunity]").fill(TEXT)
    page.locator("[name=title]").fill(TITLE)
    return page.get_by_role("button", name="Plaats je idee")


def hold_photos(page):
    held = []
    page.route("**/nieuw/foto/", lambda route: held.append(route))
    return held


def test_an_idea_that_waits_for_its_photo_says_so(new_page, lab, bram):
    page = new_page(bram.user)
    held = hold_photos(page)
    post, waits = filled_in(page, lab), page.get_by_role("status").filter(has_text=WAITS)
    expect(page.get_by_text(WAITS)).to_be_hidden()
    post.click()
    expect(waits).to_be_visible()
    assert findings(page) == []
    held[0].continue_()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()


def test_a_photo_that_takes_more_than_a_minute_goes_along_with_the_form(new_page, lab, bram):
    page = new_page(bram.user)
    page.add_init_script(ONE_MINUTE_IS_SHORT)
    hold_photos(page)
    filled_in(page, lab).click()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert lab.ideas.get().photo


def test_who_leaves_out_the_photo_that_the_idea_waits_for_gets_the_button_back(new_page, lab, bram):
    page = new_page(bram.user)
    hold_photos(page)
    post = filled_in(page, lab)
    post.click()
    expect(post).to_have_attribute("aria-busy", "true")
    with page.expect_event("requestfailed"):  # it is no longer sent
        page.get_by_role("button", name="Laat de foto weg").click()
    expect(page.get_by_text(LEFT_OUT)).to_be_visible()
    expect(page.get_by_text(WAITS)).to_be_hidden()
    expect(post).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    assert findings(page) == []
    assert not lab.ideas.exists()
    post.click()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert not lab.ideas.get().photo


def test_a_photo_that_opens_slowly_asks_for_patience(new_page, lab, bram):
    page = new_page(bram.user)
    page.add_init_script(OPENS_SLOWLY)
    page.goto(f"/{lab.slug}/ideeen/nieuw/")
    patience = page.get_by_role("status").filter(has_text="Even geduld")
    expect(patience).to_be_hidden()
    page.locator("input[type=file]").set_input_files(a_photo())
    expect(patience).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Laat de foto weg").click()
    expect(patience).to_be_hidden()
    page.locator("input[type=file]").set_input_files(a_photo())
    expect(patience).to_be_visible()
    page.evaluate("openPhoto()")
    page.locator(FRAME).wait_for()
    expect(patience).to_be_hidden()


def test_on_a_tablet_the_photo_is_as_wide_as_a_card(new_page, lab, bram):
    page = new_page(bram.user, viewport={"width": 768, "height": 1024})
    filled_in(page, lab)
    for frame in page.locator("[data-photo-frame]").all():
        assert 300 < frame.bounding_box()["width"] <= 384


def expect_all_of_it(page):
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=opportunity]")).to_have_value(TEXT)
    expect(page.locator("[name=photo_alt]")).to_have_value("Het pad langs de rivier")
    expect(page.locator(FRAME)).to_be_visible()
    expect(page.locator("[name=upload]")).not_to_have_value("")


def test_an_idea_stays_on_this_device_until_it_is_online(new_page, lab):
    page = new_page()
    post = filled_in(page, lab)
    post.click()
    page.wait_for_url("**/inloggen/**")
    page.go_back()
    expect_all_of_it(page)
    page.reload()
    expect_all_of_it(page)
    post.click()
    page.wait_for_url("**/inloggen/**")
    page.goto(f"/{lab.slug}/ideeen/")
    page.goto(f"/{lab.slug}/ideeen/nieuw/")
    expect_all_of_it(page)
    post.click()
    page.wait_for_url("**/inloggen/**")
    sign_in(page, a_name("Merel"), **DUTCH_WORDS)
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert lab.ideas.get().photo
    page.wait_for_load_state()
    assert page.evaluate(DRAFTS) == []
    page.goto(f"/{lab.slug}/ideeen/nieuw/")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=upload]")).to_have_value("")
    expect(page.locator(FRAME)).to_be_hidden()
