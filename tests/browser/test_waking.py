"""A phone that wakes, a laptop that is opened: the page's connection may be dead, and no event says so."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import ALL_ANSWERED, a_lab, a_lively_idea, open_live, until
from tests.factories import make_comment

pytestmark = pytest.mark.live

# What tells the page that somebody is there again, and how long it heard nothing, in seconds: a beat comes every 20
WAKES = {
    "somebody looks": ("document.dispatchEvent(new Event('visibilitychange'))", 26),
    "it comes back": ("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))", 26),
    "the network is back": ("dispatchEvent(new Event('online'))", 26),
    "nothing": ("0", 51),
}
wakes = pytest.mark.parametrize(("event", "seconds"), WAKES.values(), ids=WAKES)


class Lines:
    """The sockets of a page. Those that died carry nothing any more, and stay open."""

    def __init__(self, page):
        self.made = self.died = 0
        page.route_web_socket("**/live/", self.carry)

    def carry(self, line):
        self.made += 1
        number, server = self.made, line.connect_to_server()
        line.on_message(lambda words: number > self.died and server.send(words))
        server.on_message(lambda words: number > self.died and line.send(words))

    def die(self):
        self.died = self.made


@pytest.fixture
def idea():
    return a_lively_idea(a_lab())


def sleep(page, seconds):
    """By the page's clock, which stands still from then on."""
    page.clock.set_fixed_time(page.evaluate("Date.now()") / 1000 + seconds)


@wakes
def test_line_that_died_is_made_anew_at_once(page, idea, event, seconds):
    lines = Lines(page)
    open_live(page, idea.get_absolute_url())
    lines.die()
    make_comment(idea, idea.author, "Wie was er wakker?")
    sleep(page, seconds)
    page.evaluate(event)
    expect(page.locator(".talk")).to_contain_text("Wie was er wakker?")
    assert lines.made == 2


@wakes
def test_line_that_was_heard_lately_stays(page, idea, event, seconds):
    lines = Lines(page)
    open_live(page, idea.get_absolute_url())
    sleep(page, min(seconds, 24))
    page.evaluate(event)
    make_comment(idea, idea.author, "Wie was er wakker?")
    expect(page.locator(".talk")).to_contain_text("Wie was er wakker?")
    assert lines.made == 1


# The first socket of the page is one that neither opens nor fails
NEVER_OPENS = """
    const Real = WebSocket;
    let count = 0;
    window.WebSocket = function (...all) { return count++ ? new Real(...all) : { readyState: 0, close() {} }; };
    Object.assign(WebSocket, { OPEN: 1, count: () => count });
"""


@wakes
def test_line_that_never_opened_is_made_anew_at_once(page, idea, event, seconds):
    page.add_init_script(NEVER_OPENS)
    page.goto(idea.get_absolute_url())
    until(page, "WebSocket.count() === 1")
    sleep(page, seconds)
    page.evaluate(event)
    until(page, ALL_ANSWERED)


@wakes
def test_request_that_died_is_sent_anew_at_once(page, idea, event, seconds):
    page.route_web_socket("**/live/", lambda line: line.close(code=4029))
    dead = []
    page.route("**/live/?*", lambda route: route.continue_() if "now=1" in route.request.url else dead.append(route))
    open_live(page, idea.get_absolute_url())
    for _wait in range(500):
        if dead:
            break
        page.wait_for_timeout(20)
    make_comment(idea, idea.author, "Wie was er wakker?")
    sleep(page, seconds)
    page.evaluate(event)
    expect(page.locator(".talk")).to_contain_text("Wie was er wakker?")
