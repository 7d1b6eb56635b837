"""A photo of an idea: chosen, refused, kept after an error elsewhere, removed again."""

import pytest
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import a_lab, a_name, a_photo
from tests.factories import make_idea, make_member


@pytest.fixture
def idea():
    return make_idea(make_member(a_lab(), a_name("Anna")), "Pluktuin Meterik")


@pytest.fixture
def bram(idea):
    return make_member(idea.lab, a_name("Bram"))


@pytest.mark.parametrize("script", [True, False])
def test_an_idea_is_shared_in_a_minute_with_its_photo(open_at, idea, bram, script):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram, java_script_enabled=script)
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.locator("[name=opportunity]").fill("Bankje")
    page.get_by_text("Vertel meer").click()
    page.locator("input[type=file]").set_input_files(a_photo())
    if script:
        page.locator("figure[data-photo-frame] img").wait_for()
        assert page.locator("[data-echo]").inner_text() == "Bankje aan de Maas"
        page.reload()
        page.locator("figure[data-photo-frame] img").wait_for()
        expect(page.locator("[name=title]")).to_have_value("Bankje aan de Maas")
    page.get_by_role("button", name="Plaats je idee").click()
    page.locator("#id_opportunity[aria-invalid=true]").wait_for()
    expect(page.locator("figure img")).to_be_visible()
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.get_by_role("button", name="Plaats je idee").click()
    page.wait_for_url(f"**/{idea.lab.slug}/ideeen/*/")
    page.get_by_role("img", name="Het pad langs de rivier").wait_for()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    made = idea.lab.ideas.get(title="Bankje aan de Maas")
    assert made.photo
    page.goto(f"/{idea.lab.slug}/ideeen/nieuw/")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=upload]")).to_have_value("")


def test_a_photo_that_will_not_do_is_refused_while_choosing(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.get_by_text("Vertel meer").click()
    field, error = page.locator("input[type=file]"), page.locator("#id_photo_error")
    field.set_input_files({"name": "groot.jpg", "mimeType": "image/jpeg", "buffer": bytes(8 * 1024 * 1024 + 1)})
    assert error.inner_text() == "Deze foto is te groot. Kies er een van hoogstens 8 MB."
    assert field.evaluate("field => field.files.length") == 0
    field.set_input_files({"name": "tekst.jpg", "mimeType": "image/jpeg", "buffer": b"geen foto"})
    page.locator("#id_photo_error", has_text="kunnen we niet lezen").wait_for()
    assert findings(page) == []
    field.set_input_files(a_photo())
    page.locator("figure[data-photo-frame] img").wait_for()
    expect(error).to_have_count(0)
    expect(page.get_by_text("Nog geen foto?")).to_be_hidden()


def test_a_photo_that_is_too_large_is_refused_where_an_idea_is_changed_too(open_at, idea):
    page = open_at(f"{idea.get_absolute_url()}bewerken/", idea.author)
    field, error = page.locator("input[type=file]"), page.locator("#id_photo_error")
    field.set_input_files({"name": "groot.jpg", "mimeType": "image/jpeg", "buffer": bytes(8 * 1024 * 1024 + 1)})
    expect(error).to_contain_text("Deze foto is te groot.")
    expect(error.locator("svg")).to_have_count(1)
    page.get_by_role("button", name="Zet de nieuwe tekst online").click()
    page.wait_for_url(f"**{idea.get_absolute_url()}")


@pytest.mark.parametrize("choice", ["another", "none"])
def test_a_refused_photo_is_left_out_on_purpose_only(open_at, idea, bram, choice):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.get_by_text("Vertel meer").click()
    field, error = page.locator("input[type=file]"), page.locator("#id_photo_error")
    without, post = (page.get_by_role("button", name=name) for name in ("Toch geen foto", "Plaats je idee"))
    expect(without).to_be_hidden()
    field.set_input_files({"name": "tekst.jpg", "mimeType": "image/jpeg", "buffer": b"geen foto"})
    error.wait_for()
    page.get_by_text("Vertel meer").click()
    post.click()
    expect(field).to_be_focused()
    expect(error).to_contain_text("kunnen we niet lezen")
    expect(page.locator("[name=title]")).to_have_value("Bankje aan de Maas")
    assert idea.lab.ideas.count() == 1
    assert findings(page) == []
    if choice == "another":
        field.set_input_files(a_photo())
        page.locator("figure[data-photo-frame] img").wait_for()
        page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    else:
        without.click()
        expect(error).to_have_count(0)
        expect(without).to_be_hidden()
    post.click()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert bool(idea.lab.ideas.get(title="Bankje aan de Maas").photo) is (choice == "another")


def test_a_kept_photo_can_be_left_out_again(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.get_by_text("Vertel meer").click()
    page.locator("input[type=file]").set_input_files(a_photo())
    frame = page.locator("figure[data-photo-frame] img")
    frame.wait_for()
    page.get_by_role("button", name="Toch geen foto").click()
    expect(frame).to_be_hidden()
    expect(page.locator("[name=upload]")).to_have_value("")
    page.reload()
    expect(page.locator("[name=upload]")).to_have_value("")
    expect(frame).to_be_hidden()
