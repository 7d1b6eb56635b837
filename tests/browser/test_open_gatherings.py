"""An open page of a gathering, while others sign up, hide an idea on its table and choose its date."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from events.models import Gathering
from realtime.models import Epoch
from tests.browser.stage import a_lab, a_person, open_live
from tests.events.factories import AN_EVENING, in_nine_days, make_draft, make_gathering
from tests.factories import make_idea
from tests.places.factories import make_place

pytestmark = pytest.mark.live


@pytest.fixture
def lab():
    return a_lab()


def test_a_sign_up_of_somebody_else_tells_a_visitor_nothing_about_hidden_words(page, lab):
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), capacity=8)
    open_live(page, gathering.get_absolute_url())
    gathering.sign_up(a_person(lab, "Bram"), seats=2)
    expect(page.locator(f"#seats-{gathering.pk}")).to_contain_text("Nog 6 plekken vrij")
    expect(page.locator("[data-live-gone]")).to_be_hidden()


def test_an_idea_that_was_hidden_and_restored_leaves_the_seats_of_its_gathering_in_place(page, lab):
    idea = make_idea(a_person(lab, "Chaima"), "Een bankje aan het water")
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), capacity=8, ideas=[idea])
    mo = a_person(lab, "Mo", "moderator")
    open_live(page, gathering.get_absolute_url())
    table, seats = page.locator(f"#table-{gathering.pk}"), page.locator(f"#seats-{gathering.pk}")
    expect(table).to_contain_text(idea.title)
    idea.hide(mo, "spam")
    expect(table).not_to_contain_text(idea.title)
    expect(page.locator("[data-live-gone]")).to_be_hidden()
    idea.restore(mo, "Toch goed.")
    expect(table).to_contain_text(idea.title)
    expect(page.locator("[data-live-gone]")).to_be_hidden()
    expect(seats).to_contain_text("Nog 8 plekken vrij")


def test_after_a_restore_the_home_of_a_lab_shows_the_small_card_of_what_is_now_the_large_one(page, lab):
    """The large card is of the next gathering. In the history that was restored, the other one was the next."""
    anna = a_person(lab, "Anna", "stadmaker")
    first = make_gathering(anna, "De eerste avond")
    second = make_gathering(anna, "De tweede avond", starts_at=in_nine_days() + timedelta(days=1))
    open_live(page, f"/{lab.slug}/")
    expect(page.locator(f"#ticket-{second.pk}")).to_contain_text("De tweede avond")
    sooner = in_nine_days() - timedelta(days=1)
    Gathering.objects.filter(pk=second.pk).update(title="Toch eerder", starts_at=sooner, ends_at=sooner + AN_EVENING)
    Epoch.renew()
    expect(page.locator(f"#poster-{second.pk}")).to_contain_text("Toch eerder")
    expect(page.locator(f"#ticket-{first.pk}")).to_contain_text("De eerste avond")
    expect(page.locator(f"#ticket-{second.pk}, #poster-{first.pk}")).to_have_count(0)


@pytest.fixture
def asked(lab):
    """A gathering without a date, which asks for two."""
    gathering, evening = make_draft(a_person(lab, "Anna", "stadmaker"), starts_at=None), in_nine_days()
    gathering.ask_dates([(evening, evening + AN_EVENING), (evening + AN_EVENING, evening + 2 * AN_EVENING)])
    return gathering


def links(page):
    """Return the visible links and buttons of the page, without white space."""
    return [" ".join(text.split()) for text in page.locator("main :is(a, button):visible").all_inner_texts()]


@pytest.mark.parametrize("is_signed_in", [False, True], ids=["signed out", "signed in"])
def test_a_page_that_was_open_when_the_date_was_chosen_shows_what_a_new_one_shows(new_page, lab, asked, is_signed_in):
    page = open_live(new_page(a_person(lab, "Bram").user if is_signed_in else None), asked.get_absolute_url())
    question = page.get_by_role("link", name="Zeg welke datum jou past")
    expect(question).to_have_count(2)
    assert not {"Ik kom", "Zet in mijn agenda", "Druk een affiche af"} & set(links(page))
    asked.choose_date(asked.date_options.first())
    expect(question).to_have_count(0)
    expect(page.locator(".hero").get_by_role("link", name="Ik kom")).to_be_visible()
    expect(page.locator("#kom").get_by_role("button" if is_signed_in else "link", name="Ik kom")).to_be_visible()
    shown = links(page)
    page.reload()
    assert links(page) == shown
    assert shown.count("Zet in mijn agenda") == 2


def test_the_tools_of_an_organiser_follow_when_another_chooses_the_date_and_cancels(new_page, asked):
    page = open_live(new_page(asked.organisers.get().user), asked.get_absolute_url())
    tools = page.get_by_role("navigation", name="Voor wie dit maakt")
    expect(tools.get_by_role("link", name="Kies de datum")).to_be_visible()
    asked.choose_date(asked.date_options.first())
    expect(tools.get_by_role("link", name="Kies de datum")).to_have_count(0)
    shown = links(page)
    page.reload()
    assert links(page) == shown
    asked.cancel("Te weinig mensen.")
    expect(tools.get_by_role("link", name="Het gaat niet door")).to_have_count(0)
    shown = links(page)
    page.reload()
    assert links(page) == shown


def test_the_tools_follow_also_while_the_organiser_types_in_the_form(new_page, lab):
    anna, dina = (a_person(lab, name, "stadmaker") for name in ("Anna", "Dina"))
    gathering = make_gathering(anna)
    gathering.set_organisers([anna, dina])
    page = open_live(new_page(dina.user), gathering.get_absolute_url())
    page.locator("#kom summary").first.click()
    page.locator("#kom textarea").first.fill("Ik neem mijn hond mee.")
    gathering.cancel("Storm.")
    expect(page.get_by_role("link", name="Het gaat niet door")).to_have_count(0)
    expect(page.locator("#kom textarea").first).to_have_value("Ik neem mijn hond mee.")


def test_a_gathering_without_a_date_that_is_cancelled_no_longer_asks_for_one(page, asked):
    open_live(page, asked.get_absolute_url())
    question = page.get_by_role("link", name="Zeg welke datum jou past")
    expect(question).to_have_count(2)
    asked.cancel("Te weinig mensen.")
    expect(question).to_have_count(0)
    expect(page.get_by_role("link", name="Zet in mijn agenda")).to_have_count(0)


def test_a_full_gathering_says_that_one_comes_on_the_waiting_list(page, lab):
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), capacity=1)
    open_live(page, gathering.get_absolute_url())
    question, fact = page.get_by_text("Is het vol? Dan kom je"), page.get_by_text("Je komt op de wachtlijst.")
    expect(question).to_be_visible()
    expect(fact).to_be_hidden()
    gathering.sign_up(a_person(lab, "Bram"))
    expect(fact).to_be_visible()
    expect(question).to_be_hidden()


def test_an_open_home_offers_the_waiting_list_when_the_last_seat_goes(page, lab):
    anna = a_person(lab, "Anna", "stadmaker")
    first = make_gathering(anna, "De eerste avond", capacity=1)
    second = make_gathering(anna, "De tweede avond", capacity=1, starts_at=in_nine_days() + timedelta(days=1))
    make_idea(anna, "Bankjes", opportunity="Hier kun je zitten. En kijken.")
    open_live(page, f"/{lab.slug}/")
    cards = page.locator(f"#poster-{first.pk}"), page.locator(f"#ticket-{second.pk}")
    for card in cards:
        expect(card.get_by_role("link", name="Ik kom")).to_be_visible()
    for number, gathering in enumerate((first, second)):
        gathering.sign_up(a_person(lab, f"Bram {number}"))
    for card in cards:
        expect(card.get_by_role("link", name="Zet me op de wachtlijst")).to_be_visible()
        expect(card.get_by_role("link", name="Ik kom")).to_have_count(0)


def test_the_sentence_of_an_open_card_follows_its_idea(page, lab):
    anna = a_person(lab, "Anna")
    idea = make_idea(anna, "Bankjes", opportunity="Hier kun je zitten. En kijken.")
    open_live(page, f"/{lab.slug}/ideeen/")
    card = page.locator(f"#card-{idea.pk}")
    expect(card).to_contain_text("Hier kun je zitten.")
    idea.edit(anna, opportunity="Hier kun je *liggen*. En slapen.")
    expect(card).to_contain_text("Hier kun je liggen.")
    expect(card).not_to_contain_text("En slapen")


def test_words_of_a_place_change_on_an_open_page_when_their_time_comes(page, lab):
    place = make_place(a_person(lab, "Mo", "lab_admin"), "Lab aan het plein")
    place.set_hours((day, time(0), time(0)) for day in range(7))  # from midnight to midnight
    page.goto(f"/{lab.slug}/")
    spells = page.locator(".spot h2 .spell")
    expect(spells.first).to_be_visible()
    expect(spells.first).to_contain_text("Nu open")
    expect(spells.nth(1)).to_be_hidden()
    spells.first.evaluate("spell => spell.dataset.trueUntil = new Date(Date.now() - 1000).toISOString()")
    spells.nth(1).evaluate("spell => { spell.dataset.trueFrom = new Date(Date.now() - 1000).toISOString(); }")
    spells.nth(1).evaluate("spell => delete spell.dataset.trueUntil")
    page.evaluate("stadslab.words(document.body)")
    expect(spells.first).to_be_hidden()
    expect(spells.nth(1)).to_be_visible()


def fills(page):
    """Return the colours of the taken seats, in order."""
    return page.locator(".seats .taken").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")


@pytest.mark.parametrize("seats", [1, 3])
def test_who_signs_up_reads_it_at_the_top_and_sees_the_own_seats_in_another_colour(new_page, lab, seats):
    gathering = make_gathering(a_person(lab, "Anna", "stadmaker"), capacity=8)
    gathering.sign_up(a_person(lab, "Chaima"), seats=2)
    page = open_live(new_page(a_person(lab, "Bram").user), gathering.get_absolute_url())
    at_the_top = page.locator(".hero").get_by_text("Je komt.")
    expect(at_the_top).to_be_hidden()
    (others,) = set(fills(page))
    page.get_by_label("Met hoeveel kom je?").select_option(str(seats))
    page.locator("#kom").get_by_role("button", name="Ik kom", exact=True).click()
    expect(at_the_top).to_be_visible()
    expect(page.locator(".seats .taken")).to_have_count(2 + seats)
    colours = fills(page)
    assert colours[:2] == [others] * 2
    assert others not in colours[2:]
    page.locator("#kom").get_by_role("button", name="Ik kom toch niet").click()
    expect(at_the_top).to_be_hidden()
    assert set(fills(page)) == {others}
