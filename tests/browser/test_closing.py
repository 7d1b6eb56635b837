"""A moderator closes a conversation while others read and type, and opens it again."""

import pytest
from playwright.sync_api import expect

from ideas.models import Comment
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live

pytestmark = pytest.mark.live
WHY = "Het werd een ruzie tussen twee straten."
LINE = "Een moderator heeft dit gesprek gesloten op"
DRAFT = "Mijn vraag aan de buren."


def turn(page, address, act):
    page.goto(f"{address}meer/")
    page.get_by_role("link", name=act).click()


@pytest.mark.parametrize("has_script", [True, False])
def test_it_is_closed_and_opened_while_others_look_on_and_type(new_page, has_script):
    idea = a_lively_idea(a_lab())
    samira, address = a_person(idea.lab, "Samira", "moderator"), idea.get_absolute_url()
    reader, writer = (open_live(new_page(a_person(idea.lab, name).user), address) for name in ("Bram", "Chaima"))
    box = writer.locator("#reageer textarea")
    box.fill(DRAFT)
    before = Comment.objects.filter(idea=idea).count()

    page = new_page(samira.user, java_script_enabled=has_script)
    turn(page, address, "Sluit het gesprek")
    page.get_by_label("scheldt of kleineert").check()
    page.get_by_label("Uitleg").fill(WHY)
    page.get_by_role("button", name="Sluit het gesprek").click()
    expect(page.get_by_text(WHY).last).to_be_visible()
    expect(page.locator("#reageer")).to_have_count(0)

    line = reader.locator(f"#talk-closing-{idea.pk}")
    expect(line).to_contain_text(LINE)
    expect(line).to_contain_text(WHY)
    expect(reader.locator("#reageer")).to_be_hidden()
    expect(reader.get_by_role("link", name="Antwoord").first).to_be_hidden()
    expect(reader.locator(f"#story-{idea.pk}")).to_contain_text("Een moderator sloot het gesprek")

    expect(writer.locator(f"#talk-closing-{idea.pk}")).to_contain_text(LINE)
    expect(box).to_have_value(DRAFT)
    writer.locator("#reageer button[type=submit]").click()
    expect(writer.get_by_text("Je tekst staat hier nog, zodat je hem kunt kopiëren.")).to_be_visible()
    expect(box).to_have_value(DRAFT)
    expect(writer.locator("#reageer button[type=submit]")).to_be_hidden()
    assert Comment.objects.filter(idea=idea).count() == before

    turn(page, address, "Open het gesprek weer")
    page.get_by_label("Waarom open je het weer?").fill("De buren spraken het uit.")
    page.get_by_role("button", name="Open het gesprek weer").click()
    expect(line).to_be_empty()
    reader.locator("#reageer textarea").fill("Daar doe ik aan mee.")
    reader.locator("#reageer button[type=submit]").click()
    expect(reader.get_by_text("Je reactie staat online.")).to_be_visible()
    writer.get_by_role("heading", level=1).click()  # the form is renewed when it is no longer in use
    expect(writer.locator("#reageer button[type=submit]")).to_be_visible()
    expect(writer.locator("#reageer textarea")).to_have_value(DRAFT)
    writer.reload()
    expect(writer.locator("#reageer textarea")).to_have_value(DRAFT)


def test_a_comment_that_waited_without_a_connection_comes_back_when_it_was_closed_meanwhile(new_page):
    idea = a_lively_idea(a_lab())
    writer = open_live(new_page(a_person(idea.lab, "Chaima").user), idea.get_absolute_url())
    samira = a_person(idea.lab, "Samira", "moderator")
    writer.context.set_offline(True)
    writer.locator("#reageer textarea").fill(DRAFT)
    writer.locator("#reageer button[type=submit]").click()
    expect(writer.locator("#reageer").get_by_text("Geen verbinding. Je tekst is bewaard")).to_be_visible()
    idea.close_talk(samira, "abuse", WHY)
    writer.context.set_offline(False)
    expect(writer.get_by_text("Je tekst staat hier nog, zodat je hem kunt kopiëren.")).to_be_visible(timeout=20_000)
    expect(writer.locator("#reageer textarea")).to_have_value(DRAFT)
    expect(writer.locator(f"#talk-closing-{idea.pk}")).to_contain_text(LINE)


def test_words_that_came_back_are_changed_and_sent_once_it_is_open_again(new_page):
    idea = a_lively_idea(a_lab())
    samira = a_person(idea.lab, "Samira", "moderator")
    writer = open_live(new_page(a_person(idea.lab, "Chaima").user), idea.get_absolute_url())
    box, button = writer.locator("#reageer textarea"), writer.locator("#reageer button[type=submit]")
    box.fill(DRAFT)
    idea.close_talk(samira, "abuse", WHY)
    expect(writer.locator(f"#talk-closing-{idea.pk}")).to_contain_text(LINE)
    button.click()
    expect(writer.get_by_text("Je tekst staat hier nog, zodat je hem kunt kopiëren.")).to_be_visible()
    expect(button).to_be_hidden()
    box.press_sequentially(" Kom je?")
    idea.open_talk(samira, "De buren spraken het uit.")
    button.click()
    expect(writer.get_by_text("Je reactie staat online.")).to_be_visible()
    assert Comment.objects.filter(idea=idea, text__contains="Kom je?").count() == 1
