"""A part of the page that is fetched again after a reset: what it says counts, also where it is older."""

import pytest
from playwright.sync_api import expect

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


def test_list_that_only_counts_is_told_of_what_came_meanwhile(page):
    page.goto("/toegankelijkheid/")
    notice = '<div data-notice-for="ideas-1" data-one="1 new" data-many="{n} new" hidden><button></button></div>'
    section = '<div data-follow="lab-1">%s<div id="ideas-1" data-hold data-last="5">%s</div></div>'
    card = '<article id="card-{0}" data-revision="1" data-in="ideas-1" data-key="{0}"></article>'
    cards = [card.format(number) for number in (7, 6, 4)]
    page.evaluate(AGAIN, [section % (notice, card.format(5)), section % (notice, "".join(cards)), "ideas-1"])
    expect(page.locator("[data-notice-for] button")).to_have_text("2 new", timeout=8000)  # worded once in 5 s
