"""The whole way of a report, in browsers: two people report a comment, a moderator hides it with a reason, its author
asks for a second look on a page, and another moderator puts it back in its place, live.

The same in two labs at the same time, on a telephone, by keyboard alone and without scripts; and with a neighbour.
Codes and links come from the real mails.
"""

import re

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from common import clock
from moderation.models import Case, ModerationSettings, report
from tests.browser.access import overflow
from tests.browser.conftest import running
from tests.browser.stage import LAPTOP, PHONE, a_lab, a_lively_idea, a_person, open_live
from tests.browser.test_journeys_keyboard import Keyboard
from tests.factories import make_comment, make_idea
from tests.mails import send_all
from tests.smtp_sink import sink

pytestmark = pytest.mark.live
WORDS = "Die van nummer 14 doet nooit iets."
EXPLAINED = "Je noemt een huisnummer. Schrijf het zonder."
WHY = "Er staat geen naam in."
BACK = "Nummer 14 is het buurthuis."
SOON = 20_000  # milliseconds: ten times what realtime promises, for a busy machine


@pytest.fixture(scope="module")
def post(django_db_setup):
    """A mail server that keeps its mails."""
    with sink() as post:
        yield post


@pytest.fixture(scope="module")
def servers(post):
    """The site, with this mail server."""
    with running(MAIL_URL=post.url) as origins:
        yield origins


@pytest.fixture
def mailed(post):
    """`mailed(address, pattern)`: what this pattern finds in the newest real mail to this address that has it."""
    kept = []
    smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1"}}
    smtp["OPTIONS"]["port"] = post.port

    def mailed(address, pattern):
        with override_settings(MAILERS={"default": smtp}):
            send_all()
        kept.extend(post.all_mails())
        theirs = [mail for mail in kept if mail["To"] == address]
        texts = [f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}" for mail in theirs]
        return [found[0] for found in (re.search(pattern, text) for text in texts) if found][-1]

    return mailed


def a_reader(lab, first, *kinds):
    """Return a person whose address a mail server accepts."""
    person = a_person(lab, first, *kinds)
    person.user.email = person.user.mailbox = f"{first.lower()}@{lab.slug}.example"
    person.user.save(update_fields=["email", "mailbox"])
    return person


class Hands:
    """Somebody who taps, or who has only a keyboard; each page must fit in the window."""

    def __init__(self, page, has_keyboard_alone=False):
        self.page, self.keys = page, Keyboard(page) if has_keyboard_alone else None

    def go(self, address):
        self.page.goto(address)
        assert overflow(self.page) <= 0, address

    def reach(self, wanted):
        """Go there by keyboard, unless the caret is there already."""
        if not wanted.first.evaluate("one => one === document.activeElement"):
            self.keys.go_to(wanted)

    def press(self, role, name):
        """Press a button, or follow a link, of the content."""
        wanted = self.page.locator("main").get_by_role(role, name=name, exact=True)
        if self.keys:
            self.reach(wanted)
        with self.page.expect_navigation():
            self.keys.press("Enter") if self.keys else wanted.first.click()
        assert overflow(self.page) <= 0, self.page.url

    def write(self, label, words):
        box = self.page.get_by_label(label)
        if self.keys:
            self.reach(box)
            self.keys.type(words)
        else:
            box.fill(words)

    def tick(self, label):
        """Choose one of a group, which has one stop of the keyboard, or tick a box."""
        box = self.page.get_by_label(label, exact=True)
        if not self.keys:
            box.check()
        elif box.get_attribute("type") == "checkbox":
            self.reach(box)
            self.keys.press("Space")
        else:
            group = self.page.locator(f"[name='{box.get_attribute('name')}']")
            self.reach(group)
            self.keys.press("Space")
            for _step in range(group.count()):
                if box.is_checked():
                    break
                self.keys.press("ArrowDown")
        expect(box).to_be_checked()

    def choose(self, label, words):
        box = self.page.get_by_label(label, exact=True)
        if self.keys:
            self.reach(box)
            self.keys.type(words)
            assert box.evaluate("one => one.selectedOptions[0].text.trim()") == words
        else:
            box.select_option(label=words)


class Village:
    """A lab where Anna wrote a comment, Bram and a visitor report it, and Mo and Noor moderate; `reader` looks on."""

    def __init__(self, new_page, mailed, **options):
        self.new_page, self.mailed, self.options = new_page, mailed, options
        self.has_keyboard_alone = options.pop("has_keyboard_alone", False)
        self.lab = a_lab()
        self.anna, self.bram = a_reader(self.lab, "Anna"), a_reader(self.lab, "Bram")
        self.mo, self.noor = a_reader(self.lab, "Mo", "moderator"), a_reader(self.lab, "Noor", "moderator")
        self.idea = a_lively_idea(self.lab)
        self.comment = make_comment(self.idea, self.anna, WORDS)
        self.reader = open_live(new_page(), self.idea.get_absolute_url())

    def hands(self, member=None):
        page = self.new_page(member and member.user, **self.options)
        return Hands(page, self.has_keyboard_alone)

    @property
    def case(self):
        """The one case about the comment."""
        return Case.objects.about(self.comment).get()

    def report_with_an_account(self):
        hands = self.hands(self.bram)
        hands.go(f"{self.idea.get_absolute_url()}reacties/{self.comment.pk}/meer/")
        hands.press("link", "Meld aan de moderator")
        hands.press("button", "Meld aan de moderator")
        expect(hands.page.get_by_text("Kies wat er mis is.").first).to_be_visible()
        hands.tick("privégegevens van iemand")
        hands.write("Wil je iets uitleggen?", "Iedereen weet wie dat is.")
        hands.press("button", "Meld aan de moderator")
        expect(hands.page.get_by_role("heading", name="Wat je meldde")).to_be_visible()

    def report_without_an_account(self):
        self.visitor, address = self.hands(), f"tess@{self.lab.slug}.example"
        self.visitor.go(f"{self.idea.get_absolute_url()}reacties/{self.comment.pk}/meer/")
        self.visitor.press("link", "Meld aan de moderator")
        self.visitor.tick("scheldt of kleineert")
        self.visitor.write("Wat is er mis mee, en waarom?", "Zo praat je niet over buren.")
        self.visitor.write("Je mailadres", address)
        self.visitor.tick("Ik denk dat klopt wat ik hier schrijf, en dat het compleet is")
        self.visitor.press("button", "Mail mij een code")
        assert self.case.reports.count() == 1, "nothing before the code"
        code = self.mailed(address, r"\b\d{6}\b")
        self.visitor.write("Typ je code", code)
        self.visitor.press("button", "Meld aan de moderator")
        self.secret = self.mailed(address, rf"/{self.lab.slug}/moderatie/melding/\S+")
        self.visitor.go(self.secret)
        expect(self.visitor.page.get_by_text("Een moderator kijkt uiterlijk")).to_be_visible()
        assert self.case.reports.count() == 2, "one case"

    def hide(self):
        hands = self.hands(self.mo)
        hands.go(f"/{self.lab.slug}/moderatie/")
        expect(hands.page.get_by_text("2 keer gemeld.")).to_be_visible()
        hands.press("link", f"Reactie bij {self.idea.title}")
        expect(hands.page.get_by_text("Iemand zonder account")).to_be_visible()
        hands.tick("Verberg")
        hands.choose("Reden", "privégegevens van iemand")
        hands.write("Uitleg", EXPLAINED)
        self.press_and_see(hands, "Beslis", "Deze reactie is verborgen. Reden: privégegevens van iemand.")
        assert WORDS not in self.reader.content()

    def press_and_see(self, hands, button, words):
        """Press, and see within two seconds after the response that the page of the reader has these words."""
        hands.press("button", button)
        expect(self.reader.locator(f"#comment-{self.comment.pk}")).to_contain_text(words, timeout=SOON)

    def read_why_and_ask(self):
        hands = self.hands(self.anna)
        hands.go(self.mailed(self.anna.user.email, rf"/{self.lab.slug}/\S+/uitleg/"))
        for words in (WORDS, "Privégegevens van iemand", EXPLAINED, f"{self.mo.name}, moderator"):
            expect(hands.page.locator("main")).to_contain_text(words)
        assert "Iedereen weet wie dat is." not in hands.page.content()
        assert self.bram.name not in hands.page.content()
        hands.write("Waarom klopt het niet?", WHY)
        hands.press("button", "Laat nog eens kijken")
        expect(hands.page.get_by_text("Een andere moderator kijkt, uiterlijk")).to_be_visible()
        self.author = hands

    def put_back(self):
        hands = self.hands(self.noor)
        hands.go(self.mailed(self.noor.user.email, rf"/{self.lab.slug}/moderatie/{self.case.pk}/"))
        expect(hands.page.locator("main")).to_contain_text(WHY)
        hands.tick("Zet het terug op zijn plek")
        hands.write("Uitleg", BACK)
        self.press_and_see(hands, "Beslis", WORDS)
        places = self.reader.locator(f"#comments-{self.idea.pk} > .said").evaluate_all("all => all.map(one => one.id)")
        wanted = [f"comment-{one.pk}" for one in self.idea.comments.in_order()]
        assert places == wanted, "in its place"

    def everybody_reads_how_it_ended(self):
        self.author.go(self.mailed(self.anna.user.email, rf"/{self.lab.slug}/moderatie/\d+/\S+"))
        expect(self.author.page.get_by_text(BACK)).to_be_visible()
        self.visitor.go(self.secret)
        expect(self.visitor.page.get_by_text("Een moderator zette het later terug")).to_be_visible()

    def sees_nothing_of(self, other):
        """No moderator here opens a page of the other lab's case, in either lab, nor finds it in a list."""
        browser = self.new_page(self.mo.user).request
        for address in closed_to(other.lab, self.lab, other.case):
            assert browser.get(address).status in (403, 404), address
        for stand in ("", "?stand=nog-eens", "?stand=klaar"):
            shown = browser.get(f"/{self.lab.slug}/moderatie/{stand}")
            assert shown.status == 200
            assert f"/moderatie/{other.case.pk}/" not in shown.text()
            assert other.lab.slug not in shown.text()


def closed_to(theirs, ours, case):
    """Return the addresses of moderation in one lab, and those of its case in another one."""
    pages = ("", "uitleg/", "laat-nog-eens-kijken/", "nieuwe-beoordeling/")
    each = [f"/{lab.slug}/moderatie/{case.pk}/{page}" for lab in (theirs, ours) for page in pages]
    lists = [f"/{theirs.slug}/moderatie/{page}" for page in ("", "opvallend/", "oefenen/")]
    return [*each, *lists, f"/{ours.slug}/moderatie/buren/{case.pk}/", f"/{theirs.slug}/log/"]


STEPS = (
    Village.report_with_an_account,
    Village.report_without_an_account,
    Village.hide,
    Village.read_why_and_ask,
    Village.put_back,
    Village.everybody_reads_how_it_ended,
)


def test_from_two_reports_to_a_comment_that_is_back_in_two_labs_that_see_nothing_of_each_other(new_page, mailed):
    here = Village(new_page, mailed, viewport=PHONE)
    there = Village(new_page, mailed, viewport=LAPTOP, java_script_enabled=False)
    for step in STEPS:
        for village in (here, there):
            step(village)
        here.sees_nothing_of(there)
        there.sees_nothing_of(here)


def test_all_of_it_with_a_keyboard_alone(new_page, mailed):
    village = Village(new_page, mailed, viewport=PHONE, has_keyboard_alone=True)
    for step in STEPS:
        step(village)


def handed(page, lab):
    """Return the addresses of the cases of other labs that this moderator finds."""
    Hands(page).go(f"/{lab.slug}/moderatie/buren/")
    found = page.locator("main a").evaluate_all("all => all.map(one => one.pathname)")
    return [path for path in found if re.fullmatch(r"/[\w-]+/moderatie/(buren/)?\d+/.*", path)]


def test_a_neighbour_sees_the_one_case_that_is_handed_to_them_and_no_more(new_page, mailed):
    village = Village(new_page, mailed, viewport=PHONE)
    village.noor.roles.all().delete()  # Mo is the only moderator left
    near = a_lab(name="Buurdorp")
    olaf, els = a_reader(near, "Olaf", "moderator"), a_reader(near, "Els", "moderator")
    ModerationSettings.objects.create(lab=village.lab, neighbour=olaf, agreed_at=clock.now())
    page = new_page(olaf.user, viewport=PHONE)
    for step in STEPS[:4]:
        step(village)
        if step is not STEPS[3]:
            assert handed(page, near) == [], "nothing is handed to them yet"
    other = report(make_idea(village.anna, "Een ander idee"), village.bram, "spam").report.case
    case = village.case
    address = mailed(olaf.user.email, rf"/{near.slug}/moderatie/buren/\d+/")
    assert address == f"/{near.slug}/moderatie/buren/{case.pk}/"

    # That case alone, also in the lists
    hands = Hands(page)
    assert handed(page, near) == [address]
    closed = closed_to(village.lab, near, case) + closed_to(village.lab, near, other)
    for forbidden in [one for one in closed if one != address]:
        assert page.request.get(forbidden).status in (403, 404), forbidden
    assert new_page(els.user).request.get(address).status == 404, "nobody else there"
    hands.go(address)
    for words in (WORDS, EXPLAINED, WHY, "Iedereen weet wie dat is.", "Zo praat je niet over buren."):
        expect(page.locator("main")).to_contain_text(words)
    assert village.bram.name not in page.content()
    assert other.idea.title not in page.content()

    hands.tick("Zet het terug op zijn plek")
    hands.write("Uitleg", BACK)
    village.press_and_see(hands, "Beslis", WORDS)
    assert page.goto(address).status == 404, "it is closed to them again"
    village.everybody_reads_how_it_ended()
