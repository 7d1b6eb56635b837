"""Typing continues during dozens of updates, two lost connections and a restart of the site."""

import sys
from itertools import batched
from random import Random
from time import monotonic

import pytest

from answers.models import Terms
from labs.models import RESIDENT_VOICE
from tests.browser.conftest import Site
from tests.browser.stage import LAPTOP, PHONE, a_lab, a_person, open_live, until
from tests.browser.test_two_browsers import differences
from tests.conftest import EVERYTHING, SEED
from tests.factories import make_comment, make_idea

SECONDS = 120 if EVERYTHING else 12
CUTS = [(0.1, 0.4), (0.75, 0.95)]  # start and end, as fractions of that time
RESTART = 0.5
STANDS = "box => [box.value, box.selectionStart, box.selectionEnd, document.activeElement === box]"
WORDS = "de buurt wil een bankje bij het water en daar ook licht "
LONG = 180  # letters: in a longer box on a phone the browser follows the caret, and moves the page
SYLLABLES = ["n", "ni", "nih", "niha", "nihao"]

# In the page: whatever ends a composition that the typist did not end, or touches the box without a key
WATCH = """box => {
    window.composed = [];
    for (const kind of ["compositionstart", "compositionend", "blur"])
        box.addEventListener(kind, event => composed.push(event.type));
}"""


class Typist:
    """A person who types, corrects, selects and composes; knows the text that the box must hold."""

    def __init__(self, page, dice):
        self.page, self.dice, self.box = page, dice, page.locator("#reageer textarea")
        self.keys = page.context.new_cdp_session(page)
        self.text, self.caret, self.end, self.compositions = "", 0, 0, 0
        self.box.click()
        self.type("Mijn vraag: ")
        self.box.evaluate(WATCH)
        self.top = self.where()

    def where(self):
        return self.box.bounding_box()["y"]

    def act(self):
        """Do one thing; then text and caret must be unchanged."""
        if len(self.text) > LONG:
            self.begin_again()
        self.dice.choice([self.write, self.write, self.write, self.write, self.go_back, self.select, self.compose])()
        self.check()

    def check(self):
        assert self.box.evaluate(STANDS) == [self.text, self.caret, self.end, True]
        assert self.page.evaluate("composed") == ["compositionstart", "compositionend"] * self.compositions
        assert abs(self.where() - self.top) < 2

    def type(self, words):
        self.page.keyboard.type(words, delay=15)
        self.text = self.text[: self.caret] + words + self.text[self.end :]
        self.caret = self.end = self.caret + len(words)

    def begin_again(self):
        self.page.keyboard.press("ControlOrMeta+a")
        self.caret, self.end = 0, len(self.text)
        self.type("Anders gezegd: ")

    def write(self):
        start = self.dice.randrange(len(WORDS) - 8)
        self.type(WORDS[start : start + 8])

    def go_back(self):
        steps = min(3, self.caret)
        self.page.keyboard.press("ArrowLeft")  # from the selection to its beginning
        if self.caret == self.end:
            self.caret -= min(1, self.caret)
        self.end = self.caret
        for _step in range(min(steps, self.caret)):
            self.page.keyboard.press("ArrowLeft")
            self.caret = self.end = self.caret - 1

    def select(self):
        """Select some letters and keep the selection while updates arrive."""
        if self.caret != self.end or self.end == len(self.text):
            return self.write()
        length = min(4, len(self.text) - self.end)
        for _letter in range(length):
            self.page.keyboard.press("Shift+ArrowRight")
        self.end += length

    def compose(self):
        """Compose two characters from typed letters; updates may arrive in between."""
        before, after = self.text[: self.caret], self.text[self.end :]
        for letters in SYLLABLES:
            self.keys.send(
                "Input.imeSetComposition",
                {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
            )
            self.page.wait_for_timeout(40)
            assert self.box.evaluate("box => box.value") == before + letters + after
        self.keys.send("Input.insertText", {"text": "你好"})
        self.text, self.compositions = before + "你好" + after, self.compositions + 1
        self.caret = self.end = len(before) + 2


def what_happens(idea, first, neighbours):
    """100 supports and 50 comments with the first one, which fill a page of comments; an edit, a status."""
    for number, pair in enumerate(batched(neighbours, 2, strict=True)):
        for neighbour in pair:
            idea.support(neighbour)
        if number:
            make_comment(idea, pair[0], f"Nieuws {number}. " * (1 + number % 4), first if number % 3 == 2 else None)
        if number == 16:
            idea.edit(idea.author, title="Pluktuin voor iedereen", opportunity="Langer dan eerst. " * 30)
        if number == 25:
            idea.set_status(idea.author, RESIDENT_VOICE, "talking", "Het leeft in het dorp.", "Vrijdag verder.")
        yield


@pytest.fixture
def site(database):
    site = Site()
    site.start()
    site.wait()
    yield site
    site.stop()


def test_typing_is_unharmed_on_laptop_and_phone(new_page, site, capsys):
    idea = make_idea(a_person(a_lab(), "Anna"), "Pluktuin Meterik")
    Terms.objects.create(lab=idea.lab, threshold=1000)  # no answer is owed: an open page keeps the button to ask
    first = make_comment(idea, idea.author, "Wie heeft een schop?")
    neighbours = [a_person(idea.lab, "Buur") for _ in range(100)]
    writers, dice = [idea.author, a_person(idea.lab, "Chaima")], Random(SEED)

    def open_page(writer, size):
        return open_live(new_page(writer.user, at=site.origins[0], viewport=size), idea.get_absolute_url())

    sizes = list(zip(writers, (LAPTOP, PHONE), strict=True))
    pages = [open_page(*size) for size in sizes]
    typists = [Typist(page, dice) for page in pages]
    plan = [(n * 0.9 / 50, "news") for n in range(50)]
    plan += [(when, what) for cut in CUTS for when, what in zip(cut, ("cut", "mend"), strict=True)]
    plan = sorted([*plan, (RESTART, "kill"), (RESTART + 0.05, "start")])
    news, began, acts = what_happens(idea, first, neighbours), monotonic(), 0
    while plan or monotonic() < began + SECONDS:
        while plan and monotonic() >= began + plan[0][0] * SECONDS:
            what = plan.pop(0)[1]
            if what == "news":
                next(news)
            elif what in ("kill", "start"):
                getattr(site, what)()
            else:
                for page in pages:
                    page.context.set_offline(what == "cut")
        for typist in typists:
            typist.act()
            acts += 1

    idea.refresh_from_db()
    for page in pages:
        caught_up = "([name, head]) => stadslab.live.topics.get(name).cursor.endsWith('.' + head)"
        until(page, caught_up, [f"idea-{idea.pk}", idea.revision])
    for typist in typists:
        typist.check()
    assert (idea.comments.count(), idea.support_count) == (50, 100)
    for typist, size in zip(typists, sizes, strict=True):
        typist.box.fill("")
        typist.box.evaluate("box => box.blur()")
        until(typist.page, "() => document.querySelector('h1').textContent.includes('iedereen')")
        assert differences(typist.page, open_page(*size)) == ""
    with capsys.disabled():
        sys.stdout.write(f"\n   {acts} times typed, corrected, selected or composed in {SECONDS} s: nothing lost")
