"""How many taps it takes on a phone, signed out at the start; typing on the keyboard is not a tap."""

import sys

import pytest
from playwright.sync_api import expect

from tests.browser.stage import PHONE, a_lab, a_lively_idea, a_name, a_photo
from tests.browser.test_signing_in import code_from_mail


class Thumb:
    """Someone at the site's home; counts each tap, also the tap on a field without the caret."""

    def __init__(self, page):
        self.page, self.taps = page, 0
        page.goto("/")

    def tap(self, target):
        self.page.wait_for_load_state()
        target.tap()
        self.taps += 1

    def link(self, name, **where):
        self.tap(self.page.locator("main").get_by_role("link", name=name, **where).first)

    def press(self, name):
        self.tap(self.page.locator("main").get_by_role("button", name=name).first)

    def type(self, name, words):
        """Type in a field, after a tap on it unless it has the caret already."""
        self.page.wait_for_load_state()
        field = self.page.locator(f"main [name={name}]").last
        field.wait_for()
        self.page.wait_for_timeout(200)  # the caret is set when the page is drawn
        if not field.evaluate("field => field === document.activeElement"):
            self.tap(field)
        self.page.keyboard.type(words)

    def choose_a_photo(self):
        """Tap the field, and then a photo in the window of the phone."""
        with self.page.expect_file_chooser() as window:
            self.tap(self.page.locator("main .shot"))
        window.value.set_files(a_photo())
        self.taps += 1
        self.page.locator("[data-photo-frame] canvas").first.wait_for()

    def sign_up(self):
        name = a_name("Merel")
        address = f"{name.replace(' ', '.').lower()}@post.example"
        self.type("email", address)
        self.press("Stuur mij een code")
        self.page.wait_for_url("**/inloggen/code/")
        self.type("code", code_from_mail(self.page, address))
        self.page.wait_for_url("**/inloggen/naam/")
        self.type("name", name)
        self.press("Klaar")


@pytest.fixture
def idea():
    return a_lively_idea(a_lab(name=a_name("Dorp")))


@pytest.fixture
def thumb(new_page, idea):
    thumb = Thumb(new_page(viewport=PHONE, has_touch=True))
    thumb.link(idea.lab.name)
    thumb.page.wait_for_url(f"**{idea.lab.get_absolute_url()}")
    return thumb


@pytest.fixture
def tell(capsys):
    """Print a figure, also when pytest keeps the output of tests."""

    def tell(words):
        with capsys.disabled():
            sys.stdout.write(f"\n{words}\n")

    return tell


def test_support_takes_five_taps(thumb, idea, tell):
    thumb.link("Ik steun dit")
    thumb.sign_up()
    expect(thumb.page.get_by_text("Je steunt dit nu.")).to_be_visible()
    tell(f"support: {thumb.taps} taps")
    assert idea.supports.count() == 6
    assert thumb.taps <= 5


def test_support_on_the_page_of_the_idea_takes_five_taps(thumb, idea, tell):
    thumb.link(idea.title)
    thumb.page.wait_for_url(f"**{idea.get_absolute_url()}")
    thumb.link("Ik steun dit")
    thumb.sign_up()
    expect(thumb.page.get_by_text("Je steunt dit nu.")).to_be_visible()
    tell(f"support on the idea's page: {thumb.taps} taps")
    assert thumb.taps <= 5


def test_a_comment_takes_six_taps(thumb, idea, tell):
    thumb.link(idea.title)
    thumb.page.wait_for_url(f"**{idea.get_absolute_url()}")
    thumb.tap(thumb.page.locator("a#reageer"))
    thumb.page.wait_for_url("**/reacties/")
    thumb.type("text", "Ik heb nog een ladder staan.")
    thumb.press("Plaats reactie")
    thumb.page.wait_for_url("**/inloggen/**")
    thumb.sign_up()
    expect(thumb.page.get_by_text("Ik heb nog een ladder staan.").first).to_be_visible()
    tell(f"comment: {thumb.taps} taps")
    assert thumb.taps <= 6


def test_an_idea_with_a_photo_takes_nine_taps(thumb, idea, tell):
    thumb.link("Deel een idee")
    thumb.page.wait_for_url("**/ideeen/nieuw/")
    thumb.choose_a_photo()
    thumb.type("photo_alt", "Het pad langs de rivier")
    thumb.type("opportunity", "Met een bankje blijft wie oud is ook buiten.")
    thumb.type("title", "Bankje aan de Maas")
    thumb.press("Plaats je idee")
    thumb.page.wait_for_url("**/inloggen/**")
    thumb.sign_up()
    expect(thumb.page.get_by_text("Je idee staat online.")).to_be_visible()
    tell(f"idea with a photo: {thumb.taps} taps, two of them for the photo")
    assert idea.lab.ideas.get(title="Bankje aan de Maas").photo
    assert thumb.taps <= 9
