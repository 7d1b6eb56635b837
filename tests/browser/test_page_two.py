"""A reader on page 2 of the comments stays there, whatever makes the page fetch itself again."""

import json

import pytest
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import expect

from ideas.models import Comment
from realtime import names
from realtime.models import Epoch
from tests.browser.stage import a_lab, a_lively_idea, a_name, a_person, open_live, until
from tests.factories import make_comment

pytestmark = pytest.mark.live

SHOWN = "() => [...document.querySelectorAll('.talk > li:not([data-gone])')].map(one => one.id)"
TOP = "id => Math.round(document.getElementById(id).getBoundingClientRect().top)"
READ = "id => scrollBy(0, document.getElementById(id).getBoundingClientRect().top - 200)"
BAR = "on => { document.querySelector('[data-live-back]').hidden = !on; }"
IS_EPOCH = """epoch => [...stadslab.live.topics.values()].every(one => one.answered && one.cursor.startsWith(epoch))"""


@transaction.atomic
def a_long_talk(count=120):
    idea = a_lively_idea(a_lab())
    Comment.objects.filter(idea=idea).delete()
    chaima = a_person(idea.lab, "Chaima")
    made = [make_comment(idea, chaima, f"Reactie nummer {number}, en wat ik ervan vind.") for number in range(count)]
    idea.refresh_from_db()
    return idea, made


def hide_and_restore_the_idea(idea, made, page):
    """Meanwhile the "connected again" bar disappears, and shortens a page that is short at that moment."""
    mo = a_person(idea.lab, "Mo", "moderator")
    page.evaluate(BAR, True)
    idea.hide(mo, "spam")
    page.get_by_role("heading", name="Dit idee is verborgen").wait_for()
    page.evaluate(BAR, False)
    idea.restore(mo, "Toch goed.")
    page.get_by_role("heading", name=idea.title).wait_for()


def hide_and_restore_a_comment(idea, made, page):
    mo = a_person(idea.lab, "Mo", "moderator")
    made[60].hide(mo, "spam")
    page.locator(f"#comment-{made[60].pk} .gone").wait_for()
    made[60].restore(mo, "Toch goed.")
    page.locator(f"#comment-{made[60].pk} .comment").wait_for()


def begin_a_new_epoch(idea, made, page):
    call_command("new_epoch")
    until(page, IS_EPOCH, Epoch.read())


def rename_the_writer(idea, made, page):
    """Changes all comments of the page at once: more than one update holds, so the page fetches itself again."""
    made[0].author.user.choose_name(name := a_name("Chaima de Wit"))
    names.bring()
    page.locator(f"#comment-{made[60].pk}").get_by_text(name).first.wait_for()


def rename_the_village(idea, made, page):
    idea.neighbourhood.rename(a_person(idea.lab, "Noor", "lab_admin"), "Ander Dorp")
    names.bring()
    expect(page.locator(f"#idea-author-{idea.pk}")).to_contain_text("Ander Dorp")


CAUSES = [
    rename_the_writer,
    rename_the_village,
    hide_and_restore_the_idea,
    hide_and_restore_a_comment,
    begin_a_new_epoch,
]


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
@pytest.mark.parametrize("is_read", [True, False], ids=["who reads", "who types"])
@pytest.mark.parametrize("has_socket", [True, False], ids=["a socket", "HTTP"])
def test_page_two_stays_the_same_list_at_the_same_place_with_what_was_typed(new_page, cause, is_read, has_socket):
    idea, made = a_long_talk()
    page = new_page(a_person(idea.lab, "Bram").user)
    if not has_socket:
        page.route_web_socket("**/live/", turn_away)
    page.add_init_script("Math.random = () => 0.01")  # it doesn't wait for others before it retries or fetches again
    open_live(page, f"{idea.get_absolute_url()}?pagina=2#reacties")
    box = page.locator("#reageer textarea")
    box.press_sequentially("Een half uur werk")
    looked_at = "reageer"
    if is_read:
        looked_at = f"comment-{made[77].pk}"
        page.evaluate(READ, looked_at)
    shown, top = page.evaluate(SHOWN), page.evaluate(TOP, looked_at)
    assert shown == [f"comment-{one.pk}" for one in made[50:100]]

    cause(idea, made, page)

    assert page.evaluate(SHOWN) == shown
    assert abs(page.evaluate(TOP, looked_at) - top) <= 1
    assert box.input_value() == "Een half uur werk"
    expect(box).to_be_focused()
    assert page.url.endswith("?pagina=2#reacties")
    made[77].refresh_from_db()
    made[77].idea.refresh_from_db()
    made[77].edit("Nog eens over nagedacht.")
    expect(page.locator(f"#comment-{made[77].pk}")).to_contain_text("Nog eens over nagedacht.")
    make_comment(idea, made[0].author, "Het allernieuwste.")
    expect(page.locator("[data-notice-for] button").first).to_have_text("1 nieuwe reactie")
    assert page.evaluate(SHOWN) == shown


def turn_away(line):
    """Close the socket with 4029: the page continues over HTTP."""
    line.close(code=4029)


def hear(line, page, idea):
    """Send a reset for the idea; here the message names a foreign URL."""
    line.send(json.dumps({"type": "reset", "topic": f"idea-{idea.pk}", "url": "https://elders.example/"}))


@pytest.fixture
def overheard(new_page):
    """`overheard(member, address)`: a live page, its socket for more messages, and the list of its fetches."""

    def open_overheard(member, address):
        page, lines, fetched = new_page(member and member.user), [], []
        page.route_web_socket("**/live/", lambda line: (lines.append(line), line.connect_to_server()))
        open_live(page, address)
        page.on("request", lambda request: request.resource_type == "fetch" and fetched.append(request.url))
        return page, lines, fetched

    return open_overheard


def test_page_fetches_its_own_address_whatever_it_is_told_and_whatever_stands_in_it(overheard, server):
    idea, made = a_long_talk(60)
    hostile = "?pagina=2&q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&next=//elders.example/&volgorde=%00"
    page, [line], fetched = overheard(None, f"{idea.get_absolute_url()}{hostile}#reacties")
    hear(line, page, idea)
    made[55].edit("Nu anders.")
    expect(page.locator(f"#comment-{made[55].pk}")).to_contain_text("Nu anders.")
    assert fetches(page, fetched, 1) == [f"{server}{idea.get_absolute_url()}{hostile}"]
    assert page.evaluate(SHOWN) == [f"comment-{one.pk}" for one in made[50:]]


def test_who_reads_the_end_of_a_talk_goes_on_doing_so_when_it_fills_more_than_a_page(new_page):
    """New comments are added below and stay, instead of being counted only."""
    idea, made = a_long_talk(95)
    page = open_live(new_page(), f"{idea.get_absolute_url()}?pagina=2")
    made += [make_comment(idea, made[0].author, f"Later gezegd, {number}.") for number in range(10)]
    page.get_by_text("Later gezegd, 9.").wait_for()
    begin_a_new_epoch(idea, made, page)
    assert page.evaluate(SHOWN) == [f"comment-{one.pk}" for one in made[50:]]
    expect(page.get_by_role("link", name="Volgende")).to_be_visible()
    made.append(make_comment(idea, made[0].author, "En dit ook."))
    page.get_by_text("En dit ook.").wait_for()
    assert page.evaluate(SHOWN) == [f"comment-{one.pk}" for one in made[50:]]


def answer_on_page_one(made):
    """All later comments move down: the last of page 2 becomes the first of page 3."""
    make_comment(made[0].idea, made[0].author, "Een antwoord.", made[0])
    return made[49:]


def remove_on_page_one(made):
    """All later comments move up: the first of page 3 becomes the last of page 2."""
    made[0].remove()
    return made[51:]


@pytest.mark.parametrize("move", [answer_on_page_one, remove_on_page_one], ids=lambda move: move.__name__)
def test_what_moves_to_another_page_while_the_end_is_fetched_is_neither_lost_nor_doubled(new_page, move):
    idea, made = a_long_talk(95)
    page, moved = open_live(new_page(), f"{idea.get_absolute_url()}?pagina=2"), []
    made += [make_comment(idea, made[0].author, f"Later gezegd, {number}.") for number in range(10)]
    page.get_by_text("Later gezegd, 9.").wait_for()
    page.route("**?pagina=3*", lambda route: (moved.extend(move(made)), route.continue_()), times=1)
    begin_a_new_epoch(idea, made, page)
    assert page.evaluate(SHOWN) == [f"comment-{one.pk}" for one in moved]


@pytest.mark.parametrize("wait", ["", "1", "straks"])
def test_page_that_is_asked_to_wait_tries_again_and_goes_on(overheard, wait):
    idea, made = a_long_talk(60)
    address = f"{idea.get_absolute_url()}?pagina=2"
    page, [line], fetched = overheard(None, address)
    page.route(f"**{address}", too_much(wait), times=1)
    hear(line, page, idea)
    made[55].edit("Nu anders.")
    expect(page.locator(f"#comment-{made[55].pk}")).to_contain_text("Nu anders.")
    assert len(fetches(page, fetched, 2)) == 2


@pytest.mark.parametrize("wait", ["3600", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_page_that_is_asked_to_wait_for_long_is_not_fetched_meanwhile(overheard, wait):
    idea, _made = a_long_talk(60)
    address = f"{idea.get_absolute_url()}?pagina=2"
    page, [line], fetched = overheard(None, address)
    page.evaluate("Math.random = () => 0.01")
    page.route(f"**{address}", too_much(wait))
    with page.expect_response(f"**{address}"):
        hear(line, page, idea)
    page.evaluate("() => new Promise(done => setTimeout(done))")  # now it knows how long to wait
    hear(line, page, idea)
    page.wait_for_timeout(1500)  # enough for five more fetches
    assert len(fetched) == 1


def test_page_that_asks_over_http_and_must_wait_asks_nothing_meanwhile(page):
    idea, _made = a_long_talk(1)
    asked = []
    page.add_init_script("Math.random = () => 0.01")
    page.route_web_socket("**/live/", turn_away)
    page.route("**/live/?*", lambda route: (asked.append(route.request.url), too_much("3600")(route)))
    page.goto(idea.get_absolute_url())
    fetches(page, asked, 1)
    page.wait_for_timeout(1500)  # enough for another request
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # the tab becomes visible
    page.wait_for_timeout(500)
    assert len(asked) == 1


def too_much(wait):
    return lambda route: route.fulfill(status=429, body="Te veel.", headers={"Retry-After": wait} if wait else {})


@pytest.mark.parametrize("types", [False, True])
def test_page_whose_address_leads_elsewhere_becomes_that_unless_someone_types(overheard, types):
    idea, _made = a_long_talk(60)
    page, [line], _fetched = overheard(a_person(idea.lab, "Bram"), f"{idea.get_absolute_url()}?pagina=2")
    if types:
        page.locator("#reageer textarea").press_sequentially("Een half uur werk")
    page.route(f"**{idea.get_absolute_url()}*", lead_elsewhere)
    hear(line, page, idea)
    if types:
        page.wait_for_timeout(2500)  # longer than a page waits before it fetches itself
        expect(page.locator("#reageer textarea")).to_have_value("Een half uur werk")
        assert page.locator(".talk > li").count() == 10
    else:
        page.wait_for_url("**/toegankelijkheid/")


def lead_elsewhere(route):
    route.fulfill(status=302, headers={"Location": "/toegankelijkheid/"})


def fetches(page, fetched, count):
    """Wait until it has fetched that often."""
    for _wait in range(1200):
        if len(fetched) >= count:
            return fetched
        page.wait_for_timeout(25)
    raise AssertionError(f"fetched {fetched}")
