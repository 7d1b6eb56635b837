"""A thumb that taps twice on a phone does one thing: the second tap presses nothing that came under it meanwhile."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import PHONE, a_lab, a_lively_idea, a_person, open_live

pytestmark = pytest.mark.live


@pytest.fixture
def thumb(new_page):
    """A phone of Chaima with the card of an idea that three people support."""
    idea = a_lively_idea(a_lab(), supports=3)
    chaima = a_person(idea.lab, "Chaima")
    page = open_live(new_page(user=chaima.user, viewport=PHONE, has_touch=True), f"/{idea.lab.slug}/ideeen/")
    page.idea, page.member = idea, chaima
    return page


def tap_twice(page, button, share_x, share_y):
    """Tap at a share of the button's width and height, and there again when the button has changed."""
    button.scroll_into_view_if_needed()
    box, was = button.bounding_box(), button.get_attribute("aria-pressed")
    place = box["x"] + box["width"] * share_x, box["y"] + box["height"] * share_y
    page.touchscreen.tap(*place)
    expect(button).not_to_have_attribute("aria-pressed", was)
    page.touchscreen.tap(*place)
    page.wait_for_timeout(500)


@pytest.mark.parametrize(("share_x", "share_y"), [(0.05, 0.1), (0.5, 0.9), (0.95, 0.5)])
def test_two_taps_on_a_card_support_once_and_open_nothing(thumb, share_x, share_y):
    address, button = thumb.url, thumb.locator(".idea-card button.support").first
    tap_twice(thumb, button, share_x, share_y)
    assert thumb.url == address
    expect(button).to_have_attribute("aria-pressed", "true")
    thumb.wait_for_timeout(700)
    tap_twice(thumb, button, share_x, share_y)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert thumb.url == address
    assert not thumb.idea.supports.filter(person=thumb.member).exists()


def test_a_tap_elsewhere_on_the_card_opens_the_idea_at_once(thumb):
    button = thumb.locator(".idea-card button.support").first
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")
    thumb.locator(".idea-card h2 a, .idea-card h3 a").first.tap()
    thumb.wait_for_url(f"**{thumb.idea.get_absolute_url()}")
