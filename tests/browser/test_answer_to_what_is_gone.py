"""An answer to a comment that was removed meanwhile comes back with its words, and is sent once."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import a_lab, a_person, open_live
from tests.factories import make_comment, make_idea

pytestmark = pytest.mark.live


def test_an_answer_whose_comment_is_gone_is_sent_once_and_its_words_stay(new_page):
    lab = a_lab()
    chaima, bram = a_person(lab, "Chaima"), a_person(lab, "Bram")
    idea = make_idea(chaima)
    comment = make_comment(idea, chaima, "Wie doet mee?")
    page, posts = new_page(bram.user), []
    open_live(page, f"{idea.get_absolute_url()}reacties/?antwoord={comment.pk}")
    page.locator("#antwoord textarea").fill("Ik, op zaterdag.")
    comment.remove()
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.locator("#reageer textarea")).to_have_value("Ik, op zaterdag.")
    assert len(posts) == 1
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.locator(".talk")).to_contain_text("Ik, op zaterdag.")
    assert idea.comments.filter(author=bram).count() == 1
