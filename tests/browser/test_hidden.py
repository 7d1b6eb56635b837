"""An idea that is hidden while it is read: no word of it stays on the page, nor in the tab and its history."""

import pytest
from playwright.sync_api import expect

from ideas.models import Idea
from ideas.models.moderation import hide, restore
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live, until

pytestmark = pytest.mark.live
TITLED = "words => document.title.startsWith(words)"


def test_hidden_title_leaves_the_tab_too_and_comes_back(page):
    idea = a_lively_idea(a_lab())
    mo = a_person(idea.lab, "Mo", "moderator")
    open_live(page, idea.get_absolute_url())
    before = page.title()
    assert before.startswith(f"{idea.title} · ")
    hide(idea, mo, "spam")
    until(page, TITLED, "Dit idee is verborgen · ")
    assert idea.title not in page.content()
    restore(idea, mo, "Toch goed.")
    until(page, "words => document.title === words", before)
    Idea.objects.get(pk=idea.pk).edit(idea.author, title="Een & <b>ander</b> plan")
    until(page, TITLED, "Een & <b>ander</b> plan · ")


def test_a_page_that_was_opened_while_it_was_hidden_is_whole_when_it_is_restored(page):
    idea = a_lively_idea(a_lab())
    mo = a_person(idea.lab, "Mo", "moderator")
    hide(idea, mo, "spam")
    open_live(page, idea.get_absolute_url())
    assert idea.title not in page.content()
    restore(idea, mo, "Toch goed.")
    until(page, "words => document.querySelector('h1').textContent.trim() === words", idea.title)
    page.locator(f"#comments-{idea.pk} .said").first.wait_for()


def test_a_hidden_comment_goes_while_news_is_paused_too(page):
    idea = a_lively_idea(a_lab())
    mo = a_person(idea.lab, "Mo", "moderator")
    open_live(page, idea.get_absolute_url())
    page.click("[data-live-pause]")
    comment = idea.comments.order_by("pk").first()
    hide(comment, mo, "privacy")
    until(page, "id => document.getElementById(id).textContent.includes('verborgen')", f"comment-{comment.pk}")
    assert comment.text not in page.content()
    restore(comment, mo, "Toch goed.")
    page.click("[data-live-pause]")
    page.get_by_text(comment.text).wait_for()


def test_who_presses_on_an_idea_that_was_hidden_meanwhile_reads_why_or_gets_the_words_back(new_page):
    idea = a_lively_idea(a_lab())
    mo, chaima = a_person(idea.lab, "Mo", "moderator"), a_person(idea.lab, "Chaima")
    writer, page = (open_live(new_page(chaima.user), idea.get_absolute_url()) for _screen in range(2))
    writer.locator("#reageer textarea").press_sequentially("Een half uur werk")
    page.locator("#reageer textarea").focus()
    hide(idea, mo, "spam")
    writer.get_by_role("button", name="Plaats reactie").click()
    expect(writer.get_by_role("textbox", name="Dit typte je")).to_have_value("Een half uur werk")
    page.evaluate(f"document.getElementById('support-{idea.pk}').requestSubmit()")
    page.get_by_role("heading", name="Dit idee is verborgen").wait_for()


def test_a_button_that_has_the_focus_keeps_no_hidden_words_on_the_page(new_page):
    idea = a_lively_idea(a_lab())
    mo, chaima = a_person(idea.lab, "Mo", "moderator"), a_person(idea.lab, "Chaima")
    page = open_live(new_page(chaima.user), idea.get_absolute_url())
    page.locator(f"#support-{idea.pk} button").focus()
    hide(idea, mo, "spam")
    page.get_by_role("heading", name="Dit idee is verborgen").wait_for()
    assert idea.title not in page.content()
    expect(page.locator(f"#idea-{idea.pk}")).to_be_focused()
