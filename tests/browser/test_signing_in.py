"""Signing in as people do: with a phone, without JavaScript, in English, by keyboard alone."""

import re
import uuid

import pytest

DUTCH = re.compile(
    r"\b(je|jouw|naam|mailadres|stuur|kijk|deze|niet|klaar|bewaar|uitloggen|weggaan|verwijder)\b", re.IGNORECASE
)


def code_from_mail(page, address):
    """Read the newest mail to `address` the way a developer does."""
    letters = page.context.new_page()
    letters.goto("/ontwikkel/mail/")
    letter = letters.locator("article", has_text=address).first.inner_text()
    letters.close()
    return re.search(r"^(\d{6}) ", letter)[1]


def sign_in(page, name, *, mail, send, enter, ready, paste="{0} {1}"):
    """From the form to the name; the labels and buttons are those of the language."""
    address = f"{uuid.uuid4().hex}@post.example"
    page.get_by_label(mail).fill(address)
    page.get_by_role("button", name=send).click()
    page.wait_for_url("**/inloggen/code/")
    code = code_from_mail(page, address)
    page.locator("[name=code]").fill(paste.format(code[:3], code[3:]))
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
    assert page.locator(".site-head").get_by_text(name).is_visible()


def test_wrong_code_is_told_and_the_right_one_still_works(new_page):
    page = new_page()
    page.goto("/inloggen/")
    address = f"{uuid.uuid4().hex}@post.example"
    page.get_by_label("Je mailadres").fill(address)
    page.get_by_role("button", name="Stuur mij een code").click()
    code = code_from_mail(page, address)
    page.locator("[name=code]").fill(f"{(int(code) + 1) % 10**6:06}")
    page.locator("main").get_by_role("button", name="Doe mee").click()
    assert (
        page.locator("#id_code_error").inner_text().strip()
        == "Deze code klopt niet. Kijk of je de nieuwste mail hebt."
    )
    assert page.evaluate("document.activeElement.matches('[data-errors]')")
    page.locator("[name=code]").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inloggen/naam/")


def test_all_of_it_in_english_and_by_keyboard(new_page):
    page, name = new_page(locale="en-GB"), a_name()
    page.goto("/inloggen/?next=/account/")
    seen = [page.locator("main").inner_text()]
    address = f"{uuid.uuid4().hex}@post.example"
    page.locator("[name=email]").focus()
    page.keyboard.type(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inloggen/code/")
    seen.append(page.locator("main").inner_text().replace(address, ""))
    page.locator("[name=code]").focus()
    page.keyboard.type(code_from_mail(page, address))
    page.keyboard.press("Enter")
    page.wait_for_url("**/inloggen/naam/")
    seen.append(page.locator("main").inner_text())
    page.locator("[name=name]").focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")
    seen.append(page.locator("main").inner_text().replace("Nederlands", "").replace(address, ""))
    page.goto("/account/verwijderen/")
    seen.append(page.locator("main").inner_text())
    assert [found for text in seen for found in DUTCH.findall(text)] == []
    assert "Your name here" in seen[3]


def test_two_presses_of_the_button_are_one(new_page):
    page = new_page()
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
    assert page.get_by_text("Je account is weg. Dank je dat je meedeed.").is_visible()
    page.goto("/account/")
    assert "/inloggen/" in page.url
