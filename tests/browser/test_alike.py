"""The line below the title of a new idea, while somebody types."""

import pytest
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import a_lab, a_name
from tests.factories import make_idea, make_member


@pytest.fixture
def idea():
    return make_idea(make_member(a_lab(), a_name("Anna")), "Fietsbus <b>Melderslo</b>")


def test_the_line_shows_what_is_like_it_and_never_takes_the_focus(open_at, idea):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/")
    title, line = page.locator("[name=title]"), page.locator("[data-alike]")
    expect(line).to_be_empty()
    title.press_sequentially("Een fietsbus")
    expect(line).to_have_text("Lijkt op: Fietsbus <b>Melderslo</b> (opent in een nieuw tabblad)")
    below = title.bounding_box()["y"] + title.bounding_box()["height"]
    assert line.bounding_box()["y"] >= below + 6, "its focus ring is free"
    expect(title).to_be_focused()
    expect(line).to_have_attribute("aria-live", "polite")
    assert findings(page) == []
    with page.context.expect_page() as opened:
        line.get_by_role("link").click()
    opened.value.wait_for_url(f"**{idea.get_absolute_url()}")
    expect(title).to_have_value("Een fietsbus")
    title.fill("Zwembad")
    expect(line).to_be_empty()


def test_one_request_for_a_pause_and_none_for_a_title_that_was_asked(open_at, idea):
    page, asked = open_at(f"/{idea.lab.slug}/ideeen/nieuw/"), []
    page.on("request", lambda request: asked.append(request.url) if "lijkt-op" in request.url else None)
    title, line = page.locator("[name=title]"), page.locator("[data-alike]")
    title.press_sequentially("fietsbus", delay=20)
    expect(line).to_contain_text("Melderslo")
    title.fill("zwembad")
    expect(line).to_be_empty()
    title.fill("fietsbus")
    expect(line).to_contain_text("Melderslo")
    assert [url.partition("titel=")[2] for url in asked] == ["fietsbus", "zwembad"]


@pytest.mark.parametrize("status", [429, 500])
def test_a_refusal_is_silent_and_the_form_works(open_at, idea, status):
    page, asked = open_at(f"/{idea.lab.slug}/ideeen/nieuw/"), []

    def refuse(route):
        asked.append(route.request.url)
        route.fulfill(status=status, headers={"Retry-After": "30"}, body="Even niet.")

    page.route("**/lijkt-op/**", refuse)
    title, line = page.locator("[name=title]"), page.locator("[data-alike]")
    with page.expect_response("**/lijkt-op/**"):
        title.fill("fietsbus")
    title.fill("fietsbus erbij")
    page.wait_for_timeout(1500)
    expect(line).to_be_empty()
    assert len(asked) == (1 if status == 429 else 2), "it waits as long as it was told"
    page.locator("[name=opportunity]").fill("Samen fietsen.")
    page.get_by_role("button", name="Plaats je idee").click()
    page.wait_for_url("**/inloggen/**")
