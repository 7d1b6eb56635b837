"""On a phone the field that has the caret on arrival stands in the first screen: nothing above it is missed."""

import pytest

from tests.access import walk
from tests.access.test_carets import CARETS
from tests.browser.stage import PHONE
from tests.browser.test_axe import ALL, WHO, world

# the page of each, as the person with most rights who gets it
VISITS = {}
for who in reversed(WHO):
    for visit in ALL:
        if visit.who == who and visit.route.name in CARETS:
            VISITS.setdefault(visit.route.name, visit)


@pytest.mark.parametrize("name", CARETS)
def test_the_heading_stays_in_view_above_the_field_with_the_caret(new_page, name):
    visit = VISITS[name]
    page = new_page(world().people[visit.who], viewport=PHONE)
    page.goto(walk.address(visit.route, world(), visit.state))
    page.wait_for_function("document.activeElement.matches('[autofocus]')")
    page.wait_for_timeout(300)  # a page scrolls after that
    assert page.evaluate("document.activeElement.id") == CARETS[name]
    assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") >= 0
