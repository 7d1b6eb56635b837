"""The bars at the edge of the window (no connection, connected again) move nothing and never cover the focus."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import LAPTOP, PHONE, a_lab, a_lively_idea, open_live

pytestmark = pytest.mark.live

KEYBOARD_OPEN = {"width": 360, "height": 340}  # what a soft keyboard leaves of a phone
TABLET = {"width": 768, "height": 1024}
WINDOWS = [PHONE, KEYBOARD_OPEN, TABLET, LAPTOP]

# The positions of all visible elements, except the bars; and the scroll position
PLACES = """() => [scrollX, Math.round(scrollY), ...[...document.querySelectorAll("body *")]
    .filter(one => !one.closest("[data-bars], svg") && one.checkVisibility())
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.bottom > 0 && box.top < innerHeight && box.height && box.height < innerHeight)
    .map(([{ tagName, id, textContent }, { left, top }]) =>
        [tagName, id, textContent.trim().slice(0, 30), Math.round(left), Math.round(top)].join(" "))]"""
SHOW = "([which, on]) => { stadslab.live.show(which, on); }"
HIDDEN_PART = """one => {
    const [box, bars] = [one, document.querySelector("[data-bars]")].map(it => it.getBoundingClientRect());
    return Math.max(0, Math.min(box.bottom, bars.bottom) - Math.max(box.top, bars.top)); }"""
BARS = ["live-offline", "live-back", "live-gone", "unsent-press"]


@pytest.fixture(params=WINDOWS, ids=lambda size: f"{size['width']} x {size['height']}")
def page(new_page, request):
    idea = a_lively_idea(a_lab())
    return open_live(new_page(idea.author.user, viewport=request.param), idea.get_absolute_url())


def cut(page):
    page.context.set_offline(True)
    page.locator("[data-live-offline]").wait_for()


def mend(page):
    page.context.set_offline(False)
    page.locator("[data-live-back]").wait_for()


def test_nothing_moves_when_a_line_is_lost_and_comes_back(page):
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    before = page.evaluate(PLACES)
    cut(page)
    assert page.evaluate(PLACES) == before
    mend(page)
    assert page.evaluate(PLACES) == before
    expect(page.locator("[data-live-back]")).to_be_hidden()
    assert page.evaluate(PLACES) == before


@pytest.mark.parametrize("address", ["{}", "/inloggen/"], ids=["an idea", "a short page"])
def test_no_bar_moves_anything_wherever_one_has_scrolled_to(page, address):
    page.goto(address.format(page.url))
    for at in range(3):
        page.evaluate("at => scrollTo(0, at * (document.documentElement.scrollHeight - innerHeight) / 2)", at)
        before = page.evaluate(PLACES)
        for bar in BARS:
            page.evaluate(SHOW, [bar, True])
            assert page.evaluate(PLACES) == before
        for bar in BARS:
            page.evaluate(SHOW, [bar, False])
            assert page.evaluate(PLACES) == before


def test_last_line_of_the_page_is_above_the_bar_when_one_scrolled_to_the_end(page):
    page.evaluate(SHOW, ["live-gone", True])
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert page.locator(".site-foot a").last.evaluate(HIDDEN_PART) == 0


@pytest.mark.parametrize("bar", ["live-offline", "live-gone"])
def test_bar_that_comes_lies_over_nothing_that_has_the_focus(page, bar):
    """Wherever the focus is; in a window too small for both, a bar covers as little as possible."""
    box, height = page.locator("#reageer textarea"), page.viewport_size["height"]
    box.focus()
    for top in range(0, height - 100, 60):
        box.evaluate("(box, top) => scrollBy(0, box.getBoundingClientRect().top - top)", top)
        before = page.evaluate(PLACES)
        page.evaluate(SHOW, [bar, True])
        tall = page.locator("[data-bars]").bounding_box()["height"]
        too_much = 2 * tall + box.bounding_box()["height"] - height
        assert box.evaluate(HIDDEN_PART) <= max(0, too_much / 2), top
        assert page.evaluate(PLACES) == before
        page.evaluate(SHOW, [bar, False])


def test_bar_steps_aside_for_what_gets_the_focus(page):
    page.locator("#reageer textarea").evaluate(
        "box => { box.focus(); scrollBy(0, box.getBoundingClientRect().bottom - innerHeight + 20); }"
    )
    page.evaluate(SHOW, ["live-offline", True])
    first = page.locator(".site-head a").first
    first.focus()
    page.wait_for_timeout(100)
    assert first.evaluate(HIDDEN_PART) == 0


def test_no_bar_is_printed(page):
    page.evaluate(SHOW, ["live-offline", True])
    expect(page.locator("[data-live-offline]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-live-offline]")).to_be_hidden()
