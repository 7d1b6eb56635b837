"""An answer of the municipality, in browsers: from the support that passes the threshold to a corrected answer.

A reader who is signed out sees each public step on an open page.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from answers.models import Answer, Terms
from answers.models.answer import ask as make_owed
from tests.answers.conftest import voice_of
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live

pytestmark = pytest.mark.live


@pytest.fixture
def idea():
    """Five people support it; a sixth passes the threshold."""
    made = a_lively_idea(a_lab())
    Terms.objects.create(lab=made.lab, threshold=6)
    return made


def test_from_support_to_a_corrected_answer_while_a_reader_looks_on(new_page, idea):
    address, fleur = idea.get_absolute_url(), a_person(idea.lab, "Fleur", "civil_servant", label="team Groen")
    reader, home = open_live(new_page(), address), open_live(new_page(), f"/{idea.lab.slug}/")
    expect(reader.get_by_role("heading", name="Antwoord van de gemeente")).to_have_count(0)

    supporter = open_live(new_page(a_person(idea.lab, "Els").user), address)
    supporter.get_by_role("button", name="Ik steun dit").click()
    due = reader.locator(f"#due-{idea.pk}")
    expect(due).to_contain_text("De gemeente geeft antwoord, uiterlijk")
    expect(due).to_contain_text("nog ")
    expect(reader.get_by_text("Beloofd omdat 6 mensen dit steunen.")).to_be_visible()
    expect(home.get_by_role("heading", name="De gemeente antwoordt")).to_be_visible()
    expect(reader.get_by_role("link", name="Geef antwoord")).to_have_count(0)
    expect(reader.get_by_role("heading", name="Is dit antwoord duidelijk?")).to_be_hidden()

    page = new_page(fleur.user)
    page.goto(address)
    page.get_by_role("link", name="Kies een nieuwe datum").click()
    page.get_by_label("Nieuwe datum").fill((timezone.localdate() + timedelta(days=90)).isoformat())
    page.get_by_label("Waarom een andere datum?").fill("De tekening is er later.")
    page.get_by_role("button", name="Zet de nieuwe datum online").click()
    expect(due).to_contain_text("Eerst beloofd:")
    expect(reader.get_by_text("De tekening is er later.")).to_be_visible()

    page.get_by_role("link", name="Geef antwoord").click()
    page.get_by_role("button", name="Zet het antwoord online").click()
    expect(page.get_by_text("Kies wat het antwoord is.").first).to_be_visible()
    page.get_by_label("Nee, omdat").check()
    page.get_by_label("Wat wil je vertellen?").fill("De bus moet daar keren.")
    page.get_by_role("button", name="Zet het antwoord online").click()
    answer = reader.locator(f"#answer-{idea.pk}")
    expect(answer).to_contain_text("De bus moet daar keren.")
    expect(answer).to_contain_text("Dit antwoord is geen vergunning en geen officieel besluit.")
    expect(reader.get_by_role("heading", name="Is dit antwoord duidelijk?")).to_be_visible()
    expect(due).to_be_hidden()
    expect(reader.locator(f"#status-{idea.pk}")).to_contain_text("Gaat niet door")
    expect(home.get_by_role("heading", name="De gemeente antwoordt")).to_have_count(0)

    page.goto(f"{address}antwoord/verbeteren/")
    page.get_by_label("Wat verbeter je, en waarom?").fill("De vrachtauto, niet de bus.")
    page.get_by_label("Wat wil je vertellen?").fill("De vrachtauto moet daar keren.")
    page.get_by_role("button", name="Zet het antwoord online").click()
    expect(answer).to_contain_text("De vrachtauto moet daar keren.")
    reader.get_by_role("link", name="Alle datums en versies").click()
    reader.get_by_text("Dit stond er eerst").click()
    expect(reader.get_by_text("De bus moet daar keren.")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_stadmaker_asks_with_a_reason_and_finds_no_date_to_choose(new_page, idea, has_script):
    chaima = a_person(idea.lab, "Chaima", "stadmaker")
    page = new_page(chaima.user, java_script_enabled=has_script)
    page.goto(idea.get_absolute_url())
    page.get_by_role("link", name="Vraag de gemeente om antwoord").click()
    expect(page.locator("[type=date]")).to_have_count(0)
    page.get_by_label("Waarom is nu een antwoord nodig?").fill("De kwekers willen het weten.")
    page.get_by_role("button", name="Vraag de gemeente om antwoord").click()
    expect(page.locator(f"#due-{idea.pk}")).to_contain_text("De gemeente geeft antwoord, uiterlijk")
    expect(page.get_by_text("De kwekers willen het weten.")).to_be_visible()
    assert Answer.objects.get(idea=idea).asked_by == chaima
    refused = page.goto(f"{idea.get_absolute_url()}antwoord/datum/")
    assert refused.status == 403


def test_who_could_ask_or_answer_is_no_longer_offered_it_once_that_came_live(new_page, idea):
    address, fleur = idea.get_absolute_url(), a_person(idea.lab, "Fleur", "civil_servant", label="team Groen")
    asker = open_live(new_page(a_person(idea.lab, "Chaima", "stadmaker").user), address)
    ask = asker.get_by_role("link", name="Vraag de gemeente om antwoord").first
    expect(ask).to_be_visible()
    owed = make_owed(idea, fleur, voice_of(fleur), "Kan dit?").thing
    expect(asker.locator(f"#answer-{idea.pk}")).to_contain_text("Nog geen antwoord van de gemeente")
    expect(ask).to_be_hidden()
    servant = open_live(new_page(fleur.user), address)
    give = servant.get_by_role("link", name="Geef antwoord").first
    expect(give).to_be_visible()
    owed.give(fleur, voice_of(fleur), kind="no", words="De bus moet daar keren.", contact="team Groen")
    expect(servant.locator(f"#answer-{idea.pk}")).to_contain_text("De bus moet daar keren.")
    expect(give).to_be_hidden()
