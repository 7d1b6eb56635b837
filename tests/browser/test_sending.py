"""The script sends forms like a browser, because the server tells short forms from large bodies by the headers."""

from playwright.sync_api import expect

from ideas.models import Comment
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live

FORM = "application/x-www-form-urlencoded"


def test_presses_and_words_go_as_short_forms(new_page):
    idea = a_lively_idea(a_lab(), supports=0)
    wiel = a_person(idea.lab, "Wiel")
    page, kinds = open_live(new_page(wiel.user), idea.get_absolute_url()), []
    page.on(
        "request", lambda request: kinds.append(request.headers["content-type"]) if request.method == "POST" else 0
    )
    page.get_by_role("button", name="Ik steun dit").click()
    expect(page.get_by_role("button", name="Je steunt dit")).to_be_visible()
    page.locator("#reageer textarea").fill("Eén & één = “twee”?\nEn dan 🌱 + 100%.")
    page.locator("#reageer").get_by_role("button", name="Plaats reactie").click()
    expect(page.locator(".said", has_text="En dan 🌱")).to_be_visible()
    assert [kind.partition(";")[0] for kind in kinds] == [FORM, FORM]
    assert idea.supports.get().person == wiel
    assert Comment.objects.get(author=wiel).text == "Eén & één = “twee”?\nEn dan 🌱 + 100%."
