from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import pages
from tests.browser.stage import a_lab, a_lively_idea


def test_first_page_opens_in_dutch_without_cookies_or_other_hosts(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    response = page.goto("/")
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.locator("h1").is_visible()
    assert page.context.cookies() == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}


@pytest.mark.live
def test_page_that_is_closed_while_a_route_fetches_for_it_fails_nothing(browser, server):
    """A long poll is pending, and nobody waits for its response. Playwright would report that at the next call."""
    begun = []
    with pages(browser, server) as new_page:
        page, _closed_after_it = new_page(), new_page()
        page.goto(a_lively_idea(a_lab()).get_absolute_url())
        page.route("**/live/?*", lambda route: (begun.append(route), route.fulfill(response=route.fetch())))
        page.evaluate("""() => {
            const { follow, view, after } = document.querySelector("[data-follow]").dataset;
            fetch(`/live/?lang=nl&follow=${follow}:${view}:${after}`);
        }""")
        while not begun:
            page.wait_for_timeout(25)
        page.wait_for_timeout(500)
