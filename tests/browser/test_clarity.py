"""Is this answer clear? Said and asked in a browser, with and without JavaScript, and replied to by a colleague."""

import pytest
from playwright.sync_api import expect

from answers.models import Clarity
from tests.answers.conftest import asked, voice_of, words
from tests.browser.access import findings
from tests.browser.stage import a_lab, a_person, open_live
from tests.factories import make_idea


@pytest.mark.parametrize("has_script", [True, False])
def test_a_reader_says_so_asks_and_gets_a_reply(new_page, has_script):
    idea = make_idea(a_person(a_lab(), "Anna"))
    fleur, bram = a_person(idea.lab, "Fleur", "civil_servant"), a_person(idea.lab, "Bram")
    answer = asked(idea, fleur)
    answer.give(fleur, voice_of(fleur), **words(heard="86 mensen steunen dit."))

    page = new_page(bram.user, java_script_enabled=has_script)
    page.goto(idea.get_absolute_url())
    clear = page.locator(f"#clear-{idea.pk}")
    clear.get_by_role("button", name="Ja").click()
    expect(clear).to_contain_text("Jij zei: ja.")
    expect(page.get_by_text("Een paar mensen zeiden of dit antwoord duidelijk is.")).to_be_visible()
    clear.get_by_role("link", name="Nee, ik heb een vraag").click()
    page.get_by_label("Wat wil je weten?").fill("Welke bus?")
    if has_script:
        assert findings(page) == []
    page.get_by_role("button", name="Vraag het de gemeente").click()
    expect(clear).to_contain_text("Je vroeg iets. De gemeente leest het.")

    work = new_page(fleur.user, java_script_enabled=has_script)
    work.goto(idea.get_absolute_url())
    work.get_by_role("link", name="1 vraag van een lezer over dit antwoord").click()
    expect(work.get_by_text("Welke bus?")).to_be_visible()
    if has_script:
        assert findings(work) == []
    work.get_by_label("Jouw reactie").fill("Bus 60.")
    work.get_by_role("button", name="Plaats reactie").click()
    expect(work.get_by_text("Er wacht geen vraag op een reactie.")).to_be_visible()

    page.goto(idea.get_absolute_url())
    expect(clear).to_contain_text("Je vroeg iets, en er is een reactie.")
    expect(page.get_by_text("Bus 60.")).to_be_visible()
    if has_script:
        assert findings(page) == []


@pytest.mark.live
def test_the_question_comes_with_the_answer_and_is_pressed_without_loading_the_page(new_page):
    idea = make_idea(a_person(a_lab(), "Anna"))
    fleur, bram = a_person(idea.lab, "Fleur", "civil_servant", label="team Groen"), a_person(idea.lab, "Bram")
    answer = asked(idea, fleur)
    page, work = open_live(new_page(bram.user), idea.get_absolute_url()), new_page(fleur.user)
    clear = page.locator(f"#clear-{idea.pk}")
    expect(clear).to_be_hidden()

    work.goto(f"{idea.get_absolute_url()}antwoord/geven/")
    work.get_by_label("Nee, omdat").check()
    work.get_by_label("Wat wil je vertellen?").fill("De bus moet daar keren.")
    work.get_by_role("button", name="Zet het antwoord online").click()
    expect(work.locator(f"#answer-{idea.pk}")).to_contain_text("De bus moet daar keren.")
    expect(work.locator(f"#clear-{idea.pk}")).to_be_hidden()
    clear.get_by_role("button", name="Ja").click()
    expect(clear).to_contain_text("Jij zei: ja.")
    assert answer.versions.get().clarities.get().person == bram


@pytest.mark.live
def test_what_a_reader_said_goes_when_the_answer_is_corrected(new_page):
    idea = make_idea(a_person(a_lab(), "Anna"))
    fleur, bram = a_person(idea.lab, "Fleur", "civil_servant", label="team Groen"), a_person(idea.lab, "Bram")
    answer = asked(idea, fleur)
    answer.give(fleur, voice_of(fleur), **words())
    first = answer.versions.get()
    page, work = open_live(new_page(bram.user), idea.get_absolute_url()), new_page(fleur.user)
    clear = page.locator(f"#clear-{idea.pk}")
    clear.get_by_role("button", name="Ja").click()
    expect(clear).to_contain_text("Jij zei: ja.")

    work.goto(f"{idea.get_absolute_url()}antwoord/verbeteren/")
    work.get_by_label("Wat verbeter je, en waarom?").fill("De datum klopte niet.")
    work.get_by_label("Wat wil je vertellen?").fill("We beginnen in mei.")
    work.get_by_role("button", name="Zet het antwoord online").click()
    expect(page.locator(f"#answer-{idea.pk}")).to_contain_text("We beginnen in mei.")
    expect(page.locator(f"#story-{idea.pk}")).to_contain_text("De gemeente verbeterde haar antwoord")
    expect(clear.get_by_role("button", name="Ja")).to_have_attribute("aria-pressed", "false")
    expect(clear).not_to_contain_text("Jij zei: ja.")
    clear.get_by_role("button", name="Ja").click()
    expect(clear).to_contain_text("Jij zei: ja.")
    assert [one.version == first for one in bram_said(bram)] == [True, False]


def bram_said(bram):
    return Clarity.objects.filter(person=bram).select_related("version").order_by("pk")


@pytest.mark.live
def test_the_buttons_of_a_civil_servant_follow_who_works_on_it(new_page):
    idea = make_idea(a_person(a_lab(), "Anna"))
    fleur, ruud = (a_person(idea.lab, name, "civil_servant", label="team Groen") for name in ("Fleur", "Ruud"))
    maker = new_page(a_person(idea.lab, "Chaima", "stadmaker").user)
    page = open_live(new_page(fleur.user), idea.get_absolute_url())
    acts = page.locator(f"#answer-acts-{idea.pk}")
    expect(acts.get_by_role("link", name="Geef antwoord")).to_have_count(0)

    maker.goto(f"{idea.get_absolute_url()}antwoord/vragen/")
    maker.locator("main textarea").fill("De kwekers willen het weten.")
    maker.get_by_role("button", name="Vraag de gemeente om antwoord").click()
    expect(acts.get_by_role("link", name="Geef antwoord")).to_be_visible()
    expect(acts.get_by_role("button", name="Ik pak dit op")).to_be_visible()

    work = new_page(ruud.user)
    work.goto(idea.get_absolute_url())
    work.get_by_role("button", name="Ik pak dit op").click()
    expect(acts.get_by_role("link", name="Geef door")).to_be_visible()
    expect(acts.get_by_role("button", name="Ik pak dit op")).to_have_count(0)
