"""The pages of the whole site, on all kinds of devices."""

import pytest

from tests.browser.access import findings, overflow, with_large_letters
from tests.browser.stage import a_lab, a_person
from tests.factories import make_lab

PAGES = ["/", "/privacy/", "/toegankelijkheid/", "/weergave/"]


@pytest.mark.parametrize("address", PAGES)
def test_page_holds_when_letters_are_twice_as_large(new_page, address):
    for width in (360, 1280):
        page = new_page(viewport={"width": width, "height": 800})
        page.goto(address)
        with_large_letters(page)
        assert overflow(page) == 0, width


@pytest.mark.parametrize("width", [320, 360])
def test_long_name_has_no_row_of_its_own_on_a_phone(new_page, width):
    lab = a_lab(name="Horst aan de Maas")
    user = a_person(lab, "Samira leest mee").user
    page = new_page(user, viewport={"width": width, "height": 740})
    page.goto(f"{lab.get_absolute_url()}mensen/")
    brand, name = (page.locator(f".site-head {one}").bounding_box() for one in (".brand", ".me"))
    assert name["y"] < brand["y"] + brand["height"] / 2
    assert overflow(page) == 0


def test_keyboard_reaches_the_content_first(page):
    page.goto("/privacy/")
    page.keyboard.press("Tab")
    link = page.locator(".nl-skip-link")
    assert link.evaluate("link => link === document.activeElement")
    assert link.is_visible()
    page.keyboard.press("Enter")
    assert page.url.endswith("#inhoud")


def test_dark_and_english_are_chosen_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/privacy/")
    page.get_by_role("link", name="English").click()
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    assert page.url.endswith("/privacy/")
    html = page.locator("html")
    assert html.get_attribute("lang") == "en"
    assert html.get_attribute("data-theme") == "dark"
    assert page.get_by_role("heading", level=1).inner_text() == "Privacy"


def test_stale_form_gets_a_page_that_says_what_to_do(page):
    page.goto("/weergave/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Bewaar").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Deze pagina stond te lang open"
    assert findings(page) == []


def test_covers_are_drawn(page):
    """Their shapes come from another file; a CSP violation or a wrong URL would leave them empty."""
    make_lab("met-omslag")
    page.goto("/", wait_until="networkidle")
    widths = page.locator("svg.cover use").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
    assert widths
    assert min(widths) > 5


def test_first_visit_is_light(new_page):
    page = new_page()
    sizes = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) <= 20
