"""Live updates of a page on which somebody reads and types, tested on a small test page."""

import pytest
from playwright.sync_api import expect

from realtime.models import Epoch
from stadslab import supervisor
from tests import factories
from tests.browser.conftest import database_url, wait_until_it_answers
from tests.browser.stage import ALL_ANSWERED, a_lab, a_name, until

# Sixty versions of one comment, each 0.4 pixel higher, then sixty of 1.4
GROW = """id => {
    const sheet = new CSSStyleSheet(), row = document.getElementById(id);
    document.adoptedStyleSheets = [sheet];
    for (let step = 0, height = row.offsetHeight; step < 120; step += 1) {
        height += step < 60 ? 0.4 : 1.4;
        sheet.insertRule(`.high-${step} { box-sizing: border-box; block-size: ${height}px }`);
        stadslab.parts.apply(`<li id="${id}" data-revision="${1000 + step}" class="high-${step}">Hoog</li>`);
    }
}"""


@pytest.fixture(scope="session")
def proof(django_db_setup):
    """The address of the site with the test page /proef/."""
    listener = supervisor.listen("127.0.0.1", 0)
    origin = f"http://localhost:{listener.getsockname()[1]}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database_url())
        patch.setenv("PUBLIC_ORIGIN", origin)
        patch.setenv("DJANGO_SETTINGS_MODULE", "tests.browser.site_settings")
        child = supervisor.web(listener)
        child.command[-1] = "tests.realtime.site:application"
        child.start()
    try:
        wait_until_it_answers(origin, child)
        yield origin
    finally:
        supervisor.stop([child])


@pytest.fixture
def idea():
    return factories.make_idea(factories.make_member(a_lab(), a_name("Anna")))


@pytest.fixture
def say(idea):
    """`say("words")`: Anna comments, from another process, so that the poll finds it."""
    return lambda words, parent=None: factories.make_comment(idea, idea.author, words, parent)


@pytest.fixture
def open_idea(new_page, proof, idea):
    def open_idea(**options):
        page = new_page(at=proof, **options)
        page.goto(f"/proef/{idea.pk}/")
        until(page, "stadslab.live.topics.values().next().value.answered")
        return page

    return open_idea


def texts(page):
    return [text.removeprefix("nl ") for text in page.locator("ol li").all_text_contents()]


def wait_for(page, words):
    until(page, "words => document.querySelector('ol').textContent.includes(words)", words)


def wait_for_cursor(page, comment):
    """Wait until this comment has arrived, visible or not."""
    comment.idea.refresh_from_db()
    until(page, "head => [...stadslab.live.topics.values()][0].cursor.endsWith('.' + head)", comment.idea.revision)


def test_comment_appears_while_someone_types(open_idea, idea):
    reader, writer = open_idea(), open_idea()
    reader.locator("#text").press_sequentially("Ik typ ")
    writer.fill("#text", "Mooi plan")
    writer.click("form button")
    wait_for(reader, "Mooi plan")
    reader.locator("#text").press_sequentially("gewoon door")
    expect(reader.locator("#text")).to_have_value("Ik typ gewoon door")
    assert reader.evaluate("document.activeElement.id") == "text"
    assert texts(reader) == texts(writer) == ["Mooi plan"]
    expect(writer.locator("#text")).to_have_value("")


def test_edit_waits_while_its_part_is_selected(open_idea, say):
    comment = say("Eerste woorden")
    page = open_idea()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('ol li'))")
    comment.edit("Andere woorden")
    say("Daarna")
    wait_for(page, "Daarna")
    assert texts(page) == ["Eerste woorden", "Daarna"]
    page.evaluate("getSelection().removeAllRanges()")
    wait_for(page, "Andere woorden")
    assert texts(page) == ["Andere woorden", "Daarna"]


def test_news_never_moves_what_is_read(open_idea, say):
    early = say("Bovenaan\n" * 3)
    for number in range(60):
        say(f"Reactie {number}")
    page = open_idea(viewport={"width": 360, "height": 640})
    page.locator("li", has_text="Reactie 40").scroll_into_view_if_needed()
    found = "[...document.querySelectorAll('li')].find(li => li.textContent.includes('Reactie 40'))"
    where = f"{found}.getBoundingClientRect().top"
    before = page.evaluate(where)
    early.edit("Bovenaan, nu veel langer. " * 40)
    wait_for(page, "veel langer")
    assert abs(page.evaluate(where) - before) < 2


def test_many_moves_of_a_pixel_or_less_add_up_to_none(open_idea, say):
    early = say("Bovenaan")
    for number in range(60):
        say(f"Reactie {number}")
    page = open_idea(viewport={"width": 360, "height": 640})
    row = page.locator("li", has_text="Reactie 40")
    row.scroll_into_view_if_needed()
    before = row.bounding_box()["y"]
    page.evaluate(GROW, f"comment-{early.pk}")
    assert abs(row.bounding_box()["y"] - before) < 1


def test_notice_counts_and_leads_to_the_first_new_one(open_idea, say):
    for number in range(60):
        say(f"Reactie {number}")
    page = open_idea(viewport={"width": 360, "height": 640})
    first = page.locator("li").first
    before = first.bounding_box()["y"]
    for words in ("Nieuw een", "Nieuw twee"):
        say(words)
    notice = page.locator("[data-notice-for] button")
    notice.wait_for()
    until(page, "document.querySelector('[data-notice-for]').innerText.trim() === '2 nieuwe'")
    assert abs(first.bounding_box()["y"] - before) < 2
    notice.click()
    assert page.evaluate("document.activeElement.textContent") == "nl Nieuw een"
    expect(page.locator("[data-notice-for]")).to_be_hidden()


def test_pause_keeps_news_until_it_ends(open_idea, say):
    page = open_idea()
    page.click("[data-live-pause]")
    wait_for_cursor(page, say("Later"))
    assert texts(page) == []
    page.click("[data-live-pause]")
    wait_for(page, "Later")


def test_missed_news_is_there_once_after_the_network_came_back(open_idea, say):
    page = open_idea()
    say("Voor de storing")
    wait_for(page, "Voor de storing")
    page.context.set_offline(True)
    page.locator("[data-live-offline]").wait_for()
    for words in ("Gemist een", "Gemist twee"):
        say(words)
    page.context.set_offline(False)
    page.locator("[data-live-back]").wait_for()
    assert texts(page) == ["Voor de storing", "Gemist een", "Gemist twee"]
    expect(page.locator("[data-live-offline]")).to_be_hidden()


def test_unsent_text_is_kept_and_sent_once_when_back(open_idea, say, idea):
    page = open_idea()
    page.context.set_offline(True)
    page.fill("#text", "Onderweg getypt")
    page.click("form button")
    page.locator("[data-unsent]").wait_for()
    expect(page.locator("#text")).to_have_value("Onderweg getypt")
    page.context.set_offline(False)
    wait_for_count = "() => document.querySelectorAll('ol li').length === 1"
    until(page, wait_for_count)
    until(page, ALL_ANSWERED)
    say("Daarna")
    wait_for(page, "Daarna")
    assert [comment.text for comment in idea.comments.all()] == ["Onderweg getypt", "Daarna"]
    expect(page.locator("#text")).to_have_value("")


def test_unsent_text_goes_out_also_when_only_that_one_request_was_lost(open_idea, idea):
    page = open_idea()
    page.route("**/proef/**", lambda route: route.abort("connectionreset"), times=1)
    page.fill("#text", "In één tunnel")
    page.click("form button")
    page.locator("[data-unsent]").wait_for()
    wait_for(page, "In één tunnel")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert [comment.text for comment in idea.comments.all()] == ["In één tunnel"]


def test_unsent_text_that_is_changed_waits_for_another_press(open_idea, say, idea):
    page = open_idea()
    page.context.set_offline(True)
    page.fill("#text", "Onderweg")
    page.click("form button")
    page.locator("[data-unsent]").wait_for()
    page.locator("#text").press_sequentially(" en nog ni")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.locator("[data-live-offline]").wait_for()
    page.context.set_offline(False)
    page.locator("[data-live-back]").wait_for()
    say("Daarna")
    wait_for(page, "Daarna")
    expect(page.locator("#text")).to_have_value("Onderweg en nog ni")
    assert [comment.text for comment in idea.comments.all()] == ["Daarna"]
    page.click("form button")
    wait_for(page, "Onderweg en nog ni")


def test_draft_survives_a_reload_and_goes_when_sent(open_idea):
    page = open_idea()
    page.locator("#text").press_sequentially("Half af")
    page.reload()
    expect(page.locator("#text")).to_have_value("Half af")
    page.click("form button")
    wait_for(page, "Half af")
    page.reload()
    expect(page.locator("#text")).to_have_value("")


def test_refused_form_comes_back_and_keeps_the_focus_in_it(open_idea):
    page = open_idea()
    page.fill("#text", " ")
    page.click("form button")
    page.get_by_text("Leeg.").wait_for()
    assert page.evaluate("document.activeElement.id") == "text"


def test_going_back_catches_up(open_idea, say, proof):
    page = open_idea()
    page.goto("/static/stadslab/img/icon.svg")
    say("Terwijl je weg was")
    page.go_back()
    wait_for(page, "Terwijl je weg was")
    assert texts(page) == ["Terwijl je weg was"]


def test_tombstone_replaces_even_while_paused(open_idea, say):
    comment = say("Te verwijderen")
    page = open_idea()
    page.click("[data-live-pause]")
    page.evaluate(
        "id => stadslab.parts.apply(`<li id='${id}' data-revision='99' data-gone>weg</li>`)", f"comment-{comment.pk}"
    )
    assert page.locator("ol li").all_text_contents() == ["weg"]


def test_restore_fetches_the_page_again_and_keeps_typed_text(open_idea, say, idea):
    page = open_idea()
    say("Blijft")
    wait_for(page, "Blijft")
    page.locator("#text").press_sequentially("Typen tijdens")
    idea.comments.all().delete()
    say("Uit de kopie")
    Epoch.renew()
    until(page, "!document.querySelector('ol').textContent.includes('Blijft')")
    assert texts(page) == ["Uit de kopie"]
    expect(page.locator("#text")).to_have_value("Typen tijdens")


def test_where_sockets_are_refused_news_comes_over_http(new_page, proof, idea, say):
    page = new_page(at=proof)
    page.add_init_script("WebSocket = class { constructor() { setTimeout(() => this.onclose({ code: 1006 })) } }")
    page.goto(f"/proef/{idea.pk}/")
    until(page, "stadslab.live.topics.values().next().value.answered")
    say("Over HTTP")
    wait_for(page, "Over HTTP")
    assert texts(page) == ["Over HTTP"]
    expect(page.locator("[data-live-offline]")).to_be_hidden()


AWAY = """WebSocket = new Proxy(WebSocket, {
    construct(Real, args) {
        if (!window.isAway) return window.line = new Real(...args);
        const none = { readyState: Real.CLOSED, close() {} };
        setTimeout(() => none.onclose({ code: 1006 }));
        return none;
    }
})"""


def test_a_server_that_was_away_is_followed_over_a_socket_again(new_page, proof, idea, say):
    """A page uses HTTP only if HTTP works while sockets fail; else a restart would make all pages use HTTP."""
    page = new_page(at=proof)
    page.add_init_script(AWAY)
    page.goto(f"/proef/{idea.pk}/")
    until(page, "window.line?.readyState === WebSocket.OPEN")
    page.route("**/live/?**", lambda route: route.abort())
    page.evaluate("() => { window.isAway = true; line.close(4000); }")
    page.wait_for_timeout(8000)
    assert page.evaluate("line.readyState === WebSocket.CLOSED")
    page.unroute("**/live/?**")
    page.evaluate("window.isAway = false")
    until(page, "line.readyState === WebSocket.OPEN", timeout=90_000)
    say("Weer over de lijn")
    wait_for(page, "Weer over de lijn")


def test_times_are_worded_by_the_page(open_idea):
    page = open_idea()
    words = """minutes => {
        const time = document.createElement("time");
        time.dateTime = new Date(Date.now() - minutes * 60_000).toISOString();
        time.dataset.words = "days";
        time.textContent = "6 oktober";
        document.body.append(time);
        stadslab.words(time);
        return time.textContent;
    }"""
    assert [page.evaluate(words, minutes) for minutes in (0, 5, -3 * 1440, 30 * 1440)] == [
        "nu", "5 minuten geleden", "over 3 dagen", "6 oktober",
    ]  # fmt: skip


def test_own_buttons_are_shown_to_their_author(new_page, proof, idea, say):
    comment = say("Van Anna")
    page = new_page(at=proof)
    page.goto(f"/proef/{idea.pk}/?{idea.author_id}")
    own = "<button data-own hidden>Bewerk</button>"
    part = f"<li id='comment-{comment.pk}' data-revision='{{}}' data-author='{{}}'>{own}</li>"
    page.evaluate("html => stadslab.parts.apply(html)", part.format(99, idea.author_id))
    expect(page.get_by_role("button", name="Bewerk")).to_be_visible()
    page.evaluate("html => stadslab.parts.apply(html)", part.format(100, idea.author_id + 1))
    assert page.get_by_role("button", name="Bewerk").count() == 0
