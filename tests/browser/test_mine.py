"""Cards on open pages say what is the reader's own, also after updates, acts in another tab, and signing out."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from events.models import Gathering
from tests.browser.stage import a_lab, a_person, open_live
from tests.events.factories import make_gathering
from tests.factories import make_idea
from tests.mails import send_all

pytestmark = pytest.mark.live


@pytest.fixture
def lab():
    return a_lab()


@pytest.fixture
def anna(lab):
    return a_person(lab, "Anna", "stadmaker")


@pytest.fixture
def bram(lab):
    return a_person(lab, "Bram")


def agenda(lab):
    return f"/{lab.slug}/bijeenkomsten/"


def test_my_gathering_says_so_and_no_longer_invites_me(new_page, lab, anna, bram):
    mine, other = make_gathering(anna, "Van mij", capacity=9), make_gathering(anna, "Van anderen", capacity=9)
    mine.sign_up(bram, 2)
    page = open_live(new_page(bram.user), agenda(lab))
    card = page.locator(f"#ticket-{mine.pk}")
    expect(card.locator(".mine")).to_have_text("Je komt met z'n tweeën")
    expect(card.locator("[data-unless-mine]")).to_be_hidden()
    expect(page.locator(f"#ticket-{other.pk} .mine")).to_be_hidden()
    expect(page.locator(f"#ticket-{other.pk} [data-unless-mine]")).to_be_visible()


def test_a_live_update_of_a_card_keeps_it(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    gathering.sign_up(bram)
    page = open_live(new_page(bram.user), agenda(lab))
    card = page.locator(f"#ticket-{gathering.pk}")
    expect(card.locator(".mine")).to_have_text("Je komt")
    gathering.sign_up(a_person(lab, "Chaima"), 2)
    expect(card).to_contain_text("6 plekken")
    expect(card.locator(".mine")).to_have_text("Je komt", timeout=300)
    expect(card.locator("[data-unless-mine]")).to_be_hidden()


def test_who_moves_up_the_waiting_list_reads_it_on_the_open_page(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=1)
    first = gathering.sign_up(a_person(lab, "Chaima")).party
    gathering.sign_up(bram)
    page = open_live(new_page(bram.user), agenda(lab))
    words = page.locator(f"#ticket-{gathering.pk} .mine")
    expect(words).to_have_text("Je staat op de wachtlijst, plek 1")
    first.withdraw()
    expect(words).to_have_text("Je komt")


def test_my_idea_says_so_on_the_home_and_the_list(new_page, lab, anna, bram):
    mine, other = make_idea(bram, "Bankje"), make_idea(anna, "Pluktuin")
    page = new_page(bram.user)
    for address in (f"/{lab.slug}/", f"/{lab.slug}/ideeen/"):
        open_live(page, address)
        expect(page.locator(f"#card-{mine.pk} .mine")).to_have_text("Jouw idee")
        expect(page.locator(f"#card-{other.pk} .mine")).to_be_hidden()


def test_signing_up_in_one_tab_shows_in_the_other_and_so_does_cancelling(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    first = open_live(new_page(bram.user), agenda(lab))
    words = first.locator(f"#ticket-{gathering.pk} .mine")
    expect(words).to_be_hidden()
    second = open_live(first.context.new_page(), gathering.get_absolute_url())
    second.locator("#kom").get_by_role("button", name="Ik kom").click()
    expect(second.locator(f"#stands-{gathering.pk}")).to_contain_text("Je komt")
    expect(words).to_have_text("Je komt")
    second.get_by_role("button", name="Ik kom toch niet").click()
    expect(words).to_be_hidden()
    expect(first.locator(f"#ticket-{gathering.pk} [data-unless-mine]")).to_be_visible()


def test_an_organiser_who_takes_somebody_off_is_seen_by_them(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    party = gathering.sign_up(bram).party
    page = open_live(new_page(bram.user), agenda(lab))
    words = page.locator(f"#ticket-{gathering.pk} .mine")
    expect(words).to_have_text("Je komt")
    party.withdraw()
    expect(words).to_be_hidden()


def test_a_gathering_that_is_cancelled_no_longer_says_that_i_come(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    gathering.sign_up(bram)
    page = open_live(new_page(bram.user), agenda(lab))
    card = page.locator(f"#ticket-{gathering.pk}")
    expect(card).to_contain_text("Je komt")
    gathering.cancel("De kok is ziek.")
    expect(card).to_contain_text("Gaat niet door: De kok is ziek.")
    assert "Je komt" not in card.inner_text()


def test_signing_out_in_another_tab_takes_it_away(new_page, lab, anna, bram):
    make_idea(bram, "Bankje")
    first = open_live(new_page(bram.user), f"/{lab.slug}/ideeen/")
    expect(first.locator(".mine:visible")).to_have_text("Jouw idee")
    second = first.context.new_page()
    second.goto("/account/")
    second.locator("form[data-sign-out]").first.get_by_role("button").click()
    expect(second.get_by_text("Je bent uitgelogd")).to_be_visible()
    expect(first.locator(".mine:visible")).to_have_count(0)


def test_an_english_reader_reads_it_in_english(new_page, lab, bram):
    idea = make_idea(bram, "Bankje")
    page = open_live(new_page(bram.user, locale="en-GB"), f"/{lab.slug}/ideeen/")
    expect(page.locator(f"#card-{idea.pk} .mine")).to_have_text("Your idea")


def test_without_scripts_it_is_on_the_own_page_and_in_van_mij(new_page, lab, bram):
    idea = make_idea(bram, "Bankje")
    page = new_page(bram.user, java_script_enabled=False)
    page.goto(f"/{lab.slug}/ideeen/")
    expect(page.locator(f"#card-{idea.pk} .mine")).to_be_hidden()
    page.goto(idea.get_absolute_url())
    expect(page.get_by_text("Jouw idee")).to_be_visible()
    page.get_by_role("link", name="van mij").click()
    expect(page.get_by_role("link", name="Bankje", exact=True)).to_be_visible()


def test_the_page_of_a_gathering_no_longer_says_that_i_come_when_it_is_cancelled(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    gathering.sign_up(bram)
    page = open_live(new_page(bram.user), gathering.get_absolute_url())
    coming = page.locator(".when-coming")
    expect(coming).to_be_visible()
    gathering.cancel("De kok is ziek.")
    expect(page.locator("h1 s")).to_be_visible()
    expect(coming).to_be_hidden(timeout=300)
    expect(page.locator(f"#stands-{gathering.pk}")).to_have_count(0)
    expect(page.locator("[data-stands]")).to_have_count(0)


def test_the_page_of_a_gathering_that_ends_while_it_is_open_no_longer_says_that_i_come(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    gathering.sign_up(bram)
    Gathering.objects.filter(pk=gathering.pk).update(
        starts_at=clock.now() - timedelta(hours=1), ends_at=clock.now() + timedelta(seconds=8)
    )
    page = open_live(new_page(bram.user), gathering.get_absolute_url())
    expect(page.locator(".when-coming")).to_be_visible()
    expect(page.locator(".when-coming")).to_be_hidden()
    expect(page.locator("#kom")).to_contain_text("Deze bijeenkomst is voorbij.")


def test_an_organiser_who_takes_somebody_off_is_seen_by_them_on_its_page(new_page, lab, anna, bram):
    gathering = make_gathering(anna)
    party = gathering.sign_up(bram).party
    send_all()
    page = open_live(new_page(bram.user), gathering.get_absolute_url())
    expect(page.locator(".when-coming")).to_be_visible()
    party.withdraw(by=anna)
    send_all()
    expect(page.locator(".when-coming")).to_be_hidden()
    expect(page.locator("#kom").get_by_role("button", name="Ik kom")).to_be_visible()


def test_signing_up_on_one_device_shows_on_the_other_and_so_does_cancelling(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    page = open_live(new_page(bram.user), agenda(lab))
    words = page.locator(f"#ticket-{gathering.pk} .mine")
    expect(words).to_be_hidden()
    party = gathering.sign_up(bram).party
    send_all()
    expect(words).to_have_text("Je komt")
    party.withdraw()
    send_all()
    expect(words).to_be_hidden()


def test_a_sign_up_of_somebody_else_makes_no_page_ask_again(new_page, lab, anna, bram):
    gathering = make_gathering(anna, capacity=9)
    page = new_page(bram.user)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/woorden/") else None)
    open_live(page, agenda(lab))
    gathering.sign_up(a_person(lab, "Chaima"), 2)
    send_all()
    expect(page.locator(f"#ticket-{gathering.pk}")).to_contain_text("7 plekken")
    page.wait_for_timeout(4000)
    assert len(asked) == 1
