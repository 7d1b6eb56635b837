"""*Laat nog eens kijken* in browsers: asked on a page, decided by another moderator, live in a third browser."""

import pytest
from playwright.sync_api import expect

from ideas.models import Comment
from moderation.models import Case, Review
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live

pytestmark = pytest.mark.live
WHY = "Iedereen kent dit huis, en ik noem geen naam."
ANSWER = "Er staat geen adres in."


@pytest.mark.parametrize("has_script", [True, False])
def test_hidden_words_come_back_in_their_place_in_an_open_page(new_page, has_script):
    idea = a_lively_idea(a_lab())
    mo, noor = (a_person(idea.lab, name, "moderator") for name in ("Mo", "Noor"))
    comment = Comment.objects.filter(idea=idea).select_related("author__user").earliest("pk")
    Comment.objects.select_related("idea__lab").get(pk=comment.pk).hide(mo, "privacy", "Je noemt een huisnummer.")
    case = Case.objects.get(comment=comment)
    reader = open_live(new_page(a_person(idea.lab, "Bram").user), idea.get_absolute_url())
    expect(reader.locator(f"#comment-{comment.pk}")).not_to_contain_text(comment.text)

    writer = new_page(comment.author.user, java_script_enabled=has_script)
    writer.goto(case.path_for_writer)
    expect(writer.get_by_text("Je noemt een huisnummer.")).to_be_visible()
    writer.get_by_label("Waarom klopt het niet?").fill(WHY)
    writer.get_by_role("button", name="Laat nog eens kijken").click()
    expect(writer.get_by_text("Je vroeg om nog eens te kijken")).to_be_visible()

    other = new_page(noor.user, java_script_enabled=has_script)
    other.goto(case.get_absolute_url())
    expect(other.get_by_text(WHY)).to_be_visible()
    other.get_by_label("Zet het terug op zijn plek").check()
    other.locator("[name=review-explanation]").fill(ANSWER)
    form = other.locator("form", has=other.locator("[name=review-explanation]"))
    form.get_by_role("button", name="Beslis").click()
    expect(other.get_by_text(ANSWER).first).to_be_visible()

    expect(reader.locator(f"#comment-{comment.pk}")).to_contain_text(comment.text)
    writer.reload()
    expect(writer.get_by_text(ANSWER)).to_be_visible()
    assert Review.objects.get(decision__case=case).decided_by == noor
