"""An evening in several browsers: who leads on two devices, a phone without an account, the big screen."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening, Session
from evenings.plans import plans
from tests.browser.stage import PHONE, a_lab, a_person, open_live
from tests.events.factories import make_gathering

pytestmark = pytest.mark.live


@pytest.fixture
def anna():
    return a_person(a_lab(), "Anna", "stadmaker")


@pytest.fixture
def evening(anna):
    starts_at = clock.now() + timedelta(minutes=1)
    gathering = make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    return Evening.open(Session.begin(gathering, plans()["kansen"], 0), clock.now())


def walk_in(page, evening):
    page.goto(evening.get_absolute_url())
    page.get_by_role("button", name="Kom binnen").click()
    expect(page.locator("h1")).to_contain_text("Fijn dat je er bent")
    return open_live(page, evening.get_absolute_url())


def test_one_press_moves_phones_screen_and_the_other_device_of_who_leads(new_page, evening, anna):
    phone = walk_in(new_page(viewport=PHONE), evening)
    lead = open_live(new_page(anna.user, viewport=PHONE), f"{evening.get_absolute_url()}regie/")
    other = open_live(new_page(anna.user), f"{evening.get_absolute_url()}regie/")
    screen = open_live(new_page(anna.user), f"{evening.get_absolute_url()}scherm/")
    expect(screen.locator("svg.qr")).to_be_visible()
    expect(screen.locator(".screen")).to_contain_text("1 mens doet mee")
    expect(screen.locator("main button, main a, main input")).to_have_count(0)
    lead.get_by_role("button", name="Begin").click()
    for page in (phone, screen):
        expect(page.locator("h1")).to_contain_text("Fijn dat je er bent. Er zijn geen foute antwoorden.")
        expect(page.locator("[role=timer]")).to_contain_text("04:")
    expect(screen.locator("svg.qr")).to_have_count(0)
    expect(other.locator("h1")).to_contain_text("Welkom")
    other.locator("#lead-next").press("Enter")
    expect(lead.locator("h1")).to_contain_text("In tweetallen")
    expect(other.locator("#lead-next")).to_be_focused()
    lead.get_by_role("button", name="Pauze").click()
    expect(other.locator("#lead-clock")).to_contain_text("Klok aan")
    phone.reload()
    expect(phone.locator(".phone__step")).to_contain_text("Stap 2 van 7")
    evening.close(clock.now())
    expect(phone.locator("h1")).to_contain_text("De avond is voorbij")
    expect(lead.locator("#lead-next")).to_be_hidden()


def test_without_javascript_a_phone_walks_in_and_reads_the_step(new_page, evening):
    phone = new_page(java_script_enabled=False)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    evening.go(evening.session.plan_steps[1].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    phone.get_by_role("link", name="Laat de stap van dit moment zien").click()
    expect(phone.locator("h1")).to_contain_text("Vertel je buur over een plek hier")
