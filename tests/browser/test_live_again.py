"""A part that is fetched again after a reset replaces the old one, even if its revision is lower."""

import pytest
from playwright.sync_api import expect

from front.erasure import erase
from labs.models import RESIDENT_VOICE, HidingReason, RoleKind
from realtime import names
from tests.browser.conftest import running
from tests.browser.stage import a_lab, a_lively_idea, a_name, a_person, open_live, until
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_member

AGAIN = """([before, fetched, id]) => {
    const main = document.querySelector("main"), template = document.createElement("template");
    main.innerHTML = before;
    template.innerHTML = fetched;
    const [section, fresh] = [main, template.content].map(one => one.querySelector("[data-follow]"));
    stadslab.parts.renew(section, document.importNode(fresh, true));
    return main.querySelector(`#${id}`).textContent;
}"""
CARD = '<div data-follow="idea-1" id="card-1" data-revision="{0}"><b id="title-1" data-revision="{0}">{1}</b></div>'
TABLE = '<div data-follow="gathering-1"><section id="table-1" data-revision="{}">{} {}</section></div>'
HIDDEN = '<div data-follow="idea-1"><article id="idea-1" data-revision="5" data-gone>hidden</article></div>'
SHOWN = '<div data-follow="idea-1"><article id="idea-1"><p id="words-1" data-revision="2">words</p></article></div>'


@pytest.mark.live
@pytest.mark.parametrize(
    ("before", "fetched", "id", "expected"),
    [
        (HIDDEN, SHOWN, "idea-1", "words"),
        (CARD.format(9, "lost"), CARD.format(1, "restored"), "title-1", "restored"),
        (TABLE.format(3, "old", ""), TABLE.format(2, "fetched", ""), "table-1", "fetched "),
        (
            TABLE.format(3, "", CARD.format(9, "newer")),
            TABLE.format(4, "", CARD.format(8, "older")),
            "title-1",
            "newer",
        ),
    ],
    ids=["what was hidden", "a card after a restore", "a part that holds others", "what follows another thing"],
)
def test_what_is_fetched_again_takes_the_place_of_what_was_there(page, before, fetched, id, expected):
    page.goto("/toegankelijkheid/")
    assert page.evaluate(AGAIN, [before, fetched, id]) == expected


APPLY = """([before, parts, id]) => {
    document.querySelector("main").innerHTML = before;
    for (const part of parts) stadslab.parts.apply(part);
    return document.getElementById(id).textContent;
}"""
PART = '<p id="part-1" data-revision="{}">{}</p>'


@pytest.mark.live
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(6, "newer")], "newer"),
        ([(4, "older")], "there"),
        ([(5, "again")], "there"),
        ([(7, "newest"), (6, "between")], "newest"),
    ],
    ids=["newer", "older", "the same", "older than what just came"],
)
def test_a_part_takes_the_place_of_an_older_one_only(page, parts, expected):
    page.goto("/toegankelijkheid/")
    assert (
        page.evaluate(APPLY, [PART.format(5, "there"), [PART.format(*part) for part in parts], "part-1"]) == expected
    )


HOLDING = '<section id="table-1" data-revision="{}">{}</section>'


@pytest.mark.live
@pytest.mark.parametrize(("inside", "expected"), [(8, "there"), (9, "news"), (10, "news")])
def test_a_part_keeps_what_is_newer_inside_it(page, inside, expected):
    """A table of ideas was rendered before a card on it changed, and arrives after that change."""
    page.goto("/toegankelijkheid/")
    before, after = HOLDING.format(3, PART.format(9, "there")), HOLDING.format(4, PART.format(inside, "news"))
    assert page.evaluate(APPLY, [before, [after], "part-1"]) == expected


@pytest.mark.live
def test_an_older_part_waits_for_nobody_who_types(page):
    """While an element is in use, only the newest version waits; it is applied when the element is released."""
    page.goto("/toegankelijkheid/")
    typed = '<div id="part-1" data-revision="5"><input id="field" value=""></div>'
    page.evaluate("html => { document.querySelector('main').innerHTML = html; }", typed)
    page.locator("#field").fill("ik typ")
    for revision, text in ((8, "newest"), (6, "older"), (4, "oldest")):
        page.evaluate("html => stadslab.parts.apply(html)", PART.format(revision, text))
    expect(page.locator("#field")).to_have_value("ik typ")
    page.locator("#field").fill("")
    page.locator("#field").blur()
    expect(page.locator("#part-1")).to_have_text("newest")


def test_list_that_only_counts_is_told_of_what_came_meanwhile(page):
    page.goto("/toegankelijkheid/")
    notice = '<div data-notice-for="ideas-1" data-one="1 new" data-many="{n} new" hidden><button></button></div>'
    section = '<div data-follow="lab-1">%s<div id="ideas-1" data-hold data-last="5">%s</div></div>'
    card = '<article id="card-{0}" data-revision="1" data-in="ideas-1" data-key="{0}"></article>'
    cards = [card.format(number) for number in (7, 6, 4)]
    page.evaluate(AGAIN, [section % (notice, card.format(5)), section % (notice, "".join(cards)), "ideas-1"])
    expect(page.locator("[data-notice-for] button")).to_have_text("2 new")  # updated at most once in 5 s


# Counts each fetch of a page; `during(number)` is called before the fetch. All wait as long as allowed.
COUNT_FETCHES = """() => {
    const real = window.fetch;
    Math.random = () => 0.9;
    window.fetches = 0;
    window.fetch = (...all) => { window.during?.(); fetches += 1; return real(...all); };
}"""
TABLE_AGAIN = """([id, revision, html]) => {
    stadslab.parts.apply(`<section id="${id}" data-revision="${revision}" hidden></section>`);
    stadslab.parts.apply(html.replace(/data-revision="[0-9]+"/, `data-revision="${revision + 1}"`));
}"""


@pytest.mark.live
def test_thing_that_comes_back_as_it_was_before_is_caught_up(page):
    """A table was rendered before a neighbour's support and arrives after it: in between it didn't hold the idea."""
    lab = a_lab()
    anna, bram = a_person(lab, "Anna"), a_person(lab, "Bram")
    idea, gathering = a_lively_idea(lab, supports=5), make_gathering(anna)
    gathering.put_on_table([idea])
    open_live(page, gathering.get_absolute_url())
    before = page.locator(f"#table-{gathering.pk}").evaluate("one => one.outerHTML")
    idea.support(bram)
    tally = page.locator(f"#tally-{idea.pk}")
    expect(tally).to_have_text("Aantal: 6")
    page.evaluate(TABLE_AGAIN, [f"table-{gathering.pk}", gathering.revision + 100, before])
    expect(tally).to_have_text("Aantal: 6")
    until(page, "name => stadslab.live.topics.get(name).answered", f"idea-{idea.pk}")


@pytest.fixture
def home(page):
    """A lab's home with three ideas, and its ideas."""
    lab = a_lab()
    ideas = [make_idea(a_person(lab, "Anna"), f"Idee {number}") for number in range(3)]
    open_live(page, lab.get_absolute_url())
    page.evaluate(COUNT_FETCHES)
    return page, lab, ideas


def test_card_that_the_page_does_not_show_any_more_goes_and_asks_for_nothing(home):
    page, lab, (idea, other, _third) = home
    card, tally = page.locator(f"#card-{idea.pk}"), page.locator(f"#tally-{other.pk}")
    idea.set_status(idea.author, RESIDENT_VOICE, "stopped", "Er was te weinig tijd.", "Misschien later.")
    expect(card).to_contain_text("Gestopt")
    for number in range(4):
        make_idea(idea.author, f"Nieuwer {number}")
    idea.set_status(idea.author, RESIDENT_VOICE, "doing", "We zijn toch begonnen.", "Zaterdag planten.")
    expect(card).to_have_count(0)
    for name in ("Bram", "Chaima"):
        other.support(a_person(lab, name))
        expect(tally).to_have_attribute("data-revision", str(other.tally_revision))
        page.wait_for_timeout(2500)  # longer than a fetch waits for others
    assert page.evaluate("fetches") == 1


def test_thing_that_goes_while_the_page_is_fetched_holds_up_no_other(home):
    page, lab, (later, first, _third) = home  # the newest is first
    mo = make_member(lab, a_name("Mo"), "moderator")
    for one in (first, later):
        one.hide(mo, HidingReason.SPAM)
        expect(page.locator(f"#card-{one.pk}")).to_be_hidden()
    page.evaluate("name => { window.during = () => stadslab.live.topics.delete(name); }", f"idea-{first.pk}")
    for one in (first, later):
        one.restore(mo, "Toch goed.")
    expect(page.locator(f"#card-{later.pk}")).to_be_visible()
    assert page.evaluate("fetches") == 1


@pytest.mark.live
def test_table_that_changes_leaves_everyone_their_own_button(page, new_page):
    """The part is the same for all; the reader's own support can still be undone, with the newest count."""
    lab = a_lab()
    anna, bram = a_person(lab, "Anna"), a_person(lab, "Bram")
    idea, gathering = a_lively_idea(lab, supports=5), make_gathering(anna)
    idea.support(bram)
    gathering.put_on_table([idea])
    mine = new_page(bram.user)
    for reader in (page, mine):
        open_live(reader, gathering.get_absolute_url())
    idea.support(anna)
    gathering.put_on_table([idea, make_idea(anna, "Bankje")])
    for reader in (page, mine):
        expect(reader.locator(f"#table-{gathering.pk}")).to_contain_text("Bankje")
        expect(reader.locator(f"#tally-{idea.pk}")).to_contain_text("7")
    expect(mine.locator(f"form#support-{idea.pk} [aria-pressed=true]")).to_be_visible()
    expect(page.locator(f"a#support-{idea.pk}")).to_be_visible()
    mine.locator(f"#support-{idea.pk} button").click()
    expect(page.locator(f"#tally-{idea.pk}")).to_contain_text("6")


@pytest.mark.live
@pytest.mark.parametrize("limit", ["LIVE_SOCKETS_PER_PERSON", "LIVE_SOCKETS"])
def test_page_too_many_goes_on_over_http(new_page, limit):
    """A page above the socket limit of a person or process gets the same updates, and reports no broken connection."""
    lab = a_lab()
    reader, idea = a_person(lab, "Anna"), a_lively_idea(lab)
    with running(**{limit: "1"}) as [origin]:
        open_live(new_page(reader.user, at=origin), idea.get_absolute_url())
        second = open_live(new_page(reader.user, at=origin), idea.get_absolute_url())
        make_comment(idea, a_person(lab, "Bram"), "Ik heb nog planken.")
        expect(second.locator(".talk")).to_contain_text("Ik heb nog planken.")
        second.wait_for_timeout(3500)  # the words of a lost connection appear after three seconds
        expect(second.locator("[data-live-offline]")).to_be_hidden()


@pytest.mark.live
def test_page_that_became_one_too_many_while_away_asks_at_once(new_page):
    """Its connection is back, and the page says so, however long it was away."""
    lab = a_lab()
    reader, idea = a_person(lab, "Anna"), a_lively_idea(lab)
    with running(LIVE_SOCKETS_PER_PERSON="1") as [origin]:
        page = open_live(new_page(reader.user, at=origin), idea.get_absolute_url())
        page.evaluate("Math.random = () => 0.01")  # it retries often
        page.context.set_offline(True)
        expect(page.locator("[data-live-offline]")).to_be_visible()
        open_live(new_page(reader.user, at=origin), idea.get_absolute_url())
        page.evaluate("Math.random = () => 0.9")
        page.context.set_offline(False)
        expect(page.locator("[data-live-back]")).to_be_visible()


@pytest.mark.live
def test_open_pages_hear_another_name_of_a_neighbour_and_of_a_village(new_page):
    lab = a_lab()
    idea = a_lively_idea(lab)
    bram, village = idea.comments.earliest("pk").author, idea.neighbourhood
    admin = a_person(lab, "Noor", RoleKind.LAB_ADMIN)
    page, home = (open_live(new_page(), where) for where in (idea.get_absolute_url(), lab.get_absolute_url()))
    page.locator("main").evaluate("main => { main.dataset.kept = 1; }")
    bram.user.choose_name(name := a_name("Bram de Vries"))
    village.rename(admin, "Ander Dorp")
    names.bring()  # as the worker does
    expect(page.locator(".talk")).to_contain_text(name)
    expect(page.locator(f"#idea-author-{idea.pk}")).to_contain_text("Ander Dorp")
    expect(home.locator(f"#card-where-{idea.pk}")).to_contain_text("Ander Dorp")
    expect(home.locator(f"#lab-villages-{lab.pk}")).to_contain_text("Ander Dorp")
    erase(bram.user, keep_words=True)
    names.bring()
    expect(page.locator(".talk")).to_contain_text("oud-deelnemer")
    expect(page.locator(".talk")).not_to_contain_text(name)
    assert page.locator("main").get_attribute("data-kept") == "1", "the page itself was not loaded again"


@pytest.mark.live
def test_open_page_of_a_gathering_hears_which_role_its_organiser_has(new_page):
    lab = a_lab()
    mees = a_person(lab, "Mees", RoleKind.STADMAKER)
    gathering = make_gathering(mees)
    gathering.set_organisers([mees])
    page = open_live(new_page(), gathering.get_absolute_url())
    way = page.locator(f"#gathering-way-{gathering.pk}")
    expect(way).to_contain_text("stadmaker")
    mees.take_role(mees.roles.get(), None, "Verhuisd.")
    names.bring()
    expect(way).to_contain_text(mees.name)
    expect(way).not_to_contain_text("stadmaker")
