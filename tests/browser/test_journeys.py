"""The main tasks, on a phone and without JavaScript: each ends on the right page, in Dutch, and fits the screen."""

import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from labs.models import Role
from tests.browser.access import overflow
from tests.browser.languages import foreign_words
from tests.browser.stage import LAPTOP, PHONE, a_lab, a_lively_idea, a_name, a_person, a_photo
from tests.browser.test_signing_in import DUTCH_WORDS, sign_in
from tests.conftest import EVERYTHING
from tests.factories import make_comment


class Traveller:
    """A person with a browser without script; `where` is the visible part."""

    def __init__(self, page):
        self.page, self.where, self.status = page, page.locator("main"), 0
        page.on("response", self._note)

    def _note(self, response):
        if response.request.is_navigation_request():
            self.status = response.status

    def go(self, address):
        self.page.goto(address)

    def follow(self, name, at=None):
        self.page.wait_for_load_state()  # a click on a page that is still loading may be lost
        (at or self.where).get_by_role("link", name=name).first.click()

    def press(self, name, at=None):
        self.page.wait_for_load_state()
        (at or self.where).get_by_role("button", name=name).first.click()

    def fill(self, **fields):
        for name, words in fields.items():
            self.where.locator(f"[name={name}]").last.fill(words)

    def choose(self, *labels):
        for label in labels:
            self.where.get_by_label(label, exact=True).check()

    def is_at(self, address, *words):
        """Check that this page is open, with status 200 and these words."""
        expect(self.page).to_have_url(re.compile(re.escape(address) + r"(\?[^#]*)?(#[\w-]+)?$"))
        self.page.wait_for_load_state()
        assert self.status == 200
        assert self.page.locator("html").get_attribute("lang") == "nl"
        assert foreign_words(self.page) == []
        assert overflow(self.page) == 0
        for text in words:
            expect(self.where).to_contain_text(text)


@pytest.fixture(params=[PHONE, LAPTOP] if EVERYTHING else [PHONE], ids=lambda size: f"{size['width']} px")
def travel(new_page, request):
    """`travel(member)`: the member's browser; a visitor's without a member."""
    return lambda member=None: Traveller(
        new_page(member and member.user, java_script_enabled=False, viewport=request.param)
    )


@pytest.fixture
def idea():
    return a_lively_idea(a_lab())


@pytest.fixture
def chaima(idea):
    return a_person(idea.lab, "Chaima")


def test_newcomer_reads_signs_in_and_shares_an_idea_with_a_photo(travel, idea):
    merel, lab = travel(), idea.lab.get_absolute_url()
    merel.go(lab)
    merel.is_at(lab, idea.title)
    assert merel.page.context.cookies() == []
    merel.follow("Deel een idee")
    merel.is_at(f"{lab}ideeen/nieuw/")
    merel.fill(title="Bankje aan de Maas", opportunity="Met een bankje blijft wie oud is ook buiten.")
    merel.where.locator("[name=photo]").set_input_files(a_photo())
    merel.fill(photo_alt="Het pad langs de rivier")
    merel.press("Plaats je idee")
    merel.is_at("/inloggen/", "Hierna maken we af wat je deed.")
    name = a_name("Merel")
    sign_in(merel.page, name, **DUTCH_WORDS)
    made = idea.lab.ideas.get(title="Bankje aan de Maas")
    merel.is_at(made.get_absolute_url(), "Bankje aan de Maas", name, "Je idee staat online.")
    expect(merel.where.get_by_role("img", name="Het pad langs de rivier")).to_be_visible()
    merel.go(f"{lab}ideeen/")
    merel.is_at(f"{lab}ideeen/", "Bankje aan de Maas")


def test_resident_supports_and_thinks_again(travel, idea, chaima):
    traveller, address = travel(chaima), idea.get_absolute_url()
    traveller.go(address)
    traveller.press("Ik steun dit")
    traveller.is_at(address, "Je steunt dit")
    expect(traveller.where.locator("[id^=tally]")).to_contain_text("6")
    traveller.press("Je steunt dit")
    traveller.is_at(address, "Ik steun dit")
    expect(traveller.where.locator("[id^=tally]")).to_contain_text("5")
    assert not idea.supports.filter(person=chaima).exists()


def test_resident_supports_from_a_card_and_stays_on_the_list(travel, idea, chaima):
    traveller, cards = travel(chaima), f"{idea.lab.get_absolute_url()}ideeen/"
    traveller.go(cards)
    traveller.press("Ik steun dit")
    traveller.is_at(cards, "Je steunt dit")


def test_resident_says_whether_it_is_any_use(travel, idea, chaima):
    traveller, address = travel(chaima), idea.get_absolute_url()
    traveller.go(address)
    for answer in ("Ja", "Weet ik niet"):
        traveller.press(answer)
        traveller.is_at(address)
        expect(traveller.where.get_by_role("button", name=answer, pressed=True)).to_be_visible()
    assert idea.need_answers.get(person=chaima).answer == "unsure"


def test_resident_offers_help_and_takes_it_back(travel, idea, chaima):
    traveller, address = travel(chaima), idea.get_absolute_url()
    traveller.go(address)
    traveller.choose("Spullen")
    traveller.fill(sentence="een oude pomp")
    traveller.press("Ik help mee")
    traveller.is_at(address, "een oude pomp")
    expect(traveller.where.locator(".helpers")).to_contain_text(chaima.name)
    traveller.press("Toch niet", at=traveller.where.locator("#help"))
    traveller.is_at(address)
    expect(traveller.where.locator(".helpers")).not_to_contain_text("een oude pomp")


def test_resident_comments_replies_edits_and_removes(travel, idea, chaima):
    traveller, address = travel(chaima), idea.get_absolute_url()
    traveller.go(address)
    traveller.fill(text="Begin **klein**.\n\n- een schop\n- een emmer")
    traveller.press("Plaats reactie")
    traveller.is_at(address, "Begin klein.")
    said = idea.comments.get(author=chaima)
    traveller.follow("Antwoord", at=traveller.where.locator(f"#comment-{idea.comments.first().pk}"))
    traveller.is_at(f"{address}reacties/", "Mooi plan, ik kom kijken.")
    traveller.fill(text="Neem laarzen mee.")
    traveller.press("Plaats reactie")
    traveller.is_at(address, "Neem laarzen mee.")

    traveller.follow("Meer", at=traveller.where.locator(f"#comment-{said.pk}"))
    traveller.follow("Pas je tekst aan")
    traveller.is_at(f"{address}reacties/{said.pk}/bewerken/")
    traveller.fill(text="Begin groot.")
    traveller.press("Bewaar")
    traveller.is_at(address, "Begin groot.", "bewerkt")
    traveller.follow("Meer", at=traveller.where.locator(f"#comment-{said.pk}"))
    traveller.is_at(f"{address}reacties/{said.pk}/meer/", "Begin **klein**.")
    traveller.follow("Verwijder je reactie")
    traveller.is_at(f"{address}reacties/{said.pk}/verwijderen/", "Begin groot.")
    traveller.press("Verwijder reactie")
    traveller.is_at(address, "Je reactie is weg.")
    expect(traveller.where.locator(".talk")).not_to_contain_text("Begin groot.")


def test_author_edits_the_idea_and_takes_it_back(travel, idea):
    traveller, address = travel(idea.author), idea.get_absolute_url()
    traveller.go(address)
    traveller.follow("Meer over dit idee")
    traveller.follow("Pas de tekst of de foto aan")
    traveller.fill(title="Pluktuin voor iedereen")
    traveller.press("Zet de nieuwe tekst online")
    traveller.is_at(address, "Pluktuin voor iedereen")
    traveller.follow("Meer over dit idee")
    traveller.follow("Bekijk wat er in de tekst is aangepast")
    traveller.is_at(f"{address}geschiedenis/", "Pluktuin Meterik", "Pluktuin voor iedereen")
    traveller.go(f"{address}intrekken/")
    traveller.fill(reason="Het kan toch niet.")
    traveller.press("Trek het terug")
    traveller.is_at(address, "Teruggetrokken door de maker", "Het kan toch niet.")
    expect(traveller.where.get_by_role("button", name="Ik steun dit")).to_have_count(0)


def test_civil_servant_tells_where_the_idea_stands(travel, idea):
    traveller, address = travel(a_person(idea.lab, "Ingrid", "civil_servant", label="team Groen")), None
    address = idea.get_absolute_url()
    traveller.go(address)
    traveller.follow("Meer over dit idee")
    traveller.follow("Vertel hoe het nu met het idee staat")
    traveller.is_at(f"{address}status/", "Hoe staat het met dit idee?")
    traveller.choose("We praten erover")
    traveller.fill(reason="Veel mensen lopen hier.", next_step="Vrijdag lopen we het rondje.")
    traveller.press("Zet dit online")
    traveller.is_at(address, "We praten erover", "Veel mensen lopen hier.", "Vrijdag lopen we het rondje.")
    expect(traveller.where.locator(".story")).to_contain_text("Gemeente · team Groen")


def test_moderator_hides_a_comment_and_an_idea_and_puts_them_back(travel, idea, chaima):
    traveller, address = travel(a_person(idea.lab, "Modi", "moderator")), idea.get_absolute_url()
    said = make_comment(idea, chaima, "Bel Piet op 06 12345678.")
    reader = travel()
    for thing, there in ((said, f"{address}reacties/{said.pk}/"), (idea, address)):
        traveller.go(f"{there}meer/")
        traveller.follow("Verberg d")
        traveller.choose("privégegevens van iemand")
        traveller.fill(explanation="Er staat een nummer in.")
        traveller.press("Verberg d")
        traveller.is_at(address, "Dit is nu verborgen.")
        reader.go(address)
        reader.is_at(address, "verborgen", "privégegevens van iemand")
        assert ("06 12345678" if thing == said else idea.title) not in reader.page.content()
        traveller.go(f"{there}meer/")
        traveller.follow("Zet d")
        traveller.fill(why="Het nummer is van een winkel.")
        traveller.press("Zet het terug")
        traveller.is_at(address, "Dit is weer te lezen.")
        reader.go(address)
        reader.is_at(address, "06 12345678", idea.title)


def test_admin_gives_a_role_and_takes_it_back(travel, idea, chaima):
    admin, lab = travel(a_person(idea.lab, "Bea", "lab_admin")), idea.lab.get_absolute_url()
    admin.go(lab)
    admin.follow("Beheer", at=admin.page.locator(".site-head"))
    admin.is_at(f"{lab}beheer/")
    admin.follow("Rollen")
    admin.follow("Geef een rol")
    admin.fill(who=chaima.name, reason="Zij kent iedereen.")
    admin.choose("verbinder")
    admin.press("Geef deze rol")
    admin.is_at(f"{lab}beheer/rollen/", f"{chaima.name} heeft nu deze rol: verbinder.")
    assert chaima.has_role("connector")
    row = admin.where.locator(".ruled__row", has_text=chaima.name)
    admin.follow("Neem terug", at=row)
    admin.fill(reason="Op eigen verzoek.")
    admin.where.locator("form [type=submit]").last.click()
    admin.is_at(f"{lab}beheer/rollen/")
    assert not Role.objects.filter(membership=chaima).exists()
    admin.go(f"{lab}beheer/logboek/")
    admin.is_at(f"{lab}beheer/logboek/", f"{chaima.name}: verbinder", "Zij kent iedereen.", "Op eigen verzoek.")


def test_resident_chooses_how_to_see_it_and_takes_everything_along(travel, idea, chaima):
    make_comment(idea, chaima, "Neem laarzen mee.")
    traveller = travel(chaima)
    traveller.go("/account/")
    traveller.is_at("/account/", chaima.name)
    traveller.choose("Donker")
    traveller.press("Bewaar", at=traveller.where.locator("section", has_text="Donker"))
    traveller.is_at("/account/")
    assert traveller.page.locator("html").get_attribute("data-theme") == "dark"
    with traveller.page.expect_download() as download:
        traveller.follow("Download alles van mij")
    with zipfile.ZipFile(download.value.path()) as file:
        mine = json.loads(file.read("gegevens.json"))
    assert chaima.name in json.dumps(mine, ensure_ascii=False)
    assert "Neem laarzen mee." in json.dumps(mine, ensure_ascii=False)
    traveller.press("Uitloggen")
    traveller.is_at("/", "Je bent uitgelogd.")
