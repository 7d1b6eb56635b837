"""Sign in on a phone, without JavaScript, in English, and by keyboard only."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.stage import a_lab, a_lively_idea, a_person, a_photo, open_live, until
from tests.factories import make_idea, make_lab, make_member

DUTCH = re.compile(
    r"\b(je|jouw|naam|mailadres|stuur|kijk|deze|niet|klaar|bewaar|uitloggen|weggaan|verwijder)\b", re.IGNORECASE
)


def code_from_mail(page, address):
    """Return the code of the newest mail to `address`, from the development page."""
    letters = page.context.new_page()
    letters.goto("/ontwikkel/mail/")
    letter = letters.locator("article", has_text=address).first.inner_text()
    letters.close()
    return re.search(r"^(\d{6}) ", letter)[1]


def sign_in(page, name, *, mail, send, enter, ready, paste="{0} {1}"):
    """Sign in from the first form to the name; labels and buttons are in the page's language."""
    address = f"{uuid.uuid4().hex}@post.example"
    page.get_by_label(mail).fill(address)
    page.get_by_role("button", name=send).click()
    page.wait_for_url("**/inloggen/code/")
    code = code_from_mail(page, address)
    goes_on = page.locator("[data-goes-on]").is_visible()
    page.locator("[name=code]").fill(paste.format(code[:3], code[3:]))
    if not goes_on:
        page.locator("main").get_by_role("button", name=enter).click()
    page.wait_for_url("**/inloggen/naam/")
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name=ready).click()


def a_name():
    return f"Merel {uuid.uuid4().hex[:8]}"


@pytest.mark.parametrize("script", [True, False])
def test_newcomer_signs_in_and_lands_where_they_were(new_page, script):
    page, name = new_page(java_script_enabled=script, viewport={"width": 360, "height": 740}), a_name()
    page.goto("/inloggen/?next=/privacy/")
    sign_in(page, name, mail="Je mailadres", send="Stuur mij een code", enter="Doe mee", ready="Klaar")
    page.wait_for_url("**/privacy/")
    expect(page.locator(".site-head").get_by_text(name)).to_be_visible()


def test_wrong_code_is_told_and_the_right_one_still_works(new_page):
    page = new_page()
    page.goto("/inloggen/")
    address = f"{uuid.uuid4().hex}@post.example"
    page.get_by_label("Je mailadres").fill(address)
    page.get_by_role("button", name="Stuur mij een code").click()
    code = code_from_mail(page, address)
    page.locator("[name=code]").fill(f"{(int(code) + 1) % 10**6:06}")
    assert (
        page.locator("#id_code_error").inner_text().strip()
        == "Deze code klopt niet. Kijk of je de nieuwste mail hebt."
    )
    until(page, "document.activeElement.matches('[data-errors]')")  # the browser moves the focus when it renders
    page.locator("[name=code]").fill(code)
    page.wait_for_url("**/inloggen/naam/")


def test_all_of_it_in_english_and_by_keyboard(new_page):
    page, name = new_page(locale="en-GB"), a_name()
    page.goto("/inloggen/?next=/account/")
    seen = [page.locator("main").inner_text()]
    address = f"{uuid.uuid4().hex}@post.example"
    expect(page.locator("[name=email]")).to_be_focused()
    page.keyboard.type(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inloggen/code/")
    seen.append(page.locator("main").inner_text().replace(address, ""))
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(code_from_mail(page, address))
    page.wait_for_url("**/inloggen/naam/")
    seen.append(page.locator("main").inner_text())
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")
    seen.append(page.locator("main").inner_text().replace("Nederlands", "").replace(address, ""))
    page.goto("/account/verwijderen/")
    seen.append(page.locator("main").inner_text())
    assert [found for text in seen for found in DUTCH.findall(text)] == []
    assert "Your name here" in seen[3]


def test_two_presses_of_the_button_are_one(new_page):
    page = new_page(java_script_enabled=False)  # with it the code is sent before anybody presses
    page.goto("/inloggen/")
    address = f"{uuid.uuid4().hex}@post.example"
    page.get_by_label("Je mailadres").fill(address)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.locator("[name=code]").fill(code_from_mail(page, address))
    page.locator("main").get_by_role("button", name="Doe mee").dblclick()
    page.wait_for_url("**/inloggen/naam/")
    page.locator("[name=name]").fill(a_name())
    page.get_by_role("button", name="Klaar").dblclick()
    page.wait_for_url(re.compile(r"/$"))


def test_leaving_signs_out_and_frees_the_mailbox(new_page):
    page, name = new_page(java_script_enabled=False), a_name()
    page.goto("/inloggen/?next=/account/verwijderen/")
    sign_in(
        page, name, mail="Je mailadres", send="Stuur mij een code", enter="Doe mee", ready="Klaar", paste="{0}-{1}"
    )
    page.get_by_label("Typ hier je naam").fill(name.upper())
    page.locator("main").get_by_role("button", name="Verwijder mijn account").click()
    expect(page.get_by_text("Je account is weg. Dank je dat je meedeed.")).to_be_visible()
    page.goto("/account/")
    assert "/inloggen/" in page.url


@pytest.fixture
def idea():
    lab = make_lab(f"dorp-{uuid.uuid4().hex[:8]}")
    return make_idea(make_member(lab, f"Anna {uuid.uuid4().hex[:6]}"), "Pluktuin Meterik")


DUTCH_WORDS = {"mail": "Je mailadres", "send": "Stuur mij een code", "enter": "Doe mee", "ready": "Klaar"}


@pytest.mark.parametrize("script", [True, False])
def test_support_that_was_pressed_signed_out_is_counted_once(new_page, idea, script):
    page = new_page(java_script_enabled=script)
    page.goto(idea.get_absolute_url())
    assert page.context.cookies() == []
    page.locator("a.support--big").click()
    expect(page.get_by_text("Hierna maken we af wat je deed.")).to_be_visible()
    sign_in(page, a_name(), **DUTCH_WORDS)
    page.wait_for_url(f"**{idea.get_absolute_url()}#steun")
    expect(page.get_by_text("Je steunt dit nu.")).to_be_visible()
    expect(page.locator(".support--big").get_by_text("Je steunt dit")).to_be_visible()
    idea.refresh_from_db()
    assert (idea.support_count, idea.supports.count()) == (1, 1)


@pytest.mark.parametrize("script", [True, False])
def test_comment_that_was_typed_signed_out_stands_there(new_page, idea, script):
    page, name = new_page(java_script_enabled=script), a_name()
    page.goto(idea.get_absolute_url())
    page.locator("a#reageer").click()
    page.locator("textarea[name=text]").fill("Ik heb nog een ladder staan.\n\nKom maar langs & neem <koek> mee.")
    page.get_by_role("button", name="Plaats reactie").click()
    page.wait_for_url("**/inloggen/**")
    sign_in(page, name, **DUTCH_WORDS)
    page.wait_for_url(f"**{idea.get_absolute_url()}**")
    comment = idea.comments.get()
    said = page.locator(f"#comment-{comment.pk}")
    expect(said).to_contain_text("Kom maar langs & neem <koek> mee.")
    expect(said).to_contain_text(name)


def test_idea_that_was_written_signed_out_is_online_with_its_photo(new_page, idea):
    page = new_page(java_script_enabled=False)
    page.goto(f"/{idea.lab.slug}/ideeen/nieuw/")
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("input[type=file]").set_input_files(a_photo())
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/inloggen/**")
    sign_in(page, a_name(), **DUTCH_WORDS)
    made = idea.lab.ideas.exclude(pk=idea.pk).get()
    page.wait_for_url(f"**{made.get_absolute_url()}")
    assert made.title == "Bankje aan de Maas"
    assert made.photo


DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('draft:')).length"


def test_drafts_go_with_the_account_and_not_with_a_wrong_name(new_page):
    idea = a_lively_idea(a_lab())
    bram = a_person(idea.lab, "Bram")
    page = open_live(new_page(bram.user), idea.get_absolute_url())
    page.locator("#reageer textarea").fill("Half af")
    for name, words, drafts in (("Iemand", "Zo heet je hier niet.", 1), (bram.user.name, "Je account is weg.", 0)):
        page.goto("/account/verwijderen/")
        page.get_by_label("Typ hier je naam").fill(name)
        page.get_by_role("button", name="Verwijder mijn account").click()
        expect(page.get_by_text(words).first).to_be_visible()
        page.wait_for_load_state()
        assert page.evaluate(DRAFTS) == drafts
