"""The form of a status shows the fields and the hint that belong to the chosen status, also without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import a_lab, a_person
from tests.events.factories import make_gathering
from tests.factories import make_idea

HINTS = {
    "Op een bijeenkomst": "Op een bijeenkomst: de dag van die bijeenkomst.",
    "Nu niet": "Nu niet: de dag waarop we weer kijken.",
}


@pytest.mark.parametrize("has_script", [True, False])
def test_each_status_with_a_date_shows_only_its_own_hint(new_page, has_script):
    idea = make_idea(a_person(a_lab(), "Anna"))
    fleur = a_person(idea.lab, "Fleur", "civil_servant")
    make_gathering(fleur, title="Kansen ophalen")
    page = new_page(fleur.user, java_script_enabled=has_script)
    page.goto(f"{idea.get_absolute_url()}status/")
    date, to = page.get_by_label("Op welke datum?"), page.get_by_label("Naar wie?")
    for chosen in ("We praten erover", *HINTS, "Doorgestuurd", "Gelukt"):
        page.get_by_label(chosen, exact=True).check()
        expect(date).to_be_visible(visible=chosen in HINTS)
        expect(to).to_be_visible(visible=chosen == "Doorgestuurd")
        for status, hint in HINTS.items():
            expect(page.get_by_text(hint)).to_be_visible(visible=chosen == status)
        if chosen in HINTS:
            expect(date).to_have_accessible_description(re.compile("^" + re.escape(HINTS[chosen])))


@pytest.mark.parametrize("has_script", [True, False])
def test_a_team_is_asked_for_a_role_that_has_one(new_page, has_script):
    lab = a_lab()
    page = new_page(a_person(lab, "Noor", "lab_admin").user, java_script_enabled=has_script)
    page.goto(f"{lab.get_absolute_url()}beheer/rollen/geven/")
    team = page.get_by_label("Welk team, welke dorpsraad, vereniging of welk bedrijf?")
    expect(team).to_be_visible()
    for chosen, is_asked in [("moderator", False), ("medewerker gemeente", True), ("stadmaker", False)]:
        page.get_by_label(chosen, exact=True).check()
        expect(team).to_be_visible(visible=is_asked)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ["Lange zin (21 woorden): heel heel heel heel …", "Makkelijker: nu in plaats van thans"]),
        ("en", ["Long sentence (21 words): heel heel heel heel …"]),
    ],
)
def test_the_reason_has_tips_for_plain_language(new_page, server, language, words):
    idea = make_idea(a_person(a_lab(), "Anna"))
    page = new_page(a_person(idea.lab, "Fleur", "civil_servant").user)
    page.context.add_cookies([{"name": "language", "value": language, "url": server}])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{idea.get_absolute_url()}status/")
    assert "plainer.nl" not in "".join(asked), "the list comes when somebody begins to write"
    page.locator("[name=reason]").fill("heel " * 20 + "mooi. Dat is thans zo.")
    tips = page.locator(".plain-tips li")
    expect(tips).to_have_text(words)
    assert findings(page) == []
    page.locator("[name=reason]").fill("Dat is mooi.")
    expect(tips).to_have_count(0)
    assert sum("plainer.nl" in url for url in asked) == (language == "nl")
