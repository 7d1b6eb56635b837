"""Keyboard only: everything can be reached, the focus is always visible, and updates don't move it."""

import pytest

from tests.browser.stage import LAPTOP, PHONE, a_lab, a_lively_idea, a_person, open_live, until
from tests.factories import make_comment

MOST_STOPS = 150

# Faults of the focused element: outside the window, covered, or not marked
TROUBLE = """() => {
    const one = document.activeElement, label = one.closest("label");
    const shown = one.matches("[type=radio], [type=checkbox], [type=file]") && label ? label : one;
    const box = shown.getClientRects()[0], name = shown.outerHTML.slice(0, 100);
    if (!box || !box.width) return [`${name} is not drawn`];
    const wrong = [];
    const marked = part => { const { outlineStyle, outlineWidth } = getComputedStyle(part);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2; };
    if (![one, shown, ...shown.querySelectorAll("*")].some(marked)) wrong.push(`${name} has no mark`);
    if (box.top < -1 || (box.bottom > innerHeight + 1 && box.height < innerHeight)) wrong.push(`${name} is outside`);
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    for (const y of [top + 3, (top + bottom) / 2, bottom - 3]) {
        const hit = document.elementFromPoint(box.left + box.width / 2, y);
        if (hit && !shown.contains(hit) && !hit.contains(shown))
            wrong.push(`${name} is under ${hit.outerHTML.slice(0, 80)}`);
    }
    return wrong;
}"""
WHICH = "() => { const one = document.activeElement; return one === document.body ? '' : one.outerHTML; }"

BEFORE = """box => [...document.querySelectorAll("a[href], button, input, textarea, select, summary")]
    .filter(one => one === box || (one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0))
    .reduce((last, one, n, all) => all[n + 1] === box ? one : last, null)"""


class Keyboard:
    """A keyboard user; each element that gets the focus must be visible."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words):
        self.page.keyboard.type(words)

    def go_to(self, wanted, key="Tab"):
        """Press the key until `wanted` has the focus."""
        for _ in range(MOST_STOPS):
            self.press(key)
            assert self.page.evaluate(TROUBLE) == []
            if wanted.first.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{wanted} is not reached in {MOST_STOPS} steps")

    def stops(self, key="Tab"):
        """Walk through all elements of the page; yield the faults at each."""
        seen = set()
        for _ in range(MOST_STOPS):
            self.press(key)
            here = self.page.evaluate(WHICH)
            if not here or here in seen:
                return
            seen.add(here)
            yield from self.page.evaluate(TROUBLE)


@pytest.fixture
def idea():
    return a_lively_idea(a_lab())


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def open_page(new_page, request):
    """`open_page(address, member)`: connected, if the page is live."""

    def open_page(address, member=None):
        return open_live(new_page(member and member.user, viewport=request.param), address)

    return open_page


def test_from_the_skip_link_to_an_edited_comment(open_page, idea):
    page = open_page(f"{idea.lab.get_absolute_url()}ideeen/", a_person(idea.lab, "Chaima"))
    keys = Keyboard(page)
    keys.go_to(page.get_by_role("link", name="Naar de inhoud"))
    keys.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#inhoud"))
    keys.go_to(page.get_by_role("link", name=idea.title, exact=True))
    keys.press("Enter")
    page.wait_for_url(f"**{idea.get_absolute_url()}")

    keys.go_to(page.locator(".support--big"))
    keys.press("Enter")
    until(page, "document.activeElement.getAttribute('aria-pressed') === 'true'")
    assert "Je steunt dit" in page.evaluate("document.activeElement.innerText")

    keys.go_to(page.locator("#reageer textarea"))
    keys.type("Begin klein.")
    keys.go_to(page.get_by_role("button", name="Plaats reactie"))
    keys.press("Enter")
    said = page.locator(".said", has_text="Begin klein.")
    said.wait_for()
    assert page.evaluate("document.querySelector('#reageer').contains(document.activeElement)")

    keys.go_to(said.get_by_role("link", name="Bewerk"), key="Shift+Tab")
    keys.press("Enter")
    page.wait_for_url("**/bewerken/")
    until(page, "document.activeElement.matches('textarea')")  # the caret is there on arrival
    assert page.evaluate(TROUBLE) == []
    keys.press("Control+A")
    keys.type("Begin groot.")
    keys.go_to(page.get_by_role("button", name="Bewaar"))
    keys.press("Enter")
    page.wait_for_url(f"**{idea.get_absolute_url()}**")
    assert "Begin groot." in page.locator(".talk").inner_text()


PAGES = [
    "",
    "ideeen/",
    "ideeen/nieuw/",
    "mensen/",
    "beheer/",
    "beheer/rollen/geven/",
    "idea",
    "idea/meer/",
    "idea/status/",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_stop_is_to_be_seen(open_page, idea, address):
    staff = a_person(idea.lab, "Bea", "lab_admin")
    first, _, rest = address.partition("/")
    where = idea.get_absolute_url() + rest if first == "idea" else idea.lab.get_absolute_url() + address
    page = open_page(where, staff)
    assert list(Keyboard(page).stops()) == []


def test_no_stop_is_under_the_strip_or_the_notice(open_page, idea):
    page = open_page(idea.get_absolute_url(), idea.author)
    for number in range(12):
        make_comment(idea, a_person(idea.lab, "Chaima"), f"Nieuws {number}.")
    page.locator(".live-notice button").wait_for()
    page.context.set_offline(True)
    page.locator("[data-live-offline]").wait_for()
    keys = Keyboard(page)
    assert list(keys.stops()) + list(keys.stops("Shift+Tab")) == []


def test_text_box_is_whole_above_the_strip_wherever_it_was(open_page, idea):
    """A browser scrolls to the caret in the first line; the rest of the box could stay under the strip."""
    page = open_page(idea.get_absolute_url(), idea.author)
    page.context.set_offline(True)
    page.locator("[data-live-offline]").wait_for()
    box = page.locator("#reageer textarea")
    before = box.evaluate_handle(BEFORE)
    for above_the_edge in range(0, 240, 40):
        before.evaluate("one => one.focus({ preventScroll: true })")
        box.evaluate("(box, y) => scrollBy(0, box.getBoundingClientRect().top - innerHeight + y)", above_the_edge)
        page.keyboard.press("Tab")
        assert box.evaluate("box => box === document.activeElement")
        assert page.evaluate(TROUBLE) == []


def test_news_leaves_the_focus_where_it_is(open_page, idea):
    first, last = idea.comments.filter(parent=None).get(), make_comment(idea, idea.author, "Hier ben ik.")
    page = open_page(idea.get_absolute_url())
    keys = Keyboard(page)
    link = page.locator(f"#comment-{last.pk}").get_by_role("link", name="Antwoord")
    keys.go_to(link)
    top = link.bounding_box()["y"]
    make_comment(idea, idea.author, "Een lang antwoord. " * 40, first)
    make_comment(idea, idea.author, "En nog iets.")
    first.edit("Mooi plan. " * 60)
    last.edit("Hier ben ik nog steeds.")
    until(page, "() => document.querySelector('.talk').textContent.includes('En nog iets.')")
    until(page, "() => document.querySelector('.talk').textContent.includes('Mooi plan. Mooi plan.')")
    assert link.evaluate("link => link === document.activeElement")
    assert abs(link.bounding_box()["y"] - top) < 2
    assert page.evaluate(TROUBLE) == []
    assert "Hier ben ik." in page.locator(f"#comment-{last.pk}").inner_text()
    keys.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab")
    until(page, "() => document.querySelector('.talk').textContent.includes('nog steeds')")
