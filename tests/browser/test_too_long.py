"""Text too long for its field: the field says so before it is sent, and the whole text stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import a_lab, a_name
from tests.factories import make_idea, make_member

TOO_LONG = "Maak dit korter: hoogstens 4000 tekens. Nu zijn het er 4003."

LOOKS = """box => {
    const icon = box.querySelector("p svg use"), at = box.querySelector("p svg").getBoundingClientRect();
    return [icon.getAttribute("href"), at.x, at.width];
}"""


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


@pytest.mark.parametrize(
    ("where", "name", "press", "most"),
    [
        ("", "text", "Plaats reactie", 4000),
        ("reacties/", "text", "Plaats reactie", 4000),
        ("status/", "reason", "Zet dit online", 2000),
    ],
)
def test_what_the_server_said_before_is_replaced_at_the_field_and_in_the_summary(
    open_at, idea, where, name, press, most
):
    too_long = TOO_LONG.replace("4000", str(most))
    page = open_at(f"/{idea.lab.slug}/ideeen/{idea.pk}/{where}", make_member(idea.lab, a_name("Bram"), "stadmaker"))
    form = page.locator(f"form:has(textarea[name={name}])").first
    box, button = form.locator(f"[name={name}]"), form.get_by_role("button", name=press)
    button.click()
    errors = form.locator(f".utrecht-form-field.field-error:has([name={name}])")
    summary = form.locator("[data-errors]")
    expect(errors).to_contain_text("Schrijf")
    expect(summary).to_contain_text("Schrijf")
    described = box.get_attribute("aria-describedby")
    looks = errors.evaluate(LOOKS)
    box.fill("é" * 4003)
    button.click()
    expect(errors).to_contain_text(too_long)
    expect(summary).to_contain_text(too_long)
    messages = errors.locator(".utrecht-form-field-error-message").all_text_contents()
    assert [text.strip() for text in messages] == [too_long]
    expect(summary).not_to_contain_text("Schrijf")
    assert errors.evaluate(LOOKS) == looks
    assert box.get_attribute("aria-describedby") == described
    assert findings(page) == []


def test_without_a_script_it_comes_back_whole_with_the_same_words(open_at, idea):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", java_script_enabled=False)
    page.locator("[name=title]").fill("Een bankje")
    page.locator("[name=opportunity]").fill("é" * 4003)
    page.get_by_role("button", name="Plaats je idee").click()
    expect(page.get_by_text(TOO_LONG).first).to_be_visible()
    expect(page.locator("[name=opportunity]")).to_have_value("é" * 4003)
