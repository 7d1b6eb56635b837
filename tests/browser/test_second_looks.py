"""*Laat nog eens kijken* at each kind of decision, in browsers, from the writer's page to what everybody reads then.

By keyboard alone, and without scripts, in a narrow window; with each button pressed twice, and on pages that are too
old. What was hidden is decided by a neighbour, everything else by another moderator.
"""

import pytest
from playwright.sync_api import expect

from common import clock
from labs.models import Membership
from moderation.models import Case, ModerationSettings, Review, report
from tests.browser.stage import PHONE, a_lab, a_lively_idea
from tests.browser.test_moderation_walk import Hands, a_reader
from tests.browser.test_moderation_walk import mailed as mailed
from tests.browser.test_moderation_walk import post as post
from tests.browser.test_moderation_walk import servers as servers
from tests.factories import make_comment

pytestmark = pytest.mark.live
EXPLAINED = "Je noemt een huisnummer. Schrijf het zonder."
WHY = "Nummer 14 is het buurthuis, daar woont niemand."
TOO_LATE = "Ik vind van niet, en dit leest niemand meer."
SAID = "Ik zocht het na in het dorp."
STANDS = "De beslissing blijft"

# Per kind of decision: the choice that undoes it; what the writer reads then, and when it is confirmed; the public log
WAYS = {
    "hide": (
        "Zet het terug op zijn plek",
        "Een moderator keek nog eens. Het staat weer op zijn plek.",
        "Een andere moderator keek nog eens. Het blijft verborgen.",
        "teruggezet",
    ),
    "pause": (
        "Laat de schrijver weer meedoen",
        "Een moderator keek nog eens. Je kunt weer meedoen.",
        "Een andere moderator keek nog eens. Je doet tot die dag nog niet mee.",
        "de pauze is gestopt",
    ),
    "ask": (
        "Er hoeft niets te veranderen, laat staan",
        "Een moderator keek nog eens. Het blijft staan, je hoeft niets te veranderen.",
        "Een andere moderator keek nog eens, en vraagt je nog steeds om het te veranderen.",
        "er hoeft niets te veranderen",
    ),
    "close": (
        "Open het gesprek weer",
        "Een moderator keek nog eens. Het gesprek is weer open.",
        "Een andere moderator keek nog eens. Het gesprek blijft gesloten.",
        "het gesprek is weer open",
    ),
}


class Decision:
    """What Mo decided about a comment of Anna that Bram reported. Noor looks again, or Olaf of a neighbouring lab."""

    def __init__(self, kind, new_page, mailed, **options):
        self.kind, self.new_page, self.mailed, self.options = kind, new_page, mailed, options
        self.has_keyboard_alone = options.pop("has_keyboard_alone", False)
        self.undo, self.undone, self.confirmed, self.logged = WAYS[kind]
        self.lab = a_lab()
        self.anna, self.bram = a_reader(self.lab, "Anna"), a_reader(self.lab, "Bram")
        self.mo = a_reader(self.lab, "Mo", "moderator")
        self.idea = a_lively_idea(self.lab)
        self.comment = make_comment(self.idea, self.anna, "Die van nummer 14 doet nooit iets.")
        if kind == "hide":
            self.looks = a_reader(a_lab(name="Buurdorp"), "Olaf", "moderator")
            ModerationSettings.objects.create(lab=self.lab, neighbour=self.looks, agreed_at=clock.now())
        else:
            self.looks = a_reader(self.lab, "Noor", "moderator")
        self.case = report(self.comment, self.bram, "privacy", "Iedereen weet wie dat is.").report.case
        days = 7 if kind == "pause" else None
        self.case.decide(self.mo, kind, "privacy", EXPLAINED, days)

    def hands(self, member):
        page = self.new_page(member.user, **self.options)
        return Hands(page, self.has_keyboard_alone)

    def write(self, hands, field, words):
        box = hands.page.locator(f"[name={field}]")
        if hands.keys:
            hands.reach(box)
            hands.keys.type(words)
        else:
            box.fill(words)
        return box

    def send_twice(self, hands, name, words):
        """Press the button, and again before the answer is there, as impatient people do; these words come once."""
        button = hands.page.locator("main").get_by_role("button", name=name, exact=True)
        if hands.keys:
            hands.reach(button)
            hands.keys.press("Enter", "Enter")
        else:
            button.dblclick()
        expect(hands.page.get_by_text(words)).to_have_count(1)

    def ask(self):
        """Ask on the page to which the mail leads; a second window of the same page comes too late."""
        address = self.mailed(self.anna.user.email, rf"/{self.lab.slug}/moderatie/\d+/uitleg/")
        writer, second = self.hands(self.anna), self.hands(self.anna)
        for hands in (writer, second):
            hands.go(address)
            expect(hands.page.locator("main")).to_contain_text(EXPLAINED)
            assert self.bram.name not in hands.page.content()
        self.write(writer, "why", WHY)
        self.send_twice(writer, "Laat nog eens kijken", "Een andere moderator kijkt nog eens.")
        expect(writer.page.get_by_text("Een andere moderator kijkt, uiterlijk")).to_be_visible()
        assert Review.objects.get(decision__case=self.case).why == WHY
        self.refused(second, "why", "Laat nog eens kijken", "Je vroeg dit al.")

    def refused(self, hands, field, button, words):
        """Send a page that is too old: it says so, and what was typed is still there, without the button."""
        box = self.write(hands, field, TOO_LATE)
        with hands.page.expect_response(lambda one: one.request.method == "POST") as sent:
            hands.press("button", button)
        assert sent.value.status == 409
        expect(hands.page.locator("main")).to_contain_text(words)
        expect(hands.page.get_by_text(TOO_LATE)).to_be_visible()
        assert hands.page.locator("form", has=box).get_by_role("button").count() == 0

    def decide(self, choice):
        """Decide on the page to which the mail leads; a second window of the same page comes too late."""
        address = self.mailed(self.looks.user.email, rf"/{self.looks.lab.slug}/moderatie/(?:buren/)?{self.case.pk}/")
        hands, second = self.hands(self.looks), self.hands(self.looks)
        for one in (hands, second):
            one.go(address)
            expect(one.page.locator("main")).to_contain_text(WHY)
            one.tick(choice)
        self.write(hands, "review-explanation", SAID)
        self.send_twice(hands, "Beslis", "Beslist. ")
        review = Review.objects.get(decision__case=self.case)
        assert (review.decided_by, review.explanation) == (self.looks, SAID)
        words = "Er is net over beslist" if self.kind == "hide" else "Dit is net beslist"
        self.refused(second, "review-explanation", "Beslis", words)

    def writer_reads(self, words):
        hands = self.hands(self.anna)
        for address in (self.case.path_for_writer, self.case.path_to_ask):
            hands.go(address)
            expect(hands.page.locator("main")).to_contain_text(words)
            expect(hands.page.get_by_text(SAID)).to_be_visible()
            assert self.bram.name not in hands.page.content()

    def others_read(self, is_undone):
        """Who reported it reads no names and no words of the second look, and the public log only how it ended."""
        hands = self.hands(self.bram)
        hands.go(f"/{self.lab.slug}/moderatie/meldingen/")
        for hidden in (WHY, EXPLAINED, self.looks.name):
            assert hidden not in hands.page.content()
        hands.go(f"/{self.lab.slug}/beslissingen/")
        if is_undone or self.kind != "ask":  # else the writer still has to change it
            ended = self.logged if is_undone else "het blijft zo"
            expect(hands.page.locator("main")).to_contain_text(f"Nieuwe beoordeling: {ended}, op tijd.")
        for hidden in (WHY, EXPLAINED, SAID, self.anna.name, self.mo.name, self.idea.title):
            assert hidden not in hands.page.content()

    @property
    def is_undone(self):
        """Is what was decided no longer so?"""
        idea, anna = type(self.idea).objects.get(pk=self.idea.pk), Membership.objects.get(pk=self.anna.pk)
        comment = type(self.comment).objects.get(pk=self.comment.pk)
        return {
            "hide": not comment.is_hidden,
            "pause": not anna.is_paused,
            "ask": not Case.objects.get(pk=self.case.pk).is_open,
            "close": idea.talk_closed_at is None,
        }[self.kind]


@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("is_undone", [True, False], ids=["undone", "confirmed"])
def test_second_look(new_page, mailed, kind, is_undone):
    """Undone by keyboard alone, confirmed without scripts."""
    options = {"has_keyboard_alone": True} if is_undone else {"java_script_enabled": False}
    decision = Decision(kind, new_page, mailed, viewport=PHONE, **options)
    decision.ask()
    decision.decide(decision.undo if is_undone else STANDS)
    assert decision.is_undone == is_undone
    decision.writer_reads(decision.undone if is_undone else decision.confirmed)
    decision.others_read(is_undone)
