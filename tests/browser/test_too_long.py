"""Text too long for its field: the field says so before it is sent, and the whole text stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import a_lab, a_name
from tests.factories import make_idea, make_member

TOO_LONG = "Maak dit korter: hoogstens 4000 tekens. Nu zijn het er 4003."


@pytest.fixture
def idea():
    return make_idea(make_member(a_lab(), a_name("Anna")), "Pluktuin Meterik")


def test_comment_too_long_is_not_sent_and_stays_whole_until_it_is_shorter(open_at, idea):
    page = open_at(f"/{idea.lab.slug}/ideeen/{idea.pk}/", make_member(idea.lab, a_name("Bram")))
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    box = page.locator("[name=text]").first
    box.fill("é" * 4003)
    press = page.get_by_role("button", name="Plaats reactie").first
    press.click()
    expect(page.get_by_text(TOO_LONG)).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("é" * 4003)
    assert findings(page) == []
    assert sent == []
    box.fill("é" * 4000)
    press.click()
    page.locator(".comment", has_text="é" * 50).wait_for()
    expect(page.get_by_text(TOO_LONG)).to_have_count(0)
    assert idea.comments.get().text == "é" * 4000


def test_without_a_script_it_comes_back_whole_with_the_same_words(open_at, idea):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", java_script_enabled=False)
    page.locator("[name=title]").fill("Een bankje")
    page.locator("[name=opportunity]").fill("é" * 4003)
    page.get_by_role("button", name="Plaats je idee").click()
    expect(page.get_by_text(TOO_LONG).first).to_be_visible()
    expect(page.locator("[name=opportunity]")).to_have_value("é" * 4003)
