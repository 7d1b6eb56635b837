"""An idea that is hidden while somebody reads it: none of its words stay on the page, in the tab or in its history."""

import pytest
from playwright.sync_api import expect

from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live, until
from tests.factories import make_idea

pytestmark = pytest.mark.live
TITLED = "words => document.title.startsWith(words)"


def test_hidden_title_leaves_the_tab_too_and_comes_back(page):
    idea = a_lively_idea(a_lab())
    mo = a_person(idea.lab, "Mo", "moderator")
    open_live(page, idea.get_absolute_url())
    before = page.title()
    assert before.startswith(f"{idea.title} · ")
    idea.hide(mo, "spam")
    until(page, TITLED, "Dit idee is verborgen · ")
    assert idea.title not in page.content()
    idea.restore(mo, "Toch goed.")
    until(page, "words => document.title === words", before)
    Idea.objects.get(pk=idea.pk).edit(idea.author, title="Een & <b>ander</b> plan")
    until(page, TITLED, "Een & <b>ander</b> plan · ")


def test_a_page_that_was_opened_while_it_was_hidden_is_whole_when_it_is_restored(page):
    idea = a_lively_idea(a_lab())
    mo = a_person(idea.lab, "Mo", "moderator")
    idea.hide(mo, "spam")
    open_live(page, idea.get_absolute_url())
    assert idea.title not in page.content()
    idea.restore(mo, "Toch goed.")
    until(page, "words => document.querySelector('h1').textContent.trim() === words", idea.title)
    page.locator(f"#comments-{idea.pk} .said").first.wait_for()


@pytest.mark.parametrize("why", ["hidden", "paused"])
def test_who_cannot_comment_is_offered_no_reply(new_page, why):
    idea = a_lively_idea(a_lab())
    mo = a_person(idea.lab, "Mo", "moderator")
    page = new_page(idea.author.user)
    page.goto(idea.get_absolute_url())
    reply = page.locator("#reacties").get_by_role("link", name="Antwoord")
    expect(reply.first).to_be_visible()
    idea.hide(mo, "spam") if why == "hidden" else idea.author.pause(mo, "spam", "Te vaak hetzelfde.", 3)
    page.reload()
    expect(page.get_by_text("Wie heeft een schop?")).to_be_visible()
    assert [link.is_visible() for link in page.locator(".when-talking").all()].count(True) == 0


def test_a_hidden_comment_goes_while_news_is_paused_too(page):
    idea = a_lively_idea(a_lab())
    mo = a_person(idea.lab, "Mo", "moderator")
    open_live(page, idea.get_absolute_url())
    page.click("[data-live-pause]")
    comment = idea.comments.order_by("pk").first()
    comment.hide(mo, "privacy")
    until(page, "id => document.getElementById(id).textContent.includes('verborgen')", f"comment-{comment.pk}")
    assert comment.text not in page.content()
    comment.restore(mo, "Toch goed.")
    page.click("[data-live-pause]")
    page.get_by_text(comment.text).wait_for()


def test_who_presses_on_an_idea_that_was_hidden_meanwhile_reads_why_or_gets_the_words_back(new_page):
    idea = a_lively_idea(a_lab())
    mo, chaima = a_person(idea.lab, "Mo", "moderator"), a_person(idea.lab, "Chaima")
    writer, page = (open_live(new_page(chaima.user), idea.get_absolute_url()) for _screen in range(2))
    writer.locator("#reageer textarea").press_sequentially("Een half uur werk")
    page.evaluate("stadslab.live.topics.clear()")  # this page doesn't get the update in time
    idea.hide(mo, "spam")
    writer.get_by_role("button", name="Plaats reactie").click()
    expect(writer.get_by_role("heading", name="Dit is hier niet meer")).to_be_visible()
    expect(writer.get_by_role("textbox", name="Wat wil je toevoegen?")).to_have_value("Een half uur werk")
    page.evaluate(f"document.getElementById('support-{idea.pk}').requestSubmit()")
    page.get_by_role("heading", name="Dit idee is verborgen").wait_for()


def test_a_button_that_has_the_focus_keeps_no_hidden_words_on_the_page(new_page):
    idea = a_lively_idea(a_lab())
    mo, chaima = a_person(idea.lab, "Mo", "moderator"), a_person(idea.lab, "Chaima")
    page = open_live(new_page(chaima.user), idea.get_absolute_url())
    page.locator(f"#support-{idea.pk} button").focus()
    idea.hide(mo, "spam")
    page.get_by_role("heading", name="Dit idee is verborgen").wait_for()
    assert idea.title not in page.content()
    expect(page.locator(f"#idea-{idea.pk}")).to_be_focused()


def test_what_is_taken_back_whole_goes_from_every_open_page(new_page):
    lab = a_lab()
    idea = make_idea(a_person(lab, "Anna"), "Een geheime tuin", opportunity="Achter het huis van de buren.")
    other = make_idea(idea.author, "Een bankje")
    places = (idea.get_absolute_url(), lab.get_absolute_url(), f"{lab.get_absolute_url()}ideeen/")
    page, home, ideas = (open_live(new_page(), place) for place in places)
    assert idea.withdraw(idea.author, RESIDENT_VOICE, "Toch niet.") is False
    for one in (page, home, ideas):
        expect(one.locator("main")).not_to_contain_text(idea.title)
    page.get_by_role("heading", name="Hier hangt niets").wait_for()
    for one in (home, ideas):
        expect(one.locator(f"#card-{other.pk}")).to_be_visible()


def test_who_types_while_all_of_it_is_taken_back_keeps_their_own_words_only(new_page):
    lab = a_lab()
    idea = make_idea(a_person(lab, "Anna"), "Een geheime tuin")
    page = open_live(new_page(a_person(lab, "Bram").user), idea.get_absolute_url())
    page.locator("#reageer textarea").press_sequentially("Een half uur werk")
    idea.withdraw(idea.author, RESIDENT_VOICE, "Toch niet.")
    page.get_by_text("Wat hier stond, is verborgen of teruggenomen").wait_for()
    page.wait_for_timeout(2500)  # longer than the page waits before it becomes another one
    assert idea.title not in page.locator("main").text_content()
    expect(page.locator("#reageer textarea")).to_have_value("Een half uur werk")
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.get_by_role("textbox", name="Wat wil je toevoegen?")).to_have_value("Een half uur werk")


def test_who_types_keeps_no_hidden_words_on_the_page_and_can_send_when_they_are_back(new_page):
    idea = a_lively_idea(a_lab())
    mo, chaima = a_person(idea.lab, "Mo", "moderator"), a_person(idea.lab, "Chaima")
    page = open_live(new_page(chaima.user), idea.get_absolute_url())
    composer = page.locator("#reageer textarea")
    composer.press_sequentially("Een half uur werk")
    idea.hide(mo, "spam")
    page.get_by_role("heading", name="Dit idee is verborgen").wait_for()
    assert idea.title not in page.content()
    expect(composer).to_have_value("Een half uur werk")
    expect(composer).to_be_focused()
    expect(page.locator("[data-live-gone]")).to_contain_text("Je kunt hier nu niets plaatsen.")
    expect(page.locator("[data-live-gone]")).to_be_visible()
    idea.restore(mo, "Toch goed.")
    page.get_by_role("heading", name=idea.title).wait_for()
    expect(page.locator("[data-live-gone]")).to_be_hidden()
    expect(composer).to_have_value("Een half uur werk")
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.locator(".talk")).to_contain_text("Een half uur werk")
