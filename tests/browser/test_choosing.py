"""Choose at an evening in several browsers: a phone without an account, who leads, the big screen."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening, Participant, Pick
from evenings.models import choosing as verbs
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


def given(evening):
    picks = Pick.objects.filter(participant__evening=evening).select_related("option")
    return {one.option.text: one.dots for one in picks}


def test_a_phone_gives_dots_and_the_room_sees_them_when_the_leader_says_so(new_page, evening, step, anna):
    phone = new_page(viewport=PHONE)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    open_live(phone, evening.get_absolute_url())
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
    phone = new_page(viewport=PHONE)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    open_live(phone, evening.get_absolute_url())
    button = phone.get_by_role("group", name="Filmavond").get_by_role("button", name="Geef een stip")
    button.press("Enter")
    expect(phone.locator(".choose strong")).to_contain_text("Nog 2 van je 3 stippen")
    verbs.close_choice(Evening.objects.with_page().get(pk=evening.pk), step, clock.now())
    expect(button).to_be_hidden()
    expect(phone.locator(".choose__given")).to_contain_text(re.compile(r"Filmavond\s*1"))


def test_without_javascript_a_participant_chooses(new_page, evening, step):
    verbs.open_choice(Evening.objects.with_page().get(pk=evening.pk), step, 1, clock.now())
    phone = new_page(java_script_enabled=False)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    phone.get_by_role("group", name="Fietspomp").get_by_role("button", name="Geef een stip").click()
    expect(phone.locator(".choose strong")).to_contain_text("Nog 2 van je 3 stippen")
    phone.get_by_text("Kiezen jullie met meer mensen").click()
    phone.get_by_label("Met hoeveel zitten jullie hier?").fill("2")
    phone.get_by_role("button", name="Met zoveel kiezen we").click()
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
