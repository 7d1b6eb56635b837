"""Who leads an evening does all of it by keyboard, on a phone's width; the focus is always visible."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Counted, Evening, Note, Session
from evenings.models import choosing as verbs
from evenings.plans import plans
from tests.browser.stage import PHONE, a_lab, a_person
from tests.browser.test_journeys_keyboard import Keyboard
from tests.events.factories import make_gathering

pytestmark = pytest.mark.live


def test_an_evening_is_led_from_opening_to_closing_by_keyboard_alone(new_page):
    anna = a_person(a_lab(), "Anna", "stadmaker")
    starts_at = clock.now() + timedelta(minutes=1)
    gathering = make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    session = Session.begin(gathering, plans()["kansen"], 0)
    verbs.prepare(session.plan_steps[4], 0, ["Proefwinkel"], 3, 3)
    page = new_page(anna.user, viewport=PHONE)
    keys = Keyboard(page)

    def reach(wanted, key="Tab"):
        page.wait_for_load_state()  # without its sheets nothing has a mark
        if not wanted.first.evaluate("one => one === document.activeElement"):
            keys.go_to(wanted, key)

    def press(name, role="button", key="Tab"):
        reach(page.get_by_role(role, name=name), key)
        keys.press("Enter")

    def press_next(title):
        page.wait_for_timeout(1100)  # a second press at once does nothing
        press("Volgende")
        expect(page.locator("h1")).to_contain_text(title)

    def follow(name, key="Tab"):
        press(name, "link", key)

    page.goto(f"{gathering.get_absolute_url()}avond/")
    for way in ("Omhoog", "Omlaag"):  # the first step takes no place above it, and keeps the keyboard
        press(f"{way}: In tweetallen")
        expect(page.get_by_role("button", name=f"{way}: In tweetallen")).to_be_focused()
    press("Open de avond", key="Shift+Tab")
    expect(page.locator("h1")).to_contain_text("Mensen komen binnen")
    press("Begin")
    expect(page.locator("h1")).to_contain_text("Welkom")
    for title in ("In tweetallen", "Briefjes"):
        press_next(title)
    page.wait_for_timeout(2000)
    press("Pauze", key="Shift+Tab")
    expect(page.locator("#lead-clock")).to_contain_text("Klok aan")

    follow("Naar de muur", "Shift+Tab")
    expect(page.locator("#paper_text")).to_be_visible()
    for text in ("Een bank", "Een boom"):
        reach(page.locator("#paper_text"))
        keys.type(text)
        keys.press("Enter")
        expect(page.locator("#list-wall")).to_contain_text(text)
        expect(page.locator("#paper_text")).to_have_value("")
    for text in ("Een boom", "Een bank"):
        reach(page.locator("#list-wall li", has_text=text).get_by_role("checkbox"))
        keys.press("Space")
    reach(page.locator("#id_title"), "Shift+Tab")
    keys.type("Groen")
    press("Leg bij elkaar")
    expect(page.locator("#list-piles")).to_contain_text("Groen")
    assert Note.objects.filter(pile__title="Groen", evening__session=session).count() == 2
    keys.press("Escape")
    expect(page.locator("#blank-button")).to_have_attribute("aria-pressed", "true")
    keys.press("Escape")
    expect(page.locator("#blank-button")).to_have_attribute("aria-pressed", "false")
    follow("Jouw taken", "Shift+Tab")
    follow("Leid de avond")

    for title in ("Bij elkaar leggen", "Stippen"):
        press_next(title)
    press("Neem de stapels over", key="Shift+Tab")
    expect(page.locator(".lead-picks__lines")).to_contain_text("Groen")
    page.wait_for_timeout(1100)  # a second press of the thumb does nothing
    press("Laat mensen kiezen", key="Shift+Tab")
    expect(page.locator("#choice-close")).to_be_visible()
    follow("Tel in de zaal")
    reach(page.get_by_role("group", name="Groen").get_by_role("textbox"))
    keys.type("12")
    press("Handen erbij")
    expect(page.locator(".count__rows")).to_contain_text("+12")
    assert Counted.objects.get(option__choice__step__session=session).number == 12
    follow("Leid de avond", "Shift+Tab")
    press("Sluit het kiezen af")
    expect(page.locator("#choice-show")).to_be_visible()
    page.wait_for_timeout(2000)
    press("Laat de uitslag zien")
    expect(page.locator("#choice-hide")).to_be_visible()

    follow("Sluit de avond af")
    press("Sluit de avond af")
    expect(page.locator("#lead")).to_have_count(0)
    assert not Evening.objects.get(session=session).is_open(clock.now())
