"""A gathering from draft to outcome, on phones, with and without script; other readers see each step live."""

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import expect

from common import clock
from common.times import day_of
from events.models import AttendanceState, Gathering
from tests.browser.access import overflow
from tests.browser.stage import PHONE, a_lab, a_name, a_person, open_live, until
from tests.browser.test_journeys import Traveller
from tests.browser.test_journeys_keyboard import Keyboard
from tests.browser.test_signing_in import code_from_mail
from tests.conftest import sampled
from tests.events.factories import AN_EVENING, enter, make_gathering
from tests.factories import make_idea
from tests.mails import send_all
from tests.places.factories import make_place

KINDS = {True: "with script", False: "without script"}
EITHER = sampled([True, False], 1)  # both in bin/test all
either = pytest.mark.parametrize("phone", EITHER, ids=KINDS.get, indirect=True)


@pytest.fixture(params=[True, False], ids=KINDS.get)
def phone(new_page, request):
    """`phone(member)`: a browser on a phone; for a visitor without a member."""
    return lambda member=None: Traveller(
        new_page(member and member.user, java_script_enabled=request.param, viewport=PHONE)
    )


@pytest.fixture
def watch(new_page):
    """`watch(member, address)`: the same page in a second browser, which changes live."""

    def open_page(member, address):
        return open_live(new_page(member and member.user, viewport=PHONE), address).locator("main")

    return open_page


@pytest.fixture
def lab():
    return a_lab()


@pytest.fixture
def anna(lab):
    return a_person(lab, "Anna", "stadmaker")


@pytest.fixture
def chaima(lab):
    return a_person(lab, "Chaima")


def letters():
    """Send the waiting mails; return each recipient and subject."""
    mail.outbox.clear()
    send_all()
    return {(letter.to[0], letter.subject) for letter in mail.outbox}


def days_ahead(number):
    return day_of(clock.now() + timedelta(days=number))


def make_and_publish(anna, lab, title, **words):
    """Create and publish a gathering as a stadmaker; ends on its public page."""
    anna.go(f"/{lab.slug}/bijeenkomsten/")
    anna.follow("Nieuwe bijeenkomst")
    day = days_ahead(9).isoformat()
    anna.fill(title=title, day=day, starts="19:30", ends="21:30", **words)
    anna.press("Bewaar als concept")
    gathering = Gathering.objects.get(lab=lab, title=title)
    anna.is_at(gathering.get_absolute_url(), "Nog niet online.", title)
    anna.press("Zet online")
    anna.is_at(gathering.get_absolute_url(), "Het staat online.", "19.30 tot 21.30 uur")
    return gathering


def come_as_guest(guest, gathering, name, address):
    """Sign up without an account: a name, a mailbox, and the code from the mail."""
    guest.go(gathering.get_absolute_url())
    guest.follow("Ik kom", at=guest.where.locator("#kom"))
    guest.fill(name=name, email=address)
    guest.press("Mail mij een code")
    guest.is_at(f"{gathering.get_absolute_url()}kom/code/", address)
    guest.fill(code=code_from_mail(guest.page, address))
    guest.press("Ik kom")
    expect(guest.where).to_contain_text("Je komt.")
    return gathering.attendances.get(mail=address)


def test_an_agenda_that_was_opened_yesterday_marks_today(watch, lab):
    page = watch(None, f"/{lab.slug}/bijeenkomsten/?maand=2031-01").page
    today = page.locator("td.today b")
    expect(today).to_have_count(0)
    page.clock.set_fixed_time("2031-01-14T23:59:30")
    page.reload()
    expect(today).to_have_text("14")
    page.clock.set_fixed_time("2031-01-15T00:00:30")
    page.evaluate("stadslab.words(document.body)")  # the page does this once a minute
    expect(today).to_have_text("15")


def test_from_draft_to_waiting_list_to_cancelled(phone, watch, lab, anna, chaima):
    bram, address = a_person(lab, "Bram"), f"{a_name('guus').split()[1].lower()}@post.example"
    maker, resident, guest, waiter = phone(anna), phone(bram), phone(), phone(chaima)
    title = a_name("Open tafel")
    month = watch(None, f"/{lab.slug}/bijeenkomsten/?maand={days_ahead(9):%Y-%m}").locator("table.month")
    gathering = make_and_publish(maker, lab, title, capacity="2", where="Dorpsplein 1")
    page = gathering.get_absolute_url()
    expect(month).to_contain_text(title)

    resident.go(page)
    resident.press("Ik kom", at=resident.where.locator("#kom"))
    expect(resident.where).to_contain_text("Je komt.")
    expect(resident.where).to_contain_text("Nog 1 plek vrij")
    invites = resident.where.locator(".hero .until-coming")
    expect(invites).to_be_hidden()
    come_as_guest(guest, gathering, "Guus van hiernaast", address)
    guest.is_at(guest.page.url.split("?")[0], "Guus van hiernaast", title)
    waiter.go(page)
    waiter.press("Zet me op de wachtlijst", at=waiter.where.locator("#kom"))
    expect(waiter.where).to_contain_text("Je staat op plek 1 van de wachtlijst.")
    waiter.is_at(page, "Vol, 1 op de wachtlijst")
    assert {(bram.user.email, f"Je komt: {title}"), (address, f"Je komt: {title}")} <= letters()

    second = watch(chaima, page)
    expect(second).to_contain_text("Je staat op plek 1 van de wachtlijst.")
    resident.press("Ik kom toch niet")
    expect(resident.where).to_contain_text("Je komt niet. Fijn dat je het zegt.")
    expect(invites).to_be_visible()
    expect(second).to_contain_text("Je komt.")
    expect(second.locator("#kom")).not_to_contain_text("wachtlijst")
    gone, free = (bram.user.email, f"Je komt niet: {title}"), (chaima.user.email, f"Er is plek voor je: {title}")
    assert letters() == {gone, free}

    maker.follow("Verander of verzet het")
    maker.fill(day=days_ahead(16).isoformat(), reason="De zaal was dubbel verhuurd.")
    maker.press("Zet de nieuwe tekst online")
    maker.is_at(page, "Wie komt, krijgt er één mail over.")
    expect(second).to_contain_text("De zaal was dubbel verhuurd.")
    expect(second).to_contain_text(f"{days_ahead(16).day}")
    assert letters() == {(who, f"Veranderd: {title}") for who in (chaima.user.email, address)}

    maker.follow("Het gaat niet door")
    maker.press("Het gaat niet door")
    expect(maker.where).to_contain_text("Zeg in één zin waarom.")
    maker.fill(reason="Storm.")
    maker.press("Het gaat niet door")
    maker.is_at(page, "Deze bijeenkomst gaat niet door.", "Storm.")
    expect(second).to_contain_text("Deze bijeenkomst gaat niet door. Storm.")
    expect(second.get_by_role("button", name="Ik kom toch niet")).to_have_count(0)
    assert letters() == {(who, f"Gaat niet door: {title}") for who in (chaima.user.email, address)}


@pytest.mark.parametrize("phone", [False], ids=KINDS.get, indirect=True)  # no page here has one of its own
def test_a_seat_that_comes_free_is_told_also_when_the_first_answer_is_lost(phone, watch, lab, anna, chaima):
    maker, resident, waiter = phone(anna), phone(a_person(lab, "Bram")), phone(chaima)
    page = make_and_publish(maker, lab, a_name("Open tafel"), capacity="1", where="Dorpsplein 1").get_absolute_url()
    for person, words in ((resident, "Ik kom"), (waiter, "Zet me op de wachtlijst")):
        person.go(page)
        person.press(words, at=person.where.locator("#kom"))
    second = watch(chaima, page)
    expect(second).to_contain_text("Je staat op plek 1 van de wachtlijst.")
    second.page.route("**/kom/", lambda route: route.abort("connectionreset"), times=1)
    resident.press("Ik kom toch niet")
    expect(second).to_contain_text("Je komt.")


def test_an_open_page_of_what_is_renamed_and_cancelled_ends_as_a_fresh_one(phone, watch, lab, anna):
    maker, words = phone(anna), a_name("Buurtsoep")
    gathering = make_and_publish(maker, lab, a_name("Open tafel"), where="Dorpsplein 1")
    page = gathering.get_absolute_url()
    reader = watch(None, page)
    maker.follow("Verander of verzet het")
    maker.fill(title=words)
    maker.press("Zet de nieuwe tekst online")
    until(reader.page, "words => document.title.startsWith(words)", f"{words} · ")
    maker.follow("Het gaat niet door")
    maker.fill(reason="Storm.")
    maker.press("Het gaat niet door")
    expect(reader).to_contain_text("Deze bijeenkomst gaat niet door. Storm.")
    fresh = watch(None, page)
    assert reader.page.title() == fresh.page.title()
    links = [where.locator("a:visible").all_inner_texts() for where in (reader, fresh)]
    assert links[0] == links[1]
    expect(reader.get_by_role("heading", name="Kom je?")).to_be_hidden()


def test_a_guest_withdraws_by_the_address_in_the_mail(phone, watch, lab, anna, chaima):
    gathering = make_gathering(anna, a_name("Soep"), capacity=1)
    guest, address = phone(), f"{a_name('guus').split()[1].lower()}@post.example"
    party = come_as_guest(guest, gathering, "Guus", address)
    gathering.sign_up(chaima)
    second = watch(chaima, gathering.get_absolute_url())
    guest.press("Ik kom toch niet")
    expect(guest.where).to_contain_text("Je komt niet.")
    expect(second).to_contain_text("Je komt.")
    assert (chaima.user.email, f"Er is plek voor je: {gathering.title}") in letters()
    party.refresh_from_db()
    assert party.state == AttendanceState.WITHDRAWN


@either
def test_people_say_which_date_suits_and_it_becomes_that_one(phone, watch, lab, anna, chaima):
    maker, resident = phone(anna), phone(chaima)
    maker.go(f"/{lab.slug}/bijeenkomsten/nieuw/")
    title = a_name("Plan maken")
    maker.fill(title=title)
    maker.press("Bewaar als concept")
    gathering = Gathering.objects.get(lab=lab, title=title)
    page = gathering.get_absolute_url()
    maker.is_at(page, "Kies een datum, of vraag welke datum mensen past.")
    maker.follow("Vraag welke datum mensen past")
    for number, ahead in ((1, 9), (2, 16)):
        day = days_ahead(ahead).isoformat()
        maker.fill(**{f"day_{number}": day, f"starts_{number}": "20:00", f"ends_{number}": "21:00"})
    maker.press("Vraag het")
    maker.is_at(page, "Er wordt een datum gezocht")

    second = watch(None, page)
    resident.go(page)
    resident.follow("Zeg welke datum jou past")
    first, other = gathering.date_options.all()
    resident.where.locator(f"[name=option_{other.pk}][value=yes]").check()
    resident.where.locator(f"[name=option_{first.pk}][value=if_needed]").check()
    resident.press("Bewaar mijn antwoorden")
    resident.is_at(page, "Je krijgt een mail als de datum bekend is.")
    expect(second).to_contain_text("past een paar mensen")

    maker.go(f"{page}datums/")
    maker.where.locator(f"button[name=option][value='{other.pk}']").click()
    maker.is_at(page, "20.00 tot 21.00 uur")
    expect(second).to_contain_text("20.00 tot 21.00 uur")
    expect(second).not_to_contain_text("Er wordt een datum gezocht")
    assert (chaima.user.email, f"De datum is bekend: {title}") in letters()


@either
def test_the_organiser_keeps_the_list(phone, watch, lab, anna, chaima):
    gathering = make_gathering(anna, a_name("Kansen ophalen"), capacity=3)
    maker, page = phone(anna), gathering.get_absolute_url()
    gathering.sign_up(chaima, 2, "een stoel met leuning")
    second = watch(chaima, page)
    maker.go(page)
    maker.follow("Wie komt er?")
    maker.is_at(f"{page}wie-komt/", chaima.name, "een stoel met leuning")
    maker.fill(name="Oma Bep", phone="077 000 00 00")
    maker.press("Zet op de lijst")
    maker.is_at(f"{page}wie-komt/", "Oma Bep komt.", "3 van de 3 bezet")
    expect(second).to_contain_text("Vol")
    with maker.page.expect_download() as download:
        maker.follow("Als spreadsheet")
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [row[:3] for row in rows[1:]] == [[chaima.name, "2", "komt"], ["Oma Bep", "1", "komt"]]
    maker.page.emulate_media(media="print")
    assert not maker.where.get_by_role("button", name="Zet op de lijst").is_visible()
    assert maker.where.get_by_text("een stoel met leuning").is_visible()
    maker.page.emulate_media(media="screen")

    maker.follow("Ander aantal plekken")
    maker.fill(capacity="2")
    maker.press("Bewaar")
    expect(maker.where).to_contain_text("Er komen al 3 mensen.")
    maker.choose("Zet wie zich het laatst opgaf op de wachtlijst")
    maker.press("Bewaar")
    maker.is_at(page, "Vol, 1 op de wachtlijst")
    expect(second).to_contain_text("2 van de 2 bezet")
    maker.go(f"{page}wie-komt/")
    maker.press("Komt toch niet", at=maker.where.locator(".party", has_text=chaima.name))
    maker.is_at(f"{page}wie-komt/", f"{chaima.name} komt toch niet.")
    expect(maker.where.locator("section", has_text="Ze komen")).to_contain_text("Oma Bep")


@either
def test_what_came_of_it_stands_with_the_idea(phone, watch, lab, anna, chaima):
    idea = make_idea(chaima, "Pluktuin Meterik")
    starts_at = clock.now() - timedelta(hours=1)
    gathering = make_gathering(anna, a_name("Rondje"), starts_at=starts_at, ends_at=starts_at + AN_EVENING)
    enter(gathering, anna, "Oma Bep")
    gathering.put_on_table([idea])
    maker, reader, second = phone(anna), phone(), watch(None, idea.get_absolute_url())
    expect(second).to_contain_text(gathering.title)
    maker.go(gathering.get_absolute_url())
    maker.follow("Schrijf op wat eruit kwam")
    maker.fill(outcome="Er kwamen twaalf mensen.", **{f"idea_{idea.pk}": "De **vereniging** betaalt één bank."})
    maker.press("Zet online")
    maker.is_at(gathering.get_absolute_url(), "Wat kwam eruit?", "Er kwamen twaalf mensen.")
    expect(second).to_contain_text("Wat kwam eruit?De vereniging betaalt één bank.")
    reader.go(idea.get_absolute_url())
    reader.is_at(idea.get_absolute_url(), "Wat kwam eruit?", "De vereniging betaalt één bank.", gathering.title)
    letters()
    hers = phone(chaima)
    hers.go("/van-mij/nieuw/")
    hers.is_at("/van-mij/nieuw/", f"Wat kwam eruit op {gathering.title} voor {idea.title}")


def test_by_keyboard_alone_someone_comes_and_thinks_again(new_page, lab, anna, chaima):
    gathering = make_gathering(anna, a_name("Open tafel"), capacity=2)
    page = open_live(new_page(chaima.user, viewport=PHONE), gathering.get_absolute_url())
    keys, mine = Keyboard(page), page.locator("#kom")
    keys.go_to(mine.get_by_role("button", name="Ik kom", exact=True))
    keys.press("Enter")
    expect(mine).to_contain_text("Je komt.")
    withdraw = mine.get_by_role("button", name="Ik kom toch niet")
    expect(withdraw).to_be_focused()
    page.wait_for_timeout(1200)  # a button that became its opposite ignores clicks for a second
    keys.press("Enter")
    expect(mine).to_contain_text("Je komt niet. Fijn dat je het zegt.")
    assert mine.evaluate("mine => mine.contains(document.activeElement)")
    assert gathering.attendances.get().state == AttendanceState.WITHDRAWN


def test_every_stop_in_the_form_of_a_gathering_is_seen(new_page, lab, anna):
    page = new_page(anna.user, viewport=PHONE)
    page.goto(f"/{lab.slug}/bijeenkomsten/nieuw/")
    assert list(Keyboard(page).stops()) == []


def test_a_place_asks_only_what_its_kind_needs(phone, lab):
    keeper = phone(a_person(lab, "Bea", "lab_admin"))
    keeper.go(f"/{lab.slug}/plekken/nieuw/")
    stops = keeper.where.get_by_text("Waar staat de plek, en wanneer?")
    link = keeper.where.get_by_label("Adres op internet")
    expect(stops).not_to_be_visible()
    expect(link).not_to_be_visible()
    keeper.choose("Tijdelijke plek")
    expect(stops).to_be_visible()
    keeper.fill(**{"stops-0-address": "Kerkplein"})
    keeper.choose("Online")
    expect(stops).not_to_be_visible()
    expect(link).to_be_visible()
    keeper.press("Zet deze plek online")
    expect(keeper.where.get_by_text("Vertel vanaf welke dag").last).to_be_visible()  # an error is never hidden


def test_link_to_what_is_wrong_shows_the_question_too(phone, lab):
    keeper = phone(a_person(lab, "Bea", "lab_admin"))
    keeper.go(f"/{lab.slug}/plekken/nieuw/")
    keeper.fill(**{"hours-1-opens": "12:00"})
    keeper.press("Zet deze plek online")
    keeper.where.locator("[data-errors]").get_by_role("link", name="Open tot").click()
    question = keeper.where.locator("label[for=id_hours-1-closes]")
    assert keeper.page.locator("#id_hours-1-closes:focus").count() == 1
    assert question.evaluate("one => one.getBoundingClientRect().top") >= 0


def test_where_people_walk_in_no_seats_are_asked_for(phone, lab, anna):
    maker = phone(anna)
    maker.go(f"/{lab.slug}/bijeenkomsten/nieuw/")
    seats = maker.where.get_by_label("Hoeveel mensen kunnen komen?")
    earlier = maker.where.get_by_text("Eerder stoppen met opgeven")
    maker.fill(title=a_name("Open tafel"), capacity="0")
    maker.choose("Mensen lopen gewoon binnen")
    expect(seats).not_to_be_visible()
    expect(earlier).not_to_be_visible()
    maker.choose("Mensen geven zich op")
    expect(earlier).to_be_visible()
    maker.press("Bewaar als concept")
    maker.choose("Mensen lopen gewoon binnen")
    expect(seats).to_be_visible()  # an error is never hidden
    maker.press("Bewaar als concept")
    expect(maker.where).to_contain_text("Loop gewoon binnen")  # what belongs to another choice stops nobody


def test_long_words_leave_the_page_as_wide_as_the_screen(new_page, lab, anna):
    """A pasted address, or a name without a space: they break, and don't push their neighbours away."""
    long = "x" * 78
    place = make_place(anna, long, address=long, getting_there=long, access_words=long)
    gathering = make_gathering(anna, long, place=place, where=long, about=long, programme=f"19.30 {long}")
    make_gathering(anna, long, where=long * 2)
    make_idea(anna, long, opportunity=f"Dit is {long}")
    make_gathering(anna, "Repareren op zaterdag").cancel("Het is een feestdag. Twee weken later zijn we er weer.")
    page = new_page()
    for width in (768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (
            f"/{lab.slug}/",
            f"/{lab.slug}/bijeenkomsten/",
            gathering.get_absolute_url(),
            place.get_absolute_url(),
        ):
            page.goto(address)
            assert overflow(page) <= 0, (width, address)
            for title in page.locator(".ticket h3").all():
                assert title.bounding_box()["width"] > 150  # long words leave space for it
