"""Names on open pages: after each change an open home page or list equals a fresh one."""

import pytest
from playwright.sync_api import expect

from labs.models import MemberName, Membership
from realtime import names
from tests.browser.stage import a_lab, a_name, a_person, open_live
from tests.factories import make_comment, make_idea

pytestmark = pytest.mark.live

WORDS = """() => [...document.querySelectorAll('#inhoud [id^=lab-villages], #inhoud [id^=dorp-], #inhoud .pulse li')]
  .map(one => one.innerText.replace(/\\s+/g, ' '))"""


def same_as_a_fresh_one(page, new_page):
    fresh = new_page()
    open_live(fresh, page.url)
    return page.evaluate(WORDS) == fresh.evaluate(WORDS)


@pytest.mark.parametrize(
    ("address", "came"),
    [("", "Tienray"), ("ideeen/", "1 idee, 4 dorpen")],  # the filter of the list offers villages with ideas
    ids=["home", "list"],
)
def test_a_village_that_comes_is_renamed_or_goes_does_so_on_an_open_page(new_page, address, came):
    lab = a_lab()
    noor, bram = a_person(lab, "Noor", "lab_admin"), a_person(lab, "Bram")
    village = lab.add_village(noor, "Meterik")
    make_idea(bram, "Pluktuin", neighbourhood=village)
    page = new_page()
    open_live(page, lab.get_absolute_url() + address)
    shown = page.locator("#inhoud")
    expect(shown).to_contain_text("Meterik")
    village.rename(noor, "Ander Dorp")
    names.bring()
    expect(shown).to_contain_text("Ander Dorp")
    lab.add_village(noor, "Tienray")
    expect(shown).to_contain_text(came)
    village.remove(noor)
    expect(shown).not_to_contain_text("Ander Dorp")
    assert same_as_a_fresh_one(page, new_page)


def test_a_village_that_comes_takes_no_choice_away(new_page):
    lab = a_lab()
    noor = a_person(lab, "Noor", "lab_admin")
    village = lab.add_village(noor, "Meterik")
    make_idea(noor, "Pluktuin", neighbourhood=village)
    page = new_page()
    open_live(page, lab.get_absolute_url() + "ideeen/")
    expect(page.locator("h1")).to_have_text("1 idee, 3 dorpen")
    page.get_by_label("Dorp", exact=True).select_option("Meterik")
    page.locator("#q").focus()
    lab.add_village(noor, "Tienray")
    expect(page.locator("h1")).to_have_text("1 idee, 4 dorpen")
    expect(page.get_by_label("Dorp", exact=True)).to_have_value(str(village.pk))


def test_a_name_that_is_hidden_goes_from_open_pages_within_two_seconds_and_comes_back(new_page):
    lab = a_lab()
    bram, mo = a_person(lab, "Bram"), a_person(lab, "Mo", "moderator")
    idea = make_idea(bram, "Bankje bij de Maas")
    make_comment(idea, bram, "Ik heb hout.")
    home, page = open_live(new_page(), lab.get_absolute_url()), open_live(new_page(), idea.get_absolute_url())
    shown = [home.locator(f"#happening-{idea.pk}"), page.locator(".said").first, page.locator("#inhoud")]
    for place in shown:
        expect(place).to_contain_text(bram.name)
    name = MemberName(Membership.objects.select_related("user", "lab").get(pk=bram.pk))
    name.hide(mo, "abuse", "Zo niet.")
    for place in shown:
        expect(place).to_contain_text("naam verborgen", timeout=20_000)
        expect(place).not_to_contain_text(bram.name)
    assert bram.name not in page.content()
    name.restore(mo, "Toch goed.")
    for place in shown:
        expect(place).to_contain_text(bram.name)


def test_a_name_in_the_pulse_is_right_however_long_ago_the_page_was_opened(new_page):
    lab = a_lab()
    bram, chaima = a_person(lab, "Bram"), a_person(lab, "Chaima")
    idea = make_idea(bram, "Bankje bij de Maas")
    make_comment(idea, bram, "Ik heb hout.")
    page = new_page()
    open_live(page, lab.get_absolute_url())
    told = page.locator(f"#happening-{idea.pk}")
    expect(told).to_contain_text(bram.name)
    for number in range(25):
        make_idea(chaima, f"Idee {number}")
    bram.user.choose_name(name := a_name("Bram de Vries"))
    names.bring()
    expect(told).to_contain_text(name)
    expect(told).to_contain_text("reageerde op Bankje bij de Maas")
