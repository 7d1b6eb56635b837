"""A second photo that is refused, and a browser that can't make a photo smaller: what was chosen before stays."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.stage import PHONE, a_lab, a_name, a_photo, until
from tests.browser.test_photos import FRAME
from tests.factories import make_idea, make_member


@pytest.fixture
def idea():
    return make_idea(make_member(a_lab(), a_name("Anna")), "Pluktuin Meterik")


@pytest.fixture
def bram(idea):
    return make_member(idea.lab, a_name("Bram"))


def test_a_second_photo_that_is_too_large_leaves_the_first(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    field, error, token = (
        page.locator("input[type=file]"),
        page.locator("#id_photo_error"),
        page.locator("[name=upload]"),
    )
    field.set_input_files(a_photo())
    expect(token).not_to_have_value("")
    first = token.input_value()
    most = field.evaluate("field => { const { most } = field.dataset; field.dataset.most = 1; return most; }")
    field.set_input_files(a_photo())
    expect(error).to_contain_text("te groot")
    expect(page.locator(FRAME)).to_be_visible()
    expect(token).to_have_value(first)
    page.reload()
    expect(token).to_have_value(first)
    page.route("**/nieuw/foto/", lambda route: route.fulfill(status=422, json={"trouble": "Kies een andere."}))
    assert field.get_attribute("data-most") == most
    field.set_input_files(a_photo())
    expect(error).to_contain_text("Kies een andere.")
    expect(token).to_have_value(first)
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.get_by_role("button", name="Plaats je idee").click()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert idea.lab.ideas.get(title="Bankje aan de Maas").photo


def test_a_second_photo_that_is_too_large_leaves_the_first_that_is_on_its_way(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    held = []
    page.route("**/nieuw/foto/", lambda route: held.append(route))
    field, token = page.locator("input[type=file]"), page.locator("[name=upload]")
    with page.expect_request("**/nieuw/foto/"):
        field.set_input_files(a_photo())
    field.evaluate("field => { field.dataset.most = 1; }")
    with page.expect_request("**/nieuw/foto/"):
        field.set_input_files(a_photo())
    expect(page.locator("#id_photo_error")).to_contain_text("te groot")
    expect(token).to_have_value("")
    held[-1].continue_()
    expect(token).not_to_have_value("")
    expect(page.locator(FRAME)).to_be_visible()


def test_where_an_idea_is_changed_a_second_photo_that_is_too_large_leaves_the_first(open_at, idea):
    page = open_at(f"{idea.get_absolute_url()}bewerken/", idea.author)
    field = page.locator("input[type=file]")
    field.set_input_files(a_photo())
    until(page, "() => document.querySelector('input[type=file]').files[0]?.name === 'foto.jpg'")
    field.evaluate("field => { field.dataset.most = 1; }")
    field.set_input_files(a_photo())
    expect(page.locator("#id_photo_error")).to_contain_text("te groot")
    assert field.evaluate("field => [...field.files].map(file => file.name)") == ["foto.jpg"]


def test_an_idea_that_waits_is_posted_also_when_its_photo_cannot_be_made_smaller(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.evaluate(FAILS_LATER)
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.locator("input[type=file]").set_input_files(a_photo())
    page.locator(FRAME).wait_for()
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    until(page, "() => Boolean(window.fail)")
    page.get_by_role("button", name="Plaats je idee").click()
    page.locator("form[data-waits]").wait_for()
    page.evaluate("fail()")
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert idea.lab.ideas.get(title="Bankje aan de Maas").photo


FAILS_LATER = """() => {
    const broken = { size: 1, get type() { throw new Error("no memory left"); } };
    HTMLCanvasElement.prototype.toBlob = done => { window.fail = () => done(broken); };
}"""


def test_on_a_wide_screen_the_photo_stands_beside_its_alternative_text(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram, viewport={"width": 1440, "height": 900})
    page.locator("input[type=file]").set_input_files(a_photo())
    page.locator(FRAME).wait_for()
    photo, words = (page.locator(where).bounding_box() for where in ("[data-shot] figure", "[name=photo_alt]"))
    assert photo["x"] + photo["width"] < words["x"]
    assert photo["y"] < words["y"] < photo["y"] + photo["height"]


def test_words_for_the_photo_that_were_forgotten_are_asked_over_the_whole_width(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram, viewport=PHONE)
    page.locator("input[type=file]").set_input_files(a_photo())
    expect(page.locator("[name=upload]")).not_to_have_value("")
    page.get_by_role("button", name="Plaats je idee").click()
    page.locator("[name=photo_alt][aria-invalid=true]").wait_for()
    where = ("label[for=id_photo_alt]", "#id_photo_alt_helptext", "[name=photo_alt]", "#id_photo_alt_error")
    boxes = [page.locator(part).bounding_box() for part in where]
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    assert boxes[2]["width"] == page.locator("[name=opportunity]").bounding_box()["width"]


def test_the_button_for_another_photo_stays_as_wide_as_its_words_above_an_error(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram, viewport=PHONE)
    field, button = page.locator("input[type=file]"), page.locator("label.shot")
    field.set_input_files(a_photo())
    expect(page.locator("[name=upload]")).not_to_have_value("")
    before = button.bounding_box()["width"]
    field.evaluate("field => { field.dataset.most = 1; }")
    field.set_input_files(a_photo())
    expect(page.locator("#id_photo_error")).to_contain_text("te groot")
    assert button.bounding_box()["width"] == before
