"""Choose at an evening in several browsers: a phone without an account, who leads, the big screen."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening, Participant, Pick, Step
from evenings.models import choosing as verbs
from evenings.reporting import finish
from tests.browser.access import overflow, with_large_letters
from tests.browser.stage import PHONE, open_live
from tests.browser.test_evening import anna, evening, walk_in

__all__ = ["anna", "evening"]
pytestmark = pytest.mark.live


@pytest.fixture
def step(evening):
    """The evening is at the dots, and nobody can choose yet."""
    step = evening.session.plan_steps[4]
    verbs.prepare(step, 0, ["Proefwinkel", "Filmavond", "Fietspomp"], 3, 2)
    now = Evening.objects.with_page().get(pk=evening.pk)
    now.go(step.pk, now.version, clock.now())
    return step


def come_in(phone, evening):
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    return open_live(phone, evening.get_absolute_url())


def given(evening):
    picks = Pick.objects.filter(participant__evening=evening).select_related("option")
    return {one.option.text: one.dots for one in picks}


def test_a_phone_gives_dots_and_the_room_sees_them_when_the_leader_says_so(new_page, evening, step, anna):
    phone = come_in(new_page(viewport=PHONE), evening)
    lead = open_live(new_page(anna.user, viewport=PHONE), f"{evening.get_absolute_url()}regie/")
    screen = open_live(new_page(anna.user), f"{evening.get_absolute_url()}scherm/")
    expect(phone.locator(".phone__choice")).to_contain_text("Zo meteen kun je hier kiezen")
    expect(screen.locator(".screen__options li")).to_have_count(3)
    lead.get_by_role("button", name="Laat mensen kiezen").click()
    expect(phone.locator(".choose strong")).to_contain_text("Nog 3 van je 3 stippen")
    film = phone.get_by_role("group", name="Filmavond")
    film.get_by_role("button", name="Geef een stip").click()
    expect(phone.locator(".choose strong")).to_contain_text("Nog 2 van je 3 stippen")
    film.get_by_role("button", name="Geef een stip").press("Enter")
    expect(film.locator("output")).to_have_text("2")
    expect(film.get_by_role("button", name="Geef een stip")).to_be_focused()
    film.get_by_role("button", name="Geef een stip").press("Enter")
    expect(film.get_by_role("alert")).to_contain_text("hooguit 2 stippen van jou")
    expect(lead.locator(".lead-picks__lines")).to_contain_text(re.compile(r"Filmavond\s*2"))
    expect(screen.locator(".result")).to_have_count(0)
    for _number in range(5):
        who = Evening.objects.get(pk=evening.pk).join(uuid.uuid4(), "", clock.now())
        who = Participant.objects.select_related("evening").get(pk=who.pk)
        verbs.pick(who, 1, step.choice.options.first().pk, 2, clock.now())
    expect(screen.locator(".screen__note")).to_contain_text("6 mensen hebben gekozen")
    lead.wait_for_timeout(1100)  # a second tap of the thumb that opened it closes nothing
    lead.get_by_role("button", name="Sluit het kiezen af").click()
    expect(phone.locator(".choose__given")).to_contain_text(re.compile(r"Filmavond\s*2"))
    expect(phone.locator(".stepper")).to_have_count(0)
    lead.wait_for_timeout(1100)  # a second tap of the thumb that closed it shows nothing
    lead.get_by_role("button", name="Laat de uitslag zien").click()
    for page in (phone, screen):
        expect(page.locator(".result li").first).to_contain_text(re.compile(r"Proefwinkel\s*10"))
        expect(page.locator(".result li").nth(1)).to_contain_text("een paar")
    assert given(evening)["Filmavond"] == 2
    lead.get_by_role("button", name="Volgende").click()
    expect(phone.locator(".choose__given")).to_be_hidden()
    expect(screen.locator(".result")).to_have_count(0)


def test_a_form_of_a_step_that_is_over_is_put_away_also_under_the_thumb(new_page, evening, step, anna):
    verbs.open_choice(Evening.objects.with_page().get(pk=evening.pk), step, 1, clock.now())
    phone = come_in(new_page(viewport=PHONE), evening)
    button = phone.get_by_role("group", name="Filmavond").get_by_role("button", name="Geef een stip")
    button.press("Enter")
    expect(phone.locator(".choose strong")).to_contain_text("Nog 2 van je 3 stippen")
    verbs.close_choice(Evening.objects.with_page().get(pk=evening.pk), step, clock.now())
    expect(button).to_be_hidden()
    expect(phone.locator(".choose__given")).to_contain_text(re.compile(r"Filmavond\s*1"))


def test_each_phone_gets_the_form_at_once_and_one_that_was_away_fetches_what_was_given(new_page, evening, step):
    phone, fetched = come_in(new_page(viewport=PHONE), evening), []
    same = new_page(viewport=PHONE, storage_state=phone.context.storage_state())
    open_live(same, evening.get_absolute_url())
    same.context.set_offline(True)
    phone.on("request", lambda asked: fetched.append(asked.url) if asked.url == phone.url else None)
    verbs.open_choice(Evening.objects.with_page().get(pk=evening.pk), step, 1, clock.now())
    phone.get_by_role("group", name="Filmavond").get_by_role("button", name="Geef een stip").click()
    expect(phone.locator(".choose strong")).to_contain_text("Nog 2 van je 3 stippen")
    assert fetched == []
    same.context.set_offline(False)
    expect(same.locator(".choose strong")).to_contain_text("Nog 2 van je 3 stippen")
    assert given(evening) == {"Filmavond": 1}


def test_without_javascript_a_participant_chooses(new_page, evening, step):
    verbs.open_choice(Evening.objects.with_page().get(pk=evening.pk), step, 1, clock.now())
    phone = new_page(java_script_enabled=False)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    phone.get_by_role("group", name="Fietspomp").get_by_role("button", name="Geef een stip").click()
    expect(phone.locator(".choose strong")).to_contain_text("Nog 2 van je 3 stippen")
    phone.get_by_text("Met hoeveel zijn jullie op dit toestel?").click()
    phone.get_by_label("Hoeveel mensen").fill("2")
    phone.get_by_role("button", name="Bewaar dit").click()
    phone.get_by_role("link", name="Persoon 2").click()
    expect(phone.locator(".choose strong")).to_contain_text("Nog 3 van je 3 stippen")
    phone.get_by_role("group", name="Filmavond").get_by_role("button", name="Geef een stip").click()
    assert given(evening) == {"Fietspomp": 1, "Filmavond": 1}


def test_a_phone_that_is_in_gets_the_form_when_its_step_comes(new_page, evening, anna):
    phone = walk_in(new_page(viewport=PHONE), evening)
    step = evening.session.plan_steps[4]
    verbs.prepare(step, 0, ["Proefwinkel", "Filmavond"], 3, 3)
    now = Evening.objects.with_page().get(pk=evening.pk)
    now.go(step.pk, now.version, clock.now())
    verbs.open_choice(Evening.objects.with_page().get(pk=evening.pk), step, 1, clock.now())
    expect(phone.get_by_role("group", name="Proefwinkel")).to_be_visible()


def test_in_large_letters_words_stay_whole_and_what_goes_wrong_is_parked_at_once(new_page, evening, anna):
    phone = walk_in(new_page(viewport=PHONE), evening)
    evening = Evening.objects.with_page().get(pk=evening.pk)
    step = evening.session.plan_steps[4]
    Step.objects.filter(pk=step.pk).update(kind="try")
    step.refresh_from_db()
    verbs.prepare(step, 0, [], 3, 3)
    evening.go(step.pk, evening.version, clock.now())
    verbs.open_choice(Evening.objects.with_page().get(pk=evening.pk), step, 1, clock.now())
    lead = open_live(new_page(anna.user, viewport=PHONE), f"{evening.get_absolute_url()}regie/")
    for page in (phone, lead):
        with_large_letters(page)
    phone.get_by_role("button", name="Nee, dan gaat er iets mis").click()
    phone.get_by_label("Wat gaat er dan mis?").fill("De keuken is verhuurd.")
    phone.get_by_role("button", name="Stuur deze woorden").click()
    expect(phone.get_by_role("button", name="Verander deze woorden")).to_be_visible()
    expect(lead.locator("#lead-park summary")).to_be_visible()
    for words in (phone.locator(".consent b").last, *lead.locator(".run bdi").all()):
        assert words.bounding_box()["width"] > 100, words.inner_text()

    lead.locator("#lead-park summary").click()
    lead.get_by_label("Wie kijkt hier opnieuw naar?").fill("Jo")
    lead.get_by_label("Wanneer?").fill("2030-12-14")
    lead.get_by_role("button", name="Leg opzij", exact=True).click()
    expect(lead.locator(".lead-picks__said")).to_contain_text("Jo kijkt er opnieuw naar")
    expect(lead.locator("#lead-park summary")).to_have_count(0)

    finish(Evening.objects.with_page().get(pk=evening.pk), None, [], 0, clock.now())
    lead.goto(f"{evening.gathering.get_absolute_url()}verslag/")
    with_large_letters(lead)
    assert overflow(lead) == 0
    for words in lead.locator(".figures-table th[scope=row]").all():
        assert words.bounding_box()["width"] > 100, words.inner_text()


def test_what_is_typed_when_the_evening_closes_is_still_there_to_copy(new_page, evening):
    step, helper = evening.session.plan_steps[4], evening.task_keys["paper"]
    Step.objects.filter(pk=step.pk).update(kind="try")
    step.refresh_from_db()
    verbs.prepare(step, 0, [], 3, 3)
    evening = Evening.objects.with_page().get(pk=evening.pk)
    evening.go(step.pk, evening.version, clock.now())
    verbs.open_choice(Evening.objects.with_page().get(pk=evening.pk), step, 1, clock.now())
    phone = come_in(new_page(viewport=PHONE), evening)
    paper = new_page(viewport=PHONE)
    paper.goto(f"{evening.get_absolute_url()}taak/{helper}/")
    paper.get_by_label("Hoe mogen we je noemen?").fill("Jo")
    paper.get_by_role("button", name="Neem de taak").click()
    open_live(paper, f"{evening.get_absolute_url()}tel/")
    phone.get_by_role("button", name="Nee, dan gaat er iets mis").click()
    phone.get_by_label("Wat gaat er dan mis?").fill("De keuken is verhuurd.")
    paper.locator(".count__number").first.fill("12")
    Evening.objects.get(pk=evening.pk).close(clock.now())
    expect(phone.get_by_role("heading", name="De avond is voorbij")).to_be_visible()
    phone.get_by_role("button", name="Stuur deze woorden").click()
    expect(phone.get_by_label("Dit typte je")).to_have_value("De keuken is verhuurd.")
    expect(phone.get_by_role("alert")).to_contain_text("De avond is voorbij.")
    phone.wait_for_timeout(1500)
    expect(phone.get_by_label("Dit typte je")).to_be_visible()
    paper.get_by_role("button", name="Handen erbij").click()
    expect(paper.get_by_role("heading", name="De avond is voorbij")).to_be_visible()
    expect(paper.get_by_label("Dit typte je")).to_have_value(re.compile(r"Ja: 12"))
