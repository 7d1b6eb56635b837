"""parts.js alone, on a page without a site; and beside it its copy in Python (tests/faults/page.py).

The readers of bin/test faults use the copy. A change of the script's rules must change the copy too.
"""

import random

import pytest
from django.contrib.staticfiles import finders

from tests.conftest import EVERYTHING, SEED
from tests.faults.page import Page

LIST = '<ol id="list-1" data-from="000003" data-to="000007">{}</ol>'
ENTRY = '<li id="entry-{0}" data-revision="{1}" data-in="list-1" data-key="{0:06}">{2}</li>'
GONE = '<li id="entry-{0}" data-revision="{1}" data-gone data-in="list-1" data-key="{0:06}">gone</li>'
TALLY = '<b id="tally-{0}" data-revision="{1}">{2}</b>'
ROUNDS = 200 if EVERYTHING else 40

# The script marks what is new, for a moment, by a class
STANDS = """() => {
    for (const one of document.querySelectorAll(".is-new")) one.removeAttribute("class");
    return document.body.innerHTML;
}"""


@pytest.fixture
def bare(browser):
    """`bare(html)`: a page with this content and parts.js."""
    context = browser.new_context()

    def bare(html):
        page = context.new_page()
        page.set_content(f"<!doctype html><body>{html}")
        for script in ("keep_place", "parts"):
            page.add_script_tag(path=finders.find(f"realtime/{script}.js"))
        return page

    yield bare
    context.close()


def apply(page, *parts):
    page.evaluate("parts => parts.forEach(part => stadslab.parts.apply(part))", parts)


def words(page):
    return page.locator("#list-1").inner_text().split()


def test_parts_come_in_the_order_of_their_keys_whatever_came_first(bare):
    page = bare(LIST.format(ENTRY.format(4, 1, "four")))
    apply(page, ENTRY.format(6, 3, "six"), ENTRY.format(3, 2, "three"), ENTRY.format(5, 4, "five"))
    assert words(page) == ["three", "four", "five", "six"]


def test_an_older_part_and_the_same_one_change_nothing(bare):
    page = bare(LIST.format(ENTRY.format(4, 5, "now")))
    apply(page, ENTRY.format(4, 4, "before"), ENTRY.format(4, 5, "twice"))
    assert words(page) == ["now"]
    apply(page, ENTRY.format(4, 6, "later"), ENTRY.format(4, 5, "before"))
    assert words(page) == ["later"]


def test_what_belongs_on_another_page_of_the_list_is_not_put_here(bare):
    page = bare(LIST.format(ENTRY.format(4, 1, "four")))
    apply(page, ENTRY.format(2, 2, "two"), ENTRY.format(8, 3, "eight"), ENTRY.format(7, 4, "seven"))
    assert words(page) == ["four", "seven"]


def test_what_is_gone_replaces_what_stands_there_and_comes_nowhere_else(bare):
    page = bare(LIST.format(ENTRY.format(4, 1, "four")))
    apply(page, GONE.format(4, 2), GONE.format(5, 3))
    assert words(page) == ["gone"]


def test_a_part_that_fails_keeps_no_other_one_back(bare):
    page = bare(LIST.format(ENTRY.format(4, 1, "four")))
    page.evaluate("() => { stadslab.words = part => { if (part.id === 'entry-5') throw new Error('a clock'); }; }")
    apply(page, ENTRY.format(5, 2, "five") + ENTRY.format(6, 3, "six"))
    assert words(page) == ["four", "five", "six"]


def drawn(rng, revision):
    """Return a part as an update may hold it: new, changed, older or gone, with a part of its own inside."""
    number = rng.randrange(1, 10)
    inside = TALLY.format(number, rng.randrange(1, revision + 2), rng.choice(["few", "many"]))
    if rng.random() < 0.3:
        return inside
    form = GONE if rng.random() < 0.1 else ENTRY
    return form.format(number, max(1, revision - rng.choice([0, 0, 0, 1, 5])), f"say {revision} {inside}")


def standing(page):
    return [(node.id, node.revision, node.own) for node in page.root.walk() if node.id]


@pytest.mark.parametrize("seed", range(SEED, SEED + 4))
def test_the_copy_in_python_does_what_the_script_does(bare, seed):
    rng = random.Random(seed)
    start = LIST.format("".join(ENTRY.format(n, 1, f"first {TALLY.format(n, 1, 'none')}") for n in (3, 5, 7)))
    page, copy = bare(start), Page(start)
    for revision in range(2, ROUNDS):
        part = drawn(rng, revision)
        apply(page, part)
        copy.apply(part)
        assert standing(copy) == standing(Page(page.evaluate(STANDS))), part
    assert copy.news["list-1"], "some came after the last of the list"
