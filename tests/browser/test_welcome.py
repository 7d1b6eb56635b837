"""A first word for a new idea, in browsers: from the list of who waits to a label that a reader sees at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import a_lab, a_person, open_live
from tests.factories import make_idea

pytestmark = pytest.mark.live


@pytest.mark.parametrize("has_script", [True, False])
def test_connector_welcomes_from_the_list_and_a_reader_sees_the_label(new_page, has_script):
    lab = a_lab()
    els, dina = a_person(lab, "Els"), a_person(lab, "Dina", "connector")
    idea = make_idea(els, "Een bank bij de halte")
    reader = open_live(new_page(), idea.get_absolute_url())

    page = new_page(dina.user, java_script_enabled=has_script)
    page.goto(f"/{lab.slug}/ideeen/")
    page.get_by_role("link", name="Nog niet verwelkomd: ").press("Enter")
    page.get_by_role("link", name="Zeg welkom bij het idee Een bank bij de halte").click()
    field = page.get_by_label("Jouw welkom")
    expect(field).to_have_value(re.compile(rf"^Welkom, {els.name}\. Fijn dat je dit deelt\."))
    page.get_by_role("link", name="Zullen we bellen").click()
    expect(field).to_have_value(re.compile(rf"^Welkom, {els.name}\. Ik denk graag mee"))
    field.fill("Welkom, Els. Ik bel je morgen.")
    page.get_by_role("button", name="Plaats je welkom").click()
    expect(page.get_by_text("Je welkom staat online.")).to_be_visible()

    comment = reader.locator(f"#comment-{idea.comments.get().pk}")
    expect(comment).to_contain_text("Welkom, Els. Ik bel je morgen.")
    expect(comment.locator(".welcome")).to_have_text("Welkom")
    page.goto(f"/{lab.slug}/ideeen/welkom/")
    expect(page.get_by_text("Iedereen die een idee deelde, kreeg een eerste woord.")).to_be_visible()


def test_invitation_to_welcome_goes_when_a_colleague_was_first(new_page):
    lab = a_lab()
    idea = make_idea(a_person(lab, "Els"), "Een bank bij de halte")
    dina, noor = a_person(lab, "Dina", "connector"), a_person(lab, "Noor", "stadmaker")
    page = open_live(new_page(noor.user), idea.get_absolute_url())
    invitation = page.get_by_text("Hier zei nog niemand welkom.")
    expect(invitation).to_be_visible()
    other = new_page(dina.user)
    other.goto(f"{idea.get_absolute_url()}welkom/")
    other.get_by_role("button", name="Plaats je welkom").click()
    expect(invitation).to_be_hidden()
