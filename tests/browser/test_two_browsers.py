"""Several people at one idea, each in a browser: each sees the others' changes, once and in order.

Also with live's poll or doorbell off; and, in bin/test, with the writer on another process.
"""

import sys
from difflib import unified_diff
from itertools import cycle
from random import Random
from time import monotonic

import pytest
from playwright.sync_api import expect

from ideas.models import Comment
from labs.models import RESIDENT_VOICE
from tests.browser.conftest import running
from tests.browser.stage import PHONE, a_lab, a_lively_idea, a_person, open_live, until
from tests.conftest import EVERYTHING, SEED, sampled
from tests.factories import make_comment, make_idea

pytestmark = pytest.mark.live

PROMISED = {"": 1.0, "poll": 0.2, "doorbell": 1.5}  # seconds from the click until it is seen, without that
OUTAGE = 30 if EVERYTHING else 4

WATCH = """wanted => {
    window.seenAt = {};
    const look = () => {
        for (const [where, word] of wanted)
            for (const one of document.querySelectorAll(where))
                if (one.textContent.includes(word)) seenAt[word] ??= Date.now();
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
NOTE_PRESSES = "() => { window.presses = []; addEventListener('submit', () => presses.push(Date.now()), true); }"

# The followed part of the page, without what may differ between two visits
STANDS = """() => {
    const copy = document.querySelector("main [data-follow]").cloneNode(true);
    for (const gone of copy.querySelectorAll("[data-gone][hidden]")) gone.remove();
    for (const field of copy.querySelectorAll("[name=csrfmiddlewaretoken], [name=key]")) field.value = "";
    for (const field of copy.querySelectorAll("input")) field.setAttribute("value", field.value);
    for (const time of copy.querySelectorAll("time")) { time.textContent = ""; time.removeAttribute("title"); }
    for (const part of copy.querySelectorAll(".is-new")) part.classList.remove("is-new");
    for (const notice of copy.querySelectorAll(".live-notice")) notice.remove();
    for (const filter of copy.querySelectorAll("[role=search] select")) filter.remove();
    for (const part of copy.querySelectorAll("*"))
        for (const name of ["tabindex", "aria-busy", "data-last", "class"])
            if (name !== "class" || !part.className) part.removeAttribute(name);
    for (const followed of [copy, ...copy.querySelectorAll("[data-follow]")])
        for (const name of ["data-after", "data-revision"]) followed.removeAttribute(name);
    return copy.outerHTML.replace(/\\s+/g, " ").replace(/> ?</g, ">\\n<").split("\\n");
}"""


@pytest.fixture(scope="module", params=PROMISED, ids=lambda off: f"without {off}" if off else "as it is")
def without(request):
    """The part of live that is off, if any."""
    return request.param


@pytest.fixture(scope="module")
def origins(without, servers):
    if not without:
        yield servers
        return
    settings = {"DJANGO_SETTINGS_MODULE": "tests.browser.live_settings", "LIVE_WITHOUT": without}
    with running(len(servers), **settings) as origins:
        yield origins


@pytest.fixture
def idea():
    return a_lively_idea(a_lab())


@pytest.fixture
def at_the_idea(new_page, origins, idea):
    """`at_the_idea(member)`: the idea's page in a separate browser; signed out without a member."""

    def open_page(member=None, at=origins[0], **options):
        return open_live(new_page(member and member.user, at=at, **options), idea.get_absolute_url())

    return open_page


@pytest.fixture
def tell(capsys):
    """Print a figure, also when the test passes."""

    def tell(words):
        with capsys.disabled():
            sys.stdout.write(f"\n   {words}")

    return tell


def say(page, text):
    page.locator("#reageer textarea").fill(text)
    page.get_by_role("button", name="Plaats reactie").click()


def talk(page):
    """Return the texts of the comments, from top to bottom."""
    return [words.strip() for words in page.locator(".talk .comment__body, .talk .gone").all_inner_texts()]


def differences(page, fresh):
    """Return the differences between the open page (-) and a fresh one (+)."""
    lines = unified_diff(page.evaluate(STANDS), fresh.evaluate(STANDS), n=1, lineterm="")
    return "\n".join(lines)


def test_support_and_comment_reach_others_while_one_of_them_types(at_the_idea, origins, idea, without, tell):
    visitor, typist = at_the_idea(), at_the_idea(idea.author)
    writer = at_the_idea(a_person(idea.lab, "Chaima"), at=origins[-1])
    writer.evaluate(NOTE_PRESSES)
    for reader in (visitor, typist):
        reader.evaluate(WATCH, [["[id^=tally]", "6"], [".talk", "Begin klein."]])
    box = typist.locator("#reageer textarea")
    box.click()
    typist.keyboard.type("Ik werk bij de .")
    typist.keyboard.press("ArrowLeft")
    top, typed, letters = box.bounding_box()["y"], "", cycle("waterleiding ")

    def type_until_both_see(word):
        nonlocal typed
        pressed_at = monotonic()
        while not all(reader.evaluate("word => seenAt[word]", word) for reader in (visitor, typist)):
            assert monotonic() - pressed_at < 10 * PROMISED[without], f"{word} is not on both screens"
            letter = next(letters)
            typist.keyboard.type(letter, delay=10)
            typed += letter

    writer.locator(".support--big").click(no_wait_after=True)
    type_until_both_see("6")
    say(writer, "Begin **klein**.")
    type_until_both_see("Begin klein.")
    typist.keyboard.type("!")

    assert box.input_value() == f"Ik werk bij de {typed}!."
    assert typist.evaluate("document.activeElement.name") == "text"
    assert box.evaluate("box => [box.selectionStart, box.selectionEnd]") == [len(box.input_value()) - 1] * 2
    assert abs(box.bounding_box()["y"] - top) < 2
    for reader in (visitor, typist):
        assert talk(reader).count("Begin klein.") == 1
        assert reader.locator(".support--big b").inner_text().split()[-1] == "6"
    pressed = writer.evaluate("presses")
    for reader, who in ((visitor, "signed out"), (typist, "typing")):
        took = [
            (seen - press) / 1000
            for press, seen in zip(pressed, reader.evaluate("Object.values(seenAt)"), strict=True)
        ]
        tell(f"{who}: support after {took[0]:.3f} s, comment after {took[1]:.3f} s (promised {PROMISED[without]} s)")


def test_the_first_comment_brings_the_way_to_the_place_where_you_write(new_page, idea):
    quiet = make_idea(idea.author, "Nog stil")
    page = open_live(new_page(), quiet.get_absolute_url())
    way = page.locator("#reacties .section-head").get_by_role("link", name="Reageer")
    assert page.get_by_role("link", name="Reageer").count() == 1, "right below the heading"
    assert not way.is_visible()
    make_comment(quiet, idea.author, "Wie is er ook voor?")
    expect(way).to_be_visible()


def test_what_is_typed_while_the_answer_is_on_its_way_stays(at_the_idea, idea):
    page, held = at_the_idea(idea.author), []
    page.route(
        "**/reacties/**", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    say(page, "Het eerste.")
    until(page, "() => document.querySelector('#reageer textarea').form.dataset.sending !== undefined")
    page.locator("#reageer textarea").fill("Het tweede, nog niet klaar")
    for _wait in range(200):
        if held:
            break
        page.wait_for_timeout(20)
    held.pop().continue_()
    page.unroute("**/reacties/**")
    page.locator(".talk").get_by_text("Het eerste.").wait_for()
    until(page, "() => document.querySelector('#reageer textarea').form.dataset.sending === undefined")
    assert page.locator("#reageer textarea").input_value() == "Het tweede, nog niet klaar"
    page.get_by_role("button", name="Plaats reactie").click()
    page.locator(".talk").get_by_text("Het tweede, nog niet klaar").wait_for()
    until(page, "() => document.querySelector('#reageer textarea').value === ''")


def test_what_was_missed_without_a_network_is_there_once_in_order(at_the_idea, origins, idea, without, tell):
    if without not in sampled(list(PROMISED), 1):
        pytest.skip("not in this sample")
    first = make_comment(idea, idea.author, "Vooraf.")
    reader, typist = at_the_idea(viewport=PHONE), at_the_idea(idea.author)
    writer = at_the_idea(a_person(idea.lab, "Chaima"), at=origins[-1])
    typist.locator("#reageer textarea").fill("Nog niet klaar")
    before = talk(reader)
    for page in (reader, typist):
        page.context.set_offline(True)
    cut_at = monotonic()
    for page in (reader, typist):
        page.get_by_text("Geen verbinding. Wat je typt, blijft staan.").wait_for()

    for number in range(1, 5):
        say(writer, f"Gemist {number}.")
        writer.locator(".talk").get_by_text(f"Gemist {number}.").wait_for()
    writer.locator(".support--big").click()
    writer.get_by_role("button", name="Nee", exact=True).click()
    first.edit("Vooraf, en mooier.")
    idea.set_status(idea.author, RESIDENT_VOICE, "talking", "Het leeft.", "Vrijdag verder.")
    reader.wait_for_timeout(max(0, OUTAGE - (monotonic() - cut_at)) * 1000)
    assert talk(reader) == before

    back_at = monotonic()
    for page in (reader, typist):
        page.context.set_offline(False)
    for page in (reader, typist):
        page.get_by_text("Je bent weer verbonden. Alles is bijgewerkt.").wait_for(timeout=60_000)
        missed = [words for words in talk(page) if words not in before]
        assert missed == ["Vooraf, en mooier.", *(f"Gemist {number}." for number in range(1, 5))]
        expect(page.get_by_text("Geen verbinding.").first).to_be_hidden()
        assert page.locator(".support--big b").inner_text().split()[-1] == "6"
    tell(f"back {monotonic() - back_at:.1f} s after an outage of {back_at - cut_at:.0f} s")
    expect(typist.locator("#reageer textarea")).to_have_value("Nog niet klaar")
    assert differences(reader, at_the_idea(viewport=PHONE)) == ""
    typist.locator("#reageer textarea").fill("")
    assert differences(typist, at_the_idea(idea.author)) == ""


class Crowd:
    """Some people who do random things to an idea, by a seed."""

    def __init__(self, idea, dice):
        self.idea, self.dice, self.done = idea, dice, []
        self.people = [idea.author, *(a_person(idea.lab, first) for first in ("Bram", "Chaima", "Dirk"))]
        self.mo = a_person(idea.lab, "Mo", "moderator")

    def act(self):
        """Do one random thing that is possible now."""
        verbs = [self.support, self.withdraw, self.comment, self.comment, self.reply, self.edit, self.remove]
        verbs += [self.hide, self.restore, self.answer, self.pledge, self.take_back, self.status, self.words]
        verb = self.dice.choice(verbs)
        verb(self.dice.choice(self.people))
        self.done.append(verb.__name__)

    def one(self, **which):
        """Return one of the comments, or None."""
        found = list(Comment.objects.filter(idea=self.idea, **which).select_related("idea__lab"))
        return self.dice.choice(found) if found else None

    def support(self, who):
        self.idea.support(who)

    def withdraw(self, who):
        self.idea.withdraw_support(who)

    def comment(self, who):
        make_comment(self.idea, who, f"Reactie **{len(self.done)}**.")

    def reply(self, who):
        parent = self.one(parent=None, removed_at=None, is_hidden=False)
        if parent:
            make_comment(self.idea, who, f"Antwoord {len(self.done)}.", parent)

    def edit(self, who):
        comment = self.one(removed_at=None, is_hidden=False)
        if comment:
            comment.edit(f"Anders {len(self.done)}.")

    def remove(self, who):
        comment = self.one(removed_at=None, is_hidden=False)
        if comment:
            comment.remove()

    def hide(self, who):
        comment = self.one(is_hidden=False, removed_at=None)
        if comment:
            comment.hide(self.mo, "spam")

    def restore(self, who):
        comment = self.one(is_hidden=True)
        if comment:
            comment.restore(self.mo, "Toch goed.")

    def answer(self, who):
        self.idea.answer_need(who, self.dice.choice(["yes", "no", "unsure"]))

    def pledge(self, who):
        self.idea.pledge(who, RESIDENT_VOICE, self.dice.choice(["time", "things"]), f"Nummer {len(self.done)}")

    def take_back(self, who):
        pledge = self.idea.pledges.standing().first()
        if pledge:
            pledge.take_back()

    def status(self, who):
        status = self.dice.choice(["talking", "waiting", "doing"])
        self.idea.set_status(self.idea.author, RESIDENT_VOICE, status, f"Stap {len(self.done)}.", "En verder.")

    def words(self, who):
        self.idea.edit(
            self.idea.author, title=f"Pluktuin {len(self.done)}", needed=f"een schop\n{len(self.done)} handen"
        )


@pytest.mark.parametrize("seed", range(SEED, SEED + (5 if EVERYTHING else 1)))
def test_a_page_that_lived_through_it_all_equals_a_fresh_one(new_page, server, idea, seed):
    """Many different changes, while the connection is cut and restored."""
    crowd, readers = Crowd(idea, Random(seed)), [None, a_person(idea.lab, "Els")]
    address, cards = idea.get_absolute_url(), f"/{idea.lab.slug}/ideeen/"
    pages = [open_live(new_page(reader and reader.user), where) for reader in readers for where in (address, cards)]
    for round in range(4 if EVERYTHING else 3):
        for page in pages:
            page.context.set_offline(round % 2 == 1)
        for _ in range(10):
            crowd.act()
        pages[0].wait_for_timeout(1200)
    for page in pages:
        page.context.set_offline(False)
    idea.refresh_from_db()
    for page in pages:
        caught_up = "head => [...stadslab.live.topics].some(([name, topic]) => "
        caught_up += "name.startsWith('idea-') && topic.cursor.endsWith('.' + head))"
        until(page, caught_up, idea.revision, timeout=60_000)
    for number, page in enumerate(pages):
        fresh = open_live(new_page(readers[number // 2] and readers[number // 2].user), (address, cards)[number % 2])
        assert differences(page, fresh) == "", f"STADSLAB_SEED={seed}: {crowd.done}"
