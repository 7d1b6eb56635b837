"""Reduced motion, forced colours, and print."""

import pytest

from tests.browser.access import findings, overflow
from tests.browser.stage import PHONE, a_lab, a_lively_idea, a_person, open_live
from tests.browser.test_journeys_keyboard import Keyboard
from tests.events.factories import make_gathering

PAGES = ["", "ideeen/", "idea", "gathering"]

# What still moves: keyframes, transitions, smooth scrolling
MOVES = """() => {
    const seconds = list => Math.max(...list.split(",").map(parseFloat));
    const moves = style => (style.animationName !== "none" && seconds(style.animationDuration) > .01)
        || (style.transitionProperty !== "none" && seconds(style.transitionDuration) > .01)
        || style.scrollBehavior === "smooth";
    return [...document.querySelectorAll("*")].filter(one => moves(getComputedStyle(one)))
        .map(one => one.outerHTML.slice(0, 100));
}"""

# Forced colours remove backgrounds: a button needs a border, and a pressed one a difference without colour
EDGES = """() => [...document.querySelectorAll("main :is(button, .nl-button, input:not([type=hidden]), textarea)")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 2)
    .filter(one => !one.matches("[type=radio], [type=checkbox]"))
    .filter(one => { const { borderTopWidth, textDecorationLine } = getComputedStyle(one);
        return !parseFloat(borderTopWidth) && textDecorationLine === "none"; })
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def open_page(new_page):
    """`open_page(address, **preferences)`: the page of the lab, idea or gathering, as its author."""
    lab = a_lab()
    idea = a_lively_idea(lab)
    gathering = make_gathering(a_person(lab, "Dirk", "stadmaker"), "Avond over de pluktuin")
    things = {"idea": idea.get_absolute_url(), "gathering": gathering.get_absolute_url()}

    def open_page(address, **preferences):
        page = new_page(idea.author.user, **preferences)
        return open_live(page, things.get(address) or lab.get_absolute_url() + address)

    return open_page


@pytest.mark.parametrize("address", PAGES)
def test_nothing_moves_for_who_wants_calm(open_page, address):
    assert open_page(address, reduced_motion="reduce").evaluate(MOVES) == []


def test_the_check_sees_what_moves(open_page):
    """The control: without that preference some things move."""
    assert open_page("idea", reduced_motion="no-preference").evaluate(MOVES)


@pytest.mark.parametrize("address", PAGES)
def test_forced_colours_leave_edges_and_the_focus(open_page, address):
    page = open_page(address, forced_colors="active", viewport=PHONE)
    assert page.evaluate(EDGES) == []
    assert list(Keyboard(page).stops()) == []


TALL_AND_WHOLE = """() => [...document.querySelectorAll("main *")]
    .filter(e => getComputedStyle(e).breakInside === "avoid" && e.getBoundingClientRect().height > 1000)
    .map(e => e.id || e.className)"""


@pytest.mark.parametrize("address", PAGES)
def test_paper_is_black_on_white_without_what_cannot_be_pressed(open_page, address):
    page = open_page(address, color_scheme="dark", viewport={"width": 718, "height": 1000})  # A4 with margins
    page.emulate_media(media="print", color_scheme="light")
    assert page.locator("main .nl-button:visible, .site-foot:visible, .live-notice:visible").count() == 0
    # hidden on a screen, it would appear on each sheet but the last
    assert not page.locator(".nl-skip-link").is_visible()
    # a block that is longer than a sheet and may not break begins on the second sheet
    assert page.evaluate(TALL_AND_WHOLE) == []
    assert page.locator("h1").first.is_visible()
    assert [fault for fault in findings(page) if "contrast" in fault] == []
    assert overflow(page) == 0
